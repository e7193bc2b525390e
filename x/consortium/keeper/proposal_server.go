// SPDX-License-Identifier: Apache-2.0

package keeper

import (
	"context"

	"github.com/taelnet/tael/x/consortium"
)

// SubmitProposal puts messages to the vote.
func (s msgServer) SubmitProposal(ctx context.Context, msg *consortium.MsgSubmitProposal) (*consortium.MsgSubmitProposalResponse, error) {
	m, err := s.k.requireVoter(ctx, msg.Proposer)
	if err != nil {
		return nil, err
	}
	p, err := s.k.submit(ctx, m, msg)
	if err != nil {
		return nil, err
	}
	return &consortium.MsgSubmitProposalResponse{Proposal: p.Id}, emit(ctx, &consortium.EventProposalSubmitted{
		Proposal: p.Id, Member: m.Id, TypeUrls: p.TypeURLs(), ExpiresAt: p.ExpiresAt,
	})
}

// Vote says YES or NO for a member.
func (s msgServer) Vote(ctx context.Context, msg *consortium.MsgVote) (*consortium.MsgVoteResponse, error) {
	m, err := s.k.requireVoter(ctx, msg.Voter)
	if err != nil {
		return nil, err
	}
	events, err := s.k.vote(ctx, m, msg)
	if err != nil {
		return nil, err
	}
	return &consortium.MsgVoteResponse{}, emit(ctx, events...)
}

// Veto stops an accepted proposal within its time-lock.
func (s msgServer) Veto(ctx context.Context, msg *consortium.MsgVeto) (*consortium.MsgVetoResponse, error) {
	m, err := s.k.RequireDuty(ctx, msg.Officer, consortium.DUTY_GOVERNANCE, consortium.ROLE_REGULATOR)
	if err != nil {
		return nil, err
	}
	if m.Status != consortium.MEMBER_STATUS_ACTIVE {
		return nil, consortium.ErrMemberState.Wrapf("expected member %s to be ACTIVE, it is %s", m.Id, m.Status)
	}
	p, err := s.k.Proposal(ctx, msg.Proposal)
	if err != nil {
		return nil, err
	}
	if p, err = p.Veto(now(ctx)); err != nil {
		return nil, err
	}
	if err := s.k.putProposal(ctx, p); err != nil {
		return nil, err
	}
	return &consortium.MsgVetoResponse{}, emit(ctx, &consortium.EventProposalVetoed{Proposal: p.Id, Regulator: m.Id})
}

// WithdrawProposal takes an open proposal back.
func (s msgServer) WithdrawProposal(ctx context.Context, msg *consortium.MsgWithdrawProposal) (*consortium.MsgWithdrawProposalResponse, error) {
	m, err := s.k.RequireDuty(ctx, msg.Proposer, consortium.DUTY_GOVERNANCE)
	if err != nil {
		return nil, err
	}
	p, err := s.k.Proposal(ctx, msg.Proposal)
	if err != nil {
		return nil, err
	}
	if p.Member != m.Number {
		return nil, consortium.ErrUnauthorized.Wrapf("expected the member that proposed %d, number %d, got %s", p.Id, p.Member, m.Id)
	}
	if p, err = p.Withdraw(now(ctx)); err != nil {
		return nil, err
	}
	if err := s.k.putProposal(ctx, p); err != nil {
		return nil, err
	}
	return &consortium.MsgWithdrawProposalResponse{}, emit(ctx, &consortium.EventProposalWithdrawn{Proposal: p.Id})
}

// SetCharter replaces the rules of deciding.
func (s msgServer) SetCharter(ctx context.Context, msg *consortium.MsgSetCharter) (*consortium.MsgSetCharterResponse, error) {
	if err := s.k.RequireAuthority(ctx, msg.Authority); err != nil {
		return nil, err
	}
	if err := msg.Charter.Validate(); err != nil {
		return nil, err
	}
	for _, rule := range msg.Charter.MessageRules {
		if !s.k.matrix[rule.TypeUrl].Authority {
			return nil, consortium.ErrCharterInvalid.Wrapf("expected rules of messages that a proposal may carry, got %s", rule.TypeUrl)
		}
	}
	err := s.k.keepingElectorate(ctx, func(ctx context.Context) error { return s.k.charter.Set(ctx, msg.Charter) })
	if err != nil {
		return nil, err
	}
	voting, err := s.k.VotingMembers(ctx)
	if err != nil {
		return nil, err
	}
	return &consortium.MsgSetCharterResponse{}, emit(ctx, &consortium.EventCharterSet{Voting: uint32(len(voting))}) //nolint:gosec // members are at most 65535
}

// ChangeMember replaces the roles and the public data of a member.
func (s msgServer) ChangeMember(ctx context.Context, msg *consortium.MsgChangeMember) (*consortium.MsgChangeMemberResponse, error) {
	if err := s.k.RequireAuthority(ctx, msg.Authority); err != nil {
		return nil, err
	}
	var changed consortium.Member
	err := s.k.keepingElectorate(ctx, func(ctx context.Context) (err error) {
		changed, err = s.k.changeMember(ctx, msg)
		return err
	})
	if err != nil {
		return nil, err
	}
	return &consortium.MsgChangeMemberResponse{}, emit(ctx, &consortium.EventMemberChanged{Member: changed.Id, Roles: changed.Roles})
}
