// SPDX-License-Identifier: Apache-2.0

package keeper

import (
	"context"
	"errors"

	"cosmossdk.io/collections"

	"github.com/taelnet/tael/x/consortium"
)

// SuspendMember stops a member's new business.
func (s msgServer) SuspendMember(ctx context.Context, msg *consortium.MsgSuspendMember) (*consortium.MsgSuspendMemberResponse, error) {
	m, err := s.byAuthority(ctx, msg.Authority, msg.Member)
	if err != nil {
		return nil, err
	}
	return &consortium.MsgSuspendMemberResponse{}, s.k.suspend(ctx, m, &consortium.EventMemberSuspended{Member: m.Id})
}

// ReinstateMember lets a suspended member take part in full again, or calls an exit off. Nobody is asked to take its
// customers any more.
func (s msgServer) ReinstateMember(ctx context.Context, msg *consortium.MsgReinstateMember) (*consortium.MsgReinstateMemberResponse, error) {
	m, err := s.byAuthority(ctx, msg.Authority, msg.Member)
	if err != nil {
		return nil, err
	}
	if m, err = m.Reinstate(); err != nil {
		return nil, err
	}
	if err := s.k.setStatus(ctx, m); err != nil {
		return nil, err
	}
	number, err := consortium.Number(m.Number)
	if err != nil {
		return nil, err
	}
	if err := s.k.successions.Remove(ctx, number); err != nil {
		return nil, err
	}
	return &consortium.MsgReinstateMemberResponse{}, emit(ctx, &consortium.EventMemberReinstated{Member: m.Id})
}

func (s msgServer) byAuthority(ctx context.Context, authority, member string) (consortium.Member, error) {
	if err := s.k.RequireAuthority(ctx, authority); err != nil {
		return consortium.Member{}, err
	}
	return s.k.MemberByID(ctx, member)
}

// OrderSuspension is the first pair of eyes of a regulator.
func (s msgServer) OrderSuspension(ctx context.Context, msg *consortium.MsgOrderSuspension) (*consortium.MsgOrderSuspensionResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	regulator, m, err := s.regulatorAct(ctx, msg.Officer, consortium.DUTY_COMPLIANCE, msg.Member)
	if err != nil {
		return nil, err
	}
	if _, err := m.Suspend(); err != nil {
		return nil, err
	}
	policy, err := s.k.memberPolicy.Get(ctx)
	if err != nil {
		return nil, err
	}
	order := consortium.SuspensionOrder{
		Member: m.Number, Regulator: regulator.Number, Officer: msg.Officer, Ground: msg.Ground,
		OrderedAt: blockTime(ctx), ExpiresAt: blockTime(ctx) + int64(policy.SuspensionOrderTerm), //nolint:gosec // at most 30 days
	}
	if err := s.k.suspensionOrders.Set(ctx, orderKey(m, regulator), order); err != nil {
		return nil, err
	}
	return &consortium.MsgOrderSuspensionResponse{ExpiresAt: order.ExpiresAt}, emit(ctx, &consortium.EventSuspensionOrdered{
		Member: m.Id, Regulator: regulator.Id, Ground: msg.Ground, ExpiresAt: order.ExpiresAt,
	})
}

// ConfirmSuspension is the second pair of eyes of the same regulator.
func (s msgServer) ConfirmSuspension(ctx context.Context, msg *consortium.MsgConfirmSuspension) (*consortium.MsgConfirmSuspensionResponse, error) {
	regulator, m, err := s.regulatorAct(ctx, msg.Officer, consortium.DUTY_GOVERNANCE, msg.Member)
	if err != nil {
		return nil, err
	}
	order, err := s.k.suspensionOrders.Get(ctx, orderKey(m, regulator))
	if errors.Is(err, collections.ErrNotFound) {
		return nil, consortium.ErrOrderUnknown.Wrapf("expected an order of %s against %s, got none", regulator.Id, m.Id)
	}
	if err != nil {
		return nil, err
	}
	if err := order.Confirm(msg.Officer, blockTime(ctx)); err != nil {
		return nil, err
	}
	return &consortium.MsgConfirmSuspensionResponse{}, s.k.suspend(ctx, m, &consortium.EventMemberSuspended{Member: m.Id, Regulator: regulator.Id})
}

// regulatorAct finds the regulator of an officer, which must be ACTIVE itself, and the member, which must be another.
func (s msgServer) regulatorAct(ctx context.Context, officer string, duty consortium.Duty, member string) (regulator, m consortium.Member, err error) {
	if regulator, err = s.k.RequireDuty(ctx, officer, duty, consortium.ROLE_REGULATOR); err != nil {
		return regulator, m, err
	}
	if regulator.Status != consortium.MEMBER_STATUS_ACTIVE {
		return regulator, m, consortium.ErrMemberState.Wrapf("expected regulator %s to be ACTIVE, it is %s", regulator.Id, regulator.Status)
	}
	if m, err = s.k.MemberByID(ctx, member); err != nil {
		return regulator, m, err
	}
	if m.Number == regulator.Number {
		return regulator, m, consortium.ErrUnauthorized.Wrapf("expected another member than the regulator %s itself", m.Id)
	}
	return regulator, m, nil
}

func orderKey(m, regulator consortium.Member) collections.Pair[uint16, uint16] {
	return collections.Join(uint16(m.Number), uint16(regulator.Number)) //nolint:gosec // numbers of stored members are in range
}

// BeginExit sets a member on its way out.
func (s msgServer) BeginExit(ctx context.Context, msg *consortium.MsgBeginExit) (*consortium.MsgBeginExitResponse, error) {
	m, authority, err := s.ownAct(ctx, msg.Signer, msg.Member)
	if err != nil {
		return nil, err
	}
	if m.Status == consortium.MEMBER_STATUS_SUSPENDED && !authority {
		return nil, consortium.ErrUnauthorized.Wrapf("expected the authority for member %s, which is SUSPENDED", m.Id)
	}
	if m, err = m.BeginExit(); err != nil {
		return nil, err
	}
	if err := s.requireSuccession(ctx, m, msg.Successor); err != nil {
		return nil, err
	}
	if err := s.k.setStatus(ctx, m); err != nil {
		return nil, err
	}
	if err := emit(ctx, &consortium.EventExitBegun{Member: m.Id}); err != nil || msg.Successor == "" {
		return &consortium.MsgBeginExitResponse{}, err
	}
	return &consortium.MsgBeginExitResponse{}, s.k.nameSuccessor(ctx, m, msg.Successor)
}

// requireSuccession holds that customers have somewhere to go, before anything is written.
func (s msgServer) requireSuccession(ctx context.Context, m consortium.Member, successor string) error {
	if successor == "" {
		_, err := s.k.Succession(ctx, m.Number)
		if m.KeepsCustomers() || !errors.Is(err, consortium.ErrSuccessionUnknown) {
			return err
		}
		return nil
	}
	by, err := s.k.MemberByID(ctx, successor)
	if err != nil {
		return err
	}
	return by.MaySucceed(m)
}

// NameSuccessor asks another member to take the customers.
func (s msgServer) NameSuccessor(ctx context.Context, msg *consortium.MsgNameSuccessor) (*consortium.MsgNameSuccessorResponse, error) {
	m, authority, err := s.ownAct(ctx, msg.Signer, msg.Member)
	if err != nil {
		return nil, err
	}
	if !m.Status.WindsDown() {
		return nil, consortium.ErrMemberState.Wrapf("expected member %s to be SUSPENDED or EXITING, it is %s", m.Id, m.Status)
	}
	if m.Status == consortium.MEMBER_STATUS_SUSPENDED && !authority {
		return nil, consortium.ErrUnauthorized.Wrapf("expected the authority for member %s, which is SUSPENDED", m.Id)
	}
	return &consortium.MsgNameSuccessorResponse{}, s.k.nameSuccessor(ctx, m, msg.Successor)
}

// AcceptSuccession opens the way for the customers.
func (s msgServer) AcceptSuccession(ctx context.Context, msg *consortium.MsgAcceptSuccession) (*consortium.MsgAcceptSuccessionResponse, error) {
	by, err := s.k.RequireDuty(ctx, msg.Officer, consortium.DUTY_GOVERNANCE)
	if err != nil {
		return nil, err
	}
	m, err := s.k.MemberByID(ctx, msg.Member)
	if err != nil {
		return nil, err
	}
	succession, err := s.k.Succession(ctx, m.Number)
	if err != nil {
		return nil, err
	}
	if succession.Successor != by.Number || succession.Accepted() || !m.Status.WindsDown() {
		return nil, consortium.ErrSuccessionUnknown.Wrapf("expected member %s to be asked for the customers of %s, asked is member %d, accepted at %d",
			by.Id, m.Id, succession.Successor, succession.AcceptedAt)
	}
	if err := by.MaySucceed(m); err != nil {
		return nil, err
	}
	succession.AcceptedAt = blockTime(ctx)
	number, err := consortium.Number(m.Number)
	if err != nil {
		return nil, err
	}
	if err := s.k.successions.Set(ctx, number, succession); err != nil {
		return nil, err
	}
	return &consortium.MsgAcceptSuccessionResponse{}, emit(ctx, &consortium.EventSuccessionAccepted{Member: m.Id, Successor: by.Id})
}

// SetMemberPolicy sets the figures of suspension and exit.
func (s msgServer) SetMemberPolicy(ctx context.Context, msg *consortium.MsgSetMemberPolicy) (*consortium.MsgSetMemberPolicyResponse, error) {
	if err := s.k.RequireAuthority(ctx, msg.Authority); err != nil {
		return nil, err
	}
	if err := msg.Policy.Validate(); err != nil {
		return nil, err
	}
	return &consortium.MsgSetMemberPolicyResponse{}, s.k.memberPolicy.Set(ctx, msg.Policy)
}

// ownAct finds the member that a signer acts for: the authority for any, GOVERNANCE for its own.
func (s msgServer) ownAct(ctx context.Context, signer, member string) (m consortium.Member, authority bool, err error) {
	addr, err := consortium.ParseAddress(signer)
	if err != nil {
		return m, false, err
	}
	if authority, err = s.k.IsAuthority(ctx, addr); err != nil {
		return m, false, err
	}
	if m, err = s.k.MemberByID(ctx, member); err != nil || authority {
		return m, authority, err
	}
	own, err := s.k.RequireDuty(ctx, signer, consortium.DUTY_GOVERNANCE)
	if err == nil && own.Number != m.Number {
		err = consortium.ErrUnauthorized.Wrapf("expected GOVERNANCE of member %s or the authority, %s acts for %s", m.Id, signer, own.Id)
	}
	return m, false, err
}
