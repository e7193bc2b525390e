// SPDX-License-Identifier: Apache-2.0

package keeper_test

import (
	"context"
	"crypto/sha256"
	"maps"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/cosmos/cosmos-sdk/codec"
	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	"github.com/cosmos/cosmos-sdk/runtime"
	storetypes "github.com/cosmos/cosmos-sdk/store/v2/types"
	"github.com/cosmos/cosmos-sdk/testutil"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/taelnet/tael/x/compliance"
	"github.com/taelnet/tael/x/consortium"
	"github.com/taelnet/tael/x/netting"
	"github.com/taelnet/tael/x/reserve"
	"github.com/taelnet/tael/x/reserve/keeper"
	"github.com/taelnet/tael/x/wallet"
)

const (
	bankA, bankB, clearing, centralBank, farCentralBank uint32 = 1, 2, 3, 4, 5

	noon  = int64(1_800_000_000)
	money = uint64(1_000)
)

func TestMain(m *testing.M) {
	sdk.GetConfig().SetBech32PrefixForAccount("tael", "taelpub")
	os.Exit(m.Run())
}

// raw is the address of a named actor, text its form for people.
func raw(name string) []byte {
	sum := sha256.Sum256([]byte(name))
	return sum[:20]
}

func text(name string) string { return sdk.AccAddress(raw(name)).String() }

// uetr is a reference made of a name.
func uetr(name string) string { return wallet.NewUETRFromSHA256(sha256.Sum256([]byte(name))).String() }

func digest(name string) []byte {
	sum := sha256.Sum256([]byte(name))
	return sum[:]
}

// failer is a test, or one try of a property.
type failer interface {
	require.TestingT
	Helper()
}

// fixture is the reserve over a real store and fakes: two banks and a clearinghouse attest on one rail, two of three.
// Alice and treasuryA are customers of bank A, bob of bank B.
type fixture struct {
	t          failer
	ctx        sdk.Context
	keeper     keeper.Keeper
	msgs       reserve.MsgServer
	queries    reserve.QueryServer
	consortium *fakeConsortium
	wallets    fakeWallets
	holders    *fakeHolders
	compliance *fakeCompliance
	netting    *fakeNetting
	book       *fakeBook
	events     []string
	key        *storetypes.KVStoreKey
}

func newFixture(t *testing.T) *fixture {
	t.Helper()
	f := newEmptyFixture(t)
	require.NoError(t, f.keeper.InitGenesis(f.ctx, genesis()))
	return f
}

// newEmptyFixture has no genesis yet.
func newEmptyFixture(t *testing.T) *fixture {
	t.Helper()
	f := &fixture{
		t:          t,
		consortium: newConsortium(),
		wallets:    newWallets(),
		compliance: &fakeCompliance{
			refused: map[string]compliance.Reason{}, effects: map[string]compliance.Effect{}, moved: map[string]int64{},
		},
		netting: &fakeNetting{
			currency: netting.Currency{Code: "CNY", EmoneyDenom: "cny", SettlingDenom: "ecny"},
			out:      map[uint32]uint64{}, in: map[uint32]uint64{}, positions: map[uint32]netting.Position{},
		},
		book: &fakeBook{balances: map[account]uint64{}, supply: map[string]uint64{}},
	}
	f.netting.book = f.book
	f.holders = &fakeHolders{
		fakeWallets: f.wallets, moves: map[string]wallet.CustodyMove{}, notices: map[string]int64{}, dormant: map[string]bool{},
	}
	key := storetypes.NewKVStoreKey(reserve.StoreKey)
	f.key = key
	db := testutil.DefaultContextWithDB(t, key, storetypes.NewTransientStoreKey("transient_test"))
	f.ctx = db.Ctx.WithBlockTime(time.Unix(noon, 0).UTC())
	cdc := codec.NewProtoCodec(codectypes.NewInterfaceRegistry())
	f.keeper = keeper.NewKeeper(cdc, runtime.NewKVStoreService(key), f.consortium, f.holders, f.compliance, f.netting, f.book, f.book)
	f.book.restrict = f.keeper.MintingRestriction
	f.msgs = keeper.NewMsgServer(f.keeper)
	f.queries = keeper.NewQueryServer(f.keeper)
	return f
}

func newConsortium() *fakeConsortium {
	member := func(number uint32, id string, roles ...consortium.Role) consortium.Member {
		return consortium.Member{Number: number, Id: id, Roles: roles, Status: consortium.MEMBER_STATUS_ACTIVE}
	}
	return &fakeConsortium{
		members: map[uint32]consortium.Member{
			bankA:          member(bankA, "bank-a", consortium.ROLE_BANK),
			bankB:          member(bankB, "bank-b", consortium.ROLE_BANK),
			clearing:       member(clearing, "clearing", consortium.ROLE_CLEARING),
			centralBank:    member(centralBank, "central-bank", consortium.ROLE_CENTRAL_BANK),
			farCentralBank: member(farCentralBank, "far-central-bank", consortium.ROLE_CENTRAL_BANK),
		},
		duties: map[string]holder{
			text("attestorA"):   {bankA, consortium.DUTY_ATTESTATION},
			text("attestorB"):   {bankB, consortium.DUTY_ATTESTATION},
			text("attestorC"):   {clearing, consortium.DUTY_ATTESTATION},
			text("attestorX"):   {centralBank, consortium.DUTY_ATTESTATION},
			text("operationsA"): {bankA, consortium.DUTY_OPERATIONS},
			text("operationsB"): {bankB, consortium.DUTY_OPERATIONS},
			text("treasuryA"):   {bankA, consortium.DUTY_TREASURY},
			text("treasuryB"):   {bankB, consortium.DUTY_TREASURY},
			text("treasuryCB"):  {centralBank, consortium.DUTY_TREASURY},
			text("treasuryFar"): {farCentralBank, consortium.DUTY_TREASURY},
		},
	}
}

func newWallets() fakeWallets {
	wallets := fakeWallets{}
	open := func(name string, custodian uint32, kind wallet.WalletKind, currency string) {
		wallets[string(raw(name))] = wallet.Wallet{
			Address: raw(name), Custodian: custodian, Kind: kind, Status: wallet.WALLET_STATUS_ACTIVE, Currency: currency,
		}
	}
	open("alice", bankA, wallet.WALLET_KIND_PERSON, "")
	open("bob", bankB, wallet.WALLET_KIND_PERSON, "")
	open("treasuryA", bankA, wallet.WALLET_KIND_CORPORATE, "")
	open("treasuryB", bankA, wallet.WALLET_KIND_CORPORATE, "")
	open("treasuryCB", centralBank, wallet.WALLET_KIND_CORPORATE, "")
	open("suspenseA", bankA, wallet.WALLET_KIND_SUSPENSE, "cny")
	return wallets
}

func genesis() reserve.GenesisState {
	return reserve.GenesisState{
		Params: reserve.DefaultParams(),
		Assets: []reserve.Asset{
			{Denom: "cny", Currency: "CNY", Exponent: 2, Class: reserve.ASSET_CLASS_EMONEY},
			{Denom: "ecny", Currency: "CNY", Exponent: 2, Class: reserve.ASSET_CLASS_CBDC, Issuer: "central-bank"},
		},
		Rails: []reserve.Rail{cityRail()},
	}
}

func cityRail() reserve.Rail {
	return reserve.Rail{
		Id: "city-rail", Denom: "cny", Attestors: []string{"bank-a", "bank-b", "clearing"}, Threshold: 2,
		Accounts: []*reserve.RailAccount{{Account: "a-collect", Member: "bank-a"}, {Account: "b-collect", Member: "bank-b"}},
	}
}

// deliver runs a message as the application does: what fails leaves neither state nor event.
func deliver[M interface{ ValidateBasic() error }, R any](f *fixture, handler func(context.Context, M) (R, error), msg M) (R, error) {
	f.t.Helper()
	require.NoError(f.t, msg.ValidateBasic())
	book, weighed, moved, cases := f.book.clone(), f.compliance.weighed, len(f.netting.moved), len(f.compliance.cases)
	wallets, moves := maps.Clone(f.wallets), maps.Clone(f.holders.moves)
	ctx, write := f.ctx.CacheContext()
	ctx = ctx.WithEventManager(sdk.NewEventManager())
	f.events = nil
	res, err := handler(ctx, msg)
	if err != nil {
		require.Empty(f.t, ctx.EventManager().Events(), "a failed message tells nothing")
		*f.book = *book
		f.compliance.weighed, f.netting.moved = weighed, f.netting.moved[:moved]
		f.compliance.cases, f.holders.moves = f.compliance.cases[:cases], moves
		maps.Copy(f.wallets, wallets)
		return res, err
	}
	write()
	for _, e := range ctx.EventManager().Events() {
		f.events = append(f.events, strings.TrimPrefix(e.Type, "tael.reserve.v1."))
	}
	require.NoError(f.t, f.keeper.Invariants(f.ctx))
	return res, nil
}

// fails delivers and requires the exact error, the state as it was and no event.
func fails[M interface{ ValidateBasic() error }, R any](f *fixture, handler func(context.Context, M) (R, error), msg M, want error) {
	f.t.Helper()
	before, book := f.export(), f.book.clone()
	_, err := deliver(f, handler, msg)
	require.ErrorIs(f.t, err, want)
	require.Equal(f.t, before, f.export())
	require.True(f.t, book.equal(f.book))
	require.Empty(f.t, f.events)
}

// endBlock ends the block as the application does, after which the next begins.
func (f *fixture) endBlock() {
	f.t.Helper()
	ctx := f.ctx.WithEventManager(sdk.NewEventManager())
	require.NoError(f.t, f.keeper.EndBlocker(ctx))
	f.events = nil
	for _, e := range ctx.EventManager().Events() {
		f.events = append(f.events, strings.TrimPrefix(e.Type, "tael.reserve.v1."))
	}
	require.NoError(f.t, f.keeper.Invariants(f.ctx))
	f.ctx = f.ctx.WithBlockHeight(f.ctx.BlockHeight() + 1)
}

func (f *fixture) export() *reserve.GenesisState {
	f.t.Helper()
	g, err := f.keeper.ExportGenesis(f.ctx)
	require.NoError(f.t, err)
	return g
}

func (f *fixture) advance(seconds int64) {
	f.ctx = f.ctx.WithBlockTime(f.ctx.BlockTime().Add(time.Duration(seconds) * time.Second))
}

func (f *fixture) balance(name, denom string) uint64 {
	return f.book.balances[account{string(raw(name)), denom}]
}

func (f *fixture) escrow(name string) uint64 {
	return f.book.balances[account{string(wallet.EscrowAddress(reserve.ModuleName, raw(name))), "cny"}]
}

func (f *fixture) settlementA() uint64 {
	return f.book.balances[account{string(netting.SettlementAccount(bankA, "ecny")), "ecny"}]
}

func (f *fixture) suspendA() {
	m := f.consortium.members[bankA]
	m.Status = consortium.MEMBER_STATUS_SUSPENDED
	f.consortium.members[bankA] = m
}

// receipt is a statement of an attestor about money for alice.
func receipt(attestor string, change func(*reserve.MsgAttestReceipt)) *reserve.MsgAttestReceipt {
	msg := &reserve.MsgAttestReceipt{
		Attestor: text(attestor), Rail: "city-rail", Account: "a-collect", BookingDate: 20261123, EntryReference: "E-0001",
		Beneficiary: text("alice"), Denom: "cny", Amount: money,
	}
	if change != nil {
		change(msg)
	}
	return msg
}

// fund mints to alice by two attestors.
func (f *fixture) fund() {
	f.t.Helper()
	for _, attestor := range []string{"attestorB", "attestorC"} {
		_, err := deliver(f, f.msgs.AttestReceipt, receipt(attestor, nil))
		require.NoError(f.t, err)
	}
	require.Equal(f.t, money, f.balance("alice", "cny"))
}

// store is the module's own store.
func (f *fixture) store() storetypes.KVStore { return f.ctx.KVStore(f.key) }
