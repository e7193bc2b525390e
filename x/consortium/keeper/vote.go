// SPDX-License-Identifier: Apache-2.0

package keeper

import (
	"context"

	"github.com/cosmos/gogoproto/proto"

	"cosmossdk.io/collections"

	"github.com/taelnet/tael/x/consortium"
)

// Tally counts a proposal's votes by who may vote now and by the charter as it is now.
func (k Keeper) Tally(ctx context.Context, p consortium.Proposal) (consortium.Tally, error) {
	charter, err := k.Charter(ctx)
	if err != nil {
		return consortium.Tally{}, err
	}
	voting, err := k.VotingMembers(ctx)
	if err != nil {
		return consortium.Tally{}, err
	}
	voters := make([]uint32, 0, len(voting))
	for _, m := range voting {
		voters = append(voters, m.Number)
	}
	it, err := k.votes.Iterate(ctx, collections.NewPrefixedPairRange[uint64, uint16](p.Id))
	if err != nil {
		return consortium.Tally{}, err
	}
	votes, err := it.Values()
	if err != nil {
		return consortium.Tally{}, err
	}
	threshold, _ := charter.Strictest(p.TypeURLs())
	return consortium.NewTally(votes, voters, threshold), nil
}

// vote records what a member says and accepts or rejects the proposal if that decides it. It returns what happened.
func (k Keeper) vote(ctx context.Context, m consortium.Member, msg *consortium.MsgVote) ([]proto.Message, error) {
	p, err := k.Proposal(ctx, msg.Proposal)
	if err != nil {
		return nil, err
	}
	if err := p.TakesVotes(now(ctx)); err != nil {
		return nil, err
	}
	if err := consortium.ValidateVoteOption(msg.Option); err != nil {
		return nil, err
	}
	number, err := consortium.Number(m.Number)
	if err != nil {
		return nil, err
	}
	vote := consortium.Vote{Proposal: p.Id, Member: m.Number, Option: msg.Option, Voter: msg.Voter, VotedAt: now(ctx)}
	if err := k.votes.Set(ctx, collections.Join(p.Id, number), vote); err != nil {
		return nil, err
	}

	events := []proto.Message{&consortium.EventVoteCast{Proposal: p.Id, Member: m.Id, Option: msg.Option}}
	decided, err := k.decide(ctx, p)
	if decided != nil {
		events = append(events, decided)
	}
	return events, err
}

// decide accepts an open proposal that has its threshold and rejects one that cannot reach it any more; nil otherwise.
func (k Keeper) decide(ctx context.Context, p consortium.Proposal) (proto.Message, error) {
	tally, err := k.Tally(ctx, p)
	if err != nil {
		return nil, err
	}
	switch {
	case tally.Accepted():
		charter, err := k.Charter(ctx)
		if err != nil {
			return nil, err
		}
		_, timeLock := charter.Strictest(p.TypeURLs())
		if p, err = p.Accept(now(ctx), timeLock); err != nil {
			return nil, err
		}
		return &consortium.EventProposalAccepted{
			Proposal: p.Id, Yes: tally.Yes, Needed: tally.Needed, Voting: tally.Voting, ExecuteAt: p.ExecuteAt,
		}, k.putProposal(ctx, p)
	case tally.Hopeless():
		if p, err = p.Reject(now(ctx)); err != nil {
			return nil, err
		}
		return &consortium.EventProposalRejected{Proposal: p.Id, No: tally.No}, k.putProposal(ctx, p)
	default:
		return nil, nil
	}
}
