// SPDX-License-Identifier: Apache-2.0

package keeper

import (
	"context"
	"errors"

	"github.com/taelnet/tael/x/consortium"
	"github.com/taelnet/tael/x/reserve"
	"github.com/taelnet/tael/x/wallet"
)

func (s msgServer) MoveCustomers(ctx context.Context, msg *reserve.MsgMoveCustomers) (*reserve.MsgMoveCustomersResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	to, err := s.consortium.RequireDuty(ctx, msg.Operator, consortium.DUTY_OPERATIONS)
	if err != nil {
		return nil, err
	}
	from, err := s.consortium.RequireSuccessor(ctx, msg.Member, to)
	if err != nil {
		return nil, err
	}
	return s.moveCustomers(ctx, from, to, msg.Wallets)
}

func (s msgServer) SetResolutionPlan(ctx context.Context, msg *reserve.MsgSetResolutionPlan) (*reserve.MsgSetResolutionPlanResponse, error) {
	if err := s.consortium.RequireAuthority(ctx, msg.Authority); err != nil {
		return nil, err
	}
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	member, err := s.consortium.MemberByID(ctx, msg.Member)
	if err != nil {
		return nil, err
	}
	number, err := s.setPlan(ctx, member, msg.Denom, msg.Percent)
	if err != nil {
		return nil, err
	}
	return &reserve.MsgSetResolutionPlanResponse{Number: number}, nil
}

func (s msgServer) CompleteExit(ctx context.Context, msg *reserve.MsgCompleteExit) (*reserve.MsgCompleteExitResponse, error) {
	member, err := s.consortium.MemberByID(ctx, msg.Member)
	if err != nil {
		return nil, err
	}
	if err := s.requireGovernance(ctx, msg.Signer, member); err != nil {
		return nil, err
	}
	return &reserve.MsgCompleteExitResponse{}, s.completeExit(ctx, member)
}

// requireGovernance holds that the signer has the GOVERNANCE duty of the member, or is the authority.
func (s msgServer) requireGovernance(ctx context.Context, signer string, member consortium.Member) error {
	err := s.consortium.RequireAuthority(ctx, signer)
	if !errors.Is(err, consortium.ErrUnauthorized) {
		return err
	}
	own, err := s.consortium.RequireDuty(ctx, signer, consortium.DUTY_GOVERNANCE)
	if err == nil && own.Number != member.Number {
		err = consortium.ErrUnauthorized.Wrapf("expected GOVERNANCE of member %s or the authority, %s acts for %s", member.Id, signer, own.Id)
	}
	return err
}

func (q queryServer) ResolutionPlan(ctx context.Context, req *reserve.QueryResolutionPlanRequest) (*reserve.QueryResolutionPlanResponse, error) {
	member, err := q.k.consortium.MemberByID(ctx, req.Member)
	if err != nil {
		return nil, err
	}
	p, err := q.k.Plan(ctx, member.Number, req.Denom)
	if err != nil {
		return nil, err
	}
	return &reserve.QueryResolutionPlanResponse{Plan: reserve.ResolutionPlanView{
		Member: member.Id, Denom: p.Denom, Number: p.Number, Percent: p.Percent, SetAt: p.SetAt, Liability: p.Liability, Taken: p.Taken,
	}}, nil
}

func (q queryServer) ResolutionShare(ctx context.Context, req *reserve.QueryResolutionShareRequest) (*reserve.QueryResolutionShareResponse, error) {
	addr, err := wallet.ParseAddress(req.Wallet)
	if err != nil {
		return nil, err
	}
	w, err := q.k.wallets.Wallet(ctx, addr)
	if err != nil {
		return nil, err
	}
	plan, err := q.k.Plan(ctx, w.Custodian, req.Denom)
	if errors.Is(err, reserve.ErrPlanUnknown) {
		return &reserve.QueryResolutionShareResponse{}, nil
	}
	if err != nil {
		return nil, err
	}
	share, err := q.k.share(ctx, addr, plan)
	if err != nil {
		return nil, err
	}
	return &reserve.QueryResolutionShareResponse{Plan: plan.Number, Base: share.Base, Taken: share.Taken, Left: plan.LeftOf(share)}, nil
}

func (q queryServer) OpenItems(ctx context.Context, req *reserve.QueryOpenItemsRequest) (*reserve.QueryOpenItemsResponse, error) {
	member, err := q.k.consortium.MemberByID(ctx, req.Member)
	if err != nil {
		return nil, err
	}
	items, err := q.k.OpenItems(ctx, member)
	if err != nil {
		return nil, err
	}
	return &reserve.QueryOpenItemsResponse{Items: items}, nil
}
