// SPDX-License-Identifier: Apache-2.0

package netting_test

import (
	"math"
	"math/big"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/taelnet/tael/x/compliance"
	"github.com/taelnet/tael/x/netting"
)

func TestAccept(t *testing.T) {
	base := netting.Standing{Share: 100, Position: netting.Position{
		Member: 1, OpenOwed: 60, ClosedOwed: 40, OpenDue: 30, ClosedDue: 20, Reserved: 10, Cap: 200,
	}}
	tests := map[string]struct {
		change func(*netting.Standing)
		amount uint64
		cover  uint64
		want   compliance.Reason
	}{
		"up to the cover it is accepted":         {nil, 40, 100, compliance.ReasonNone},
		"one beyond the cover it is refused":     {nil, 41, 100, compliance.ReasonLiquidity},
		"up to the cap it is accepted":           {nil, 140, 1000, compliance.ReasonNone},
		"one beyond the cap it is refused":       {nil, 141, 1000, compliance.ReasonCap},
		"lacking both, cover is named":           {nil, 500, 100, compliance.ReasonLiquidity},
		"without a cap nothing is accepted":      {func(s *netting.Standing) { s.Position = netting.Position{Member: 1} }, 1, 1000, compliance.ReasonCap},
		"all that is due may be used":            {func(s *netting.Standing) { s.OpenDue = 1000 }, 910, 0, compliance.ReasonNone},
		"and not more than that":                 {func(s *netting.Standing) { s.OpenDue = 1000 }, 911, 0, compliance.ReasonLiquidity},
		"blocked, nothing is accepted":           {func(s *netting.Standing) { s.OutboundBlocked = true }, 1, 10, compliance.ReasonOutboundBlocked},
		"a block ends when the position is safe": {func(s *netting.Standing) { s.OutboundBlocked = true }, 1, 1000, compliance.ReasonNone},
		"settled money alone may count":          {func(s *netting.Standing) { s.Share = 0 }, 1, 110, compliance.ReasonLiquidity},
		"or a share of what is due":              {func(s *netting.Standing) { s.Share = 50 }, 16, 100, compliance.ReasonLiquidity},
		"and no more of it":                      {func(s *netting.Standing) { s.Share = 50 }, 15, 100, compliance.ReasonNone},
		"rounded down":                           {func(s *netting.Standing) { s.Share, s.OpenDue = 50, 31 }, 16, 100, compliance.ReasonLiquidity},
		"what is earmarked covers nothing":       {func(s *netting.Standing) { s.Earmark = 30 }, 11, 100, compliance.ReasonLiquidity},
		"and the rest does":                      {func(s *netting.Standing) { s.Earmark = 30 }, 10, 100, compliance.ReasonNone},
		"more earmarked than there is is all":    {func(s *netting.Standing) { s.Earmark = 500 }, 1, 100, compliance.ReasonLiquidity},
		"cover of any size overflows nothing":    {nil, 140, math.MaxUint64, compliance.ReasonNone},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			s := base
			if tc.change != nil {
				tc.change(&s)
			}
			s.Balance = tc.cover
			require.Equal(t, tc.want, s.Accept(tc.amount))
		})
	}
}

func TestSoundNeedsTheClosedCyclesPaid(t *testing.T) {
	s := netting.Standing{Position: netting.Position{Member: 1, ClosedOwed: 100, OpenDue: 500, Cap: 1000, Balance: 100}, Share: 100}
	require.Negative(t, s.Figure())
	require.True(t, s.Sound())
	require.Zero(t, s.Free(), "what the closed cycles need stays")
	s.Balance = 99
	require.False(t, s.Sound(), "what is due in the open cycle does not pay the closed ones")
}

// standings are small enough for every rule to bind now and then.
func someStanding(t *rapid.T) netting.Standing {
	figure := rapid.Uint64Range(0, 1000)
	return netting.Standing{Share: rapid.Uint32Range(0, 100).Draw(t, "share"), Position: netting.Position{
		Member: 1, OpenOwed: figure.Draw(t, "open owed"), OpenDue: figure.Draw(t, "open due"),
		ClosedOwed: figure.Draw(t, "closed owed"), ClosedDue: figure.Draw(t, "closed due"),
		Reserved: figure.Draw(t, "reserved"), Cap: figure.Draw(t, "cap"), OutboundBlocked: rapid.Bool().Draw(t, "blocked"),
		Balance: figure.Draw(t, "balance"), Earmark: figure.Draw(t, "earmark"),
	}}
}

func TestAvailableIsWhatIsAccepted(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := someStanding(t)
		available := s.Available()
		if available > 0 {
			require.Equal(t, compliance.ReasonNone, s.Accept(available))
		}
		require.NotEqual(t, compliance.ReasonNone, s.Accept(available+1))
	})
}

// What is free is the most that leaves the position sound.
func TestFreeIsWhatMayLeave(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := someStanding(t)
		free := s.Free()
		require.LessOrEqual(t, free, s.Cover(), "the earmark stays")
		left := s
		left.Balance -= free
		if s.Sound() {
			require.True(t, left.Sound())
			left.Balance--
			require.True(t, free == s.Cover() || !left.Sound(), "one more would not")
		} else {
			require.Zero(t, free)
		}
	})
}

func TestEarmark(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := someStanding(t)
		s.Earmark = min(s.Earmark, s.Balance)
		before, amount := s, rapid.Uint64Range(0, 1200).Draw(t, "amount")
		err := s.SetEarmark(amount)
		switch {
		case err != nil:
			require.ErrorIs(t, err, netting.ErrCoverMissing)
			require.Equal(t, before, s)
			require.Greater(t, amount, before.Earmark+before.Free(), "what is free may be earmarked")
		case amount > before.Earmark:
			require.True(t, s.Sound())
			fallthrough
		default:
			require.Equal(t, amount, s.Earmark)
			require.LessOrEqual(t, s.Earmark, s.Balance)
		}
	})
}

func TestEarmarkShrinksToWhatIsLeft(t *testing.T) {
	s := netting.Standing{Position: netting.Position{Balance: 100, Earmark: 60}}
	require.False(t, s.Keep(60))
	require.EqualValues(t, 60, s.Earmark)
	require.True(t, s.Keep(59))
	require.EqualValues(t, 59, s.Earmark)
	require.Zero(t, s.Cover())
}

// The share of what is due is the floor of the exact product, at any size.
func TestUsableDueIsExact(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		due := rapid.Uint64Range(0, netting.MaxFigure).Draw(t, "due")
		share := rapid.Uint32Range(0, 100).Draw(t, "share")
		want := new(big.Int).Mul(new(big.Int).SetUint64(due), big.NewInt(int64(share)))
		want.Div(want, big.NewInt(100))
		s := netting.Standing{Position: netting.Position{OpenDue: due}, Share: share}
		require.Equal(t, want.Uint64(), s.UsableDue())
	})
}

func TestAlarm(t *testing.T) {
	alarms := []uint32{50, 75, 90}
	tests := map[string]struct {
		owed, balance, cap uint64
		want               uint32
	}{
		"nothing used raises none":             {0, 100, 100, 0},
		"nothing used of nothing raises none":  {0, 0, 0, 0},
		"below the first there is none":        {49, 100, 100, 0},
		"at the first it stands":               {50, 100, 100, 50},
		"of the cap if that is smaller":        {50, 1000, 100, 50},
		"of the cover if that is smaller":      {75, 100, 1000, 75},
		"the highest stands":                   {100, 100, 100, 90},
		"beyond the limit the highest stands":  {500, 100, 100, 90},
		"something used of nothing raises all": {1, 0, 100, 90},
		"a third of three is below a half":     {1, 3, 3, 0},
		"figures of any size overflow nothing": {netting.MaxFigure, math.MaxUint64, netting.MaxFigure, 90},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			s := netting.Standing{Position: netting.Position{OpenOwed: tc.owed, Balance: tc.balance, Cap: tc.cap}, Share: 100}
			require.Equal(t, tc.want, s.Alarm(alarms))
		})
	}
	require.Equal(t, []uint32{50, 75}, netting.Passed(alarms, 0, 75))
	require.Equal(t, []uint32{75, 90}, netting.Passed(alarms, 90, 50))
	require.Empty(t, netting.Passed(alarms, 75, 75))
}

func TestPercentUsed(t *testing.T) {
	percent := func(used, limit uint64) uint32 {
		return netting.Standing{Position: netting.Position{OpenOwed: used, Balance: limit, Cap: limit}}.PercentUsed()
	}
	require.EqualValues(t, 0, percent(0, 0))
	require.EqualValues(t, 999, percent(1, 0))
	require.EqualValues(t, 33, percent(1, 3))
	require.EqualValues(t, 100, percent(7, 7))
	require.EqualValues(t, 150, percent(3, 2))
	require.EqualValues(t, 999, percent(netting.MaxFigure, 1))
	require.EqualValues(t, 99, percent(netting.MaxFigure-1, netting.MaxFigure))
}

func TestDayBeginsOnce(t *testing.T) {
	s := netting.Standing{Share: 100, Position: netting.Position{
		Balance: 70, OpenOwed: 30, Day: 2026_11_22, DayOpening: 5, DaySent: 6, DayReceived: 7, Peak: 90, PeakAt: 8,
	}}
	s.Turn(2026_11_23, 1000)
	require.Equal(t, netting.Position{Balance: 70, OpenOwed: 30, Day: 2026_11_23, DayOpening: 70, Peak: 30, PeakAt: 1000}, s.Position)

	require.NoError(t, s.Owe(5))
	s.Balance = 60
	s.Mark(1007)
	s.Turn(2026_11_23, 1008)
	require.NoError(t, s.BeOwed(20))
	s.Mark(1009)
	require.EqualValues(t, 70, s.DayOpening, "the day has begun already")
	require.Equal(t, [3]uint64{5, 20, 35}, [3]uint64{s.DaySent, s.DayReceived, s.Peak})
	require.EqualValues(t, 1007, s.PeakAt)
}
