// SPDX-License-Identifier: Apache-2.0

package keeper

import (
	"context"
	"errors"
	"slices"
	"strings"

	"cosmossdk.io/collections"

	"github.com/taelnet/tael/x/reserve"
)

// Asset returns the asset of a denom. Error: reserve.ErrAssetUnknown.
func (k Keeper) Asset(ctx context.Context, denom string) (reserve.AssetRecord, error) {
	asset, err := k.Assets.Get(ctx, reserve.DenomKey(denom))
	if errors.Is(err, collections.ErrNotFound) {
		return asset, reserve.ErrAssetUnknown.Wrapf("expected the denom of an asset, got %q", denom)
	}
	return asset, err
}

func (k Keeper) assetOfClass(ctx context.Context, denom string, class reserve.AssetClass) (reserve.AssetRecord, error) {
	asset, err := k.Asset(ctx, denom)
	if err != nil {
		return asset, err
	}
	if asset.Class != class {
		return asset, reserve.ErrAssetClass.Wrapf("%s: expected %s, got %s", denom, class, asset.Class)
	}
	return asset, nil
}

// Rail returns the rail of a slug. Error: reserve.ErrRailUnknown.
func (k Keeper) Rail(ctx context.Context, id string) (reserve.RailRecord, error) {
	rail, err := k.Rails.Get(ctx, reserve.RailKey(id))
	if errors.Is(err, collections.ErrNotFound) {
		return rail, reserve.ErrRailUnknown.Wrapf("expected the slug of a rail, got %q", id)
	}
	return rail, err
}

// setRail names a rail or replaces it. What was stated before counts from then on by the new attestors and threshold.
func (k Keeper) setRail(ctx context.Context, rail reserve.Rail) error {
	if _, err := k.assetOfClass(ctx, rail.Denom, reserve.ASSET_CLASS_EMONEY); err != nil {
		return err
	}
	known, err := k.Rail(ctx, rail.Id)
	if err != nil && !errors.Is(err, reserve.ErrRailUnknown) {
		return err
	}
	if err == nil && known.Denom != rail.Denom {
		return reserve.ErrDenomMismatch.Wrapf("rail %s: expected %s, got %s", rail.Id, known.Denom, rail.Denom)
	}

	record, err := k.railRecord(ctx, rail)
	if err != nil {
		return err
	}
	record.MintingStopped = known.MintingStopped || rail.MintingStopped
	return k.Rails.Set(ctx, reserve.RailKey(rail.Id), record)
}

// railRecord finds the members by their ids and orders them, so that one rail has one form in state.
func (k Keeper) railRecord(ctx context.Context, rail reserve.Rail) (reserve.RailRecord, error) {
	record := reserve.RailRecord{Id: rail.Id, Denom: rail.Denom, Threshold: rail.Threshold}
	for _, id := range rail.Attestors {
		member, err := k.consortium.MemberByID(ctx, id)
		if err != nil {
			return reserve.RailRecord{}, err
		}
		record.Attestors = append(record.Attestors, member.Number)
	}
	slices.Sort(record.Attestors)
	for _, a := range rail.Accounts {
		member, err := k.consortium.MemberByID(ctx, a.Member)
		if err != nil {
			return reserve.RailRecord{}, err
		}
		record.Accounts = append(record.Accounts, &reserve.RailAccountRecord{Account: a.Account, Member: member.Number})
	}
	slices.SortFunc(record.Accounts, func(a, b *reserve.RailAccountRecord) int {
		return strings.Compare(a.Account, b.Account)
	})
	return record, nil
}
