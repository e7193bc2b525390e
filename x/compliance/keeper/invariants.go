// SPDX-License-Identifier: Apache-2.0

package keeper

import (
	"bytes"
	"context"

	"cosmossdk.io/collections"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/taelnet/tael/x/compliance"
)

// Invariants recomputes what the room's records must agree on and returns ErrInvariantBroken with the figures of the
// first that does not hold. It scans the whole store and is for tests and auditors, never for a block.
func (k Keeper) Invariants(ctx context.Context) error {
	for _, invariant := range []func(context.Context) error{k.limitsAreWhole, k.usageIsWhole, k.ordersAreIndexed, k.idsAreOrders, k.indexIsOrders, k.casesAreIndexed} {
		if err := invariant(ctx); err != nil {
			return err
		}
	}
	return nil
}

// limitsAreWhole: the table is one that SetLimits would accept.
func (k Keeper) limitsAreWhole(ctx context.Context) error {
	table, err := k.LimitTable(ctx)
	if err != nil {
		return err
	}
	if _, err := compliance.SortLimits(table.Limits); err != nil {
		return compliance.ErrInvariantBroken.Wrapf("limit table version %d: %s", table.Version, err)
	}
	return nil
}

// usageIsWhole: every record of a wallet or person can be read and is of no later day than today.
func (k Keeper) usageIsWhole(ctx context.Context) error {
	params, err := k.Params.Get(ctx)
	if err != nil {
		return err
	}
	today := params.Day(blockTime(ctx))
	whole := func(key, record []byte) (bool, error) {
		u := compliance.Usage(record)
		if err := u.Validate(); err != nil {
			return true, compliance.ErrInvariantBroken.Wrapf("usage of %x: %s", key, err)
		}
		if u.Day() > today {
			return true, compliance.ErrInvariantBroken.Wrapf("usage of %x is of day %d, today is %d", key, u.Day(), today)
		}
		return false, nil
	}
	if err := k.Usages.Walk(ctx, nil, whole); err != nil {
		return err
	}
	return k.PersonUsages.Walk(ctx, nil, func(key, record []byte) (bool, error) {
		if _, _, err := compliance.ParsePersonKey(key); err != nil {
			return true, compliance.ErrInvariantBroken.Wrapf("usage of a person: %s", err)
		}
		return whole(key, record)
	})
}

// casesAreIndexed: every case has an id of the sequence and is found for its member with its status, and nothing else is.
func (k Keeper) casesAreIndexed(ctx context.Context) error {
	last, err := k.lastCase(ctx)
	if err != nil {
		return err
	}
	cases, open := 0, 0
	err = k.Cases.Walk(ctx, nil, func(id uint64, c compliance.Case) (bool, error) {
		cases++
		status, err := k.CaseMembers.Get(ctx, collections.Join(c.Member, id))
		if err != nil || status != uint32(c.Status) || c.Id != id || id > last {
			return true, compliance.ErrInvariantBroken.Wrapf("case %d of member %d is %s under id %d and %d in the index; the last id is %d",
				c.Id, c.Member, c.Status, id, status, last)
		}
		if c.Status != compliance.CASE_STATUS_OPEN {
			return false, nil
		}
		open++
		listed, err := k.OpenCases.Has(ctx, collections.Join(c.Member, id))
		if err == nil && !listed {
			err = compliance.ErrInvariantBroken.Wrapf("case %d of member %d is open and not among the open ones", id, c.Member)
		}
		return err != nil, err
	})
	if err != nil {
		return err
	}
	err = k.OpenCases.Walk(ctx, nil, func(key collections.Pair[uint32, uint64]) (bool, error) {
		if open--; open < 0 {
			return true, compliance.ErrInvariantBroken.Wrapf("case %d of member %d is among the open ones and is not open", key.K2(), key.K1())
		}
		return false, nil
	})
	if err != nil {
		return err
	}
	return k.CaseMembers.Walk(ctx, nil, func(key collections.Pair[uint32, uint64], _ uint32) (bool, error) {
		if cases--; cases < 0 {
			return true, compliance.ErrInvariantBroken.Wrapf("case %d of member %d is in the index and is none", key.K2(), key.K1())
		}
		return false, nil
	})
}

// ordersAreIndexed: every order is found by its id, has an id of the sequence, and is in the index of its wallet if it
// is live.
func (k Keeper) ordersAreIndexed(ctx context.Context) error {
	last, err := k.OrderID.Get(ctx)
	if err != nil {
		return err
	}
	now := blockTime(ctx)
	return k.Orders.Walk(ctx, nil, func(key collections.Pair[[]byte, uint64], o compliance.Order) (bool, error) {
		addr, err := k.OrderWallets.Get(ctx, o.Id)
		if err != nil {
			return true, err
		}
		if !bytes.Equal(addr, key.K1()) || o.Id != key.K2() || o.Id > last {
			return true, compliance.ErrInvariantBroken.Wrapf("order %d of %s is found under id %d of %s; the last id is %d",
				o.Id, sdk.AccAddress(addr), key.K2(), sdk.AccAddress(key.K1()), last)
		}
		live, err := k.records(ctx).live(addr)
		if err != nil {
			return true, err
		}
		if o.StatusAt(now) == compliance.ORDER_STATUS_LIVE && !live.Shows(o) {
			return true, compliance.ErrInvariantBroken.Wrapf("order %d of %s is live and not so in the index", o.Id, sdk.AccAddress(addr))
		}
		return false, nil
	})
}

// indexIsOrders: every entry of an index is an order of that wallet in effect or lapsed, and there are at most
// MaxLiveOrders.
func (k Keeper) indexIsOrders(ctx context.Context) error {
	return k.Lives.Walk(ctx, nil, func(addr, record []byte) (bool, error) {
		live := compliance.Live(record)
		if err := live.Validate(); err != nil {
			return true, compliance.ErrInvariantBroken.Wrapf("live orders of %s: %s", sdk.AccAddress(addr), err)
		}
		for _, id := range live.IDs() {
			o, err := k.Orders.Get(ctx, collections.Join(addr, id))
			if err != nil {
				return true, compliance.ErrInvariantBroken.Wrapf("live order %d of %s: %s", id, sdk.AccAddress(addr), err)
			}
			if o.Status != compliance.ORDER_STATUS_LIVE || !live.Shows(o) {
				return true, compliance.ErrInvariantBroken.Wrapf("live order %d of %s is stored as %s", id, sdk.AccAddress(addr), o.Status)
			}
		}
		return false, nil
	})
}

// idsAreOrders: every id leads to an order.
func (k Keeper) idsAreOrders(ctx context.Context) error {
	return k.OrderWallets.Walk(ctx, nil, func(id uint64, addr []byte) (bool, error) {
		found, err := k.Orders.Has(ctx, collections.Join(addr, id))
		if err == nil && !found {
			err = compliance.ErrInvariantBroken.Wrapf("order id %d leads to %s, which has no such order", id, sdk.AccAddress(addr))
		}
		return err != nil, err
	})
}
