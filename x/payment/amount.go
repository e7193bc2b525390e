// SPDX-License-Identifier: Apache-2.0

package payment

import (
	"strconv"
	"strings"
)

const (
	// MaxAmount is the most that one instruction moves, in minor units.
	MaxAmount uint64 = 1_000_000_000_000_000
	// MaxExponent is the largest number of decimals that an amount may be written with.
	MaxExponent uint32 = 8
)

// SplitAmount separates the number and the ISO 4217 code of an amount as people write it: "12.34 CNY". Bare coins
// like "1234cny" are ErrAmountText: nobody sees by them whether yuan or fen are meant.
func SplitAmount(text string) (number, currency string, err error) {
	number, currency, ok := strings.Cut(text, " ")
	if !ok || len(currency) != 3 || strings.Trim(currency, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != "" {
		return "", "", ErrAmountText.Wrapf(`expected a number, one space and a currency code, like "12.34 CNY", got %q`, text)
	}
	return number, currency, nil
}

// ParseAmount reads an amount as people write it, "12.34 CNY", and returns it in minor units with its currency code.
// exponent is the number of decimals of the currency's minor unit; fewer decimals may be written, more are refused.
// There is one way to write a number: no sign, no separators, no superfluous leading zero.
func ParseAmount(text string, exponent uint32) (minor uint64, currency string, err error) {
	if exponent > MaxExponent {
		return 0, "", ErrAmountText.Wrapf("expected at most %d decimals in a currency, got %d", MaxExponent, exponent)
	}
	number, currency, err := SplitAmount(text)
	if err != nil {
		return 0, "", err
	}
	whole, fraction, point := strings.Cut(number, ".")
	switch {
	case strings.Trim(whole+fraction, "0123456789") != "" || whole == "" || (point && fraction == ""):
		return 0, "", ErrAmountText.Wrapf(`expected digits and at most one point between digits, got %q`, number)
	case len(whole) > 1 && whole[0] == '0':
		return 0, "", ErrAmountText.Wrapf("expected no leading zero, got %q", number)
	case len(fraction) > int(exponent):
		return 0, "", ErrAmountText.Wrapf("expected at most %d decimals in %s, got %d", exponent, currency, len(fraction))
	}
	minor, err = strconv.ParseUint(whole+fraction+strings.Repeat("0", int(exponent)-len(fraction)), 10, 64)
	if err != nil || minor == 0 || minor > MaxAmount {
		return 0, "", ErrAmountText.Wrapf("expected from %s to %s, got %q",
			FormatAmount(1, exponent, currency), FormatAmount(MaxAmount, exponent, currency), text)
	}
	return minor, currency, nil
}

// FormatAmount writes minor units as ParseAmount reads them, with all decimals of the currency.
func FormatAmount(minor uint64, exponent uint32, currency string) string {
	digits := strconv.FormatUint(minor, 10)
	places := int(exponent)
	if places == 0 {
		return digits + " " + currency
	}
	if len(digits) <= places {
		digits = strings.Repeat("0", places+1-len(digits)) + digits
	}
	point := len(digits) - places
	return digits[:point] + "." + digits[point:] + " " + currency
}
