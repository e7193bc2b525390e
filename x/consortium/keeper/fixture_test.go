// SPDX-License-Identifier: Apache-2.0

package keeper_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	corestore "cosmossdk.io/core/store"

	"github.com/cosmos/cosmos-sdk/codec"
	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	"github.com/cosmos/cosmos-sdk/runtime"
	storetypes "github.com/cosmos/cosmos-sdk/store/v2/types"
	"github.com/cosmos/cosmos-sdk/testutil"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/taelnet/tael/x/consortium"
	"github.com/taelnet/tael/x/consortium/keeper"
)

// The people of the small network: each address is its 20 bytes of one number.
const (
	northGovernance, northOperations, northTreasury, northLane = 11, 12, 13, 14
	southGovernance, southOperations                           = 21, 22
	clearingOperations                                         = 31
	regulatorGovernance, regulatorCompliance                   = 41, 42
	authority, stranger                                        = 99, 77
)

func TestMain(m *testing.M) {
	cfg := sdk.GetConfig()
	cfg.SetBech32PrefixForAccount("tael", "taelpub")
	cfg.SetBech32PrefixForConsensusNode("taelvalcons", "taelvalconspub")
	os.Exit(m.Run())
}

func raw(n byte) sdk.AccAddress { return bytes.Repeat([]byte{n}, consortium.AddressLength) }

func address(n byte) string { return raw(n).String() }

// leiOf completes a prefix to an LEI with valid check digits.
func leiOf(prefix string) string {
	body := (prefix + strings.Repeat("0", 18))[:18]
	for check := range 97 {
		if lei := fmt.Sprintf("%s%02d", body, check+2); consortium.ValidateLEI(lei) == nil {
			return lei
		}
	}
	panic("no check digits fit " + prefix)
}

func member(number uint32, id, bic string, role consortium.Role, duties ...consortium.DutyHolder) consortium.Member {
	return consortium.Member{
		Number: number, Id: id, Name: "Member " + id, Lei: leiOf(fmt.Sprintf("%018d", number)), Bic: bic, Jurisdiction: "CN",
		Roles: []consortium.Role{role}, Status: consortium.MEMBER_STATUS_ACTIVE, Duties: duties,
	}
}

func holds(duty consortium.Duty, n byte) consortium.DutyHolder {
	return consortium.DutyHolder{Duty: duty, Address: address(n)}
}

// smallNetwork has two banks, of which one is suspended, a clearinghouse and a regulator, in canonical order.
func smallNetwork() consortium.Genesis {
	south := member(2, "south-bank", "SOBACNBJ", consortium.ROLE_BANK,
		holds(consortium.DUTY_GOVERNANCE, southGovernance), holds(consortium.DUTY_OPERATIONS, southOperations))
	south.Status = consortium.MEMBER_STATUS_SUSPENDED
	return consortium.Genesis{
		Members: []consortium.Member{
			member(1, "north-bank", "NOBACNBJ", consortium.ROLE_BANK,
				holds(consortium.DUTY_GOVERNANCE, northGovernance), holds(consortium.DUTY_OPERATIONS, northOperations),
				holds(consortium.DUTY_TREASURY, northTreasury), holds(consortium.DUTY_RISK, northTreasury),
				holds(consortium.DUTY_SUBMITTER, northLane)),
			south,
			member(300, "clearing", "CLEACNBJXXX", consortium.ROLE_CLEARING, holds(consortium.DUTY_OPERATIONS, clearingOperations)),
			member(65_535, "regulator", "REGUCNBJ", consortium.ROLE_REGULATOR,
				holds(consortium.DUTY_GOVERNANCE, regulatorGovernance), holds(consortium.DUTY_COMPLIANCE, regulatorCompliance)),
		},
		Validators: []consortium.Validator{
			{Member: 300, PubKey: bytes.Repeat([]byte{3}, 32), Power: 7, Moniker: "clearing-1"},
			{Member: 1, PubKey: bytes.Repeat([]byte{1}, 32), Power: 10, Moniker: "north-1"},
		},
		ValidatorRoles:      []consortium.Role{consortium.ROLE_BANK, consortium.ROLE_CLEARING},
		Authority:           address(authority),
		AuthorityThreshold:  2,
		GovernanceAddresses: []string{address(regulatorGovernance), address(northGovernance), address(southGovernance)},
		Eip155Id:            7_001,
		DataZone:            "cn-mainland",
		Quotas:              consortium.DefaultQuotaPolicy(),
	}
}

func matrix() consortium.Matrix {
	return consortium.Matrix{
		"/tael.consortium.v1.MsgAddSubmitter":    {Duties: []consortium.Duty{consortium.DUTY_OPERATIONS}},
		"/tael.consortium.v1.MsgSuspendMember":   {Authority: true},
		"/tael.consortium.v1.MsgAssignDuty":      {Authority: true},
		"/tael.netting.v1.MsgOrderCycleClose":    {Duties: []consortium.Duty{consortium.DUTY_OPERATIONS}, Roles: []consortium.Role{consortium.ROLE_CLEARING}},
		"/tael.payment.v1.MsgPay":                {WalletOwner: true},
		"/tael.consortium.v1.MsgRemoveSubmitter": {Duties: []consortium.Duty{consortium.DUTY_OPERATIONS}},
	}
}

type fixture struct {
	tb       testing.TB
	ctx      sdk.Context
	k        keeper.Keeper
	store    corestore.KVStoreService
	accounts *fakeAccounts
	reads    *int
	msgs     consortium.MsgServer
	queries  consortium.QueryServer
}

// newFixture starts the small network.
func newFixture(tb testing.TB) *fixture {
	tb.Helper()
	f := emptyFixture(tb)
	_, err := f.k.InitGenesis(f.ctx, smallNetwork())
	require.NoError(tb, err)
	require.NoError(tb, f.k.Invariants(f.ctx))
	return f
}

// emptyFixture has a store before genesis.
func emptyFixture(tb testing.TB) *fixture {
	tb.Helper()
	key := storetypes.NewKVStoreKey(consortium.StoreKey)
	ctx := testutil.DefaultContextWithDB(tb, key, storetypes.NewTransientStoreKey("transient")).Ctx
	cdc := codec.NewProtoCodec(codectypes.NewInterfaceRegistry())

	f := &fixture{tb: tb, ctx: ctx, accounts: newFakeAccounts(), reads: new(int)}
	f.store = countingService{inner: runtime.NewKVStoreService(key), reads: f.reads}
	f.k = keeper.NewKeeper(cdc, f.store, f.accounts, matrix())
	f.msgs, f.queries = keeper.NewMsgServer(f.k), keeper.NewQueryServer(f.k)
	return f
}

// dump returns every key and value of the store.
func (f *fixture) dump() map[string]string {
	f.tb.Helper()
	it, err := f.store.OpenKVStore(f.ctx).Iterator(nil, nil)
	require.NoError(f.tb, err)
	defer func() { require.NoError(f.tb, it.Close()) }()

	all := make(map[string]string)
	for ; it.Valid(); it.Next() {
		all[string(it.Key())] = string(it.Value())
	}
	return all
}

// refuses runs an act that must fail with the exact error, change nothing and emit nothing.
func (f *fixture) refuses(expected error, act func(context.Context) error) {
	f.tb.Helper()
	before, accounts := f.dump(), f.accounts.count()
	ctx := f.ctx.WithEventManager(sdk.NewEventManager())

	err := act(ctx)

	require.ErrorIs(f.tb, err, expected)
	require.Equal(f.tb, before, f.dump(), "state must be unchanged")
	require.Equal(f.tb, accounts, f.accounts.count(), "no account may be made")
	require.Empty(f.tb, ctx.EventManager().Events(), "nothing may be emitted")
}

// does runs an act that must succeed, keep all invariants and emit exactly these events.
func (f *fixture) does(act func(context.Context) error, events ...string) {
	f.tb.Helper()
	ctx := f.ctx.WithEventManager(sdk.NewEventManager())
	require.NoError(f.tb, act(ctx))
	require.NoError(f.tb, f.k.Invariants(f.ctx))

	var emitted []string
	for _, e := range ctx.EventManager().Events() {
		emitted = append(emitted, strings.TrimPrefix(e.Type, "tael.consortium.v1."))
	}
	require.Equal(f.tb, events, emitted)
}
