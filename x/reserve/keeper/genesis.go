// SPDX-License-Identifier: Apache-2.0

package keeper

import (
	"context"
	"encoding/binary"

	"cosmossdk.io/collections"

	"github.com/taelnet/tael/x/reserve"
)

// InitGenesis imports the state and checks what it shares with others: consortium, bank, netting and wallet must have
// been imported before. Errors: reserve.ErrGenesisInvalid, reserve.ErrInvariantBroken, consortium.ErrMemberUnknown.
func (k Keeper) InitGenesis(ctx context.Context, g reserve.GenesisState) error {
	if err := g.Validate(); err != nil {
		return err
	}
	if err := k.Params.Set(ctx, g.Params); err != nil {
		return err
	}
	if err := each(ctx, g.Assets, k.restoreAsset); err != nil {
		return err
	}
	if err := each(ctx, g.Rails, k.setRail); err != nil {
		return err
	}
	if err := each(ctx, g.Issuances, k.restoreIssuance); err != nil {
		return err
	}
	if err := each(ctx, g.Redemptions, k.restoreRedemption); err != nil {
		return err
	}
	if err := each(ctx, g.Acts, k.restoreAct); err != nil {
		return err
	}
	if err := each(ctx, g.Supplies, k.restoreSupply); err != nil {
		return err
	}
	if err := each(ctx, g.MemberTotals, k.restoreMemberTotal); err != nil {
		return err
	}
	if err := each(ctx, g.Reserves, k.restoreReserve); err != nil {
		return err
	}
	if err := k.NextWaiting.Set(ctx, g.NextWaiting); err != nil {
		return err
	}
	if err := k.restoreResolution(ctx, g); err != nil {
		return err
	}
	if err := each(ctx, g.Assets, k.matchCurrency); err != nil {
		return err
	}
	return k.Invariants(ctx)
}

func each[T any](ctx context.Context, items []T, restore func(context.Context, T) error) error {
	for _, item := range items {
		if err := restore(ctx, item); err != nil {
			return err
		}
	}
	return nil
}

func (k Keeper) restoreSupply(ctx context.Context, s reserve.Supply) error {
	return k.Supplies.Set(ctx, reserve.DenomKey(s.Denom), reserve.Totals{Issued: s.Issued, Redeemed: s.Redeemed})
}

func (k Keeper) restoreMemberTotal(ctx context.Context, t reserve.MemberTotal) error {
	member, err := k.consortium.MemberByID(ctx, t.Member)
	if err != nil {
		return err
	}
	return k.MemberTotals.Set(ctx, reserve.MemberDenomKey(member.Number, t.Denom), reserve.Totals{
		Issued: t.Issued, Redeemed: t.Redeemed, MovedOut: t.MovedOut, MovedIn: t.MovedIn,
	})
}

// matchCurrency holds that netting knows the asset by the same currency and class, and that the currency's other denom
// is an asset too.
func (k Keeper) matchCurrency(ctx context.Context, a reserve.Asset) error {
	c, settling, err := k.netting.Currency(ctx, a.Denom)
	if err != nil {
		return reserve.ErrGenesisInvalid.Wrapf("asset %s: expected a currency of netting: %s", a.Denom, err)
	}
	if c.Code != a.Currency || settling != (a.Class == reserve.ASSET_CLASS_CBDC) {
		return reserve.ErrGenesisInvalid.Wrapf("asset %s: %s of class %s does not fit netting's %s with settling=%t",
			a.Denom, a.Currency, a.Class, c.Code, settling)
	}
	if _, err := k.assetOfClass(ctx, c.EmoneyDenom, reserve.ASSET_CLASS_EMONEY); err != nil {
		return reserve.ErrGenesisInvalid.Wrapf("currency %s: %s", c.Code, err)
	}
	if _, err := k.assetOfClass(ctx, c.SettlingDenom, reserve.ASSET_CLASS_CBDC); err != nil {
		return reserve.ErrGenesisInvalid.Wrapf("currency %s: %s", c.Code, err)
	}
	return nil
}

// ExportGenesis exports every key of the store.
func (k Keeper) ExportGenesis(ctx context.Context) (*reserve.GenesisState, error) {
	g := &reserve.GenesisState{}
	var err error
	if g.Params, err = k.Params.Get(ctx); err != nil {
		return nil, err
	}
	if g.Assets, err = all(ctx, k.Assets, k.renderAsset); err != nil {
		return nil, err
	}
	if g.Rails, err = all(ctx, k.Rails, k.renderRail); err != nil {
		return nil, err
	}
	if g.Issuances, err = all(ctx, k.Issuances, k.renderIssuance); err != nil {
		return nil, err
	}
	if g.Redemptions, err = all(ctx, k.Redemptions, k.renderRedemption); err != nil {
		return nil, err
	}
	if g.Acts, err = all(ctx, k.Acts, k.renderAct); err != nil {
		return nil, err
	}
	if g.Reserves, err = all(ctx, k.Reserves, k.renderReserve); err != nil {
		return nil, err
	}
	if g.NextWaiting, err = k.NextWaiting.Peek(ctx); err != nil {
		return nil, err
	}
	if err := k.exportResolution(ctx, g); err != nil {
		return nil, err
	}
	return g, k.exportTotals(ctx, g)
}

func (k Keeper) exportTotals(ctx context.Context, g *reserve.GenesisState) error {
	err := k.Supplies.Walk(ctx, nil, func(key []byte, t reserve.Totals) (bool, error) {
		g.Supplies = append(g.Supplies, reserve.Supply{Denom: reserve.DenomOfKey(key), Issued: t.Issued, Redeemed: t.Redeemed})
		return false, nil
	})
	if err != nil {
		return err
	}
	return k.MemberTotals.Walk(ctx, nil, func(key []byte, t reserve.Totals) (bool, error) {
		id, err := k.memberID(ctx, uint32(binary.BigEndian.Uint16(key)))
		g.MemberTotals = append(g.MemberTotals, reserve.MemberTotal{
			Member: id, Denom: reserve.DenomOfKey(key[2:]), Issued: t.Issued, Redeemed: t.Redeemed,
			MovedOut: t.MovedOut, MovedIn: t.MovedIn,
		})
		return err != nil, err
	})
}

func all[R, T any](ctx context.Context, m collections.Map[[]byte, R], render func(context.Context, R) (T, error)) ([]T, error) {
	var items []T
	err := m.Walk(ctx, nil, func(_ []byte, record R) (bool, error) {
		item, err := render(ctx, record)
		items = append(items, item)
		return err != nil, err
	})
	return items, err
}
