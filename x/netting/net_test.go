// SPDX-License-Identifier: Apache-2.0

package netting_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/taelnet/tael/x/netting"
)

// owes is a pair total of one obligation.
func owes(from, to uint32, amount uint64) netting.PairTotal {
	return netting.PairTotal{Currency: "CNY", Cycle: 1, From: from, To: to, Amount: amount, Count: 1}
}

func TestNets(t *testing.T) {
	tests := map[string]struct {
		pairs   []netting.PairTotal
		nets    []netting.Net
		figures netting.Figures
	}{
		"nothing owed is nothing to move": {},
		"one obligation moves in full": {
			pairs:   []netting.PairTotal{owes(1, 2, 100)},
			nets:    []netting.Net{{Member: 1, Owed: 100}, {Member: 2, Due: 100}},
			figures: netting.Figures{Obligations: 1, Gross: 100, Bilateral: 100, Net: 100},
		},
		"two that owe each other move the difference": {
			pairs:   []netting.PairTotal{owes(1, 2, 100), owes(2, 1, 70)},
			nets:    []netting.Net{{Member: 1, Owed: 100, Due: 70}, {Member: 2, Owed: 70, Due: 100}},
			figures: netting.Figures{Obligations: 2, Gross: 170, Bilateral: 30, Net: 30},
		},
		"a circle of equal obligations moves nothing, though its pairs would": {
			pairs: []netting.PairTotal{owes(3, 1, 50), owes(1, 2, 50), owes(2, 3, 50)},
			nets: []netting.Net{
				{Member: 1, Owed: 50, Due: 50}, {Member: 2, Owed: 50, Due: 50}, {Member: 3, Owed: 50, Due: 50},
			},
			figures: netting.Figures{Obligations: 3, Gross: 150, Bilateral: 150, Net: 0},
		},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			nets, err := netting.Nets(tc.pairs)
			require.NoError(t, err)
			require.Equal(t, len(tc.nets), len(nets))
			for i := range tc.nets {
				require.Equal(t, tc.nets[i], nets[i])
			}

			figures, err := netting.Measure(tc.pairs)
			require.NoError(t, err)
			require.Equal(t, tc.figures, figures)
			require.Equal(t, tc.figures.Gross-tc.figures.Net, figures.Saved())
		})
	}
}

func TestNetsRefusesSumsThatDoNotFit(t *testing.T) {
	_, err := netting.Nets([]netting.PairTotal{owes(1, 2, math.MaxUint64), owes(1, 3, 1)})
	require.ErrorIs(t, err, netting.ErrFigureOverflow)

	_, err = netting.Measure([]netting.PairTotal{owes(1, 2, math.MaxUint64), owes(3, 4, 1)})
	require.ErrorIs(t, err, netting.ErrFigureOverflow)
}

func somePairs(t *rapid.T) []netting.PairTotal {
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) netting.PairTotal {
		from := rapid.Uint32Range(1, 12).Draw(t, "from")
		to := rapid.Uint32Range(1, 11).Draw(t, "to")
		if to >= from {
			to++
		}
		return owes(from, to, rapid.Uint64Range(1, 1_000_000).Draw(t, "amount"))
	}), 0, 80).Draw(t, "pairs")
}

// The facts of netting that hold for every set of obligations.
func TestNettingFacts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		pairs := somePairs(t)
		nets, err := netting.Nets(pairs)
		require.NoError(t, err)
		figures, err := netting.Measure(pairs)
		require.NoError(t, err)

		var pays, receives uint64
		for _, net := range nets {
			pays, receives = pays+net.Pays(), receives+net.Receives()
		}
		require.Equal(t, pays, receives, "nets sum to zero")
		require.Equal(t, pays, figures.Net)
		require.LessOrEqual(t, figures.Net, figures.Bilateral)
		require.LessOrEqual(t, figures.Bilateral, figures.Gross)

		shuffled := rapid.Permutation(pairs).Draw(t, "shuffled")
		other, err := netting.Nets(shuffled)
		require.NoError(t, err)
		require.Equal(t, nets, other, "the order does not matter")

		if len(pairs) > 0 && pairs[0].Amount > 1 {
			split := append([]netting.PairTotal{owes(pairs[0].From, pairs[0].To, 1)}, pairs...)
			split[1].Amount--
			other, err = netting.Nets(split)
			require.NoError(t, err)
			require.Equal(t, nets, other, "splitting an obligation does not matter")
		}

		circle := append([]netting.PairTotal{owes(1, 2, 77), owes(2, 3, 77), owes(3, 1, 77)}, pairs...)
		more, err := netting.Measure(circle)
		require.NoError(t, err)
		require.Equal(t, figures.Net, more.Net, "a circle changes no net")
	})
}

func TestStatementsAgreeWithNets(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		pairs := somePairs(t)
		nets, err := netting.Nets(pairs)
		require.NoError(t, err)
		members := netting.MemberLines(pairs)
		require.Len(t, members, len(nets))
		for i, member := range members {
			owed, due := member.Totals()
			require.Equal(t, nets[i], netting.Net{Member: member.Member, Owed: owed, Due: due})
			for j := 1; j < len(member.Lines); j++ {
				require.Less(t, member.Lines[j-1].Counterparty, member.Lines[j].Counterparty)
			}
		}
	})
}
