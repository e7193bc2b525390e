// SPDX-License-Identifier: Apache-2.0

package keeper_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"cosmossdk.io/collections"

	"github.com/taelnet/tael/x/compliance"
	"github.com/taelnet/tael/x/netting"
)

// threeOwe lets member 1 owe 100, member 2 60 and member 3 10, so that 1 pays 90, 2 receives 40 and 3 receives 50.
func threeOwe(t *testing.T) *fixture {
	t.Helper()
	f := newFixture(t).withCap(1000, 1, 2, 3).withFunds(200, 1, 2, 3)
	f.mustOwe(1, 2, 100)
	f.mustOwe(2, 3, 60)
	f.mustOwe(3, 1, 10)
	return f
}

func TestCycleClosesAndSettlesAtTheCutOff(t *testing.T) {
	f := threeOwe(t)
	f.endBlock(1) // the first cut-off lies on the hour, where the chain starts: this block closes the cycle
	require.EqualValues(t, 2, f.currency().OpenCycle)

	f.mustOwe(1, 2, 70)
	f.endBlock(3598)
	f.endBlock(1)
	require.EqualValues(t, 2, f.currency().OpenCycle, "a second before the cut-off it is open")
	f.mustOwe(1, 2, 5)
	f.endBlock(1)
	require.EqualValues(t, 3, f.currency().OpenCycle, "the obligations of the block at the cut-off are in it")
	cycle, err := f.keeper.Cycles.Get(f.ctx, collections.Join("CNY", uint64(2)))
	require.NoError(t, err)
	require.EqualValues(t, 75, cycle.Gross)
}

func TestSettlementMovesTheNets(t *testing.T) {
	f := threeOwe(t)
	f.order()
	f.closeBlock()

	require.Equal(t, []string{"EventCycleClosed", "EventCycleSettled"}, f.events())
	require.Equal(t, [3]uint64{110, 240, 250}, [3]uint64{f.balance(1), f.balance(2), f.balance(3)})
	for member := uint32(1); member <= 3; member++ {
		p := f.position(member)
		require.Zero(t, p.Owed())
		require.Zero(t, p.Due())
	}
	settlement, err := f.keeper.Settlements.Get(f.ctx, collections.Join("CNY", uint64(1)))
	require.NoError(t, err)
	require.Equal(t, netting.Settlement{
		Currency: "CNY", FirstCycle: 1, LastCycle: 1, SettledAt: start, Amount: 90,
		Movements: []netting.SettlementMovement{{Member: 1, Paid: 90}, {Member: 2, Received: 40}, {Member: 3, Received: 50}},
	}, settlement)
	cycle, err := f.keeper.Cycles.Get(f.ctx, collections.Join("CNY", uint64(1)))
	require.NoError(t, err)
	require.Equal(t, netting.Cycle{
		Currency: "CNY", Number: 1, OpenedAt: start, ClosedAt: start, Obligations: 3, Gross: 170, Bilateral: 170, Net: 90,
		ValueDate: 2026_11_23,
	}, cycle)
}

// The one forced change there is makes a debtor short: nothing moves, the cycles wait, and new funds settle all of
// them as one net.
func TestShortDebtorLeavesCyclesClosedUntilFundsCome(t *testing.T) {
	f := threeOwe(t)
	f.withFunds(-150, 1)
	f.nextBlock(1)
	f.order()
	f.closeBlock()

	alarms := []string{"EventPositionAlarm", "EventPositionAlarm", "EventPositionAlarm"}
	require.Equal(t, append([]string{"EventCycleClosed", "EventCycleShort"}, alarms...), f.events())
	require.Equal(t, [3]uint64{50, 200, 200}, [3]uint64{f.balance(1), f.balance(2), f.balance(3)})
	require.True(t, f.position(1).OutboundBlocked)
	require.Equal(t, netting.CYCLE_STATUS_CLOSED, f.currency().Status(1))

	// Payments of the others go on, and the next close tries again.
	f.nextBlock(1)
	f.mustOwe(2, 3, 5)
	f.mustOwe(3, 1, 20)
	require.Equal(t, compliance.ReasonOutboundBlocked, f.owe(1, 2, 1))
	f.order()
	f.closeBlock()
	require.Equal(t, []string{"EventCycleClosed", "EventCycleShort"}, f.events())
	require.EqualValues(t, 2, f.currency().Waiting())

	// An empty block tries nothing.
	f.nextBlock(1)
	f.closeBlock()
	require.Empty(t, f.events())

	// 1 owes 90 - 20 = 70 over both cycles; 20 more make it able to pay.
	f.nextBlock(1)
	require.NoError(t, f.fund(1, 20, false))
	f.closeBlock()
	require.Equal(t, append([]string{"EventOutboundReleased", "EventCycleSettled"}, alarms...), f.events())
	require.Equal(t, [3]uint64{0, 235, 235}, [3]uint64{f.balance(1), f.balance(2), f.balance(3)})
	require.Zero(t, f.currency().Waiting())
	settlement, err := f.keeper.Settlements.Get(f.ctx, collections.Join("CNY", uint64(2)))
	require.NoError(t, err)
	require.EqualValues(t, 1, settlement.FirstCycle)
	require.EqualValues(t, 70, settlement.Amount)
}

func TestFundsOfAnotherMemberDoNotHelpTheShortOne(t *testing.T) {
	f := threeOwe(t)
	f.withFunds(-150, 1)
	f.order()
	f.endBlock(1)

	require.NoError(t, f.fund(2, 500, false))
	f.closeBlock()

	require.Equal(t, []string{"EventCycleShort"}, f.events())
	require.EqualValues(t, 1, f.currency().Waiting())
}

// Settling waiting cycles takes away what was due in them: a position that leaned on it beyond the cap is blocked.
func TestSettlementMayLeaveAPositionAboveItsCap(t *testing.T) {
	f := newFixture(t).withCap(1000, 1).withCap(10, 2).withFunds(100, 1)
	f.mustOwe(1, 2, 100)
	f.withFunds(-50, 1)
	f.order()
	f.endBlock(1)
	f.mustOwe(2, 3, 100)

	require.NoError(t, f.fund(1, 50, false))
	f.closeBlock()

	require.Zero(t, f.currency().Waiting())
	require.EqualValues(t, 100, f.balance(2))
	require.True(t, f.position(2).OutboundBlocked)
	require.Contains(t, f.events(), "EventOutboundBlocked")
}

func TestFailuresAreFlaggedAndNeverHalt(t *testing.T) {
	tests := map[string]struct {
		panicky bool
	}{
		"a ledger that fails":  {false},
		"a ledger that panics": {true},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			f := threeOwe(t)
			f.bank.failing, f.bank.panicky = netting.SettlementAccount(3, "ecny"), tc.panicky
			f.order()
			f.closeBlock()

			require.Equal(t, []string{"EventCycleClosed", "EventCycleFlagged"}, f.events())
			require.True(t, f.currency().Flagged)
			require.Equal(t, [3]uint64{200, 200, 200}, [3]uint64{f.balance(1), f.balance(2), f.balance(3)}, "nothing moved")

			f.nextBlock(1)
			f.closeBlock()
			require.Empty(t, f.events(), "it is not tried in every block")

			f.bank.failing = nil
			f.nextBlock(1)
			require.NoError(t, f.fund(2, 1, false))
			f.closeBlock()
			require.Equal(t, []string{"EventCycleSettled"}, f.events())
			require.False(t, f.currency().Flagged)
		})
	}
}

// A pair total that cannot be reckoned keeps its cycle CLOSED without statements; payments of the next one go on.
func TestCycleThatCannotBeReckonedIsFlagged(t *testing.T) {
	f := threeOwe(t)
	key := collections.Join4("CNY", uint64(1), uint16(1), uint16(2))
	good, err := f.keeper.PairTotals.Get(f.ctx, key)
	require.NoError(t, err)
	require.NoError(t, f.keeper.PairTotals.Set(f.ctx, key, netting.PairTotal{Amount: 1<<64 - 1, Count: 1}))
	f.order()
	require.NoError(t, f.keeper.EndBlocker(f.ctx))
	require.Equal(t, []string{"EventCycleFlagged"}, f.events())
	require.EqualValues(t, 0, f.currency().StatedCycle)

	require.NoError(t, f.keeper.PairTotals.Set(f.ctx, key, good))
	f.nextBlock(1)
	f.mustOwe(2, 1, 5)
	f.order()
	f.closeBlock()
	require.Equal(t, []string{"EventCycleClosed", "EventCycleClosed", "EventCycleSettled"}, f.events())
	require.Zero(t, f.currency().Waiting())
}

// Statements owed from earlier failures are written at most four cycles a block, and the settlement follows.
func TestStatementsAreBoundedPerBlock(t *testing.T) {
	f := threeOwe(t)
	key := collections.Join4("CNY", uint64(1), uint16(1), uint16(2))
	good, err := f.keeper.PairTotals.Get(f.ctx, key)
	require.NoError(t, err)
	require.NoError(t, f.keeper.PairTotals.Set(f.ctx, key, netting.PairTotal{Amount: 1<<64 - 1, Count: 1}))
	for range 5 {
		f.order()
		require.NoError(t, f.keeper.EndBlocker(f.ctx))
		f.nextBlock(1)
		f.mustOwe(2, 1, 1)
	}
	require.NoError(t, f.keeper.PairTotals.Set(f.ctx, key, good))
	require.EqualValues(t, 5, f.currency().Waiting())

	require.NoError(t, f.fund(1, 1, false))
	f.closeBlock()
	require.EqualValues(t, 4, f.currency().StatedCycle)
	require.EqualValues(t, 5, f.currency().Waiting())
	f.endBlock(1)
	require.EqualValues(t, 5, f.currency().StatedCycle)
	require.Zero(t, f.currency().Waiting())
	require.EqualValues(t, 6, f.currency().OpenCycle, "what is open stays open")
}

func TestEmptyBlocks(t *testing.T) {
	f := threeOwe(t)
	f.endBlock(1)
	before := f.state()
	for range 5 {
		f.nextBlock(3600) // cut-offs pass without obligations
		f.bank.reads = 0
		require.NoError(t, f.keeper.EndBlocker(f.ctx))
		require.Zero(t, f.bank.reads)
		require.Equal(t, before, f.state(), "an empty block writes nothing")
		require.Empty(t, f.events())
	}
}
