// SPDX-License-Identifier: Apache-2.0

// Package wallet holds the nouns of who holds money on Tael: the Wallet and its custodian, the Device whose key signs,
// and the Instruction that a device signs and anyone may carry. It reads no store and no clock; keeper does.
package wallet

// MaxAmount is the most one instruction moves, in minor units: 10^15.
const MaxAmount uint64 = 1_000_000_000_000_000

// AddressLength is the length of a wallet's address and of a device's id in bytes.
const AddressLength = 20

// Closed reports whether the wallet was closed for ever.
func (w Wallet) Closed() bool { return w.Status == WALLET_STATUS_CLOSED }

// Customer reports whether a customer holds the wallet, and not a member: PERSON, MERCHANT or CORPORATE.
func (w Wallet) Customer() bool {
	return w.Kind == WALLET_KIND_PERSON || w.Kind == WALLET_KIND_MERCHANT || w.Kind == WALLET_KIND_CORPORATE
}

// Validate checks a wallet on its own: address of 20 bytes, a custodian, kind, status and tier in range, a denom on
// SUSPENSE and on nothing else, neither key nor device on SUSPENSE, sound commitments, a notice of dormancy and
// commitments on customers' wallets alone. Errors: ErrWalletInvalid, ErrAddressInvalid.
func (w Wallet) Validate() error {
	if len(w.Address) != AddressLength {
		return ErrAddressInvalid.Wrapf("expected %d bytes, got %d", AddressLength, len(w.Address))
	}
	if w.Custodian == 0 || w.Custodian > 0xffff {
		return ErrWalletInvalid.Wrapf("expected a custodian number from 1 to 65535, got %d", w.Custodian)
	}
	if w.Status != WALLET_STATUS_ACTIVE && w.Status != WALLET_STATUS_CLOSED {
		return ErrWalletInvalid.Wrapf("expected status ACTIVE or CLOSED, got %s", w.Status)
	}
	if err := validateKind(w.Kind, w.Tier, w.Currency); err != nil {
		return err
	}
	if w.Kind == WALLET_KIND_SUSPENSE && (w.HasOwnerKey || w.LiveDevices != 0) {
		return ErrWalletInvalid.Wrap("a SUSPENSE wallet has neither owner key nor device")
	}
	if w.DormantNoticeAt < 0 || !w.Customer() && (w.DormantNoticeAt != 0 || w.PersonYear != 0) {
		return ErrWalletInvalid.Wrapf("expected no notice of dormancy and no person tag on kind %s, got %d and %d", w.Kind, w.DormantNoticeAt, w.PersonYear)
	}
	return w.validatePerson()
}

// validateKind checks what kind, tier and currency say of each other.
func validateKind(kind WalletKind, tier uint32, currency string) error {
	switch kind {
	case WALLET_KIND_PERSON, WALLET_KIND_MERCHANT, WALLET_KIND_CORPORATE:
		if currency != "" {
			return ErrWalletInvalid.Wrapf("expected no currency for kind %s, got %q", kind, currency)
		}
		return nil
	case WALLET_KIND_MEMBER:
		if tier != 0 || currency != "" {
			return ErrWalletInvalid.Wrapf("expected tier 0 and no currency for kind %s, got %d and %q", kind, tier, currency)
		}
		return nil
	case WALLET_KIND_SUSPENSE:
		if tier != 0 {
			return ErrWalletInvalid.Wrapf("expected tier 0 for kind %s, got %d", kind, tier)
		}
		return ValidateDenom(currency)
	default:
		return ErrWalletInvalid.Wrapf("expected kind PERSON, MERCHANT, CORPORATE, MEMBER or SUSPENSE, got %s", kind)
	}
}

// ValidateDenom checks the shape of a denom: 1 to 16 characters, a lower-case letter first, then lower-case letters
// and digits. Errors: ErrWalletInvalid.
func ValidateDenom(denom string) error {
	if !denomShaped(denom) {
		return ErrWalletInvalid.Wrapf("expected a denom of 1 to 16 characters [a-z][a-z0-9]*, got %q", denom)
	}
	return nil
}

func denomShaped(denom string) bool {
	if len(denom) == 0 || len(denom) > denomWidth || denom[0] < 'a' || denom[0] > 'z' {
		return false
	}
	for i := 1; i < len(denom); i++ {
		if c := denom[i]; (c < 'a' || c > 'z') && (c < '0' || c > '9') {
			return false
		}
	}
	return true
}
