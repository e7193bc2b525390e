// SPDX-License-Identifier: Apache-2.0

package keeper

import (
	"context"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/taelnet/tael/x/consortium"
)

// Charter returns the rules of deciding.
func (k Keeper) Charter(ctx context.Context) (consortium.Charter, error) {
	return k.charter.Get(ctx)
}

// VotingMembers returns the members that may vote now, ascending by number: ACTIVE, with a voting role, with somebody
// who holds GOVERNANCE. It reads every member: it is for votes, which are rare, and not for payments.
func (k Keeper) VotingMembers(ctx context.Context) ([]consortium.Member, error) {
	charter, err := k.Charter(ctx)
	if err != nil {
		return nil, err
	}
	members, err := k.Members(ctx)
	if err != nil {
		return nil, err
	}

	var voting []consortium.Member
	for _, m := range members {
		votes, err := k.votesAs(ctx, m, charter)
		if err != nil {
			return nil, err
		}
		if votes {
			voting = append(voting, m)
		}
	}
	return voting, nil
}

// votesAs says whether one of the member's addresses may cast its vote.
func (k Keeper) votesAs(ctx context.Context, m consortium.Member, charter consortium.Charter) (bool, error) {
	// Status and roles are judged before the holders are read: most members of a large network do not vote.
	would, err := m.NewActor()
	if err != nil {
		return false, err
	}
	would.Duties = consortium.NewDutySet(consortium.DUTY_GOVERNANCE)
	if !charter.MayVote(would) {
		return false, nil
	}

	number, err := consortium.Number(m.Number)
	if err != nil {
		return false, err
	}
	holders, err := k.holders(ctx, number)
	if err != nil {
		return false, err
	}
	for _, h := range holders {
		if charter.MayVote(h.Actor) {
			return true, nil
		}
	}
	return false, nil
}

// RequireElectorate returns ErrElectorateEmpty if no member may vote: nothing could be decided ever again.
func (k Keeper) RequireElectorate(ctx context.Context) error {
	voting, err := k.VotingMembers(ctx)
	if err != nil {
		return err
	}
	if len(voting) == 0 {
		return consortium.ErrElectorateEmpty.Wrap("expected a change that leaves an ACTIVE member with a voting role and GOVERNANCE")
	}
	return nil
}

// keepingElectorate makes a change unless it would leave nobody to vote.
func (k Keeper) keepingElectorate(ctx context.Context, change func(context.Context) error) error {
	cached, write := sdk.UnwrapSDKContext(ctx).CacheContext()
	if err := change(cached); err != nil {
		return err
	}
	if err := k.RequireElectorate(cached); err != nil {
		return err
	}
	write()
	return nil
}

// requireVoter returns the member for which the address votes; ErrUnauthorized without GOVERNANCE, ErrNotVoting if the
// member does not vote now.
func (k Keeper) requireVoter(ctx context.Context, addr string) (consortium.Member, error) {
	m, err := k.RequireDuty(ctx, addr, consortium.DUTY_GOVERNANCE)
	if err != nil {
		return m, err
	}
	charter, err := k.Charter(ctx)
	if err != nil {
		return m, err
	}
	votes, err := k.votesAs(ctx, m, charter)
	if err != nil {
		return m, err
	}
	if !votes {
		return m, consortium.ErrNotVoting.Wrapf("expected an ACTIVE member with one of %v, %s is %s with %v", charter.VotingRoles, m.Id, m.Status, m.Roles)
	}
	return m, nil
}
