// SPDX-License-Identifier: Apache-2.0

package keeper

import (
	"context"
	"errors"

	"cosmossdk.io/collections"

	"github.com/taelnet/tael/x/compliance"
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
	if reason := compliance.NewObligation(from.Status); reason != compliance.ReasonNone {
		return reason, nil
	}
	s, err := k.covered(ctx, c, o.From)
	if err != nil {
		return compliance.ReasonNone, err
	}
	return s.Accept(o.Amount), nil
}

// Record takes an obligation that Test allowed in the same step into the open cycle and answers its number. It writes
// two positions and one pair total; the first obligation of a cycle, and one that passes an alarm, also write the
// currency.
// ErrObligationInvalid, ErrCurrencyUnknown, ErrDenomNotEmoney, ErrFigureOverflow; nothing is written on an error.
func (k Keeper) Record(ctx context.Context, o netting.Obligation) (cycle uint64, err error) {
	if err := o.Validate(); err != nil {
		return 0, err
	}
	c, err := k.emoneyCurrency(ctx, o.Denom)
	if err != nil {
		return 0, err
	}
	now := now(ctx)
	changed := c.TakeObligation(now)
	from, err := k.book(ctx, c, o.From, now, func(p *netting.Position) error { return p.Owe(o.Amount) })
	if err != nil {
		return 0, err
	}
	to, err := k.book(ctx, c, o.To, now, func(p *netting.Position) error { return p.BeOwed(o.Amount) })
	if err != nil {
		return 0, err
	}

	for _, s := range []*netting.Standing{&from, &to} {
		if err := k.release(ctx, c, s); err != nil {
			return 0, err
		}
		if err := k.savePosition(ctx, s.Position); err != nil {
			return 0, err
		}
		changed = watch(ctx, &c, *s) || changed
	}
	if err := k.addToPair(ctx, c, o); err != nil {
		return 0, err
	}
	if changed {
		if err := k.saveCurrency(ctx, c); err != nil {
			return 0, err
		}
	}
	return c.OpenCycle, nil
}

// book is a member's standing with an obligation of this block noted in it; nothing is written.
func (k Keeper) book(ctx context.Context, c netting.Currency, member uint32, now int64, note func(*netting.Position) error) (netting.Standing, error) {
	s, err := k.standing(ctx, c, member)
	if err != nil {
		return netting.Standing{}, err
	}
	s.Turn(c.Day(now), now)
	if err := note(&s.Position); err != nil {
		return netting.Standing{}, err
	}
	s.Mark(now)
	return s, nil
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
func (k Keeper) release(ctx context.Context, c netting.Currency, s *netting.Standing) error {
	if !s.OutboundBlocked {
		return nil
	}
	var err error
	if s.Balance, err = k.SettlementBalance(ctx, s.Member, c.SettlingDenom); err != nil {
		return err
	}
	return k.judge(ctx, s)
}
