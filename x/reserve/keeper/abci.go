// SPDX-License-Identifier: Apache-2.0

package keeper

import (
	"context"
	"encoding/binary"
	"errors"

	storetypes "github.com/cosmos/cosmos-sdk/store/v2/types"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/taelnet/tael/x/reserve"
)

const (
	// maxMintsPerBlock bounds the waiting receipts that one block mints or tries again.
	maxMintsPerBlock = 32
	// retryTerm is the time after which a mint that failed is tried again, in seconds.
	retryTerm = 3_600
)

// EndBlocker mints what waits and may be minted, and what waited until its deadline to SUSPENSE. If nothing waits it
// makes two reads and writes nothing. A mint that fails is undone, flagged and tried again later; it never fails the
// block. Who comes first changes with the height, so that nobody's long queue starves the others'.
func (k Keeper) EndBlocker(ctx context.Context) error {
	sdkCtx := sdk.UnwrapSDKContext(ctx)
	if err := k.requeueDue(sdkCtx); err != nil {
		return err
	}
	groups, err := k.waitingGroups(ctx)
	if err != nil || len(groups) == 0 {
		return err
	}
	first, budget := int(sdkCtx.BlockHeight()%int64(len(groups))), maxMintsPerBlock
	for n := range groups {
		if budget == 0 {
			return nil
		}
		if err := k.mintGroup(sdkCtx, groups[(first+n)%len(groups)], &budget); err != nil {
			return err
		}
	}
	return nil
}

// requeueDue puts receipts whose mint failed a while ago back into their places.
func (k Keeper) requeueDue(ctx sdk.Context) error {
	var due [][]byte
	err := k.Retries.Walk(ctx, nil, func(key []byte) (bool, error) {
		if reserve.RetryTimeOf(key) > now(ctx) || len(due) == maxMintsPerBlock {
			return true, nil
		}
		due = append(due, key)
		return false, nil
	})
	if err != nil {
		return err
	}
	for _, key := range due {
		i, err := k.Issuances.Get(ctx, key[8:])
		if err != nil {
			return err
		}
		i.RetryAt = 0
		if err := errors.Join(k.Retries.Remove(ctx, key), k.Waiting.Set(ctx, waitingKey(i), key[8:]), k.Issuances.Set(ctx, key[8:], i)); err != nil {
			return err
		}
	}
	return nil
}

// mintGroup mints the receipts of one member and denom, each rail's in its order, until one may not be minted.
func (k Keeper) mintGroup(ctx sdk.Context, g waitingGroup, budget *int) error {
	stopped, minted := reserve.STOP_CAUSE_UNSPECIFIED, false
	for _, lane := range g.lanes {
		for *budget > 0 {
			_, receipt, found, err := k.firstWaiting(ctx, lane, storetypes.PrefixEndBytes(lane))
			if err != nil {
				return err
			}
			if !found {
				break
			}
			i, err := k.Issuances.Get(ctx, receipt)
			if err != nil {
				return err
			}
			goes, cause, err := k.mayGo(ctx, i)
			if err != nil {
				return err
			}
			if !goes {
				stopped = max(stopped, cause)
				break
			}
			*budget--
			done, err := k.mintOrFlag(ctx, i)
			if err != nil {
				return err
			}
			minted = minted || done
		}
	}
	if stopped == reserve.STOP_CAUSE_UNSPECIFIED && !minted {
		return nil
	}
	return k.concludeGroup(ctx, g, stopped)
}

// concludeGroup tells if minting stopped or was resumed. What was minted at its deadline alone resumes nothing.
func (k Keeper) concludeGroup(ctx context.Context, g waitingGroup, stopped reserve.StopCause) error {
	member, denom := uint32(binary.BigEndian.Uint16(g.key)), reserve.DenomOfKey(g.key[2:])
	if stopped == reserve.STOP_CAUSE_UNSPECIFIED {
		var err error
		if stopped, err = k.stopCause(ctx, member, denom, 0); err != nil {
			return err
		}
	}
	facts, err := k.setStopped(ctx, member, denom, stopped)
	if err != nil {
		return err
	}
	return emit(ctx, facts...)
}

// mayGo says whether the first receipt of a lane leaves it now: at its deadline whatever holds it, else if its rail and
// its member's coverage let it be minted.
func (k Keeper) mayGo(ctx context.Context, i reserve.IssuanceRecord) (bool, reserve.StopCause, error) {
	overdue, err := k.overdue(ctx, i)
	if err != nil || overdue {
		return overdue, reserve.STOP_CAUSE_UNSPECIFIED, err
	}
	rail, err := k.Rail(ctx, i.Rail)
	if err != nil || rail.MintingStopped {
		return false, reserve.STOP_CAUSE_UNSPECIFIED, err
	}
	cause, err := k.stopCause(ctx, i.Member, i.Denom, i.Amount)
	return cause == reserve.STOP_CAUSE_UNSPECIFIED, cause, err
}

func (k Keeper) overdue(ctx context.Context, i reserve.IssuanceRecord) (bool, error) {
	params, err := k.Params.Get(ctx)
	return now(ctx) >= i.Deadline(params.AttestedTerm), err
}

// mintOrFlag mints a waiting receipt, or puts it aside for a while if that fails.
func (k Keeper) mintOrFlag(ctx sdk.Context, i reserve.IssuanceRecord) (minted bool, err error) {
	cause := isolate(ctx, func(ctx sdk.Context) error {
		facts, err := k.mintWaiting(ctx, i)
		if err != nil {
			return err
		}
		return emit(ctx, facts...)
	})
	if cause == nil {
		return true, nil
	}
	ctx.Logger().Error("receipt flagged", "module", reserve.ModuleName, "rail", i.Rail, "account", i.Account,
		"booking_date", i.BookingDate, "entry_reference", i.EntryReference, "err", cause)
	if err := k.dequeue(ctx, i); err != nil {
		return false, err
	}
	i.RetryAt = now(ctx) + retryTerm
	receipt := i.Key().Bytes()
	if err := errors.Join(k.Retries.Set(ctx, reserve.RetryKey(i.RetryAt, receipt)), k.Issuances.Set(ctx, receipt, i)); err != nil {
		return false, err
	}
	return false, emit(ctx, &reserve.EventReceiptFlagged{
		Rail: i.Rail, Account: i.Account, BookingDate: i.BookingDate, EntryReference: i.EntryReference, RetryAt: i.RetryAt,
	})
}

// mintWaiting takes a receipt out of its place and mints it, to SUSPENSE if it is overdue.
func (k Keeper) mintWaiting(ctx context.Context, i reserve.IssuanceRecord) ([]fact, error) {
	if err := k.dequeue(ctx, i); err != nil {
		return nil, err
	}
	overdue, err := k.overdue(ctx, i)
	if err != nil {
		return nil, err
	}
	c := credit{cause: reserve.SUSPENSE_CAUSE_DEADLINE}
	if !overdue {
		if c, err = k.creditOf(ctx, i); err != nil {
			return nil, err
		}
	}
	facts, err := k.mintReceipt(ctx, &i, c)
	if err != nil {
		return nil, err
	}
	return facts, k.Issuances.Set(ctx, i.Key().Bytes(), i)
}
