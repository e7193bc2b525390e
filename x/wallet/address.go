// SPDX-License-Identifier: Apache-2.0

package wallet

import (
	"bytes"
	"crypto/sha256"

	sdk "github.com/cosmos/cosmos-sdk/types"
)

// SaltLength is the length in bytes of the salt behind an address without a key.
const SaltLength = 32

const (
	escrowTag = "tael/escrow/v1"
	walletTag = "tael/wallet/v1"
)

// EscrowModules are the modules that may hold a wallet's money in escrow, in ascending order.
func EscrowModules() []string { return []string{"payment", "reserve"} }

// EscrowAddress is where a module keeps a payer's money while it is neither the payer's to spend nor paid:
// SHA-256("tael/escrow/v1" || module || payer), first 20 bytes. No auth account stands behind it.
func EscrowAddress(module string, payer []byte) sdk.AccAddress {
	h := sha256.New()
	h.Write([]byte(escrowTag))
	h.Write([]byte(module))
	h.Write(payer)
	return h.Sum(nil)[:AddressLength]
}

// AddressFromSalt is the address of a wallet that neither an owner key nor a duty holder stands behind:
// SHA-256("tael/wallet/v1" || salt), first 20 bytes. Such an address can be neither an escrow nor a settlement account,
// whose tags differ; so a custodian cannot open a wallet over somebody else's money.
func AddressFromSalt(salt []byte) sdk.AccAddress {
	h := sha256.New()
	h.Write([]byte(walletTag))
	h.Write(salt)
	return h.Sum(nil)[:AddressLength]
}

// ParseAddress decodes a bech32 address of 20 bytes. Errors: ErrAddressInvalid.
func ParseAddress(text string) (sdk.AccAddress, error) {
	addr, err := sdk.AccAddressFromBech32(text)
	if err != nil {
		return nil, ErrAddressInvalid.Wrapf("expected a bech32 address, got %q: %s", text, err)
	}
	if len(addr) != AddressLength {
		return nil, ErrAddressInvalid.Wrapf("expected %d bytes, got %d", AddressLength, len(addr))
	}
	if bytes.Equal(addr, make([]byte, AddressLength)) {
		return nil, ErrAddressInvalid.Wrap("the zero address belongs to nobody")
	}
	return addr, nil
}
