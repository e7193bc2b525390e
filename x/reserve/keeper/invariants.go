// SPDX-License-Identifier: Apache-2.0

package keeper

import (
	"context"
	"errors"

	"github.com/taelnet/tael/x/reserve"
	"github.com/taelnet/tael/x/wallet"
)

// Invariants returns the first promise that does not hold between two transactions, with figures. It reads everything
// and is for tests, genesis and audit nodes, never for a block. Error: reserve.ErrInvariantBroken.
func (k Keeper) Invariants(ctx context.Context) error {
	assets, err := k.assets(ctx)
	if err != nil {
		return err
	}
	for _, a := range assets {
		if err := k.supplyHolds(ctx, a.Denom); err != nil {
			return err
		}
		if err := k.accountEmpty(ctx, a.Denom); err != nil {
			return err
		}
	}
	if err := k.membersSumUp(ctx, assets); err != nil {
		return err
	}
	if err := k.escrowsHold(ctx, assets); err != nil {
		return err
	}
	for _, a := range assets {
		if err := k.liabilitiesHold(ctx, a); err != nil {
			return err
		}
	}
	return k.reservesHold(ctx)
}

func (k Keeper) assets(ctx context.Context) ([]reserve.AssetRecord, error) {
	return all(ctx, k.Assets, func(_ context.Context, a reserve.AssetRecord) (reserve.AssetRecord, error) { return a, nil })
}

// supplyHolds: bank's supply of a denom is issued minus redeemed.
func (k Keeper) supplyHolds(ctx context.Context, denom string) error {
	t, err := totals(ctx, k.Supplies, reserve.DenomKey(denom))
	if err != nil {
		return err
	}
	supply, err := t.Supply()
	if err != nil {
		return err
	}
	if held := k.bank.GetSupply(ctx, denom).Amount; !held.IsUint64() || held.Uint64() != supply {
		return reserve.ErrInvariantBroken.Wrapf("%s: issued %d minus redeemed %d is %d, bank holds %s", denom, t.Issued, t.Redeemed, supply, held)
	}
	return nil
}

// accountEmpty: between transactions nothing lies in the module account.
func (k Keeper) accountEmpty(ctx context.Context, denom string) error {
	balance, err := k.ledger.Balance(ctx, k.account, denom)
	if err != nil {
		return err
	}
	if balance != 0 {
		return reserve.ErrInvariantBroken.Wrapf("module account: expected 0 %s, got %d", denom, balance)
	}
	return nil
}

// membersSumUp: the members' issued and redeemed sum to those of the denom.
func (k Keeper) membersSumUp(ctx context.Context, assets []reserve.AssetRecord) error {
	sums := make(map[string]reserve.Totals, len(assets))
	err := k.MemberTotals.Walk(ctx, nil, func(key []byte, t reserve.Totals) (bool, error) {
		denom := reserve.DenomOfKey(key[2:])
		sum := sums[denom]
		if err := sum.Issue(t.Issued); err != nil {
			return true, err
		}
		if err := sum.Redeem(t.Redeemed); err != nil {
			return true, err
		}
		if err := errors.Join(sum.MoveOut(t.MovedOut), sum.MoveIn(t.MovedIn)); err != nil {
			return true, err
		}
		sums[denom] = sum
		return false, nil
	})
	if err != nil {
		return err
	}
	for _, a := range assets {
		t, err := totals(ctx, k.Supplies, reserve.DenomKey(a.Denom))
		if err != nil {
			return err
		}
		sum := sums[a.Denom]
		if sum.Issued != t.Issued || sum.Redeemed != t.Redeemed || sum.MovedOut != sum.MovedIn {
			return reserve.ErrInvariantBroken.Wrapf("%s: members issued %d and redeemed %d, in all %d and %d; moved out %d and in %d",
				a.Denom, sum.Issued, sum.Redeemed, t.Issued, t.Redeemed, sum.MovedOut, sum.MovedIn)
		}
	}
	return nil
}

// escrowsHold: the escrow of a wallet holds what its open redemptions name, and nothing else.
func (k Keeper) escrowsHold(ctx context.Context, assets []reserve.AssetRecord) error {
	open := make(map[string]map[string]uint64)
	var holders []string
	err := k.Redemptions.Walk(ctx, nil, func(_ []byte, r reserve.RedemptionRecord) (bool, error) {
		holder := string(r.Wallet)
		if open[holder] == nil {
			open[holder] = make(map[string]uint64, 1)
			holders = append(holders, holder)
		}
		if r.Open() {
			open[holder][r.Denom] += r.Amount
		}
		return false, nil
	})
	if err != nil {
		return err
	}
	for _, holder := range holders {
		escrow := wallet.EscrowAddress(reserve.ModuleName, []byte(holder))
		for _, a := range assets {
			balance, err := k.ledger.Balance(ctx, escrow, a.Denom)
			if err != nil {
				return err
			}
			if balance != open[holder][a.Denom] {
				return reserve.ErrInvariantBroken.Wrapf("escrow of %s: open redemptions are %d %s, it holds %d",
					addressText([]byte(holder)), open[holder][a.Denom], a.Denom, balance)
			}
		}
	}
	return nil
}
