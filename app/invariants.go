// SPDX-License-Identifier: Apache-2.0

package app

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"

	sdk "github.com/cosmos/cosmos-sdk/types"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"

	"github.com/taelnet/tael/x/netting"
	"github.com/taelnet/tael/x/payment"
	"github.com/taelnet/tael/x/reserve"
	reservekeeper "github.com/taelnet/tael/x/reserve/keeper"
	"github.com/taelnet/tael/x/wallet"
)

// ErrConservation says that the money of the chain does not add up; it names the sum that fails.
var ErrConservation = errors.New("money is not conserved")

// Invariants recomputes everything the chain promises about money from a full scan, each room for itself and then
// across rooms, and returns the first promise that does not hold. It is for tests and audit nodes, never for a block.
func (app *App) Invariants(ctx sdk.Context) error {
	k := app.Keepers
	for _, room := range []struct {
		name  string
		check func(context.Context) error
	}{
		{"consortium", k.Consortium.Invariants},
		{"wallet", k.Wallet.Invariants},
		{"compliance", k.Compliance.Invariants},
		{"netting", k.Netting.Invariants},
		{"reserve", k.Reserve.Invariants},
		{"payment", k.Payment.Invariants},
	} {
		if err := room.check(ctx); err != nil {
			return fmt.Errorf("%s: %w", room.name, err)
		}
	}
	return app.conserved(ctx)
}

// holder is whose money lies at an address: a custodian's customers', or nobody's customers'.
type holder struct {
	custodian uint32
	customers bool
}

// conserved scans every balance: each lies where money may lie, balances sum to the supply, and the e-money of each
// custodian's customers, in wallets and escrows, is that custodian's liability.
func (app *App) conserved(ctx sdk.Context) error {
	holders, err := app.holders(ctx)
	if err != nil {
		return err
	}

	sums := map[string]uint64{}
	liabilities := map[string]map[uint32]uint64{}
	var stray error
	app.Keepers.Bank.IterateAllBalances(ctx, func(addr sdk.AccAddress, coin sdk.Coin) bool {
		h, known := holders[string(addr)]
		if !known {
			stray = fmt.Errorf("%w: %s lies at %s, which is no wallet, escrow, settlement or module account", ErrConservation, coin, addr)
			return true
		}
		sums[coin.Denom] += coin.Amount.Uint64()
		if h.customers {
			if liabilities[coin.Denom] == nil {
				liabilities[coin.Denom] = map[uint32]uint64{}
			}
			liabilities[coin.Denom][h.custodian] += coin.Amount.Uint64()
		}
		return false
	})
	if stray != nil {
		return stray
	}
	return app.compareSums(ctx, sums, liabilities)
}

func (app *App) holders(ctx sdk.Context) (map[string]holder, error) {
	holders := map[string]holder{}
	for _, name := range slices.Sorted(maps.Keys(modulePermissions())) {
		holders[string(authtypes.NewModuleAddress(name))] = holder{}
	}
	members, err := app.Keepers.Consortium.Members(ctx)
	if err != nil {
		return nil, err
	}
	currencies, err := app.Keepers.Netting.AllCurrencies(ctx)
	if err != nil {
		return nil, err
	}
	for _, m := range members {
		for _, c := range currencies {
			holders[string(netting.SettlementAccount(m.Number, c.SettlingDenom))] = holder{}
		}
	}
	err = app.Keepers.Wallet.Wallets.Walk(ctx, nil, func(addr []byte, w wallet.Wallet) (bool, error) {
		own := holder{custodian: w.Custodian, customers: true}
		holders[string(addr)] = own
		for _, module := range []string{reserve.ModuleName, payment.ModuleName} {
			holders[string(wallet.EscrowAddress(module, addr))] = own
		}
		return false, nil
	})
	return holders, err
}

func (app *App) compareSums(ctx sdk.Context, sums map[string]uint64, liabilities map[string]map[uint32]uint64) error {
	currencies, err := app.Keepers.Netting.AllCurrencies(ctx)
	if err != nil {
		return err
	}
	members, err := app.Keepers.Consortium.Members(ctx)
	if err != nil {
		return err
	}
	books := reservekeeper.NewQueryServer(app.Keepers.Reserve)
	for _, c := range currencies {
		for _, denom := range []string{c.EmoneyDenom, c.SettlingDenom} {
			if supply := app.Keepers.Bank.GetSupply(ctx, denom).Amount; supply.Uint64() != sums[denom] {
				return fmt.Errorf("%w: balances of %s sum to %d, the supply is %s", ErrConservation, denom, sums[denom], supply)
			}
			delete(sums, denom)
		}
		for _, m := range members {
			figures, err := books.Liability(ctx, &reserve.QueryLiabilityRequest{Member: m.Id, Denom: c.EmoneyDenom})
			if err != nil {
				return err
			}
			if held := liabilities[c.EmoneyDenom][m.Number]; held != figures.Liability {
				return fmt.Errorf("%w: customers of %s hold %d %s, its liability is %d", ErrConservation, m.Id, held, c.EmoneyDenom, figures.Liability)
			}
		}
	}
	if strange := slices.Sorted(maps.Keys(sums)); len(strange) > 0 {
		return fmt.Errorf("%w: balances of %v, no denom of a currency", ErrConservation, strange)
	}
	return nil
}
