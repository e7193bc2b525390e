// SPDX-License-Identifier: Apache-2.0

package iso20022

import "math/big"

// Money is an amount of a currency. The zero Money is an absent one.
type Money struct {
	// Amount is in the currency's minor units.
	Amount uint64
	// Currency is an ISO 4217 code in force.
	Currency string
}

// money reads the amount at a place with the rules of README.md; zero says whether it may be zero. The second result is
// the amount in units of 10^-sumScale, for sums.
func (at *spot) money(zero bool) (Money, *big.Int, *fault) {
	exponent, ok := Exponent(at.currency)
	if !ok {
		return Money{}, nil, faultf(CodeCurrency, "expected a currency in force (ISO 4217); found %s", at.currency)
	}
	text := []byte(at.text)
	amount, _ := parseDecimal(collapse(text))
	if amount.zero() && !zero {
		return Money{}, nil, faultf(CodeAmount, "expected an amount above zero; found %s", quote(text, 40))
	}
	if len(amount.fraction) > exponent {
		return Money{}, nil, faultf(CodeAmount, "expected at most %d digits after the point for %s; found %s", exponent, at.currency, quote(text, 40))
	}
	minor, ok := amount.minor(exponent)
	if !ok {
		return Money{}, nil, faultf(CodeAmount, "expected an amount of at most 18 digits in minor units; found %s", quote(text, 40))
	}
	scaled, _ := amount.scaled()
	return Money{Amount: minor, Currency: at.currency}, scaled, nil
}
