// SPDX-License-Identifier: Apache-2.0

package keeper

import (
	"context"
	"errors"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"cosmossdk.io/collections"

	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/taelnet/tael/x/consortium"
)

// proposal finds a proposal for a query.
func (s queryServer) proposal(ctx context.Context, id uint64) (consortium.Proposal, error) {
	p, err := s.k.Proposal(ctx, id)
	if errors.Is(err, consortium.ErrProposalUnknown) {
		return p, status.Error(codes.NotFound, err.Error())
	}
	return p.AsOf(now(ctx)), err
}

// Proposal returns one proposal with its tally.
func (s queryServer) Proposal(ctx context.Context, req *consortium.QueryProposalRequest) (*consortium.QueryProposalResponse, error) {
	p, err := s.proposal(ctx, req.GetProposal())
	if err != nil {
		return nil, err
	}
	tally, err := s.k.Tally(ctx, p)
	return &consortium.QueryProposalResponse{Proposal: p, Tally: tally}, err
}

// Proposals returns a page of proposals, of one status or of all. A proposal past its term is EXPIRED at once; it is
// listed with the EXPIRED as soon as a block has swept it.
func (s queryServer) Proposals(ctx context.Context, req *consortium.QueryProposalsRequest) (*consortium.QueryProposalsResponse, error) {
	resp := new(consortium.QueryProposalsResponse)
	var err error
	if req.GetStatus() == consortium.PROPOSAL_STATUS_UNSPECIFIED {
		resp.Proposals, resp.Pagination, err = query.CollectionPaginate(ctx, s.k.proposals, page(req.GetPagination()),
			func(_ uint64, p consortium.Proposal) (consortium.Proposal, error) { return p.AsOf(now(ctx)), nil })
		return resp, err
	}

	if _, known := consortium.ProposalStatus_name[int32(req.Status)]; !known {
		return nil, status.Errorf(codes.InvalidArgument, "expected a known status, got %d", req.Status)
	}
	resp.Proposals, resp.Pagination, err = query.CollectionFilteredPaginate(ctx, s.k.proposalsByStatus, page(req.GetPagination()),
		func(key collections.Pair[uint16, uint64], _ collections.NoValue) (bool, error) {
			p, err := s.k.Proposal(ctx, key.K2())
			return p.StatusAt(now(ctx)) == req.Status, err
		},
		func(key collections.Pair[uint16, uint64], _ collections.NoValue) (consortium.Proposal, error) {
			return s.k.Proposal(ctx, key.K2())
		},
		query.WithCollectionPaginationPairPrefix[uint16, uint64](uint16(req.Status))) //nolint:gosec // a known status
	return resp, err
}

// Votes returns a page of the votes on a proposal.
func (s queryServer) Votes(ctx context.Context, req *consortium.QueryVotesRequest) (*consortium.QueryVotesResponse, error) {
	if _, err := s.proposal(ctx, req.GetProposal()); err != nil {
		return nil, err
	}
	votes, next, err := query.CollectionPaginate(ctx, s.k.votes, page(req.GetPagination()),
		func(_ collections.Pair[uint64, uint16], v consortium.Vote) (consortium.Vote, error) { return v, nil },
		query.WithCollectionPaginationPairPrefix[uint64, uint16](req.GetProposal()))
	return &consortium.QueryVotesResponse{Votes: votes, Pagination: next}, err
}

// Tally returns a proposal's votes as of now.
func (s queryServer) Tally(ctx context.Context, req *consortium.QueryTallyRequest) (*consortium.QueryTallyResponse, error) {
	p, err := s.proposal(ctx, req.GetProposal())
	if err != nil {
		return nil, err
	}
	tally, err := s.k.Tally(ctx, p)
	return &consortium.QueryTallyResponse{Tally: tally}, err
}

// Charter returns the rules of deciding and who votes by them.
func (s queryServer) Charter(ctx context.Context, _ *consortium.QueryCharterRequest) (*consortium.QueryCharterResponse, error) {
	charter, err := s.k.Charter(ctx)
	if err != nil {
		return nil, err
	}
	voting, err := s.k.VotingMembers(ctx)
	if err != nil {
		return nil, err
	}
	resp := &consortium.QueryCharterResponse{
		Charter: charter, Authority: consortium.AuthorityAddress().String(), Proposable: s.k.matrix.OpenTo(consortium.Actor{}, true),
	}
	for _, m := range voting {
		resp.VotingMembers = append(resp.VotingMembers, m.Id)
	}
	return resp, nil
}
