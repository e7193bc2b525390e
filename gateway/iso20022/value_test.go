// SPDX-License-Identifier: Apache-2.0

package iso20022

import (
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func TestDecimalOfTheSchema(t *testing.T) {
	tests := map[string]struct {
		text             string
		digits, fraction int
		fits             bool
	}{
		"plain":                                {"12.34", 18, 5, true},
		"a plus":                               {"+12.34", 18, 5, true},
		"no digit before the point":            {".5", 18, 5, true},
		"no digit after the point":             {"5.", 18, 5, true},
		"zeros do not count":                   {"000000000000000000012.340000000", 18, 5, true},
		"small with many places":               {"0.00000000000000001", 18, 17, true},
		"eighteen digits":                      {"1234567890123.45678", 18, 5, true},
		"nineteen digits":                      {"12345678901234.56789", 18, 5, false},
		"six digits after the point":           {"1.000001", 18, 5, false},
		"zero":                                 {"0", 18, 5, true},
		"an exponent":                          {"1e5", 18, 5, false},
		"a comma":                              {"1,5", 18, 5, false},
		"two points":                           {"1.2.3", 18, 5, false},
		"only a point":                         {".", 18, 5, false},
		"only a sign":                          {"-", 18, 5, false},
		"nothing":                              {"", 18, 5, false},
		"digits of another script":             {"١٢", 18, 5, false},
		"a space inside":                       {"1 2", 18, 5, false},
		"infinity is no decimal of the schema": {"INF", 18, 5, false},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			d, ok := parseDecimal([]byte(tc.text))
			require.Equal(t, tc.fits, ok && d.fits(tc.digits, tc.fraction))
		})
	}
}

func TestMinorUnits(t *testing.T) {
	tests := map[string]struct {
		text     string
		exponent int
		minor    uint64
		ok       bool
	}{
		"whole yuan":                   {"12", 2, 1200, true},
		"one digit after the point":    {"12.3", 2, 1230, true},
		"no digits before the point":   {".05", 2, 5, true},
		"yen":                          {"12", 0, 12, true},
		"yen with a point and nothing": {"12.", 0, 12, true},
		"finer than the currency":      {"12.340", 2, 0, false},
		"the largest":                  {"184467440737095516.15", 2, math.MaxUint64, true},
		"one more":                     {"184467440737095516.16", 2, 0, false},
		"negative":                     {"-1", 2, 0, false},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			d, ok := parseDecimal([]byte(tc.text))
			require.True(t, ok)
			minor, ok := d.minor(tc.exponent)
			require.Equal(t, tc.ok, ok)
			require.Equal(t, tc.minor, minor)
		})
	}
}

func TestAmountsAreWrittenAsTheyAreRead(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		minor := rapid.Uint64Range(1, 999_999_999_999_999_999).Draw(t, "minor")
		currency := rapid.SampledFrom([]string{"CNY", "JPY", "KWD", "CLF"}).Draw(t, "currency")
		text, err := FormatAmount(minor, currency)
		if err != nil {
			t.Fatal(err)
		}
		exponent, _ := Exponent(currency)
		d, ok := parseDecimal([]byte(text))
		back, fine := d.minor(exponent)
		if !ok || !fine || back != minor || !d.fits(18, 5) {
			t.Fatalf("%d %s was written %s and read %d", minor, currency, text, back)
		}
		var sum ControlSum
		if err := sum.Add(minor, currency); err != nil || !sumHolds(text, &sum.sum) || !sumHolds(sum.String(), &sum.sum) {
			t.Fatalf("the control sum of %s is %s: %v", text, sum.String(), err)
		}
	})
}

func TestControlSums(t *testing.T) {
	var sum ControlSum
	require.Equal(t, "0.00", sum.String())
	require.NoError(t, sum.Add(1, "CLF"))
	require.Equal(t, "0.0001", sum.String())
	require.NoError(t, sum.Add(1000, "JPY"))
	require.Equal(t, "1000.0001", sum.String())
	require.ErrorIs(t, sum.Add(0, "CNY"), CodeAmount)
	require.ErrorIs(t, sum.Add(1_000_000_000_000_000_000, "CNY"), CodeAmount)
	require.ErrorIs(t, sum.Add(1, "QQQ"), CodeCurrency)
	require.False(t, sumHolds("1000.000100000001", &sum.sum), "finer than any amount")
	require.True(t, sumHolds("+01000.00010", &sum.sum))
	require.False(t, sumHolds("-1000.0001", &sum.sum))
}

func TestDates(t *testing.T) {
	at := time.Date(2026, 11, 23, 0, 0, 0, 0, China)
	tests := map[string]struct {
		text string
		want time.Time
		ok   bool
	}{
		"a day":                     {"2026-11-23", at, true},
		"a day in UTC":              {"2026-11-23Z", at.Add(8 * time.Hour), true},
		"a day with an offset":      {"2026-11-23-01:30", at.Add(9*time.Hour + 30*time.Minute), true},
		"the last offset":           {"2026-11-23+14:00", at.Add(-6 * time.Hour), true},
		"beyond the last offset":    {"2026-11-23+14:01", time.Time{}, false},
		"an offset without a colon": {"2026-11-23+0800", time.Time{}, false},
		"an offset of 60 minutes":   {"2026-11-23+01:60", time.Time{}, false},
		"no such day":               {"2026-02-29", time.Time{}, false},
		"a leap day":                {"2028-02-29", time.Date(2028, 2, 29, 0, 0, 0, 0, China), true},
		"no year zero":              {"0000-01-01", time.Time{}, false},
		"one digit":                 {"2026-11-3", time.Time{}, false},
		"a time":                    {"2026-11-23T00:00:00", time.Time{}, false},
		"nothing":                   {"", time.Time{}, false},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			got, ok := parseDate(tc.text, China)
			require.Equal(t, tc.ok, ok)
			require.True(t, !ok || got.Equal(tc.want), got.String())
		})
	}
}

func TestMoments(t *testing.T) {
	at := time.Date(2026, 11, 23, 9, 0, 0, 0, China)
	tests := map[string]struct {
		text string
		want time.Time
		ok   bool
	}{
		"without a zone":           {"2026-11-23T09:00:00", at, true},
		"in UTC":                   {"2026-11-23T01:00:00Z", at, true},
		"a fraction":               {"2026-11-23T09:00:00.25+08:00", at.Add(250 * time.Millisecond), true},
		"a fraction of 12 digits":  {"2026-11-23T09:00:00.000000001999", at.Add(time.Nanosecond), true},
		"the end of a day":         {"2026-11-22T24:00:00", at.Add(-9 * time.Hour), true},
		"the end with a fraction":  {"2026-11-22T24:00:00.0Z", at.Add(-time.Hour), true},
		"the end of year 9999":     {"9999-12-31T24:00:00", time.Time{}, false},
		"after the end of a day":   {"2026-11-22T24:00:01", time.Time{}, false},
		"an empty fraction":        {"2026-11-23T09:00:00.", time.Time{}, false},
		"a comma for a point":      {"2026-11-23T09:00:00,5", time.Time{}, false},
		"one digit of an hour":     {"2026-11-23T9:00:000", time.Time{}, false},
		"a leap second":            {"2026-11-23T23:59:60", time.Time{}, false},
		"a space for the T":        {"2026-11-23 09:00:00", time.Time{}, false},
		"only a day":               {"2026-11-23", time.Time{}, false},
		"something after the zone": {"2026-11-23T09:00:00Zx", time.Time{}, false},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			got, ok := parseDateTime(tc.text, China)
			require.Equal(t, tc.ok, ok)
			require.True(t, !ok || got.Equal(tc.want), got.String())
		})
	}
}

func TestAccounts(t *testing.T) {
	require.NoError(t, CheckIBAN("DE61012345670000000011"))
	require.ErrorIs(t, CheckIBAN("DE62012345670000000011"), CodeIBAN)
	require.ErrorContains(t, CheckIBAN("DE62012345670000000011"), "DE62…0011")
	require.NotContains(t, CheckIBAN("DE62012345670000000011").Error(), "012345670000000011")
	for name, tc := range map[string]struct {
		account    Account
		id, masked string
	}{
		"an IBAN":      {Account{IBAN: "DE61012345670000000011"}, "DE61012345670000000011", "DE61…0011"},
		"another id":   {Account{Other: "6200000000000001"}, "6200000000000001", "6200…0001"},
		"a short id":   {Account{Other: "12345678901"}, "12345678901", "…01"},
		"one letter":   {Account{Other: "x"}, "x", "…x"},
		"other script": {Account{Other: "账户一二三四五六七八九十"}, "账户一二三四五六七八九十", "账户一二…七八九十"},
		"none":         {Account{}, "", "(none)"},
	} {
		require.Equal(t, tc.id, tc.account.ID(), name)
		require.Equal(t, tc.masked, tc.account.Masked(), name)
	}
}

func TestCurrencies(t *testing.T) {
	for code, want := range map[string]int{"CNY": 2, "HKD": 2, "JPY": 0, "KRW": 0, "KWD": 3, "CLF": 4} {
		got, ok := Exponent(code)
		require.True(t, ok)
		require.Equal(t, want, got, code)
	}
	for _, code := range []string{"", "cny", "QQQ", "XXX", "XAU", "DEM"} {
		_, ok := Exponent(code)
		require.False(t, ok, code)
	}
	for code := range exponents {
		require.Len(t, code, 3)
	}
}
