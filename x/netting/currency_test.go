// SPDX-License-Identifier: Apache-2.0

package netting_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/taelnet/tael/x/netting"
)

func yuan() netting.Currency {
	return netting.Currency{
		Code: "CNY", EmoneyDenom: "cny", SettlingDenom: "ecny", CycleInterval: 3600, NextCutOff: 36000, OpenCycle: 1,
	}
}

func TestCutOff(t *testing.T) {
	tests := map[string]struct {
		interval uint64
		now      int64
		want     int64
	}{
		"before the anchor it is the anchor":          {3600, 100, 36000},
		"at the anchor it is the anchor":              {3600, 36000, 36000},
		"a second later it is the next":               {3600, 36001, 39600},
		"at the next it is the next":                  {3600, 39600, 39600},
		"after many that passed empty it is the next": {3600, 36000 + 3600*1000 + 1, 36000 + 3600*1001},
		"without a schedule there is none":            {0, 36001, 0},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			c := yuan()
			c.CycleInterval = tc.interval
			require.Equal(t, tc.want, c.CutOffFrom(tc.now))
		})
	}
}

func TestCycleIsDue(t *testing.T) {
	tests := map[string]struct {
		change func(*netting.Currency)
		now    int64
		want   bool
	}{
		"an empty cycle never closes":              {func(c *netting.Currency) { c.OpenedAt = 0; c.CloseOrdered = true }, 99999, false},
		"before the cut-off it stays open":         {func(*netting.Currency) {}, 35999, false},
		"at the cut-off it closes":                 {func(*netting.Currency) {}, 36000, true},
		"after the cut-off it closes":              {func(*netting.Currency) {}, 36007, true},
		"by order it closes before the cut-off":    {func(c *netting.Currency) { c.CloseOrdered = true }, 100, true},
		"without a schedule no time closes it":     {func(c *netting.Currency) { c.CycleInterval = 0 }, 99999, false},
		"without a schedule an order closes it":    {func(c *netting.Currency) { c.CycleInterval = 0; c.CloseOrdered = true }, 5, true},
		"new funds alone do not close an open one": {func(c *netting.Currency) { c.SettleDue = true }, 5, false},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			c := yuan()
			c.OpenedAt = 50
			tc.change(&c)
			require.Equal(t, tc.want, c.Due(tc.now))
		})
	}
}

func TestFirstObligationFixesTheCutOff(t *testing.T) {
	c := yuan()
	require.True(t, c.TakeObligation(50_000))
	require.EqualValues(t, 50_000, c.OpenedAt)
	require.EqualValues(t, 50_400, c.NextCutOff, "cut-offs that passed empty leave no trace")
	require.False(t, c.TakeObligation(60_000), "later ones change nothing")
	require.EqualValues(t, 50_400, c.NextCutOff)

	c.Close(50_401)
	require.EqualValues(t, 54_000, c.NextCutOff)
	require.EqualValues(t, 2, c.OpenCycle)
	require.True(t, c.Empty())
}

func TestCloseByOrderKeepsTheSchedule(t *testing.T) {
	c := yuan()
	c.TakeObligation(100)
	c.CloseOrdered = true
	c.Close(200)
	require.EqualValues(t, 36000, c.NextCutOff)
	require.False(t, c.CloseOrdered)
}

func TestStatusOfCycles(t *testing.T) {
	c := yuan()
	c.OpenCycle, c.StatedCycle, c.SettledCycle = 5, 4, 2
	want := map[uint64]netting.CycleStatus{
		0: netting.CYCLE_STATUS_UNSPECIFIED, 1: netting.CYCLE_STATUS_SETTLED, 2: netting.CYCLE_STATUS_SETTLED,
		3: netting.CYCLE_STATUS_CLOSED, 4: netting.CYCLE_STATUS_CLOSED, 5: netting.CYCLE_STATUS_OPEN, 6: netting.CYCLE_STATUS_UNSPECIFIED,
	}
	for cycle, status := range want {
		require.Equal(t, status, c.Status(cycle), "cycle %d", cycle)
	}
	require.EqualValues(t, 2, c.Waiting())
}

func TestCurrencyIsValidated(t *testing.T) {
	require.NoError(t, yuan().Validate())
	broken := map[string]func(*netting.Currency){
		"a code in small letters":          func(c *netting.Currency) { c.Code = "cny" },
		"a code of four letters":           func(c *netting.Currency) { c.Code = "CNYX" },
		"no e-money denom":                 func(c *netting.Currency) { c.EmoneyDenom = "" },
		"a denom of seventeen characters":  func(c *netting.Currency) { c.SettlingDenom = "abcdefghijklmnopq" },
		"one denom for both":               func(c *netting.Currency) { c.SettlingDenom = "cny" },
		"an interval of years":             func(c *netting.Currency) { c.CycleInterval = netting.MaxInterval + 1 },
		"a cut-off before 1970":            func(c *netting.Currency) { c.NextCutOff = -1 },
		"no open cycle":                    func(c *netting.Currency) { c.OpenCycle = 0 },
		"statements of the open cycle":     func(c *netting.Currency) { c.StatedCycle = 1 },
		"settlement before its statements": func(c *netting.Currency) { c.OpenCycle, c.StatedCycle, c.SettledCycle = 9, 3, 4 },
		"a first obligation before 1970":   func(c *netting.Currency) { c.OpenedAt = -5 },
	}
	for name, change := range broken {
		t.Run(name, func(t *testing.T) {
			c := yuan()
			change(&c)
			require.ErrorIs(t, c.Validate(), netting.ErrGenesisInvalid)
		})
	}
}
