// SPDX-License-Identifier: Apache-2.0

package compliance_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/taelnet/tael/x/compliance"
	"github.com/taelnet/tael/x/wallet"
)

func dayOut(amount uint64) compliance.Limit {
	return compliance.Limit{
		Tier: 1, Kind: wallet.WALLET_KIND_PERSON, Window: compliance.WINDOW_DAY, Measure: compliance.MEASURE_OUT,
		Denom: "cny", Strength: compliance.STRENGTH_ONE, Amount: amount,
	}
}

func TestLimitValidate(t *testing.T) {
	cases := map[string]struct {
		change func(*compliance.Limit)
		err    error
	}{
		"a day's limit of what leaves holds": {func(*compliance.Limit) {}, nil},
		"a limit of nothing holds":           {func(l *compliance.Limit) { l.Amount = 0 }, nil},
		"a kind is needed":                   {func(l *compliance.Limit) { l.Kind = 0 }, compliance.ErrLimitInvalid},
		"suspense wallets have no limits":    {func(l *compliance.Limit) { l.Kind = wallet.WALLET_KIND_SUSPENSE }, compliance.ErrLimitInvalid},
		"a window is needed":                 {func(l *compliance.Limit) { l.Window = 0 }, compliance.ErrLimitInvalid},
		"the month has no meaning yet":       {func(l *compliance.Limit) { l.Window = 3 }, compliance.ErrLimitInvalid},
		"a measure is needed":                {func(l *compliance.Limit) { l.Measure = 0 }, compliance.ErrLimitInvalid},
		"a balance is not of a day":          {func(l *compliance.Limit) { l.Measure = compliance.MEASURE_BALANCE }, compliance.ErrLimitInvalid},
		"a balance is not of a flow":         {func(l *compliance.Limit) { l.Window = compliance.WINDOW_BALANCE }, compliance.ErrLimitInvalid},
		"a balance of a balance holds": {func(l *compliance.Limit) {
			l.Window, l.Measure = compliance.WINDOW_BALANCE, compliance.MEASURE_BALANCE
		}, nil},
		"a denom is needed":                {func(l *compliance.Limit) { l.Denom = "" }, compliance.ErrLimitInvalid},
		"a denom is in lower case":         {func(l *compliance.Limit) { l.Denom = "CNY" }, compliance.ErrLimitInvalid},
		"a strength is needed":             {func(l *compliance.Limit) { l.Strength = 0 }, compliance.ErrLimitInvalid},
		"strength NONE has no meaning yet": {func(l *compliance.Limit) { l.Strength = compliance.STRENGTH_NONE }, compliance.ErrLimitInvalid},
		"strength TWO has no meaning yet":  {func(l *compliance.Limit) { l.Strength = compliance.STRENGTH_TWO }, compliance.ErrLimitInvalid},
		"strength CERT has no meaning yet": {func(l *compliance.Limit) { l.Strength = compliance.STRENGTH_CERT }, compliance.ErrLimitInvalid},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			l := dayOut(5)
			tc.change(&l)
			require.ErrorIs(t, l.Validate(), tc.err)
		})
	}
}

func TestSortLimits(t *testing.T) {
	first, second := dayOut(5), dayOut(6)
	second.Tier = 2
	sorted, err := compliance.SortLimits([]compliance.Limit{second, first})
	require.NoError(t, err)
	require.Equal(t, []compliance.Limit{first, second}, sorted)

	_, err = compliance.SortLimits([]compliance.Limit{dayOut(5), dayOut(6)})
	require.ErrorIs(t, err, compliance.ErrLimitInvalid, "one thing, two amounts")

	_, err = compliance.SortLimits([]compliance.Limit{first, {}})
	require.ErrorIs(t, err, compliance.ErrLimitInvalid)
	require.ErrorContains(t, err, "row 1")
}

func TestSortLimitsIsBounded(t *testing.T) {
	limits := make([]compliance.Limit, compliance.MaxLimitRows)
	for i := range limits {
		limits[i] = dayOut(5)
		limits[i].Tier = uint32(i)
	}
	_, err := compliance.SortLimits(limits)
	require.NoError(t, err, "at the bound")
	one := dayOut(5)
	one.Tier = compliance.MaxLimitRows
	_, err = compliance.SortLimits(append(limits, one))
	require.ErrorIs(t, err, compliance.ErrLimitInvalid, "one over")
}

func TestRowsTestAmounts(t *testing.T) {
	txOut, dayIn, balance := dayOut(10), dayOut(30), dayOut(50)
	txOut.Window = compliance.WINDOW_TX
	dayIn.Measure = compliance.MEASURE_IN
	balance.Window, balance.Measure = compliance.WINDOW_BALANCE, compliance.MEASURE_BALANCE
	rows := compliance.NewRows([]compliance.Limit{txOut, dayOut(25), dayIn, balance})
	require.NoError(t, rows.Validate())

	require.Equal(t, compliance.ReasonNone, rows.Out("cny", 10, 15), "exactly both")
	require.Equal(t, compliance.ReasonLimitTxOut, rows.Out("cny", 11, 0), "one over at once")
	require.Equal(t, compliance.ReasonLimitDayOut, rows.Out("cny", 10, 16), "one over in a day")
	require.Equal(t, compliance.ReasonLimitDayOut, rows.Out("cny", 1, math.MaxUint64), "the sum would wrap")
	require.Equal(t, compliance.ReasonNone, rows.Out("ecny", 1000, 1000), "another denom")
	require.Equal(t, compliance.ReasonNone, rows.In("cny", 30, 0), "exactly")
	require.Equal(t, compliance.ReasonLimitDayIn, rows.In("cny", 31, 0), "one over")
	greatest, found := rows.Holding("cny")
	require.True(t, found)
	require.Equal(t, uint64(50), greatest)
	_, found = rows.Holding("ecny")
	require.False(t, found)
}

func TestRowsKeepTheirLimits(t *testing.T) {
	in := dayOut(30)
	in.Measure = compliance.MEASURE_IN
	limits := []compliance.Limit{dayOut(25), in}
	rows := compliance.NewRows(limits)
	require.Equal(t, limits, rows.Limits(1, wallet.WALLET_KIND_PERSON))
	require.ErrorIs(t, rows[1:].Validate(), compliance.ErrRecordCorrupt)
	require.ErrorIs(t, compliance.Rows{}.Validate(), compliance.ErrRecordCorrupt)
}
