// SPDX-License-Identifier: Apache-2.0

package keeper

import (
	"context"

	"github.com/taelnet/tael/x/netting"
	"github.com/taelnet/tael/x/reserve"
)

// AddCurrency opens a currency by decision of the consortium.
func (s msgServer) AddCurrency(ctx context.Context, msg *reserve.MsgAddCurrency) (*reserve.MsgAddCurrencyResponse, error) {
	if err := s.consortium.RequireAuthority(ctx, msg.Authority); err != nil {
		return nil, err
	}
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	if err := s.addCurrency(ctx, msg); err != nil {
		return nil, err
	}
	return &reserve.MsgAddCurrencyResponse{}, emit(ctx, &reserve.EventCurrencyAdded{
		Currency: msg.Emoney.Currency, Emoney: msg.Emoney.Denom, Settling: msg.Settling.Denom,
	})
}

// addCurrency writes both assets, opens the currency's books at netting, which refuses a code or denom that is in use, and
// names both denoms for people. Nothing was ever issued of either.
func (k Keeper) addCurrency(ctx context.Context, msg *reserve.MsgAddCurrency) error {
	for _, a := range []reserve.Asset{msg.Emoney, msg.Settling} {
		if known, err := k.Assets.Has(ctx, reserve.DenomKey(a.Denom)); err != nil || known {
			if known {
				return reserve.ErrAssetExists.Wrapf("expected a denom that is no asset yet, got %s", a.Denom)
			}
			return err
		}
		if supply := k.bank.GetSupply(ctx, a.Denom).Amount; !supply.IsZero() {
			return reserve.ErrAssetExists.Wrapf("expected a denom without supply, %s has %s", a.Denom, supply)
		}
		if err := k.restoreAsset(ctx, a); err != nil {
			return err
		}
	}
	err := k.netting.AddCurrency(ctx, netting.Currency{
		Code: msg.Emoney.Currency, EmoneyDenom: msg.Emoney.Denom, SettlingDenom: msg.Settling.Denom,
		CycleInterval: msg.CycleInterval, NextCutOff: msg.NextCutOff, SettlementDay: msg.SettlementDay,
	})
	if err != nil {
		return err
	}
	for _, a := range []reserve.Asset{msg.Emoney, msg.Settling} {
		if err := k.matchCurrency(ctx, a); err != nil {
			return err
		}
		k.bank.SetDenomMetaData(ctx, a.Metadata())
	}
	return nil
}
