// SPDX-License-Identifier: Apache-2.0

package netting_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/taelnet/tael/x/netting"
)

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

// The position of a member that knows no rule counts all that is due and leaves the earmark out.
func TestSoundPosition(t *testing.T) {
	p := netting.Position{Member: 1, OpenOwed: 90, OpenDue: 10, Cap: 80, Earmark: 20}
	require.True(t, p.Sound(100))
	require.False(t, p.Sound(99))
}

func TestPositionRecord(t *testing.T) {
	figure := rapid.Uint64Range(0, netting.MaxFigure)
	rapid.Check(t, func(t *rapid.T) {
		p := netting.Position{
			OpenOwed: figure.Draw(t, "a"), OpenDue: figure.Draw(t, "b"), ClosedOwed: figure.Draw(t, "c"),
			ClosedDue: figure.Draw(t, "d"), LifetimeOut: figure.Draw(t, "e"), LifetimeIn: figure.Draw(t, "f"),
			Reserved: figure.Draw(t, "g"), Cap: figure.Draw(t, "h"), RaisedCap: figure.Draw(t, "i"),
			RaisedHeight: rapid.Int64Min(0).Draw(t, "j"), OutboundBlocked: rapid.Bool().Draw(t, "k"),
			Earmark: figure.Draw(t, "l"), Balance: rapid.Uint64().Draw(t, "m"), Day: rapid.Uint32().Draw(t, "n"),
			DayOpening: rapid.Uint64().Draw(t, "o"), DaySent: rapid.Uint64().Draw(t, "p"), DayReceived: rapid.Uint64().Draw(t, "q"),
			Peak: figure.Draw(t, "r"), PeakAt: rapid.Int64Min(0).Draw(t, "s"), AlarmPercent: rapid.Uint32Range(0, 100).Draw(t, "u"),
		}
		raw, err := netting.PositionRecord{}.Encode(p)
		require.NoError(t, err)
		require.Len(t, raw, 142)
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
