// SPDX-License-Identifier: Apache-2.0

package keeper

import (
	"context"
	"errors"

	"cosmossdk.io/collections"
	sdkmath "cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/taelnet/tael/x/reserve"
)

// mintMark is what a mint of this module leaves in the context of its one call of bank.
type mintMark struct{}

// MintingRestriction lets bank mint only inside this module's own call, and only what that call mints.
// Error: reserve.ErrMintForbidden.
func (k Keeper) MintingRestriction(ctx context.Context, coins sdk.Coins) error {
	allowed, marked := ctx.Value(mintMark{}).(sdk.Coins)
	if !marked || !allowed.Equal(coins) {
		return reserve.ErrMintForbidden.Wrapf("expected a mint by %s, got %s from elsewhere", reserve.ModuleName, coins)
	}
	return nil
}

// mint creates money as a member's liability and credits it.
func (k Keeper) mint(ctx context.Context, member uint32, to []byte, denom string, amount uint64) error {
	issue := func(t *reserve.Totals) error { return t.Issue(amount) }
	if err := k.addTotals(ctx, member, denom, issue); err != nil {
		return err
	}
	minted := coins(denom, amount)
	if err := k.bank.MintCoins(marked(ctx, minted), reserve.ModuleName, minted); err != nil {
		return err
	}
	return k.ledger.Move(ctx, k.account, to, denom, amount)
}

// burn destroys money and ends a member's liability for it.
func (k Keeper) burn(ctx context.Context, member uint32, from []byte, denom string, amount uint64) error {
	redeem := func(t *reserve.Totals) error { return t.Redeem(amount) }
	if err := k.addTotals(ctx, member, denom, redeem); err != nil {
		return err
	}
	if err := k.ledger.Move(ctx, from, k.account, denom, amount); err != nil {
		return err
	}
	return k.bank.BurnCoins(ctx, reserve.ModuleName, coins(denom, amount))
}

// marked keeps the mark inside an sdk.Context, which bank finds again by type.
func marked(ctx context.Context, minted sdk.Coins) context.Context {
	if sdkCtx, ok := ctx.(sdk.Context); ok {
		return sdkCtx.WithValue(mintMark{}, minted)
	}
	return context.WithValue(ctx, mintMark{}, minted)
}

func coins(denom string, amount uint64) sdk.Coins {
	return sdk.NewCoins(sdk.NewCoin(denom, sdkmath.NewIntFromUint64(amount)))
}

// addTotals moves the totals of a denom and of its member together, so that they always sum up.
func (k Keeper) addTotals(ctx context.Context, member uint32, denom string, add func(*reserve.Totals) error) error {
	supply, err := totals(ctx, k.Supplies, reserve.DenomKey(denom))
	if err != nil {
		return err
	}
	own, err := totals(ctx, k.MemberTotals, reserve.MemberDenomKey(member, denom))
	if err != nil {
		return err
	}
	if err := errors.Join(add(&supply), add(&own)); err != nil {
		return err
	}
	if err := k.Supplies.Set(ctx, reserve.DenomKey(denom), supply); err != nil {
		return err
	}
	return k.MemberTotals.Set(ctx, reserve.MemberDenomKey(member, denom), own)
}

// moveTotals moves a liability from one member to another; supply stays.
func (k Keeper) moveTotals(ctx context.Context, from, to uint32, denom string, amount uint64) error {
	out := func(t *reserve.Totals) error { return t.MoveOut(amount) }
	if err := k.changeMemberTotals(ctx, from, denom, out); err != nil {
		return err
	}
	return k.changeMemberTotals(ctx, to, denom, func(t *reserve.Totals) error { return t.MoveIn(amount) })
}

func (k Keeper) changeMemberTotals(ctx context.Context, member uint32, denom string, change func(*reserve.Totals) error) error {
	t, err := totals(ctx, k.MemberTotals, reserve.MemberDenomKey(member, denom))
	if err != nil {
		return err
	}
	if err := change(&t); err != nil {
		return err
	}
	return k.MemberTotals.Set(ctx, reserve.MemberDenomKey(member, denom), t)
}

// totals reads running totals; what was never issued is zero.
func totals(ctx context.Context, m collections.Map[[]byte, reserve.Totals], key []byte) (reserve.Totals, error) {
	t, err := m.Get(ctx, key)
	if errors.Is(err, collections.ErrNotFound) {
		return reserve.Totals{}, nil
	}
	return t, err
}
