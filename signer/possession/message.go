// SPDX-License-Identifier: Apache-2.0

// Package possession is the message by which a consensus key shows that its owner has it. The signer that signs it and
// the chain that verifies it take it from here.
package possession

import (
	"encoding/binary"
	"fmt"

	"github.com/cometbft/cometbft/crypto/ed25519"
)

const (
	// Tag begins the message. Read as the length before a vote's canonical bytes, its first letter is 116, more than the
	// rest of the message: no proof can be taken for a vote, nor a vote for a proof.
	Tag = "tael/validator/v1"
	// ChainIDSize is the room of a chain id in the message, in bytes.
	ChainIDSize = 32
	// Size is the length of the message in bytes.
	Size = len(Tag) + ChainIDSize + 2 + ed25519.PubKeySize
)

// Message is what a consensus key signs to show that whoever proposes it holds it, for one member on one chain: tag,
// chain id padded with zeros to 32 bytes, number of the member in two bytes big-endian, public key. It fails for member
// 0, for a chain id that is empty or above 32 bytes, and for a key of another length than Ed25519's.
func Message(chainID string, member uint16, pubKey []byte) ([]byte, error) {
	if chainID == "" || len(chainID) > ChainIDSize {
		return nil, fmt.Errorf("expected a chain id of 1 to %d bytes, got %q", ChainIDSize, chainID)
	}
	if member == 0 {
		return nil, fmt.Errorf("expected the number of a member, from 1, got 0")
	}
	if len(pubKey) != ed25519.PubKeySize {
		return nil, fmt.Errorf("expected an Ed25519 key of %d bytes, got %d", ed25519.PubKeySize, len(pubKey))
	}
	message := make([]byte, 0, Size)
	message = append(message, Tag...)
	message = append(message, chainID...)
	message = append(message, make([]byte, ChainIDSize-len(chainID))...)
	message = binary.BigEndian.AppendUint16(message, member)
	return append(message, pubKey...), nil
}
