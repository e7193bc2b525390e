// SPDX-License-Identifier: Apache-2.0

package keeper

import (
	"context"

	"cosmossdk.io/collections"

	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/taelnet/tael/x/netting"
)

// maxPage bounds every page of an answer.
const maxPage = 500

type queryServer struct{ k Keeper }

var _ netting.QueryServer = queryServer{}

// NewQueryServer serves the module's queries.
func NewQueryServer(k Keeper) netting.QueryServer { return queryServer{k: k} }

// Currencies answers with each currency and the cut-off that comes next.
func (s queryServer) Currencies(ctx context.Context, _ *netting.QueryCurrenciesRequest) (*netting.QueryCurrenciesResponse, error) {
	all, err := s.k.AllCurrencies(ctx)
	if err != nil {
		return nil, err
	}
	for i := range all {
		all[i].NextCutOff = nextCutOff(ctx, all[i])
	}
	return &netting.QueryCurrenciesResponse{Currencies: all}, nil
}

// Position answers with one position.
func (s queryServer) Position(ctx context.Context, req *netting.QueryPositionRequest) (*netting.QueryPositionResponse, error) {
	c, err := s.k.CurrencyByCode(ctx, req.Currency)
	if err != nil {
		return nil, err
	}
	member, err := s.k.consortium.MemberByID(ctx, req.Member)
	if err != nil {
		return nil, err
	}
	p, err := s.k.Position(ctx, c.Code, member.Number)
	if err != nil {
		return nil, err
	}
	view, err := s.positionView(ctx, c, p)
	return &netting.QueryPositionResponse{Position: view}, err
}

// Positions answers with all positions of a currency.
func (s queryServer) Positions(ctx context.Context, req *netting.QueryPositionsRequest) (*netting.QueryPositionsResponse, error) {
	c, err := s.k.CurrencyByCode(ctx, req.Currency)
	if err != nil {
		return nil, err
	}
	views, page, err := query.CollectionPaginate(ctx, s.k.Positions, bounded(req.Pagination),
		func(key collections.Pair[string, uint16], _ netting.Position) (netting.PositionView, error) {
			p, err := s.k.Position(ctx, key.K1(), uint32(key.K2()))
			if err != nil {
				return netting.PositionView{}, err
			}
			return s.positionView(ctx, c, p)
		}, query.WithCollectionPaginationPairPrefix[string, uint16](c.Code))
	return &netting.QueryPositionsResponse{Positions: views, Pagination: page}, err
}

// Cycle answers with one cycle and the settlement that settled it.
func (s queryServer) Cycle(ctx context.Context, req *netting.QueryCycleRequest) (*netting.QueryCycleResponse, error) {
	c, err := s.k.CurrencyByCode(ctx, req.Currency)
	if err != nil {
		return nil, err
	}
	cycle, err := s.k.cycle(ctx, c, req.Number)
	if err != nil {
		return nil, err
	}
	settlement, err := s.k.settlementOf(ctx, c, cycle.Number)
	if err != nil {
		return nil, err
	}
	view, err := s.settlementView(ctx, c, settlement)
	return &netting.QueryCycleResponse{Cycle: cycleView(c, cycle, settlement), Settlement: view}, err
}

// Cycles answers with the closed cycles of a currency.
func (s queryServer) Cycles(ctx context.Context, req *netting.QueryCyclesRequest) (*netting.QueryCyclesResponse, error) {
	c, err := s.k.CurrencyByCode(ctx, req.Currency)
	if err != nil {
		return nil, err
	}
	views, page, err := query.CollectionPaginate(ctx, s.k.Cycles, bounded(req.Pagination),
		func(_ collections.Pair[string, uint64], cycle netting.Cycle) (netting.CycleView, error) {
			settlement, err := s.k.settlementOf(ctx, c, cycle.Number)
			return cycleView(c, cycle, settlement), err
		}, query.WithCollectionPaginationPairPrefix[string, uint64](c.Code))
	return &netting.QueryCyclesResponse{Cycles: views, Pagination: page}, err
}

// Statement answers with a member's statement, a line per counterparty; of the open cycle it is provisional.
func (s queryServer) Statement(ctx context.Context, req *netting.QueryStatementRequest) (*netting.QueryStatementResponse, error) {
	c, err := s.k.CurrencyByCode(ctx, req.Currency)
	if err != nil {
		return nil, err
	}
	member, err := s.k.consortium.MemberByID(ctx, req.Member)
	if err != nil {
		return nil, err
	}
	cycle, err := s.k.cycle(ctx, c, req.Cycle)
	if err != nil {
		return nil, err
	}
	return s.statementView(ctx, c, cycle, member)
}

// SettlementAccount answers with the address and balance of a member's settlement account.
func (s queryServer) SettlementAccount(ctx context.Context, req *netting.QuerySettlementAccountRequest) (*netting.QuerySettlementAccountResponse, error) {
	member, err := s.k.consortium.MemberByID(ctx, req.Member)
	if err != nil {
		return nil, err
	}
	if _, err := s.k.settlingCurrency(ctx, req.Denom); err != nil {
		return nil, err
	}
	balance, err := s.k.SettlementBalance(ctx, member.Number, req.Denom)
	return &netting.QuerySettlementAccountResponse{
		Address: netting.SettlementAccount(member.Number, req.Denom).String(), Balance: balance,
	}, err
}

// Intraday answers with a member's liquidity on the present settlement day.
func (s queryServer) Intraday(ctx context.Context, req *netting.QueryIntradayRequest) (*netting.QueryIntradayResponse, error) {
	c, err := s.k.CurrencyByCode(ctx, req.Currency)
	if err != nil {
		return nil, err
	}
	member, err := s.k.consortium.MemberByID(ctx, req.Member)
	if err != nil {
		return nil, err
	}
	view, err := s.intradayView(ctx, c, member)
	return &netting.QueryIntradayResponse{Intraday: view}, err
}

// CapProposals answers with the raises of caps on offer in a currency.
func (s queryServer) CapProposals(ctx context.Context, req *netting.QueryCapProposalsRequest) (*netting.QueryCapProposalsResponse, error) {
	c, err := s.k.CurrencyByCode(ctx, req.Currency)
	if err != nil {
		return nil, err
	}
	now := now(ctx)
	views, page, err := query.CollectionFilteredPaginate(ctx, s.k.CapProposals, bounded(req.Pagination),
		func(_ collections.Pair[string, uint16], p netting.CapProposal) (bool, error) {
			return !p.Expired(now), nil
		},
		func(_ collections.Pair[string, uint16], p netting.CapProposal) (netting.CapProposalView, error) {
			return s.proposalView(ctx, p)
		}, query.WithCollectionPaginationPairPrefix[string, uint16](c.Code))
	return &netting.QueryCapProposalsResponse{Proposals: views, Pagination: page}, err
}

// bounded caps the size of a page; without a request the SDK's default page size applies.
func bounded(page *query.PageRequest) *query.PageRequest {
	if page != nil && page.Limit > maxPage {
		capped := *page
		capped.Limit = maxPage
		return &capped
	}
	return page
}
