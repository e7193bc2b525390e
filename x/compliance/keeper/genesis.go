// SPDX-License-Identifier: Apache-2.0

package keeper

import (
	"context"
	"errors"

	"cosmossdk.io/collections"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/taelnet/tael/x/compliance"
	"github.com/taelnet/tael/x/wallet"
)

// InitGenesis writes a state into an empty store. It returns what GenesisState.Validate returns, and ErrGenesisInvalid
// for an order or a pause on a wallet that is none: it would lie in wait for whoever opens a wallet there.
func (k Keeper) InitGenesis(ctx context.Context, g compliance.GenesisState) error {
	if err := g.Validate(); err != nil {
		return err
	}
	if err := k.Params.Set(ctx, g.Params); err != nil {
		return err
	}
	if err := k.storeLimits(ctx, g.Limits); err != nil {
		return err
	}
	if err := k.OrderID.Set(ctx, g.NextOrder-1); err != nil {
		return err
	}
	for _, e := range g.Orders {
		addr, err := k.openedWallet(ctx, e.Wallet)
		if err != nil {
			return err
		}
		if err := k.saveOrder(ctx, addr, e.Order); err != nil {
			return err
		}
	}
	for _, e := range g.Usage {
		addr, err := wallet.ParseAddress(e.Wallet)
		if err != nil {
			return err
		}
		if err := k.Usages.Set(ctx, addr, compliance.NewUsage(e.Day, e.Sums, e.Opened())); err != nil {
			return err
		}
	}
	for _, e := range g.PersonUsage {
		key := compliance.PersonDigest(e.Person).Key(e.Member)
		if err := k.PersonUsages.Set(ctx, key, compliance.NewUsage(e.Day, e.Sums, compliance.Opened{})); err != nil {
			return err
		}
	}
	if err := k.initCases(ctx, g); err != nil {
		return err
	}
	for _, e := range g.Pauses {
		addr, err := k.openedWallet(ctx, e.Wallet)
		if err != nil {
			return err
		}
		if err := k.Pauses.Set(ctx, collections.Join([]byte(addr), e.Member), e.Until); err != nil {
			return err
		}
	}
	return nil
}

// openedWallet is the raw address of a wallet that exists, a closed one too.
func (k Keeper) openedWallet(ctx context.Context, text string) ([]byte, error) {
	addr, err := wallet.ParseAddress(text)
	if err != nil {
		return nil, err
	}
	if _, err := k.wallets.Wallet(ctx, addr); err != nil {
		return nil, compliance.ErrGenesisInvalid.Wrapf("expected a wallet at %s: %s", text, err)
	}
	return addr, nil
}

func (k Keeper) initCases(ctx context.Context, g compliance.GenesisState) error {
	if g.LastCase != 0 {
		if err := k.CaseID.Set(ctx, g.LastCase); err != nil {
			return err
		}
	}
	for _, c := range g.Cases {
		if err := k.saveCase(ctx, c); err != nil {
			return err
		}
	}
	return nil
}

// ExportGenesis returns the whole state.
func (k Keeper) ExportGenesis(ctx context.Context) (*compliance.GenesisState, error) {
	params, err := k.Params.Get(ctx)
	if err != nil {
		return nil, err
	}
	limits, err := k.LimitTable(ctx)
	if err != nil {
		return nil, err
	}
	lastOrder, err := k.OrderID.Get(ctx)
	if err != nil && !errors.Is(err, collections.ErrNotFound) {
		return nil, err
	}
	g := &compliance.GenesisState{Params: params, Limits: limits, NextOrder: lastOrder + 1}
	err = k.Orders.Walk(ctx, nil, func(key collections.Pair[[]byte, uint64], o compliance.Order) (bool, error) {
		g.Orders = append(g.Orders, compliance.OrderEntry{Wallet: sdk.AccAddress(key.K1()).String(), Order: o})
		return false, nil
	})
	if err != nil {
		return nil, err
	}
	if err := k.exportUsage(ctx, g); err != nil {
		return nil, err
	}
	if err := k.exportCases(ctx, g); err != nil {
		return nil, err
	}
	err = k.Pauses.Walk(ctx, nil, func(key collections.Pair[[]byte, uint32], until int64) (bool, error) {
		g.Pauses = append(g.Pauses, compliance.PauseEntry{Wallet: sdk.AccAddress(key.K1()).String(), Member: key.K2(), Until: until})
		return false, nil
	})
	return g, err
}

// exportUsage adds the records of wallets and persons, each as it counts on its own day.
func (k Keeper) exportUsage(ctx context.Context, g *compliance.GenesisState) error {
	err := k.Usages.Walk(ctx, nil, func(addr, record []byte) (bool, error) {
		u := compliance.Usage(record)
		if err := u.Validate(); err != nil {
			return true, err
		}
		own := compliance.PeriodsOf(u.Day())
		e := compliance.UsageEntry{Wallet: sdk.AccAddress(addr).String(), Day: u.Day(), Sums: u.Sums(own)}
		if opened := u.Opened(own); opened.Member != 0 {
			e.Person, e.PersonMember = opened.Person[:], opened.Member
		}
		g.Usage = append(g.Usage, e)
		return false, nil
	})
	if err != nil {
		return err
	}
	return k.PersonUsages.Walk(ctx, nil, func(key, record []byte) (bool, error) {
		u := compliance.Usage(record)
		if err := u.Validate(); err != nil {
			return true, err
		}
		person, member, err := compliance.ParsePersonKey(key)
		g.PersonUsage = append(g.PersonUsage, compliance.PersonUsageEntry{
			Person: person[:], Member: member, Day: u.Day(), Sums: u.Sums(compliance.PeriodsOf(u.Day())),
		})
		return err != nil, err
	})
}

func (k Keeper) exportCases(ctx context.Context, g *compliance.GenesisState) error {
	var err error
	if g.LastCase, err = k.lastCase(ctx); err != nil {
		return err
	}
	return k.Cases.Walk(ctx, nil, func(_ uint64, c compliance.Case) (bool, error) {
		g.Cases = append(g.Cases, c)
		return false, nil
	})
}
