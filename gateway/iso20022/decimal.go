// SPDX-License-Identifier: Apache-2.0

package iso20022

import (
	"bytes"
	"math/big"
	"strconv"
)

// sumScale is how many digits after the point a control sum can need: an amount has at most five.
const sumScale = 5

// decimal is an xs:decimal as it was written: sign, digits before and after the point, leading zeros cut.
type decimal struct {
	negative        bool
	whole, fraction []byte
}

// parseDecimal reads [+-]digits[.digits]; it keeps trailing zeros after the point, because an amount may not be written
// finer than its currency even with zeros.
func parseDecimal(text []byte) (decimal, bool) {
	var d decimal
	if len(text) > 0 && (text[0] == '-' || text[0] == '+') {
		d.negative = text[0] == '-'
		text = text[1:]
	}
	whole, fraction, _ := bytes.Cut(text, []byte("."))
	if len(whole)+len(fraction) == 0 || !digitsOnly(whole) || !digitsOnly(fraction) {
		return decimal{}, false
	}
	d.whole, d.fraction = bytes.TrimLeft(whole, "0"), fraction
	if d.zero() {
		d.negative = false
	}
	return d, true
}

func (d decimal) zero() bool {
	return len(d.whole) == 0 && len(bytes.Trim(d.fraction, "0")) == 0
}

// fits is the schema's totalDigits and fractionDigits, which look at the value: zeros at the end do not count.
func (d decimal) fits(digits, fraction int) bool {
	f := bytes.TrimRight(d.fraction, "0")
	total := len(d.whole) + len(f)
	if len(d.whole) == 0 {
		total = len(bytes.TrimLeft(f, "0"))
	}
	return len(f) <= fraction && total <= digits
}

// minor is the value in units of 10^-exponent. It fails where the digits written go beyond the exponent or the result
// beyond uint64.
func (d decimal) minor(exponent int) (uint64, bool) {
	if d.negative || len(d.fraction) > exponent {
		return 0, false
	}
	padded := append(append([]byte{}, d.whole...), d.fraction...)
	for range exponent - len(d.fraction) {
		padded = append(padded, '0')
	}
	n, err := strconv.ParseUint("0"+string(padded), 10, 64)
	if err != nil {
		return 0, false
	}
	return n, true
}

// scaled is the value in units of 10^-sumScale; false where it is finer than that, so that no sum of amounts is it.
func (d decimal) scaled() (*big.Int, bool) {
	f := bytes.TrimRight(d.fraction, "0")
	if len(f) > sumScale {
		return nil, false
	}
	padded := append(append([]byte("0"), d.whole...), f...)
	for range sumScale - len(f) {
		padded = append(padded, '0')
	}
	n, ok := new(big.Int).SetString(string(padded), 10)
	if d.negative && ok {
		n.Neg(n)
	}
	return n, ok
}

// formatScaled writes units of 10^-sumScale with at least two digits after the point.
func formatScaled(n *big.Int) string {
	text := n.String()
	for len(text) <= sumScale {
		text = "0" + text
	}
	cut := len(text) - sumScale
	fraction := text[cut:]
	for len(fraction) > 2 && fraction[len(fraction)-1] == '0' {
		fraction = fraction[:len(fraction)-1]
	}
	return text[:cut] + "." + fraction
}

func digitsOnly(text []byte) bool {
	for _, c := range text {
		if c < '0' || c > '9' {
			return false
		}
	}
	return true
}
