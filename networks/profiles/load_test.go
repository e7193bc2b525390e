// SPDX-License-Identifier: Apache-2.0

package profiles

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestDataThatAreNoProfileAreRefused(t *testing.T) {
	good := string(paymentAccounts)
	replace := func(old, with string) string {
		require.Contains(t, good, old)
		return strings.Replace(good, old, with, 1)
	}
	for name, data := range map[string]string{
		"no JSON":                      "{",
		"two objects":                  good + good,
		"an unknown field":             replace(`"title"`, `"titel"`),
		"no name":                      replace(`"payment-accounts"`, `""`),
		"too many decimals":            replace(`"exponent": 2`, `"exponent": 9`),
		"a source without a date":      replace(`"2016-07-01"`, `""`),
		"a figure without a source":    replace(`"source": "accounts"`, `"source": "hearsay"`),
		"a figure of another date":     replace(`"date": "2018-04-01",`, `"date": "2019-04-01",`),
		"a window that is none":        replace(`"LIFETIME"`, `"DECADE"`),
		"a channel that is none":       replace(`"STATIC_CODE"`, `"PHONE"`),
		"a scope that is none":         replace(`"PERSON_AT_MEMBER"`, `"FAMILY"`),
		"a window without its measure": replace(`"measure": "OUT"`, `"measure": "BALANCE"`),
		"an amount beyond minor units": replace(`"amount": 1000,`, `"amount": 18446744073709551615,`),
		"a class without tiers":        strings.Replace(string(digitalYuan), "\"tiers\": [\n        3\n      ]", `"tiers": []`, 1),
		"a tier of two classes":        strings.Replace(string(digitalYuan), "        1\n      ]", "        0\n      ]", 1),
	} {
		t.Run(name, func(t *testing.T) {
			_, err := parse([]byte(data))
			require.ErrorIs(t, err, ErrInvalid)
		})
	}
}
