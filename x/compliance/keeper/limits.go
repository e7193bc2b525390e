// SPDX-License-Identifier: Apache-2.0

package keeper

import (
	"context"
	"errors"

	"cosmossdk.io/collections"

	"github.com/taelnet/tael/x/compliance"
	"github.com/taelnet/tael/x/wallet"
)

// replaceLimits replaces the table and returns its new version. It returns ErrLimitInvalid.
func (k Keeper) replaceLimits(ctx context.Context, limits []compliance.Limit) (uint64, error) {
	version, err := k.LimitVersion.Get(ctx)
	if err != nil && !errors.Is(err, collections.ErrNotFound) {
		return 0, err
	}
	return version + 1, k.storeLimits(ctx, compliance.LimitTable{Version: version + 1, Limits: limits})
}

// storeLimits writes a table over the one that is there.
func (k Keeper) storeLimits(ctx context.Context, table compliance.LimitTable) error {
	sorted, err := compliance.SortLimits(table.Limits)
	if err != nil {
		return err
	}
	if err := k.Limits.Clear(ctx, nil); err != nil {
		return err
	}
	for len(sorted) > 0 {
		n := 1
		for n < len(sorted) && sorted[n].Tier == sorted[0].Tier && sorted[n].Kind == sorted[0].Kind {
			n++
		}
		key := collections.Join(sorted[0].Tier, uint16(sorted[0].Kind))
		if err := k.Limits.Set(ctx, key, compliance.NewRows(sorted[:n])); err != nil {
			return err
		}
		sorted = sorted[n:]
	}
	return k.LimitVersion.Set(ctx, table.Version)
}

// LimitTable returns the whole table; it has at most MaxLimitRows rows.
func (k Keeper) LimitTable(ctx context.Context) (compliance.LimitTable, error) {
	version, err := k.LimitVersion.Get(ctx)
	if err != nil {
		return compliance.LimitTable{}, err
	}
	table := compliance.LimitTable{Version: version}
	err = k.Limits.Walk(ctx, nil, func(key collections.Pair[uint32, uint16], rows []byte) (bool, error) {
		table.Limits = append(table.Limits, compliance.Rows(rows).Limits(key.K1(), wallet.WalletKind(key.K2()))...)
		return false, nil
	})
	return table, err
}
