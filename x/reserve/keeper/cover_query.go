// SPDX-License-Identifier: Apache-2.0

package keeper

import (
	"context"

	"github.com/taelnet/tael/x/consortium"
	"github.com/taelnet/tael/x/reserve"
)

func (q queryServer) Reserve(ctx context.Context, req *reserve.QueryReserveRequest) (*reserve.QueryReserveResponse, error) {
	member, err := q.k.consortium.MemberByID(ctx, req.Member)
	if err != nil {
		return nil, err
	}
	if _, err := q.k.assetOfClass(ctx, req.Denom, reserve.ASSET_CLASS_EMONEY); err != nil {
		return nil, err
	}
	record, err := q.k.Reserve(ctx, member.Number, req.Denom)
	if err != nil {
		return nil, err
	}
	r, err := q.k.renderReserve(ctx, record)
	if err != nil {
		return nil, err
	}
	coverage, err := q.k.memberCoverage(ctx, member, record)
	if err != nil {
		return nil, err
	}
	return &reserve.QueryReserveResponse{Reserve: r, Running: record.Running(), Coverage: coverage}, nil
}

func (k Keeper) memberCoverage(ctx context.Context, member consortium.Member, r reserve.ReserveRecord) (reserve.MemberCoverage, error) {
	params, err := k.Params.Get(ctx)
	if err != nil {
		return reserve.MemberCoverage{}, err
	}
	coverage, err := k.coverageOf(ctx, r)
	if err != nil {
		return reserve.MemberCoverage{}, err
	}
	return reserve.MemberCoverage{
		Member: member.Id, Denom: r.Denom, Figures: coverage, Covered: coverage.Holds(), Surplus: coverage.Surplus(),
		Stopped: r.Stopped, Stale: r.Stale(now(ctx), params),
	}, nil
}

func (q queryServer) Coverage(ctx context.Context, req *reserve.QueryCoverageRequest) (*reserve.QueryCoverageResponse, error) {
	assets, err := q.k.assets(ctx)
	if err != nil {
		return nil, err
	}
	members, err := q.k.consortium.Members(ctx)
	if err != nil {
		return nil, err
	}
	if req.Denom != "" {
		asset, err := q.k.assetOfClass(ctx, req.Denom, reserve.ASSET_CLASS_EMONEY)
		if err != nil {
			return nil, err
		}
		assets = []reserve.AssetRecord{asset}
	}
	res := &reserve.QueryCoverageResponse{}
	for _, a := range assets {
		if a.Class != reserve.ASSET_CLASS_EMONEY {
			continue
		}
		for _, member := range members {
			record, err := q.k.Reserve(ctx, member.Number, a.Denom)
			if err != nil {
				return nil, err
			}
			coverage, err := q.k.memberCoverage(ctx, member, record)
			if err != nil {
				return nil, err
			}
			if coverage.Figures.Liability != 0 || record.BeganAt != 0 {
				res.Coverages = append(res.Coverages, coverage)
			}
		}
	}
	return res, nil
}

func (q queryServer) WaitingReceipts(ctx context.Context, req *reserve.QueryWaitingReceiptsRequest) (*reserve.QueryWaitingReceiptsResponse, error) {
	var prefix []byte
	if req.Member != "" {
		member, err := q.k.consortium.MemberByID(ctx, req.Member)
		if err != nil {
			return nil, err
		}
		prefix = reserve.MemberDenomKey(member.Number, "")[:2]
	}
	receipts, page, err := paged(ctx, q.k.Waiting, req.Pagination, prefix, q.k.renderWaiting)
	if err != nil {
		return nil, err
	}
	return &reserve.QueryWaitingReceiptsResponse{Receipts: receipts, Pagination: page}, nil
}

func (k Keeper) renderWaiting(ctx context.Context, receipt []byte) (reserve.Issuance, error) {
	record, err := k.Issuances.Get(ctx, receipt)
	if err != nil {
		return reserve.Issuance{}, err
	}
	return k.renderIssuance(ctx, record)
}
