// SPDX-License-Identifier: Apache-2.0

package keeper

import (
	"context"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/taelnet/tael/x/consortium"
	"github.com/taelnet/tael/x/netting"
)

type msgServer struct{ Keeper }

var _ netting.MsgServer = msgServer{}

// NewMsgServer serves the module's messages.
func NewMsgServer(k Keeper) netting.MsgServer { return msgServer{k} }

// OrderCycleClose is sent by the operations desk of a clearing member.
func (s msgServer) OrderCycleClose(ctx context.Context, msg *netting.MsgOrderCycleClose) (*netting.MsgOrderCycleCloseResponse, error) {
	member, err := s.consortium.RequireDuty(ctx, msg.Operator, consortium.DUTY_OPERATIONS, consortium.ROLE_CLEARING)
	if err != nil {
		return nil, err
	}
	cycle, err := s.orderClose(ctx, msg.Currency, member)
	if err != nil {
		return nil, err
	}
	return &netting.MsgOrderCycleCloseResponse{Cycle: cycle}, nil
}

// SetCap is sent by the consortium; it only cuts.
func (s msgServer) SetCap(ctx context.Context, msg *netting.MsgSetCap) (*netting.MsgSetCapResponse, error) {
	if err := s.consortium.RequireAuthority(ctx, msg.Authority); err != nil {
		return nil, err
	}
	member, err := s.consortium.MemberByID(ctx, msg.Member)
	if err != nil {
		return nil, err
	}
	return &netting.MsgSetCapResponse{}, s.cutCap(ctx, msg.Currency, member, msg.Cap)
}

// LowerCap is sent by the treasury of the member whose cap it is.
func (s msgServer) LowerCap(ctx context.Context, msg *netting.MsgLowerCap) (*netting.MsgLowerCapResponse, error) {
	member, err := s.consortium.RequireDuty(ctx, msg.Treasury, consortium.DUTY_TREASURY)
	if err != nil {
		return nil, err
	}
	return &netting.MsgLowerCapResponse{}, s.cutCap(ctx, msg.Currency, member, msg.Cap)
}

// ProposeCap is sent by the risk desk of a clearing member.
func (s msgServer) ProposeCap(ctx context.Context, msg *netting.MsgProposeCap) (*netting.MsgProposeCapResponse, error) {
	by, err := s.consortium.RequireDuty(ctx, msg.Risk, consortium.DUTY_RISK, consortium.ROLE_CLEARING)
	if err != nil {
		return nil, err
	}
	member, err := s.consortium.MemberByID(ctx, msg.Member)
	if err != nil {
		return nil, err
	}
	return &netting.MsgProposeCapResponse{}, s.proposeCap(ctx, msg.Currency, by, member, msg.Cap, msg.ExpiresAt)
}

// AcceptCap is sent by the treasury of the member whose cap it is.
func (s msgServer) AcceptCap(ctx context.Context, msg *netting.MsgAcceptCap) (*netting.MsgAcceptCapResponse, error) {
	member, err := s.consortium.RequireDuty(ctx, msg.Treasury, consortium.DUTY_TREASURY)
	if err != nil {
		return nil, err
	}
	return &netting.MsgAcceptCapResponse{}, s.acceptCap(ctx, msg.Currency, member, msg.Cap)
}

// SetEarmark is sent by the treasury of the member whose money it is.
func (s msgServer) SetEarmark(ctx context.Context, msg *netting.MsgSetEarmark) (*netting.MsgSetEarmarkResponse, error) {
	member, err := s.consortium.RequireDuty(ctx, msg.Treasury, consortium.DUTY_TREASURY)
	if err != nil {
		return nil, err
	}
	return &netting.MsgSetEarmarkResponse{}, s.setEarmark(ctx, msg.Currency, member, msg.Amount)
}

// SetCurrencyPolicy is sent by the consortium.
func (s msgServer) SetCurrencyPolicy(ctx context.Context, msg *netting.MsgSetCurrencyPolicy) (*netting.MsgSetCurrencyPolicyResponse, error) {
	if err := s.consortium.RequireAuthority(ctx, msg.Authority); err != nil {
		return nil, err
	}
	blocked, err := s.setPolicy(ctx, msg)
	if err != nil {
		return nil, err
	}
	return &netting.MsgSetCurrencyPolicyResponse{Blocked: blocked}, nil
}

// orderClose marks the open cycle to close at the end of this block. With an empty open cycle it only orders a new
// attempt for those that wait; ErrCycleEmpty if none does.
func (k Keeper) orderClose(ctx context.Context, code string, by consortium.Member) (uint64, error) {
	c, err := k.CurrencyByCode(ctx, code)
	if err != nil {
		return 0, err
	}
	if c.Empty() && c.Waiting() == 0 {
		return 0, netting.ErrCycleEmpty.Wrapf("expected obligations in cycle %d of %s, got none", c.OpenCycle, c.Code)
	}
	c.CloseOrdered = true
	if err := k.saveCurrency(ctx, c); err != nil {
		return 0, err
	}
	return c.OpenCycle, sdk.UnwrapSDKContext(ctx).EventManager().EmitTypedEvent(&netting.EventCycleOrdered{
		Currency: c.Code, Cycle: c.OpenCycle, Member: by.Id,
	})
}
