// SPDX-License-Identifier: Apache-2.0

package keeper

import (
	"context"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/taelnet/tael/x/netting"
)

// standing is a member's position under the rules of its currency, its balance being the one it remembers. A position
// that remembers none yet reads it from the bank, once.
func (k Keeper) standing(ctx context.Context, c netting.Currency, member uint32) (netting.Standing, error) {
	p, err := k.Position(ctx, c.Code, member)
	if err != nil {
		return netting.Standing{}, err
	}
	s := netting.Standing{Position: p, Share: c.UsableShare()}
	if p.Day == 0 && p.Balance == 0 {
		s.Balance, err = k.SettlementBalance(ctx, member, c.SettlingDenom)
	}
	return s, err
}

// covered is a member's position under the rules of its currency with what its settlement account holds now.
func (k Keeper) covered(ctx context.Context, c netting.Currency, member uint32) (netting.Standing, error) {
	p, err := k.Position(ctx, c.Code, member)
	if err != nil {
		return netting.Standing{}, err
	}
	p.Balance, err = k.SettlementBalance(ctx, member, c.SettlingDenom)
	return netting.Standing{Position: p, Share: c.UsableShare()}, err
}

// judge blocks a position that is not sound and releases one that is again. The caller saves it.
func (k Keeper) judge(ctx context.Context, s *netting.Standing) error {
	blocked := !s.Sound()
	if blocked == s.OutboundBlocked {
		return nil
	}
	s.OutboundBlocked = blocked
	member, err := k.consortium.Member(ctx, s.Member)
	if err != nil {
		return err
	}
	events := sdk.UnwrapSDKContext(ctx).EventManager()
	if blocked {
		return events.EmitTypedEvent(&netting.EventOutboundBlocked{Currency: s.Currency, Member: member.Id})
	}
	return events.EmitTypedEvent(&netting.EventOutboundReleased{Currency: s.Currency, Member: member.Id})
}

// keep notes what a settlement account holds now; an earmark shrinks to what is left.
func (k Keeper) keep(ctx context.Context, s *netting.Standing, balance uint64) error {
	previous := s.Earmark
	if !s.Keep(balance) {
		return nil
	}
	return k.earmarked(ctx, s.Position, previous)
}

func (k Keeper) earmarked(ctx context.Context, p netting.Position, previous uint64) error {
	member, err := k.consortium.Member(ctx, p.Member)
	if err != nil {
		return err
	}
	return sdk.UnwrapSDKContext(ctx).EventManager().EmitTypedEvent(&netting.EventEarmarkSet{
		Currency: p.Currency, Member: member.Id, Previous: previous, Amount: p.Earmark,
	})
}

// now is the block time in unix seconds.
func now(ctx context.Context) int64 { return sdk.UnwrapSDKContext(ctx).BlockTime().Unix() }
