// SPDX-License-Identifier: Apache-2.0

package books

import (
	"fmt"

	"github.com/taelnet/tael/x/reserve"
	"github.com/taelnet/tael/x/wallet"
)

func issueCbdc(t *turn, msg *reserve.MsgIssueCbdc, res *reserve.MsgIssueCbdcResponse) error {
	if res.Replay || res.Status != reserve.ACT_STATUS_DONE {
		return nil
	}
	m, err := act(KindCbdcIssue, msg.Uetr, msg.Denom, msg.Amount)
	if err != nil {
		return err
	}
	if msg.Member != "" {
		m.to, err = t.settlementAccountOf(msg.Member, msg.Denom)
	} else {
		m.to, err = accountOf(msg.Wallet)
	}
	if err != nil {
		return err
	}
	return t.move(m)
}

func burnCbdc(t *turn, msg *reserve.MsgBurnCbdc, res *reserve.MsgBurnCbdcResponse) error {
	if res.Replay || res.Status != reserve.ACT_STATUS_DONE {
		return nil
	}
	m, err := act(KindCbdcBurn, msg.Uetr, msg.Denom, msg.Amount)
	if err != nil {
		return err
	}
	if m.from, err = accountOf(msg.Treasury); err != nil {
		return err
	}
	return t.move(m)
}

func correctSettlementBalance(t *turn, msg *reserve.MsgCorrectSettlementBalance, res *reserve.MsgCorrectSettlementBalanceResponse) error {
	if res.Replay || res.Status != reserve.ACT_STATUS_DONE {
		return nil
	}
	m, err := act(KindCorrection, msg.Uetr, msg.Denom, msg.Amount)
	if err != nil {
		return err
	}
	if m.from, err = t.settlementAccountOf(msg.Member, msg.Denom); err != nil {
		return err
	}
	return t.move(m)
}

// act begins the movement of an act of a central bank.
func act(kind Kind, uetr, denom string, amount uint64) (movement, error) {
	id, err := wallet.ParseUETR(uetr)
	if err != nil {
		return movement{}, fmt.Errorf("%w: %w", ErrBlock, err)
	}
	return movement{kind: kind, denom: denom, amount: amount, uetr: id}, nil
}

func fundsIn(t *turn, msg *reserve.MsgFundsIn, _ *reserve.MsgFundsInResponse) error {
	own, settlement, err := t.treasury(msg.Treasury, msg.Denom)
	if err != nil {
		return err
	}
	return t.move(movement{kind: KindFundsIn, from: own, to: settlement, denom: msg.Denom, amount: msg.Amount})
}

func fundsOut(t *turn, msg *reserve.MsgFundsOut, _ *reserve.MsgFundsOutResponse) error {
	own, settlement, err := t.treasury(msg.Treasury, msg.Denom)
	if err != nil {
		return err
	}
	return t.move(movement{kind: KindFundsOut, from: settlement, to: own, denom: msg.Denom, amount: msg.Amount})
}

// treasury is a member's own wallet, which signed, and the member's settlement account. A treasury wallet is kept by its
// own member, so that its custodian says whose funds moved.
func (t *turn) treasury(signer, denom string) (own, settlement Account, err error) {
	if own, err = accountOf(signer); err != nil {
		return own, settlement, err
	}
	member, err := t.custodian(own)
	return own, settlementAccount(member, denom), err
}

// custodian asks once for each treasury wallet; a custody move makes the books ask again.
func (t *turn) custodian(holder Account) (uint32, error) {
	if member, known := t.custodians[holder]; known {
		return member, nil
	}
	member, err := t.cfg.State.Custodian(t.ctx, t.block.Height, holder)
	if err != nil {
		return 0, err
	}
	t.custodians[holder] = member
	return member, nil
}

// settlementAccountOf is the settlement account of the member with an id. A member's number never changes.
func (t *turn) settlementAccountOf(member, denom string) (Account, error) {
	number, known := t.members[member]
	if !known {
		var err error
		if number, err = t.cfg.State.Member(t.ctx, member); err != nil {
			return Account{}, err
		}
		t.members[member] = number
	}
	return settlementAccount(number, denom), nil
}
