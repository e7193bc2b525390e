// SPDX-License-Identifier: Apache-2.0

package signer

import (
	"fmt"

	"github.com/taelnet/tael/signer/possession"
)

// Prove signs the proof of possession for a member. It moves no mark: the message is none that consensus knows.
func Prove(key Key, chainID string, member uint16) ([]byte, error) {
	message, err := possession.Message(chainID, member, key.PubKey().Bytes())
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
