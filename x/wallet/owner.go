// SPDX-License-Identifier: Apache-2.0

package wallet

import (
	"strings"

	"github.com/cosmos/cosmos-sdk/crypto/keys/ed25519"
	"github.com/cosmos/cosmos-sdk/crypto/keys/secp256k1"
	cryptotypes "github.com/cosmos/cosmos-sdk/crypto/types"
)

// derivedTags begins every preimage from which Tael derives an address that nobody holds a key of.
const derivedTags = "tael/"

// ValidateOwnerKey checks an owner's transaction key: secp256k1 or Ed25519 of the SDK and a sound point. P-256 is for
// devices, since its address would have 32 bytes. An Ed25519 address is the hash of the key alone, so a key that reads
// as the preimage of an escrow or settlement account is refused. Errors: ErrOwnerKeyInvalid.
func ValidateOwnerKey(key cryptotypes.PubKey) error {
	var algorithm KeyAlgorithm
	switch key.(type) {
	case *secp256k1.PubKey:
		algorithm = KEY_ALGORITHM_SECP256K1
	case *ed25519.PubKey:
		algorithm = KEY_ALGORITHM_ED25519
	default:
		return ErrOwnerKeyInvalid.Wrapf("expected a secp256k1 or ed25519 key, got %T", key)
	}
	if err := ValidateKey(algorithm, key.Bytes()); err != nil {
		return ErrOwnerKeyInvalid.Wrap(err.Error())
	}
	if strings.HasPrefix(string(key.Bytes()), derivedTags) {
		return ErrOwnerKeyInvalid.Wrapf("expected a key that is no address preimage, got one that begins with %q", derivedTags)
	}
	return nil
}
