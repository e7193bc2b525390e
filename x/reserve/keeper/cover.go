// SPDX-License-Identifier: Apache-2.0

package keeper

import (
	"context"
	"errors"

	"cosmossdk.io/collections"

	"github.com/taelnet/tael/x/netting"
	"github.com/taelnet/tael/x/reserve"
)

// Reserve returns a member's reserve of an e-money denom; all zero if nothing was ever booked or stated of it.
func (k Keeper) Reserve(ctx context.Context, member uint32, denom string) (reserve.ReserveRecord, error) {
	r, err := k.Reserves.Get(ctx, reserve.MemberDenomKey(member, denom))
	if errors.Is(err, collections.ErrNotFound) {
		return reserve.ReserveRecord{Member: member, Denom: denom}, nil
	}
	return r, err
}

// changeReserve loads a reserve, lets it change and saves it.
func (k Keeper) changeReserve(ctx context.Context, member uint32, denom string, change func(*reserve.ReserveRecord) error) error {
	r, err := k.Reserve(ctx, member, denom)
	if err != nil {
		return err
	}
	if err := change(&r); err != nil {
		return err
	}
	return k.Reserves.Set(ctx, reserve.MemberDenomKey(member, denom), r)
}

// Coverage returns what a member owes in an e-money denom and what covers it: the running figure of its reserve and its
// settlement account, and the obligations of all cycles that are not settled. Errors: netting.ErrCurrencyUnknown,
// consortium.ErrMemberUnknown.
func (k Keeper) Coverage(ctx context.Context, member uint32, denom string) (reserve.Coverage, error) {
	r, err := k.Reserve(ctx, member, denom)
	if err != nil {
		return reserve.Coverage{}, err
	}
	return k.coverageOf(ctx, r)
}

func (k Keeper) coverageOf(ctx context.Context, r reserve.ReserveRecord) (reserve.Coverage, error) {
	params, err := k.Params.Get(ctx)
	if err != nil {
		return reserve.Coverage{}, err
	}
	member, err := k.consortium.Member(ctx, r.Member)
	if err != nil {
		return reserve.Coverage{}, err
	}
	currency, _, err := k.netting.Currency(ctx, r.Denom)
	if err != nil {
		return reserve.Coverage{}, err
	}
	position, err := k.netting.Position(ctx, currency.Code, r.Member)
	if err != nil {
		return reserve.Coverage{}, err
	}
	t, err := totals(ctx, k.MemberTotals, reserve.MemberDenomKey(r.Member, r.Denom))
	if err != nil {
		return reserve.Coverage{}, err
	}
	out, in, err := k.netting.LifetimeTotals(ctx, currency.Code, r.Member)
	if err != nil {
		return reserve.Coverage{}, err
	}
	liability, err := t.Liability(out, in)
	if err != nil {
		return reserve.Coverage{}, err
	}
	settlement, err := k.ledger.Balance(ctx, netting.SettlementAccount(r.Member, currency.SettlingDenom), currency.SettlingDenom)
	if err != nil {
		return reserve.Coverage{}, err
	}
	return reserve.Coverage{
		Percent: params.PercentOf(member), Liability: liability, InFlight: r.InFlight, Waiting: r.Waiting,
		Reserve: r.Running(), Settlement: settlement, Owed: position.Owed(), Due: position.Due(),
	}, nil
}

// stopCause says why a waiting receipt of this amount may not be minted, if it may not; an amount of 0 asks about the
// member as it stands.
func (k Keeper) stopCause(ctx context.Context, member uint32, denom string, amount uint64) (reserve.StopCause, error) {
	r, err := k.Reserve(ctx, member, denom)
	if err != nil {
		return reserve.STOP_CAUSE_UNSPECIFIED, err
	}
	params, err := k.Params.Get(ctx)
	if err != nil {
		return reserve.STOP_CAUSE_UNSPECIFIED, err
	}
	if r.Stale(now(ctx), params) {
		return reserve.STOP_CAUSE_STALE, nil
	}
	coverage, err := k.coverageOf(ctx, r)
	if err != nil || coverage.AfterMint(amount).Holds() {
		return reserve.STOP_CAUSE_UNSPECIFIED, err
	}
	return reserve.STOP_CAUSE_COVERAGE, nil
}

// judge stops minting for a member if its coverage does not hold any more, and resumes it if it holds again and nothing
// waits. What waits is resumed at the end of the block, when it is minted.
func (k Keeper) judge(ctx context.Context, member uint32, denom string) ([]fact, error) {
	cause, err := k.stopCause(ctx, member, denom, 0)
	if err != nil {
		return nil, err
	}
	if cause == reserve.STOP_CAUSE_UNSPECIFIED {
		waits, err := k.anythingWaits(ctx, reserve.MemberDenomKey(member, denom))
		if err != nil || waits {
			return nil, err
		}
	}
	return k.setStopped(ctx, member, denom, cause)
}

// setStopped stops or resumes minting and tells it, once per change.
func (k Keeper) setStopped(ctx context.Context, number uint32, denom string, cause reserve.StopCause) ([]fact, error) {
	r, err := k.Reserve(ctx, number, denom)
	if err != nil {
		return nil, err
	}
	if (r.Stopped == reserve.STOP_CAUSE_UNSPECIFIED) == (cause == reserve.STOP_CAUSE_UNSPECIFIED) {
		return nil, nil
	}
	member, err := k.consortium.Member(ctx, number)
	if err != nil {
		return nil, err
	}
	r.Stopped = cause
	if err := k.Reserves.Set(ctx, reserve.MemberDenomKey(number, denom), r); err != nil {
		return nil, err
	}
	if cause == reserve.STOP_CAUSE_UNSPECIFIED {
		return []fact{&reserve.EventMintingResumed{Member: member.Id, Denom: denom}}, nil
	}
	return []fact{&reserve.EventMintingStopped{Member: member.Id, Denom: denom, Cause: cause}}, nil
}

// lower takes an amount from a reserve for a contradicted fact and stops minting if that breaks the coverage. What a
// later statement of the reserve contains already lowers nothing.
func (k Keeper) lower(ctx context.Context, number uint32, denom string, date uint32, amount uint64) ([]fact, error) {
	member, err := k.consortium.Member(ctx, number)
	if err != nil {
		return nil, err
	}
	lowered := false
	err = k.changeReserve(ctx, number, denom, func(r *reserve.ReserveRecord) error {
		before := r.Running()
		err := r.Pay(date, amount, now(ctx))
		lowered = r.Running() != before
		return err
	})
	if err != nil || !lowered {
		return nil, err
	}
	facts, err := k.judge(ctx, number, denom)
	return append([]fact{&reserve.EventReserveLowered{Member: member.Id, Denom: denom, Amount: amount, BookingDate: date}}, facts...), err
}
