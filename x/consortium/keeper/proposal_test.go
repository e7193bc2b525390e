// SPDX-License-Identifier: Apache-2.0

package keeper_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	codectypes "github.com/cosmos/cosmos-sdk/codec/types"

	"github.com/taelnet/tael/x/consortium"
)

func TestSubmission(t *testing.T) {
	type msg = consortium.MsgSubmitProposal
	nested, err := codectypes.NewAnyWithValue(&msg{Proposer: address(authority), Messages: packed(t, suspend("bank-2"))})
	require.NoError(t, err)
	one := func(any *codectypes.Any) func(*fixture, *msg) {
		return func(_ *fixture, m *msg) { m.Messages = []*codectypes.Any{any} }
	}
	tests := map[string]struct {
		change func(*fixture, *msg)
		err    error
	}{
		"a voting member proposes":         {nil, nil},
		"with a reference":                 {func(_ *fixture, m *msg) { m.Reference = make([]byte, 32) }, nil},
		"a reference of another length":    {func(_ *fixture, m *msg) { m.Reference = make([]byte, 31) }, consortium.ErrProposalInvalid},
		"another duty":                     {func(_ *fixture, m *msg) { m.Proposer = address(111) }, consortium.ErrUnauthorized},
		"a stranger":                       {func(_ *fixture, m *msg) { m.Proposer = address(stranger) }, consortium.ErrUnauthorized},
		"the authority itself":             {func(_ *fixture, m *msg) { m.Proposer = address(authority) }, consortium.ErrUnauthorized},
		"a regulator, which does not vote": {func(_ *fixture, m *msg) { m.Proposer = address(overseer) }, consortium.ErrNotVoting},
		"a suspended member": {func(f *fixture, _ *msg) {
			_, err := f.msgs.SuspendMember(f.ctx, suspend("bank-1").(*consortium.MsgSuspendMember))
			require.NoError(f.tb, err)
		}, consortium.ErrNotVoting},
		"nothing":              {func(_ *fixture, m *msg) { m.Messages = nil }, consortium.ErrProposalInvalid},
		"a proposal inside":    {one(nested), consortium.ErrProposalMessage},
		"an unknown type":      {one(&codectypes.Any{TypeUrl: "/tael.consortium.v1.MsgUnknown"}), consortium.ErrProposalMessage},
		"bytes of no message":  {one(&codectypes.Any{TypeUrl: "/tael.consortium.v1.MsgSuspendMember", Value: []byte{0xff}}), consortium.ErrProposalMessage},
		"a type of no handler": {one(packed(t, &consortium.MsgAssignDuty{Authority: address(authority)})[0]), consortium.ErrProposalMessage},
		"a message that is not the authority's": {
			one(packed(t, &consortium.MsgAddSubmitter{Operator: address(authority), Address: address(51)})[0]), consortium.ErrProposalMessage,
		},
		"a message without a row in the matrix": {
			one(packed(t, &consortium.MsgRegisterMember{Authority: address(authority)})[0]), consortium.ErrProposalMessage,
		},
		"a message of another signer": {
			one(packed(t, &consortium.MsgSuspendMember{Authority: address(first), Member: "bank-2"})[0]), consortium.ErrProposalMessage,
		},
		"a message of no signer": {one(packed(t, &consortium.MsgSuspendMember{Member: "bank-2"})[0]), consortium.ErrProposalMessage},
		"a message that breaks its form": {
			one(packed(t, &consortium.MsgSuspendMember{Authority: address(authority), Member: "X"})[0]), consortium.ErrMemberInvalid,
		},
		"a message that its room would always refuse": {
			func(f *fixture, _ *msg) { f.router.vets = consortium.ErrConsensusParams }, consortium.ErrConsensusParams,
		},
		"the second message is looked at, too": {
			func(_ *fixture, m *msg) { m.Messages = append(m.Messages, nested) }, consortium.ErrProposalMessage,
		},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			f := newAssembly(t, nil)
			m := &msg{Proposer: address(first), Messages: packed(t, suspend("bank-2"))}
			if tc.change != nil {
				tc.change(f, m)
			}
			act := func(ctx context.Context) error {
				_, err := f.msgs.SubmitProposal(ctx, m)
				return err
			}
			if tc.err != nil {
				f.refuses(tc.err, act)
				return
			}
			f.does(act, "EventProposalSubmitted")
			p := f.is(1, consortium.PROPOSAL_STATUS_OPEN)
			require.Equal(t, uint64(start.Unix())+1_000, p.ExpiresAt)
			require.Zero(t, f.router.ran)
		})
	}
}

func TestTheAuthoritysAddressIsComparedByBytes(t *testing.T) {
	f := newAssembly(t, atOnce)
	upper := []byte(address(authority))
	for i, c := range upper {
		if c >= 'a' && c <= 'z' {
			upper[i] = c - 'a' + 'A'
		}
	}
	id := f.propose(first, &consortium.MsgSuspendMember{Authority: string(upper), Member: "bank-2"})
	f.votes(id, first, second, third, fourth)
	require.Equal(t, []string{"EventMemberSuspended", "EventProposalExecuted"}, f.end())
}

func TestOpenProposalsOfAMemberAreBounded(t *testing.T) {
	f := newAssembly(t, nil)
	for range 8 {
		f.propose(first, suspend("bank-2"))
	}
	submit := func(ctx context.Context) error {
		_, err := f.msgs.SubmitProposal(ctx, &consortium.MsgSubmitProposal{Proposer: address(first), Messages: packed(t, suspend("bank-2"))})
		return err
	}
	f.refuses(consortium.ErrProposalsFull, submit)
	f.propose(second, suspend("bank-3"))

	// One place is freed by a withdrawal, one by acceptance, all by time: also before a block has swept them.
	_, err := f.msgs.WithdrawProposal(f.ctx, &consortium.MsgWithdrawProposal{Proposer: address(first), Proposal: 1})
	require.NoError(t, err)
	f.propose(first, suspend("bank-2"))
	f.refuses(consortium.ErrProposalsFull, submit)
	f.votes(2, first, second, third, fourth)
	f.propose(first, suspend("bank-2"))
	f.refuses(consortium.ErrProposalsFull, submit)
	f.after(1_000)
	f.propose(first, suspend("bank-2"))
	f.is(3, consortium.PROPOSAL_STATUS_EXPIRED)
}

func TestMessagesAreBoundedByTheCharter(t *testing.T) {
	f := newAssembly(t, func(g *consortium.Genesis) { g.Charter.MaxMessages = 2 })
	f.propose(first, suspend("bank-2"), suspend("bank-3"))
	f.refuses(consortium.ErrProposalInvalid, func(ctx context.Context) error {
		_, err := f.msgs.SubmitProposal(ctx, &consortium.MsgSubmitProposal{
			Proposer: address(first), Messages: packed(t, suspend("bank-2"), suspend("bank-3"), suspend("bank-4")),
		})
		return err
	})
}

func TestVote(t *testing.T) {
	type msg = consortium.MsgVote
	tests := map[string]struct {
		change func(*fixture, *msg)
		err    error
		events []string
	}{
		"a first vote": {nil, nil, []string{"EventVoteCast"}},
		"a vote against it": {
			func(_ *fixture, m *msg) { m.Option = consortium.VOTE_OPTION_NO }, nil, []string{"EventVoteCast"},
		},
		"the vote that decides": {
			func(f *fixture, _ *msg) { f.votes(1, second, third, fourth) }, nil, []string{"EventVoteCast", "EventProposalAccepted"},
		},
		"the vote that ends it": {func(f *fixture, m *msg) {
			require.NoError(f.tb, f.vote(second, 1, consortium.VOTE_OPTION_NO))
			m.Option = consortium.VOTE_OPTION_NO
		}, nil, []string{"EventVoteCast", "EventProposalRejected"}},
		"a change of mind": {func(f *fixture, m *msg) {
			f.votes(1, first)
			m.Option = consortium.VOTE_OPTION_NO
		}, nil, []string{"EventVoteCast"}},
		"no option":                     {func(_ *fixture, m *msg) { m.Option = 0 }, consortium.ErrProposalInvalid, nil},
		"an unknown option":             {func(_ *fixture, m *msg) { m.Option = 3 }, consortium.ErrProposalInvalid, nil},
		"another duty":                  {func(_ *fixture, m *msg) { m.Voter = address(111) }, consortium.ErrUnauthorized, nil},
		"a regulator":                   {func(_ *fixture, m *msg) { m.Voter = address(overseer) }, consortium.ErrNotVoting, nil},
		"no proposal":                   {func(_ *fixture, m *msg) { m.Proposal = 9 }, consortium.ErrProposalUnknown, nil},
		"at the end of the voting term": {func(f *fixture, _ *msg) { f.after(1_000) }, consortium.ErrProposalState, nil},
		"in the last second":            {func(f *fixture, _ *msg) { f.after(999) }, nil, []string{"EventVoteCast"}},
		"when it is accepted": {
			func(f *fixture, _ *msg) { f.votes(1, second, third, fourth, fifth) }, consortium.ErrProposalState, nil,
		},
		"of a suspended member": {func(f *fixture, _ *msg) {
			_, err := f.msgs.SuspendMember(f.ctx, suspend("bank-1").(*consortium.MsgSuspendMember))
			require.NoError(f.tb, err)
		}, consortium.ErrNotVoting, nil},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			f := newAssembly(t, nil)
			f.propose(first, suspend("bank-2"))
			m := &msg{Voter: address(first), Proposal: 1, Option: consortium.VOTE_OPTION_YES}
			if tc.change != nil {
				tc.change(f, m)
			}
			act := func(ctx context.Context) error {
				_, err := f.msgs.Vote(ctx, m)
				return err
			}
			if tc.err != nil {
				f.refuses(tc.err, act)
				return
			}
			f.does(act, tc.events...)
		})
	}
}

// A member has one vote, whoever of its GOVERNANCE casts it.
func TestOneVoteAMember(t *testing.T) {
	f := newAssembly(t, func(g *consortium.Genesis) {
		g.Members[0].Duties = append(g.Members[0].Duties, holds(consortium.DUTY_GOVERNANCE, 51), holds(consortium.DUTY_GOVERNANCE, 52))
	})
	id := f.propose(first, suspend("bank-2"))
	f.votes(id, first, 51, 52, second, third)
	f.is(id, consortium.PROPOSAL_STATUS_OPEN)
	tally, err := f.queries.Tally(f.ctx, &consortium.QueryTallyRequest{Proposal: id})
	require.NoError(t, err)
	require.Equal(t, consortium.Tally{Yes: 3, Needed: 4, Voting: 5}, tally.Tally)
	votes, err := f.queries.Votes(f.ctx, &consortium.QueryVotesRequest{Proposal: id})
	require.NoError(t, err)
	require.Len(t, votes.Votes, 3)
	require.Equal(t, address(52), votes.Votes[0].Voter)
}

// The electorate is who votes now: the vote of a member that was suspended since no longer counts, nor does it itself.
func TestTallyFollowsTheElectorate(t *testing.T) {
	f := newAssembly(t, nil)
	id := f.propose(first, suspend("bank-2"))
	f.votes(id, first, second, third)
	_, err := f.msgs.SuspendMember(f.ctx, suspend("bank-3").(*consortium.MsgSuspendMember))
	require.NoError(t, err)
	p, err := f.k.Proposal(f.ctx, id)
	require.NoError(t, err)
	tally, err := f.k.Tally(f.ctx, p)
	require.NoError(t, err)
	require.Equal(t, consortium.Tally{Yes: 2, Needed: 3, Voting: 4}, tally)
	f.votes(id, fourth)
	f.is(id, consortium.PROPOSAL_STATUS_ACCEPTED)
}

func TestVeto(t *testing.T) {
	type msg = consortium.MsgVeto
	tests := map[string]struct {
		change func(*fixture, *msg)
		err    error
	}{
		"within the time-lock":  {nil, nil},
		"in its last second":    {func(f *fixture, _ *msg) { f.after(99) }, nil},
		"at its end":            {func(f *fixture, _ *msg) { f.after(100) }, consortium.ErrProposalState},
		"of what has run":       {func(f *fixture, _ *msg) { f.after(100); f.end() }, consortium.ErrProposalState},
		"of what takes votes":   {func(f *fixture, m *msg) { m.Proposal = f.propose(first, suspend("bank-3")) }, consortium.ErrProposalState},
		"of nothing":            {func(_ *fixture, m *msg) { m.Proposal = 9 }, consortium.ErrProposalUnknown},
		"by a bank":             {func(_ *fixture, m *msg) { m.Officer = address(first) }, consortium.ErrUnauthorized},
		"by another duty of it": {func(_ *fixture, m *msg) { m.Officer = address(overseerCompliance) }, consortium.ErrUnauthorized},
		"by a regulator that is suspended": {func(f *fixture, _ *msg) {
			_, err := f.msgs.SuspendMember(f.ctx, suspend("overseer").(*consortium.MsgSuspendMember))
			require.NoError(f.tb, err)
		}, consortium.ErrMemberState},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			f := newAssembly(t, nil)
			f.votes(f.propose(first, suspend("bank-2")), first, second, third, fourth)
			m := &msg{Officer: address(overseer), Proposal: 1}
			if tc.change != nil {
				tc.change(f, m)
			}
			act := func(ctx context.Context) error {
				_, err := f.msgs.Veto(ctx, m)
				return err
			}
			if tc.err != nil {
				f.refuses(tc.err, act)
				return
			}
			f.does(act, "EventProposalVetoed")
			f.after(1_000)
			require.Empty(t, f.end(), "nothing runs, nothing expires")
			f.is(1, consortium.PROPOSAL_STATUS_VETOED)
			require.Equal(t, consortium.MEMBER_STATUS_ACTIVE, f.status("bank-2"))
		})
	}
}

func TestWithdrawProposal(t *testing.T) {
	withdraw := func(f *fixture, who byte, id uint64) func(context.Context) error {
		return func(ctx context.Context) error {
			_, err := f.msgs.WithdrawProposal(ctx, &consortium.MsgWithdrawProposal{Proposer: address(who), Proposal: id})
			return err
		}
	}
	f := newAssembly(t, nil)
	id := f.propose(first, suspend("bank-2"))
	f.refuses(consortium.ErrUnauthorized, withdraw(f, second, id))
	f.refuses(consortium.ErrUnauthorized, withdraw(f, 111, id))
	f.refuses(consortium.ErrProposalUnknown, withdraw(f, first, 9))
	f.does(withdraw(f, first, id), "EventProposalWithdrawn")
	f.refuses(consortium.ErrProposalState, withdraw(f, first, id))
	require.ErrorIs(t, f.vote(second, id, consortium.VOTE_OPTION_YES), consortium.ErrProposalState)

	accepted := f.propose(first, suspend("bank-2"))
	f.votes(accepted, first, second, third, fourth)
	f.refuses(consortium.ErrProposalState, withdraw(f, first, accepted))
}
