// SPDX-License-Identifier: Apache-2.0

package keeper

import (
	"context"

	"cosmossdk.io/collections"

	"github.com/taelnet/tael/x/consortium"
)

func (k Keeper) initGovernance(ctx context.Context, g consortium.Genesis) error {
	if err := k.charter.Set(ctx, g.Charter); err != nil {
		return err
	}
	if err := k.nextProposal.Set(ctx, max(g.NextProposal, 1)); err != nil {
		return err
	}
	for _, p := range g.Proposals {
		if err := k.putProposal(ctx, p); err != nil {
			return err
		}
	}
	for _, v := range g.Votes {
		number, err := consortium.Number(v.Member)
		if err != nil {
			return err
		}
		if err := k.votes.Set(ctx, collections.Join(v.Proposal, number), v); err != nil {
			return err
		}
	}
	return nil
}

func (k Keeper) exportGovernance(ctx context.Context, g *consortium.Genesis) (err error) {
	if g.Charter, err = k.Charter(ctx); err != nil {
		return err
	}
	if g.NextProposal, err = k.nextProposal.Get(ctx); err != nil {
		return err
	}
	proposals, err := k.proposals.Iterate(ctx, nil)
	if err != nil {
		return err
	}
	if g.Proposals, err = proposals.Values(); err != nil {
		return err
	}
	votes, err := k.votes.Iterate(ctx, nil)
	if err != nil {
		return err
	}
	g.Votes, err = votes.Values()
	return err
}
