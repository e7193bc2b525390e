// SPDX-License-Identifier: Apache-2.0

package genesis

import (
	"crypto/sha256"
	"errors"
	"fmt"

	cmted25519 "github.com/cometbft/cometbft/crypto/ed25519"

	"github.com/cosmos/cosmos-sdk/crypto/keys/secp256k1"
	sdk "github.com/cosmos/cosmos-sdk/types"
)

// Uses of a development key beside the duties of a member.
const (
	KeyGovernance  = "governance"
	KeyOperations  = "operations"
	KeyTreasury    = "treasury"
	KeyCompliance  = "compliance"
	KeyRisk        = "risk"
	KeyAttestation = "attestation"
	KeySubmitter   = "submitter"
	KeyValidator   = "validator"
	KeyNode        = "node"
)

// ErrDevelopmentKey says that a development key was asked for, or found, on a network that is not local.
var ErrDevelopmentKey = errors.New("development keys are public and serve local networks only")

// Keys derives the development keys of one local network. Anyone can derive them: they are marked by the label that
// is their seed, and nothing may be protected by them.
type Keys struct{ chainID string }

// DevKeys are the development keys of a local network. It fails with ErrDevelopmentKey on any chain id but
// tael-local-<n>.
func DevKeys(chainID string) (Keys, error) {
	if !IsLocal(chainID) {
		return Keys{}, fmt.Errorf("%w: expected chain id tael-local-<n>, got %q", ErrDevelopmentKey, chainID)
	}
	return Keys{chainID: chainID}, nil
}

// Label is the public seed of a key: member is a member's id, use one of the Key constants, n counts from 0.
func (k Keys) Label(member, use string, n int) string {
	return fmt.Sprintf("tael development key %s/%s/%s/%d", k.chainID, member, use, n)
}

func (k Keys) seed(member, use string, n int) []byte {
	if k.chainID == "" {
		panic("development keys: use DevKeys, the zero value belongs to no network")
	}
	h := sha256.Sum256([]byte(k.Label(member, use, n)))
	return h[:]
}

// Account is the transaction key of a member's duty.
func (k Keys) Account(member, use string, n int) *secp256k1.PrivKey {
	return &secp256k1.PrivKey{Key: k.seed(member, use, n)}
}

// Address is the account of a member's duty.
func (k Keys) Address(member, use string, n int) sdk.AccAddress {
	return sdk.AccAddress(k.Account(member, use, n).PubKey().Address())
}

// Device is the 32-byte seed of a device's key, of whatever algorithm.
func (k Keys) Device(wallet string, n int) [32]byte {
	return [32]byte(k.seed(wallet, "device", n))
}

// Validator is the consensus key of a member's validator.
func (k Keys) Validator(member string) cmted25519.PrivKey {
	return cmted25519.GenPrivKeyFromSecret(k.seed(member, KeyValidator, 0))
}

// Node is the key by which peers know a member's node.
func (k Keys) Node(member string) cmted25519.PrivKey {
	return cmted25519.GenPrivKeyFromSecret(k.seed(member, KeyNode, 0))
}
