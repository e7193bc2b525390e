// SPDX-License-Identifier: Apache-2.0

// Package signer keeps a validator's consensus key in a process of its own and answers the node over CometBFT's privval
// protocol. What it signs is on disk before it is answered, so that however the process ends it never signs two
// different things for one height, round and step.
package signer

import (
	"errors"
	"fmt"
	"sync"

	"github.com/cometbft/cometbft/crypto"
	cmtproto "github.com/cometbft/cometbft/proto/tendermint/types"
	cmttypes "github.com/cometbft/cometbft/types"

	"github.com/taelnet/tael/signer/mark"
)

// Key signs bytes with the consensus key, wherever that lives.
type Key interface {
	// PubKey is the public key. It does not change while the process runs.
	PubKey() crypto.PubKey
	// Sign is the Ed25519 signature of message.
	Sign(message []byte) ([]byte, error)
	// Close gives up the key.
	Close() error
}

// Renewable is a key that may be lost while the process runs and come back: one in a token.
type Renewable interface {
	// Renew opens the way to the key anew if cause says that it was lost; it returns nil if the same key is there again. It
	// returns cause if that says something else, and else why the key is still away.
	Renew(cause error) error
}

// Counter is a second witness of the mark, held where the file cannot be rolled back with it: in the token.
type Counter interface {
	// Read is what was written last. It fails if there is none.
	Read() (mark.Count, error)
	// Write keeps the count before it returns.
	Write(mark.Count) error
}

// ErrKey says that the key did not sign, or signed wrongly: the token is away, or it is not the key it was.
var ErrKey = errors.New("the consensus key does not sign")

// Signer signs votes and proposals of one key on one chain. Safe for use by several goroutines.
type Signer struct {
	// Renewed, if set before the first request, is told when a lost key is there again, and what said that it was lost.
	Renewed func(cause error)

	mu      sync.Mutex
	chainID string
	key     Key
	marks   *mark.File
	counter Counter
}

// New joins a key with its mark, and with its counter if it has one. It fails with mark.ErrRolledBack if the mark does
// not reach the counter.
func New(chainID string, key Key, marks *mark.File, counter Counter) (*Signer, error) {
	s := &Signer{chainID: chainID, key: key, marks: marks, counter: counter}
	_, err := s.counted()
	return s, err
}

// ChainID is the one chain it signs for.
func (s *Signer) ChainID() string { return s.chainID }

// PubKey is the consensus key's public half.
func (s *Signer) PubKey() crypto.PubKey { return s.key.PubKey() }

// Mark is the last thing it signed.
func (s *Signer) Mark() mark.Mark {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.marks.Mark()
}

// SignVote signs a prevote or precommit into vote, and its extension if it is a precommit for a block. A vote that
// differs from the last one in its timestamp only gets the last timestamp and signature, as CometBFT's file validator
// does. It fails with ErrMalformed, mark.ErrBehind, mark.ErrConflict, mark.ErrChanged, mark.ErrRolledBack or ErrKey,
// and then leaves vote as it was.
func (s *Signer) SignVote(vote *cmtproto.Vote) error {
	at, err := VotePlace(vote)
	if err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.renewing(func() error { return s.signVote(at, vote) })
}

func (s *Signer) signVote(at mark.Place, vote *cmtproto.Vote) error {
	signed, err := s.sign(at, cmttypes.VoteSignBytes(s.chainID, vote))
	if err != nil {
		return err
	}
	timestamp, err := signed.Timestamp()
	if err != nil {
		return err
	}
	// An extension may differ from one attempt to the next, so it is signed afresh; nothing is decided by it.
	var extension []byte
	if at.Step == mark.StepPrecommit && !cmttypes.ProtoBlockIDIsNil(&vote.BlockID) {
		if extension, err = s.signWithKey(cmttypes.VoteExtensionSignBytes(s.chainID, vote)); err != nil {
			return err
		}
	}
	vote.Timestamp, vote.Signature, vote.ExtensionSignature = timestamp, signed.Signature, extension
	return nil
}

// SignProposal signs a proposal, by the rules of SignVote.
func (s *Signer) SignProposal(proposal *cmtproto.Proposal) error {
	at, err := ProposalPlace(proposal)
	if err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.renewing(func() error { return s.signProposal(at, proposal) })
}

func (s *Signer) signProposal(at mark.Place, proposal *cmtproto.Proposal) error {
	signed, err := s.sign(at, cmttypes.ProposalSignBytes(s.chainID, proposal))
	if err != nil {
		return err
	}
	timestamp, err := signed.Timestamp()
	if err != nil {
		return err
	}
	proposal.Timestamp, proposal.Signature = timestamp, signed.Signature
	return nil
}

// renewing answers a request and, if the key was lost and is there again, answers it once more from its very beginning:
// mark and counter are read anew, since the token may have been elsewhere meanwhile.
func (s *Signer) renewing(answer func() error) error {
	err := answer()
	key, can := s.key.(Renewable)
	if err == nil || !can {
		return err
	}
	if away := key.Renew(err); away != nil {
		return away
	}
	if s.Renewed != nil {
		s.Renewed(err)
	}
	return answer()
}

// sign returns the mark to answer from. The order is what the promise rests on: signature in memory, mark on disk,
// counter in the token, and only then the answer.
func (s *Signer) sign(at mark.Place, signBytes []byte) (mark.Mark, error) {
	if err := s.marks.Unchanged(); err != nil {
		return mark.Mark{}, err
	}
	counted, err := s.counted()
	if err != nil {
		return mark.Mark{}, err
	}
	now := s.marks.Mark()
	stored, err := now.Judge(at, signBytes)
	if err != nil {
		return mark.Mark{}, err
	}
	if stored == nil {
		signature, err := s.signWithKey(signBytes)
		if err != nil {
			return mark.Mark{}, err
		}
		stored = &mark.Mark{Place: at, SignBytes: signBytes, Signature: signature}
		if err := s.marks.Advance(*stored); err != nil {
			return mark.Mark{}, err
		}
	}
	if s.counter != nil && counted != stored.Count() {
		if err := s.counter.Write(stored.Count()); err != nil {
			return mark.Mark{}, fmt.Errorf("%w: its counter was not written: %w", ErrKey, err)
		}
	}
	return *stored, nil
}

// counted is what the counter says, and fails if the mark does not reach it.
func (s *Signer) counted() (mark.Count, error) {
	if s.counter == nil {
		return mark.Count{}, nil
	}
	counted, err := s.counter.Read()
	if err != nil {
		return mark.Count{}, fmt.Errorf("%w: its counter was not read: %w", ErrKey, err)
	}
	return counted, s.marks.Mark().Count().Covers(counted, "the token")
}

func (s *Signer) signWithKey(message []byte) ([]byte, error) {
	signature, err := s.key.Sign(message)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrKey, err)
	}
	if !s.key.PubKey().VerifySignature(message, signature) {
		return nil, fmt.Errorf("%w: its signature does not fit its public key", ErrKey)
	}
	return signature, nil
}
