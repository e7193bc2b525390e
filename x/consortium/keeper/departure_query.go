// SPDX-License-Identifier: Apache-2.0

package keeper

import (
	"context"
	"encoding/hex"
	"errors"

	"cosmossdk.io/collections"

	"github.com/taelnet/tael/x/consortium"
)

// Departure says how far a member's suspension or exit is.
func (s queryServer) Departure(ctx context.Context, req *consortium.QueryDepartureRequest) (*consortium.QueryDepartureResponse, error) {
	m, err := s.k.MemberByID(ctx, req.Id)
	if err != nil {
		return nil, err
	}
	resp := &consortium.QueryDepartureResponse{Member: m.Id, Status: m.Status}
	succession, err := s.k.Succession(ctx, m.Number)
	switch {
	case err == nil:
		successor, err := s.k.Member(ctx, succession.Successor)
		if err != nil {
			return nil, err
		}
		resp.Successor, resp.NamedAt, resp.AcceptedAt = successor.Id, succession.NamedAt, succession.AcceptedAt
	case !errors.Is(err, consortium.ErrSuccessionUnknown):
		return nil, err
	}
	resp.SuspensionOrders, err = s.orders(ctx, m)
	return resp, err
}

// orders lists the orders against a member, at most one of each regulator.
func (s queryServer) orders(ctx context.Context, m consortium.Member) ([]consortium.SuspensionOrderView, error) {
	var views []consortium.SuspensionOrderView
	number, err := consortium.Number(m.Number)
	if err != nil {
		return nil, err
	}
	err = s.k.suspensionOrders.Walk(ctx, collections.NewPrefixedPairRange[uint16, uint16](number),
		func(_ collections.Pair[uint16, uint16], o consortium.SuspensionOrder) (bool, error) {
			regulator, err := s.k.Member(ctx, o.Regulator)
			views = append(views, consortium.SuspensionOrderView{
				Regulator: regulator.Id, Officer: o.Officer, Ground: hex.EncodeToString(o.Ground),
				OrderedAt: o.OrderedAt, ExpiresAt: o.ExpiresAt, Expired: o.ExpiredAt(blockTime(ctx)),
			})
			return false, err
		})
	return views, err
}

// MemberPolicy returns the figures of suspension and exit.
func (s queryServer) MemberPolicy(ctx context.Context, _ *consortium.QueryMemberPolicyRequest) (*consortium.QueryMemberPolicyResponse, error) {
	policy, err := s.k.memberPolicy.Get(ctx)
	if err != nil {
		return nil, err
	}
	return &consortium.QueryMemberPolicyResponse{Policy: policy}, nil
}
