// SPDX-License-Identifier: Apache-2.0

package signer

import (
	"errors"
	"fmt"
	"math"

	cmtproto "github.com/cometbft/cometbft/proto/tendermint/types"
	cmttypes "github.com/cometbft/cometbft/types"

	"github.com/taelnet/tael/signer/mark"
)

// ErrMalformed says that a request asks to sign what no node asks for.
var ErrMalformed = errors.New("malformed request")

// VotePlace is the place a vote belongs to. What it accepts has sign bytes: CometBFT panics over the sign bytes of a
// vote whose block id is none.
func VotePlace(vote *cmtproto.Vote) (mark.Place, error) {
	if vote == nil {
		return mark.Place{}, fmt.Errorf("%w: expected a vote, got none", ErrMalformed)
	}
	at := mark.Place{Height: vote.Height, Round: vote.Round, Step: mark.VoteStep(vote.Type)}
	if at.Step == mark.StepNone {
		return at, fmt.Errorf("%w: expected a prevote or a precommit, got type %d", ErrMalformed, vote.Type)
	}
	if err := checkRequest(at, vote.BlockID, true); err != nil {
		return at, err
	}
	if len(vote.Extension) > cmttypes.MaxVoteExtensionSize {
		return at, fmt.Errorf("%w: an extension has at most %d bytes, got %d", ErrMalformed, cmttypes.MaxVoteExtensionSize, len(vote.Extension))
	}
	if len(vote.Extension) > 0 && (at.Step != mark.StepPrecommit || cmttypes.ProtoBlockIDIsNil(&vote.BlockID)) {
		return at, fmt.Errorf("%w: only a precommit for a block has an extension", ErrMalformed)
	}
	return at, nil
}

// ProposalPlace is the place a proposal belongs to.
func ProposalPlace(p *cmtproto.Proposal) (mark.Place, error) {
	if p == nil {
		return mark.Place{}, fmt.Errorf("%w: expected a proposal, got none", ErrMalformed)
	}
	at := mark.Place{Height: p.Height, Round: p.Round, Step: mark.StepPropose}
	if p.Type != cmtproto.ProposalType {
		return at, fmt.Errorf("%w: expected a proposal, got type %d", ErrMalformed, p.Type)
	}
	if p.PolRound < -1 || p.PolRound >= p.Round && p.PolRound != -1 {
		return at, fmt.Errorf("%w: expected a proof-of-lock round below round %d or -1, got %d", ErrMalformed, p.Round, p.PolRound)
	}
	return at, checkRequest(at, p.BlockID, false)
}

func checkRequest(at mark.Place, proto cmtproto.BlockID, mayBeNil bool) error {
	// The last round stands for a floor.
	if at.Height < 1 || at.Round < 0 || at.Round == math.MaxInt32 {
		return fmt.Errorf("%w: expected a height of at least 1 and a round of at least 0, got %d and %d", ErrMalformed, at.Height, at.Round)
	}
	id, err := cmttypes.BlockIDFromProto(&proto)
	switch {
	case err != nil:
		return fmt.Errorf("%w: block id: %w", ErrMalformed, err)
	case id.IsZero() && mayBeNil, id.IsComplete():
		return nil
	default:
		return fmt.Errorf("%w: expected a whole block id, got %s", ErrMalformed, id)
	}
}
