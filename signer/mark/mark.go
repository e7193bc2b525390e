// SPDX-License-Identifier: Apache-2.0

// Package mark is the high-water mark of a consensus key: the last thing it signed, kept so that it never signs two
// different things for one height, round and step. The rules are those of CometBFT's file validator.
package mark

import (
	"bytes"
	"errors"
	"fmt"
	"math"
)

var (
	// ErrBehind says that a request lies below the mark: the key has gone past it and signs nothing there any more.
	ErrBehind = errors.New("below the high-water mark")

	// ErrConflict says that a request asks for other content at the very place that is signed already.
	ErrConflict = errors.New("conflicts with the high-water mark")
)

// Step is the part of a round that a signature belongs to, in the order in which a validator signs them.
type Step int8

const (
	// StepNone is before anything of a round is signed.
	StepNone Step = 0

	// StepPropose is the signature on a proposal.
	StepPropose Step = 1

	// StepPrevote is the signature on a prevote.
	StepPrevote Step = 2

	// StepPrecommit is the signature on a precommit, the last of a round.
	StepPrecommit Step = 3
)

// Place is where in the chain's life a signature belongs. Places are ordered.
type Place struct {
	Height int64 `json:"height"`
	Round  int32 `json:"round"`
	Step   Step  `json:"step"`
}

// Compare is negative if p comes before q, zero if they are one place, positive if p comes after q.
func (p Place) Compare(q Place) int {
	switch {
	case p.Height != q.Height:
		return sign(p.Height < q.Height)
	case p.Round != q.Round:
		return sign(p.Round < q.Round)
	case p.Step != q.Step:
		return sign(p.Step < q.Step)
	default:
		return 0
	}
}

func sign(less bool) int {
	if less {
		return -1
	}
	return 1
}

// String is "height 7, round 0, step 3", or "everything up to height 7" for a floor.
func (p Place) String() string {
	if p.Round == math.MaxInt32 {
		return fmt.Sprintf("everything up to height %d", p.Height)
	}
	return fmt.Sprintf("height %d, round %d, step %d", p.Height, p.Round, p.Step)
}

// Mark is the last signature of a key.
type Mark struct {
	Place
	// SignBytes are the canonical bytes that were signed. A floor has none.
	SignBytes []byte `json:"sign_bytes,omitempty"`
	// Signature is the signature over them.
	Signature []byte `json:"signature,omitempty"`
}

// Floor is the mark of a key that shall sign nothing at height or below, whatever it has signed there.
func Floor(height int64) Mark {
	return Mark{Place: Place{Height: height, Round: math.MaxInt32, Step: StepPrecommit}}
}

// Judge says what a key with this mark does with a request. A fresh request returns nil. A request for what is signed
// already, or for the same but its timestamp, returns the mark to answer from. Anything else fails with ErrBehind or
// ErrConflict.
func (m Mark) Judge(at Place, signBytes []byte) (*Mark, error) {
	switch order := at.Compare(m.Place); {
	case order > 0:
		return nil, nil
	case order < 0:
		return nil, fmt.Errorf("%w: asked for %s, signed already: %s", ErrBehind, at, m.Place)
	case len(m.SignBytes) == 0:
		return nil, fmt.Errorf("%w: asked for %s, which is the floor; nothing at it may be signed", ErrBehind, at)
	case bytes.Equal(signBytes, m.SignBytes), sameButTime(at.Step, m.SignBytes, signBytes):
		return &m, nil
	default:
		return nil, fmt.Errorf("%w: other content is signed already for %s", ErrConflict, at)
	}
}

// Check refuses a mark that no signer writes.
func (m Mark) Check() error {
	switch {
	case m.Height < 0 || m.Round < 0 || m.Step < StepNone || m.Step > StepPrecommit:
		return fmt.Errorf("expected height and round of at least 0 and a step from 0 to 3, got %+v", m.Place)
	case (len(m.SignBytes) == 0) != (len(m.Signature) == 0):
		return errors.New("expected sign bytes and a signature together, got one without the other")
	default:
		return nil
	}
}
