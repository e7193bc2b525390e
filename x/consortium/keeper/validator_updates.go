// SPDX-License-Identifier: Apache-2.0

package keeper

import (
	"context"
	"slices"

	abci "github.com/cometbft/cometbft/abci/types"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/taelnet/tael/x/consortium"
)

// ValidatorUpdates returns what consensus does not know yet of the validator set: one entry for each key whose power
// is another than consensus was told, ascending by consensus address. It compares the sets as they are when the block ends, so that
// what was added and removed within the block is not told at all. The set takes effect two blocks later. A block
// without a change costs one read.
func (k Keeper) ValidatorUpdates(ctx context.Context) ([]abci.ValidatorUpdate, error) {
	changedAt, err := k.set.changedAt.Get(ctx)
	if err != nil {
		return nil, err
	}
	if changedAt != sdk.UnwrapSDKContext(ctx).BlockHeight() {
		return nil, nil
	}
	return k.tellConsensus(ctx)
}

func (k Keeper) tellConsensus(ctx context.Context) ([]abci.ValidatorUpdate, error) {
	changes, err := k.untold(ctx)
	if err != nil {
		return nil, err
	}
	updates := make([]abci.ValidatorUpdate, 0, len(changes))
	for _, v := range changes {
		if v.Power == 0 {
			err = k.set.told.Remove(ctx, v.PubKey)
		} else {
			err = k.set.told.Set(ctx, v.PubKey, v.Power)
		}
		if err != nil {
			return nil, err
		}
		updates = append(updates, v.Update())
	}
	return updates, nil
}

// untold returns keys and powers in which the ACTIVE validators differ from what consensus was told, ascending by
// consensus address; power 0 is for a key that is gone. If nobody is ACTIVE, which no rule allows, consensus keeps the set that it has.
func (k Keeper) untold(ctx context.Context) ([]consortium.Validator, error) {
	validators, err := k.Validators(ctx)
	if err != nil {
		return nil, err
	}
	powers := make(map[string]int64, len(validators))
	for _, v := range validators {
		if v.Active() {
			powers[string(v.PubKey)] = v.Power
		}
	}
	if len(powers) == 0 {
		return nil, nil
	}

	var changes []consortium.Validator
	err = k.set.told.Walk(ctx, nil, func(key []byte, power int64) (bool, error) {
		now := powers[string(key)]
		if now != power {
			changes = append(changes, consortium.Validator{PubKey: key, Power: now})
		}
		delete(powers, string(key))
		return false, nil
	})
	if err != nil {
		return nil, err
	}
	for _, v := range validators {
		if power, fresh := powers[string(v.PubKey)]; fresh {
			changes = append(changes, consortium.Validator{PubKey: v.PubKey, Power: power})
		}
	}
	slices.SortFunc(changes, byConsensusAddress)
	return changes, nil
}
