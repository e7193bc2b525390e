// SPDX-License-Identifier: Apache-2.0

package bench

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func rows(goals []Goal) []int {
	var numbers []int
	for _, g := range goals {
		numbers = append(numbers, g.Row)
	}
	return numbers
}

func TestGoalsOfASoundReport(t *testing.T) {
	r := sound()
	r.finish()
	require.Equal(t, []int{1, 2, 3, 4, 5, 5, 6, 10, 10, 10, 11, 12, 13}, rows(r.Goals))
	require.Equal(t, Verdict{}, r.Judge())
	require.True(t, r.Judge().Passes(false))
}

func TestPlantedBreachesAreFound(t *testing.T) {
	cases := map[string]struct {
		plant func(*Report)
		row   int
	}{
		"the batch lane is slow in most pairs": {func(r *Report) {
			edit(r, BatchEd25519, 4, func(run *Run) {
				if run.Pair != 2 {
					run.PerSecond = 3_200
				}
			})
		}, 1},
		"one per transaction is slow":     {func(r *Report) { edit(r, Single, 4, func(run *Run) { run.PerSecond = 1_200 }) }, 2},
		"a validator works too much":      {func(r *Report) { edit(r, BatchEd25519, 4, func(run *Run) { run.CPU[0] = 300 }) }, 3},
		"the database is quicker":         {func(r *Report) { edit(r, Postgres, 1, func(run *Run) { run.PerSecond = 15_001 }) }, 4},
		"one way is late at low load":     {func(r *Report) { edit(r, Single, 4, late(func(run *Run) { run.Low.P99 = 301 })) }, 5},
		"one way is late at half":         {func(r *Report) { edit(r, BatchEd25519, 4, late(func(run *Run) { run.Half.P99 = 1_001 })) }, 5},
		"nothing became final":            {func(r *Report) { edit(r, Single, 4, late(func(run *Run) { *run.Low = Latency{Offered: 9} })) }, 5},
		"too much is kept":                {func(r *Report) { edit(r, BatchEd25519, 4, late(func(run *Run) { run.Kept.PerPayment = 301 })) }, 6},
		"goodput breaks down":             {func(r *Report) { r.Overload.Kept = 0.79 }, 10},
		"it is as before after two hours": {func(r *Report) { r.Overload.Recovery = 7_200 }, 10},
		"it is never as before":           {func(r *Report) { r.Overload.Recovered = false }, 10},
		"memory grows on":                 {func(r *Report) { r.Overload.MemoryAfter = 1_000 << 20 }, 10},
		"three validators stand still":    {func(r *Report) { r.Outage.Kept = 0 }, 11},
		"many wallets cost more":          {func(r *Report) { r.Wallets.Run.CPU[0] = 61 }, 12},
		"many records cost more":          {func(r *Report) { r.Records.Run.CPU[0] = 61 }, 13},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			r := sound()
			tc.plant(r)
			r.finish()
			v := r.Judge()
			require.Equal(t, []int{tc.row}, rows(v.Broken))
			require.Empty(t, v.Missing)
			require.False(t, v.Passes(true), "what was measured and does not hold is never let pass")
		})
	}
}

// late changes runs in which finality was measured.
func late(change func(*Run)) func(*Run) {
	return func(run *Run) {
		if run.Low != nil {
			change(run)
		}
	}
}

func TestWhatWasNotMeasuredIsMissing(t *testing.T) {
	cases := map[string]struct {
		drop func(*Report)
		rows []int
	}{
		"no vanilla chain":   {func(r *Report) { edit(r, Vanilla, 4, func(run *Run) { run.Kind = "gone" }) }, []int{1, 2}},
		"no floor":           {func(r *Report) { r.Floor = nil }, []int{3}},
		"no database":        {func(r *Report) { edit(r, Postgres, 1, func(run *Run) { run.Kind = "gone" }) }, []int{4}},
		"no single node":     {func(r *Report) { edit(r, BatchEd25519, 1, func(run *Run) { run.Kind = "gone" }) }, []int{4, 12, 13}},
		"no overload":        {func(r *Report) { r.Overload = nil }, []int{10, 10, 10}},
		"no outage":          {func(r *Report) { r.Outage = nil }, []int{11}},
		"no large states":    {func(r *Report) { r.Wallets, r.Records = nil, nil }, []int{12, 13}},
		"nothing whatsoever": {func(r *Report) { *r = Report{} }, []int{1, 2, 3, 4, 5, 5, 6, 10, 10, 10, 11, 12, 13}},
		"runs of no pair":    {func(r *Report) { edit(r, Vanilla, 4, func(run *Run) { run.Pair = 0 }) }, []int{1, 2}},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			r := sound()
			tc.drop(r)
			r.finish()
			v := r.Judge()
			require.Equal(t, tc.rows, rows(v.Missing))
			require.Empty(t, v.Broken)
			require.False(t, v.Passes(false))
			require.True(t, v.Passes(true))
		})
	}
}

func TestRatiosArePairedBeforeTheyAreAveraged(t *testing.T) {
	r := sound()
	// The machine halves its speed in the second pair: the ratio must not notice.
	for _, kind := range paired {
		edit(r, kind, 4, func(run *Run) {
			run.PerSecond = map[Kind]float64{Vanilla: 400, Single: 2_000, BatchEd25519: 4_000}[kind]
			if run.Pair == 2 {
				run.PerSecond /= 2
			}
		})
	}
	require.Equal(t, Spread{10, 10, 10, 3}, r.pairwise(BatchEd25519, Vanilla, rateOf))
}
