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
		"a month's limit holds":              {func(l *compliance.Limit) { l.Window = compliance.WINDOW_MONTH }, nil},
		"a lifetime's limit holds":           {func(l *compliance.Limit) { l.Window = compliance.WINDOW_LIFETIME }, nil},
		"there is no seventh window":         {func(l *compliance.Limit) { l.Window = 7 }, compliance.ErrLimitInvalid},
		"members have no limits":             {func(l *compliance.Limit) { l.Kind = wallet.WALLET_KIND_MEMBER }, compliance.ErrLimitInvalid},
		"a channel holds":                    {func(l *compliance.Limit) { l.Channel = wallet.CHANNEL_IN_PERSON }, nil},
		"a sixth channel is none":            {func(l *compliance.Limit) { l.Channel = 6 }, compliance.ErrLimitInvalid},
		"a person's year holds": {func(l *compliance.Limit) {
			l.Scope, l.Window = compliance.SCOPE_PERSON, compliance.WINDOW_YEAR
		}, nil},
		"a person's day at a member holds": {func(l *compliance.Limit) { l.Scope = compliance.SCOPE_PERSON_AT_MEMBER }, nil},
		"a fourth scope is none":           {func(l *compliance.Limit) { l.Scope = 4 }, compliance.ErrLimitInvalid},
		"a person's tag ends with its year": {func(l *compliance.Limit) {
			l.Scope, l.Window = compliance.SCOPE_PERSON, compliance.WINDOW_LIFETIME
		}, compliance.ErrLimitInvalid},
		"a person's payments are not single": {func(l *compliance.Limit) {
			l.Scope, l.Window = compliance.SCOPE_PERSON, compliance.WINDOW_TX
		}, compliance.ErrLimitInvalid},
		"a payee opens nothing":      {func(l *compliance.Limit) { l.Scope, l.Measure = compliance.SCOPE_PERSON, compliance.MEASURE_IN }, compliance.ErrLimitInvalid},
		"a row with a time holds":    {func(l *compliance.Limit) { l.From, l.Until = 5, 6 }, nil},
		"a row from a time on holds": {func(l *compliance.Limit) { l.From = 5 }, nil},
		"an end before the start":    {func(l *compliance.Limit) { l.From, l.Until = 5, 5 }, compliance.ErrLimitInvalid},
		"a start before all time":    {func(l *compliance.Limit) { l.From = -1 }, compliance.ErrLimitInvalid},
		"an end before all time":     {func(l *compliance.Limit) { l.Until = -1 }, compliance.ErrLimitInvalid},
		"a measure is needed":        {func(l *compliance.Limit) { l.Measure = 0 }, compliance.ErrLimitInvalid},
		"a balance is not of a day":  {func(l *compliance.Limit) { l.Measure = compliance.MEASURE_BALANCE }, compliance.ErrLimitInvalid},
		"a balance is not of a flow": {func(l *compliance.Limit) { l.Window = compliance.WINDOW_BALANCE }, compliance.ErrLimitInvalid},
		"a balance of a balance holds": {func(l *compliance.Limit) {
			l.Window, l.Measure = compliance.WINDOW_BALANCE, compliance.MEASURE_BALANCE
		}, nil},
		"a denom is needed":        {func(l *compliance.Limit) { l.Denom = "" }, compliance.ErrLimitInvalid},
		"a denom is in lower case": {func(l *compliance.Limit) { l.Denom = "CNY" }, compliance.ErrLimitInvalid},
		"a strength is needed":     {func(l *compliance.Limit) { l.Strength = 0 }, compliance.ErrLimitInvalid},
		"a row of NONE holds":      {func(l *compliance.Limit) { l.Strength = compliance.STRENGTH_NONE }, nil},
		"a row of CERT holds":      {func(l *compliance.Limit) { l.Strength = compliance.STRENGTH_CERT }, nil},
		"a fifth strength is no":   {func(l *compliance.Limit) { l.Strength = 5 }, compliance.ErrLimitInvalid},
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

func TestRowsOfOneThingFollowEachOtherInTime(t *testing.T) {
	dated := func(from, until int64) compliance.Limit {
		l := dayOut(5)
		l.From, l.Until = from, until
		return l
	}
	cases := map[string]struct {
		rows []compliance.Limit
		err  error
	}{
		"one after the other":       {[]compliance.Limit{dated(10, 0), dated(0, 10)}, nil},
		"with a gap":                {[]compliance.Limit{dated(0, 9), dated(10, 20), dated(30, 0)}, nil},
		"one second together":       {[]compliance.Limit{dated(0, 11), dated(10, 0)}, compliance.ErrLimitInvalid},
		"one without end":           {[]compliance.Limit{dated(0, 0), dated(10, 0)}, compliance.ErrLimitInvalid},
		"from the same time":        {[]compliance.Limit{dated(10, 20), dated(10, 30)}, compliance.ErrLimitInvalid},
		"the same of another scope": {[]compliance.Limit{dated(0, 0), scoped(dated(0, 0), compliance.SCOPE_PERSON)}, nil},
		"no scope is the wallet's":  {[]compliance.Limit{dated(0, 0), scoped(dated(0, 0), compliance.SCOPE_WALLET)}, compliance.ErrLimitInvalid},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			_, err := compliance.SortLimits(tc.rows)
			require.ErrorIs(t, err, tc.err)
		})
	}
}

func scoped(l compliance.Limit, scope compliance.Scope) compliance.Limit {
	l.Scope = scope
	return l
}

func TestRowsTestAmounts(t *testing.T) {
	txOut, dayIn, balance := dayOut(10), dayOut(30), dayOut(50)
	txOut.Window = compliance.WINDOW_TX
	dayIn.Measure = compliance.MEASURE_IN
	balance.Window, balance.Measure = compliance.WINDOW_BALANCE, compliance.MEASURE_BALANCE
	rows := compliance.NewRows([]compliance.Limit{txOut, dayOut(25), dayIn, balance})
	require.NoError(t, rows.Validate())
	test := func(denom string, measure compliance.Measure, amount, before uint64) compliance.Reason {
		today := compliance.PeriodsOf(7)
		var counted compliance.Counted
		if before > 0 {
			counted.Wallet = mustAdd(t, nil, 7, flow(denom, measure, before))
		}
		return rows.Test(flow(denom, measure, amount), 0, today, &counted)
	}
	require.Equal(t, compliance.ReasonNone, test("cny", out, 10, 15), "exactly both")
	require.Equal(t, compliance.ReasonLimitTxOut, test("cny", out, 11, 0), "one over at once")
	require.Equal(t, compliance.ReasonLimitDayOut, test("cny", out, 10, 16), "one over in a day")
	require.Equal(t, compliance.ReasonLimitDayOut, test("cny", out, 1, math.MaxUint64), "the sum would wrap")
	require.Equal(t, compliance.ReasonNone, test("ecny", out, 1000, 1000), "another denom")
	require.Equal(t, compliance.ReasonNone, test("cny", in, 30, 0), "exactly")
	require.Equal(t, compliance.ReasonLimitDayIn, test("cny", in, 31, 0), "one over")
	greatest, found := rows.Holding(flow("cny", in, 1), 0)
	require.True(t, found)
	require.Equal(t, uint64(50), greatest)
	_, found = rows.Holding(flow("ecny", in, 1), 0)
	require.False(t, found)
}

func TestRowsAddUpWaysWithoutWrapping(t *testing.T) {
	l := dayOut(math.MaxUint64)
	l.Strength = compliance.STRENGTH_TWO
	rows, today := compliance.NewRows([]compliance.Limit{l}), compliance.PeriodsOf(7)
	two := flow("cny", out, math.MaxUint64)
	two.Strength = compliance.STRENGTH_TWO
	counted := compliance.Counted{Wallet: mustAdd(t, mustAdd(t, nil, 7, two), 7, flow("cny", out, math.MaxUint64))}
	require.Equal(t, compliance.ReasonLimitDayOut, rows.Test(flow("cny", out, 1), 0, today, &counted))
}

func TestRowsKeepTheirLimits(t *testing.T) {
	in := dayOut(30)
	in.Measure = compliance.MEASURE_IN
	whole := compliance.Limit{
		Tier: 1, Kind: wallet.WALLET_KIND_PERSON, Window: compliance.WINDOW_YEAR, Measure: compliance.MEASURE_OUT, Denom: "abcdefghijklmnop",
		Strength: compliance.STRENGTH_CERT, Amount: math.MaxUint64, Channel: wallet.CHANNEL_IN_PERSON, Scope: compliance.SCOPE_PERSON,
		ExcludeOwn: true, From: 1, Until: math.MaxInt64,
	}
	limits := []compliance.Limit{dayOut(25), in, whole}
	rows := compliance.NewRows(limits)
	require.Equal(t, limits, rows.Limits(1, wallet.WALLET_KIND_PERSON))
	require.ErrorIs(t, rows[1:].Validate(), compliance.ErrRecordCorrupt)
	require.ErrorIs(t, compliance.Rows{}.Validate(), compliance.ErrRecordCorrupt)
}
