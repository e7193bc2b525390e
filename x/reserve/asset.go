// SPDX-License-Identifier: Apache-2.0

package reserve

import banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"

// MaxAmount is the largest amount of one instruction, in minor units: 10^15.
const MaxAmount uint64 = 1_000_000_000_000_000

// MaxExponent bounds the decimal places of a minor unit; ISO 4217 knows no more than 4.
const MaxExponent uint32 = 4

const maxDenomLength = 16

// ValidateDenom checks that denom has 1 to 16 characters [a-z][a-z0-9]*. Error: ErrFieldInvalid.
func ValidateDenom(denom string) error {
	if denom == "" || len(denom) > maxDenomLength {
		return ErrFieldInvalid.Wrapf("denom: expected 1 to %d characters, got %d", maxDenomLength, len(denom))
	}
	for i, c := range []byte(denom) {
		if !isLower(c) && (i == 0 || !isDigit(c)) {
			return ErrFieldInvalid.Wrapf("denom: expected [a-z][a-z0-9]*, got %q", denom)
		}
	}
	return nil
}

// ValidateAmount checks that amount lies in 1 to MaxAmount minor units. Error: ErrFieldInvalid.
func ValidateAmount(amount uint64) error {
	if amount == 0 || amount > MaxAmount {
		return ErrFieldInvalid.Wrapf("amount: expected 1 to %d minor units, got %d", MaxAmount, amount)
	}
	return nil
}

// Validate checks the asset on its own. Only CBDC names an issuer: e-money is the liability of each wallet's custodian.
// Error: ErrFieldInvalid.
func (a Asset) Validate() error {
	if err := ValidateDenom(a.Denom); err != nil {
		return err
	}
	if err := validateCurrency(a.Currency); err != nil {
		return err
	}
	if a.Exponent > MaxExponent {
		return ErrFieldInvalid.Wrapf("exponent of %s: expected at most %d, got %d", a.Denom, MaxExponent, a.Exponent)
	}
	switch a.Class {
	case ASSET_CLASS_CBDC:
		if a.Issuer == "" {
			return ErrFieldInvalid.Wrapf("issuer of %s: expected the id of a central bank, got none", a.Denom)
		}
		return validateSlug("issuer", a.Issuer)
	case ASSET_CLASS_EMONEY:
		if a.Issuer != "" {
			return ErrFieldInvalid.Wrapf("issuer of %s: expected none for e-money, got %q", a.Denom, a.Issuer)
		}
		return nil
	default:
		return ErrFieldInvalid.Wrapf("class of %s: expected CBDC or EMONEY, got %s", a.Denom, a.Class)
	}
}

func validateCurrency(code string) error {
	if len(code) != 3 {
		return ErrFieldInvalid.Wrapf("currency: expected three letters of ISO 4217, got %q", code)
	}
	for _, c := range []byte(code) {
		if c < 'A' || c > 'Z' {
			return ErrFieldInvalid.Wrapf("currency: expected three letters of ISO 4217, got %q", code)
		}
	}
	return nil
}

func isLower(c byte) bool { return c >= 'a' && c <= 'z' }

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

// Metadata names the asset's denom for people: amounts are kept in minor units and displayed with the currency's
// decimals, central-bank money with an e before the code.
func (a Asset) Metadata() banktypes.Metadata {
	display, what := a.Currency, "e-money, a claim on the wallet's custodian"
	if a.Class == ASSET_CLASS_CBDC {
		display, what = "e"+a.Currency, "central-bank money"
	}
	return banktypes.Metadata{
		Description: a.Currency + " " + what, Base: a.Denom, Display: display, Name: display, Symbol: display,
		DenomUnits: []*banktypes.DenomUnit{{Denom: a.Denom}, {Denom: display, Exponent: a.Exponent}},
	}
}
