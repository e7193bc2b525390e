// SPDX-License-Identifier: Apache-2.0

package keeper

import (
	"context"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/taelnet/tael/x/compliance"
	"github.com/taelnet/tael/x/payment"
	"github.com/taelnet/tael/x/wallet"
)

type queryServer struct{ k Keeper }

// NewQueryServer returns the query server of the room.
func NewQueryServer(k Keeper) payment.QueryServer { return queryServer{k} }

// Payment answers with the state of a payment that the chain remembers, or with ErrPaymentUnknown.
func (s queryServer) Payment(ctx context.Context, req *payment.QueryPaymentRequest) (*payment.QueryPaymentResponse, error) {
	if req == nil {
		return nil, payment.ErrPaymentMalformed.Wrap("expected a payer and a uetr, got nothing")
	}
	payer, err := wallet.ParseAddress(req.Payer)
	if err != nil {
		return nil, err
	}
	uetr, err := wallet.ParseUETR(req.Uetr)
	if err != nil {
		return nil, err
	}
	params, err := s.k.Params.Get(ctx)
	if err != nil {
		return nil, err
	}
	now := sdk.UnwrapSDKContext(ctx).BlockTime().Unix()
	record, known, err := s.k.book(ctx).record(payment.NewKey([20]byte(payer), uetr), now, params.Retention)
	if err != nil {
		return nil, err
	}
	if !known {
		return nil, payment.ErrPaymentUnknown.Wrapf("expected a payment of the last %d seconds, got %s of %s", params.Retention, uetr, req.Payer)
	}
	return &payment.QueryPaymentResponse{Payment: view(req.Payer, uetr, record)}, nil
}

// Params answers with the clocks of the room.
func (s queryServer) Params(ctx context.Context, _ *payment.QueryParamsRequest) (*payment.QueryParamsResponse, error) {
	params, err := s.k.Params.Get(ctx)
	if err != nil {
		return nil, err
	}
	return &payment.QueryParamsResponse{Params: params}, nil
}

// view is a record as people read it.
func view(payer string, uetr wallet.UETR, r payment.Record) payment.Payment {
	p := payment.Payment{
		Payer: payer, Uetr: uetr.String(), Status: r.Status, Reason: uint32(r.Reason), Settlement: r.Settlement,
		Cycle: r.Cycle, Amount: r.Amount, Refunded: r.Refunded, PaidAt: r.PaidAt, ChangedAt: r.ChangedAt,
		Digest: r.DigestText(), Strength: r.Strength, Channel: r.Channel, Own: r.Own,
	}
	if r.Reason != compliance.ReasonNone {
		p.ReasonName = r.Reason.String()
	}
	return p
}
