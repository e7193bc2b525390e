// SPDX-License-Identifier: Apache-2.0

package signer

import (
	"errors"
	"fmt"

	cryptoenc "github.com/cometbft/cometbft/crypto/encoding"
	privvalproto "github.com/cometbft/cometbft/proto/tendermint/privval"

	"github.com/taelnet/tael/signer/mark"
)

// Codes of the refusals that a node sees.
const (
	// CodeFailed: the signer could not sign; its log says why.
	CodeFailed = 1
	// CodeChain: the request is for another chain.
	CodeChain = 2
	// CodeBehind: the request lies below the mark.
	CodeBehind = 3
	// CodeConflict: other content is signed there already.
	CodeConflict = 4
	// CodeMalformed: the request is none that a node makes.
	CodeMalformed = 5
	// CodeRolledBack: the signer's store is not to be trusted; it signs nothing until a person has looked.
	CodeRolledBack = 6
)

var (
	// ErrChain says that a request is for another chain than the signer's.
	ErrChain = errors.New("another chain")

	// ErrRequest says that a message is no request that a signer answers. The line is cut.
	ErrRequest = errors.New("no request for a signer")

	// ErrRefused says that the node does not take this signer.
	ErrRefused = errors.New("the node refuses this signer")
)

// Answer answers one request. refused is why it was not granted; the answer tells it to the node too. err means that
// there is no answer and that the line is to be cut.
func (s *Signer) Answer(request *privvalproto.Message) (answer privvalproto.Message, refused, err error) {
	defer func() {
		// The requests that are known to make CometBFT's code panic are refused before; this is for those that are not.
		if r := recover(); r != nil {
			err = fmt.Errorf("%w: %v", ErrRequest, r)
		}
	}()
	switch r := request.Sum.(type) {
	case *privvalproto.Message_PingRequest:
		return privvalproto.Message{Sum: &privvalproto.Message_PingResponse{PingResponse: &privvalproto.PingResponse{}}}, nil, nil
	case *privvalproto.Message_PubKeyRequest:
		return s.answerPubKey(r.PubKeyRequest.GetChainId())
	case *privvalproto.Message_SignVoteRequest:
		answer, refused = s.answerVote(r.SignVoteRequest)
		return answer, refused, nil
	case *privvalproto.Message_SignProposalRequest:
		answer, refused = s.answerProposal(r.SignProposalRequest)
		return answer, refused, nil
	default:
		return answer, nil, fmt.Errorf("%w: %T", ErrRequest, r)
	}
}

func (s *Signer) answerPubKey(chainID string) (privvalproto.Message, error, error) {
	if reason, told := refusal(chainID); told {
		return privvalproto.Message{}, nil, fmt.Errorf("%w: %s", ErrRefused, reason)
	}
	response := &privvalproto.PubKeyResponse{}
	var refused error
	switch chainID {
	case s.chainID, askPrefix + s.chainID:
		key, err := cryptoenc.PubKeyToProto(s.PubKey())
		if err != nil {
			return privvalproto.Message{}, nil, err
		}
		response.PubKey = key
		if chainID != s.chainID {
			text, err := announce(s.Mark().Count())
			if err != nil {
				return privvalproto.Message{}, nil, err
			}
			response.Error = &privvalproto.RemoteSignerError{Code: announces, Description: text}
		}
	default:
		refused = s.checkChain(chainID)
		response.Error = remoteError(refused)
	}
	return privvalproto.Message{Sum: &privvalproto.Message_PubKeyResponse{PubKeyResponse: response}}, refused, nil
}

func (s *Signer) answerVote(request *privvalproto.SignVoteRequest) (privvalproto.Message, error) {
	response := &privvalproto.SignedVoteResponse{}
	err := s.checkChain(request.GetChainId())
	if err == nil {
		err = s.SignVote(request.GetVote())
	}
	if err != nil {
		response.Error = remoteError(err)
	} else {
		response.Vote = *request.Vote
	}
	return privvalproto.Message{Sum: &privvalproto.Message_SignedVoteResponse{SignedVoteResponse: response}}, err
}

func (s *Signer) answerProposal(request *privvalproto.SignProposalRequest) (privvalproto.Message, error) {
	response := &privvalproto.SignedProposalResponse{}
	err := s.checkChain(request.GetChainId())
	if err == nil {
		err = s.SignProposal(request.GetProposal())
	}
	if err != nil {
		response.Error = remoteError(err)
	} else {
		response.Proposal = *request.Proposal
	}
	return privvalproto.Message{Sum: &privvalproto.Message_SignedProposalResponse{SignedProposalResponse: response}}, err
}

func (s *Signer) checkChain(chainID string) error {
	if chainID != s.chainID {
		return fmt.Errorf("%w: this signer is for %q, the request for %q", ErrChain, s.chainID, chainID)
	}
	return nil
}

func remoteError(err error) *privvalproto.RemoteSignerError {
	code := int32(CodeFailed)
	switch {
	case errors.Is(err, ErrChain):
		code = CodeChain
	case errors.Is(err, ErrMalformed):
		code = CodeMalformed
	case errors.Is(err, mark.ErrConflict):
		code = CodeConflict
	case errors.Is(err, mark.ErrBehind):
		code = CodeBehind
	case errors.Is(err, mark.ErrRolledBack), errors.Is(err, mark.ErrChanged):
		code = CodeRolledBack
	}
	return &privvalproto.RemoteSignerError{Code: code, Description: err.Error()}
}
