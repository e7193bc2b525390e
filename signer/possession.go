// SPDX-License-Identifier: Apache-2.0

package signer

import (
	"encoding/binary"
	"fmt"
)

// possessionTag begins the message of a proof of possession. Read as the length before a vote's canonical bytes, its
// first letter is 116, more than the rest of the message: no proof can be taken for a vote, nor a vote for a proof.
const possessionTag = "tael/validator/v1"

// chainIDSize is the room of a chain id in the message, in bytes.
const chainIDSize = 32

// Possession is what a consensus key signs to show that whoever proposes it holds it: tag, chain id padded with zeros to
// 32 bytes, number of the member in two bytes big-endian, public key. It is for one member on one chain.
func Possession(chainID string, member uint16, pubKey []byte) ([]byte, error) {
	if chainID == "" || len(chainID) > chainIDSize {
		return nil, fmt.Errorf("expected a chain id of 1 to %d bytes, got %q", chainIDSize, chainID)
	}
	message := append([]byte(possessionTag), make([]byte, chainIDSize)...)
	copy(message[len(possessionTag):], chainID)
	message = binary.BigEndian.AppendUint16(message, member)
	return append(message, pubKey...), nil
}

// Prove signs the proof of possession for a member. It moves no mark: the message is none that consensus knows.
func Prove(key Key, chainID string, member uint16) ([]byte, error) {
	message, err := Possession(chainID, member, key.PubKey().Bytes())
	if err != nil {
		return nil, err
	}
	signature, err := key.Sign(message)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrKey, err)
	}
	if !key.PubKey().VerifySignature(message, signature) {
		return nil, fmt.Errorf("%w: its signature does not fit its public key", ErrKey)
	}
	return signature, nil
}
