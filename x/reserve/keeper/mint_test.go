// SPDX-License-Identifier: Apache-2.0

package keeper_test

import (
	"context"
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"cosmossdk.io/log/v2"
	sdkmath "cosmossdk.io/math"

	"github.com/cosmos/cosmos-sdk/codec"
	addresscodec "github.com/cosmos/cosmos-sdk/codec/address"
	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	"github.com/cosmos/cosmos-sdk/runtime"
	storetypes "github.com/cosmos/cosmos-sdk/store/v2/types"
	"github.com/cosmos/cosmos-sdk/testutil"
	sdk "github.com/cosmos/cosmos-sdk/types"
	authkeeper "github.com/cosmos/cosmos-sdk/x/auth/keeper"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"
	bankkeeper "github.com/cosmos/cosmos-sdk/x/bank/keeper"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"

	"github.com/taelnet/tael/x/reserve"
	"github.com/taelnet/tael/x/reserve/keeper"
)

func TestMintingIsRestricted(t *testing.T) {
	f := newFixture(t)
	coins := sdk.NewCoins(sdk.NewCoin("cny", sdkmath.NewInt(1)))
	require.ErrorIs(t, f.keeper.MintingRestriction(f.ctx, coins), reserve.ErrMintForbidden)
	require.ErrorIs(t, f.keeper.MintingRestriction(context.Background(), coins), reserve.ErrMintForbidden)
	require.ErrorIs(t, f.book.MintCoins(f.ctx, reserve.ModuleName, coins), reserve.ErrMintForbidden)
	marked := f.mark(coins)
	require.NoError(t, f.keeper.MintingRestriction(marked, coins))
	more := sdk.NewCoins(sdk.NewCoin("cny", sdkmath.NewInt(2)))
	require.ErrorIs(t, f.keeper.MintingRestriction(marked, more), reserve.ErrMintForbidden, "the mark is for what it names")
}

// mark is the context in which the module called bank for a mint of these coins.
func (f *fixture) mark(coins sdk.Coins) (marked context.Context) {
	f.t.Helper()
	restrict := f.book.restrict
	defer func() { f.book.restrict = restrict }()
	f.book.restrict = func(ctx context.Context, _ sdk.Coins) error {
		marked = ctx
		return restrict(ctx, coins)
	}
	amount := coins[0].Amount.Uint64()
	_, err := f.msgs.AttestReceipt(f.ctx, receipt("attestorA", func(m *reserve.MsgAttestReceipt) { m.Amount, m.EntryReference = amount, "MARK" }))
	require.NoError(f.t, err)
	_, err = f.msgs.AttestReceipt(f.ctx, receipt("attestorB", func(m *reserve.MsgAttestReceipt) { m.Amount, m.EntryReference = amount, "MARK" }))
	require.NoError(f.t, err)
	return marked
}

func TestTotalsOutOfRangeFailTheMessage(t *testing.T) {
	f := newFixture(t)
	f.fund()
	full := reserve.Totals{Issued: math.MaxUint64, Redeemed: math.MaxUint64 - money}
	require.NoError(t, f.keeper.Supplies.Set(f.ctx, reserve.DenomKey("cny"), full))
	require.NoError(t, f.keeper.MemberTotals.Set(f.ctx, reserve.MemberDenomKey(bankA, "cny"), full))
	next := func(m *reserve.MsgAttestReceipt) { m.EntryReference = "E-0002" }
	_, err := deliver(f, f.msgs.AttestReceipt, receipt("attestorA", next))
	require.NoError(t, err)
	fails(f, f.msgs.AttestReceipt, receipt("attestorB", next), reserve.ErrTotalOverflow)
}

// bankLedger is the real bank behind the ledger's interface.
type bankLedger struct{ bankkeeper.BaseKeeper }

func (b bankLedger) Balance(ctx context.Context, addr []byte, denom string) (uint64, error) {
	return b.GetBalance(ctx, addr, denom).Amount.Uint64(), nil
}

func (b bankLedger) Move(ctx context.Context, from, to []byte, denom string, amount uint64) error {
	return b.SendCoins(ctx, from, to, sdk.NewCoins(sdk.NewCoin(denom, sdkmath.NewIntFromUint64(amount))))
}

// TestTheRealBankObeys: bank mints for the reserve's own call and for nobody else's.
func TestTheRealBankObeys(t *testing.T) {
	f := newEmptyFixture(t)
	bank := newBank(t, f)

	// ACT: a receipt is minted, a redemption burnt.
	f.fundReal()
	require.Equal(t, sdkmath.NewIntFromUint64(money), bank.GetSupply(f.ctx, "cny").Amount)
	require.Equal(t, sdkmath.NewIntFromUint64(money), bank.GetBalance(f.ctx, raw("alice"), "cny").Amount)
	_, err := f.msgs.RequestRedemption(f.ctx, request(nil))
	require.NoError(t, err)
	_, err = f.msgs.OpenAttempt(f.ctx, f.attempt())
	require.NoError(t, err)
	for _, attestor := range []string{"attestorA", "attestorB"} {
		_, err = f.msgs.AttestOutcome(f.ctx, outcome(attestor, reserve.OUTCOME_EXECUTED))
		require.NoError(t, err)
	}
	require.Equal(t, sdkmath.NewInt(600), bank.GetSupply(f.ctx, "cny").Amount)
	require.NoError(t, f.keeper.Invariants(f.ctx))

	// ACT: somebody else mints.
	coins := sdk.NewCoins(sdk.NewCoin("cny", sdkmath.NewInt(1)))
	require.ErrorIs(t, bank.MintCoins(f.ctx, reserve.ModuleName, coins), reserve.ErrMintForbidden)
	require.Equal(t, sdkmath.NewInt(600), bank.GetSupply(f.ctx, "cny").Amount)
}

func newBank(t *testing.T, f *fixture) bankkeeper.BaseKeeper {
	t.Helper()
	keys := storetypes.NewKVStoreKeys(authtypes.StoreKey, banktypes.StoreKey, reserve.StoreKey)
	registry := codectypes.NewInterfaceRegistry()
	authtypes.RegisterInterfaces(registry)
	cdc := codec.NewProtoCodec(registry)
	f.ctx = testutil.DefaultContextWithKeys(keys, nil, nil).WithBlockTime(f.ctx.BlockTime())

	accounts := authkeeper.NewAccountKeeper(
		cdc, runtime.NewKVStoreService(keys[authtypes.StoreKey]), authtypes.ProtoBaseAccount,
		map[string][]string{reserve.ModuleName: {authtypes.Minter, authtypes.Burner}},
		addresscodec.NewBech32Codec("tael"), "tael", text("authority"),
	)
	bank := bankkeeper.NewBaseKeeper(
		cdc, runtime.NewKVStoreService(keys[banktypes.StoreKey]), accounts, nil, text("authority"), log.NewNopLogger(),
	).WithMintCoinsRestriction(keeper.Keeper{}.MintingRestriction)
	f.keeper = keeper.NewKeeper(cdc, runtime.NewKVStoreService(keys[reserve.StoreKey]), f.consortium, f.holders, f.compliance, f.netting, bank, bankLedger{bank})
	f.msgs, f.queries = keeper.NewMsgServer(f.keeper), keeper.NewQueryServer(f.keeper)
	require.NoError(t, f.keeper.InitGenesis(f.ctx, genesis()))
	return bank
}

func (f *fixture) fundReal() {
	f.t.Helper()
	for _, attestor := range []string{"attestorA", "attestorB"} {
		_, err := f.msgs.AttestReceipt(f.ctx, receipt(attestor, nil))
		require.NoError(f.t, err)
	}
}
