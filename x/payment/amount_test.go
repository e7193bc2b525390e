// SPDX-License-Identifier: Apache-2.0

package payment_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/taelnet/tael/x/payment"
)

func TestParseAmount(t *testing.T) {
	cases := map[string]struct {
		text     string
		exponent uint32
		want     uint64 // 0 for refused
	}{
		"all decimals":                    {"12.34 CNY", 2, 1_234},
		"fewer decimals":                  {"12.3 CNY", 2, 1_230},
		"no decimals":                     {"12 CNY", 2, 1_200},
		"less than one":                   {"0.01 CNY", 2, 1},
		"a currency without decimals":     {"500 JPY", 0, 500},
		"a currency with three":           {"1.234 KWD", 3, 1_234},
		"the largest":                     {"10000000000000.00 CNY", 2, payment.MaxAmount},
		"one more than the largest":       {"10000000000000.01 CNY", 2, 0},
		"more than 64 bits":               {"99999999999999999999 CNY", 2, 0},
		"zero":                            {"0.00 CNY", 2, 0},
		"bare coins":                      {"1234cny", 2, 0},
		"bare coins with a space":         {"1234 cny", 2, 0},
		"too many decimals":               {"12.345 CNY", 2, 0},
		"decimals where there are none":   {"5.0 JPY", 0, 0},
		"a negative amount":               {"-1.00 CNY", 2, 0},
		"a plus":                          {"+1.00 CNY", 2, 0},
		"a leading zero":                  {"01.00 CNY", 2, 0},
		"a point without decimals":        {"1. CNY", 2, 0},
		"decimals without a whole":        {".50 CNY", 2, 0},
		"two points":                      {"1.2.3 CNY", 2, 0},
		"a decimal comma":                 {"1,50 CNY", 2, 0},
		"thousands":                       {"1,000.00 CNY", 2, 0},
		"an exponent":                     {"1e3 CNY", 2, 0},
		"two spaces":                      {"1.00  CNY", 2, 0},
		"a space in front":                {" 1.00 CNY", 2, 0},
		"a space behind":                  {"1.00 CNY ", 2, 0},
		"currency first":                  {"CNY 1.00", 2, 0},
		"no currency":                     {"1.00", 2, 0},
		"two letters":                     {"1.00 CN", 2, 0},
		"full-width digits":               {"１.00 CNY", 2, 0},
		"nothing":                         {"", 2, 0},
		"a currency of too many decimals": {"1 XXX", payment.MaxExponent + 1, 0},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			got, currency, err := payment.ParseAmount(tc.text, tc.exponent)
			require.Equal(t, tc.want, got)
			if tc.want == 0 {
				require.ErrorIs(t, err, payment.ErrAmountText)
				require.Empty(t, currency)
				return
			}
			require.NoError(t, err)
			require.Equal(t, tc.text[len(tc.text)-3:], currency)
		})
	}
}

func FuzzParseAmount(f *testing.F) {
	for _, text := range []string{"12.34 CNY", "0.01 CNY", "500 JPY", "1234cny", "1.2.3 CNY", " CNY", "00 CNY"} {
		f.Add(text, uint32(2))
	}
	f.Fuzz(func(t *testing.T, text string, exponent uint32) {
		minor, currency, err := payment.ParseAmount(text, exponent)
		if err != nil {
			require.ErrorIs(t, err, payment.ErrAmountText)
			return
		}
		require.True(t, minor >= 1 && minor <= payment.MaxAmount)
		again, code, err := payment.ParseAmount(payment.FormatAmount(minor, exponent, currency), exponent)
		require.NoError(t, err)
		require.Equal(t, minor, again)
		require.Equal(t, currency, code)
	})
}
