// SPDX-License-Identifier: Apache-2.0

package compliance_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/taelnet/tael/x/compliance"
)

// calendar is what the standard library's calendar says.
func calendar(unix int64, offset int) compliance.Periods {
	at := time.Unix(unix, 0).In(time.FixedZone("", offset))
	if unix+int64(offset) < 0 {
		at = time.Unix(0, 0).UTC()
	}
	day := time.Date(at.Year(), at.Month(), at.Day(), 0, 0, 0, 0, time.UTC).Unix() / 86_400
	return compliance.Periods{Day: uint32(day), Month: uint32(at.Year()*12 + int(at.Month()) - 1), Year: uint32(at.Year())}
}

func TestPeriodsAreThoseOfTheCalendar(t *testing.T) {
	const lastDay = 400*365 + 97 // the calendar repeats after 400 years
	for day := range uint32(lastDay + 400) {
		require.Equal(t, calendar(int64(day)*86_400, 0), compliance.PeriodsOf(day))
	}
	rapid.Check(t, func(t *rapid.T) {
		unix := rapid.Int64Range(-1_000_000, 1<<36).Draw(t, "unix")
		offset := rapid.IntRange(-12*3_600, 14*3_600).Draw(t, "offset")
		require.Equal(t, calendar(unix, offset), compliance.PeriodsAt(unix, int32(offset)))
	})
}

func TestPeriodsAtTheirEdges(t *testing.T) {
	china := time.FixedZone("China", 28_800)
	cases := map[string]struct {
		at   time.Time
		same []compliance.Window // as one second before
	}{
		"midnight at the offset":     {time.Date(2026, 11, 24, 0, 0, 0, 0, china), []compliance.Window{compliance.WINDOW_MONTH, compliance.WINDOW_YEAR}},
		"midnight in Greenwich":      {time.Date(2026, 11, 24, 8, 0, 0, 0, china), []compliance.Window{compliance.WINDOW_DAY, compliance.WINDOW_MONTH, compliance.WINDOW_YEAR}},
		"the end of a month":         {time.Date(2026, 12, 1, 0, 0, 0, 0, china), []compliance.Window{compliance.WINDOW_YEAR}},
		"a leap day":                 {time.Date(2028, 2, 29, 0, 0, 0, 0, china), []compliance.Window{compliance.WINDOW_MONTH, compliance.WINDOW_YEAR}},
		"the day after a leap day":   {time.Date(2028, 3, 1, 0, 0, 0, 0, china), []compliance.Window{compliance.WINDOW_YEAR}},
		"no leap day in 2100":        {time.Date(2100, 3, 1, 0, 0, 0, 0, china), []compliance.Window{compliance.WINDOW_YEAR}},
		"the end of 31 December":     {time.Date(2027, 1, 1, 0, 0, 0, 0, china), nil},
		"the start of 31 December":   {time.Date(2026, 12, 31, 0, 0, 0, 0, china), []compliance.Window{compliance.WINDOW_MONTH, compliance.WINDOW_YEAR}},
		"the first day of all there": {time.Date(1970, 1, 1, 0, 0, 0, 0, china), []compliance.Window{compliance.WINDOW_DAY, compliance.WINDOW_MONTH, compliance.WINDOW_YEAR}},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			before, after := compliance.PeriodsAt(tc.at.Unix()-1, 28_800), compliance.PeriodsAt(tc.at.Unix(), 28_800)
			for _, window := range []compliance.Window{compliance.WINDOW_DAY, compliance.WINDOW_MONTH, compliance.WINDOW_YEAR} {
				require.Equal(t, contains(tc.same, window), before.Same(after, window), window)
				require.True(t, after.Same(after, window))
			}
			require.True(t, before.Same(after, compliance.WINDOW_LIFETIME))
			require.False(t, after.Same(after, compliance.WINDOW_TX), "one movement is no period")
			require.False(t, after.Same(after, compliance.WINDOW_BALANCE))
		})
	}
}

func contains(all []compliance.Window, window compliance.Window) bool {
	for _, w := range all {
		if w == window {
			return true
		}
	}
	return false
}
