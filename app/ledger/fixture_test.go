// SPDX-License-Identifier: Apache-2.0

package ledger_test

import (
	"encoding/hex"
	"testing"

	"github.com/stretchr/testify/require"

	"cosmossdk.io/log/v2"
	sdkmath "cosmossdk.io/math"
	"github.com/cosmos/cosmos-sdk/codec/address"
	"github.com/cosmos/cosmos-sdk/runtime"
	storetypes "github.com/cosmos/cosmos-sdk/store/v2/types"
	"github.com/cosmos/cosmos-sdk/testutil"
	sdk "github.com/cosmos/cosmos-sdk/types"
	moduletest "github.com/cosmos/cosmos-sdk/types/module/testutil"
	"github.com/cosmos/cosmos-sdk/x/auth"
	authkeeper "github.com/cosmos/cosmos-sdk/x/auth/keeper"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"
	"github.com/cosmos/cosmos-sdk/x/bank"
	bankkeeper "github.com/cosmos/cosmos-sdk/x/bank/keeper"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"

	"github.com/taelnet/tael/app/ledger"
)

const minter = "minter"

// books are the real bank on two copies of one state: raw is moved by the ledger, sent by SendCoins.
type books struct {
	bank      bankkeeper.BaseKeeper
	ledger    ledger.Ledger
	key       storetypes.StoreKey
	raw, sent sdk.Context
}

func newBooks(tb testing.TB) *books {
	tb.Helper()
	keys := storetypes.NewKVStoreKeys(authtypes.StoreKey, banktypes.StoreKey)
	cdc := moduletest.MakeTestEncodingConfig(auth.AppModuleBasic{}, bank.AppModuleBasic{}).Codec
	codec := address.NewBech32Codec(sdk.GetConfig().GetBech32AccountAddrPrefix())
	authority, err := codec.BytesToString(authtypes.NewModuleAddress("authority"))
	require.NoError(tb, err)
	accounts := authkeeper.NewAccountKeeper(cdc, runtime.NewKVStoreService(keys[authtypes.StoreKey]),
		authtypes.ProtoBaseAccount, map[string][]string{minter: {authtypes.Minter}}, codec,
		sdk.GetConfig().GetBech32AccountAddrPrefix(), authority)
	bankStore := runtime.NewKVStoreService(keys[banktypes.StoreKey])
	keeper := bankkeeper.NewBaseKeeper(cdc, bankStore, accounts, nil, authority, log.NewNopLogger())

	context := func() sdk.Context {
		ctx := testutil.DefaultContextWithKeys(keys, nil, nil)
		require.NoError(tb, keeper.SetParams(ctx, banktypes.DefaultParams()))
		return ctx
	}
	return &books{keeper, ledger.New(bankStore), keys[banktypes.StoreKey], context(), context()}
}

// fund mints the same coins for addr in both states.
func (b *books) fund(tb testing.TB, addr []byte, denom string, amount uint64) {
	tb.Helper()
	coins := sdk.NewCoins(sdk.NewCoin(denom, sdkmath.NewIntFromUint64(amount)))
	for _, ctx := range []*sdk.Context{&b.raw, &b.sent} {
		require.NoError(tb, b.bank.MintCoins(*ctx, minter, coins))
		require.NoError(tb, b.bank.SendCoinsFromModuleToAccount(*ctx, minter, addr, coins))
		*ctx = ctx.WithEventManager(sdk.NewEventManager())
	}
}

func (b *books) balance(tb testing.TB, addr []byte, denom string) uint64 {
	tb.Helper()
	amount, err := b.ledger.Balance(b.raw, addr, denom)
	require.NoError(tb, err)
	require.Equal(tb, b.bank.GetBalance(b.raw, addr, denom).Amount.String(), sdkmath.NewIntFromUint64(amount).String())
	return amount
}

// bytes is the whole bank store of ctx, key by key.
func (b *books) bytes(ctx sdk.Context) [][2]string {
	it := ctx.KVStore(b.key).Iterator(nil, nil)
	defer it.Close()
	var all [][2]string
	for ; it.Valid(); it.Next() {
		all = append(all, [2]string{hex.EncodeToString(it.Key()), string(it.Value())})
	}
	return all
}
