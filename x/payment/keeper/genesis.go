// SPDX-License-Identifier: Apache-2.0

package keeper

import (
	"context"

	"cosmossdk.io/collections"

	"github.com/taelnet/tael/x/payment"
)

// InitGenesis stores a validated genesis state.
func (k Keeper) InitGenesis(ctx context.Context, g *payment.GenesisState) error {
	if err := g.Validate(); err != nil {
		return err
	}
	if err := k.Params.Set(ctx, g.Params); err != nil {
		return err
	}
	for i := range g.Records {
		key, record, err := g.Records[i].Record()
		if err != nil {
			return err
		}
		if err := k.Records.Set(ctx, key, record); err != nil {
			return err
		}
	}
	for _, e := range g.Expiries {
		if err := k.Expiries.Set(ctx, collections.Join(uint64(e.Time), uint64(e.Height)), e.Keys); err != nil {
			return err
		}
	}
	return nil
}

// ExportGenesis returns the whole state between two blocks. The keys of the oldest entry that are dealt with are left
// out, so that the counter of them starts anew.
func (k Keeper) ExportGenesis(ctx context.Context) (*payment.GenesisState, error) {
	params, err := k.Params.Get(ctx)
	if err != nil {
		return nil, err
	}
	g := &payment.GenesisState{Params: params}
	err = k.Records.Walk(ctx, nil, func(key payment.Key, r payment.Record) (bool, error) {
		g.Records = append(g.Records, r.Export(key))
		return false, nil
	})
	if err != nil {
		return nil, err
	}
	done, err := k.pruned(ctx)
	if err != nil {
		return nil, err
	}
	err = k.Expiries.Walk(ctx, nil, func(at collections.Pair[uint64, uint64], keys []byte) (bool, error) {
		keys, done = keys[done*payment.KeyLength:], 0
		g.Expiries = append(g.Expiries, payment.ExpiryEntry{Time: int64(at.K1()), Height: int64(at.K2()), Keys: keys})
		return false, nil
	})
	return g, err
}
