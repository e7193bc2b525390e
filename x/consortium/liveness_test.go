// SPDX-License-Identifier: Apache-2.0

package consortium_test

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/taelnet/tael/x/consortium"
)

// The ring says at each height what a list of all missed heights says.
func TestLivenessIsExact(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		window := rapid.Uint32Range(1, 40).Draw(t, "window")
		height := rapid.Int64Range(1, 1_000).Draw(t, "first height")
		var missed []int64
		l := consortium.Liveness{ConsensusAddress: bytes.Repeat([]byte{1}, consortium.AddressLength)}
		for range rapid.IntRange(1, 150).Draw(t, "blocks") {
			height += rapid.SampledFrom([]int64{1, 1, 1, 1, 2, 7, 60}).Draw(t, "distance")
			if rapid.Bool().Draw(t, "missed") {
				missed = append(missed, height)
				l = l.Miss(height, window)
				require.NoError(t, l.Validate(window))
				require.Equal(t, height, l.Last)
			}

			var count uint32
			var last int64
			for _, h := range missed {
				if h > height-int64(window) {
					count++
					last = h
				}
			}
			gotCount, gotLast := l.MissedAt(height, window)
			require.Equal(t, count, gotCount)
			require.Equal(t, last, gotLast)
		}
	})
}

func TestLivenessStartsAnew(t *testing.T) {
	l := consortium.Liveness{Kept: true}.Miss(50, 10).Miss(51, 10)
	require.Equal(t, uint32(2), l.Count)
	require.Equal(t, uint32(2), l.Miss(51, 10).Count, "one block is missed once")
	require.Equal(t, uint32(1), l.Miss(52, 20).Count, "over another window")
	require.Equal(t, uint32(1), l.Miss(3, 10).Count, "on a chain that starts at lower heights")
	require.Equal(t, uint32(2), l.Count, "a record is never changed in place")

	count, _ := l.MissedAt(49, 10)
	require.Zero(t, count, "heights that lie ahead count nothing")
	count, _ = l.MissedAt(51, 20)
	require.Zero(t, count)
	require.Len(t, consortium.Liveness{}.Miss(1, consortium.MaxWindow).Missed, 4_096)
}

func TestLivenessValidate(t *testing.T) {
	valid := func() consortium.Liveness {
		l := consortium.Liveness{}.Miss(50, 10).Miss(53, 10)
		l.ConsensusAddress = bytes.Repeat([]byte{1}, consortium.AddressLength)
		return l
	}
	require.NoError(t, valid().Validate(10))
	tests := map[string]func(*consortium.Liveness){
		"no address":                   func(l *consortium.Liveness) { l.ConsensusAddress = nil },
		"a ring of another window":     func(l *consortium.Liveness) { l.Missed = append(l.Missed, 0) },
		"a count of other bits":        func(l *consortium.Liveness) { l.Count = 3 },
		"no miss at all":               func(l *consortium.Liveness) { l.Count, l.Missed = 0, make([]byte, 2) },
		"no last height":               func(l *consortium.Liveness) { l.Last = 0 },
		"a last height that was there": func(l *consortium.Liveness) { l.Last = 54 },
		"a place beyond the window":    func(l *consortium.Liveness) { l.Missed[1] |= 1 << 7; l.Count++ },
	}
	for name, change := range tests {
		t.Run(name+" is refused", func(t *testing.T) {
			l := valid()
			change(&l)
			require.ErrorIs(t, l.Validate(10), consortium.ErrGenesisInvalid)
		})
	}
}
