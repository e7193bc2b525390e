// SPDX-License-Identifier: Apache-2.0

package keeper

import (
	"context"
	"encoding/hex"

	"cosmossdk.io/collections"

	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/taelnet/tael/x/wallet"
)

// maxPage is the most entries a page has.
const maxPage = 500

type queryServer struct{ k Keeper }

// NewQueryServer serves the room's queries.
func NewQueryServer(k Keeper) wallet.QueryServer { return queryServer{k} }

func (s queryServer) Wallet(ctx context.Context, req *wallet.QueryWalletRequest) (*wallet.QueryWalletResponse, error) {
	w, err := s.k.walletAt(ctx, req.Address)
	if err != nil {
		return nil, err
	}
	view, err := s.walletView(ctx, w)
	if err != nil {
		return nil, err
	}
	return &wallet.QueryWalletResponse{Wallet: view}, nil
}

func (s queryServer) Wallets(ctx context.Context, req *wallet.QueryWalletsRequest) (*wallet.QueryWalletsResponse, error) {
	views, page, err := query.CollectionPaginate(ctx, s.k.Wallets, capped(req.Pagination),
		func(_ []byte, w wallet.Wallet) (wallet.WalletView, error) { return s.walletView(ctx, w) })
	if err != nil {
		return nil, err
	}
	return &wallet.QueryWalletsResponse{Wallets: views, Pagination: page}, nil
}

func (s queryServer) Device(ctx context.Context, req *wallet.QueryDeviceRequest) (*wallet.QueryDeviceResponse, error) {
	w, err := s.k.walletAt(ctx, req.Wallet)
	if err != nil {
		return nil, err
	}
	id, err := wallet.ParseDeviceID(req.DeviceId)
	if err != nil {
		return nil, err
	}
	d, err := s.k.Device(ctx, w.Address, id[:])
	if err != nil {
		return nil, err
	}
	return &wallet.QueryDeviceResponse{Device: deviceView(d)}, nil
}

func (s queryServer) Devices(ctx context.Context, req *wallet.QueryDevicesRequest) (*wallet.QueryDevicesResponse, error) {
	w, err := s.k.walletAt(ctx, req.Wallet)
	if err != nil {
		return nil, err
	}
	views, page, err := query.CollectionPaginate(ctx, s.k.Devices, capped(req.Pagination),
		func(_ []byte, d wallet.Device) (wallet.DeviceView, error) { return deviceView(d), nil },
		func(o *query.CollectionsPaginateOptions[[]byte]) { o.Prefix = &w.Address })
	if err != nil {
		return nil, err
	}
	return &wallet.QueryDevicesResponse{Devices: views, Pagination: page}, nil
}

func (s queryServer) Suspense(ctx context.Context, req *wallet.QuerySuspenseRequest) (*wallet.QuerySuspenseResponse, error) {
	member, err := s.k.consortium.MemberByID(ctx, req.Custodian)
	if err != nil {
		return nil, err
	}
	if err := wallet.ValidateDenom(req.Denom); err != nil {
		return nil, err
	}
	addr, err := s.k.Suspense(ctx, member.Number, req.Denom)
	if err != nil {
		return nil, err
	}
	return &wallet.QuerySuspenseResponse{Address: addr.String()}, nil
}

func (s queryServer) CustodyMove(ctx context.Context, req *wallet.QueryCustodyMoveRequest) (*wallet.QueryCustodyMoveResponse, error) {
	w, err := s.k.walletAt(ctx, req.Wallet)
	if err != nil {
		return nil, err
	}
	move, err := s.k.CustodyMove(ctx, w.Address)
	if err != nil {
		return nil, err
	}
	view, err := s.moveView(ctx, move)
	if err != nil {
		return nil, err
	}
	return &wallet.QueryCustodyMoveResponse{CustodyMove: view}, nil
}

func (s queryServer) CustodyMoves(ctx context.Context, req *wallet.QueryCustodyMovesRequest) (*wallet.QueryCustodyMovesResponse, error) {
	member, err := s.k.consortium.MemberByID(ctx, req.Member)
	if err != nil {
		return nil, err
	}
	prefix := wallet.CustodyMemberPrefix(member.Number)
	views, page, err := query.CollectionPaginate(ctx, s.k.CustodyMembers, capped(req.Pagination),
		func(key []byte, _ collections.NoValue) (wallet.CustodyMoveView, error) {
			move, err := s.k.CustodyMoves.Get(ctx, key[len(prefix):])
			if err != nil {
				return wallet.CustodyMoveView{}, err
			}
			return s.moveView(ctx, move)
		},
		func(o *query.CollectionsPaginateOptions[[]byte]) { o.Prefix = &prefix })
	if err != nil {
		return nil, err
	}
	return &wallet.QueryCustodyMovesResponse{CustodyMoves: views, Pagination: page}, nil
}

func (s queryServer) moveView(ctx context.Context, move wallet.CustodyMove) (wallet.CustodyMoveView, error) {
	from, err := s.k.consortium.Member(ctx, move.From)
	if err != nil {
		return wallet.CustodyMoveView{}, err
	}
	to, err := s.k.consortium.Member(ctx, move.To)
	if err != nil {
		return wallet.CustodyMoveView{}, err
	}
	return wallet.CustodyMoveView{
		Wallet: sdk.AccAddress(move.Wallet).String(), From: from.Id, To: to.Id, AskedBy: move.AskedBy,
		AskedAt: move.AskedAt, ExpiresAt: move.ExpiresAt, Expired: move.ExpiredAt(blockTime(ctx)),
	}, nil
}

func (s queryServer) Params(ctx context.Context, _ *wallet.QueryParamsRequest) (*wallet.QueryParamsResponse, error) {
	params, err := s.k.Params.Get(ctx)
	if err != nil {
		return nil, err
	}
	return &wallet.QueryParamsResponse{Params: params}, nil
}

func (s queryServer) walletView(ctx context.Context, w wallet.Wallet) (wallet.WalletView, error) {
	custodian, err := s.k.consortium.Member(ctx, w.Custodian)
	if err != nil {
		return wallet.WalletView{}, err
	}
	return wallet.WalletView{
		Address: sdk.AccAddress(w.Address).String(), Custodian: custodian.Id, Kind: w.Kind, Tier: w.Tier,
		Status: w.Status, Currency: w.Currency, HasOwnerKey: w.HasOwnerKey, LiveDevices: w.LiveDevices,
		PersonYears: w.PersonYears(), DormantNoticeAt: w.DormantNoticeAt,
	}, nil
}

func deviceView(d wallet.Device) wallet.DeviceView {
	return wallet.DeviceView{
		Id: deviceText(d), Algorithm: d.Algorithm, PublicKey: hex.EncodeToString(d.PublicKey),
		BoundAt: d.BoundAt, ActiveFrom: d.ActiveFrom, RevokedAt: d.RevokedAt,
		Certificate: hex.EncodeToString(d.Certificate),
	}
}

// capped bounds a page and drops the count of all, which would walk the whole store.
func capped(page *query.PageRequest) *query.PageRequest {
	if page == nil {
		return &query.PageRequest{Limit: query.DefaultLimit}
	}
	c := *page
	c.Limit = min(c.Limit, maxPage)
	c.CountTotal = false
	return &c
}
