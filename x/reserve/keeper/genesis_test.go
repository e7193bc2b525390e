// SPDX-License-Identifier: Apache-2.0

package keeper_test

import (
	"maps"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/taelnet/tael/x/compliance"
	"github.com/taelnet/tael/x/consortium"
	"github.com/taelnet/tael/x/netting"
	"github.com/taelnet/tael/x/reserve"
	"github.com/taelnet/tael/x/wallet"
)

// rich has one of everything that the store can hold.
func rich(t *testing.T) *fixture {
	t.Helper()
	f := redemptionAt(t, unknown)
	_, err := deliver(f, f.msgs.AttestOutcome, outcome("attestorA", reserve.OUTCOME_ABSENT))
	require.NoError(t, err)
	_, err = deliver(f, f.msgs.AttestReceipt, receipt("attestorA", func(m *reserve.MsgAttestReceipt) { m.EntryReference, m.Beneficiary = "E-0002", "" }))
	require.NoError(t, err)
	_, err = deliver(f, f.msgs.IssueCbdc, issueTo("bank-a", "", "account", 200))
	require.NoError(t, err)
	_, err = deliver(f, f.msgs.IssueCbdc, issueTo("", text("treasuryCB"), "wallet", 300))
	require.NoError(t, err)
	_, err = deliver(f, f.msgs.BurnCbdc, burnOf("burn", 301))
	require.NoError(t, err)
	_, err = deliver(f, f.msgs.CorrectSettlementBalance, correction("less", 50))
	require.NoError(t, err)
	return f
}

// enrich adds a statement that is no fact, receipts that wait, are put aside, held, disputed and returned, a wallet that
// moved and an attempt that is contested.
func (f *fixture) enrich() {
	f.t.Helper()
	f.receive("E-3", 70, nil)
	f.advance(86_400)
	f.anchor(1_000, today)
	_, err := deliver(f, f.msgs.AttestReserve, statement("attestorA", 1_001, today))
	require.NoError(f.t, err)
	f.netting.positions[bankA] = netting.Position{OpenOwed: 1_000}
	f.receive("E-4", 80, nil)
	delete(f.wallets, string(raw("suspenseA")))
	f.compliance.refused[string(raw("alice"))] = compliance.ReasonLimitBalance
	delete(f.netting.positions, bankA)
	f.endBlock()
	f.netting.positions[bankA] = netting.Position{OpenOwed: 1_000}
	f.compliance.refused = map[string]compliance.Reason{}
	f.receive("E-5", 90, nil)
	f.receive("E-6", 90, nil)
	for _, attestor := range []string{"attestorA", "attestorC"} {
		_, err = deliver(f, f.msgs.AttestReceipt, receipt(attestor, func(m *reserve.MsgAttestReceipt) {
			m.Account, m.Beneficiary, m.EntryReference, m.BookingDate, m.Amount = "b-collect", text("bob"), "B-1", today, 100
		}))
		require.NoError(f.t, err)
	}
	_, err = deliver(f, f.msgs.AttestReceipt, receipt("attestorA", func(m *reserve.MsgAttestReceipt) { m.BookingDate, m.EntryReference = today, "E-3" }))
	require.NoError(f.t, err)
	f.states("attestorA", nil)
	f.states("attestorB", less)
	f.states("attestorC", less)
	f.holders.moves[string(raw("bob"))] = wallet.CustodyMove{Wallet: raw("bob"), From: bankB, To: bankA}
	_, err = deliver(f, f.msgs.AcceptCustodyMove, &reserve.MsgAcceptCustodyMove{Operator: text("operationsA"), Wallet: text("bob")})
	require.NoError(f.t, err)
	f.suspendA()
	_, err = deliver(f, f.msgs.SetResolutionPlan, setPlan(50))
	require.NoError(f.t, err)
	f.compliance.refused = map[string]compliance.Reason{}
	res, err := deliver(f, f.msgs.RequestRedemption, request(func(m *reserve.MsgRequestRedemption) { m.Uetr, m.Amount = uetr("share"), 1 }))
	require.NoError(f.t, err)
	require.Equal(f.t, requested, res.Status)
}

func TestGenesisKeepsReturnsAndContests(t *testing.T) {
	f := redemptionAt(t, confirmed)
	f.receive("R-1", 400, returns)
	f.decide(reserve.OUTCOME_REJECTED)
	first := f.export()
	require.NoError(t, first.Validate())
	again := newEmptyFixture(t)
	*again.book = *f.book.clone()
	require.NoError(t, again.keeper.InitGenesis(again.ctx, *first))
	require.Equal(t, first, again.export())
}

func TestGenesisExportsEveryKey(t *testing.T) {
	f := rich(t)
	f.enrich()
	first := f.export()
	require.NoError(t, first.Validate())

	again := newEmptyFixture(t)
	*again.book = *f.book.clone()
	maps.Copy(again.wallets, f.wallets)
	require.NoError(t, again.keeper.InitGenesis(again.ctx, *first))
	require.Equal(t, first, again.export())

	for _, collection := range f.keeper.Schema.ListCollections() {
		prefix := collection.GetPrefix()
		require.NotEmpty(t, keysBelow(t, f, prefix), "nothing in %s to prove", collection.GetName())
		require.Equal(t, keysBelow(t, f, prefix), keysBelow(t, again, prefix), collection.GetName())
	}
}

func TestGenesisMustFitItsNeighbours(t *testing.T) {
	supplied := func(g *reserve.GenesisState) {
		g.Supplies = []reserve.Supply{{Denom: "cny", Issued: 100}}
		g.MemberTotals = []reserve.MemberTotal{{Member: "bank-a", Denom: "cny", Issued: 100}}
	}
	cases := map[string]struct {
		arrange func(*fixture, *reserve.GenesisState)
		err     error
	}{
		"bank holds what was issued": {func(f *fixture, g *reserve.GenesisState) {
			supplied(g)
			f.book.supply["cny"] = 100
		}, nil},
		"bank holds less than was issued": {func(f *fixture, g *reserve.GenesisState) {
			supplied(g)
			f.book.supply["cny"] = 99
		}, reserve.ErrInvariantBroken},
		"bank holds what nobody issued": {func(f *fixture, _ *reserve.GenesisState) { f.book.supply["ecny"] = 1 }, reserve.ErrInvariantBroken},
		"money lies in the module account": {func(f *fixture, g *reserve.GenesisState) {
			supplied(g)
			f.book.supply["cny"] = 100
			f.book.balances[account{string(moduleAccount()), "cny"}] = 100
		}, reserve.ErrInvariantBroken},
		"a redemption is open and its escrow empty": {func(_ *fixture, g *reserve.GenesisState) {
			g.Redemptions = []reserve.Redemption{{
				Uetr: uetr("out"), Wallet: text("alice"), Denom: "cny", Amount: 1, Rail: "city-rail", Creditor: digest("creditor"),
				Status: reserve.REDEMPTION_STATUS_REQUESTED,
			}}
		}, reserve.ErrInvariantBroken},
		"netting has another currency": {func(f *fixture, _ *reserve.GenesisState) { f.netting.currency.Code = "HKD" }, reserve.ErrGenesisInvalid},
		"netting settles in the e-money": {func(f *fixture, _ *reserve.GenesisState) {
			f.netting.currency.EmoneyDenom, f.netting.currency.SettlingDenom = "ecny", "cny"
		}, reserve.ErrGenesisInvalid},
		"netting knows no such denom":     {func(f *fixture, _ *reserve.GenesisState) { f.netting.currency.EmoneyDenom = "hkd" }, reserve.ErrGenesisInvalid},
		"a currency settles in no asset":  {func(_ *fixture, g *reserve.GenesisState) { g.Assets = g.Assets[:1] }, reserve.ErrGenesisInvalid},
		"a currency has no e-money asset": {func(_ *fixture, g *reserve.GenesisState) { g.Assets, g.Rails = g.Assets[1:], nil }, reserve.ErrGenesisInvalid},
		"the issuer is no central bank":   {func(_ *fixture, g *reserve.GenesisState) { g.Assets[1].Issuer = "bank-a" }, reserve.ErrGenesisInvalid},
		"the issuer is no member":         {func(_ *fixture, g *reserve.GenesisState) { g.Assets[1].Issuer = "no-bank" }, consortium.ErrMemberUnknown},
		"an attestor is no member":        {func(_ *fixture, g *reserve.GenesisState) { g.Rails[0].Attestors[0] = "no-bank" }, consortium.ErrMemberUnknown},
		"it contradicts itself":           {func(_ *fixture, g *reserve.GenesisState) { g.Rails[0].Denom = "ecny" }, reserve.ErrGenesisInvalid},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			f, g := newEmptyFixture(t), genesis()
			tc.arrange(f, &g)
			require.ErrorIs(t, f.keeper.InitGenesis(f.ctx, g), tc.err)
		})
	}
}
