// SPDX-License-Identifier: Apache-2.0

package keeper

import (
	"context"
	"errors"

	"cosmossdk.io/collections"

	"github.com/taelnet/tael/x/consortium"
	"github.com/taelnet/tael/x/reserve"
	"github.com/taelnet/tael/x/wallet"
)

// bookingAhead lets a rail whose calendar is ahead of the chain's book on its own day, in seconds.
const bookingAhead = 86_400

// Issuance returns the receipt of a key. Error: reserve.ErrIssuanceUnknown.
func (k Keeper) Issuance(ctx context.Context, key reserve.ReceiptKey) (reserve.IssuanceRecord, error) {
	issuance, err := k.Issuances.Get(ctx, key.Bytes())
	if errors.Is(err, collections.ErrNotFound) {
		return issuance, reserve.ErrIssuanceUnknown.Wrapf("rail %q, account %q, booked %d, reference %q",
			key.Rail, key.Account, key.BookingDate, key.EntryReference)
	}
	return issuance, err
}

// attestReceipt records what a member states, and mints once the rail's rule is met or lets the receipt wait.
func (k Keeper) attestReceipt(ctx context.Context, attestor consortium.Member, msg *reserve.MsgAttestReceipt) (*reserve.MsgAttestReceiptResponse, error) {
	rail, err := k.attestedRail(ctx, attestor, msg)
	if err != nil {
		return nil, err
	}
	statement, err := statementOf(msg)
	if err != nil {
		return nil, err
	}
	issuance, err := k.receipt(ctx, rail, msg, statement)
	if err != nil {
		return nil, err
	}
	if err := k.requireReturnable(ctx, rail, issuance, statement); err != nil {
		return nil, err
	}

	before := issuance
	did, err := issuance.Attest(attestor.Number, statement, now(ctx))
	if err != nil {
		return nil, err
	}
	facts := receiptFacts(msg, attestor, did)
	consequences, err := k.hear(ctx, rail, before, &issuance, did)
	if err != nil {
		return nil, err
	}
	if err := k.Issuances.Set(ctx, issuance.Key().Bytes(), issuance); err != nil {
		return nil, err
	}
	return &reserve.MsgAttestReceiptResponse{
		Status: issuance.Status, Credited: addressText(issuance.Credited), Contradicted: did.Contradicted,
	}, emit(ctx, append(facts, consequences...)...)
}

// attestedRail returns the rail of a statement if the member may make it there.
func (k Keeper) attestedRail(ctx context.Context, attestor consortium.Member, msg *reserve.MsgAttestReceipt) (reserve.RailRecord, error) {
	rail, err := k.Rail(ctx, msg.Rail)
	if err != nil {
		return rail, err
	}
	if !rail.Attests(attestor.Number) {
		return rail, reserve.ErrNotAttestor.Wrapf("rail %s: expected one of its %d attestors, got %s", rail.Id, len(rail.Attestors), attestor.Id)
	}
	if rail.Denom != msg.Denom {
		return rail, reserve.ErrDenomMismatch.Wrapf("rail %s: expected %s, got %s", rail.Id, rail.Denom, msg.Denom)
	}
	return rail, k.requireBooked(ctx, msg.BookingDate, bookingAhead)
}

// receipt loads the receipt or begins it with what is stated first. The account's member is fixed from then on.
func (k Keeper) receipt(ctx context.Context, rail reserve.RailRecord, msg *reserve.MsgAttestReceipt, s reserve.Statement) (reserve.IssuanceRecord, error) {
	issuance, err := k.Issuance(ctx, msg.Key())
	if err == nil || !errors.Is(err, reserve.ErrIssuanceUnknown) {
		return issuance, err
	}
	member, err := rail.AccountMember(msg.Account)
	if err != nil {
		return reserve.IssuanceRecord{}, err
	}
	return reserve.IssuanceRecord{
		Rail: msg.Rail, Account: msg.Account, BookingDate: msg.BookingDate, EntryReference: msg.EntryReference,
		Beneficiary: s.Beneficiary, Denom: msg.Denom, Amount: s.Amount, Returns: s.Returns,
		Status: reserve.ISSUANCE_STATUS_PENDING, Member: member,
	}, nil
}

func statementOf(msg *reserve.MsgAttestReceipt) (reserve.Statement, error) {
	beneficiary, err := optionalAddress(msg.Beneficiary)
	if err != nil {
		return reserve.Statement{}, err
	}
	returns, err := returnKey(msg.ReturnWallet, msg.ReturnUetr)
	return reserve.Statement{Beneficiary: beneficiary, Amount: msg.Amount, Returns: returns}, err
}

// returnKey is the state key of the redemption that a receipt returns; empty if it is no return.
func returnKey(holder, text string) ([]byte, error) {
	if holder == "" {
		return nil, nil
	}
	addr, err := wallet.ParseAddress(holder)
	if err != nil {
		return nil, err
	}
	uetr, err := wallet.ParseUETR(text)
	return reserve.RedemptionKey(addr, uetr), err
}

// hear does what a statement demands: a hold, a dispute, or a fact.
func (k Keeper) hear(ctx context.Context, rail reserve.RailRecord, before reserve.IssuanceRecord, i *reserve.IssuanceRecord, did reserve.Hearing) ([]fact, error) {
	switch {
	case did.Held:
		return k.hold(ctx, before)
	case i.Status == reserve.ISSUANCE_STATUS_MINTED && did.Contradicted:
		return k.dispute(ctx, rail, *i, did)
	}
	statement, agreed := i.Agreed(rail)
	if !agreed {
		return nil, nil
	}
	var facts []fact
	if i.Status == reserve.ISSUANCE_STATUS_ON_HOLD {
		facts = append(facts, decided(*i, true, false))
	}
	more, err := k.establish(ctx, rail, i, statement)
	return append(facts, more...), err
}

// establish makes the receipt a fact: its money lies in the reserve from now on, and is minted or waits to be.
func (k Keeper) establish(ctx context.Context, rail reserve.RailRecord, i *reserve.IssuanceRecord, s reserve.Statement) ([]fact, error) {
	i.Establish(s, now(ctx))
	err := k.changeReserve(ctx, i.Member, i.Denom, func(r *reserve.ReserveRecord) error {
		return errors.Join(r.Receive(i.BookingDate, i.Amount, now(ctx)), r.Wait(i.Amount))
	})
	if err != nil {
		return nil, err
	}
	c, err := k.creditOf(ctx, *i)
	if err != nil {
		return nil, err
	}
	// What goes to SUSPENSE or back to its owner is backed one to one by its own receipt, and nothing stops it.
	if c.cause == reserve.SUSPENSE_CAUSE_UNSPECIFIED && c.returned == nil {
		facts, waits, err := k.waitOrPass(ctx, rail, i)
		if err != nil || waits {
			return facts, err
		}
		minted, err := k.mintReceipt(ctx, i, c)
		return append(facts, minted...), err
	}
	return k.mintReceipt(ctx, i, c)
}

// waitOrPass lets a receipt wait if its rail or its member's coverage does not allow a mint, or if others wait before it.
func (k Keeper) waitOrPass(ctx context.Context, rail reserve.RailRecord, i *reserve.IssuanceRecord) (facts []fact, waits bool, err error) {
	cause, err := k.stopCause(ctx, i.Member, i.Denom, i.Amount)
	if err != nil {
		return nil, false, err
	}
	behind, err := k.anythingWaits(ctx, reserve.LaneKey(i.Member, i.Denom, i.Rail))
	if err != nil {
		return nil, false, err
	}
	waits = rail.MintingStopped || behind || cause != reserve.STOP_CAUSE_UNSPECIFIED
	if waits {
		waiting, err := k.enqueue(ctx, i)
		if err != nil {
			return nil, false, err
		}
		facts = append(facts, waiting)
	}
	if cause == reserve.STOP_CAUSE_UNSPECIFIED {
		// Others that wait of the same member and denom are resumed when they are minted.
		if others, err := k.anythingWaits(ctx, reserve.MemberDenomKey(i.Member, i.Denom)); err != nil || others {
			return facts, waits, err
		}
	}
	change, err := k.setStopped(ctx, i.Member, i.Denom, cause)
	return append(facts, change...), waits, err
}

// receiptFacts are the events of one statement, apart from what follows from it. One against a minted receipt is told as a
// contradiction only.
func receiptFacts(msg *reserve.MsgAttestReceipt, attestor consortium.Member, did reserve.Hearing) []fact {
	var facts []fact
	if did.Recorded {
		facts = append(facts, &reserve.EventReceiptAttested{
			Rail: msg.Rail, Account: msg.Account, BookingDate: msg.BookingDate, EntryReference: msg.EntryReference, Attestor: attestor.Id,
		})
	}
	if did.Contradicted {
		facts = append(facts, &reserve.EventFactContradicted{
			Rail: msg.Rail, Attestor: attestor.Id, Account: msg.Account, BookingDate: msg.BookingDate,
			EntryReference: msg.EntryReference, Amount: msg.Amount, Beneficiary: msg.Beneficiary,
			ReturnWallet: msg.ReturnWallet, ReturnUetr: msg.ReturnUetr,
		})
	}
	return facts
}
