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

// Test says whether an obligation may be recorded, and why not; it writes nothing. It reads the currency, the owing
// member, its position and its settlement balance. ErrObligationInvalid, ErrCurrencyUnknown, ErrDenomNotEmoney.
func (k Keeper) Test(ctx context.Context, o netting.Obligation) (compliance.Reason, error) {
	if err := o.Validate(); err != nil {
		return compliance.ReasonNone, err
	}
	c, err := k.emoneyCurrency(ctx, o.Denom)
	if err != nil {
		return compliance.ReasonNone, err
	}
	from, err := k.consortium.Member(ctx, o.From)
	if err != nil {
		return compliance.ReasonNone, err
	}
	if from.Status == consortium.MEMBER_STATUS_SUSPENDED {
		return compliance.ReasonMemberSuspended, nil
	}
	p, err := k.Position(ctx, c.Code, o.From)
	if err != nil {
		return compliance.ReasonNone, err
	}
	cover, err := k.SettlementBalance(ctx, o.From, c.SettlingDenom)
	if err != nil {
		return compliance.ReasonNone, err
	}
	return p.Accept(o.Amount, cover), nil
}

// Record takes an obligation that Test allowed in the same step into the open cycle and answers its number. It writes
// two positions and one pair total; the first obligation of a cycle also writes the currency.
// ErrObligationInvalid, ErrCurrencyUnknown, ErrDenomNotEmoney, ErrFigureOverflow; nothing is written on an error.
func (k Keeper) Record(ctx context.Context, o netting.Obligation) (cycle uint64, err error) {
	if err := o.Validate(); err != nil {
		return 0, err
	}
	c, err := k.emoneyCurrency(ctx, o.Denom)
	if err != nil {
		return 0, err
	}
	from, err := k.Position(ctx, c.Code, o.From)
	if err != nil {
		return 0, err
	}
	to, err := k.Position(ctx, c.Code, o.To)
	if err != nil {
		return 0, err
	}
	if err := from.Owe(o.Amount); err != nil {
		return 0, err
	}
	if err := to.BeOwed(o.Amount); err != nil {
		return 0, err
	}

	if err := k.savePosition(ctx, from); err != nil {
		return 0, err
	}
	if err := k.savePosition(ctx, to); err != nil {
		return 0, err
	}
	if err := k.addToPair(ctx, c, o); err != nil {
		return 0, err
	}
	if c.TakeObligation(sdk.UnwrapSDKContext(ctx).BlockTime().Unix()) {
		if err := k.saveCurrency(ctx, c); err != nil {
			return 0, err
		}
	}
	for _, p := range []netting.Position{from, to} {
		if err := k.release(ctx, c, p); err != nil {
			return 0, err
		}
	}
	return c.OpenCycle, nil
}

// addToPair adds an obligation to the running total of its ordered pair. Both figures stay below those of the
// positions, which are bounded.
func (k Keeper) addToPair(ctx context.Context, c netting.Currency, o netting.Obligation) error {
	key := collections.Join4(c.Code, c.OpenCycle, uint16(o.From), uint16(o.To))
	pair, err := k.PairTotals.Get(ctx, key)
	if err != nil && !errors.Is(err, collections.ErrNotFound) {
		return err
	}
	pair.Amount += o.Amount
	pair.Count++
	return k.PairTotals.Set(ctx, key, pair)
}

// release lifts a block once the position is sound again: what a member is due can make it so, and so can a raise of
// its cap, which has no step of its own.
func (k Keeper) release(ctx context.Context, c netting.Currency, p netting.Position) error {
	if !p.OutboundBlocked {
		return nil
	}
	cover, err := k.SettlementBalance(ctx, p.Member, c.SettlingDenom)
	if err != nil {
		return err
	}
	return k.judge(ctx, &p, cover)
}
