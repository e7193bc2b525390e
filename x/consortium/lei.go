// SPDX-License-Identifier: Apache-2.0

package consortium

// leiLength is the length of a legal entity identifier (ISO 17442).
const leiLength = 20

// ValidateLEI checks the form and the check digits of a legal entity identifier: 18 characters A-Z or 0-9 and two
// check digits, ISO 7064 MOD 97-10 (ISO 17442-1:2020). It returns ErrLEIInvalid.
func ValidateLEI(lei string) error {
	if len(lei) != leiLength {
		return ErrLEIInvalid.Wrapf("expected %d characters, got %d in %q", leiLength, len(lei), lei)
	}

	remainder := 0
	for i := range len(lei) {
		switch c := lei[i]; {
		case c >= '0' && c <= '9':
			remainder = (remainder*10 + int(c-'0')) % 97
		case c >= 'A' && c <= 'Z' && i < leiLength-2:
			remainder = (remainder*100 + int(c-'A') + 10) % 97
		default:
			return ErrLEIInvalid.Wrapf("expected A-Z or 0-9 and two check digits, got %q at place %d of %q", c, i+1, lei)
		}
	}

	if remainder != 1 {
		return ErrLEIInvalid.Wrapf("expected check digits with remainder 1 by 97, got %d in %q", remainder, lei)
	}
	return nil
}
