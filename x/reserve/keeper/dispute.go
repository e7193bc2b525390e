// SPDX-License-Identifier: Apache-2.0

package keeper

import (
	"context"
	"errors"

	"github.com/taelnet/tael/x/compliance"
	"github.com/taelnet/tael/x/reserve"
)

// hold stops a receipt before the mint and opens a case. One that waited waits no more, and its money counts for nothing
// until it is decided.
func (k Keeper) hold(ctx context.Context, before reserve.IssuanceRecord) ([]fact, error) {
	if before.Status == reserve.ISSUANCE_STATUS_ATTESTED {
		if err := k.dequeue(ctx, before); err != nil {
			return nil, err
		}
		err := k.changeReserve(ctx, before.Member, before.Denom, func(r *reserve.ReserveRecord) error {
			return errors.Join(r.EndWait(before.Amount), r.Pay(before.BookingDate, before.Amount, now(ctx)))
		})
		if err != nil {
			return nil, err
		}
	}
	return []fact{&reserve.EventIssuanceHeld{
		Rail: before.Rail, Account: before.Account, BookingDate: before.BookingDate, EntryReference: before.EntryReference,
	}}, k.openReceiptCase(ctx, before)
}

// dispute answers a statement against a minted receipt: the reserve is lowered by what is said to be missing, and the
// first such statement opens a case and stops the rail.
func (k Keeper) dispute(ctx context.Context, rail reserve.RailRecord, i reserve.IssuanceRecord, did reserve.Hearing) ([]fact, error) {
	var facts []fact
	if did.Lowered != 0 {
		lowered, err := k.lower(ctx, i.Member, i.Denom, i.BookingDate, did.Lowered)
		if err != nil {
			return nil, err
		}
		facts = append(facts, lowered...)
	}
	if !did.Disputed {
		return facts, nil
	}
	if !rail.MintingStopped {
		rail.MintingStopped = true
		if err := k.Rails.Set(ctx, reserve.RailKey(rail.Id), rail); err != nil {
			return nil, err
		}
		facts = append(facts, &reserve.EventRailStopped{Rail: rail.Id})
	}
	return facts, k.openReceiptCase(ctx, i)
}

func (k Keeper) openReceiptCase(ctx context.Context, i reserve.IssuanceRecord) error {
	_, err := k.compliance.OpenCase(ctx, compliance.Case{
		Kind: compliance.CASE_KIND_CONTRADICTED_RECEIPT, Member: i.Member, Wallet: i.Beneficiary, Denom: i.Denom, Amount: i.Amount,
		Reference: i.Key().Bytes(),
	})
	return err
}

// decideReceipt ends a hold: the receipt is what a named member last stated, or it is dropped.
func (k Keeper) decideReceipt(ctx context.Context, msg *reserve.MsgDecideReceipt) (*reserve.MsgDecideReceiptResponse, error) {
	i, err := k.Issuance(ctx, msg.Key())
	if err != nil {
		return nil, err
	}
	if err := i.RequireHeld(); err != nil {
		return nil, err
	}
	facts := []fact{decided(i, msg.Mint, true)}
	if msg.Mint {
		more, err := k.mintDecided(ctx, &i, msg.Attestor)
		if err != nil {
			return nil, err
		}
		facts = append(facts, more...)
	} else {
		i.Drop()
	}
	if err := k.Issuances.Set(ctx, i.Key().Bytes(), i); err != nil {
		return nil, err
	}
	return &reserve.MsgDecideReceiptResponse{Status: i.Status, Credited: addressText(i.Credited)}, emit(ctx, facts...)
}

func (k Keeper) mintDecided(ctx context.Context, i *reserve.IssuanceRecord, attestor string) ([]fact, error) {
	member, err := k.consortium.MemberByID(ctx, attestor)
	if err != nil {
		return nil, err
	}
	statement, err := i.LastStatementOf(member.Number)
	if err != nil {
		return nil, err
	}
	rail, err := k.Rail(ctx, i.Rail)
	if err != nil {
		return nil, err
	}
	return k.establish(ctx, rail, i, statement)
}

// resumeRail lets the rail's receipts be minted again; what waits goes at the end of the block.
func (k Keeper) resumeRail(ctx context.Context, id string) error {
	rail, err := k.Rail(ctx, id)
	if err != nil {
		return err
	}
	if !rail.MintingStopped {
		return reserve.ErrRailNotStopped.Wrapf("rail %s: expected one that a contradiction has stopped", id)
	}
	rail.MintingStopped = false
	if err := k.Rails.Set(ctx, reserve.RailKey(id), rail); err != nil {
		return err
	}
	return emit(ctx, &reserve.EventRailResumed{Rail: id})
}

func decided(i reserve.IssuanceRecord, mint, byAuthority bool) fact {
	return &reserve.EventReceiptDecided{
		Rail: i.Rail, Account: i.Account, BookingDate: i.BookingDate, EntryReference: i.EntryReference, Mint: mint, ByAuthority: byAuthority,
	}
}
