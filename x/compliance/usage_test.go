// SPDX-License-Identifier: Apache-2.0

package compliance_test

import (
	"math"
	"math/big"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/taelnet/tael/x/compliance"
	"github.com/taelnet/tael/x/wallet"
)

// flow is what leaves (out) or enters with one factor.
func flow(denom string, measure compliance.Measure, amount uint64) *compliance.Flow {
	return &compliance.Flow{Denom: denom, Measure: measure, Strength: compliance.STRENGTH_ONE, Amount: amount}
}

func sum(denom string, measure compliance.Measure, amount uint64) compliance.UsageSum {
	return compliance.UsageSum{
		Denom: denom, Measure: measure, Strength: compliance.STRENGTH_ONE, Day: amount, Month: amount, Year: amount, Lifetime: amount,
	}
}

const out, in = compliance.MEASURE_OUT, compliance.MEASURE_IN

func TestUsageAddsAndTakes(t *testing.T) {
	var u compliance.Usage
	today := compliance.PeriodsOf(7)
	require.Zero(t, u.Day())
	require.Empty(t, u.Sums(today))

	u = mustAdd(t, u, 7, flow("ecny", out, 5))
	u = mustAdd(t, u, 7, flow("cny", in, 3))
	u = mustAdd(t, u, 7, flow("hkd", out, 1))
	u = mustAdd(t, u, 7, flow("ecny", out, 10))
	require.Equal(t, []compliance.UsageSum{sum("cny", in, 3), sum("ecny", out, 15), sum("hkd", out, 1)}, u.Sums(today))
	require.Equal(t, []compliance.Counter{{Denom: "cny", In: 3}, {Denom: "ecny", Out: 15}, {Denom: "hkd", Out: 1}}, u.Counters(7))
	require.Len(t, u, 5+3*49, "documented size")

	next, changed := u.Take(today, today, flow("ecny", out, 20))
	require.True(t, changed)
	gone, _ := next.On(7, "ecny")
	require.Zero(t, gone, "never below zero")
	require.Len(t, next, 5+2*49, "an entry that counts nothing is not kept")
	left, _ := u.On(7, "ecny")
	require.Equal(t, uint64(15), left, "the record it came from is as it was")
	_, changed = next.Take(today, today, flow("ecny", out, 20))
	require.False(t, changed, "nothing is left")
}

func TestUsageKeepsWaysApart(t *testing.T) {
	ways := []compliance.Flow{
		{Strength: compliance.STRENGTH_ONE},
		{Strength: compliance.STRENGTH_ONE, Own: true},
		{Strength: compliance.STRENGTH_ONE, Channel: wallet.CHANNEL_STATIC_CODE},
		{Strength: compliance.STRENGTH_TWO},
		{Strength: compliance.STRENGTH_CERT, Channel: wallet.CHANNEL_IN_PERSON, Own: true},
	}
	var u compliance.Usage
	for i := range ways {
		ways[i].Denom, ways[i].Measure, ways[i].Amount = "cny", out, uint64(1)<<i
		u = mustAdd(t, u, 7, &ways[i])
	}
	sums := u.Sums(compliance.PeriodsOf(7))
	require.Len(t, sums, len(ways))
	for i, w := range ways {
		require.Equal(t, compliance.UsageSum{
			Denom: "cny", Measure: out, Strength: w.Strength, Channel: w.Channel, Own: w.Own,
			Day: w.Amount, Month: w.Amount, Year: w.Amount, Lifetime: w.Amount,
		}, sums[i])
	}
	total, _ := u.On(7, "cny")
	require.Equal(t, uint64(31), total)
	require.NoError(t, u.Validate())
}

func TestUsageRemembersTheTagOfTheYear(t *testing.T) {
	const newYear = 365 // 1 January 1971
	opened := compliance.Opened{Person: compliance.DigestOf([32]byte{1}), Member: 3}
	u := mustAdd(t, nil, newYear-1, flow("cny", out, 5)).With(opened)
	require.NoError(t, u.Validate())
	require.Equal(t, opened, u.Opened(compliance.PeriodsOf(newYear-1)))
	require.Zero(t, u.Opened(compliance.PeriodsOf(newYear)), "a tag is of one year")
	next := mustAdd(t, u, newYear-1, flow("cny", in, 5))
	require.Equal(t, opened, next.Opened(compliance.PeriodsOf(newYear-1)), "kept by what comes after it")
	next = mustAdd(t, u, newYear, flow("cny", out, 5))
	require.Len(t, next, 5+49, "and dropped with its year")
	other := compliance.Opened{Person: compliance.DigestOf([32]byte{2}), Member: 4}
	require.Equal(t, other, u.With(other).Opened(compliance.PeriodsOf(newYear-1)))
	require.Equal(t, u.Sums(compliance.PeriodsOf(newYear)), u.With(other).Sums(compliance.PeriodsOf(newYear)))
}

func TestUsageNeverWraps(t *testing.T) {
	full := sum("cny", out, math.MaxUint64-1)
	for day, name := range map[uint32]string{7: "the same day", 8: "another day"} {
		u := compliance.NewUsage(7, []compliance.UsageSum{full}, compliance.Opened{})
		u = mustAdd(t, u, day, flow("cny", out, 1))
		_, fits := u.Add(compliance.PeriodsOf(day), flow("cny", out, 1))
		require.False(t, fits, name)
	}
}

func TestUsageValidate(t *testing.T) {
	record := func(sums ...compliance.UsageSum) compliance.Usage {
		return compliance.NewUsage(7, sums, compliance.Opened{})
	}
	good := record(sum("cny", out, 5), sum("ecny", out, 1))
	opened := good.With(compliance.Opened{Person: compliance.PersonDigest{1}, Member: 1})
	strange := sum("cny", out, 5)
	strange.Channel = 7
	cases := map[string]struct {
		u   compliance.Usage
		err error
	}{
		"two denoms ascending":         {good, nil},
		"with a tag":                   {opened, nil},
		"a record without a day":       {compliance.Usage{}, compliance.ErrRecordCorrupt},
		"a cut record":                 {good[:len(good)-1], compliance.ErrRecordCorrupt},
		"a cut tag":                    {opened[:10], compliance.ErrRecordCorrupt},
		"a tag without a member":       {append(compliance.Usage{0, 0, 0, 7, 1}, make([]byte, 20)...), compliance.ErrRecordCorrupt},
		"a flag that is none":          {compliance.Usage{0, 0, 0, 7, 2}, compliance.ErrRecordCorrupt},
		"a denom twice":                {record(sum("cny", out, 1), sum("cny", out, 1)), compliance.ErrRecordCorrupt},
		"denoms descending":            {record(sum("ecny", out, 1), sum("cny", out, 1)), compliance.ErrRecordCorrupt},
		"IN before OUT":                {record(sum("cny", in, 1), sum("cny", out, 1)), compliance.ErrRecordCorrupt},
		"a channel that is none":       {record(strange), compliance.ErrRecordCorrupt},
		"an entry that counts nothing": {record(sum("cny", out, 0)), compliance.ErrRecordCorrupt},
		"a denom in capitals":          {record(sum("CNY", out, 1)), compliance.ErrRecordCorrupt},
		"a denom of no characters":     {record(sum("", out, 1)), compliance.ErrRecordCorrupt},
		"a denom with a dash in it":    {record(sum("c-y", out, 1)), compliance.ErrRecordCorrupt},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) { require.ErrorIs(t, tc.u.Validate(), tc.err) })
	}
}

// usageModel keeps every movement for ever and adds up big numbers when it is asked.
type usageModel struct {
	moves []usageMove
}

type usageMove struct {
	flow compliance.Flow
	at   compliance.Periods
	// left is what the movement still weighs, by window.
	left map[compliance.Window]*big.Int
}

var windows = []compliance.Window{compliance.WINDOW_DAY, compliance.WINDOW_MONTH, compliance.WINDOW_YEAR, compliance.WINDOW_LIFETIME}

func (m *usageModel) add(f compliance.Flow, at compliance.Periods) {
	move := usageMove{f, at, map[compliance.Window]*big.Int{}}
	for _, w := range windows {
		move.left[w] = new(big.Int).SetUint64(f.Amount)
	}
	m.moves = append(m.moves, move)
}

// take gives a part of one movement back.
func (m *usageModel) take(i int, part uint64) {
	for _, w := range windows {
		left := m.moves[i].left[w]
		left.Sub(left, new(big.Int).SetUint64(part))
	}
}

func (m *usageModel) sum(denom string, measure compliance.Measure, w compliance.Window, now compliance.Periods) uint64 {
	total := new(big.Int)
	for _, move := range m.moves {
		if move.flow.Denom == denom && move.flow.Measure == measure && now.Same(move.at, w) {
			total.Add(total, move.left[w])
		}
	}
	return total.Uint64()
}

// Give-backs of parts in every order, days, months and years later, leave exactly what was not given back.
func TestUsageIsWhatItsMovementsStillWeigh(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var u compliance.Usage
		var m usageModel
		day := rapid.Uint32Range(0, 60_000).Draw(t, "first day")
		given := map[int]uint64{}
		for range rapid.IntRange(1, 40).Draw(t, "steps") {
			day += rapid.SampledFrom([]uint32{0, 0, 0, 1, 2, 28, 31, 365}).Draw(t, "days")
			now := compliance.PeriodsOf(day)
			if i := len(m.moves); i > 0 && rapid.Bool().Draw(t, "give back") {
				i = rapid.IntRange(0, i-1).Draw(t, "which")
				move := m.moves[i]
				part := rapid.Uint64Range(0, move.flow.Amount-given[i]).Draw(t, "part")
				if part == 0 {
					continue
				}
				given[i] += part
				m.take(i, part)
				f := move.flow
				f.Amount = part
				if next, changed := u.Take(now, move.at, &f); changed {
					u = next
				}
			} else {
				f := compliance.Flow{
					Denom:    rapid.SampledFrom([]string{"cny", "ecny"}).Draw(t, "denom"),
					Measure:  rapid.SampledFrom([]compliance.Measure{out, in}).Draw(t, "measure"),
					Strength: compliance.Strength(rapid.IntRange(1, 4).Draw(t, "strength")),
					Channel:  wallet.Channel(rapid.IntRange(0, 5).Draw(t, "channel")),
					Own:      rapid.Bool().Draw(t, "own"), Amount: rapid.Uint64Range(1, 9).Draw(t, "amount"),
				}
				m.add(f, now)
				u = mustAdd(t, u, day, &f)
			}
			require.NoError(t, u.Validate())
			require.Equal(t, u, compliance.NewUsage(u.Day(), u.Sums(compliance.PeriodsOf(u.Day())), compliance.Opened{}))
			requireSums(t, u, &m, now)
		}
	})
}

func requireSums(t require.TestingT, u compliance.Usage, m *usageModel, now compliance.Periods) {
	have := map[string]map[compliance.Measure][4]uint64{"cny": {}, "ecny": {}}
	for _, s := range u.Sums(now) {
		total := have[s.Denom][s.Measure]
		for i, v := range [4]uint64{s.Day, s.Month, s.Year, s.Lifetime} {
			total[i] += v
		}
		have[s.Denom][s.Measure] = total
	}
	for denom, measures := range have {
		for _, measure := range []compliance.Measure{out, in} {
			for i, w := range windows {
				require.Equal(t, m.sum(denom, measure, w, now), measures[measure][i], "%s %s %s", denom, measure, w)
			}
		}
	}
}

func mustAdd(t require.TestingT, u compliance.Usage, day uint32, f *compliance.Flow) compliance.Usage {
	next, fits := u.Add(compliance.PeriodsOf(day), f)
	require.True(t, fits)
	return next
}
