// SPDX-License-Identifier: Apache-2.0

package keeper_test

import (
	"crypto/sha256"
	"fmt"
	"testing"
	"time"

	cmtproto "github.com/cometbft/cometbft/proto/tendermint/types"
	dbm "github.com/cosmos/cosmos-db"
	"github.com/stretchr/testify/require"

	"cosmossdk.io/log/v2"

	"github.com/cosmos/cosmos-sdk/store/v2"
	storetypes "github.com/cosmos/cosmos-sdk/store/v2/types"

	"github.com/cosmos/cosmos-sdk/codec"
	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	"github.com/cosmos/cosmos-sdk/runtime"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/taelnet/tael/x/compliance"
	"github.com/taelnet/tael/x/consortium"
	"github.com/taelnet/tael/x/netting"
	"github.com/taelnet/tael/x/netting/keeper"
)

// start is the block time of the first block; cut-offs lie on full hours.
const start int64 = 1_795_392_000

// fixture is the module over a real store, with the yuan as currency and members from 1 on.
type fixture struct {
	t          require.TestingT
	ctx        sdk.Context
	keeper     keeper.Keeper
	bank       *fakeBank
	consortium *fakeConsortium
	msgs       netting.MsgServer
	queries    netting.QueryServer
	key        *storetypes.KVStoreKey
}

func newFixture(t *testing.T) *fixture {
	t.Helper()
	return newFixtureOf(t, 5)
}

// newFixtureOf makes a fixture with some members, none of which has a cap or funds.
func newFixtureOf(t require.TestingT, members uint32) *fixture {
	key, bankKey := storetypes.NewKVStoreKey(netting.StoreKey), storetypes.NewKVStoreKey("bank")
	stores := store.NewCommitMultiStore(dbm.NewMemDB(), log.NewNopLogger())
	stores.MountStoreWithDB(key, storetypes.StoreTypeIAVL, nil)
	stores.MountStoreWithDB(bankKey, storetypes.StoreTypeIAVL, nil)
	require.NoError(t, stores.LoadLatestVersion())
	ctx := sdk.NewContext(stores, cmtproto.Header{}, false, log.NewNopLogger())
	ctx = ctx.WithBlockHeight(1).WithBlockTime(time.Unix(start, 0)).WithEventManager(sdk.NewEventManager())
	f := &fixture{
		t: t, ctx: ctx, consortium: newConsortium(members), bank: newBank(runtime.NewKVStoreService(bankKey)), key: key,
	}
	cdc := codec.NewProtoCodec(codectypes.NewInterfaceRegistry())
	f.keeper = keeper.NewKeeper(cdc, runtime.NewKVStoreService(key), f.consortium, f.bank)
	f.msgs, f.queries = keeper.NewMsgServer(f.keeper), keeper.NewQueryServer(f.keeper)
	require.NoError(t, f.keeper.InitGenesis(ctx, netting.GenesisState{Currencies: []netting.Currency{
		{Code: "CNY", EmoneyDenom: "cny", SettlingDenom: "ecny", CycleInterval: 3600},
	}}))
	return f
}

// address is a test address made of a name.
func address(name string) string {
	sum := sha256.Sum256([]byte(name))
	return sdk.AccAddress(sum[:20]).String()
}

// withCap gives members a cap, as genesis would.
func (f *fixture) withCap(limit uint64, members ...uint32) *fixture {
	for _, member := range members {
		p := f.position(member)
		p.Cap = limit
		require.NoError(f.t, f.keeper.Positions.Set(f.ctx, positionKey(member), p))
	}
	return f
}

// withFunds puts money into settlement accounts.
func (f *fixture) withFunds(amount int64, members ...uint32) *fixture {
	for _, member := range members {
		require.NoError(f.t, f.fund(member, amount, amount < 0))
	}
	return f
}

// propose puts a raise of a member's cap on offer for a day, by the risk desk of a clearing member.
func (f *fixture) propose(member uint32, limit uint64) error {
	_, err := f.msgs.ProposeCap(f.ctx, &netting.MsgProposeCap{
		Risk: f.risk(), Member: f.consortium.members[member].Id, Currency: "CNY", Cap: limit, ExpiresAt: f.now() + 86_400,
	})
	return err
}

// accept accepts the raise on offer by the member's treasury.
func (f *fixture) accept(member uint32, limit uint64) error {
	_, err := f.msgs.AcceptCap(f.ctx, &netting.MsgAcceptCap{Treasury: f.treasury(member), Currency: "CNY", Cap: limit})
	return err
}

// earmark sets a member's earmark by its treasury.
func (f *fixture) earmark(member uint32, amount uint64) error {
	_, err := f.msgs.SetEarmark(f.ctx, &netting.MsgSetEarmark{Treasury: f.treasury(member), Currency: "CNY", Amount: amount})
	return err
}

// policy sets the rules of the currency by the consortium.
func (f *fixture) policy(msg netting.MsgSetCurrencyPolicy) (uint32, error) {
	msg.Authority, msg.Currency = f.consortium.authority, "CNY"
	res, err := f.msgs.SetCurrencyPolicy(f.ctx, &msg)
	return res.GetBlocked(), err
}

// risk is the risk desk of a clearing member that owes nothing itself.
func (f *fixture) risk() string {
	const clearing = 100
	f.consortium.members[clearing] = consortium.Member{
		Number: clearing, Id: "clearing", Status: consortium.MEMBER_STATUS_ACTIVE, Roles: []consortium.Role{consortium.ROLE_CLEARING},
	}
	return f.consortium.withDuty("risk", clearing, consortium.DUTY_RISK)
}

func (f *fixture) treasury(member uint32) string {
	return f.consortium.withDuty(fmt.Sprintf("treasury of %d", member), member, consortium.DUTY_TREASURY)
}

func (f *fixture) now() int64 { return f.ctx.BlockTime().Unix() }

// fund changes a settlement account as the reserve would.
func (f *fixture) fund(member uint32, amount int64, forced bool) error {
	require.NoError(f.t, f.bank.add(f.ctx, netting.SettlementAccount(member, "ecny"), "ecny", amount))
	return f.keeper.FundsMoved(f.ctx, member, "ecny", forced)
}

// owe tests and, if nothing speaks against it, records an obligation.
func (f *fixture) owe(from, to uint32, amount uint64) compliance.Reason {
	o := netting.Obligation{Denom: "cny", From: from, To: to, Amount: amount}
	reason, err := f.keeper.Test(f.ctx, o)
	require.NoError(f.t, err)
	if reason == compliance.ReasonNone {
		_, err = f.keeper.Record(f.ctx, o)
		require.NoError(f.t, err)
	}
	return reason
}

func (f *fixture) mustOwe(from, to uint32, amount uint64) {
	require.Equal(f.t, compliance.ReasonNone, f.owe(from, to, amount))
}

// order marks the cycle to close, as a clearing member's desk would.
func (f *fixture) order() {
	c := f.currency()
	c.CloseOrdered = true
	require.NoError(f.t, f.keeper.Currencies.Set(f.ctx, "cny", c))
	require.NoError(f.t, f.keeper.Currencies.Set(f.ctx, "ecny", c))
}

// endBlock ends the block, checks all invariants and begins the next one some seconds later with no events.
func (f *fixture) endBlock(seconds int64) {
	f.closeBlock()
	f.nextBlock(seconds)
}

func (f *fixture) closeBlock() {
	require.NoError(f.t, f.keeper.EndBlocker(f.ctx))
	require.NoError(f.t, f.keeper.Invariants(f.ctx))
}

func (f *fixture) nextBlock(seconds int64) {
	f.ctx = f.ctx.WithBlockHeight(f.ctx.BlockHeight() + 1).
		WithBlockTime(f.ctx.BlockTime().Add(time.Duration(seconds) * time.Second)).
		WithEventManager(sdk.NewEventManager())
}

func (f *fixture) currency() netting.Currency {
	c, err := f.keeper.CurrencyByCode(f.ctx, "CNY")
	require.NoError(f.t, err)
	return c
}

func (f *fixture) position(member uint32) netting.Position {
	p, err := f.keeper.Position(f.ctx, "CNY", member)
	require.NoError(f.t, err)
	return p
}

func (f *fixture) balance(member uint32) uint64 {
	held, err := f.keeper.SettlementBalance(f.ctx, member, "ecny")
	require.NoError(f.t, err)
	return held
}

// events are the types of the events of this block, without the package.
func (f *fixture) events() []string {
	var names []string
	for _, event := range f.ctx.EventManager().Events() {
		names = append(names, event.Type[len("tael.netting.v1."):])
	}
	return names
}

// state is every key and value of the module's store.
func (f *fixture) state() map[string]string {
	all := map[string]string{}
	it := f.ctx.KVStore(f.key).Iterator(nil, nil)
	defer func() { require.NoError(f.t, it.Close()) }()
	for ; it.Valid(); it.Next() {
		all[string(it.Key())] = string(it.Value())
	}
	return all
}
