// SPDX-License-Identifier: Apache-2.0

package iso20022

import (
	"math/big"
	"strconv"
)

// FormatAmount writes minor units as a decimal with all of the currency's digits: 1234 CNY is 12.34. It fails with
// CodeAmount for zero and for what has more than the schema's 18 digits, with CodeCurrency for a currency not in force.
func FormatAmount(minor uint64, currency string) (string, error) {
	exponent, ok := Exponent(currency)
	if !ok {
		return "", &Error{
			Rule: CodeCurrency.Rule(), Code: CodeCurrency,
			Detail: "expected a currency in force (ISO 4217); found " + quote([]byte(currency), 10),
		}
	}
	const mostDigits = 18
	digits := strconv.FormatUint(minor, 10)
	if minor == 0 || len(digits) > mostDigits {
		return "", &Error{
			Rule: CodeAmount.Rule(), Code: CodeAmount,
			Detail: "expected an amount above zero of at most 18 digits; found " + digits,
		}
	}
	for len(digits) <= exponent {
		digits = "0" + digits
	}
	if exponent == 0 {
		return digits, nil
	}
	cut := len(digits) - exponent
	return digits[:cut] + "." + digits[cut:], nil
}

// ControlSum adds amounts of any currencies as CtrlSum wants them: by their figures.
type ControlSum struct{ sum big.Int }

// Add takes one amount in minor units; it fails as FormatAmount does.
func (s *ControlSum) Add(minor uint64, currency string) error {
	text, err := FormatAmount(minor, currency)
	if err != nil {
		return err
	}
	s.sum.Add(&s.sum, scaledAmount(text))
	return nil
}

// String is the sum as it is declared.
func (s *ControlSum) String() string { return formatScaled(&s.sum) }
