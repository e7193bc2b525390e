// SPDX-License-Identifier: Apache-2.0

package keeper

import (
	"context"
	"errors"

	"cosmossdk.io/collections"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/taelnet/tael/x/compliance"
	"github.com/taelnet/tael/x/consortium"
	"github.com/taelnet/tael/x/netting"
)

// Position is what a member owes and is due in a currency, as it stands in this block; all zero, so with a cap of
// zero, if the member has none.
func (k Keeper) Position(ctx context.Context, code string, member uint32) (netting.Position, error) {
	p, err := k.Positions.Get(ctx, collections.Join(code, uint16(member)))
	if err != nil && !errors.Is(err, collections.ErrNotFound) {
		return netting.Position{}, err
	}
	p.Currency, p.Member = code, member
	return p.At(sdk.UnwrapSDKContext(ctx).BlockHeight()), nil
}

// savePosition writes a position under its own currency and member.
func (k Keeper) savePosition(ctx context.Context, p netting.Position) error {
	return k.Positions.Set(ctx, collections.Join(p.Currency, uint16(p.Member)), p)
}

// positionsOf are all positions of a currency, by member number.
func (k Keeper) positionsOf(ctx context.Context, code string) ([]netting.Position, error) {
	height := sdk.UnwrapSDKContext(ctx).BlockHeight()
	var all []netting.Position
	err := k.Positions.Walk(ctx, collections.NewPrefixedPairRange[string, uint16](code),
		func(key collections.Pair[string, uint16], p netting.Position) (bool, error) {
			p.Currency, p.Member = key.K1(), uint32(key.K2())
			all = append(all, p.At(height))
			return false, nil
		})
	return all, err
}

// LifetimeTotals are the sums of all obligations a member ever owed and was ever due in a currency.
func (k Keeper) LifetimeTotals(ctx context.Context, code string, member uint32) (out, in uint64, err error) {
	p, err := k.Position(ctx, code, member)
	return p.LifetimeOut, p.LifetimeIn, err
}

// SettlementBalance is what a member's settlement account of a settling denom holds.
func (k Keeper) SettlementBalance(ctx context.Context, member uint32, denom string) (uint64, error) {
	return k.bank.Balance(ctx, netting.SettlementAccount(member, denom), denom)
}

// FundsOutAllowed says whether a member may take amount out of its settlement account: afterwards position +
// reserved <= min(cover, cap) must hold, its CLOSED cycles must be payable and the earmark must be there.
// ErrCurrencyUnknown, ErrDenomNotSettling.
func (k Keeper) FundsOutAllowed(ctx context.Context, member uint32, denom string, amount uint64) (compliance.Reason, error) {
	c, err := k.settlingCurrency(ctx, denom)
	if err != nil {
		return compliance.ReasonNone, err
	}
	s, err := k.covered(ctx, c, member)
	if err != nil {
		return compliance.ReasonNone, err
	}
	if amount > s.Free() {
		return compliance.ReasonLiquidity, nil
	}
	return compliance.ReasonNone, nil
}

// CustodyFree is how much of a member's settlement balance may leave now: what FundsOutAllowed allows at most. denom is
// either denom of the currency. ErrCurrencyUnknown.
func (k Keeper) CustodyFree(ctx context.Context, member uint32, denom string) (uint64, error) {
	c, _, err := k.Currency(ctx, denom)
	if err != nil {
		return 0, err
	}
	s, err := k.covered(ctx, c, member)
	return s.Free(), err
}

// FundsMoved follows every change of a settlement account, after it: it blocks or releases the member and, if money has
// come, lets the CLOSED cycles of the currency be tried again at the end of the block. forced says that the change was
// imposed on the member; one that was not and leaves too little cover is ErrCoverMissing.
func (k Keeper) FundsMoved(ctx context.Context, member uint32, denom string, forced bool) error {
	c, err := k.settlingCurrency(ctx, denom)
	if err != nil {
		return err
	}
	p, err := k.Position(ctx, c.Code, member)
	if err != nil {
		return err
	}
	s := netting.Standing{Position: p, Share: c.UsableShare()}
	balance, err := k.SettlementBalance(ctx, member, denom)
	if err != nil {
		return err
	}

	s.Turn(c.Day(now(ctx)), now(ctx))
	came := balance > s.Balance
	if !forced && balance < s.Earmark {
		return netting.ErrCoverMissing.Wrapf("expected an earmark of %d to stay, got a balance of %d", s.Earmark, balance)
	}
	if err := k.keep(ctx, &s, balance); err != nil {
		return err
	}
	if !forced && !s.OutboundBlocked && !s.Sound() {
		return netting.ErrCoverMissing.Wrapf("expected cover for position %d and reserved %d, got %d", s.Figure(), s.Reserved, s.Cover())
	}
	if err := k.judge(ctx, &s); err != nil {
		return err
	}
	if err := k.savePosition(ctx, s.Position); err != nil {
		return err
	}

	changed := watch(ctx, &c, s)
	if came && c.Waiting() > 0 && !c.SettleDue {
		c.SettleDue, changed = true, true
	}
	if !changed {
		return nil
	}
	return k.saveCurrency(ctx, c)
}

// setEarmark sets how much of a member's settlement balance is kept for urgent money. A smaller one can make a position
// sound again.
func (k Keeper) setEarmark(ctx context.Context, code string, member consortium.Member, amount uint64) error {
	c, err := k.CurrencyByCode(ctx, code)
	if err != nil {
		return err
	}
	s, err := k.covered(ctx, c, member.Number)
	if err != nil {
		return err
	}
	previous := s.Earmark
	if err := s.SetEarmark(amount); err != nil {
		return err
	}
	if err := k.judge(ctx, &s); err != nil {
		return err
	}
	if err := k.savePosition(ctx, s.Position); err != nil {
		return err
	}
	if watch(ctx, &c, s) {
		if err := k.saveCurrency(ctx, c); err != nil {
			return err
		}
	}
	return k.earmarked(ctx, s.Position, previous)
}
