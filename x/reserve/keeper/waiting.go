// SPDX-License-Identifier: Apache-2.0

package keeper

import (
	"context"
	"errors"

	"cosmossdk.io/collections"

	storetypes "github.com/cosmos/cosmos-sdk/store/v2/types"

	"github.com/taelnet/tael/x/reserve"
)

const (
	// laneWidth is the length of a lane's key, groupWidth that of its member and denom.
	laneWidth  = 50
	groupWidth = 18
)

// enqueue puts a receipt behind all others of its member and rail.
func (k Keeper) enqueue(ctx context.Context, i *reserve.IssuanceRecord) (fact, error) {
	params, err := k.Params.Get(ctx)
	if err != nil {
		return nil, err
	}
	member, err := k.consortium.Member(ctx, i.Member)
	if err != nil {
		return nil, err
	}
	number, err := k.NextWaiting.Next(ctx)
	if err != nil {
		return nil, err
	}
	// 0 is the number of what does not wait.
	i.WaitingNumber = number + 1
	if err := k.Waiting.Set(ctx, waitingKey(*i), i.Key().Bytes()); err != nil {
		return nil, err
	}
	return &reserve.EventReceiptWaiting{
		Rail: i.Rail, Account: i.Account, BookingDate: i.BookingDate, EntryReference: i.EntryReference, Member: member.Id,
		Denom: i.Denom, Amount: i.Amount, Deadline: i.Deadline(params.AttestedTerm),
	}, nil
}

// dequeue takes a receipt out of its place, wherever it waits.
func (k Keeper) dequeue(ctx context.Context, i reserve.IssuanceRecord) error {
	switch {
	case i.RetryAt != 0:
		return k.Retries.Remove(ctx, reserve.RetryKey(i.RetryAt, i.Key().Bytes()))
	case i.WaitingNumber != 0:
		return k.Waiting.Remove(ctx, waitingKey(i))
	default:
		return nil
	}
}

func waitingKey(i reserve.IssuanceRecord) []byte {
	return reserve.WaitingKey(i.Member, i.Denom, i.Rail, i.WaitingNumber)
}

// firstWaiting finds the first place from a key on and before another (nil for the end).
func (k Keeper) firstWaiting(ctx context.Context, from, before []byte) (key, receipt []byte, found bool, err error) {
	places := new(collections.Range[[]byte])
	if from != nil {
		places = places.StartInclusive(from)
	}
	if before != nil {
		places = places.EndExclusive(before)
	}
	it, err := k.Waiting.Iterate(ctx, places)
	if err != nil {
		return nil, nil, false, err
	}
	defer func() { err = errors.Join(err, it.Close()) }()
	if !it.Valid() {
		return nil, nil, false, nil
	}
	place, err := it.KeyValue()
	return place.Key, place.Value, err == nil, err
}

func (k Keeper) anythingWaits(ctx context.Context, prefix []byte) (bool, error) {
	_, _, found, err := k.firstWaiting(ctx, prefix, storetypes.PrefixEndBytes(prefix))
	return found, err
}

// waitingGroup is what waits for one member and denom, by rails.
type waitingGroup struct {
	key   []byte
	lanes [][]byte
}

// waitingGroups finds who waits by one read per member and rail, however many receipts wait there.
func (k Keeper) waitingGroups(ctx context.Context) ([]waitingGroup, error) {
	var groups []waitingGroup
	var from []byte
	for {
		key, _, found, err := k.firstWaiting(ctx, from, nil)
		if err != nil || !found {
			return groups, err
		}
		lane := key[:laneWidth]
		if n := len(groups); n == 0 || string(groups[n-1].key) != string(lane[:groupWidth]) {
			groups = append(groups, waitingGroup{key: lane[:groupWidth]})
		}
		last := &groups[len(groups)-1]
		last.lanes = append(last.lanes, lane)
		from = storetypes.PrefixEndBytes(lane)
		if from == nil {
			return groups, nil
		}
	}
}
