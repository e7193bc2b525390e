// SPDX-License-Identifier: Apache-2.0

package keeper

import (
	"context"
	"errors"

	"cosmossdk.io/collections"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/taelnet/tael/x/payment"
)

// pruneFactor is how many expired keys are dealt with for each key that a block lists: more than one, so that a backlog
// always shrinks; a block without payments prunes nothing and writes nothing.
const pruneFactor = 2

// EndBlocker lists the records which the block wrote or changed in one entry, and prunes in proportion to them. It
// never decides anything: a record past its retention is ignored wherever it is read.
func (k Keeper) EndBlocker(ctx context.Context) error {
	joined, err := k.touched(ctx)
	if err != nil || len(joined) == 0 {
		return err
	}
	sdkCtx := sdk.UnwrapSDKContext(ctx)
	now := sdkCtx.BlockTime().Unix()
	if err := k.Expiries.Set(ctx, collections.Join(uint64(now), uint64(sdkCtx.BlockHeight())), joined); err != nil {
		return err
	}
	return k.prune(ctx, now, pruneFactor*len(joined)/payment.KeyLength)
}

// prune deals with at most budget keys of entries past their retention, the oldest first.
func (k Keeper) prune(ctx context.Context, now int64, budget int) error {
	params, err := k.Params.Get(ctx)
	if err != nil {
		return err
	}
	for budget > 0 {
		at, joined, err := k.oldest(ctx)
		if err != nil {
			return err
		}
		if joined == nil || uint64(now)-at.K1() < params.Retention {
			return nil
		}
		done, err := k.pruned(ctx)
		if err != nil {
			return err
		}
		keys := joined[done*payment.KeyLength:]
		step := min(budget, len(keys)/payment.KeyLength)
		if err := k.removeExpired(ctx, at.K1(), keys[:step*payment.KeyLength]); err != nil {
			return err
		}
		budget -= step
		if err := k.advance(ctx, at, done+step, len(joined)/payment.KeyLength); err != nil {
			return err
		}
	}
	return nil
}

// oldest returns the oldest entry; nil if there is none.
func (k Keeper) oldest(ctx context.Context) (at collections.Pair[uint64, uint64], joined []byte, err error) {
	it, err := k.Expiries.Iterate(ctx, nil)
	if err != nil {
		return at, nil, err
	}
	defer func() { _ = it.Close() }() // it only reads
	if !it.Valid() {
		return at, nil, nil
	}
	entry, err := it.KeyValue()
	return entry.Key, entry.Value, err
}

// removeExpired removes the records that have not changed since the entry was written. A record that changed later is
// named by that later entry too, which decides when it goes.
func (k Keeper) removeExpired(ctx context.Context, entryTime uint64, keys []byte) error {
	for ; len(keys) > 0; keys = keys[payment.KeyLength:] {
		key := payment.Key(keys[:payment.KeyLength])
		record, err := k.Records.Get(ctx, key)
		if errors.Is(err, collections.ErrNotFound) {
			continue
		}
		if err != nil {
			return err
		}
		if record.ChangedAt > int64(entryTime) {
			continue
		}
		if err := k.Records.Remove(ctx, key); err != nil {
			return err
		}
	}
	return nil
}

// pruned returns how many keys of the oldest entry are dealt with.
func (k Keeper) pruned(ctx context.Context) (int, error) {
	done, err := k.Pruned.Get(ctx)
	if err != nil && !errors.Is(err, collections.ErrNotFound) {
		return 0, err
	}
	return int(done), nil
}

// advance remembers that done of the oldest entry's keys are dealt with, and removes the entry when all are. The entry
// itself is not rewritten: it may be large, and the block that pays for it small.
func (k Keeper) advance(ctx context.Context, at collections.Pair[uint64, uint64], done, of int) error {
	if done < of {
		return k.Pruned.Set(ctx, uint64(done))
	}
	if err := k.Pruned.Remove(ctx); err != nil {
		return err
	}
	return k.Expiries.Remove(ctx, at)
}
