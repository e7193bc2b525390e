// SPDX-License-Identifier: Apache-2.0

package keeper

import (
	"context"

	"cosmossdk.io/collections"

	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/taelnet/tael/x/reserve"
	"github.com/taelnet/tael/x/wallet"
)

const maxPage = 500

type queryServer struct{ k Keeper }

// NewQueryServer answers reads, pages of at most 500 entries.
func NewQueryServer(k Keeper) reserve.QueryServer { return queryServer{k} }

func (q queryServer) Params(ctx context.Context, _ *reserve.QueryParamsRequest) (*reserve.QueryParamsResponse, error) {
	params, err := q.k.Params.Get(ctx)
	if err != nil {
		return nil, err
	}
	return &reserve.QueryParamsResponse{Params: params}, nil
}

func (q queryServer) Assets(ctx context.Context, req *reserve.QueryAssetsRequest) (*reserve.QueryAssetsResponse, error) {
	assets, page, err := paged(ctx, q.k.Assets, req.Pagination, nil, q.k.renderAsset)
	if err != nil {
		return nil, err
	}
	return &reserve.QueryAssetsResponse{Assets: assets, Pagination: page}, nil
}

func (q queryServer) Rails(ctx context.Context, req *reserve.QueryRailsRequest) (*reserve.QueryRailsResponse, error) {
	rails, page, err := paged(ctx, q.k.Rails, req.Pagination, nil, q.k.renderRail)
	if err != nil {
		return nil, err
	}
	return &reserve.QueryRailsResponse{Rails: rails, Pagination: page}, nil
}

func (q queryServer) Issuance(ctx context.Context, req *reserve.QueryIssuanceRequest) (*reserve.QueryIssuanceResponse, error) {
	key := reserve.ReceiptKey{Rail: req.Rail, Account: req.Account, BookingDate: req.BookingDate, EntryReference: req.EntryReference}
	if err := key.Validate(); err != nil {
		return nil, err
	}
	record, err := q.k.Issuance(ctx, key)
	if err != nil {
		return nil, err
	}
	issuance, err := q.k.renderIssuance(ctx, record)
	if err != nil {
		return nil, err
	}
	return &reserve.QueryIssuanceResponse{Issuance: issuance}, nil
}

func (q queryServer) Redemption(ctx context.Context, req *reserve.QueryRedemptionRequest) (*reserve.QueryRedemptionResponse, error) {
	holder, err := wallet.ParseAddress(req.Wallet)
	if err != nil {
		return nil, err
	}
	uetr, err := wallet.ParseUETR(req.Uetr)
	if err != nil {
		return nil, err
	}
	record, err := q.k.Redemption(ctx, holder, uetr)
	if err != nil {
		return nil, err
	}
	redemption, err := q.k.redemptionNow(ctx, record)
	if err != nil {
		return nil, err
	}
	return &reserve.QueryRedemptionResponse{Redemption: redemption}, nil
}

func (q queryServer) Redemptions(ctx context.Context, req *reserve.QueryRedemptionsRequest) (*reserve.QueryRedemptionsResponse, error) {
	holder, err := wallet.ParseAddress(req.Wallet)
	if err != nil {
		return nil, err
	}
	redemptions, page, err := paged(ctx, q.k.Redemptions, req.Pagination, holder, q.k.redemptionNow)
	if err != nil {
		return nil, err
	}
	return &reserve.QueryRedemptionsResponse{Redemptions: redemptions, Pagination: page}, nil
}

// redemptionNow shows a redemption with its status at the block time of the answer.
func (k Keeper) redemptionNow(ctx context.Context, r reserve.RedemptionRecord) (reserve.Redemption, error) {
	redemption, err := k.renderRedemption(ctx, r)
	redemption.Status = r.StatusAt(now(ctx))
	return redemption, err
}

func (q queryServer) Act(ctx context.Context, req *reserve.QueryActRequest) (*reserve.QueryActResponse, error) {
	issuer, err := q.k.consortium.MemberByID(ctx, req.Issuer)
	if err != nil {
		return nil, err
	}
	uetr, err := wallet.ParseUETR(req.Uetr)
	if err != nil {
		return nil, err
	}
	record, err := q.k.Act(ctx, issuer.Number, uetr)
	if err != nil {
		return nil, err
	}
	act, err := q.k.renderAct(ctx, record)
	if err != nil {
		return nil, err
	}
	return &reserve.QueryActResponse{Act: act}, nil
}

func (q queryServer) Supply(ctx context.Context, req *reserve.QuerySupplyRequest) (*reserve.QuerySupplyResponse, error) {
	var assets []reserve.AssetRecord
	if req.Denom != "" {
		asset, err := q.k.Asset(ctx, req.Denom)
		if err != nil {
			return nil, err
		}
		assets = append(assets, asset)
	} else {
		var err error
		if assets, err = q.k.assets(ctx); err != nil {
			return nil, err
		}
	}
	res := &reserve.QuerySupplyResponse{}
	for _, a := range assets {
		t, err := totals(ctx, q.k.Supplies, reserve.DenomKey(a.Denom))
		if err != nil {
			return nil, err
		}
		supply, err := t.Supply()
		if err != nil {
			return nil, err
		}
		res.Supplies = append(res.Supplies, reserve.SupplyFigures{Denom: a.Denom, Issued: t.Issued, Redeemed: t.Redeemed, Supply: supply})
	}
	return res, nil
}

func (q queryServer) Liability(ctx context.Context, req *reserve.QueryLiabilityRequest) (*reserve.QueryLiabilityResponse, error) {
	member, err := q.k.consortium.MemberByID(ctx, req.Member)
	if err != nil {
		return nil, err
	}
	return q.k.liability(ctx, member.Number, req.Denom)
}

// liability reads the running totals of reserve and netting; there is no second book. CBDC is its issuer's liability
// and moves between holders without changing it.
func (k Keeper) liability(ctx context.Context, member uint32, denom string) (*reserve.QueryLiabilityResponse, error) {
	asset, err := k.Asset(ctx, denom)
	if err != nil {
		return nil, err
	}
	t, err := totals(ctx, k.MemberTotals, reserve.MemberDenomKey(member, denom))
	if err != nil {
		return nil, err
	}
	var out, in uint64
	if asset.Class == reserve.ASSET_CLASS_EMONEY {
		if out, in, err = k.netting.LifetimeTotals(ctx, asset.Currency, member); err != nil {
			return nil, err
		}
	}
	liability, err := t.Liability(out, in)
	if err != nil {
		return nil, err
	}
	return &reserve.QueryLiabilityResponse{
		Liability: liability, Issued: t.Issued, Redeemed: t.Redeemed, LifetimeOut: out, LifetimeIn: in,
		MovedOut: t.MovedOut, MovedIn: t.MovedIn,
	}, nil
}

// paged reads one page, behind a prefix of the key if there is one.
func paged[R, T any](
	ctx context.Context, m collections.Map[[]byte, R], req *query.PageRequest, prefix []byte, render func(context.Context, R) (T, error),
) ([]T, *query.PageResponse, error) {
	page := query.PageRequest{}
	if req != nil {
		page = *req
	}
	if page.Limit == 0 || page.Limit > maxPage {
		page.Limit = maxPage
	}
	behind := func(o *query.CollectionsPaginateOptions[[]byte]) {
		if prefix != nil {
			o.Prefix = &prefix
		}
	}
	return query.CollectionPaginate(ctx, m, &page, func(_ []byte, record R) (T, error) {
		return render(ctx, record)
	}, behind)
}
