// SPDX-License-Identifier: Apache-2.0

package keeper

import (
	"context"

	"github.com/cosmos/gogoproto/proto"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/taelnet/tael/x/consortium"
)

type msgServer struct{ k Keeper }

// NewMsgServer returns the server of the consortium's messages.
func NewMsgServer(k Keeper) consortium.MsgServer { return msgServer{k: k} }

// RegisterMember makes an institution a member.
func (s msgServer) RegisterMember(ctx context.Context, msg *consortium.MsgRegisterMember) (*consortium.MsgRegisterMemberResponse, error) {
	if err := s.k.RequireAuthority(ctx, msg.Authority); err != nil {
		return nil, err
	}
	m := msg.Member()
	if err := s.k.addMember(ctx, m); err != nil {
		return nil, err
	}

	record, err := s.k.Member(ctx, m.Number)
	if err != nil {
		return nil, err
	}
	events := []proto.Message{&consortium.EventMemberRegistered{Member: m.Id, Number: m.Number, Lei: m.Lei, Roles: record.Roles}}
	for _, d := range m.Duties {
		events = append(events, namedEvent(m.Id, d))
	}
	return &consortium.MsgRegisterMemberResponse{}, emit(ctx, events...)
}

// namedEvent is the fact that an address was named for a duty.
func namedEvent(member string, d consortium.DutyHolder) proto.Message {
	if d.Duty == consortium.DUTY_SUBMITTER {
		return &consortium.EventSubmitterAdded{Member: member, Address: d.Address}
	}
	return &consortium.EventDutyAssigned{Member: member, Duty: d.Duty, Address: d.Address}
}

// AssignDuty gives an address a duty of a member.
func (s msgServer) AssignDuty(ctx context.Context, msg *consortium.MsgAssignDuty) (*consortium.MsgAssignDutyResponse, error) {
	m, addr, err := s.dutyChange(ctx, msg.Authority, msg.Member, msg.Duty, msg.Address)
	if err != nil {
		return nil, err
	}
	if err := s.k.assign(ctx, m, msg.Duty, addr); err != nil {
		return nil, err
	}
	return &consortium.MsgAssignDutyResponse{}, emit(ctx, &consortium.EventDutyAssigned{Member: m.Id, Duty: msg.Duty, Address: addr.String()})
}

// WithdrawDuty takes a duty from an address.
func (s msgServer) WithdrawDuty(ctx context.Context, msg *consortium.MsgWithdrawDuty) (*consortium.MsgWithdrawDutyResponse, error) {
	m, addr, err := s.dutyChange(ctx, msg.Authority, msg.Member, msg.Duty, msg.Address)
	if err != nil {
		return nil, err
	}
	if err := s.k.withdraw(ctx, m, msg.Duty, addr); err != nil {
		return nil, err
	}
	return &consortium.MsgWithdrawDutyResponse{}, emit(ctx, &consortium.EventDutyWithdrawn{Member: m.Id, Duty: msg.Duty, Address: addr.String()})
}

// AddSubmitter opens a lane of the operator's member.
func (s msgServer) AddSubmitter(ctx context.Context, msg *consortium.MsgAddSubmitter) (*consortium.MsgAddSubmitterResponse, error) {
	m, addr, err := s.laneChange(ctx, msg.Operator, msg.Address)
	if err != nil {
		return nil, err
	}
	if err := s.k.assign(ctx, m, consortium.DUTY_SUBMITTER, addr); err != nil {
		return nil, err
	}
	return &consortium.MsgAddSubmitterResponse{}, emit(ctx, &consortium.EventSubmitterAdded{Member: m.Id, Address: addr.String()})
}

// RemoveSubmitter closes a lane of the operator's member.
func (s msgServer) RemoveSubmitter(ctx context.Context, msg *consortium.MsgRemoveSubmitter) (*consortium.MsgRemoveSubmitterResponse, error) {
	m, addr, err := s.laneChange(ctx, msg.Operator, msg.Address)
	if err != nil {
		return nil, err
	}
	if err := s.k.withdraw(ctx, m, consortium.DUTY_SUBMITTER, addr); err != nil {
		return nil, err
	}
	return &consortium.MsgRemoveSubmitterResponse{}, emit(ctx, &consortium.EventSubmitterRemoved{Member: m.Id, Address: addr.String()})
}

// SuspendMember stops a member's new business.
func (s msgServer) SuspendMember(ctx context.Context, msg *consortium.MsgSuspendMember) (*consortium.MsgSuspendMemberResponse, error) {
	if err := s.changeStatus(ctx, msg.Authority, msg.Member, consortium.Member.Suspend); err != nil {
		return nil, err
	}
	return &consortium.MsgSuspendMemberResponse{}, emit(ctx, &consortium.EventMemberSuspended{Member: msg.Member})
}

// ReinstateMember lets a suspended member take part in full again.
func (s msgServer) ReinstateMember(ctx context.Context, msg *consortium.MsgReinstateMember) (*consortium.MsgReinstateMemberResponse, error) {
	if err := s.changeStatus(ctx, msg.Authority, msg.Member, consortium.Member.Reinstate); err != nil {
		return nil, err
	}
	return &consortium.MsgReinstateMemberResponse{}, emit(ctx, &consortium.EventMemberReinstated{Member: msg.Member})
}

// SetQuota changes the quota of a member, a role or the base.
func (s msgServer) SetQuota(ctx context.Context, msg *consortium.MsgSetQuota) (*consortium.MsgSetQuotaResponse, error) {
	if err := s.k.RequireAuthority(ctx, msg.Authority); err != nil {
		return nil, err
	}
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	var member uint32
	if msg.Member != "" {
		m, err := s.k.MemberByID(ctx, msg.Member)
		if err != nil {
			return nil, err
		}
		member = m.Number
	}
	if err := s.k.setQuota(ctx, member, msg.Role, msg.Quota); err != nil {
		return nil, err
	}
	return &consortium.MsgSetQuotaResponse{}, emit(ctx, &consortium.EventQuotaSet{Member: msg.Member, Role: msg.Role, Quota: msg.Quota})
}

// dutyChange asks for the authority and finds the member and the address.
func (s msgServer) dutyChange(
	ctx context.Context, authority, member string, duty consortium.Duty, address string,
) (consortium.Member, sdk.AccAddress, error) {
	if err := s.k.RequireAuthority(ctx, authority); err != nil {
		return consortium.Member{}, nil, err
	}
	if err := consortium.ValidateOfficerDuty(duty); err != nil {
		return consortium.Member{}, nil, err
	}
	m, err := s.k.MemberByID(ctx, member)
	if err != nil {
		return consortium.Member{}, nil, err
	}
	addr, err := consortium.ParseAddress(address)
	return m, addr, err
}

// laneChange asks for the OPERATIONS duty and finds the operator's member and the lane's address.
func (s msgServer) laneChange(ctx context.Context, operator, address string) (consortium.Member, sdk.AccAddress, error) {
	m, err := s.k.RequireDuty(ctx, operator, consortium.DUTY_OPERATIONS)
	if err != nil {
		return consortium.Member{}, nil, err
	}
	addr, err := consortium.ParseAddress(address)
	return m, addr, err
}

func (s msgServer) changeStatus(
	ctx context.Context, authority, member string, change func(consortium.Member) (consortium.Member, error),
) error {
	if err := s.k.RequireAuthority(ctx, authority); err != nil {
		return err
	}
	m, err := s.k.MemberByID(ctx, member)
	if err != nil {
		return err
	}
	if m, err = change(m); err != nil {
		return err
	}
	return s.k.setStatus(ctx, m)
}

func emit(ctx context.Context, events ...proto.Message) error {
	return sdk.UnwrapSDKContext(ctx).EventManager().EmitTypedEvents(events...)
}
