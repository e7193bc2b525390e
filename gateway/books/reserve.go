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
	if res.Status != reserve.ISSUANCE_STATUS_MINTED {
		return nil
	}
	return t.mint(msg.Key(), res.Credited, msg.Denom, msg.Amount)
}

// mint writes a receipt's mint, once.
func (t *turn) mint(key reserve.ReceiptKey, credited, denom string, amount uint64) error {
	id := receipt(key.Bytes())
	if _, done := t.minted[id]; done {
		return nil
	}
	to, err := accountOf(credited)
	if err != nil {
		return err
	}
	put(t, t.minted, id, struct{}{})
	return t.move(movement{kind: KindIssue, to: to, denom: denom, amount: amount, reference: receiptName(key)})
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
