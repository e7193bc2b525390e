// SPDX-License-Identifier: Apache-2.0

package keeper

import (
	"context"

	"github.com/taelnet/tael/x/consortium"
	"github.com/taelnet/tael/x/reserve"
	"github.com/taelnet/tael/x/wallet"
)

func (s msgServer) AttestReserve(ctx context.Context, msg *reserve.MsgAttestReserve) (*reserve.MsgAttestReserveResponse, error) {
	attestor, err := s.consortium.RequireDuty(ctx, msg.Attestor, consortium.DUTY_ATTESTATION)
	if err != nil {
		return nil, err
	}
	member, err := s.consortium.MemberByID(ctx, msg.Member)
	if err != nil {
		return nil, err
	}
	return s.attestReserve(ctx, attestor, member, msg)
}

func (s msgServer) DecideReceipt(ctx context.Context, msg *reserve.MsgDecideReceipt) (*reserve.MsgDecideReceiptResponse, error) {
	if err := s.consortium.RequireAuthority(ctx, msg.Authority); err != nil {
		return nil, err
	}
	return s.decideReceipt(ctx, msg)
}

func (s msgServer) ResumeRail(ctx context.Context, msg *reserve.MsgResumeRail) (*reserve.MsgResumeRailResponse, error) {
	if err := s.consortium.RequireAuthority(ctx, msg.Authority); err != nil {
		return nil, err
	}
	return &reserve.MsgResumeRailResponse{}, s.resumeRail(ctx, msg.Rail)
}

func (s msgServer) AcceptCustodyMove(ctx context.Context, msg *reserve.MsgAcceptCustodyMove) (*reserve.MsgAcceptCustodyMoveResponse, error) {
	to, err := s.consortium.RequireDuty(ctx, msg.Operator, consortium.DUTY_OPERATIONS)
	if err != nil {
		return nil, err
	}
	addr, err := wallet.ParseAddress(msg.Wallet)
	if err != nil {
		return nil, err
	}
	return s.acceptCustodyMove(ctx, to, addr)
}

func (s msgServer) SweepDormant(ctx context.Context, msg *reserve.MsgSweepDormant) (*reserve.MsgSweepDormantResponse, error) {
	addr, err := wallet.ParseAddress(msg.Wallet)
	if err != nil {
		return nil, err
	}
	w, err := s.wallets.Wallet(ctx, addr)
	if err != nil {
		return nil, err
	}
	if err := s.requireCustodian(ctx, w, msg.Operator); err != nil {
		return nil, err
	}
	return s.sweepDormant(ctx, w, msg.Denom)
}
