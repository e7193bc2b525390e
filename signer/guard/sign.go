// SPDX-License-Identifier: Apache-2.0

package guard

import (
	"bytes"
	"errors"
	"fmt"
	"time"

	"github.com/cometbft/cometbft/privval"
	cmtproto "github.com/cometbft/cometbft/proto/tendermint/types"
	cmttypes "github.com/cometbft/cometbft/types"
	"github.com/cosmos/gogoproto/proto"

	"github.com/taelnet/tael/signer"
	"github.com/taelnet/tael/signer/mark"
)

// SignVote asks the signer for a vote. It fails with ErrAway if none answers in time; with mark.ErrBehind or
// mark.ErrConflict, and without asking, for what this node has seen signed otherwise; and with ErrAnswer for an answer
// that is no valid signature of this vote. A vote is left as it was unless its signature is on this node's disk.
func (g *Guard) SignVote(chainID string, vote *cmtproto.Vote) error {
	at, err := signer.VotePlace(vote)
	if err != nil {
		return err
	}
	answer := *vote
	return g.sign(request{
		at: at, chainID: chainID, bytes: cmttypes.VoteSignBytes(chainID, vote),
		ask: func() error {
			answer = *vote
			return g.client.SignVote(chainID, &answer)
		},
		answered: func() (mark.Mark, error) {
			same := answer
			same.Timestamp, same.Signature, same.ExtensionSignature = vote.Timestamp, vote.Signature, vote.ExtensionSignature
			if !proto.Equal(&same, vote) {
				return mark.Mark{}, fmt.Errorf("%w: the signer changed the vote", ErrAnswer)
			}
			return g.verified(at, cmttypes.VoteSignBytes(chainID, &answer), answer.Signature)
		},
		release: func() { *vote = answer },
	})
}

// SignProposal asks the signer for a proposal, as SignVote does.
func (g *Guard) SignProposal(chainID string, proposal *cmtproto.Proposal) error {
	at, err := signer.ProposalPlace(proposal)
	if err != nil {
		return err
	}
	answer := *proposal
	return g.sign(request{
		at: at, chainID: chainID, bytes: cmttypes.ProposalSignBytes(chainID, proposal),
		ask: func() error {
			answer = *proposal
			return g.client.SignProposal(chainID, &answer)
		},
		answered: func() (mark.Mark, error) {
			same := answer
			same.Timestamp, same.Signature = proposal.Timestamp, proposal.Signature
			if !proto.Equal(&same, proposal) {
				return mark.Mark{}, fmt.Errorf("%w: the signer changed the proposal", ErrAnswer)
			}
			return g.verified(at, cmttypes.ProposalSignBytes(chainID, &answer), answer.Signature)
		},
		release: func() { *proposal = answer },
	})
}

// request is one signature in the making.
type request struct {
	at       mark.Place
	chainID  string
	bytes    []byte
	ask      func() error
	answered func() (mark.Mark, error)
	release  func()
}

func (g *Guard) sign(r request) error {
	g.asking.Lock()
	defer g.asking.Unlock()
	if r.chainID != g.chainID {
		return fmt.Errorf("%w: this node is on %q, the request is for %q", signer.ErrChain, g.chainID, r.chainID)
	}
	seen, err := g.marks()
	if err != nil {
		return err
	}
	if _, err := seen.Mark().Judge(r.at, r.bytes); err != nil {
		return err
	}
	if err := g.ask(r.ask); err != nil {
		return err
	}
	signed, err := r.answered()
	if err != nil {
		return err
	}
	if err := g.keep(seen, signed); err != nil {
		return err
	}
	r.release()
	return nil
}

// keep writes the signature down before it leaves this process, so that no signer that has forgotten it is taken again.
func (g *Guard) keep(seen *mark.File, signed mark.Mark) error {
	g.mu.Lock()
	defer g.mu.Unlock()
	had := seen.Mark()
	if signed.Compare(had.Place) != 0 {
		return seen.Advance(signed)
	}
	if !bytes.Equal(signed.SignBytes, had.SignBytes) {
		return fmt.Errorf("%w: the signer has signed %s before, with other content; stop it and look for a second one", ErrAnswer, had.Place)
	}
	return nil
}

// ask asks until the signer answers or the time is over. Asking again is safe: it is the same content, for which the
// signer has one answer.
func (g *Guard) ask(once func() error) error {
	deadline := time.Now().Add(answerTime)
	for {
		if !g.connected(returnTime) {
			if why := g.refusal(); why != nil {
				return fmt.Errorf("%w: %w", ErrAway, why)
			}
			return ErrAway
		}
		err := once()
		var remote *privval.RemoteSignerError
		if err == nil || errors.As(err, &remote) {
			return err
		}
		// The endpoint keeps a line that was cut; only without one it takes the next.
		g.endpoint.DropConnection()
		if time.Now().After(deadline) {
			return fmt.Errorf("%w: %w", ErrAway, err)
		}
	}
}

func (g *Guard) marks() (*mark.File, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.seen == nil {
		return nil, ErrAway
	}
	return g.seen, nil
}

func (g *Guard) verified(at mark.Place, signBytes, signature []byte) (mark.Mark, error) {
	key, err := g.GetPubKey()
	if err != nil {
		return mark.Mark{}, err
	}
	if !key.VerifySignature(signBytes, signature) {
		return mark.Mark{}, fmt.Errorf("%w: its signature does not fit the key", ErrAnswer)
	}
	return mark.Mark{Place: at, SignBytes: signBytes, Signature: signature}, nil
}
