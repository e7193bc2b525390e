// SPDX-License-Identifier: Apache-2.0

package reserve_test

import (
	"math"
	"math/big"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/taelnet/tael/x/reserve"
)

func TestCoverageAtItsEdges(t *testing.T) {
	cases := map[string]struct {
		coverage reserve.Coverage
		surplus  int64
		holds    bool
	}{
		"liability 100, reserve 100, deposit 50: minted": {
			reserve.Coverage{Percent: 100, Liability: 100, Reserve: 150, Waiting: 50}.AfterMint(50), 0, true,
		},
		"liability 150, reserve 100, then 60 moved to settlement: stopped": {
			reserve.Coverage{Percent: 100, Liability: 150, Reserve: 40, Settlement: 60}, -50, false,
		},
		"a line of 50 drawn is cover and debt: no change": {
			reserve.Coverage{Percent: 100, Liability: 100, Reserve: 100, Settlement: 50, Owed: 50}, 0, true,
		},
		"due 40 unsettled, liability 40": {
			reserve.Coverage{Percent: 100, Liability: 40, Due: 40}, 0, true,
		},
		"one missing":                            {reserve.Coverage{Percent: 100, Liability: 41, Due: 40}, -1, false},
		"what is in flight is not owed":          {reserve.Coverage{Percent: 100, Liability: 41, InFlight: 1, Due: 40}, 0, true},
		"what waits belongs to whoever waits":    {reserve.Coverage{Percent: 100, Liability: 40, Waiting: 1, Reserve: 40}, -1, false},
		"a reserve below zero covers nothing":    {reserve.Coverage{Percent: 100, Reserve: -1}, -1, false},
		"nothing owed and nothing there":         {reserve.Coverage{Percent: 100}, 0, true},
		"at 110 percent 10 in 100 more":          {reserve.Coverage{Percent: 110, Liability: 100, Reserve: 110}, 10, true},
		"at 110 percent one too little":          {reserve.Coverage{Percent: 110, Liability: 100, Reserve: 109}, 9, false},
		"at 33 percent a third rounds to nobody": {reserve.Coverage{Percent: 33, Liability: 3, Reserve: 1}, -2, true},
		"at 34 percent it is too little":         {reserve.Coverage{Percent: 34, Liability: 3, Reserve: 1}, -2, false},
		"at 0 percent nothing is tested":         {reserve.Coverage{Liability: 100}, -100, true},
		"figures beyond 64 bits": {
			reserve.Coverage{Percent: 1_000, Liability: math.MaxUint64, Reserve: math.MinInt64, Owed: math.MaxUint64}, -math.MaxInt64, false,
		},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			require.Equal(t, tc.holds, tc.coverage.Holds())
			require.Equal(t, tc.surplus, tc.coverage.Surplus())
		})
	}
}

func TestCoverageInFull(t *testing.T) {
	require.True(t, reserve.Coverage{Percent: 110, Liability: 100, Reserve: 100}.HoldsInFull(), "more than all is not asked")
	require.False(t, reserve.Coverage{Percent: 110, Liability: 100, Reserve: 99}.HoldsInFull())
	require.True(t, reserve.Coverage{Percent: 50, Liability: 100, Reserve: 50}.HoldsInFull(), "nor more than the role")
	require.True(t, reserve.Coverage{Liability: 100}.HoldsInFull())
}

func figures(t *rapid.T) reserve.Coverage {
	figure := func(name string) uint64 {
		return rapid.OneOf(rapid.Uint64Range(0, 200), rapid.Uint64Range(0, reserve.MaxFigure)).Draw(t, name)
	}
	return reserve.Coverage{
		Percent: rapid.Uint32Range(0, reserve.MaxPercent).Draw(t, "percent"), Liability: figure("liability"), InFlight: figure("in flight"),
		Waiting: figure("waiting"), Reserve: int64(figure("reserve")) - int64(figure("gone")), Settlement: figure("settlement"),
		Owed: figure("owed"), Due: figure("due"),
	}
}

// TestCoverageIsTheRule compares with the rule in rationals.
func TestCoverageIsTheRule(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := figures(t)
		rat := func(v uint64) *big.Rat { return new(big.Rat).SetInt(new(big.Int).SetUint64(v)) }
		debt := rat(c.Liability - min(c.InFlight, c.Liability))
		left := debt.Mul(debt, big.NewRat(int64(c.Percent), 100))
		left.Add(left, rat(c.Waiting)).Add(left, rat(c.Owed))
		right := new(big.Rat).SetInt64(c.Reserve)
		right.Add(right, rat(c.Settlement)).Add(right, rat(c.Due))
		require.Equal(t, c.Percent == 0 || left.Cmp(right) <= 0, c.Holds())
	})
}

// TestCoverageMovesOneWay: more cover never breaks it, more debt never mends it, and at up to 100 percent a receipt that
// waits is covered as well minted.
func TestCoverageMovesOneWay(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := figures(t)
		amount := rapid.Uint64Range(1, reserve.MaxAmount).Draw(t, "amount")
		more, less := c, c
		more.Settlement += amount
		less.Liability += amount
		require.True(t, !c.Holds() || more.Holds())
		require.True(t, c.Holds() || c.Percent == 0 || !less.Holds())
		require.True(t, !c.AfterFundsOut(amount).Holds() || c.Holds())

		waits := c
		waits.InFlight, waits.Waiting = 0, c.Waiting+amount
		waits.Reserve += int64(amount)
		if c.Percent <= 100 && waits.Holds() {
			require.True(t, waits.AfterMint(amount).Holds())
		}
	})
}
