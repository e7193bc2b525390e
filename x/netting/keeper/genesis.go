// SPDX-License-Identifier: Apache-2.0

package keeper

import (
	"cmp"
	"context"
	"slices"

	"cosmossdk.io/collections"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/taelnet/tael/x/netting"
)

// InitGenesis writes a genesis; ErrGenesisInvalid, with nothing written, if it contradicts itself, and also for a
// position of a number that is no member's.
func (k Keeper) InitGenesis(ctx context.Context, g netting.GenesisState) error {
	if err := g.Validate(); err != nil {
		return err
	}
	for _, c := range g.Currencies {
		if err := k.saveCurrency(ctx, c.Started()); err != nil {
			return err
		}
	}
	for _, p := range g.Positions {
		if _, err := k.consortium.Member(ctx, p.Member); err != nil {
			return netting.ErrGenesisInvalid.Wrapf("position of member %d in %s: %s", p.Member, p.Currency, err)
		}
		if err := k.initPosition(ctx, p); err != nil {
			return err
		}
	}
	for _, p := range g.CapProposals {
		if err := k.CapProposals.Set(ctx, collections.Join(p.Currency, uint16(p.Member)), p); err != nil {
			return err
		}
	}
	for _, p := range g.PairTotals {
		if err := k.PairTotals.Set(ctx, collections.Join4(p.Currency, p.Cycle, uint16(p.From), uint16(p.To)), p); err != nil {
			return err
		}
	}
	for _, c := range g.Cycles {
		if err := k.Cycles.Set(ctx, collections.Join(c.Currency, c.Number), c); err != nil {
			return err
		}
	}
	for _, s := range g.Statements {
		if err := k.Statements.Set(ctx, collections.Join3(s.Currency, s.Cycle, uint16(s.Member)), s); err != nil {
			return err
		}
	}
	for _, s := range g.Settlements {
		if err := k.Settlements.Set(ctx, collections.Join(s.Currency, s.LastCycle), s); err != nil {
			return err
		}
	}
	return nil
}

// initPosition writes a position; one that remembers no balance, as in the genesis of a new network, remembers what the
// bank's genesis has given its settlement account.
func (k Keeper) initPosition(ctx context.Context, p netting.Position) error {
	c, err := k.CurrencyByCode(ctx, p.Currency)
	if err != nil {
		return err
	}
	if p.Balance == 0 {
		if p.Balance, err = k.SettlementBalance(ctx, p.Member, c.SettlingDenom); err != nil {
			return err
		}
	}
	return k.savePosition(ctx, p)
}

// ExportGenesis reads the whole state as it stands between this block and the next, when pending raises of caps have
// become effective.
func (k Keeper) ExportGenesis(ctx context.Context) (*netting.GenesisState, error) {
	g := &netting.GenesisState{}
	var err error
	if g.Currencies, err = k.AllCurrencies(ctx); err != nil {
		return nil, err
	}
	slices.SortFunc(g.Currencies, func(a, b netting.Currency) int { return cmp.Compare(a.Code, b.Code) })
	next := sdk.UnwrapSDKContext(ctx).BlockHeight() + 1
	for _, c := range g.Currencies {
		positions, err := k.positionsOf(ctx, c.Code)
		if err != nil {
			return nil, err
		}
		for _, p := range positions {
			g.Positions = append(g.Positions, p.At(next))
		}
	}
	err = k.PairTotals.Walk(ctx, nil, func(key pairKey, p netting.PairTotal) (bool, error) {
		p.Currency, p.Cycle, p.From, p.To = key.K1(), key.K2(), uint32(key.K3()), uint32(key.K4())
		g.PairTotals = append(g.PairTotals, p)
		return false, nil
	})
	if err != nil {
		return nil, err
	}
	if g.Cycles, err = values(ctx, k.Cycles); err != nil {
		return nil, err
	}
	if g.Statements, err = values(ctx, k.Statements); err != nil {
		return nil, err
	}
	if g.Settlements, err = values(ctx, k.Settlements); err != nil {
		return nil, err
	}
	g.CapProposals, err = values(ctx, k.CapProposals)
	return g, err
}

// values are all values of a collection in the order of their keys.
func values[K, V any](ctx context.Context, m collections.Map[K, V]) ([]V, error) {
	var all []V
	err := m.Walk(ctx, nil, func(_ K, v V) (bool, error) {
		all = append(all, v)
		return false, nil
	})
	return all, err
}
