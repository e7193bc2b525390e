// SPDX-License-Identifier: Apache-2.0

package consortium

// Lengths and parts of a business identifier code (ISO 9362): 4 characters of the party, 2 letters of the country,
// 2 characters of the suffix, and in the long form 3 characters of the branch.
const (
	bicShort        = 8
	bicLong         = 11
	bicCountryStart = 4
	bicCountryEnd   = 6
)

// ValidateBIC checks the form of a business identifier code of 8 or 11 characters, as ISO 20022 writes it
// (BICFIDec2014Identifier). Whether the code is assigned to the member, people check. It returns ErrBICInvalid.
func ValidateBIC(bic string) error {
	if len(bic) != bicShort && len(bic) != bicLong {
		return ErrBICInvalid.Wrapf("expected %d or %d characters, got %d in %q", bicShort, bicLong, len(bic), bic)
	}

	for i := range len(bic) {
		c := bic[i]
		letter := c >= 'A' && c <= 'Z'
		digit := c >= '0' && c <= '9'
		if country := i >= bicCountryStart && i < bicCountryEnd; country && !letter {
			return ErrBICInvalid.Wrapf("expected a country code of two letters A-Z, got %q at place %d of %q", c, i+1, bic)
		}
		if !letter && !digit {
			return ErrBICInvalid.Wrapf("expected A-Z or 0-9, got %q at place %d of %q", c, i+1, bic)
		}
	}
	return nil
}

// LongBIC returns the form of 11 characters, in which two codes of one institution are equal: the head office of a
// short code is branch XXX.
func LongBIC(bic string) string {
	if len(bic) == bicShort {
		return bic + "XXX"
	}
	return bic
}
