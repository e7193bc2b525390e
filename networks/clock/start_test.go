// SPDX-License-Identifier: Apache-2.0

package clock

import (
	"testing"
	"time"

	cmtcfg "github.com/cometbft/cometbft/config"
	"github.com/stretchr/testify/require"

	"github.com/taelnet/tael/networks"
)

func TestReadingsAreJudged(t *testing.T) {
	inStep := Kernel{Known: true, Synchronised: true, Error: time.Millisecond}
	at := func(kernel Kernel, behind time.Duration) Reading {
		return Reading{Now: noon, Kernel: kernel, Height: 7, BlockTime: noon.Add(behind)}
	}
	cases := map[string]struct {
		reading Reading
		remarks int
		refused string
	}{
		"a new node with a good clock":      {reading: Reading{Now: noon, Kernel: inStep}},
		"a node that was down for a year":   {reading: at(inStep, -365*24*time.Hour)},
		"a clock just behind its block":     {reading: at(inStep, Warn-1)},
		"a clock behind its block":          {reading: at(inStep, Warn), remarks: 1},
		"as far behind as may be":           {reading: at(inStep, 20*time.Second), remarks: 1},
		"further behind":                    {reading: at(inStep, 20*time.Second+1), refused: "own block 7"},
		"ninety seconds behind":             {reading: at(inStep, 90*time.Second), refused: "1m30s later; at most 20s is accepted"},
		"nothing keeps it in step":          {reading: at(Kernel{Known: true, Error: 16 * time.Second}, 0), remarks: 1},
		"the system says nothing":           {reading: at(Kernel{}, 0), remarks: 1},
		"the kernel's estimate is poor":     {reading: at(Kernel{Known: true, Synchronised: true, Error: Warn}, 0), remarks: 1},
		"the kernel's estimate is hopeless": {reading: at(Kernel{Known: true, Synchronised: true, Error: time.Minute}, 0), refused: "off by 1m0s"},
		"two things at once":                {reading: at(Kernel{Known: true}, time.Second), remarks: 2},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			remarks, err := tc.reading.Judge(networks.BlockTimeTolerance)
			require.Len(t, remarks, tc.remarks)
			if tc.refused == "" {
				require.NoError(t, err)
				return
			}
			require.ErrorIs(t, err, ErrSkew)
			require.ErrorContains(t, err, tc.refused)
		})
	}
}

func TestANewHomeHasNoBlockToCompareWith(t *testing.T) {
	cfg := cmtcfg.DefaultConfig()
	cfg.SetRoot(t.TempDir())
	r, err := Read(cfg)
	require.NoError(t, err)
	require.True(t, r.BlockTime.IsZero())
	require.WithinDuration(t, time.Now(), r.Now, time.Minute)
	require.NoDirExists(t, cfg.DBDir())
}

func TestLevels(t *testing.T) {
	for offset, want := range map[time.Duration]Level{
		0: Fine, Warn - 1: Fine, Warn: Off, -Warn: Off, Alarm - 1: Off, Alarm: Alarming, -Alarm: Alarming, time.Hour: Alarming,
	} {
		require.Equal(t, want, LevelOf(offset), offset)
	}
	require.Equal(t, Off, Offset{AtLeast: true}.Level())
	require.Equal(t, 20*time.Second, Refuse(networks.BlockTimeTolerance))
}
