// SPDX-License-Identifier: Apache-2.0

package keeper

import (
	"context"
	"slices"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/taelnet/tael/x/netting"
)

// watch marks the currency if the use of a position, as it stands from the next block on, has passed an alarm, so that
// the end of the block looks. It reports whether the mark is new; the caller saves the currency.
func watch(ctx context.Context, c *netting.Currency, s netting.Standing) bool {
	s.Position = s.At(sdk.UnwrapSDKContext(ctx).BlockHeight() + 1)
	if c.AlarmDue || s.Alarm(c.Alarms()) == s.AlarmPercent {
		return false
	}
	c.AlarmDue = true
	return true
}

// endAlarms looks at the positions of a currency in which an alarm has been passed in this block. What fails is undone,
// and the mark goes, so that nothing is tried in every block.
func (k Keeper) endAlarms(ctx sdk.Context, denom string) {
	look := func(ctx sdk.Context, work func(sdk.Context, netting.Currency) error) error {
		return isolate(ctx, func(ctx sdk.Context) error {
			c, _, err := k.Currency(ctx, denom)
			if err != nil || !c.AlarmDue {
				return err
			}
			if err := work(ctx, c); err != nil {
				return err
			}
			c.AlarmDue = false
			return k.saveCurrency(ctx, c)
		})
	}
	if err := look(ctx, k.raiseAlarms); err != nil {
		ctx.Logger().Error("alarms not raised", "module", netting.ModuleName, "denom", denom, "err", err)
		if err := look(ctx, func(sdk.Context, netting.Currency) error { return nil }); err != nil {
			ctx.Logger().Error("alarms still due", "module", netting.ModuleName, "denom", denom, "err", err)
		}
	}
}

// raiseAlarms raises and clears the alarms of all positions of a currency, each by what its account holds now.
func (k Keeper) raiseAlarms(ctx sdk.Context, c netting.Currency) error {
	positions, err := k.positionsOf(ctx, c.Code)
	if err != nil {
		return err
	}
	for _, p := range positions {
		s := netting.Standing{Position: p.At(ctx.BlockHeight() + 1), Share: c.UsableShare()}
		if s.Alarm(c.Alarms()) == s.AlarmPercent {
			continue
		}
		if s.Balance, err = k.SettlementBalance(ctx, p.Member, c.SettlingDenom); err != nil {
			return err
		}
		if err := k.setAlarm(ctx, c.Alarms(), &s, s.Alarm(c.Alarms())); err != nil {
			return err
		}
		if err := k.savePosition(ctx, s.Position); err != nil {
			return err
		}
	}
	return nil
}

// setAlarm makes an alarm the highest that stands and says so for each that was passed, in the order of passing.
func (k Keeper) setAlarm(ctx context.Context, alarms []uint32, s *netting.Standing, to uint32) error {
	passed, cleared := netting.Passed(alarms, s.AlarmPercent, to), to < s.AlarmPercent
	if len(passed) == 0 {
		return nil
	}
	if cleared {
		slices.Reverse(passed)
	}
	member, err := k.consortium.Member(ctx, s.Member)
	if err != nil {
		return err
	}
	for _, percent := range passed {
		if err := sdk.UnwrapSDKContext(ctx).EventManager().EmitTypedEvent(&netting.EventPositionAlarm{
			Currency: s.Currency, Member: member.Id, Percent: percent, Used: s.Used(), Limit: s.Limit(), Cleared: cleared,
		}); err != nil {
			return err
		}
	}
	s.AlarmPercent = to
	return nil
}
