// SPDX-License-Identifier: Apache-2.0

package reserve_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/taelnet/tael/x/reserve"
)

func TestTotals(t *testing.T) {
	var totals reserve.Totals
	require.NoError(t, totals.Issue(100))
	require.NoError(t, totals.Redeem(40))
	supply, err := totals.Supply()
	require.NoError(t, err)
	require.Equal(t, uint64(60), supply)

	require.NoError(t, totals.Redeem(61))
	_, err = totals.Supply()
	require.ErrorIs(t, err, reserve.ErrInvariantBroken)
}

func TestTotalsStayInRange(t *testing.T) {
	totals := reserve.Totals{Issued: math.MaxUint64 - 1, Redeemed: math.MaxUint64 - 1}
	require.NoError(t, totals.Issue(1))
	require.NoError(t, totals.Redeem(1))
	before := totals
	require.ErrorIs(t, totals.Issue(1), reserve.ErrTotalOverflow)
	require.ErrorIs(t, totals.Redeem(1), reserve.ErrTotalOverflow)
	require.Equal(t, before, totals)
}

func TestLiability(t *testing.T) {
	cases := map[string]struct {
		totals  reserve.Totals
		out, in uint64
		want    uint64
		err     error
	}{
		"what was issued and not redeemed":              {totals: reserve.Totals{Issued: 100, Redeemed: 30}, want: 70},
		"less what its customers paid to others":        {totals: reserve.Totals{Issued: 100}, out: 40, want: 60},
		"and what others' customers paid to them":       {totals: reserve.Totals{}, in: 40, want: 40},
		"redeemed out of what others' customers paid":   {totals: reserve.Totals{Redeemed: 40}, in: 40, want: 0},
		"below zero nothing can be":                     {totals: reserve.Totals{Issued: 1}, out: 2, err: reserve.ErrInvariantBroken},
		"a sum that leaves the range is told":           {totals: reserve.Totals{Issued: math.MaxUint64}, in: 1, err: reserve.ErrTotalOverflow},
		"a difference that leaves the range is told":    {totals: reserve.Totals{Redeemed: math.MaxUint64}, out: 1, err: reserve.ErrTotalOverflow},
		"the largest liability that a number can carry": {totals: reserve.Totals{Issued: math.MaxUint64}, want: math.MaxUint64},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			got, err := tc.totals.Liability(tc.out, tc.in)
			require.ErrorIs(t, err, tc.err)
			require.Equal(t, tc.want, got)
		})
	}
}
