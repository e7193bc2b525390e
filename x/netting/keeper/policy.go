// SPDX-License-Identifier: Apache-2.0

package keeper

import (
	"context"
	"slices"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/taelnet/tael/x/netting"
)

// setPolicy sets the rules of a currency and judges all its positions by them, as a forced change: whom they leave with
// a position that is not sound is OUTBOUND_BLOCKED. It answers how many that are new.
func (k Keeper) setPolicy(ctx context.Context, msg *netting.MsgSetCurrencyPolicy) (blocked uint32, err error) {
	before, err := k.CurrencyByCode(ctx, msg.Currency)
	if err != nil {
		return 0, err
	}
	c := before
	if err := c.SetPolicy(msg.Inflow, msg.InflowPercent, msg.AlarmPercents, msg.SettlementDay, now(ctx)); err != nil {
		return 0, err
	}
	positions, err := k.positionsOf(ctx, c.Code)
	if err != nil {
		return 0, err
	}
	for _, p := range positions {
		s := netting.Standing{Position: p, Share: c.UsableShare()}
		if !slices.Equal(before.Alarms(), c.Alarms()) {
			if err := k.setAlarm(ctx, before.Alarms(), &s, 0); err != nil {
				return 0, err
			}
		}
		if s.Balance, err = k.SettlementBalance(ctx, p.Member, c.SettlingDenom); err != nil {
			return 0, err
		}
		if err := k.judge(ctx, &s); err != nil {
			return 0, err
		}
		if s.OutboundBlocked && !p.OutboundBlocked {
			blocked++
		}
		s.Turn(c.Day(now(ctx)), now(ctx))
		s.Mark(now(ctx))
		watch(ctx, &c, s)
		if s.Position == p {
			continue
		}
		if err := k.savePosition(ctx, s.Position); err != nil {
			return 0, err
		}
	}
	if err := k.saveCurrency(ctx, c); err != nil {
		return 0, err
	}
	return blocked, sdk.UnwrapSDKContext(ctx).EventManager().EmitTypedEvent(&netting.EventCurrencyPolicySet{
		Currency: c.Code, Inflow: c.Inflow, InflowPercent: c.InflowPercent,
		AlarmPercents: c.AlarmPercents, SettlementDay: c.SettlementDay,
	})
}
