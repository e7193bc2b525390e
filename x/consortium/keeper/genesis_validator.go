// SPDX-License-Identifier: Apache-2.0

package keeper

import (
	"bytes"
	"context"
	"slices"

	abci "github.com/cometbft/cometbft/abci/types"

	"github.com/taelnet/tael/x/consortium"
)

// initValidators stores the validators with what they have behind them and returns the set, ascending by
// consensus address.
func (k Keeper) initValidators(ctx context.Context, g consortium.Genesis) ([]abci.ValidatorUpdate, error) {
	for _, role := range g.ValidatorRoles {
		if err := k.validatorRoles.Set(ctx, uint16(role)); err != nil { //nolint:gosec // Validate holds roles to known numbers
			return nil, err
		}
	}
	for _, v := range g.Validators {
		target := k.set.present
		if v.Status == consortium.VALIDATOR_STATUS_REMOVED {
			target = k.set.removed
		}
		if err := target.Set(ctx, v.ConsensusAddress(), v.Record()); err != nil {
			return nil, err
		}
	}
	for _, key := range g.RetiredKeys {
		if err := k.set.retired.Set(ctx, consortium.ConsensusAddressOf(key.PubKey), key); err != nil {
			return nil, err
		}
	}
	for _, l := range g.Liveness {
		if err := k.set.liveness.Set(ctx, l.ConsensusAddress, l); err != nil {
			return nil, err
		}
	}
	for _, c := range g.PowerChanges {
		if err := k.set.changes.Set(ctx, c.Number, c); err != nil {
			return nil, err
		}
	}
	if err := k.set.policy.Set(ctx, g.Policy()); err != nil {
		return nil, err
	}
	if err := k.set.changedAt.Set(ctx, g.ValidatorsChangedAt); err != nil {
		return nil, err
	}
	return k.tellConsensus(ctx)
}

// exportValidators writes the validators with what they have behind them, ascending by consensus address. What
// consensus was told is not written: a new chain tells it anew.
func (k Keeper) exportValidators(ctx context.Context, g *consortium.Genesis) error {
	present, err := k.Validators(ctx)
	if err != nil {
		return err
	}
	removed, err := values(ctx, k.set.removed)
	if err != nil {
		return err
	}
	g.Validators = append(present, removed...)
	slices.SortFunc(g.Validators, byConsensusAddress)

	roles, err := k.roles(ctx)
	if err != nil {
		return err
	}
	g.ValidatorRoles = roles.Roles()
	if g.RetiredKeys, err = values(ctx, k.set.retired); err != nil {
		return err
	}
	if g.Liveness, err = values(ctx, k.set.liveness); err != nil {
		return err
	}
	if g.PowerChanges, err = values(ctx, k.set.changes); err != nil {
		return err
	}
	policy, err := k.ValidatorPolicy(ctx)
	if err != nil {
		return err
	}
	g.ValidatorPolicy = &policy
	g.ValidatorsChangedAt, err = k.set.changedAt.Get(ctx)
	return err
}

func byConsensusAddress(a, b consortium.Validator) int {
	return bytes.Compare(a.ConsensusAddress(), b.ConsensusAddress())
}
