// SPDX-License-Identifier: Apache-2.0

package books

import (
	"fmt"

	"github.com/taelnet/tael/x/reserve"
)

// acceptCustodyMove writes the settlement money that went along with a wallet. The wallet's own money stays where it is,
// and what went along of a reserve lies outside the ledger.
func acceptCustodyMove(t *turn, msg *reserve.MsgAcceptCustodyMove, res *reserve.MsgAcceptCustodyMoveResponse) error {
	return t.custodianChanged(msg.Wallet, res.Moved)
}

// moveCustomers writes the same for each wallet of a portion that its custodian's successor took over.
func moveCustomers(t *turn, _ *reserve.MsgMoveCustomers, res *reserve.MsgMoveCustomersResponse) error {
	for _, result := range res.Results {
		if !result.Moved {
			continue
		}
		if err := t.custodianChanged(result.Wallet, result.Cover); err != nil {
			return err
		}
	}
	return nil
}

func (t *turn) custodianChanged(address string, cover []reserve.MovedCover) error {
	holder, err := accountOf(address)
	if err != nil {
		return err
	}
	remove(t, t.custodians, holder)
	for _, moved := range cover {
		if moved.Settlement == 0 {
			continue
		}
		if err := t.coverMoved(holder, address, moved); err != nil {
			return err
		}
	}
	return nil
}

func (t *turn) coverMoved(holder Account, name string, moved reserve.MovedCover) error {
	from, err := t.cfg.State.Custodian(t.ctx, t.block.Height-1, holder)
	if err != nil {
		return err
	}
	to, err := t.cfg.State.Custodian(t.ctx, t.block.Height, holder)
	if err != nil {
		return err
	}
	if from == to {
		return fmt.Errorf("%w: expected %s to change its custodian, state has member %d before and after", ErrContradiction, name, from)
	}
	settling, err := t.cfg.State.SettlingDenom(t.ctx, moved.Denom)
	if err != nil {
		return err
	}
	return t.move(movement{
		kind: KindCustody, from: settlementAccount(from, settling), to: settlementAccount(to, settling),
		denom: settling, amount: moved.Settlement, reference: name,
	})
}

// sweepDormant writes the money of a dormant wallet that went to its custodian's SUSPENSE wallet.
func sweepDormant(t *turn, msg *reserve.MsgSweepDormant, res *reserve.MsgSweepDormantResponse) error {
	holder, err := accountOf(msg.Wallet)
	if err != nil {
		return err
	}
	to, err := t.suspense(holder, msg.Denom)
	if err != nil {
		return err
	}
	return t.move(movement{
		kind: KindSweep, from: holder, to: to, denom: msg.Denom, amount: res.Amount, reference: fmt.Sprintf("case %d", res.CaseId),
	})
}
