// SPDX-License-Identifier: Apache-2.0

package overview

import (
	"strings"

	"github.com/taelnet/tael/x/payment"
)

// Amount writes minor units as people do, with a point and thousands apart: 1,234.56.
func (c Currency) Amount(minor uint64) string {
	text := strings.TrimSuffix(payment.FormatAmount(minor, c.Exponent, c.Code), " "+c.Code)
	whole, fraction, split := strings.Cut(text, ".")
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + "," + whole[i:]
	}
	if !split {
		return whole
	}
	return whole + "." + fraction
}

// Signed writes an amount that may be below zero.
func (c Currency) Signed(minor int64) string {
	if minor < 0 {
		return "-" + c.Amount(-uint64(minor))
	}
	return c.Amount(uint64(minor))
}

// Money is an amount with its currency: 1,234.56 CNY.
func (c Currency) Money(minor uint64) string { return c.Amount(minor) + " " + c.Code }
