// SPDX-License-Identifier: Apache-2.0

package keeper

import (
	"context"
	"fmt"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/taelnet/tael/x/netting"
)

// maxStatedPerBlock bounds the statements written in one block when an earlier attempt has failed; normally one cycle
// is stated in the block that closes it.
const maxStatedPerBlock = 4

// EndBlocker closes the cycles that are due, settles those that wait and raises alarms. It reads the currencies and,
// unless one of them has work, nothing else; it never fails the block: work that fails is undone and flagged.
func (k Keeper) EndBlocker(ctx context.Context) error {
	all, err := k.AllCurrencies(ctx)
	if err != nil {
		return err
	}
	sdkCtx := sdk.UnwrapSDKContext(ctx)
	now := now(ctx)
	for _, c := range all {
		due := c.Due(now) || c.SettleDue || c.CloseOrdered
		if due {
			k.endCycle(sdkCtx, c, now)
		}
		if due || c.AlarmDue {
			k.endAlarms(sdkCtx, c.EmoneyDenom)
		}
	}
	return nil
}

// endCycle does one currency's work of this block in stages, each of which happens whole or not at all.
func (k Keeper) endCycle(ctx sdk.Context, c netting.Currency, now int64) {
	// What the settlement of a cycle moves belongs to the day that the cycle ends and not to the next.
	day := c.Day(now)
	if c.Due(now) {
		if err := isolate(ctx, func(ctx sdk.Context) error { return k.closeCycle(ctx, &c, now) }); err != nil {
			k.flag(ctx, c.Code, c.OpenCycle, netting.STAGE_CLOSE, err)
			return
		}
	}
	// An order that found nothing to close asks for settlement only, and must not close what the next block brings.
	c.CloseOrdered, c.SettleDue = false, true
	for range maxStatedPerBlock {
		if c.StatedCycle+1 >= c.OpenCycle {
			break
		}
		if err := isolate(ctx, func(ctx sdk.Context) error { return k.stateCycle(ctx, &c) }); err != nil {
			k.flag(ctx, c.Code, c.StatedCycle+1, netting.STAGE_STATEMENTS, err)
			return
		}
	}
	if c.StatedCycle+1 < c.OpenCycle {
		return
	}
	if err := isolate(ctx, func(ctx sdk.Context) error { return k.settleCycles(ctx, &c, now, day) }); err != nil {
		k.flag(ctx, c.Code, c.OpenCycle-1, netting.STAGE_SETTLEMENT, err)
	}
}

// isolate runs a piece of work in a cache context: its writes and events stay only if it neither fails nor panics.
func isolate(ctx sdk.Context, work func(sdk.Context) error) (err error) {
	cached, write := ctx.CacheContext()
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("panic: %v", r)
		}
	}()
	if err := work(cached); err != nil {
		return err
	}
	write()
	return nil
}

// flag records that a stage of a cycle failed; orders are dropped and the schedule goes on, so that it is tried again
// with new funds or at the next close and not in every block.
func (k Keeper) flag(ctx sdk.Context, code string, cycle uint64, stage netting.Stage, cause error) {
	ctx.Logger().Error("cycle flagged", "module", netting.ModuleName, "currency", code, "cycle", cycle, "stage", stage.String(), "err", cause)
	err := isolate(ctx, func(ctx sdk.Context) error {
		c, err := k.CurrencyByCode(ctx, code)
		if err != nil {
			return err
		}
		if stage == netting.STAGE_CLOSE {
			c.PassCutOff(ctx.BlockTime().Unix())
		}
		c.Flagged, c.CloseOrdered, c.SettleDue = true, false, false
		if err := k.saveCurrency(ctx, c); err != nil {
			return err
		}
		return ctx.EventManager().EmitTypedEvent(&netting.EventCycleFlagged{Currency: code, Cycle: cycle, Stage: stage})
	})
	if err != nil {
		ctx.Logger().Error("cycle not flagged", "module", netting.ModuleName, "currency", code, "cycle", cycle, "err", err)
	}
}
