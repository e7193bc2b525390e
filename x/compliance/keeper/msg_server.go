// SPDX-License-Identifier: Apache-2.0

package keeper

import (
	"context"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/taelnet/tael/x/compliance"
	"github.com/taelnet/tael/x/consortium"
	"github.com/taelnet/tael/x/wallet"
)

type msgServer struct{ Keeper }

// NewMsgServer returns the room's message service.
func NewMsgServer(k Keeper) compliance.MsgServer { return msgServer{k} }

// SetLimits replaces the limit table.
func (s msgServer) SetLimits(ctx context.Context, msg *compliance.MsgSetLimits) (*compliance.MsgSetLimitsResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	if err := s.consortium.RequireAuthority(ctx, msg.Authority); err != nil {
		return nil, err
	}
	version, err := s.replaceLimits(ctx, msg.Limits)
	if err != nil {
		return nil, err
	}
	return &compliance.MsgSetLimitsResponse{Version: version},
		emit(ctx, &compliance.EventLimitsSet{Version: version, Rows: uint32(len(msg.Limits))})
}

// Restrict places an EMERGENCY order.
func (s msgServer) Restrict(ctx context.Context, msg *compliance.MsgRestrict) (*compliance.MsgRestrictResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	member, w, err := s.officerOn(ctx, msg.Officer, msg.Wallet)
	if err != nil {
		return nil, err
	}
	if err := requireEntitled(w, member); err != nil {
		return nil, err
	}
	id, err := s.placeEmergency(ctx, msg, w.Address, member)
	if err != nil {
		return nil, err
	}
	return &compliance.MsgRestrictResponse{Order: id}, nil
}

// ProposeRestriction proposes an order of the lane CONFIRMED.
func (s msgServer) ProposeRestriction(ctx context.Context, msg *compliance.MsgProposeRestriction) (*compliance.MsgProposeRestrictionResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	member, w, err := s.officerOn(ctx, msg.Officer, msg.Wallet)
	if err != nil {
		return nil, err
	}
	id, err := s.propose(ctx, msg, w.Address, member)
	if err != nil {
		return nil, err
	}
	return &compliance.MsgProposeRestrictionResponse{Order: id}, nil
}

// ConfirmRestriction puts another member's proposal into effect.
func (s msgServer) ConfirmRestriction(ctx context.Context, msg *compliance.MsgConfirmRestriction) (*compliance.MsgConfirmRestrictionResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	member, err := s.officer(ctx, msg.Officer)
	if err != nil {
		return nil, err
	}
	return &compliance.MsgConfirmRestrictionResponse{}, s.confirm(ctx, msg.Order, member)
}

// LiftRestriction ends an EMERGENCY order of the officer's own member.
func (s msgServer) LiftRestriction(ctx context.Context, msg *compliance.MsgLiftRestriction) (*compliance.MsgLiftRestrictionResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	member, err := s.officer(ctx, msg.Officer)
	if err != nil {
		return nil, err
	}
	return &compliance.MsgLiftRestrictionResponse{}, s.withdraw(ctx, msg.Order, member)
}

// ProposeLift proposes to end a live order.
func (s msgServer) ProposeLift(ctx context.Context, msg *compliance.MsgProposeLift) (*compliance.MsgProposeLiftResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	member, err := s.officer(ctx, msg.Officer)
	if err != nil {
		return nil, err
	}
	return &compliance.MsgProposeLiftResponse{}, s.proposeLift(ctx, msg.Order, msg.Ground, member)
}

// ConfirmLift ends an order that another member proposed to lift.
func (s msgServer) ConfirmLift(ctx context.Context, msg *compliance.MsgConfirmLift) (*compliance.MsgConfirmLiftResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	member, err := s.officer(ctx, msg.Officer)
	if err != nil {
		return nil, err
	}
	return &compliance.MsgConfirmLiftResponse{}, s.confirmLift(ctx, msg.Order, member)
}

// CloseCase says how a case was resolved.
func (s msgServer) CloseCase(ctx context.Context, msg *compliance.MsgCloseCase) (*compliance.MsgCloseCaseResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	member, err := s.officer(ctx, msg.Officer)
	if err != nil {
		return nil, err
	}
	return &compliance.MsgCloseCaseResponse{}, s.closeCase(ctx, msg.Case, msg.Resolution, member)
}

// officerOn returns the officer's member and the wallet that it acts on.
func (s msgServer) officerOn(ctx context.Context, officer, address string) (consortium.Member, wallet.Wallet, error) {
	member, err := s.officer(ctx, officer)
	if err != nil {
		return consortium.Member{}, wallet.Wallet{}, err
	}
	addr, err := wallet.ParseAddress(address)
	if err != nil {
		return consortium.Member{}, wallet.Wallet{}, err
	}
	w, err := s.wallets.Wallet(ctx, addr)
	return member, w, err
}

func emit(ctx context.Context, event sdk.Msg) error {
	return sdk.UnwrapSDKContext(ctx).EventManager().EmitTypedEvent(event)
}
