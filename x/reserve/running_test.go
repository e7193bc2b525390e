// SPDX-License-Identifier: Apache-2.0

package reserve_test

import (
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/taelnet/tael/x/reserve"
)

// entry is one movement at the rails, as a clerk would list it.
type entry struct {
	date   uint32
	amount int64
}

// clerk replays entries by booking date from the last statement on.
type clerk struct {
	statement entry
	entries   []entry
}

func (c clerk) at(date uint32) int64 {
	sum := c.statement.amount
	for _, e := range c.entries {
		if e.date > c.statement.date && e.date <= date {
			sum += e.amount
		}
	}
	return sum
}

func days(first time.Time, count int) []uint32 {
	dates := make([]uint32, count)
	for n := range dates {
		day := first.AddDate(0, 0, n)
		dates[n] = uint32(day.Year()*10_000 + int(day.Month())*100 + day.Day())
	}
	return dates
}

// TestRunningFigureAgainstAClerk: entries and statements in any order and for any day give the figure that a clerk gets
// who keeps the whole list, and a statement differs by what the clerk says it does.
func TestRunningFigureAgainstAClerk(t *testing.T) {
	calendar := days(time.Date(2027, 12, 20, 0, 0, 0, 0, time.UTC), 75)
	require.Contains(t, calendar, uint32(20280229))
	rail := reserve.RailRecord{Id: "city-rail", Attestors: []uint32{2}, Threshold: 1}
	rapid.Check(t, func(t *rapid.T) {
		used := calendar[:rapid.IntRange(1, reserve.MaxBookedDays).Draw(t, "days")]
		r, c := reserve.ReserveRecord{Member: 1}, clerk{}
		for n := range rapid.IntRange(1, 80).Draw(t, "steps") {
			date := rapid.SampledFrom(used).Draw(t, "date")
			amount := rapid.Uint64Range(1, reserve.MaxAmount).Draw(t, "amount")
			switch rapid.IntRange(0, 6).Draw(t, "step") {
			case 0:
				did, err := r.Attest(rail, reserve.ReserveStatementRecord{Member: 2, Rail: "city-rail", Amount: amount, BookingDate: date, Digest: []byte{byte(n)}, At: 1})
				if date < c.statement.date {
					require.ErrorIs(t, err, reserve.ErrBookingDateInvalid)
					continue
				}
				require.NoError(t, err)
				want := int64(0)
				if c.statement.date != 0 {
					want = int64(amount) - c.at(date)
				}
				require.Equal(t, reserve.Anchoring{Anchored: true, Moved: true, Difference: want}, did)
				c.statement = entry{date, int64(amount)}
			case 1, 2, 3:
				require.NoError(t, r.Receive(date, amount, 1))
				c.entries = append(c.entries, entry{date, int64(amount)})
			default:
				require.NoError(t, r.Pay(date, amount, 1))
				c.entries = append(c.entries, entry{date, -int64(amount)})
			}
			require.Equal(t, c.at(math.MaxUint32), r.Running())
			for _, day := range used {
				if day >= c.statement.date {
					require.Equal(t, c.at(day), r.RunningAt(day))
				}
			}
		}
	})
}

// TestManyBookedDaysMergeToTheMembersDisadvantage: with more days than a reserve keeps apart the figure stays what it
// is, and after a statement it is never higher than the clerk's.
func TestManyBookedDaysMergeToTheMembersDisadvantage(t *testing.T) {
	calendar := days(time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC), 3*reserve.MaxBookedDays)
	rail := reserve.RailRecord{Id: "city-rail", Attestors: []uint32{2}, Threshold: 1}
	rapid.Check(t, func(t *rapid.T) {
		r, c := reserve.ReserveRecord{Member: 1}, clerk{}
		for _, date := range rapid.Permutation(calendar).Draw(t, "dates") {
			amount := rapid.Uint64Range(1, 100).Draw(t, "amount")
			require.NoError(t, r.Receive(date, amount, 1))
			require.NoError(t, r.Pay(date, amount+1, 1))
			c.entries = append(c.entries, entry{date, int64(amount)}, entry{date, -int64(amount + 1)})
		}
		require.LessOrEqual(t, len(r.Received), reserve.MaxBookedDays)
		require.LessOrEqual(t, len(r.Paid), reserve.MaxBookedDays)
		require.Equal(t, c.at(math.MaxUint32), r.Running())

		date := rapid.SampledFrom(calendar).Draw(t, "statement")
		_, err := r.Attest(rail, reserve.ReserveStatementRecord{Member: 2, Rail: "city-rail", Amount: 1_000, BookingDate: date, At: 1})
		require.NoError(t, err)
		c.statement = entry{date, 1_000}
		require.LessOrEqual(t, r.Running(), c.at(math.MaxUint32))
	})
}

func TestReserveFiguresStayInRange(t *testing.T) {
	r := reserve.ReserveRecord{}
	require.NoError(t, r.Receive(20270101, reserve.MaxFigure, 1))
	before := r
	require.ErrorIs(t, r.Receive(20270102, 1, 1), reserve.ErrTotalOverflow)
	require.Equal(t, before, r)
	require.NoError(t, r.Wait(reserve.MaxFigure))
	require.ErrorIs(t, r.Wait(1), reserve.ErrTotalOverflow)
	require.ErrorIs(t, r.Land(1), reserve.ErrInvariantBroken)
	require.Zero(t, r.Free())
	require.NoError(t, r.EndWait(1))
	require.Equal(t, uint64(1), r.Free())
	require.NoError(t, r.Pay(20270102, reserve.MaxFigure, 1))
	require.Zero(t, r.Free(), "never below zero")
}

func TestStaleFromTheEndOfTheLastBookedDay(t *testing.T) {
	p := reserve.DefaultParams()
	p.MaxAttestationAge = 3_600
	midnight := time.Date(2028, 2, 29, 16, 0, 0, 0, time.UTC).Unix() // 1 March 2028, 00:00 at +08:00
	require.Equal(t, midnight, reserve.DayEnd(20280229, p.UtcOffsetSeconds))
	require.Equal(t, uint32(20280229), reserve.LocalDate(midnight-1, p.UtcOffsetSeconds))
	require.Equal(t, uint32(20280301), reserve.LocalDate(midnight, p.UtcOffsetSeconds))
	require.Equal(t, uint32(20271231), reserve.LocalDate(time.Date(2027, 12, 31, 15, 59, 59, 0, time.UTC).Unix(), p.UtcOffsetSeconds))

	r := reserve.ReserveRecord{}
	require.False(t, r.Stale(midnight, p), "nothing was ever booked")
	require.NoError(t, r.Receive(20280228, 1, midnight))
	require.False(t, r.Stale(midnight+3_600, p))
	require.True(t, r.Stale(midnight+3_601, p), "nobody has attested what is booked")
	r.Anchor = reserve.ReserveAnchorRecord{BookingDate: 20280229, AttestedAt: midnight + 9_000}
	require.False(t, r.Stale(midnight+3_600, p))
	require.True(t, r.Stale(midnight+3_601, p))
	p.MaxAttestationAge = 0
	require.False(t, r.Stale(math.MaxInt64, p))
}
