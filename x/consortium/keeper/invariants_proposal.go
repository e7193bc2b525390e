// SPDX-License-Identifier: Apache-2.0

package keeper

import (
	"context"

	"cosmossdk.io/collections"

	"github.com/taelnet/tael/x/consortium"
)

// checkElectorate holds the charter to its bounds: somebody votes by it, and nobody stands at the authority's address.
func (k Keeper) checkElectorate(ctx context.Context) error {
	charter, err := k.Charter(ctx)
	if err != nil {
		return broken("charter: %s", err)
	}
	if err := charter.Validate(); err != nil {
		return broken("charter: %s", err)
	}
	if actor, found, err := k.Actor(ctx, consortium.AuthorityAddress()); err != nil || found {
		return broken("the authority's address serves member %d (%v)", actor.Member, err)
	}
	if err := k.RequireElectorate(ctx); err != nil {
		return broken("%s", err)
	}
	return nil
}

// checkProposals holds each record to its own rules and to the indexes: it has the entries of its status, and there
// are no other entries.
func (k Keeper) checkProposals(ctx context.Context) error {
	next, err := k.nextProposal.Get(ctx)
	if err != nil {
		return broken("next proposal: %s", err)
	}
	expected := make(map[string]int)
	err = k.proposals.Walk(ctx, nil, func(id uint64, p consortium.Proposal) (bool, error) {
		if err := p.Validate(); err != nil {
			return true, broken("proposal %d: %s", id, err)
		}
		if p.Id != id || id >= next {
			return true, broken("proposal %d is stored under %d, the next is %d", p.Id, id, next)
		}
		if _, err := k.Member(ctx, p.Member); err != nil {
			return true, broken("proposal %d of member %d: %s", id, p.Member, err)
		}
		for _, x := range k.proposalIndexes(p) { //determinism:allow only asks the indexes, and runs in no block
			expected[x.name]++
			if has, err := x.has(ctx); err != nil || !has {
				return true, broken("proposal %d, %s, is missing in the index by %s (%v)", id, p.Status, x.name, err)
			}
		}
		return false, nil
	})
	if err != nil {
		return err
	}
	return k.checkEntries(ctx, expected)
}

// checkEntries compares sizes: with checkProposals it follows that no index holds what does not belong into it.
func (k Keeper) checkEntries(ctx context.Context, expected map[string]int) error {
	sizes := make(map[string]int)
	for _, at := range []struct {
		name  string
		index collections.KeySet[collections.Pair[uint64, uint64]]
	}{{"expiry", k.openByExpiry}, {"execution", k.acceptedByTime}} {
		n, err := count(ctx, collections.Map[collections.Pair[uint64, uint64], collections.NoValue](at.index))
		if err != nil {
			return err
		}
		sizes[at.name] = n
	}
	for _, of := range []struct {
		name  string
		index collections.KeySet[collections.Pair[uint16, uint64]]
	}{{"status", k.proposalsByStatus}, {"member", k.openByMember}} {
		n, err := count(ctx, collections.Map[collections.Pair[uint16, uint64], collections.NoValue](of.index))
		if err != nil {
			return err
		}
		sizes[of.name] = n
	}
	for _, name := range []string{"status", "expiry", "member", "execution"} {
		if sizes[name] != expected[name] {
			return broken("%d proposals belong into the index by %s, it has %d entries", expected[name], name, sizes[name])
		}
	}
	return nil
}

// checkVotes holds each vote to its key, a proposal and a member.
func (k Keeper) checkVotes(ctx context.Context) error {
	return k.votes.Walk(ctx, nil, func(key collections.Pair[uint64, uint16], v consortium.Vote) (bool, error) {
		if err := v.Validate(); err != nil {
			return true, broken("vote of member %d on proposal %d: %s", key.K2(), key.K1(), err)
		}
		if v.Proposal != key.K1() || v.Member != uint32(key.K2()) {
			return true, broken("vote of member %d on proposal %d is stored under %d, %d", v.Member, v.Proposal, key.K2(), key.K1())
		}
		if _, err := k.Proposal(ctx, v.Proposal); err != nil {
			return true, broken("vote of member %d: %s", v.Member, err)
		}
		if _, err := k.Member(ctx, v.Member); err != nil {
			return true, broken("vote on proposal %d: %s", v.Proposal, err)
		}
		return false, nil
	})
}
