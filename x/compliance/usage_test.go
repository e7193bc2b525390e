// SPDX-License-Identifier: Apache-2.0

package compliance_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/taelnet/tael/x/compliance"
)

func TestUsageAddsAndTakes(t *testing.T) {
	var u compliance.Usage
	require.Zero(t, u.Day())
	require.Empty(t, u.Counters())

	u = mustAdd(t, u, 7, "ecny", 5, 0)
	u = mustAdd(t, u, 7, "cny", 0, 3)
	u = mustAdd(t, u, 7, "hkd", 1, 1)
	u = mustAdd(t, u, 7, "ecny", 10, 2)
	require.Equal(t, []compliance.Counter{
		{Denom: "cny", In: 3}, {Denom: "ecny", Out: 15, In: 2}, {Denom: "hkd", Out: 1, In: 1},
	}, u.Counters())
	require.Len(t, u, 4+3*32, "documented size")

	next, changed := u.Take(7, "ecny", 20, 1)
	require.True(t, changed)
	out, in := next.On(7, "ecny")
	require.Equal(t, [2]uint64{0, 1}, [2]uint64{out, in}, "never below zero")
	out, _ = u.On(7, "ecny")
	require.Equal(t, uint64(15), out, "the record it came from is as it was")
}

func TestUsageOfAnotherDayCountsNothing(t *testing.T) {
	u := compliance.NewUsage(7, []compliance.Counter{{Denom: "cny", Out: 5, In: 5}, {Denom: "ecny", Out: 1}})
	for _, day := range []uint32{6, 8} {
		out, in := u.On(day, "cny")
		require.Zero(t, out+in)
		_, changed := u.Take(day, "cny", 1, 1)
		require.False(t, changed)
		require.Equal(t, []compliance.Counter{{Denom: "cny", In: 2}}, mustAdd(t, u, day, "cny", 0, 2).Counters(), "rolled")
	}
}

func TestUsageTakesNothingWhereNothingIsLeft(t *testing.T) {
	u := compliance.NewUsage(7, []compliance.Counter{{Denom: "cny", Out: 5}})
	_, changed := u.Take(7, "cny", 0, 9)
	require.False(t, changed, "no IN")
	_, changed = u.Take(7, "ecny", 9, 9)
	require.False(t, changed, "no such denom")
}

func TestUsageNeverWraps(t *testing.T) {
	u := compliance.NewUsage(7, []compliance.Counter{{Denom: "cny", Out: math.MaxUint64 - 1, In: math.MaxUint64}})
	u = mustAdd(t, u, 7, "cny", 1, 0)
	_, fits := u.Add(7, "cny", 1, 0)
	require.False(t, fits)
	_, fits = u.Add(7, "cny", 0, 1)
	require.False(t, fits)
}

func TestUsageValidate(t *testing.T) {
	good := compliance.NewUsage(7, []compliance.Counter{{Denom: "cny", Out: 5}, {Denom: "ecny", Out: 1}})
	cases := map[string]struct {
		u   compliance.Usage
		err error
	}{
		"two denoms ascending":      {good, nil},
		"a record without a day":    {compliance.Usage{}, compliance.ErrRecordCorrupt},
		"a cut record":              {good[:len(good)-1], compliance.ErrRecordCorrupt},
		"a denom twice":             {compliance.NewUsage(7, []compliance.Counter{{Denom: "cny"}, {Denom: "cny"}}), compliance.ErrRecordCorrupt},
		"denoms descending":         {compliance.NewUsage(7, []compliance.Counter{{Denom: "ecny"}, {Denom: "cny"}}), compliance.ErrRecordCorrupt},
		"a denom in capitals":       {compliance.NewUsage(7, []compliance.Counter{{Denom: "CNY"}}), compliance.ErrRecordCorrupt},
		"a denom without a letter":  {compliance.NewUsage(7, []compliance.Counter{{Denom: "1"}}), compliance.ErrRecordCorrupt},
		"a denom of no characters":  {compliance.NewUsage(7, []compliance.Counter{{}}), compliance.ErrRecordCorrupt},
		"a denom with a dash in it": {compliance.NewUsage(7, []compliance.Counter{{Denom: "c-y"}}), compliance.ErrRecordCorrupt},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) { require.ErrorIs(t, tc.u.Validate(), tc.err) })
	}
}

func TestUsageIsWhatItsCountersSay(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var u compliance.Usage
		for range rapid.IntRange(1, 30).Draw(t, "steps") {
			denom := rapid.SampledFrom([]string{"cny", "ecny", "hkd", "ehkd"}).Draw(t, "denom")
			day := rapid.Uint32Range(7, 8).Draw(t, "day")
			out, in := rapid.Uint64Range(0, 9).Draw(t, "out"), rapid.Uint64Range(0, 9).Draw(t, "in")
			if rapid.Bool().Draw(t, "take") {
				if next, changed := u.Take(day, denom, out, in); changed {
					u = next
				}
			} else {
				u, _ = u.Add(day, denom, out, in)
			}
			if len(u) > 0 {
				require.NoError(t, u.Validate())
				require.Equal(t, u, compliance.NewUsage(u.Day(), u.Counters()))
			}
		}
	})
}

func mustAdd(t *testing.T, u compliance.Usage, day uint32, denom string, out, in uint64) compliance.Usage {
	t.Helper()
	next, fits := u.Add(day, denom, out, in)
	require.True(t, fits)
	return next
}
