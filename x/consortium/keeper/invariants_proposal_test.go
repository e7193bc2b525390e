// SPDX-License-Identifier: Apache-2.0

package keeper_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"cosmossdk.io/collections"

	"github.com/taelnet/tael/x/consortium"
	"github.com/taelnet/tael/x/consortium/keeper"
)

// changeProposal changes the record of the open proposal and none of its indexes.
func changeProposal(change func(*consortium.Proposal)) func(*fixture) error {
	return func(f *fixture) error {
		p, err := keeper.ProposalsOf(f.k).Get(f.ctx, 1)
		if err != nil {
			return err
		}
		change(&p)
		return keeper.ProposalsOf(f.k).Set(f.ctx, 1, p)
	}
}

// storeVote stores a vote under a proposal and a member.
func storeVote(id uint64, member uint16, v consortium.Vote) func(*fixture) error {
	return func(f *fixture) error { return keeper.VotesOf(f.k).Set(f.ctx, collections.Join(id, member), v) }
}

func TestInvariantsOfProposalsAndVotes(t *testing.T) {
	yes := func(id uint64, member uint32) consortium.Vote {
		return consortium.Vote{Proposal: id, Member: member, Option: consortium.VOTE_OPTION_YES, Voter: address(second), VotedAt: 1}
	}
	tests := map[string]contradiction{
		"no charter": {func(f *fixture) error { return keeper.CharterOf(f.k).Remove(f.ctx) }, "charter"},
		"a charter out of bounds": {func(f *fixture) error {
			return keeper.CharterOf(f.k).Set(f.ctx, consortium.Charter{})
		}, "charter"},
		"nobody who votes": {func(f *fixture) error {
			for n := byte(1); n <= 5; n++ {
				if err := keeper.ActorsOf(f.k).Remove(f.ctx, raw(100+n)); err != nil {
					return err
				}
				if err := keeper.ActorsByMemberOf(f.k).Remove(f.ctx, collections.Join(uint16(n), []byte(raw(100+n)))); err != nil {
					return err
				}
			}
			return nil
		}, "vot"},
		"no next proposal":                    {func(f *fixture) error { return keeper.NextProposalOf(f.k).Remove(f.ctx) }, "next proposal"},
		"a proposal beyond the next":          {func(f *fixture) error { return keeper.NextProposalOf(f.k).Set(f.ctx, 1) }, "the next is 1"},
		"a proposal under another id":         {changeProposal(func(p *consortium.Proposal) { p.Id = 7 }), "proposal 7 is stored under 1"},
		"a proposal that breaks its form":     {changeProposal(func(p *consortium.Proposal) { p.Messages = nil }), "proposal 1"},
		"a proposal of nobody":                {changeProposal(func(p *consortium.Proposal) { p.Member = 77 }), "of member 77"},
		"a proposal that no status finds":     {func(f *fixture) error { return keeper.ProposalsByStatusOf(f.k).Clear(f.ctx, nil) }, "missing in the index by status"},
		"an open proposal that never expires": {func(f *fixture) error { return keeper.OpenByExpiryOf(f.k).Clear(f.ctx, nil) }, "missing in the index by expiry"},
		"a member's open proposal not found":  {func(f *fixture) error { return keeper.OpenByMemberOf(f.k).Clear(f.ctx, nil) }, "missing in the index by member"},
		"an execution of nothing": {func(f *fixture) error {
			return keeper.AcceptedByTimeOf(f.k).Set(f.ctx, collections.Join(uint64(9), uint64(1)))
		}, "index by execution, it has 1 entries"},
		"a vote of no option":           {storeVote(1, 2, consortium.Vote{Proposal: 1, Member: 2}), "vote of member 2 on proposal 1"},
		"a vote under another member":   {storeVote(1, 3, yes(1, 2)), "is stored under 3, 1"},
		"a vote on no proposal":         {storeVote(8, 2, yes(8, 2)), "vote of member 2"},
		"a vote of nobody":              {storeVote(1, 77, yes(1, 77)), "vote on proposal 1"},
		"an EIP-155 id that is not set": {func(f *fixture) error { return keeper.EIP155IDOf(f.k).Remove(f.ctx) }, "EIP-155 id"},
		"no base quota":                 {func(f *fixture) error { return keeper.QuotaBaseOf(f.k).Remove(f.ctx) }, "quotas"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			f := newAssembly(t, nil)
			f.propose(first, suspend("bank-5"))
			require.NoError(t, f.k.Invariants(f.ctx))
			require.NoError(t, tc.breakIt(f))
			err := f.k.Invariants(f.ctx)
			require.ErrorIs(t, err, consortium.ErrInvariantBroken)
			require.ErrorContains(t, err, tc.text)
		})
	}
}

func TestInvariantsOfDepartures(t *testing.T) {
	order := smallNetwork().MemberProcedures.SuspensionOrders[0]
	succession := smallNetwork().MemberProcedures.Successions[0]
	leave := func(f *fixture, number uint16) error {
		m, err := keeper.RecordsOf(f.k).Get(f.ctx, number)
		if err != nil {
			return err
		}
		m.Status = consortium.MEMBER_STATUS_LEFT
		return keeper.RecordsOf(f.k).Set(f.ctx, number, m)
	}
	findsEach(t, map[string]contradiction{
		"no figures of suspension": {func(f *fixture) error { return keeper.MemberPolicyOf(f.k).Remove(f.ctx) }, "policy of members"},
		"a term of no time": {func(f *fixture) error {
			return keeper.MemberPolicyOf(f.k).Set(f.ctx, consortium.MemberPolicy{})
		}, "term"},
		"somebody who acts for a member that left": {func(f *fixture) error {
			if err := leave(f, 2); err != nil {
				return err
			}
			for _, n := range []byte{southGovernance, southOperations} {
				if err := changeActor(n, func(a *consortium.Actor) { a.Status = consortium.MEMBER_STATUS_LEFT })(f); err != nil {
					return err
				}
			}
			return nil
		}, "has left, with 2 duties and 0 validators"},
		"an order of a bank": {func(f *fixture) error {
			o := order
			o.Regulator = 1
			return keeper.SuspensionOrdersOf(f.k).Set(f.ctx, collections.Join(uint16(300), uint16(1)), o)
		}, "expected one order of a regulator"},
		"an order that breaks its form": {func(f *fixture) error {
			o := order
			o.Ground = nil
			return keeper.SuspensionOrdersOf(f.k).Set(f.ctx, collections.Join(uint16(300), uint16(65_535)), o)
		}, "ground"},
		"a successor of an ACTIVE member": {func(f *fixture) error {
			s := succession
			s.Member, s.Successor = 1, 2
			return keeper.SuccessionsOf(f.k).Set(f.ctx, 1, s)
		}, "a member that is not ACTIVE"},
		"a successor that nobody knows": {func(f *fixture) error {
			s := succession
			s.Successor = 77
			return keeper.SuccessionsOf(f.k).Set(f.ctx, 2, s)
		}, "got 77 of 2"},
	})
}
