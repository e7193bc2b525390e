// SPDX-License-Identifier: Apache-2.0

package consortium_test

import (
	"testing"
	"time"

	cmttypes "github.com/cometbft/cometbft/types"
	"github.com/stretchr/testify/require"

	"github.com/taelnet/tael/x/consortium"
)

func TestPowerShare(t *testing.T) {
	policy := consortium.DefaultValidatorPolicy()
	change := func(amount, total int64) consortium.PowerChange {
		return consortium.PowerChange{Amount: amount, Total: total}
	}
	tests := map[string]struct {
		changes []consortium.PowerChange
		total   int64
		room    int64
	}{
		"a third of a fresh period":                         {nil, 30, 10},
		"a third is rounded down":                           {nil, 41, 13},
		"what changed is gone":                              {[]consortium.PowerChange{change(4, 30), change(3, 34)}, 37, 3},
		"growth within the period does not widen the share": {[]consortium.PowerChange{change(10, 30)}, 40, 0},
		"the lowest total counts, also the present one":     {[]consortium.PowerChange{change(1, 30)}, 18, 5},
		"a total that fell below what changed leaves none":  {[]consortium.PowerChange{change(10, 30)}, 20, 0},
		"one validator alone may not be rotated":            {nil, 2, 0},
		"the most power that consensus counts":              {nil, cmttypes.MaxTotalVotingPower, cmttypes.MaxTotalVotingPower / 3},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			share := consortium.NewPowerShare(tc.changes, tc.total)
			require.Equal(t, tc.room, share.Room(policy))
			require.NoError(t, share.May(policy, tc.room))
			require.ErrorIs(t, share.May(policy, tc.room+1), consortium.ErrPowerShare)
		})
	}

	many := make([]consortium.PowerChange, consortium.MaxPowerChanges)
	for i := range many {
		many[i] = change(1, 1_000_000)
	}
	require.NoError(t, consortium.NewPowerShare(many[1:], 1_000_000).May(policy, 1))
	full := consortium.NewPowerShare(many, 1_000_000)
	require.ErrorIs(t, full.May(policy, 1), consortium.ErrPowerShare)
	require.Zero(t, full.Room(policy))
}

func TestPowerChangeLeavesThePeriodLikeEvidence(t *testing.T) {
	period := consortium.EvidencePeriod{Blocks: 10, Duration: time.Minute}
	start := time.Unix(1_000, 1)
	c := consortium.NewPowerChange(100, start, 1, 3)
	require.Equal(t, int64(1_001), c.Time, "a started second counts as a whole one")
	tests := map[string]struct {
		height int64
		later  time.Duration
		over   bool
	}{
		"both ages are over":               {111, 62 * time.Second, true},
		"the blocks are not over":          {110, time.Hour, false},
		"the duration is not over":         {1_000, time.Minute, false},
		"a part of a second is not enough": {1_000, 61*time.Second - time.Nanosecond, false},
		"at once":                          {100, 0, false},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			require.Equal(t, tc.over, c.Over(period, tc.height, start.Add(tc.later)))
		})
	}
}
