// SPDX-License-Identifier: Apache-2.0

package keeper_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"os"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/cosmos/cosmos-sdk/codec"
	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	cryptocodec "github.com/cosmos/cosmos-sdk/crypto/codec"
	"github.com/cosmos/cosmos-sdk/runtime"
	storetypes "github.com/cosmos/cosmos-sdk/store/v2/types"
	"github.com/cosmos/cosmos-sdk/testutil"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/taelnet/tael/x/consortium"
	"github.com/taelnet/tael/x/wallet"
	"github.com/taelnet/tael/x/wallet/keeper"
)

const (
	testChain  = "tael-local-1"
	testEIP155 = 80_801

	bankA, bankB, clearing, regulator, suspended = 1, 2, 3, 4, 5
	day                                          = 24 * 60 * 60
)

var start = time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)

func TestMain(m *testing.M) {
	sdk.GetConfig().SetBech32PrefixForAccount("tael", "taelpub")
	os.Exit(m.Run())
}

// fixture is a keeper over a real store with five members: two banks, a clearing house, a regulator, a suspended bank.
type fixture struct {
	t          testing.TB
	ctx        sdk.Context
	keeper     keeper.Keeper
	msgs       wallet.MsgServer
	queries    wallet.QueryServer
	consortium *fakeConsortium
	accounts   fakeAccounts
	bank       fakeBank
	store      storetypes.StoreKey
}

func newFixture(t testing.TB) *fixture {
	t.Helper()
	key := storetypes.NewKVStoreKey(wallet.StoreKey)
	stores := testutil.DefaultContextWithDB(t, key, storetypes.NewTransientStoreKey("transient"))
	registry := codectypes.NewInterfaceRegistry()
	cryptocodec.RegisterInterfaces(registry)
	wallet.RegisterInterfaces(registry)

	f := &fixture{t: t, store: key, consortium: newConsortium(), accounts: fakeAccounts{}, bank: fakeBank{}}
	f.keeper = keeper.NewKeeper(codec.NewProtoCodec(registry), runtime.NewKVStoreService(key), f.consortium, f.accounts, f.bank, wallet.Batched{})
	f.msgs, f.queries = keeper.NewMsgServer(f.keeper), keeper.NewQueryServer(f.keeper)
	f.ctx = stores.Ctx.WithChainID(testChain).WithBlockTime(start).WithBlockHeight(7)
	require.NoError(t, f.keeper.InitGenesis(f.ctx, wallet.DefaultGenesis()))
	return f
}

func newConsortium() *fakeConsortium {
	f := &fakeConsortium{members: map[uint32]consortium.Member{}, actors: map[string]consortium.Actor{}}
	for number, m := range map[uint32]consortium.Member{
		bankA:     {Id: "bank-a", Roles: []consortium.Role{consortium.ROLE_BANK}},
		bankB:     {Id: "bank-b", Roles: []consortium.Role{consortium.ROLE_BANK}},
		clearing:  {Id: "clearing", Roles: []consortium.Role{consortium.ROLE_CLEARING}},
		regulator: {Id: "regulator", Roles: []consortium.Role{consortium.ROLE_REGULATOR}},
		suspended: {Id: "bank-s", Roles: []consortium.Role{consortium.ROLE_BANK}},
	} {
		m.Number, m.Status = number, consortium.MEMBER_STATUS_ACTIVE
		if number == suspended {
			m.Status = consortium.MEMBER_STATUS_SUSPENDED
		}
		f.members[number] = m
		for _, duty := range []consortium.Duty{consortium.DUTY_OPERATIONS, consortium.DUTY_TREASURY, consortium.DUTY_COMPLIANCE, consortium.DUTY_SUBMITTER} {
			f.actors[string(dutyAddress(m.Id, duty))] = consortium.Actor{Member: number, Duties: 1 << duty, Status: m.Status}
		}
	}
	return f
}

func dutyAddress(member string, duty consortium.Duty) sdk.AccAddress {
	return named(member + duty.String())
}

func operations(member string) string {
	return dutyAddress(member, consortium.DUTY_OPERATIONS).String()
}

func seed(name string) [32]byte { return sha256.Sum256([]byte(name)) }

func named(name string) sdk.AccAddress {
	sum := seed(name)
	return sum[:20]
}

// salted is the address of a wallet whose salt is made of a name.
func salted(name string) (sdk.AccAddress, []byte) {
	salt := seed(name)
	return wallet.AddressFromSalt(salt[:]), salt[:]
}

func signer(t testing.TB, name string) wallet.Signer {
	t.Helper()
	s, err := wallet.NewSigner(wallet.KEY_ALGORITHM_SECP256K1, seed(name))
	require.NoError(t, err)
	return s
}

func deviceID(s wallet.Signer) string {
	id := wallet.DeviceID(s.Algorithm(), s.PublicKey())
	return hex.EncodeToString(id[:])
}

// open opens a person's wallet at bank A with the first device of the same name.
func (f *fixture) open(name string) sdk.AccAddress {
	f.t.Helper()
	addr, salt := salted(name)
	first := signer(f.t, name)
	_, err := f.msgs.OpenWallet(f.ctx, &wallet.MsgOpenWallet{
		Operator: operations("bank-a"), Address: addr.String(), Kind: wallet.WALLET_KIND_PERSON, Tier: 2, Salt: salt,
		FirstDevice: &wallet.DeviceKey{Algorithm: first.Algorithm(), PublicKey: first.PublicKey()},
	})
	require.NoError(f.t, err)
	return addr
}

// wait moves block time on.
func (f *fixture) wait(seconds int64) {
	f.ctx = f.ctx.WithBlockTime(f.ctx.BlockTime().Add(time.Duration(seconds) * time.Second))
}

func (f *fixture) now() int64 { return f.ctx.BlockTime().Unix() }

// refused runs an act that must fail with a sentinel and leave neither state nor event behind.
func (f *fixture) refused(want error, act func(ctx context.Context) error) {
	f.t.Helper()
	before := f.export(f.ctx)
	ctx := f.ctx.WithEventManager(sdk.NewEventManager())
	require.ErrorIs(f.t, act(ctx), want)
	require.Equal(f.t, before, f.export(f.ctx))
	require.Empty(f.t, ctx.EventManager().Events())
	require.NoError(f.t, f.keeper.Invariants(f.ctx))
}

// done runs an act that must succeed and returns the one typed event it emits last.
func (f *fixture) done(act func(ctx context.Context) error) string {
	f.t.Helper()
	ctx := f.ctx.WithEventManager(sdk.NewEventManager())
	require.NoError(f.t, act(ctx))
	require.NoError(f.t, f.keeper.Invariants(f.ctx))
	events := ctx.EventManager().Events()
	require.NotEmpty(f.t, events)
	return events[len(events)-1].Type
}

func (f *fixture) export(ctx context.Context) *wallet.GenesisState {
	f.t.Helper()
	gs, err := f.keeper.ExportGenesis(ctx)
	require.NoError(f.t, err)
	return gs
}
