// SPDX-License-Identifier: Apache-2.0

package compliance_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/taelnet/tael/x/compliance"
)

func TestDayHasItsEdgeAtLocalMidnight(t *testing.T) {
	cases := map[string]struct {
		offset int32
		at     string
		start  string
	}{
		"last second of a day in China":             {28_800, "2026-11-23T23:59:59+08:00", "2026-11-23T00:00:00+08:00"},
		"first second of the next day in China":     {28_800, "2026-11-24T00:00:00+08:00", "2026-11-24T00:00:00+08:00"},
		"midnight of UTC is eight o'clock in China": {28_800, "2026-11-24T00:00:00Z", "2026-11-24T00:00:00+08:00"},
		"last second of a day at UTC":               {0, "2026-11-23T23:59:59Z", "2026-11-23T00:00:00Z"},
		"first second of the next day at UTC":       {0, "2026-11-24T00:00:00Z", "2026-11-24T00:00:00Z"},
		"last second of a day west of UTC":          {-18_000, "2026-11-23T23:59:59-05:00", "2026-11-23T00:00:00-05:00"},
		"first second of the next day west of UTC":  {-18_000, "2026-11-24T00:00:00-05:00", "2026-11-24T00:00:00-05:00"},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			p := compliance.DefaultParams()
			p.UtcOffsetSeconds = tc.offset
			require.Equal(t, unix(t, tc.start), p.DayStart(p.Day(unix(t, tc.at))))
		})
	}
	require.Zero(t, compliance.DefaultParams().Day(-1_000_000), "before the first day")
}

func TestParamsValidate(t *testing.T) {
	const year = 366 * 86_400
	cases := map[string]struct {
		change func(*compliance.Params)
		err    error
	}{
		"the default holds":               {func(*compliance.Params) {}, nil},
		"fourteen hours ahead holds":      {func(p *compliance.Params) { p.UtcOffsetSeconds = 50_400 }, nil},
		"further ahead is nowhere":        {func(p *compliance.Params) { p.UtcOffsetSeconds = 50_401 }, compliance.ErrGenesisInvalid},
		"twelve hours behind holds":       {func(p *compliance.Params) { p.UtcOffsetSeconds = -43_200 }, nil},
		"further behind is nowhere":       {func(p *compliance.Params) { p.UtcOffsetSeconds = -43_201 }, compliance.ErrGenesisInvalid},
		"an emergency needs a term":       {func(p *compliance.Params) { p.EmergencyTerm = 0 }, compliance.ErrGenesisInvalid},
		"a term of a year holds":          {func(p *compliance.Params) { p.EmergencyTerm = year }, nil},
		"a term over a year is too long":  {func(p *compliance.Params) { p.EmergencyTerm = year + 1 }, compliance.ErrGenesisInvalid},
		"an emergency needs a pause":      {func(p *compliance.Params) { p.EmergencyPause = 0 }, compliance.ErrGenesisInvalid},
		"a proposal needs time":           {func(p *compliance.Params) { p.ConfirmTerm = 0 }, compliance.ErrGenesisInvalid},
		"a proposal waits a year at most": {func(p *compliance.Params) { p.ConfirmTerm = year + 1 }, compliance.ErrGenesisInvalid},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			p := compliance.DefaultParams()
			tc.change(&p)
			require.ErrorIs(t, p.Validate(), tc.err)
		})
	}
}

func unix(t *testing.T, text string) int64 {
	t.Helper()
	at, err := time.Parse(time.RFC3339, text)
	require.NoError(t, err)
	return at.Unix()
}
