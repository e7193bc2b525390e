// SPDX-License-Identifier: Apache-2.0

package books

import (
	"fmt"

	"github.com/taelnet/tael/x/netting"
	"github.com/taelnet/tael/x/reserve"
	"github.com/taelnet/tael/x/wallet"
)

// attestReceipt writes the mint if this statement was the one that completed the fact.
func attestReceipt(t *turn, msg *reserve.MsgAttestReceipt, res *reserve.MsgAttestReceiptResponse) error {
	key := msg.Key()
	if res.Status != reserve.ISSUANCE_STATUS_MINTED || t.isMinted(key) {
		return nil
	}
	if res.Contradicted { // the statements since the hold decided, and state says for what
		return t.mintByState(key)
	}
	return t.mint(key, mint{to: res.Credited, denom: msg.Denom, amount: msg.Amount, returns: msg.ReturnUetr})
}

// decideReceipt writes the mint of a receipt that the authority decided; how much it is stands in state.
func decideReceipt(t *turn, msg *reserve.MsgDecideReceipt, res *reserve.MsgDecideReceiptResponse) error {
	key := reserve.ReceiptKey{Rail: msg.Rail, Account: msg.Account, BookingDate: msg.BookingDate, EntryReference: msg.EntryReference}
	if res.Status != reserve.ISSUANCE_STATUS_MINTED || t.isMinted(key) {
		return nil
	}
	return t.mintByState(key)
}

func (t *turn) isMinted(key reserve.ReceiptKey) bool {
	_, done := t.minted[receipt(key.Bytes())]
	return done
}

// mint is what state or a response says of a mint.
type mint struct {
	to, denom string
	amount    uint64
	returns   string // UETR of the redemption that came back, empty if none
}

// mintByState writes a mint of this block as state has it.
func (t *turn) mintByState(key reserve.ReceiptKey) error {
	i, err := t.cfg.State.Issuance(t.ctx, key)
	if err != nil {
		return err
	}
	if i.MintedAt != t.block.Time.Unix() {
		return fmt.Errorf("%w: receipt %s: expected it minted at %d, state has %s at %d",
			ErrContradiction, receiptName(key), t.block.Time.Unix(), i.Status, i.MintedAt)
	}
	return t.mint(key, mint{to: i.Credited, denom: i.Denom, amount: i.Amount, returns: i.ReturnUetr})
}

// mint writes a receipt's mint, once.
func (t *turn) mint(key reserve.ReceiptKey, of mint) error {
	if t.isMinted(key) {
		return nil
	}
	m := movement{kind: KindIssue, denom: of.denom, amount: of.amount, reference: receiptName(key)}
	var err error
	if m.to, err = accountOf(of.to); err != nil {
		return err
	}
	if of.returns != "" {
		m.kind = KindReturn
		if m.uetr, err = wallet.ParseUETR(of.returns); err != nil {
			return fmt.Errorf("%w: %w", ErrBlock, err)
		}
	}
	put(t, t.minted, receipt(key.Bytes()), struct{}{})
	return t.move(m)
}

// receiptName is the receipt for people: rail, account, booking date and entry reference.
func receiptName(key reserve.ReceiptKey) string {
	return fmt.Sprintf("%s %s %d %s", key.Rail, key.Account, key.BookingDate, key.EntryReference)
}

func requestRedemption(t *turn, msg *reserve.MsgRequestRedemption, res *reserve.MsgRequestRedemptionResponse) error {
	if res.Replay || res.Status == reserve.REDEMPTION_STATUS_REFUSED {
		return nil
	}
	key, err := redemptionOf(msg.Wallet, msg.Uetr)
	if err != nil {
		return err
	}
	put(t, t.redemptions, key, money{msg.Denom, msg.Amount})
	return t.move(movement{
		kind: KindRedeem, from: key.wallet, to: escrowOf(key.wallet), denom: msg.Denom, amount: msg.Amount,
		uetr: key.uetr, reference: msg.Rail,
	})
}

// attestOutcome writes the burn if this statement was the one that completed the fact.
func attestOutcome(t *turn, msg *reserve.MsgAttestOutcome, res *reserve.MsgAttestOutcomeResponse) error {
	if res.Status != reserve.REDEMPTION_STATUS_CONFIRMED {
		return nil
	}
	return t.endRedemption(KindBurn, msg.Wallet, msg.Uetr, true)
}

func releaseRedemption(t *turn, msg *reserve.MsgReleaseRedemption, _ *reserve.MsgReleaseRedemptionResponse) error {
	return t.endRedemption(KindRelease, msg.Wallet, msg.Uetr, false)
}

// endRedemption moves the money of a redemption out of its escrow. A redemption that was confirmed before is passed over:
// later statements agree with it.
func (t *turn) endRedemption(kind Kind, holder, uetr string, mayBeOver bool) error {
	key, err := redemptionOf(holder, uetr)
	if err != nil {
		return err
	}
	held, open := t.redemptions[key]
	if !open {
		if mayBeOver {
			return nil
		}
		return fmt.Errorf("%w: redemption %s of %x ended, and the books have no money in its escrow", ErrContradiction, uetr, key.wallet)
	}
	remove(t, t.redemptions, key)
	m := movement{kind: kind, from: escrowOf(key.wallet), denom: held.denom, amount: held.amount, uetr: key.uetr}
	if kind == KindRelease {
		m.to = key.wallet
	}
	return t.move(m)
}

func redemptionOf(holder, uetr string) (redemption, error) {
	account, err := accountOf(holder)
	if err != nil {
		return redemption{}, err
	}
	id, err := wallet.ParseUETR(uetr)
	if err != nil {
		return redemption{}, fmt.Errorf("%w: %w", ErrBlock, err)
	}
	return redemption{account, id}, nil
}

func escrowOf(holder Account) Account {
	return Account(wallet.EscrowAddress(reserve.ModuleName, holder[:]))
}

func settlementAccount(member uint32, denom string) Account {
	return Account(netting.SettlementAccount(member, denom))
}
