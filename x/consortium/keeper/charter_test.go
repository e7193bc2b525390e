// SPDX-License-Identifier: Apache-2.0

package keeper_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/taelnet/tael/x/consortium"
)

func TestSetCharter(t *testing.T) {
	type msg = consortium.MsgSetCharter
	valid := func() *msg { return &msg{Authority: address(authority), Charter: consortium.DefaultCharter()} }
	send := func(f *fixture, ctx context.Context, m *msg) error {
		_, err := f.msgs.SetCharter(ctx, m)
		return err
	}
	rule := consortium.MessageRule{TypeUrl: suspendURL, Threshold: consortium.Fraction{Numerator: 3, Denominator: 5}}
	run(t, valid, send, map[string]outcome[msg]{
		"the authority sets the charter":  {change: func(m *msg) { m.Charter.TimeLock = 5 }, events: []string{"EventCharterSet"}},
		"with a rule of a message type":   {change: func(m *msg) { m.Charter.MessageRules = []consortium.MessageRule{rule} }, events: []string{"EventCharterSet"}},
		"a member may not":                {change: func(m *msg) { m.Authority = address(northGovernance) }, err: consortium.ErrUnauthorized},
		"a charter out of bounds":         {change: func(m *msg) { m.Charter.MaxOpen = 0 }, err: consortium.ErrCharterInvalid},
		"a charter by which nobody votes": {change: func(m *msg) { m.Charter.VotingRoles = []consortium.Role{consortium.ROLE_RAIL} }, err: consortium.ErrElectorateEmpty},
		"a rule of a message that no proposal carries": {change: func(m *msg) {
			m.Charter.MessageRules = []consortium.MessageRule{{TypeUrl: "/tael.consortium.v1.MsgAddSubmitter", Threshold: rule.Threshold}}
		}, err: consortium.ErrCharterInvalid},
	})
}

func TestChangeMember(t *testing.T) {
	type msg = consortium.MsgChangeMember
	valid := func() *msg {
		return &msg{Authority: address(authority), Member: "clearing", Name: "New Clearing", Bic: "NEWCCNBJ", Jurisdiction: "HK"}
	}
	send := func(f *fixture, ctx context.Context, m *msg) error {
		_, err := f.msgs.ChangeMember(ctx, m)
		return err
	}
	run(t, valid, send, map[string]outcome[msg]{
		"public data":                      {events: []string{"EventMemberChanged"}},
		"roles, of its actors too":         {change: func(m *msg) { m.Roles = []consortium.Role{2, 1} }, events: []string{"EventMemberChanged"}},
		"the BIC in its long form":         {change: func(m *msg) { m.Bic = "CLEACNBJ" }, events: []string{"EventMemberChanged"}},
		"a member may not":                 {change: func(m *msg) { m.Authority = address(northGovernance) }, err: consortium.ErrUnauthorized},
		"an unknown member":                {change: func(m *msg) { m.Member = "east-bank" }, err: consortium.ErrMemberUnknown},
		"a name that breaks its form":      {change: func(m *msg) { m.Name = "<b>" }, err: consortium.ErrMemberInvalid},
		"a BIC of another member":          {change: func(m *msg) { m.Bic = "NOBACNBJXXX" }, err: consortium.ErrMemberExists},
		"a role that may validate is kept": {change: func(m *msg) { m.Roles = []consortium.Role{consortium.ROLE_RAIL} }, err: consortium.ErrValidatorState},
	})
}

func TestTheLastVoterKeepsItsVote(t *testing.T) {
	f := newFixture(t)
	_, err := f.msgs.SuspendMember(f.ctx, suspend("clearing").(*consortium.MsgSuspendMember))
	require.NoError(t, err)
	f.refuses(consortium.ErrElectorateEmpty, func(ctx context.Context) error {
		_, err := f.msgs.SuspendMember(ctx, suspend("north-bank").(*consortium.MsgSuspendMember))
		return err
	})
	f.refuses(consortium.ErrElectorateEmpty, func(ctx context.Context) error {
		_, err := f.msgs.WithdrawDuty(ctx, &consortium.MsgWithdrawDuty{
			Authority: address(authority), Member: "north-bank", Duty: consortium.DUTY_GOVERNANCE, Address: address(northGovernance),
		})
		return err
	})
}

func TestQueryCharter(t *testing.T) {
	f := newFixture(t)
	resp, err := f.queries.Charter(f.ctx, &consortium.QueryCharterRequest{})
	require.NoError(t, err)
	require.Equal(t, consortium.QueryCharterResponse{
		Charter: consortium.DefaultCharter(), Authority: address(authority), VotingMembers: []string{"north-bank", "clearing"}, Proposable: proposable,
	}, *resp)
}

func TestQueryProposals(t *testing.T) {
	f := newAssembly(t, nil)
	for range 3 {
		f.propose(first, suspend("bank-5"))
	}
	f.votes(2, first, second, third, fourth)
	ids := func(req *consortium.QueryProposalsRequest) []uint64 {
		resp, err := f.queries.Proposals(f.ctx, req)
		require.NoError(t, err)
		var ids []uint64
		for _, p := range resp.Proposals {
			ids = append(ids, p.Id)
		}
		return ids
	}
	require.Equal(t, []uint64{1, 2, 3}, ids(nil))
	require.Equal(t, []uint64{1, 3}, ids(&consortium.QueryProposalsRequest{Status: consortium.PROPOSAL_STATUS_OPEN}))
	require.Equal(t, []uint64{2}, ids(&consortium.QueryProposalsRequest{Status: consortium.PROPOSAL_STATUS_ACCEPTED}))
	require.Equal(t, []uint64{1}, ids(&consortium.QueryProposalsRequest{
		Status: consortium.PROPOSAL_STATUS_OPEN, Pagination: &query.PageRequest{Limit: 1},
	}))
	_, err := f.queries.Proposals(f.ctx, &consortium.QueryProposalsRequest{Status: 77})
	require.Equal(t, codes.InvalidArgument, status.Code(err))
	for _, ask := range []func() error{
		func() error { _, err := f.queries.Proposal(f.ctx, nil); return err },
		func() error { _, err := f.queries.Votes(f.ctx, nil); return err },
		func() error { _, err := f.queries.Tally(f.ctx, nil); return err },
	} {
		require.Equal(t, codes.NotFound, status.Code(ask()))
	}
}
