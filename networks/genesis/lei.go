// SPDX-License-Identifier: Apache-2.0

package genesis

import (
	"fmt"
	"math/big"
	"strings"
)

// localLEI is a legal entity identifier for member number n of a local network. Its prefix 0000TAEL is issued to
// nobody; its two check digits are those of ISO 17442 (ISO 7064 MOD 97-10).
func localLEI(n uint32) string {
	body := fmt.Sprintf("0000TAELLOCAL%05d", n)
	return body + checkDigits(body)
}

// checkDigits are the two digits that make the number of body, followed by them, 1 modulo 97; letters count from 10.
func checkDigits(body string) string {
	var digits strings.Builder
	for _, c := range body + "00" {
		if c >= 'A' && c <= 'Z' {
			fmt.Fprint(&digits, int(c-'A')+10)
			continue
		}
		digits.WriteRune(c)
	}
	number, ok := new(big.Int).SetString(digits.String(), 10)
	if !ok {
		panic("check digits: expected digits and capital letters, got " + body)
	}
	rest := new(big.Int).Mod(number, big.NewInt(97)).Int64()
	return fmt.Sprintf("%02d", 98-rest)
}
