// SPDX-License-Identifier: Apache-2.0

package keeper

import (
	"context"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/taelnet/tael/x/compliance"
	"github.com/taelnet/tael/x/consortium"
)

// withdraw ends an EMERGENCY order by the member that placed it.
func (k Keeper) withdraw(ctx context.Context, id uint64, member consortium.Member) error {
	addr, o, err := k.order(ctx, id)
	if err != nil {
		return err
	}
	if o, err = o.Withdraw(member.Number, blockTime(ctx)); err != nil {
		return err
	}
	return k.end(ctx, addr, o, member, consortium.Member{})
}

// proposeLift notes one member's wish to end an order; the order stays in effect.
func (k Keeper) proposeLift(ctx context.Context, id uint64, ground []byte, member consortium.Member) error {
	addr, o, err := k.order(ctx, id)
	if err != nil {
		return err
	}
	params, err := k.Params.Get(ctx)
	if err != nil {
		return err
	}
	if o, err = o.ProposeLift(member.Number, ground, blockTime(ctx), params); err != nil {
		return err
	}
	if err := k.saveOrder(ctx, addr, o); err != nil {
		return err
	}
	return emit(ctx, &compliance.EventLiftProposed{
		Order: id, Wallet: sdk.AccAddress(addr).String(), Member: member.Id, ConfirmBy: o.LiftConfirmBy(params),
	})
}

// confirmLift ends an order of any lane by the wish of two members, one of them a regulator or the custodian.
func (k Keeper) confirmLift(ctx context.Context, id uint64, member consortium.Member) error {
	addr, o, err := k.order(ctx, id)
	if err != nil {
		return err
	}
	params, err := k.Params.Get(ctx)
	if err != nil {
		return err
	}
	if o, err = o.ConfirmLift(member.Number, blockTime(ctx), params); err != nil {
		return err
	}
	proposer, err := k.requireEitherEntitled(ctx, addr, o.Lift.Member, member)
	if err != nil {
		return err
	}
	return k.end(ctx, addr, o, proposer, member)
}

// end saves a lifted order. The pause after an EMERGENCY order runs from its end, also if that came early.
func (k Keeper) end(ctx context.Context, addr []byte, o compliance.Order, member, confirmer consortium.Member) error {
	if o.Lane == compliance.LANE_EMERGENCY {
		params, err := k.Params.Get(ctx)
		if err != nil {
			return err
		}
		if err := k.pause(ctx, addr, o, o.LiftedAt, params); err != nil {
			return err
		}
	}
	if err := k.saveOrder(ctx, addr, o); err != nil {
		return err
	}
	return emit(ctx, &compliance.EventRestrictionLifted{
		Order: o.Id, Wallet: sdk.AccAddress(addr).String(), Lane: o.Lane, Member: member.Id, Confirmer: confirmer.Id,
	})
}
