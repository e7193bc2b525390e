// SPDX-License-Identifier: Apache-2.0

package bench

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func TestPercentile(t *testing.T) {
	hundred := make([]int, 100)
	for i := range hundred {
		hundred[i] = 100 - i
	}
	cases := map[string]struct {
		values []int
		p      int
		want   int
	}{
		"of nothing":                     {nil, 99, 0},
		"of one":                         {[]int{7}, 50, 7},
		"the median of two is the lower": {[]int{9, 3}, 50, 3},
		"99 of a hundred":                {hundred, 99, 99},
		"all of a hundred":               {hundred, 100, 100},
		"none of a hundred is the least": {hundred, 0, 1},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) { require.Equal(t, tc.want, percentile(tc.values, tc.p)) })
	}
}

func TestPercentileIsExceededByFew(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		values, p := rapid.SliceOfN(rapid.Int(), 1, 200).Draw(t, "values"), rapid.IntRange(1, 100).Draw(t, "p")
		at, above := percentile(values, p), 0
		require.Contains(t, values, at)
		for _, v := range values {
			if v > at {
				above++
			}
		}
		require.LessOrEqual(t, 100*above, (100-p)*len(values))
	})
}

func TestSpread(t *testing.T) {
	cases := map[string]struct {
		values []float64
		want   Spread
	}{
		"of nothing":                       {nil, Spread{}},
		"of one":                           {[]float64{4}, Spread{4, 4, 4, 1}},
		"of three, the middle":             {[]float64{9, 1, 4}, Spread{4, 1, 9, 3}},
		"of two, the mean of both":         {[]float64{2, 4}, Spread{3, 2, 4, 2}},
		"the median moves little by a far": {[]float64{4, 5, 1_000}, Spread{5, 4, 1_000, 3}},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) { require.Equal(t, tc.want, spread(tc.values)) })
	}
}

func TestLatencySaysWhatBecameFinal(t *testing.T) {
	l := newLatency(20, 3, []time.Duration{1_500 * time.Microsecond, 20 * time.Millisecond})
	require.Equal(t, Latency{PerSecond: 20, Offered: 3, Samples: 2, P50: 1.5, P90: 20, P99: 20}, l)
}
