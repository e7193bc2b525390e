// SPDX-License-Identifier: Apache-2.0

package netting_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/taelnet/tael/x/compliance"
	"github.com/taelnet/tael/x/netting"
)

func TestAccept(t *testing.T) {
	base := netting.Position{Member: 1, OpenOwed: 60, ClosedOwed: 40, OpenDue: 30, ClosedDue: 20, Reserved: 10, Cap: 200}
	tests := map[string]struct {
		change func(*netting.Position)
		amount uint64
		cover  uint64
		want   compliance.Reason
	}{
		"up to the cover it is accepted":         {nil, 40, 100, compliance.ReasonNone},
		"one beyond the cover it is refused":     {nil, 41, 100, compliance.ReasonLiquidity},
		"up to the cap it is accepted":           {nil, 140, 1000, compliance.ReasonNone},
		"one beyond the cap it is refused":       {nil, 141, 1000, compliance.ReasonCap},
		"lacking both, cover is named":           {nil, 500, 100, compliance.ReasonLiquidity},
		"without a cap nothing is accepted":      {func(p *netting.Position) { *p = netting.Position{Member: 1} }, 1, 1000, compliance.ReasonCap},
		"all that is due may be used":            {func(p *netting.Position) { p.OpenDue = 1000 }, 910, 0, compliance.ReasonNone},
		"and not more than that":                 {func(p *netting.Position) { p.OpenDue = 1000 }, 911, 0, compliance.ReasonLiquidity},
		"blocked, nothing is accepted":           {func(p *netting.Position) { p.OutboundBlocked = true }, 1, 10, compliance.ReasonOutboundBlocked},
		"a block ends when the position is safe": {func(p *netting.Position) { p.OutboundBlocked = true }, 1, 1000, compliance.ReasonNone},
		"cover of any size overflows nothing":    {nil, 140, math.MaxUint64, compliance.ReasonNone},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			p := base
			if tc.change != nil {
				tc.change(&p)
			}
			require.Equal(t, tc.want, p.Accept(tc.amount, tc.cover))
		})
	}
}

func TestSoundNeedsTheClosedCyclesPaid(t *testing.T) {
	p := netting.Position{Member: 1, ClosedOwed: 100, OpenDue: 500, Cap: 1000}
	require.Negative(t, p.Net())
	require.True(t, p.Sound(100))
	require.False(t, p.Sound(99), "what is due in the open cycle does not pay the closed ones")
}

func TestAvailableIsWhatIsAccepted(t *testing.T) {
	figure := rapid.Uint64Range(0, 1000)
	rapid.Check(t, func(t *rapid.T) {
		p := netting.Position{
			Member: 1, OpenOwed: figure.Draw(t, "open owed"), OpenDue: figure.Draw(t, "open due"),
			ClosedOwed: figure.Draw(t, "closed owed"), ClosedDue: figure.Draw(t, "closed due"),
			Reserved: figure.Draw(t, "reserved"), Cap: figure.Draw(t, "cap"), OutboundBlocked: rapid.Bool().Draw(t, "blocked"),
		}
		cover := figure.Draw(t, "cover")
		available := p.Available(cover)
		if available > 0 {
			require.Equal(t, compliance.ReasonNone, p.Accept(available, cover))
		}
		require.NotEqual(t, compliance.ReasonNone, p.Accept(available+1, cover))
	})
}

func TestFiguresAreBounded(t *testing.T) {
	p := netting.Position{Member: 1, OpenOwed: netting.MaxFigure - 5, ClosedDue: netting.MaxFigure - 5}
	before := p
	require.ErrorIs(t, p.Owe(6), netting.ErrFigureOverflow)
	require.ErrorIs(t, p.BeOwed(6), netting.ErrFigureOverflow)
	require.Equal(t, before, p)
	require.NoError(t, p.Owe(5))
	require.NoError(t, p.BeOwed(5))

	p = netting.Position{Member: 1, LifetimeOut: math.MaxUint64, LifetimeIn: math.MaxUint64}
	require.ErrorIs(t, p.Owe(1), netting.ErrFigureOverflow)
	require.ErrorIs(t, p.BeOwed(1), netting.ErrFigureOverflow)
}

func TestSetCap(t *testing.T) {
	tests := map[string]struct {
		limit   uint64
		err     error
		now     uint64
		nextOne uint64
	}{
		"a cut holds at once":                  {90, nil, 90, 90},
		"a raise holds from the next block on": {150, nil, 100, 150},
		"a cut to the position is accepted":    {70, nil, 70, 70},
		"a cut below the position is refused":  {69, netting.ErrCapBelowPosition, 100, 100},
		"a cap beyond every figure is no cap":  {netting.MaxFigure + 1, netting.ErrCapInvalid, 100, 100},
		"the same cap again changes nothing":   {100, nil, 100, 100},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			p := netting.Position{Member: 1, OpenOwed: 80, OpenDue: 20, Reserved: 10, Cap: 100}
			require.ErrorIs(t, p.SetCap(tc.limit, 7), tc.err)
			require.Equal(t, tc.now, p.At(7).Cap)
			require.Equal(t, tc.nextOne, p.At(8).Cap)
		})
	}
}

func TestCutDropsAPendingRaise(t *testing.T) {
	p := netting.Position{Member: 1, Cap: 100}
	require.NoError(t, p.SetCap(500, 7))
	require.NoError(t, p.SetCap(50, 7))
	require.EqualValues(t, 50, p.At(8).Cap)
}

func TestPositionRecord(t *testing.T) {
	figure := rapid.Uint64Range(0, netting.MaxFigure)
	rapid.Check(t, func(t *rapid.T) {
		p := netting.Position{
			OpenOwed: figure.Draw(t, "a"), OpenDue: figure.Draw(t, "b"), ClosedOwed: figure.Draw(t, "c"),
			ClosedDue: figure.Draw(t, "d"), LifetimeOut: figure.Draw(t, "e"), LifetimeIn: figure.Draw(t, "f"),
			Reserved: figure.Draw(t, "g"), Cap: figure.Draw(t, "h"), RaisedCap: figure.Draw(t, "i"),
			RaisedHeight: rapid.Int64Min(0).Draw(t, "j"), OutboundBlocked: rapid.Bool().Draw(t, "k"),
		}
		raw, err := netting.PositionRecord{}.Encode(p)
		require.NoError(t, err)
		require.Len(t, raw, 81)
		back, err := netting.PositionRecord{}.Decode(raw)
		require.NoError(t, err)
		require.Equal(t, p, back)
		_, err = netting.PositionRecord{}.Decode(raw[1:])
		require.Error(t, err)
	})
}

func TestPairRecord(t *testing.T) {
	raw, err := netting.PairRecord{}.Encode(netting.PairTotal{Amount: 258, Count: 3})
	require.NoError(t, err)
	require.Equal(t, []byte{0, 0, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 0, 0, 0, 3}, raw)
	back, err := netting.PairRecord{}.Decode(raw)
	require.NoError(t, err)
	require.Equal(t, netting.PairTotal{Amount: 258, Count: 3}, back)
	_, err = netting.PairRecord{}.Decode(raw[:15])
	require.Error(t, err)
}
