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

// InitGenesis writes a state into an empty store. It returns what GenesisState.Validate returns.
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
		addr, err := wallet.ParseAddress(e.Wallet)
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
		if err := k.Usages.Set(ctx, addr, compliance.NewUsage(e.Day, e.Counters)); err != nil {
			return err
		}
	}
	for _, e := range g.Pauses {
		addr, err := wallet.ParseAddress(e.Wallet)
		if err != nil {
			return err
		}
		if err := k.Pauses.Set(ctx, collections.Join([]byte(addr), e.Member), e.Until); err != nil {
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
	err = k.Usages.Walk(ctx, nil, func(addr, record []byte) (bool, error) {
		u := compliance.Usage(record)
		g.Usage = append(g.Usage, compliance.UsageEntry{Wallet: sdk.AccAddress(addr).String(), Day: u.Day(), Counters: u.Counters()})
		return false, u.Validate()
	})
	if err != nil {
		return nil, err
	}
	err = k.Pauses.Walk(ctx, nil, func(key collections.Pair[[]byte, uint32], until int64) (bool, error) {
		g.Pauses = append(g.Pauses, compliance.PauseEntry{Wallet: sdk.AccAddress(key.K1()).String(), Member: key.K2(), Until: until})
		return false, nil
	})
	return g, err
}
