// SPDX-License-Identifier: Apache-2.0

package netting_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/taelnet/tael/x/netting"
)

func TestUsableShare(t *testing.T) {
	tests := map[string]struct {
		inflow  netting.Inflow
		percent uint32
		want    uint32
	}{
		"no rule counts all":        {netting.INFLOW_UNSPECIFIED, 0, 100},
		"all counts all":            {netting.INFLOW_ALL, 0, 100},
		"settled only counts none":  {netting.INFLOW_SETTLED_ONLY, 0, 0},
		"a share counts that share": {netting.INFLOW_PERCENT, 80, 80},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			require.Equal(t, tc.want, netting.Currency{Inflow: tc.inflow, InflowPercent: tc.percent}.UsableShare())
		})
	}
}

func TestPolicyIsValidated(t *testing.T) {
	tests := map[string]struct {
		inflow  netting.Inflow
		percent uint32
		alarms  []uint32
		day     *netting.SettlementDay
		ok      bool
	}{
		"nothing said":                  {ok: true},
		"everything said":               {netting.INFLOW_PERCENT, 80, []uint32{1, 60, 100}, workday(), true},
		"all as a share":                {inflow: netting.INFLOW_PERCENT, percent: 100, ok: true},
		"a share of none":               {inflow: netting.INFLOW_PERCENT},
		"a share of more than all":      {inflow: netting.INFLOW_PERCENT, percent: 101},
		"a share of another rule":       {inflow: netting.INFLOW_ALL, percent: 50},
		"a rule that does not exist":    {inflow: 4},
		"an alarm at nothing":           {alarms: []uint32{0}},
		"an alarm beyond all":           {alarms: []uint32{101}},
		"alarms out of order":           {alarms: []uint32{60, 50}},
		"nine alarms":                   {alarms: []uint32{1, 2, 3, 4, 5, 6, 7, 8, 9}},
		"a calendar without a cut-off":  {day: &netting.SettlementDay{}},
		"eight alarms are not too many": {alarms: []uint32{1, 2, 3, 4, 5, 6, 7, 8}, ok: true},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			c := yuan()
			before := c
			err := c.SetPolicy(tc.inflow, tc.percent, tc.alarms, tc.day, 5)
			if tc.ok {
				require.NoError(t, err)
				require.NoError(t, c.Validate())
				return
			}
			require.ErrorIs(t, err, netting.ErrPolicyInvalid)
			require.Equal(t, before, c)
			c.Inflow, c.InflowPercent, c.AlarmPercents, c.SettlementDay = tc.inflow, tc.percent, tc.alarms, tc.day
			require.ErrorIs(t, c.Validate(), netting.ErrGenesisInvalid)
		})
	}
}

func TestAlarmsHaveADefault(t *testing.T) {
	require.Equal(t, []uint32{50, 75, 90}, netting.Currency{}.Alarms())
	require.Equal(t, []uint32{80}, netting.Currency{AlarmPercents: []uint32{80}}.Alarms())
}

func TestNewCalendarReschedulesTheOpenCycle(t *testing.T) {
	monday := func(hour, second int) int64 { return at(east8, 2026, 11, 23, hour, 0, second) }
	tests := map[string]struct {
		opened, now, cutOff int64
		date                uint32
	}{
		"a cycle that is open gets the new cut-off": {monday(9, 0), monday(9, 30), monday(10, 0), 2026_11_23},
		"and its day": {monday(9, 0), monday(17, 1), at(east8, 2026, 11, 24, 10, 0, 0), 2026_11_24},
		"an empty one is scheduled when it opens": {0, monday(9, 30), 7, 0},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			c := yuan()
			c.CycleInterval, c.OpenedAt, c.NextCutOff = 0, tc.opened, 7
			require.NoError(t, c.SetPolicy(0, 0, nil, workday(), tc.now))
			require.Equal(t, tc.cutOff, c.NextCutOff)
			require.Equal(t, tc.date, c.ValueDate)
			require.NoError(t, c.Validate())
		})
	}
}

func TestACycleThatIsDueClosesAsItWould(t *testing.T) {
	c := yuan()
	c.TakeObligation(36_000)
	require.NoError(t, c.SetPolicy(0, 0, nil, nil, 36_000))
	require.True(t, c.Due(36_000))

	c.SettlementDay = workday()
	c.Close(36_000)
	opened := at(east8, 2026, 11, 23, 9, 0, 0)
	c.TakeObligation(opened)
	require.NoError(t, c.SetPolicy(0, 0, nil, nil, at(east8, 2026, 11, 23, 9, 30, 0)))
	require.Zero(t, c.ValueDate, "without a calendar there is no value date")
	require.NoError(t, c.Validate())
}

func TestValueDates(t *testing.T) {
	c := yuan()
	c.SettlementDay = workday()
	friday := at(east8, 2026, 11, 27, 16, 59, 59)
	require.Equal(t, uint32(2026_11_27), c.Day(friday))
	require.Equal(t, uint32(2026_11_30), c.Day(friday+2), "after the last cut-off it is the next business day")

	require.True(t, c.TakeObligation(friday))
	require.Equal(t, uint32(2026_11_27), c.ValueDate)
	late := friday + 5
	require.True(t, c.Due(late))
	require.Equal(t, uint32(2026_11_27), c.Day(late), "the block that closes the day belongs to it")
	require.Equal(t, uint32(2026_11_27), c.ClosedCycle(late).ValueDate)
	c.Close(late)
	require.Zero(t, c.ValueDate)
	require.Equal(t, uint32(2026_11_30), c.Day(late))
	require.Equal(t, at(east8, 2026, 11, 30, 10, 0, 0), c.NextCutOff)

	// An order does not end the day.
	monday := at(east8, 2026, 11, 30, 11, 0, 0)
	c.TakeObligation(monday)
	c.CloseOrdered = true
	c.Close(monday)
	require.Equal(t, at(east8, 2026, 11, 30, 14, 0, 0), c.NextCutOff)
	require.Equal(t, uint32(2026_11_30), c.Day(monday))
}

func TestWithoutACalendarTheDayIsThatOfUTC(t *testing.T) {
	c := yuan()
	c.OpenedAt = 50
	require.Equal(t, uint32(2026_11_22), c.Day(1_795_391_999))
	require.Equal(t, uint32(2026_11_23), c.Day(1_795_392_000))
	require.Equal(t, uint32(2026_11_23), c.ClosedCycle(1_795_392_000).ValueDate)
}
