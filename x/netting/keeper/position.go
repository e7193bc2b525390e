// SPDX-License-Identifier: Apache-2.0

package keeper

import (
	"context"
	"errors"

	"cosmossdk.io/collections"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/taelnet/tael/x/compliance"
	"github.com/taelnet/tael/x/netting"
)

// Position is what a member owes and is due in a currency, as it stands in this block; all zero, so with a cap of
// zero, if the member has none.
func (k Keeper) Position(ctx context.Context, code string, member uint32) (netting.Position, error) {
	p, err := k.Positions.Get(ctx, collections.Join(code, uint16(member)))
	if err != nil && !errors.Is(err, collections.ErrNotFound) {
		return netting.Position{}, err
	}
	p.Currency, p.Member = code, member
	return p.At(sdk.UnwrapSDKContext(ctx).BlockHeight()), nil
}

// savePosition writes a position under its own currency and member.
func (k Keeper) savePosition(ctx context.Context, p netting.Position) error {
	return k.Positions.Set(ctx, collections.Join(p.Currency, uint16(p.Member)), p)
}

// positionsOf are all positions of a currency, by member number.
func (k Keeper) positionsOf(ctx context.Context, code string) ([]netting.Position, error) {
	height := sdk.UnwrapSDKContext(ctx).BlockHeight()
	var all []netting.Position
	err := k.Positions.Walk(ctx, collections.NewPrefixedPairRange[string, uint16](code),
		func(key collections.Pair[string, uint16], p netting.Position) (bool, error) {
			p.Currency, p.Member = key.K1(), uint32(key.K2())
			all = append(all, p.At(height))
			return false, nil
		})
	return all, err
}

// LifetimeTotals are the sums of all obligations a member ever owed and was ever due in a currency.
func (k Keeper) LifetimeTotals(ctx context.Context, code string, member uint32) (out, in uint64, err error) {
	p, err := k.Position(ctx, code, member)
	return p.LifetimeOut, p.LifetimeIn, err
}

// SettlementBalance is what a member's settlement account of a settling denom holds.
func (k Keeper) SettlementBalance(ctx context.Context, member uint32, denom string) (uint64, error) {
	return k.bank.Balance(ctx, netting.SettlementAccount(member, denom), denom)
}

// FundsOutAllowed says whether a member may take amount out of its settlement account: afterwards position +
// reserved <= min(cover, cap) must hold and its CLOSED cycles must be payable. ErrCurrencyUnknown, ErrDenomNotSettling.
func (k Keeper) FundsOutAllowed(ctx context.Context, member uint32, denom string, amount uint64) (compliance.Reason, error) {
	c, err := k.settlingCurrency(ctx, denom)
	if err != nil {
		return compliance.ReasonNone, err
	}
	p, err := k.Position(ctx, c.Code, member)
	if err != nil {
		return compliance.ReasonNone, err
	}
	cover, err := k.SettlementBalance(ctx, member, denom)
	if err != nil {
		return compliance.ReasonNone, err
	}
	if amount > cover || !p.Sound(cover-amount) {
		return compliance.ReasonLiquidity, nil
	}
	return compliance.ReasonNone, nil
}

// FundsMoved follows every change of a settlement account, after it: it blocks or releases the member and lets the
// CLOSED cycles of the currency be tried again at the end of the block. forced says that the change was imposed on
// the member; one that was not and leaves too little cover is ErrCoverMissing.
func (k Keeper) FundsMoved(ctx context.Context, member uint32, denom string, forced bool) error {
	c, err := k.settlingCurrency(ctx, denom)
	if err != nil {
		return err
	}
	p, err := k.Position(ctx, c.Code, member)
	if err != nil {
		return err
	}
	cover, err := k.SettlementBalance(ctx, member, denom)
	if err != nil {
		return err
	}

	if !forced && !p.OutboundBlocked && !p.Sound(cover) {
		return netting.ErrCoverMissing.Wrapf("expected cover for position %d and reserved %d, got %d", p.Net(), p.Reserved, cover)
	}
	if err := k.judge(ctx, &p, cover); err != nil {
		return err
	}

	if c.Waiting() == 0 || c.SettleDue {
		return nil
	}
	c.SettleDue = true
	return k.saveCurrency(ctx, c)
}

// judge blocks a position that is not sound, releases one that is again, and saves it if that changed.
func (k Keeper) judge(ctx context.Context, p *netting.Position, cover uint64) error {
	blocked := !p.Sound(cover)
	if blocked == p.OutboundBlocked {
		return nil
	}
	p.OutboundBlocked = blocked
	if err := k.savePosition(ctx, *p); err != nil {
		return err
	}

	member, err := k.consortium.Member(ctx, p.Member)
	if err != nil {
		return err
	}
	events := sdk.UnwrapSDKContext(ctx).EventManager()
	if blocked {
		return events.EmitTypedEvent(&netting.EventOutboundBlocked{Currency: p.Currency, Member: member.Id})
	}
	return events.EmitTypedEvent(&netting.EventOutboundReleased{Currency: p.Currency, Member: member.Id})
}
