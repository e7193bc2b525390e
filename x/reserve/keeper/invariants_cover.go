// SPDX-License-Identifier: Apache-2.0

package keeper

import (
	"context"

	"github.com/taelnet/tael/x/reserve"
)

// liabilitiesHold: what the members owe the holders of a denom sums to its supply. Payments move liabilities between
// members and custody moves do; neither makes any.
func (k Keeper) liabilitiesHold(ctx context.Context, a reserve.AssetRecord) error {
	if a.Class != reserve.ASSET_CLASS_EMONEY {
		return nil
	}
	members, err := k.consortium.Members(ctx)
	if err != nil {
		return err
	}
	var sum uint64
	for _, m := range members {
		liability, err := k.liability(ctx, m.Number, a.Denom)
		if err != nil {
			return err
		}
		sum += liability.Liability
	}
	t, err := totals(ctx, k.Supplies, reserve.DenomKey(a.Denom))
	if err != nil {
		return err
	}
	supply, err := t.Supply()
	if err != nil {
		return err
	}
	if sum != supply {
		return reserve.ErrInvariantBroken.Wrapf("%s: liabilities sum to %d, supply is %d", a.Denom, sum, supply)
	}
	return nil
}

// held is what a reserve must say of receipts and redemptions.
type held struct{ waiting, inFlight uint64 }

// reservesHold: each receipt that waits has one place, and nothing else has one; each reserve knows what waits and what
// is in flight; each wallet's open attempts are counted.
func (k Keeper) reservesHold(ctx context.Context) error {
	due := make(map[string]held)
	if err := k.placesHold(ctx, due); err != nil {
		return err
	}
	if err := k.attemptsHold(ctx, due); err != nil {
		return err
	}
	err := k.Reserves.Walk(ctx, nil, func(key []byte, r reserve.ReserveRecord) (bool, error) {
		want := due[string(key)]
		delete(due, string(key))
		if r.Waiting != want.waiting || r.InFlight != want.inFlight {
			return true, reserve.ErrInvariantBroken.Wrapf("reserve of member %d in %s: waiting %d of %d, in flight %d of %d",
				r.Member, r.Denom, r.Waiting, want.waiting, r.InFlight, want.inFlight)
		}
		return false, nil
	})
	if err != nil {
		return err
	}
	if len(due) != 0 {
		return reserve.ErrInvariantBroken.Wrapf("%d reserves have no record of what waits or is in flight", len(due))
	}
	return nil
}

func (k Keeper) placesHold(ctx context.Context, due map[string]held) error {
	places := 0
	err := k.Issuances.Walk(ctx, nil, func(key []byte, i reserve.IssuanceRecord) (bool, error) {
		if i.Status != reserve.ISSUANCE_STATUS_ATTESTED {
			return false, nil
		}
		places++
		own := string(reserve.MemberDenomKey(i.Member, i.Denom))
		figures := due[own]
		figures.waiting += i.Amount
		due[own] = figures
		found, err := k.hasPlace(ctx, key, i)
		if err == nil && !found {
			err = reserve.ErrInvariantBroken.Wrapf("receipt %s of %s waits without a place", i.EntryReference, i.Rail)
		}
		return err != nil, err
	})
	if err != nil {
		return err
	}
	count := func([]byte) (bool, error) { places--; return false, nil }
	if err := k.Waiting.Walk(ctx, nil, func(key, _ []byte) (bool, error) { return count(key) }); err != nil {
		return err
	}
	if err := k.Retries.Walk(ctx, nil, count); err != nil {
		return err
	}
	if places != 0 {
		return reserve.ErrInvariantBroken.Wrapf("%d places belong to no waiting receipt", -places)
	}
	return nil
}

func (k Keeper) hasPlace(ctx context.Context, receipt []byte, i reserve.IssuanceRecord) (bool, error) {
	if i.RetryAt != 0 {
		return k.Retries.Has(ctx, reserve.RetryKey(i.RetryAt, receipt))
	}
	return k.Waiting.Has(ctx, waitingKey(i))
}

func (k Keeper) attemptsHold(ctx context.Context, due map[string]held) error {
	open := make(map[string]uint32)
	err := k.Redemptions.Walk(ctx, nil, func(_ []byte, r reserve.RedemptionRecord) (bool, error) {
		if r.Status != reserve.REDEMPTION_STATUS_IN_FLIGHT {
			return false, nil
		}
		open[string(r.Wallet)]++
		w, err := k.wallets.Wallet(ctx, r.Wallet)
		if err != nil {
			return true, err
		}
		own := string(reserve.MemberDenomKey(w.Custodian, r.Denom))
		figures := due[own]
		figures.inFlight += r.Amount
		due[own] = figures
		return false, nil
	})
	if err != nil {
		return err
	}
	err = k.OpenAttempts.Walk(ctx, nil, func(holder []byte, count uint32) (bool, error) {
		if want := open[string(holder)]; want != count {
			return true, reserve.ErrInvariantBroken.Wrapf("wallet %s: %d attempts are open, %d are counted", addressText(holder), want, count)
		}
		delete(open, string(holder))
		return false, nil
	})
	if err == nil && len(open) != 0 {
		err = reserve.ErrInvariantBroken.Wrapf("%d wallets with open attempts are not counted", len(open))
	}
	return err
}
