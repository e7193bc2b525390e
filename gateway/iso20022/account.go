// SPDX-License-Identifier: Apache-2.0

package iso20022

import (
	"errors"

	"github.com/jbub/banking/iban"
)

// Account is how a file names an account: an IBAN, or an id in the bank's own scheme. At most one of both is set; a
// creditor's account may be absent. Data class: personal; it belongs in no log and no error except as Masked.
type Account struct {
	IBAN  string
	Other string
}

// ID is whichever of the two is set, empty if none.
func (a Account) ID() string {
	if a.IBAN != "" {
		return a.IBAN
	}
	return a.Other
}

// Masked is the form for reports: country and check digits of an IBAN, and the last four characters.
func (a Account) Masked() string {
	if a.ID() == "" {
		return "(none)"
	}
	return mask(a.ID())
}

func mask(id string) string {
	const ends = 4
	runes := []rune(id)
	if len(runes) < 3*ends {
		return "…" + string(runes[max(0, len(runes)-2):])
	}
	return string(runes[:ends]) + "…" + string(runes[len(runes)-ends:])
}

// CheckIBAN judges country, length, structure and check digits (ISO 13616, ISO 7064 MOD 97-10). The error names the
// account masked; errors.Is(err, CodeIBAN) holds.
func CheckIBAN(text string) error {
	if f := checkIBAN(text); f != nil {
		return &Error{Rule: f.code.Rule(), Code: f.code, Detail: f.detail}
	}
	return nil
}

func checkIBAN(text string) *fault {
	err := iban.Validate(text)
	switch {
	case err == nil:
		return nil
	case errors.Is(err, iban.ErrInvalidCheckDigit):
		return faultf(CodeIBAN, "expected check digits that hold (MOD 97-10); found %s", mask(text))
	case errors.Is(err, iban.ErrCountryCodeNotPresent):
		return faultf(CodeIBAN, "expected a country that issues IBANs; found %s", mask(text))
	case errors.Is(err, iban.ErrInvalidBbanLength), errors.Is(err, iban.ErrIbanTooShort):
		return faultf(CodeIBAN, "expected the length of the country's IBANs; found %s of %d characters", mask(text), len(text))
	default:
		return faultf(CodeIBAN, "expected the structure of the country's IBANs; found %s", mask(text))
	}
}
