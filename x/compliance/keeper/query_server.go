// SPDX-License-Identifier: Apache-2.0

package keeper

import (
	"context"

	"cosmossdk.io/collections"

	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/taelnet/tael/x/compliance"
	"github.com/taelnet/tael/x/wallet"
)

// maxPage is the greatest number of orders in one answer; the SDK itself caps no page.
const maxPage = 500

type queryServer struct{ Keeper }

// NewQueryServer returns the room's query service.
func NewQueryServer(k Keeper) compliance.QueryServer { return queryServer{k} }

// Limits returns the whole limit table.
func (s queryServer) Limits(ctx context.Context, _ *compliance.QueryLimitsRequest) (*compliance.QueryLimitsResponse, error) {
	table, err := s.LimitTable(ctx)
	return &compliance.QueryLimitsResponse{Table: table}, err
}

// Usage returns what a wallet has moved today.
func (s queryServer) Usage(ctx context.Context, req *compliance.QueryUsageRequest) (*compliance.QueryUsageResponse, error) {
	if req == nil {
		return nil, compliance.ErrRequestInvalid.Wrap("expected a request, got none")
	}
	w, err := s.knownWallet(ctx, req.Wallet)
	if err != nil {
		return nil, err
	}
	params, err := s.Keeper.Params.Get(ctx)
	if err != nil {
		return nil, err
	}
	usage, err := s.records(ctx).usage(w.Address)
	if err != nil {
		return nil, err
	}
	today := params.Periods(blockTime(ctx))
	return &compliance.QueryUsageResponse{
		DayStart: params.DayStart(today.Day), DayEnd: params.DayStart(today.Day + 1),
		Counters: usage.Counters(today.Day), Sums: usage.Sums(today),
	}, nil
}

// Restrictions returns the orders on a wallet, also those that ended.
func (s queryServer) Restrictions(ctx context.Context, req *compliance.QueryRestrictionsRequest) (*compliance.QueryRestrictionsResponse, error) {
	if req == nil {
		return nil, compliance.ErrRequestInvalid.Wrap("expected a request, got none")
	}
	w, err := s.knownWallet(ctx, req.Wallet)
	if err != nil {
		return nil, err
	}
	if req.Pagination != nil && req.Pagination.Limit > maxPage {
		return nil, compliance.ErrRequestInvalid.Wrapf("expected at most %d orders a page, got %d", maxPage, req.Pagination.Limit)
	}
	live, err := s.records(ctx).live(w.Address)
	if err != nil {
		return nil, err
	}
	view := func(_ collections.Pair[[]byte, uint64], o compliance.Order) (compliance.OrderView, error) {
		return s.view(ctx, w.Address, o)
	}
	orders, page, err := query.CollectionPaginate(ctx, s.Orders, req.Pagination, view,
		query.WithCollectionPaginationPairPrefix[[]byte, uint64](w.Address))
	if err != nil {
		return nil, err
	}
	return &compliance.QueryRestrictionsResponse{
		Strictest: live.StrictestOfAny(blockTime(ctx)), Orders: orders, Pagination: page,
	}, nil
}

// Order returns one order.
func (s queryServer) Order(ctx context.Context, req *compliance.QueryOrderRequest) (*compliance.QueryOrderResponse, error) {
	if req == nil {
		return nil, compliance.ErrRequestInvalid.Wrap("expected a request, got none")
	}
	addr, o, err := s.order(ctx, req.Id)
	if err != nil {
		return nil, err
	}
	view, err := s.view(ctx, addr, o)
	return &compliance.QueryOrderResponse{Order: view}, err
}

// Params returns the terms of the room.
func (s queryServer) Params(ctx context.Context, _ *compliance.QueryParamsRequest) (*compliance.QueryParamsResponse, error) {
	params, err := s.Keeper.Params.Get(ctx)
	return &compliance.QueryParamsResponse{Params: params}, err
}

// knownWallet returns the wallet of a bech32 address.
func (s queryServer) knownWallet(ctx context.Context, address string) (wallet.Wallet, error) {
	addr, err := wallet.ParseAddress(address)
	if err != nil {
		return wallet.Wallet{}, err
	}
	return s.wallets.Wallet(ctx, addr)
}

// view returns an order as people read it, judged now.
func (s queryServer) view(ctx context.Context, addr []byte, o compliance.Order) (compliance.OrderView, error) {
	v := compliance.OrderView{
		Id: o.Id, Wallet: sdk.AccAddress(addr).String(), Denom: o.Denom, Effect: o.Effect, Lane: o.Lane,
		Status: o.StatusAt(blockTime(ctx)), Ground: o.Ground, ProposedAt: o.ProposedAt, EffectiveAt: o.EffectiveAt,
		ExpiresAt: o.ExpiresAt, ConfirmBy: o.ConfirmBy, LiftedAt: o.LiftedAt,
	}
	if o.Lift != nil {
		v.LiftGround, v.LiftProposedAt = o.Lift.Ground, o.Lift.ProposedAt
	}
	var err error
	if v.Member, err = s.memberID(ctx, o.Member); err != nil {
		return compliance.OrderView{}, err
	}
	if v.Confirmer, err = s.memberID(ctx, o.Confirmer); err != nil {
		return compliance.OrderView{}, err
	}
	if v.LiftedBy, err = s.memberID(ctx, o.LiftedBy); err != nil {
		return compliance.OrderView{}, err
	}
	v.LiftMember, err = s.memberID(ctx, o.Lift.GetMember())
	return v, err
}

// memberID returns the id of a member, empty for the number 0, which stands for an act that did not happen.
func (s queryServer) memberID(ctx context.Context, number uint32) (string, error) {
	if number == 0 {
		return "", nil
	}
	member, err := s.consortium.Member(ctx, number)
	return member.Id, err
}
