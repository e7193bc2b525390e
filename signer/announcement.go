// SPDX-License-Identifier: Apache-2.0

package signer

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	privvalproto "github.com/cometbft/cometbft/proto/tendermint/privval"

	"github.com/taelnet/tael/signer/mark"
)

// The protocol has no request for the mark. A node of ours asks for the public key of a chain whose name no chain has;
// our signer answers with the key and, as the error's text, with its mark. Any other signer answers that it does not
// know the chain. Nothing is ever signed by the question, so that it is safe to ask of any signer in any state.
const (
	askPrefix    = "tael/mark/v1:"
	refusePrefix = "tael/refused/v1:"

	// announces is the error code that marks an announcement.
	announces = 7_001
)

// ErrNoAnnouncement says that a signer does not tell its mark, so that nobody can say whether its store was rolled back.
var ErrNoAnnouncement = errors.New("the signer does not announce its high-water mark")

// AskMark is the question of a node for a signer's mark on its chain.
func AskMark(chainID string) privvalproto.Message {
	return pubKeyRequest(askPrefix + chainID)
}

// TellRefusal tells a signer why the node does not take it. The node hangs up after it.
func TellRefusal(reason string) privvalproto.Message {
	return pubKeyRequest(refusePrefix + reason)
}

func pubKeyRequest(chainID string) privvalproto.Message {
	return privvalproto.Message{Sum: &privvalproto.Message_PubKeyRequest{
		PubKeyRequest: &privvalproto.PubKeyRequest{ChainId: chainID},
	}}
}

// announcement is the text beside the key.
type announcement struct {
	mark.Place
	Digest []byte `json:"digest"`
}

func announce(count mark.Count) (string, error) {
	raw, err := json.Marshal(announcement{count.Place, count.Digest[:]})
	return string(raw), err
}

// ReadAnnouncement is the mark in an answer to AskMark. It fails with ErrNoAnnouncement if it holds none.
func ReadAnnouncement(answer *privvalproto.PubKeyResponse) (mark.Count, error) {
	if answer == nil || answer.Error == nil {
		return mark.Count{}, fmt.Errorf("%w: expected taeld signer at the other end", ErrNoAnnouncement)
	}
	if answer.Error.Code != announces {
		return mark.Count{}, fmt.Errorf("%w: it says %q (code %d)", ErrNoAnnouncement, answer.Error.Description, answer.Error.Code)
	}
	var told announcement
	if err := json.Unmarshal([]byte(answer.Error.Description), &told); err != nil {
		return mark.Count{}, fmt.Errorf("%w: %w", ErrNoAnnouncement, err)
	}
	count := mark.Count{Place: told.Place}
	if len(told.Digest) != len(count.Digest) {
		return mark.Count{}, fmt.Errorf("%w: expected a digest of %d bytes, got %d", ErrNoAnnouncement, len(count.Digest), len(told.Digest))
	}
	copy(count.Digest[:], told.Digest)
	return count, mark.Mark{Place: count.Place}.Check()
}

// refusal is the reason in a node's TellRefusal.
func refusal(chainID string) (string, bool) {
	return strings.CutPrefix(chainID, refusePrefix)
}
