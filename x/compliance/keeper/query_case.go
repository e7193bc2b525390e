// SPDX-License-Identifier: Apache-2.0

package keeper

import (
	"context"

	"cosmossdk.io/collections"

	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/taelnet/tael/x/compliance"
)

// Case returns one case.
func (s queryServer) Case(ctx context.Context, req *compliance.QueryCaseRequest) (*compliance.QueryCaseResponse, error) {
	if req == nil {
		return nil, compliance.ErrRequestInvalid.Wrap("expected a request, got none")
	}
	c, err := s.Keeper.Case(ctx, req.Id)
	if err != nil {
		return nil, err
	}
	view, err := s.caseView(ctx, c)
	return &compliance.QueryCaseResponse{Case: view}, err
}

// Cases returns the cases of a member or of all.
func (s queryServer) Cases(ctx context.Context, req *compliance.QueryCasesRequest) (*compliance.QueryCasesResponse, error) {
	switch {
	case req == nil:
		return nil, compliance.ErrRequestInvalid.Wrap("expected a request, got none")
	case req.Status < compliance.CASE_STATUS_UNSPECIFIED || req.Status > compliance.CASE_STATUS_CLOSED:
		return nil, compliance.ErrRequestInvalid.Wrapf("expected status OPEN, CLOSED or none, got %s", req.Status)
	case req.Pagination != nil && req.Pagination.Limit > maxPage:
		return nil, compliance.ErrRequestInvalid.Wrapf("expected at most %d cases a page, got %d", maxPage, req.Pagination.Limit)
	case req.Member == "":
		return s.allCases(ctx, req)
	default:
		return s.casesOf(ctx, req)
	}
}

func (s queryServer) allCases(ctx context.Context, req *compliance.QueryCasesRequest) (*compliance.QueryCasesResponse, error) {
	wanted := func(_ uint64, c compliance.Case) (bool, error) { return req.Status == 0 || c.Status == req.Status, nil }
	view := func(_ uint64, c compliance.Case) (compliance.CaseView, error) { return s.caseView(ctx, c) }
	cases, page, err := query.CollectionFilteredPaginate(ctx, s.Keeper.Cases, req.Pagination, wanted, view)
	return &compliance.QueryCasesResponse{Cases: cases, Pagination: page}, err
}

func (s queryServer) casesOf(ctx context.Context, req *compliance.QueryCasesRequest) (*compliance.QueryCasesResponse, error) {
	member, err := s.consortium.MemberByID(ctx, req.Member)
	if err != nil {
		return nil, err
	}
	wanted := func(_ collections.Pair[uint32, uint64], status uint32) (bool, error) {
		return req.Status == 0 || status == uint32(req.Status), nil
	}
	view := func(key collections.Pair[uint32, uint64], _ uint32) (compliance.CaseView, error) {
		c, err := s.Keeper.Case(ctx, key.K2())
		if err != nil {
			return compliance.CaseView{}, err
		}
		return s.caseView(ctx, c)
	}
	cases, page, err := query.CollectionFilteredPaginate(ctx, s.CaseMembers, req.Pagination, wanted, view,
		query.WithCollectionPaginationPairPrefix[uint32, uint64](member.Number))
	return &compliance.QueryCasesResponse{Cases: cases, Pagination: page}, err
}

// caseView returns a case as people read it.
func (s queryServer) caseView(ctx context.Context, c compliance.Case) (compliance.CaseView, error) {
	v := compliance.CaseView{
		Id: c.Id, Kind: c.Kind, Wallet: optionalAddress(c.Wallet), Denom: c.Denom, Amount: c.Amount, Reference: c.Reference,
		OpenedAt: c.OpenedAt, Status: c.Status, ClosedAt: c.ClosedAt, Resolution: c.Resolution,
	}
	var err error
	if v.Member, err = s.memberID(ctx, c.Member); err != nil {
		return compliance.CaseView{}, err
	}
	v.ClosedBy, err = s.memberID(ctx, c.ClosedBy)
	return v, err
}
