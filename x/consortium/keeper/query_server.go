// SPDX-License-Identifier: Apache-2.0

package keeper

import (
	"context"
	"errors"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/taelnet/tael/x/consortium"
)

// maxPage is the most entries that one page of a query carries.
const maxPage = 500

type queryServer struct{ k Keeper }

// NewQueryServer returns the server of the consortium's queries.
func NewQueryServer(k Keeper) consortium.QueryServer { return queryServer{k: k} }

// Member returns one member with its duty holders.
func (s queryServer) Member(ctx context.Context, req *consortium.QueryMemberRequest) (*consortium.QueryMemberResponse, error) {
	m, err := s.k.MemberByID(ctx, req.GetId())
	if errors.Is(err, consortium.ErrMemberUnknown) {
		return nil, status.Error(codes.NotFound, err.Error())
	}
	if err != nil {
		return nil, err
	}
	m.Duties, err = s.k.Duties(ctx, m.Number)
	return &consortium.QueryMemberResponse{Member: m}, err
}

// Members returns a page of members with their duty holders.
func (s queryServer) Members(ctx context.Context, req *consortium.QueryMembersRequest) (*consortium.QueryMembersResponse, error) {
	withDuties := func(_ uint16, m consortium.Member) (consortium.Member, error) {
		var err error
		m.Duties, err = s.k.Duties(ctx, m.Number)
		return m, err
	}
	members, next, err := query.CollectionPaginate(ctx, s.k.members, page(req.GetPagination()), withDuties)
	if err != nil {
		return nil, err
	}
	return &consortium.QueryMembersResponse{Members: members, Pagination: next}, nil
}

// Validators returns a page of validators and the power of all.
func (s queryServer) Validators(ctx context.Context, req *consortium.QueryValidatorsRequest) (*consortium.QueryValidatorsResponse, error) {
	entry := func(key []byte, v consortium.Validator) (consortium.ValidatorEntry, error) {
		m, err := s.k.Member(ctx, v.Member)
		return consortium.ValidatorEntry{
			Member: m.Id, Moniker: v.Moniker, ConsensusAddress: sdk.ConsAddress(key).String(), PubKey: v.PubKey, Power: v.Power,
		}, err
	}
	entries, next, err := query.CollectionPaginate(ctx, s.k.validators, page(req.GetPagination()), entry)
	if err != nil {
		return nil, err
	}

	all, err := s.k.Validators(ctx)
	if err != nil {
		return nil, err
	}
	var total int64
	for _, v := range all {
		total += v.Power
	}
	return &consortium.QueryValidatorsResponse{Validators: entries, TotalPower: total, Pagination: next}, nil
}

// Actor says what an address is to the consortium and what it may send.
func (s queryServer) Actor(ctx context.Context, req *consortium.QueryActorRequest) (*consortium.QueryActorResponse, error) {
	addr, err := consortium.ParseAddress(req.GetAddress())
	if err != nil {
		return nil, status.Error(codes.InvalidArgument, err.Error())
	}
	authority, err := s.k.IsAuthority(ctx, addr)
	if err != nil {
		return nil, err
	}
	actor, found, err := s.k.Actor(ctx, addr)
	if err != nil {
		return nil, err
	}
	if !found && !authority {
		return nil, status.Errorf(codes.NotFound, "%s holds no duty of a member and is not the authority", addr)
	}

	resp := &consortium.QueryActorResponse{
		Address: addr.String(), Authority: authority, Duties: actor.Duties.Duties(), Roles: actor.Roles.Roles(),
		MaySend: s.k.matrix.OpenTo(actor, authority),
	}
	if !found {
		return resp, nil
	}
	m, err := s.k.Member(ctx, actor.Member)
	if err != nil {
		return nil, err
	}
	resp.Member, resp.Number, resp.Name, resp.Status = m.Id, m.Number, m.Name, m.Status
	resp.AuthoritySeat, err = s.k.isSeat(ctx, addr)
	return resp, err
}

// Matrix returns the access policy.
func (s queryServer) Matrix(context.Context, *consortium.QueryMatrixRequest) (*consortium.QueryMatrixResponse, error) {
	resp := new(consortium.QueryMatrixResponse)
	for _, url := range s.k.matrix.TypeURLs() {
		rule := s.k.matrix[url]
		resp.Rules = append(resp.Rules, consortium.MatrixRule{
			TypeUrl: url, Authority: rule.Authority, WalletOwner: rule.WalletOwner, Duties: rule.Duties, Roles: rule.Roles, Lane: rule.Lane,
		})
	}
	return resp, nil
}

// Authority says who decides for the consortium.
func (s queryServer) Authority(ctx context.Context, _ *consortium.QueryAuthorityRequest) (*consortium.QueryAuthorityResponse, error) {
	authority, err := s.k.Authority(ctx)
	if err != nil {
		return nil, err
	}
	threshold, err := s.k.threshold.Get(ctx)
	if err != nil {
		return nil, err
	}
	seats, err := s.k.seatAddresses(ctx)
	if err != nil {
		return nil, err
	}

	resp := &consortium.QueryAuthorityResponse{
		Address: authority.String(), Threshold: threshold, MaySend: s.k.matrix.OpenTo(consortium.Actor{}, true),
	}
	for _, addr := range seats {
		actor, _, err := s.k.Actor(ctx, addr)
		if err != nil {
			return nil, err
		}
		m, err := s.k.Member(ctx, actor.Member)
		if err != nil {
			return nil, err
		}
		resp.Seats = append(resp.Seats, consortium.AuthoritySeat{Address: addr.String(), Member: m.Id, Name: m.Name, Status: m.Status})
	}
	return resp, nil
}

// Network returns what genesis fixed for the network.
func (s queryServer) Network(ctx context.Context, _ *consortium.QueryNetworkRequest) (*consortium.QueryNetworkResponse, error) {
	id, err := s.k.EIP155ID(ctx)
	if err != nil {
		return nil, err
	}
	zone, err := s.k.dataZone.Get(ctx)
	if err != nil {
		return nil, err
	}
	roles, err := s.k.roles(ctx)
	if err != nil {
		return nil, err
	}
	return &consortium.QueryNetworkResponse{Eip155Id: id, DataZone: zone, ValidatorRoles: roles.Roles()}, nil
}

// Quota says how much gas a member may ask for and how much of it is left at the time of the last block.
func (s queryServer) Quota(ctx context.Context, req *consortium.QueryQuotaRequest) (*consortium.QueryQuotaResponse, error) {
	m, err := s.k.MemberByID(ctx, req.GetMember())
	if errors.Is(err, consortium.ErrMemberUnknown) {
		return nil, status.Error(codes.NotFound, err.Error())
	}
	if err != nil {
		return nil, err
	}
	quota, own, err := s.k.quota(ctx, m.Number)
	if err != nil {
		return nil, err
	}
	use, err := s.k.quotaUse(ctx, m.Number)
	if err != nil {
		return nil, err
	}
	now := quotaNow(ctx)
	return &consortium.QueryQuotaResponse{
		Member: m.Id, Quota: quota, Own: own, Left: use.Left(quota, now), FullIn: use.FullIn(quota, now),
	}, nil
}

// QuotaPolicy returns the quotas of roles and members and the base.
func (s queryServer) QuotaPolicy(ctx context.Context, _ *consortium.QueryQuotaPolicyRequest) (*consortium.QueryQuotaPolicyResponse, error) {
	policy, err := s.k.QuotaPolicy(ctx)
	return &consortium.QueryQuotaPolicyResponse{Policy: policy}, err
}

// page holds a request to the most entries that a page may carry.
func page(req *query.PageRequest) *query.PageRequest {
	if req == nil || req.Limit <= maxPage {
		return req
	}
	capped := *req
	capped.Limit = maxPage
	return &capped
}
