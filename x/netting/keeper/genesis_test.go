// SPDX-License-Identifier: Apache-2.0

package keeper_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"cosmossdk.io/collections"

	"github.com/taelnet/tael/x/netting"
)

// busy is a fixture whose every collection has entries: one cycle SETTLED, one CLOSED, one open.
func busy(t *testing.T) *fixture {
	t.Helper()
	f := threeOwe(t)
	f.order()
	f.endBlock(10)
	f.mustOwe(1, 2, 60)
	f.withFunds(-100, 1)
	f.order()
	f.endBlock(10)
	f.mustOwe(2, 3, 25)
	require.NoError(t, f.propose(2, 5000))
	require.NoError(t, f.accept(2, 5000))
	require.NoError(t, f.propose(3, 7000))
	require.NoError(t, f.earmark(3, 10))
	f.closeBlock()
	require.EqualValues(t, 1, f.currency().Waiting())
	return f
}

// Every prefix of the store is filled and exported: what is imported exports equal, and so is the rest of the day.
func TestGenesisRoundTrip(t *testing.T) {
	f := busy(t)
	for _, collection := range f.keeper.Schema.ListCollections() {
		prefix := string(collection.GetPrefix())
		found := 0
		for key := range f.state() {
			if key[:1] == prefix {
				found++
			}
		}
		require.Positive(t, found, "no entry in %s", collection.GetName())
	}
	exported, err := f.keeper.ExportGenesis(f.ctx)
	require.NoError(t, err)
	require.NoError(t, exported.Validate())

	other := newFixture(t)
	for member := uint32(1); member <= 3; member++ {
		require.NoError(t, other.bank.add(other.ctx, netting.SettlementAccount(member, "ecny"), "ecny", int64(f.balance(member))))
	}
	require.NoError(t, other.keeper.InitGenesis(other.ctx, *exported))
	again, err := other.keeper.ExportGenesis(other.ctx)
	require.NoError(t, err)
	require.Equal(t, exported, again)
	require.NoError(t, other.keeper.Invariants(other.ctx))

	other.withFunds(100, 1)
	other.closeBlock()
	require.Zero(t, other.currency().Waiting())
}

// The genesis of a new network says nothing of balances: positions remember what the bank's genesis has given.
func TestGenesisNotesBalances(t *testing.T) {
	f := newFixture(t)
	require.NoError(t, f.bank.add(f.ctx, netting.SettlementAccount(1, "ecny"), "ecny", 700))
	require.NoError(t, f.keeper.InitGenesis(f.ctx, netting.GenesisState{
		Currencies: []netting.Currency{{Code: "CNY", EmoneyDenom: "cny", SettlingDenom: "ecny"}},
		Positions:  []netting.Position{{Currency: "CNY", Member: 1, Cap: 500}},
	}))
	f.withFunds(50, 1)
	require.Equal(t, [2]uint64{700, 750}, [2]uint64{f.position(1).DayOpening, f.position(1).Balance})

	// One without a position opens the day with what it held before its first obligation.
	require.NoError(t, f.bank.add(f.ctx, netting.SettlementAccount(2, "ecny"), "ecny", 300))
	f.mustOwe(1, 2, 5)
	require.Equal(t, [2]uint64{300, 300}, [2]uint64{f.position(2).DayOpening, f.position(2).Balance})
}

func TestGenesisThatContradictsItself(t *testing.T) {
	tests := map[string]func(*netting.GenesisState){
		"a currency twice": func(g *netting.GenesisState) { g.Currencies = append(g.Currencies, g.Currencies[0]) },
		"a denom of two currencies": func(g *netting.GenesisState) {
			c := g.Currencies[0]
			c.Code = "HKD"
			g.Currencies = append(g.Currencies, c)
		},
		"a malformed currency":             func(g *netting.GenesisState) { g.Currencies[0].Code = "yuan" },
		"a position twice":                 func(g *netting.GenesisState) { g.Positions = append(g.Positions, g.Positions[0]) },
		"a position of no currency":        func(g *netting.GenesisState) { g.Positions[0].Currency = "HKD" },
		"a position of no member":          func(g *netting.GenesisState) { g.Positions[0].Member = 0 },
		"an offer twice":                   func(g *netting.GenesisState) { g.CapProposals = append(g.CapProposals, g.CapProposals[0]) },
		"an offer of nothing":              func(g *netting.GenesisState) { g.CapProposals[0].Cap = 0 },
		"an offer by no member":            func(g *netting.GenesisState) { g.CapProposals[0].ProposedBy = 0 },
		"an offer without an end":          func(g *netting.GenesisState) { g.CapProposals[0].ExpiresAt = 0 },
		"an earmark beyond every figure":   func(g *netting.GenesisState) { g.Positions[0].Earmark = netting.MaxFigure + 1 },
		"a day that no year has":           func(g *netting.GenesisState) { g.Positions[0].Day = 2026_02_29 },
		"more sent in a day than ever":     func(g *netting.GenesisState) { g.Positions[0].DaySent = 1 << 60 },
		"more received in a day than ever": func(g *netting.GenesisState) { g.Positions[0].DayReceived = 1 << 60 },
		"a peak at no time":                func(g *netting.GenesisState) { g.Positions[0].Peak, g.Positions[0].PeakAt = 5, 0 },
		"an alarm beyond all":              func(g *netting.GenesisState) { g.Positions[0].AlarmPercent = 101 },
		"a cycle without a value date":     func(g *netting.GenesisState) { g.Cycles[0].ValueDate = 0 },
		"a value date without a calendar":  func(g *netting.GenesisState) { g.Currencies[0].ValueDate = 2026_11_23 },
		"a calendar without a value date": func(g *netting.GenesisState) {
			g.Currencies[0].SettlementDay = &netting.SettlementDay{CutOffs: []uint32{5}}
		},
		"a calendar without a cut-off":   func(g *netting.GenesisState) { g.Currencies[0].SettlementDay = &netting.SettlementDay{} },
		"a cap beyond every figure":      func(g *netting.GenesisState) { g.Positions[0].Cap = netting.MaxFigure + 1 },
		"a raise without a height":       func(g *netting.GenesisState) { g.Positions[0].RaisedCap = 5 },
		"nets that do not sum to zero":   func(g *netting.GenesisState) { g.Positions[1].OpenOwed++ },
		"a position without its pairs":   func(g *netting.GenesisState) { g.Positions[1].OpenOwed++; g.Positions[2].OpenDue++ },
		"a pair of one member":           func(g *netting.GenesisState) { g.PairTotals[0].To = g.PairTotals[0].From },
		"a pair total without payments":  func(g *netting.GenesisState) { g.PairTotals[0].Count = 0 },
		"a pair total in time to come":   func(g *netting.GenesisState) { g.PairTotals[0].Cycle = 9 },
		"a cycle left out":               func(g *netting.GenesisState) { g.Cycles = g.Cycles[1:] },
		"a cycle with other figures":     func(g *netting.GenesisState) { g.Cycles[0].Gross++ },
		"a cycle that closed too early":  func(g *netting.GenesisState) { g.Cycles[0].ClosedAt = 1 },
		"an open cycle said to be empty": func(g *netting.GenesisState) { g.Currencies[0].OpenedAt = 0 },
		"a statement left out":           func(g *netting.GenesisState) { g.Statements = g.Statements[1:] },
		"a statement with other figures": func(g *netting.GenesisState) { g.Statements[0].Owed++ },
		"another digest":                 func(g *netting.GenesisState) { g.Statements[0].Digest[0] ^= 1 },
		"half a digest":                  func(g *netting.GenesisState) { g.Statements[0].Digest = g.Statements[0].Digest[:16] },
		"a settlement left out":          func(g *netting.GenesisState) { g.Settlements = nil },
		"another settlement amount":      func(g *netting.GenesisState) { g.Settlements[0].Amount++ },
		"a settlement of no time":        func(g *netting.GenesisState) { g.Settlements[0].SettledAt = 0 },
	}
	for name, change := range tests {
		t.Run(name, func(t *testing.T) {
			f := busy(t)
			g, err := f.keeper.ExportGenesis(f.ctx)
			require.NoError(t, err)
			change(g)
			require.ErrorIs(t, g.Validate(), netting.ErrGenesisInvalid)

			other := newFixture(t)
			before := other.state()
			require.ErrorIs(t, other.keeper.InitGenesis(other.ctx, *g), netting.ErrGenesisInvalid)
			require.Equal(t, before, other.state())
		})
	}
}

func TestInvariantsFindWhatIsBroken(t *testing.T) {
	tests := map[string]func(*fixture){
		"two entries of a currency that differ": func(f *fixture) {
			c := f.currency()
			c.CycleInterval++
			require.NoError(f.t, f.keeper.Currencies.Set(f.ctx, "ecny", c))
		},
		"money left in the clearing account": func(f *fixture) {
			require.NoError(f.t, f.bank.add(f.ctx, netting.ClearingAccount(), "ecny", 1))
		},
		"a position without cover": func(f *fixture) {
			require.NoError(f.t, f.bank.add(f.ctx, netting.SettlementAccount(2, "ecny"), "ecny", -int64(f.balance(2))))
			p := f.position(3)
			require.NoError(f.t, f.bank.add(f.ctx, netting.SettlementAccount(3, "ecny"), "ecny", -int64(f.balance(3))))
			p.Reserved = 1000
			require.NoError(f.t, f.keeper.Positions.Set(f.ctx, positionKey(3), p))
		},
		"an earmark of more than there is": func(f *fixture) {
			p := f.position(2)
			p.Earmark = f.balance(2) + 1
			require.NoError(f.t, f.keeper.Positions.Set(f.ctx, positionKey(2), p))
		},
		"a pair total that is not in the positions": func(f *fixture) {
			require.NoError(f.t, f.keeper.PairTotals.Set(f.ctx, collections.Join4("CNY", uint64(3), uint16(3), uint16(1)),
				netting.PairTotal{Amount: 5, Count: 1}))
		},
	}
	for name, damage := range tests {
		t.Run(name, func(t *testing.T) {
			f := busy(t)
			damage(f)
			require.ErrorIs(t, f.keeper.Invariants(f.ctx), netting.ErrInvariantBroken)
		})
	}
}
