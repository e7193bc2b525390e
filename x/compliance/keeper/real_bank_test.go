// SPDX-License-Identifier: Apache-2.0

package keeper_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"cosmossdk.io/log/v2"

	"github.com/cosmos/cosmos-sdk/codec"
	"github.com/cosmos/cosmos-sdk/codec/address"
	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	"github.com/cosmos/cosmos-sdk/runtime"
	storetypes "github.com/cosmos/cosmos-sdk/store/v2/types"
	"github.com/cosmos/cosmos-sdk/testutil"
	sdk "github.com/cosmos/cosmos-sdk/types"
	authkeeper "github.com/cosmos/cosmos-sdk/x/auth/keeper"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"
	bankkeeper "github.com/cosmos/cosmos-sdk/x/bank/keeper"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"

	"github.com/taelnet/tael/x/compliance"
)

// newRealBank returns the SDK's bank with this room's restriction, and 100 cny of alice.
func newRealBank(t *testing.T, f *fixture) (bankkeeper.BaseKeeper, sdk.Context) {
	t.Helper()
	keys := storetypes.NewKVStoreKeys(authtypes.StoreKey, banktypes.StoreKey)
	ctx := testutil.DefaultContextWithKeys(keys, storetypes.NewTransientStoreKeys(), nil).WithBlockTime(noon)
	registry := codectypes.NewInterfaceRegistry()
	authtypes.RegisterInterfaces(registry)
	cdc := codec.NewProtoCodec(registry)
	prefix := sdk.GetConfig().GetBech32AccountAddrPrefix()
	permissions := map[string][]string{"reserve": {authtypes.Minter, authtypes.Burner}}
	accounts := authkeeper.NewAccountKeeper(cdc, runtime.NewKVStoreService(keys[authtypes.StoreKey]), authtypes.ProtoBaseAccount,
		permissions, address.NewBech32Codec(prefix), prefix, authority)
	bank := bankkeeper.NewBaseKeeper(cdc, runtime.NewKVStoreService(keys[banktypes.StoreKey]), accounts, nil, authority, log.NewNopLogger())
	require.NoError(t, bank.SetParams(ctx, banktypes.DefaultParams()))
	coins := sdk.NewCoins(sdk.NewInt64Coin("cny", 100))
	require.NoError(t, bank.MintCoins(ctx, "reserve", coins))
	require.NoError(t, bank.SendCoinsFromModuleToAccount(ctx, "reserve", alice, coins))
	bank.AppendSendRestriction(f.keeper.SendRestriction)
	return bank, ctx
}

func TestRealBankMovesNothingButTheMovement(t *testing.T) {
	f := newFixture(t)
	bank, ctx := newRealBank(t, f)
	balance := func(addr []byte) int64 { return bank.GetBalance(ctx, addr, "cny").Amount.Int64() }
	coins := func(amount int64) sdk.Coins { return sdk.NewCoins(sdk.NewInt64Coin("cny", amount)) }
	marked := compliance.WithMovement(ctx, f.movement(compliance.MovementPay, alice, bob, 7))

	denied := map[string]func() error{
		"a transfer nobody asked about": func() error { return bank.SendCoins(ctx, alice, bob, coins(7)) },
		"another amount":                func() error { return bank.SendCoins(marked, alice, bob, coins(8)) },
		"another receiver":              func() error { return bank.SendCoins(marked, alice, shop, coins(7)) },
		"to a module":                   func() error { return bank.SendCoinsFromAccountToModule(marked, alice, "reserve", coins(7)) },
		"many at once": func() error {
			return bank.InputOutputCoins(ctx, banktypes.NewInput(alice, coins(7)), []banktypes.Output{banktypes.NewOutput(bob, coins(7))})
		},
	}
	for name, send := range denied {
		t.Run(name+" is denied", func(t *testing.T) {
			require.ErrorIs(t, send(), compliance.ErrMovementDenied)
			require.Equal(t, [3]int64{100, 0, 0}, [3]int64{balance(alice), balance(bob), balance(shop)})
		})
	}
	require.NoError(t, bank.SendCoins(marked, alice, bob, coins(7)))
	require.Equal(t, [2]int64{93, 7}, [2]int64{balance(alice), balance(bob)})
	require.ErrorIs(t, bank.SendCoins(ctx, alice, bob, coins(7)), compliance.ErrMovementDenied, "the mark was for that one call")
}
