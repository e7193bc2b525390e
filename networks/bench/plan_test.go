// SPDX-License-Identifier: Apache-2.0

package bench

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func kinds(steps []Step) []Kind {
	var all []Kind
	for _, s := range steps {
		if s.Pair > 0 {
			all = append(all, s.Kind)
		}
	}
	return all
}

func TestPairsRotate(t *testing.T) {
	require.Equal(t, []Kind{
		Vanilla, Single, BatchEd25519,
		Single, BatchEd25519, Vanilla,
		BatchEd25519, Vanilla, Single,
	}, kinds(FullPlan(3)))
	require.Len(t, kinds(FullPlan(5)), 15)
}

func TestFullPlanMeasuresEveryGoal(t *testing.T) {
	acts := map[Act]int{}
	for _, s := range FullPlan(3) {
		acts[s.Act]++
		require.Equal(t, s.Pair == 1, s.Wants.Finality, "finality is measured in the first round")
	}
	require.Equal(t, map[Act]int{ActFloor: 1, ActChain: 14, ActDatabase: 1, ActOutage: 1, ActOverload: 1, ActWallets: 1, ActRecords: 1}, acts)
}

func TestOnly(t *testing.T) {
	cases := map[string]struct {
		names []string
		want  int
	}{
		"nothing named keeps all": {nil, 20},
		"an act":                  {[]string{"outage"}, 1},
		"a kind":                  {[]string{"vanilla"}, 4},
		"both":                    {[]string{"floor", "postgresql"}, 2},
		"nobody":                  {[]string{"oracle"}, 0},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) { require.Len(t, Only(FullPlan(3), tc.names), tc.want) })
	}
}

func TestStepsSayWhatTheyAre(t *testing.T) {
	seen := map[string]bool{}
	for _, s := range FullPlan(3) {
		require.NotEmpty(t, s.String())
		require.False(t, seen[s.String()], s.String())
		seen[s.String()] = true
	}
}
