// SPDX-License-Identifier: Apache-2.0

package keeper_test

import (
	"encoding/hex"
	"testing"

	"github.com/stretchr/testify/require"

	"cosmossdk.io/collections"

	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/taelnet/tael/x/consortium"
	"github.com/taelnet/tael/x/netting"
)

func TestQueryPositions(t *testing.T) {
	f := threeOwe(t)
	one, err := f.queries.Position(f.ctx, &netting.QueryPositionRequest{Member: "member-1", Currency: "CNY"})
	require.NoError(t, err)
	require.Equal(t, netting.PositionView{
		Member: "member-1", Currency: "CNY", Owed: 100, Due: 10, Position: 90, Cover: 200, Cap: 1000, Available: 110,
		LifetimeOut: 100, LifetimeIn: 10, UsableDue: 10, Balance: 200,
	}, one.Position)

	all, err := f.queries.Positions(f.ctx, &netting.QueryPositionsRequest{Currency: "CNY", Pagination: &query.PageRequest{Limit: 2}})
	require.NoError(t, err)
	require.Len(t, all.Positions, 2)
	require.Equal(t, one.Position, all.Positions[0])
	require.EqualValues(t, -40, all.Positions[1].Position)
	rest, err := f.queries.Positions(f.ctx, &netting.QueryPositionsRequest{Currency: "CNY", Pagination: &query.PageRequest{Key: all.Pagination.NextKey, Limit: 1 << 40}})
	require.NoError(t, err)
	require.Equal(t, "member-3", rest.Positions[0].Member)
}

func TestQueryCycles(t *testing.T) {
	f := threeOwe(t)
	open, err := f.queries.Cycle(f.ctx, &netting.QueryCycleRequest{Currency: "CNY"})
	require.NoError(t, err)
	require.Equal(t, netting.CYCLE_STATUS_OPEN, open.Cycle.Status)
	require.EqualValues(t, 170, open.Cycle.Gross, "figures of the open cycle are provisional")
	require.Nil(t, open.Settlement)

	f.order()
	f.endBlock(10)
	settled, err := f.queries.Cycle(f.ctx, &netting.QueryCycleRequest{Currency: "CNY", Number: 1})
	require.NoError(t, err)
	require.Equal(t, netting.CycleView{
		Currency: "CNY", Number: 1, Status: netting.CYCLE_STATUS_SETTLED, OpenedAt: start, ClosedAt: start, SettledAt: start,
		Obligations: 3, Gross: 170, Bilateral: 170, Net: 90, Saved: 80,
		ValueDate: 2026_11_23,
	}, settled.Cycle)
	require.Equal(t, []netting.MovementView{
		{Member: "member-1", Paid: 90}, {Member: "member-2", Received: 40}, {Member: "member-3", Received: 50},
	}, settled.Settlement.Movements)

	f.mustOwe(1, 2, 5)
	f.withFunds(-105, 1)
	f.order()
	f.endBlock(10)
	list, err := f.queries.Cycles(f.ctx, &netting.QueryCyclesRequest{Currency: "CNY"})
	require.NoError(t, err)
	require.Len(t, list.Cycles, 2)
	require.Equal(t, settled.Cycle, list.Cycles[0])
	require.Equal(t, netting.CYCLE_STATUS_SETTLED, list.Cycles[1].Status, "5 are covered by 5")
}

// A cycle that waits is settled with later ones: each names the one settlement.
func TestQueryCycleSettledLater(t *testing.T) {
	f := threeOwe(t)
	f.withFunds(-150, 1)
	f.order()
	f.endBlock(10)
	f.mustOwe(2, 1, 1)
	f.order()
	f.endBlock(10)
	waiting, err := f.queries.Cycle(f.ctx, &netting.QueryCycleRequest{Currency: "CNY", Number: 1})
	require.NoError(t, err)
	require.Equal(t, netting.CYCLE_STATUS_CLOSED, waiting.Cycle.Status)
	require.Nil(t, waiting.Settlement)

	f.withFunds(100, 1)
	f.endBlock(10)
	for number := uint64(1); number <= 2; number++ {
		res, err := f.queries.Cycle(f.ctx, &netting.QueryCycleRequest{Currency: "CNY", Number: number})
		require.NoError(t, err)
		require.Equal(t, netting.CYCLE_STATUS_SETTLED, res.Cycle.Status)
		require.Equal(t, [2]uint64{1, 2}, [2]uint64{res.Settlement.FirstCycle, res.Settlement.LastCycle})
		require.Equal(t, start+20, res.Cycle.SettledAt)
	}
}

func TestQueryStatement(t *testing.T) {
	f := threeOwe(t)
	want := []netting.StatementLine{
		{Counterparty: "member-2", Owed: 100, OwedCount: 1, Net: -100},
		{Counterparty: "member-3", Due: 10, DueCount: 1, Net: 10},
	}
	open, err := f.queries.Statement(f.ctx, &netting.QueryStatementRequest{Member: "member-1", Currency: "CNY"})
	require.NoError(t, err)
	require.Equal(t, want, open.Lines)
	require.Empty(t, open.Digest, "the statement of the open cycle is provisional")

	f.order()
	f.endBlock(10)
	sealed, err := f.queries.Statement(f.ctx, &netting.QueryStatementRequest{Member: "member-1", Currency: "CNY", Cycle: 1})
	require.NoError(t, err)
	stored, err := f.keeper.Statements.Get(f.ctx, collections.Join3("CNY", uint64(1), uint16(1)))
	require.NoError(t, err)
	require.Equal(t, &netting.QueryStatementResponse{
		Member: "member-1", Currency: "CNY", Cycle: 1, Status: netting.CYCLE_STATUS_SETTLED, ClosedAt: start, SettledAt: start,
		Lines: want, Owed: 100, Due: 10, Net: -90, Digest: hex.EncodeToString(stored.Digest),
		ValueDate: 2026_11_23,
	}, sealed)
}

func TestQueryCurrenciesAndAccounts(t *testing.T) {
	f := newFixture(t).withFunds(70, 2)
	f.nextBlock(7200 + 5)
	currencies, err := f.queries.Currencies(f.ctx, &netting.QueryCurrenciesRequest{})
	require.NoError(t, err)
	require.Len(t, currencies.Currencies, 1)
	require.Equal(t, start+3*3600, currencies.Currencies[0].NextCutOff, "cut-offs that passed empty are not shown")

	account, err := f.queries.SettlementAccount(f.ctx, &netting.QuerySettlementAccountRequest{Member: "member-2", Denom: "ecny"})
	require.NoError(t, err)
	require.Equal(t, netting.SettlementAccount(2, "ecny").String(), account.Address)
	require.EqualValues(t, 70, account.Balance)
}

func TestQueriesOfWhatIsUnknown(t *testing.T) {
	f := threeOwe(t)
	tests := map[string]struct {
		ask func() error
		err error
	}{
		"a currency": {func() error {
			_, err := f.queries.Positions(f.ctx, &netting.QueryPositionsRequest{Currency: "XXX"})
			return err
		}, netting.ErrCurrencyUnknown},
		"a member": {func() error {
			_, err := f.queries.Position(f.ctx, &netting.QueryPositionRequest{Member: "nobody", Currency: "CNY"})
			return err
		}, consortium.ErrMemberUnknown},
		"a cycle that is to come": {func() error {
			_, err := f.queries.Cycle(f.ctx, &netting.QueryCycleRequest{Currency: "CNY", Number: 2})
			return err
		}, netting.ErrCycleUnknown},
		"a statement of a cycle that is to come": {func() error {
			_, err := f.queries.Statement(f.ctx, &netting.QueryStatementRequest{Member: "member-1", Currency: "CNY", Cycle: 9})
			return err
		}, netting.ErrCycleUnknown},
		"a settlement account of e-money": {func() error {
			_, err := f.queries.SettlementAccount(f.ctx, &netting.QuerySettlementAccountRequest{Member: "member-1", Denom: "cny"})
			return err
		}, netting.ErrDenomNotSettling},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) { require.ErrorIs(t, tc.ask(), tc.err) })
	}
}
