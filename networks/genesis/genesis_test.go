// SPDX-License-Identifier: Apache-2.0

package genesis_test

import (
	"encoding/json"
	"os"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/cosmos/cosmos-sdk/codec"
	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	"github.com/cosmos/cosmos-sdk/std"
	sdk "github.com/cosmos/cosmos-sdk/types"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"

	"github.com/taelnet/tael/networks"
	"github.com/taelnet/tael/networks/genesis"
	"github.com/taelnet/tael/x/compliance"
	"github.com/taelnet/tael/x/consortium"
	"github.com/taelnet/tael/x/netting"
	"github.com/taelnet/tael/x/payment"
	"github.com/taelnet/tael/x/reserve"
	"github.com/taelnet/tael/x/wallet"
)

const chainID = "tael-local-1"

var noon = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

func TestMain(m *testing.M) {
	cfg := sdk.GetConfig()
	cfg.SetBech32PrefixForAccount("tael", "taelpub")
	os.Exit(m.Run())
}

func newCodec() codec.Codec {
	registry := codectypes.NewInterfaceRegistry()
	std.RegisterInterfaces(registry)
	authtypes.RegisterInterfaces(registry)
	banktypes.RegisterInterfaces(registry)
	return codec.NewProtoCodec(registry)
}

// built is a rendered network with its parts decoded again.
type built struct {
	params     *consortium.Genesis
	wallet     wallet.GenesisState
	compliance compliance.GenesisState
	netting    netting.GenesisState
	reserve    reserve.GenesisState
	payment    payment.GenesisState
	bank       banktypes.GenesisState
}

func build(t *testing.T, n genesis.Network) built {
	t.Helper()
	cdc := newCodec()
	gen, err := n.Build(cdc, map[string]json.RawMessage{"upgrade": json.RawMessage(`{}`)})
	require.NoError(t, err)
	require.NoError(t, gen.ValidateAndComplete())
	require.Empty(t, gen.Consensus.Validators, "the consortium module returns the validators")

	var state map[string]json.RawMessage
	require.NoError(t, json.Unmarshal(gen.AppState, &state))
	require.JSONEq(t, `{}`, string(state["upgrade"]), "what a network does not describe stays as it is")
	b := built{params: &consortium.Genesis{}}
	require.NoError(t, cdc.UnmarshalJSON(state["consortium"], b.params))
	require.NoError(t, cdc.UnmarshalJSON(state["wallet"], &b.wallet))
	require.NoError(t, cdc.UnmarshalJSON(state["compliance"], &b.compliance))
	require.NoError(t, cdc.UnmarshalJSON(state["netting"], &b.netting))
	require.NoError(t, cdc.UnmarshalJSON(state["reserve"], &b.reserve))
	require.NoError(t, cdc.UnmarshalJSON(state["payment"], &b.payment))
	require.NoError(t, cdc.UnmarshalJSON(state["bank"], &b.bank))
	return b
}

func local(t *testing.T) genesis.Network {
	t.Helper()
	n, err := genesis.Local(chainID, noon)
	require.NoError(t, err)
	return n
}

func TestLocalNetworkIsTheOneOfTheReadme(t *testing.T) {
	b := build(t, local(t))

	var ids []string
	for _, m := range b.params.Members {
		require.NoError(t, m.Validate(), m.Id)
		ids = append(ids, m.Id)
	}
	require.Equal(t, []string{"bank-a", "bank-b", "clearing", "wallet-op", "central-bank", "regulator"}, ids)
	require.NoError(t, b.params.Validate())
	require.Len(t, b.params.Validators, 4)
	require.Equal(t, genesis.LocalCharter(), b.params.Charter)
	require.Zero(t, b.params.Charter.TimeLock)
	require.EqualValues(t, 3_600, b.params.Charter.VotingTerm)
	require.Equal(t, []consortium.Role{
		consortium.ROLE_BANK, consortium.ROLE_CLEARING, consortium.ROLE_WALLET_OPERATOR, consortium.ROLE_CENTRAL_BANK,
	}, b.params.Charter.VotingRoles)

	require.NoError(t, b.bank.Validate())
	require.False(t, b.bank.Params.DefaultSendEnabled)
	require.True(t, b.bank.Supply.IsZero(), "a local network starts without money")
	require.NoError(t, b.payment.Params.Validate())
	require.EqualValues(t, 86_400, b.payment.Params.ValidAhead)
	require.EqualValues(t, 35*86_400, b.payment.Params.Retention)
	for _, asset := range b.reserve.Assets {
		require.NoError(t, asset.Validate())
	}
	for _, rail := range b.reserve.Rails {
		require.NoError(t, rail.Validate())
		require.EqualValues(t, 2, rail.Threshold)
		require.Len(t, rail.Attestors, 3)
	}
	for _, c := range b.netting.Currencies {
		require.NoError(t, c.Validate())
	}
	require.Len(t, b.netting.Positions, 6)
	_, err := compliance.SortLimits(b.compliance.Limits.Limits)
	require.NoError(t, err)
}

func TestLocalGenesisIsTheSameForTheSameTime(t *testing.T) {
	render := func() []byte {
		gen, err := local(t).Build(newCodec(), nil)
		require.NoError(t, err)
		raw, err := json.Marshal(gen)
		require.NoError(t, err)
		return raw
	}
	require.Equal(t, string(render()), string(render()))
}

func TestConsensusParametersAreThoseOfTheNetwork(t *testing.T) {
	n := local(t)
	gen, err := n.Build(newCodec(), nil)
	require.NoError(t, err)
	require.Equal(t, networks.ConsensusParams(consortium.AuthorityAddress().String()), gen.Consensus.Params)
	require.Equal(t, noon, gen.GenesisTime)
	require.Equal(t, chainID, gen.ChainID)
}

func TestOpeningBalancesAreIssued(t *testing.T) {
	n := local(t)
	keys, err := genesis.DevKeys(chainID)
	require.NoError(t, err)
	alice, bob := keys.Address("alice", "wallet", 0), keys.Address("bob", "wallet", 0)
	n.Wallets = append(n.Wallets,
		genesis.Wallet{
			Address: alice, Custodian: genesis.BankA, Kind: wallet.WALLET_KIND_PERSON, Tier: 2, OwnerKey: true,
			Balances: []genesis.Balance{{"cny", 70_00}, {"ecny", 5_00}},
		},
		genesis.Wallet{
			Address: bob, Custodian: genesis.BankB, Kind: wallet.WALLET_KIND_PERSON, Tier: 2,
			Balances: []genesis.Balance{{"cny", 30_00}},
		})
	n.SettlementBalances = []genesis.SettlementBalance{{genesis.BankA, genesis.Balance{"ecny", 1_000_00}}}

	b := build(t, n)

	require.NoError(t, b.bank.Validate())
	require.Equal(t, "10000cny,100500ecny", b.bank.Supply.String())
	require.Equal(t, []reserve.Supply{{Denom: "cny", Issued: 100_00}, {Denom: "ecny", Issued: 1_005_00}}, b.reserve.Supplies)
	require.Equal(t, []reserve.MemberTotal{
		{Member: genesis.BankA, Denom: "cny", Issued: 70_00},
		{Member: genesis.BankB, Denom: "cny", Issued: 30_00},
		{Member: genesis.CentralBank, Denom: "ecny", Issued: 1_005_00},
	}, b.reserve.MemberTotals)
	for _, balance := range b.bank.Balances {
		if balance.Address == netting.SettlementAccount(1, "ecny").String() {
			require.Equal(t, "100000ecny", balance.Coins.String())
			return
		}
	}
	t.Fatal("the settlement account of bank-a holds nothing")
}

func TestDescriptionsThatDoNotFitAreRefused(t *testing.T) {
	cases := map[string]struct {
		spoil func(*genesis.Network)
		fail  string
	}{
		"a chain id of no form":              {func(n *genesis.Network) { n.ChainID = "tael-1a" }, "expected tael-<n>"},
		"a custodian that is no member":      {func(n *genesis.Network) { n.Wallets[0].Custodian = "bank-z" }, `expected a member of the network, got "bank-z"`},
		"a cap of no member":                 {func(n *genesis.Network) { n.Currencies[0].Caps[0].Member = "bank-z" }, "cap in CNY"},
		"a member twice":                     {func(n *genesis.Network) { n.Members[1].Id = "bank-a" }, `got "bank-a" twice`},
		"a validator without a role for it":  {func(n *genesis.Network) { n.Validators[0].Member = 6 }, "regulator"},
		"a charter that lets a minority act": {func(n *genesis.Network) { n.Charter.Threshold.Numerator = 1 }, "above 1/2"},
		"a real network without a time-lock": {func(n *genesis.Network) { n.ChainID = "tael-1" }, "expected time-locks of at least 1h0m0s on tael-1, got 0s"},
		"a real network with a time-lock that one message type evades": {func(n *genesis.Network) {
			n.ChainID, n.Charter = "tael-sandbox-1", consortium.DefaultCharter()
			n.Charter.MessageRules = []consortium.MessageRule{{TypeUrl: "/a", Threshold: n.Charter.Threshold, TimeLock: 3_599}}
		}, "got 3599s"},
		"a balance in an unknown denom": {func(n *genesis.Network) { n.Wallets[0].Balances = []genesis.Balance{{"usd", 1}} }, `expected a denom of the network, got "usd"`},
		"a balance of nothing":          {func(n *genesis.Network) { n.Wallets[0].Balances = []genesis.Balance{{"cny", 0}} }, "expected 1 to"},
		"e-money on a settlement account": {func(n *genesis.Network) {
			n.SettlementBalances = []genesis.SettlementBalance{{"bank-a", genesis.Balance{"cny", 1}}}
		}, "expected central-bank money"},
		"a cycle interval of half a second": {func(n *genesis.Network) { n.Currencies[0].CycleInterval = time.Second / 2 }, "whole seconds"},
		"a settlement account of no member": {func(n *genesis.Network) {
			n.SettlementBalances = []genesis.SettlementBalance{{"bank-z", genesis.Balance{"ecny", 1}}}
		}, "bank-z"},
		"an empty EIP-155 number":                  {func(n *genesis.Network) { n.EIP155ID = 0 }, "eip155_id"},
		"a data zone that says nothing":            {func(n *genesis.Network) { n.DataZone = "" }, "data_zone"},
		"a LEI whose check digits are not its own": {func(n *genesis.Network) { n.Members[0].Lei = "0000TAELLOCAL0000100" }, "LEI"},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			n := local(t)
			tc.spoil(&n)
			_, err := n.Build(newCodec(), nil)
			require.ErrorContains(t, err, tc.fail)
		})
	}
}
