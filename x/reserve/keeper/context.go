// SPDX-License-Identifier: Apache-2.0

package keeper

import (
	"context"
	"fmt"

	"github.com/cosmos/gogoproto/proto"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/taelnet/tael/x/reserve"
	"github.com/taelnet/tael/x/wallet"
)

// fact is a typed event.
type fact = proto.Message

// emit tells what happened, last of all, when nothing can fail any more.
func emit(ctx context.Context, facts ...fact) error {
	events := sdk.UnwrapSDKContext(ctx).EventManager()
	for _, f := range facts {
		if err := events.EmitTypedEvent(f); err != nil {
			return err
		}
	}
	return nil
}

// now is the block time in unix seconds.
func now(ctx context.Context) int64 {
	return sdk.UnwrapSDKContext(ctx).BlockTime().Unix()
}

func optionalAddress(text string) ([]byte, error) {
	if text == "" {
		return nil, nil
	}
	return wallet.ParseAddress(text)
}

func addressText(addr []byte) string {
	if len(addr) == 0 {
		return ""
	}
	return sdk.AccAddress(addr).String()
}

// today is the local day of the block, yyyymmdd.
func (k Keeper) today(ctx context.Context) (uint32, error) {
	params, err := k.Params.Get(ctx)
	return reserve.LocalDate(now(ctx), params.UtcOffsetSeconds), err
}

// requireBooked holds that a booked day is not after the local day that lies ahead seconds ahead, or back if negative.
// Error: reserve.ErrBookingDateInvalid.
func (k Keeper) requireBooked(ctx context.Context, date uint32, ahead int64) error {
	params, err := k.Params.Get(ctx)
	if err != nil {
		return err
	}
	if last := reserve.LocalDate(now(ctx)+ahead, params.UtcOffsetSeconds); date > last {
		return reserve.ErrBookingDateInvalid.Wrapf("expected a day up to %d, got %d", last, date)
	}
	return nil
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
