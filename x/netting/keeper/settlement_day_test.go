// SPDX-License-Identifier: Apache-2.0

package keeper_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"cosmossdk.io/collections"

	"github.com/taelnet/tael/x/netting"
)

// onDays is a fixture in UTC+8 with cut-offs at 10:00 and 17:00 from Monday to Friday and a holiday on Wednesday. It
// begins on Monday, 23 November 2026, at 08:00.
func onDays(t *testing.T) *fixture {
	t.Helper()
	f := newFixture(t).withCap(1000, 1, 2)
	f.nextBlock(-1)
	f.withFunds(500, 1, 2)
	_, err := f.policy(netting.MsgSetCurrencyPolicy{SettlementDay: &netting.SettlementDay{
		UtcOffsetSeconds: 28_800, CutOffs: []uint32{36_000, 61_200}, ClosedWeekdays: []uint32{6, 7}, Holidays: []uint32{2026_11_25},
	}})
	require.NoError(t, err)
	f.endBlock(1)
	return f
}

// until ends the block and begins one at a local time of a day in November 2026.
func (f *fixture) until(day, hour, minute int) {
	f.closeBlock()
	moment := time.Date(2026, 11, day, hour, minute, 0, 0, time.FixedZone("", 28_800)).Unix()
	require.GreaterOrEqual(f.t, moment, f.now())
	f.nextBlock(moment - f.now())
}

func (f *fixture) cycle(number uint64) netting.Cycle {
	cycle, err := f.keeper.Cycles.Get(f.ctx, collections.Join("CNY", number))
	require.NoError(f.t, err)
	return cycle
}

func TestCyclesOfASettlementDay(t *testing.T) {
	f := onDays(t)
	f.mustOwe(1, 2, 10)
	f.until(23, 9, 59)
	require.EqualValues(t, 1, f.currency().OpenCycle)
	f.until(23, 10, 0)
	f.mustOwe(1, 2, 5)
	f.until(23, 16, 30)
	require.EqualValues(t, 2, f.currency().OpenCycle, "the block at the cut-off closed it")
	require.Equal(t, netting.Cycle{
		Currency: "CNY", Number: 1, OpenedAt: start, ClosedAt: start + 7200, Obligations: 2, Gross: 15, Bilateral: 15, Net: 15,
		ValueDate: 2026_11_23,
	}, f.cycle(1))

	f.mustOwe(2, 1, 7)
	f.until(23, 17, 1)
	f.mustOwe(2, 1, 1)
	f.until(23, 17, 2)
	require.EqualValues(t, 2026_11_23, f.cycle(2).ValueDate, "the block that ends the day belongs to it")
	require.EqualValues(t, 8, f.cycle(2).Gross)

	// Later ones carry the next business day's date: Tuesday's, and on Tuesday evening Thursday's.
	f.mustOwe(1, 2, 3)
	require.EqualValues(t, 2026_11_24, f.currency().ValueDate)
	f.until(24, 10, 0)
	f.until(24, 17, 30)
	require.EqualValues(t, 2026_11_24, f.cycle(3).ValueDate)
	f.mustOwe(1, 2, 2)
	f.until(25, 17, 30)
	f.mustOwe(1, 2, 2)
	f.until(26, 10, 0)
	require.EqualValues(t, 4, f.currency().OpenCycle, "nothing closes on a holiday")
	f.until(26, 10, 1)
	require.EqualValues(t, 2026_11_26, f.cycle(4).ValueDate)
	require.EqualValues(t, 2, f.cycle(4).Obligations)
}

// Cut-offs that pass while the cycle is empty leave no trace, over a weekend too.
func TestEmptyDaysWriteNothing(t *testing.T) {
	f := onDays(t)
	before := f.state()
	for _, day := range []int{23, 24, 25, 26, 27, 28, 29} {
		f.until(day, 10, 30)
		f.until(day, 18, 0)
	}
	require.Equal(t, before, f.state())

	f.mustOwe(1, 2, 1)
	require.EqualValues(t, 2026_11_30, f.currency().ValueDate)
	f.until(30, 9, 59)
	require.EqualValues(t, 1, f.currency().OpenCycle)
	f.until(30, 10, 0)
	f.closeBlock()
	require.EqualValues(t, 2, f.currency().OpenCycle)
}

func (f *fixture) intraday(member string) netting.IntradayView {
	res, err := f.queries.Intraday(f.ctx, &netting.QueryIntradayRequest{Member: member, Currency: "CNY"})
	require.NoError(f.t, err)
	return res.Intraday
}

func TestIntraday(t *testing.T) {
	f := onDays(t)
	f.mustOwe(1, 2, 300)
	f.until(23, 9, 30)
	f.mustOwe(2, 1, 120)
	f.withFunds(50, 1)
	require.NoError(t, f.earmark(1, 20))
	require.Equal(t, netting.IntradayView{
		Member: "member-1", Currency: "CNY", Day: 2026_11_23, Opening: 500, Balance: 550, Sent: 300, Received: 120,
		Peak: 300, PeakAt: start, Earmark: 20, Cover: 530, Cap: 1000, Used: 180, Available: 350, PercentUsed: 33, AlarmPercent: 50,
	}, f.intraday("member-1"))
	f.closeBlock()
	require.Zero(t, f.intraday("member-1").AlarmPercent)

	// The settlement of the day's last cycle belongs to the day: the next one opens with what it left.
	f.nextBlock(0)
	f.until(23, 17, 5)
	f.closeBlock()
	require.EqualValues(t, 2, f.currency().OpenCycle)
	require.EqualValues(t, 370, f.balance(1))
	require.EqualValues(t, 2026_11_23, f.position(1).Day)
	f.nextBlock(0)
	f.until(23, 18, 0)
	require.Equal(t, netting.IntradayView{
		Member: "member-1", Currency: "CNY", Day: 2026_11_24, Opening: 370, Balance: 370, Earmark: 20, Cover: 350, Cap: 1000, Available: 350,
	}, f.intraday("member-1"), "a day that nobody has begun begins in the view")
	f.withFunds(30, 1)
	f.mustOwe(1, 2, 40)
	view := f.intraday("member-1")
	require.Equal(t, [4]uint64{370, 400, 40, 40}, [4]uint64{view.Opening, view.Balance, view.Sent, view.Peak})

	// What is still open when a day ends is used from the next one's start.
	f.until(24, 17, 1)
	f.withFunds(-400, 1)
	f.mustOwe(2, 1, 5)
	f.until(24, 18, 0)
	require.EqualValues(t, 1, f.currency().Waiting())
	f.mustOwe(2, 1, 1)
	view = f.intraday("member-1")
	require.Equal(t, uint32(2026_11_26), view.Day)
	require.Equal(t, [4]uint64{0, 1, 35, 34}, [4]uint64{view.Opening, view.Received, view.Peak, view.Used})
	require.EqualValues(t, 999, view.PercentUsed)
	require.True(t, view.OutboundBlocked)
}

func TestIntradayOfNobody(t *testing.T) {
	f := newFixture(t)
	_, err := f.queries.Intraday(f.ctx, &netting.QueryIntradayRequest{Member: "nobody", Currency: "CNY"})
	require.Error(t, err)
	_, err = f.queries.Intraday(f.ctx, &netting.QueryIntradayRequest{Member: "member-1", Currency: "HKD"})
	require.ErrorIs(t, err, netting.ErrCurrencyUnknown)
	require.Equal(t, netting.IntradayView{Member: "member-1", Currency: "CNY", Day: 2026_11_23}, f.intraday("member-1"))
}

// Money that only leaves cannot pay what waits: no settlement is tried.
func TestMoneyThatLeavesTriesNoSettlement(t *testing.T) {
	f := threeOwe(t)
	f.withFunds(-150, 1)
	f.order()
	f.endBlock(1)
	f.withFunds(-10, 2)
	require.False(t, f.currency().SettleDue)
	f.withFunds(10, 2)
	require.True(t, f.currency().SettleDue)
}

func TestQueryCapProposals(t *testing.T) {
	f := newFixture(t).withCap(100, 1, 2)
	require.NoError(t, f.propose(1, 500))
	f.nextBlock(10)
	require.NoError(t, f.propose(2, 600))
	list := func() []netting.CapProposalView {
		res, err := f.queries.CapProposals(f.ctx, &netting.QueryCapProposalsRequest{Currency: "CNY"})
		require.NoError(t, err)
		return res.Proposals
	}
	second := netting.CapProposalView{Member: "member-2", Currency: "CNY", Proposer: "clearing", Cap: 600, Present: 100, ExpiresAt: start + 10 + 86_400}
	require.Equal(t, []netting.CapProposalView{
		{Member: "member-1", Currency: "CNY", Proposer: "clearing", Cap: 500, Present: 100, ExpiresAt: start + 86_400}, second,
	}, list())
	f.nextBlock(86_390)
	require.Equal(t, []netting.CapProposalView{second}, list(), "one that has expired is not on offer")
	_, err := f.queries.CapProposals(f.ctx, &netting.QueryCapProposalsRequest{Currency: "HKD"})
	require.ErrorIs(t, err, netting.ErrCurrencyUnknown)
}
