// SPDX-License-Identifier: Apache-2.0

package keeper

import (
	"context"
	"errors"

	"cosmossdk.io/collections"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/taelnet/tael/x/consortium"
	"github.com/taelnet/tael/x/netting"
)

// CapProposal is the raise of a cap on offer to a member. ErrProposalUnknown if there is none or it has expired.
func (k Keeper) CapProposal(ctx context.Context, code string, member uint32) (netting.CapProposal, error) {
	proposal, err := k.CapProposals.Get(ctx, collections.Join(code, uint16(member)))
	if err != nil && !errors.Is(err, collections.ErrNotFound) {
		return netting.CapProposal{}, err
	}
	if err != nil || proposal.Expired(now(ctx)) {
		return netting.CapProposal{}, netting.ErrProposalUnknown.Wrapf("expected a cap on offer to member %d in %s, got none", member, code)
	}
	return proposal, nil
}

// proposeCap puts a raise on offer, in place of an earlier one; a cap of 0 withdraws what is on offer.
func (k Keeper) proposeCap(ctx context.Context, code string, by, member consortium.Member, limit uint64, expiresAt int64) error {
	c, err := k.CurrencyByCode(ctx, code)
	if err != nil {
		return err
	}
	key := collections.Join(c.Code, uint16(member.Number))
	if limit == 0 {
		if _, err := k.CapProposal(ctx, c.Code, member.Number); err != nil {
			return err
		}
		if err := k.CapProposals.Remove(ctx, key); err != nil {
			return err
		}
	} else {
		s, err := k.standing(ctx, c, member.Number)
		if err != nil {
			return err
		}
		// Whether it may be raised is tried on a copy, which is not saved.
		if err := s.RaiseCap(limit, sdk.UnwrapSDKContext(ctx).BlockHeight()); err != nil {
			return err
		}
		proposal := netting.CapProposal{
			Currency: c.Code, Member: member.Number, Cap: limit, ProposedBy: by.Number, ExpiresAt: expiresAt,
		}
		if err := proposal.CheckTerm(now(ctx)); err != nil {
			return err
		}
		if err := k.CapProposals.Set(ctx, key, proposal); err != nil {
			return err
		}
	}
	return sdk.UnwrapSDKContext(ctx).EventManager().EmitTypedEvent(&netting.EventCapProposed{
		Currency: c.Code, Member: member.Id, Proposer: by.Id, Cap: limit, ExpiresAt: expiresAt,
	})
}

// acceptCap raises a member's cap to the one on offer, from the next block on. A member that owes nothing new needs none:
// consortium.ErrMemberState unless it is ACTIVE.
func (k Keeper) acceptCap(ctx context.Context, code string, member consortium.Member, limit uint64) error {
	if member.Status != consortium.MEMBER_STATUS_ACTIVE {
		return consortium.ErrMemberState.Wrapf("expected member %s to be ACTIVE, it is %s", member.Id, member.Status)
	}
	c, err := k.CurrencyByCode(ctx, code)
	if err != nil {
		return err
	}
	proposal, err := k.CapProposal(ctx, c.Code, member.Number)
	if err != nil {
		return err
	}
	if proposal.Cap != limit {
		return netting.ErrProposalDiffers.Wrapf("expected the cap on offer, %d, got %d", proposal.Cap, limit)
	}
	return k.changeCap(ctx, c, member, limit, func(s *netting.Standing) error {
		return s.RaiseCap(limit, sdk.UnwrapSDKContext(ctx).BlockHeight())
	})
}

// cutCap lowers a member's cap at once. A raise on offer is dropped: it was judged before the cut.
func (k Keeper) cutCap(ctx context.Context, code string, member consortium.Member, limit uint64) error {
	c, err := k.CurrencyByCode(ctx, code)
	if err != nil {
		return err
	}
	return k.changeCap(ctx, c, member, limit, func(s *netting.Standing) error { return s.CutCap(limit) })
}

// changeCap changes a member's cap and ends what is on offer to it.
func (k Keeper) changeCap(ctx context.Context, c netting.Currency, member consortium.Member, limit uint64, change func(*netting.Standing) error) error {
	s, err := k.standing(ctx, c, member.Number)
	if err != nil {
		return err
	}
	previous := s.Cap
	if err := change(&s); err != nil {
		return err
	}
	if err := k.savePosition(ctx, s.Position); err != nil {
		return err
	}
	if err := k.CapProposals.Remove(ctx, collections.Join(c.Code, uint16(member.Number))); err != nil {
		return err
	}
	if watch(ctx, &c, s) {
		if err := k.saveCurrency(ctx, c); err != nil {
			return err
		}
	}
	return sdk.UnwrapSDKContext(ctx).EventManager().EmitTypedEvent(&netting.EventCapSet{
		Currency: c.Code, Member: member.Id, Previous: previous, Cap: limit,
	})
}
