// SPDX-License-Identifier: Apache-2.0

package keeper

import (
	"context"
	"errors"

	"cosmossdk.io/collections"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/taelnet/tael/x/compliance"
	"github.com/taelnet/tael/x/consortium"
	"github.com/taelnet/tael/x/wallet"
)

// order returns an order with the raw address of its wallet. It returns ErrOrderUnknown.
func (k Keeper) order(ctx context.Context, id uint64) ([]byte, compliance.Order, error) {
	addr, err := k.OrderWallets.Get(ctx, id)
	if errors.Is(err, collections.ErrNotFound) {
		return nil, compliance.Order{}, compliance.ErrOrderUnknown.Wrapf("expected the id of an order, got %d", id)
	}
	if err != nil {
		return nil, compliance.Order{}, err
	}
	o, err := k.Orders.Get(ctx, collections.Join(addr, id))
	return addr, o, err
}

// saveOrder writes an order and keeps the index of live ones with it. It returns ErrOrderTooMany.
func (k Keeper) saveOrder(ctx context.Context, addr []byte, o compliance.Order) error {
	if err := k.index(ctx, addr, o); err != nil {
		return err
	}
	if err := k.OrderWallets.Set(ctx, o.Id, addr); err != nil {
		return err
	}
	return k.Orders.Set(ctx, collections.Join(addr, o.Id), o)
}

// index adds a live order to the wallet's index and takes any other out of it.
func (k Keeper) index(ctx context.Context, addr []byte, o compliance.Order) error {
	now := blockTime(ctx)
	live, err := k.records(ctx).live(addr)
	if err != nil {
		return err
	}
	if o.StatusAt(now) == compliance.ORDER_STATUS_LIVE {
		next, err := live.With(o, now)
		if err != nil {
			return err
		}
		return k.Lives.Set(ctx, addr, next)
	}
	if _, found := live.Entry(o.Id); !found {
		return nil
	}
	next := live.Without(o.Id, now)
	if len(next) == 0 {
		return k.Lives.Remove(ctx, addr)
	}
	return k.Lives.Set(ctx, addr, next)
}

// nextOrder returns the id of the next order; ids start at 1. saveNewOrder takes it.
func (k Keeper) nextOrder(ctx context.Context) (uint64, error) {
	last, err := k.OrderID.Get(ctx)
	if err != nil && !errors.Is(err, collections.ErrNotFound) {
		return 0, err
	}
	return last + 1, nil
}

// saveNewOrder writes an order that took the next id. It returns ErrOrderTooMany, with nothing written.
func (k Keeper) saveNewOrder(ctx context.Context, addr []byte, o compliance.Order) error {
	if err := k.saveOrder(ctx, addr, o); err != nil {
		return err
	}
	return k.OrderID.Set(ctx, o.Id)
}

// officer returns the member whose COMPLIANCE duty the address holds.
func (k Keeper) officer(ctx context.Context, addr string) (consortium.Member, error) {
	return k.consortium.RequireDuty(ctx, addr, consortium.DUTY_COMPLIANCE)
}

// requireEntitled returns ErrOfficerNotEntitled unless one of the members is a regulator or keeps the wallet.
func requireEntitled(w wallet.Wallet, members ...consortium.Member) error {
	for _, m := range members {
		if compliance.Entitled(m, w) {
			return nil
		}
	}
	return compliance.ErrOfficerNotEntitled.Wrapf("expected an officer of a regulator or of custodian %d, got %s",
		w.Custodian, members[len(members)-1].Id)
}

// pause keeps the member of an EMERGENCY order from another one on that wallet for a while after its end.
func (k Keeper) pause(ctx context.Context, addr []byte, o compliance.Order, end int64, p compliance.Params) error {
	return k.Pauses.Set(ctx, collections.Join(addr, o.Member), end+int64(p.EmergencyPause))
}

// requireNoPause returns ErrEmergencyPaused while a member places no EMERGENCY order on a wallet.
func (k Keeper) requireNoPause(ctx context.Context, addr []byte, m consortium.Member, now int64) error {
	until, err := k.Pauses.Get(ctx, collections.Join(addr, m.Number))
	if errors.Is(err, collections.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	if now < until {
		return compliance.ErrEmergencyPaused.Wrapf("expected none of %s on this wallet before %d, got one at block time %d", m.Id, until, now)
	}
	return nil
}

func blockTime(ctx context.Context) int64 { return sdk.UnwrapSDKContext(ctx).BlockTime().Unix() }
