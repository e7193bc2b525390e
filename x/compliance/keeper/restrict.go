// SPDX-License-Identifier: Apache-2.0

package keeper

import (
	"context"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/taelnet/tael/x/compliance"
	"github.com/taelnet/tael/x/consortium"
)

// placeEmergency places an EMERGENCY order of an entitled member.
func (k Keeper) placeEmergency(ctx context.Context, msg *compliance.MsgRestrict, addr []byte, member consortium.Member) (uint64, error) {
	now := blockTime(ctx)
	if err := k.requireNoPause(ctx, addr, member, now); err != nil {
		return 0, err
	}
	params, err := k.Params.Get(ctx)
	if err != nil {
		return 0, err
	}
	id, err := k.nextOrder(ctx)
	if err != nil {
		return 0, err
	}
	o := compliance.NewEmergency(id, msg.Denom, msg.Effect, msg.Ground, member.Number, now, params)
	if err := k.saveNewOrder(ctx, addr, o); err != nil {
		return 0, err
	}
	if err := k.pause(ctx, addr, o, o.ExpiresAt, params); err != nil {
		return 0, err
	}
	return id, emitRestricted(ctx, addr, o, member, consortium.Member{})
}

// propose stores an order that waits for a second member; it has no effect yet.
func (k Keeper) propose(ctx context.Context, msg *compliance.MsgProposeRestriction, addr []byte, member consortium.Member) (uint64, error) {
	params, err := k.Params.Get(ctx)
	if err != nil {
		return 0, err
	}
	id, err := k.nextOrder(ctx)
	if err != nil {
		return 0, err
	}
	o, err := compliance.NewProposal(id, msg.Denom, msg.Effect, msg.Ground, member.Number, int64(msg.ExpiresAt), blockTime(ctx), params)
	if err != nil {
		return 0, err
	}
	if err := k.saveNewOrder(ctx, addr, o); err != nil {
		return 0, err
	}
	return id, emit(ctx, &compliance.EventRestrictionProposed{
		Order: id, Wallet: sdk.AccAddress(addr).String(), Denom: o.Denom, Effect: o.Effect,
		Member: member.Id, ConfirmBy: o.ConfirmBy,
	})
}

// confirm puts a proposal into effect. Entitlement is judged now: custody or roles may have changed since the proposal.
func (k Keeper) confirm(ctx context.Context, id uint64, member consortium.Member) error {
	addr, o, err := k.order(ctx, id)
	if err != nil {
		return err
	}
	if o, err = o.Confirm(member.Number, blockTime(ctx)); err != nil {
		return err
	}
	proposer, err := k.requireEitherEntitled(ctx, addr, o.Member, member)
	if err != nil {
		return err
	}
	if err := k.saveOrder(ctx, addr, o); err != nil {
		return err
	}
	return emitRestricted(ctx, addr, o, proposer, member)
}

// requireEitherEntitled returns the first member of an act of two if one of them is a regulator or keeps the wallet.
func (k Keeper) requireEitherEntitled(ctx context.Context, addr []byte, first uint32, second consortium.Member) (consortium.Member, error) {
	w, err := k.wallets.Wallet(ctx, addr)
	if err != nil {
		return consortium.Member{}, err
	}
	proposer, err := k.consortium.Member(ctx, first)
	if err != nil {
		return consortium.Member{}, err
	}
	return proposer, requireEntitled(w, proposer, second)
}

func emitRestricted(ctx context.Context, addr []byte, o compliance.Order, member, confirmer consortium.Member) error {
	return emit(ctx, &compliance.EventWalletRestricted{
		Order: o.Id, Wallet: sdk.AccAddress(addr).String(), Denom: o.Denom, Effect: o.Effect, Lane: o.Lane,
		Member: member.Id, Confirmer: confirmer.Id, ExpiresAt: o.ExpiresAt,
	})
}
