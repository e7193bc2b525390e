// SPDX-License-Identifier: Apache-2.0

package keeper

import (
	"context"

	"github.com/taelnet/tael/x/netting"
)

// Invariants reports ErrInvariantBroken with the figures of the first broken one. It reads the whole store: it is for
// tests, exports and audit nodes and never runs in a block. It holds between blocks.
//
//   - The books of each currency agree (netting.Books.Check).
//   - Both entries of a currency are equal.
//   - The clearing account holds nothing.
//   - A member that is not OUTBOUND_BLOCKED has position + reserved <= min(cover, cap) and can pay its CLOSED cycles.
//   - An earmark is there: it does not exceed the settlement balance.
//   - A settlement balance can be read, so that it is not negative.
func (k Keeper) Invariants(ctx context.Context) error {
	g, err := k.ExportGenesis(ctx)
	if err != nil {
		return err
	}
	if err := g.Validate(); err != nil {
		return netting.ErrInvariantBroken.Wrap(err.Error())
	}
	for _, c := range g.Currencies {
		if err := k.checkEntries(ctx, c); err != nil {
			return err
		}
		if err := k.checkClearing(ctx, c); err != nil {
			return err
		}
		if err := k.checkCover(ctx, c); err != nil {
			return err
		}
	}
	return nil
}

func (k Keeper) checkEntries(ctx context.Context, c netting.Currency) error {
	other, settling, err := k.Currency(ctx, c.SettlingDenom)
	if err != nil {
		return err
	}
	if !other.Equal(c) || !settling {
		return netting.ErrInvariantBroken.Wrapf("currency %s: entry of %s is %v, of %s %v", c.Code, c.EmoneyDenom, &c, c.SettlingDenom, &other)
	}
	return nil
}

func (k Keeper) checkClearing(ctx context.Context, c netting.Currency) error {
	for _, denom := range []string{c.EmoneyDenom, c.SettlingDenom} {
		held, err := k.bank.Balance(ctx, netting.ClearingAccount(), denom)
		if err != nil {
			return err
		}
		if held != 0 {
			return netting.ErrInvariantBroken.Wrapf("clearing account holds %d %s", held, denom)
		}
	}
	return nil
}

func (k Keeper) checkCover(ctx context.Context, c netting.Currency) error {
	positions, err := k.positionsOf(ctx, c.Code)
	if err != nil {
		return err
	}
	for _, p := range positions {
		s, err := k.covered(ctx, c, p.Member)
		if err != nil {
			return err
		}
		if !s.OutboundBlocked && !s.Sound() {
			return netting.ErrInvariantBroken.Wrapf("currency %s, member %d: position %d, reserved %d, to pay %d, cover %d, cap %d",
				c.Code, p.Member, s.Figure(), s.Reserved, s.ClosedNet(), s.Cover(), s.Cap)
		}
		if s.Earmark > s.Balance {
			return netting.ErrInvariantBroken.Wrapf("currency %s, member %d: earmark %d, balance %d", c.Code, p.Member, s.Earmark, s.Balance)
		}
	}
	return nil
}
