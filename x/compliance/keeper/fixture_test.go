// SPDX-License-Identifier: Apache-2.0

package keeper_test

import (
	"bytes"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	corestore "cosmossdk.io/core/store"

	"github.com/cosmos/cosmos-sdk/codec"
	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	"github.com/cosmos/cosmos-sdk/runtime"
	storetypes "github.com/cosmos/cosmos-sdk/store/v2/types"
	"github.com/cosmos/cosmos-sdk/testutil"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/taelnet/tael/x/compliance"
	"github.com/taelnet/tael/x/compliance/keeper"
	"github.com/taelnet/tael/x/consortium"
	"github.com/taelnet/tael/x/wallet"
)

// The members, and the addresses that act for them.
const (
	bankA, bankB, regulator = uint32(1), uint32(2), uint32(9)
)

var (
	alice    = raw(1)  // a person at bankA
	bob      = raw(2)  // a person at bankB
	shop     = raw(3)  // a merchant at bankB
	suspense = raw(4)  // unassigned money at bankA
	second   = raw(6)  // another wallet of alice, at bankB
	feesA    = raw(7)  // fees of bankA
	closed   = raw(5)  // a closed wallet at bankA
	stranger = raw(99) // no wallet

	authority     = text(20)
	officerA      = text(21)
	officerB      = text(22)
	supervisor    = text(23)
	operationsA   = text(24)
	nobody        = text(25)
	ground        = bytes.Repeat([]byte{7}, 32)
	noon          = time.Date(2026, 11, 23, 4, 0, 0, 0, time.UTC) // 12:00:00 in China
	chinaMidnight = time.Date(2026, 11, 23, 16, 0, 0, 0, time.UTC)
)

func raw(b byte) []byte  { return bytes.Repeat([]byte{b}, 20) }
func text(b byte) string { return sdk.AccAddress(raw(b)).String() }

type fixture struct {
	t          testing.TB
	ctx        sdk.Context
	store      corestore.KVStoreService
	keeper     keeper.Keeper
	msg        compliance.MsgServer
	query      compliance.QueryServer
	consortium *fakeConsortium
	wallets    fakeWallets
	bank       *fakeBank
}

// newFixture returns a room that started with the default genesis.
func newFixture(t testing.TB) *fixture {
	t.Helper()
	f := newEmptyFixture(t)
	require.NoError(t, f.keeper.InitGenesis(f.ctx, *compliance.DefaultGenesisState()))
	return f
}

// newEmptyFixture returns a room over an empty store.
func newEmptyFixture(t testing.TB) *fixture {
	t.Helper()
	key := storetypes.NewKVStoreKey(compliance.StoreKey)
	tc := testutil.DefaultContextWithDB(t, key, storetypes.NewTransientStoreKey("transient_test"))
	f := &fixture{
		t: t, ctx: tc.Ctx.WithBlockTime(noon), store: runtime.NewKVStoreService(key),
		consortium: &fakeConsortium{
			authority: authority,
			members: map[uint32]consortium.Member{
				bankA:     {Number: bankA, Id: "bank-a", Roles: []consortium.Role{consortium.ROLE_BANK}},
				bankB:     {Number: bankB, Id: "bank-b", Roles: []consortium.Role{consortium.ROLE_BANK}},
				regulator: {Number: regulator, Id: "regulator", Roles: []consortium.Role{consortium.ROLE_REGULATOR}},
			},
			duties: map[string]duty{
				officerA:    {bankA, consortium.DUTY_COMPLIANCE},
				officerB:    {bankB, consortium.DUTY_COMPLIANCE},
				supervisor:  {regulator, consortium.DUTY_COMPLIANCE},
				operationsA: {bankA, consortium.DUTY_OPERATIONS},
			},
		},
		wallets: fakeWallets{
			string(alice):    {Address: alice, Custodian: bankA, Kind: wallet.WALLET_KIND_PERSON, Tier: 1, Status: wallet.WALLET_STATUS_ACTIVE},
			string(bob):      {Address: bob, Custodian: bankB, Kind: wallet.WALLET_KIND_PERSON, Tier: 1, Status: wallet.WALLET_STATUS_ACTIVE},
			string(shop):     {Address: shop, Custodian: bankB, Kind: wallet.WALLET_KIND_MERCHANT, Tier: 2, Status: wallet.WALLET_STATUS_ACTIVE},
			string(suspense): {Address: suspense, Custodian: bankA, Kind: wallet.WALLET_KIND_SUSPENSE, Status: wallet.WALLET_STATUS_ACTIVE, Currency: "cny"},
			string(second):   {Address: second, Custodian: bankB, Kind: wallet.WALLET_KIND_PERSON, Tier: 1, Status: wallet.WALLET_STATUS_ACTIVE},
			string(feesA):    {Address: feesA, Custodian: bankA, Kind: wallet.WALLET_KIND_MEMBER, Status: wallet.WALLET_STATUS_ACTIVE},
			string(closed):   {Address: closed, Custodian: bankA, Kind: wallet.WALLET_KIND_PERSON, Tier: 1, Status: wallet.WALLET_STATUS_CLOSED},
		},
		bank: &fakeBank{balances: map[string]uint64{}},
	}
	cdc := codec.NewProtoCodec(codectypes.NewInterfaceRegistry())
	f.keeper = keeper.NewKeeper(cdc, f.store, f.consortium, f.wallets, f.bank)
	f.msg, f.query = keeper.NewMsgServer(f.keeper), keeper.NewQueryServer(f.keeper)
	return f
}

// at moves block time and starts a new list of events.
func (f *fixture) at(when time.Time) *fixture {
	f.ctx = f.ctx.WithBlockTime(when).WithEventManager(sdk.NewEventManager())
	return f
}

func (f *fixture) now() int64 { return f.ctx.BlockTime().Unix() }

// wallet returns a wallet for a movement.
func (f *fixture) wallet(addr []byte) *wallet.Wallet {
	w := f.wallets[string(addr)]
	return &w
}

// movement returns a movement of cny between two wallets; nil stands for no wallet.
func (f *fixture) movement(kind compliance.MovementKind, payer, payee []byte, amount uint64) compliance.Movement {
	m := compliance.Movement{
		Kind: kind, Module: "payment", From: payer, To: payee, Denom: "cny", Amount: amount,
		Strength: compliance.STRENGTH_ONE, OriginalAt: f.now(),
	}
	if payer != nil {
		m.Payer = f.wallet(payer)
	}
	if payee != nil {
		m.Payee = f.wallet(payee)
	}
	return m
}

// move asks about a movement and weighs it if it may happen.
func (f *fixture) move(m compliance.Movement) compliance.Reason {
	f.t.Helper()
	d, err := f.keeper.Authorize(f.ctx, m)
	require.NoError(f.t, err)
	if d.Allowed() {
		require.NoError(f.t, f.keeper.Weigh(f.ctx, d))
	}
	require.NoError(f.t, f.keeper.Invariants(f.ctx))
	return d.Reason
}

func (f *fixture) pay(payer, payee []byte, amount uint64) compliance.Reason {
	f.t.Helper()
	return f.move(f.movement(compliance.MovementPay, payer, payee, amount))
}

// limits replaces the table.
func (f *fixture) limits(rows ...compliance.Limit) {
	f.t.Helper()
	_, err := f.msg.SetLimits(f.ctx, &compliance.MsgSetLimits{Authority: authority, Limits: rows})
	require.NoError(f.t, err)
}

// row returns a limit of persons of tier 1 in cny.
func row(window compliance.Window, measure compliance.Measure, amount uint64) compliance.Limit {
	return compliance.Limit{
		Tier: 1, Kind: wallet.WALLET_KIND_PERSON, Window: window, Measure: measure, Denom: "cny",
		Strength: compliance.STRENGTH_ONE, Amount: amount,
	}
}

// counted returns what a wallet's record says of today, in cny.
func (f *fixture) counted(addr []byte) (out, in uint64) {
	f.t.Helper()
	answer, err := f.query.Usage(f.ctx, &compliance.QueryUsageRequest{Wallet: sdk.AccAddress(addr).String()})
	require.NoError(f.t, err)
	for _, c := range answer.Counters {
		if c.Denom == "cny" {
			return c.Out, c.In
		}
	}
	return 0, 0
}

// sums returns what a wallet's record says of cny by window, however it moved.
func (f *fixture) sums(addr []byte, measure compliance.Measure) (sums [4]uint64) {
	f.t.Helper()
	answer, err := f.query.Usage(f.ctx, &compliance.QueryUsageRequest{Wallet: sdk.AccAddress(addr).String()})
	require.NoError(f.t, err)
	for _, s := range answer.Sums {
		if s.Denom == "cny" && s.Measure == measure {
			for i, sum := range [4]uint64{s.Day, s.Month, s.Year, s.Lifetime} {
				sums[i] += sum
			}
		}
	}
	return sums
}

// restrict places an EMERGENCY order of the regulator and returns its id.
func (f *fixture) restrict(addr []byte, denom string, effect compliance.Effect) uint64 {
	f.t.Helper()
	answer, err := f.msg.Restrict(f.ctx, &compliance.MsgRestrict{
		Officer: supervisor, Wallet: sdk.AccAddress(addr).String(), Denom: denom, Effect: effect, Ground: ground,
	})
	require.NoError(f.t, err)
	return answer.Order
}

// dump returns every key and value of the store.
func (f *fixture) dump() map[string]string {
	f.t.Helper()
	all := map[string]string{}
	it, err := f.store.OpenKVStore(f.ctx).Iterator(nil, nil)
	require.NoError(f.t, err)
	defer it.Close()
	for ; it.Valid(); it.Next() {
		all[string(it.Key())] = string(it.Value())
	}
	return all
}

// refuses runs an act that must fail: with the exact error, no change of state and no event.
func (f *fixture) refuses(expected error, act func() error) {
	f.t.Helper()
	before := f.dump()
	f.ctx = f.ctx.WithEventManager(sdk.NewEventManager())
	require.ErrorIs(f.t, act(), expected)
	require.Equal(f.t, before, f.dump(), "state unchanged")
	require.Empty(f.t, f.ctx.EventManager().Events(), "no event")
}
