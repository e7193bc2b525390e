// SPDX-License-Identifier: Apache-2.0

package keeper

import (
	"context"
	"errors"

	"cosmossdk.io/collections"

	"github.com/cosmos/cosmos-sdk/codec"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/taelnet/tael/x/consortium"
)

// validatorState is what the chain remembers of its validators.
type validatorState struct {
	// present are the ACTIVE and JAILED validators by consensus address, at most consortium.MaxValidators.
	present collections.Map[[]byte, consortium.Validator]
	// removed are the REMOVED ones; no block looks through them.
	removed collections.Map[[]byte, consortium.Validator]
	// retired are the keys that were rotated away.
	retired  collections.Map[[]byte, consortium.RetiredKey]
	liveness collections.Map[[]byte, consortium.Liveness]
	// changes are the ordinary changes of power of the last evidence period by number.
	changes collections.Map[uint64, consortium.PowerChange]
	policy  collections.Item[consortium.ValidatorPolicy]
	// told is the set as consensus was last told: power by consensus key.
	told      collections.Map[[]byte, int64]
	changedAt collections.Item[int64]
}

func newValidatorState(sb *collections.SchemaBuilder, cdc codec.BinaryCodec) validatorState {
	return validatorState{
		present:   collections.NewMap(sb, consortium.ValidatorsPrefix, "validators", collections.BytesKey, codec.CollValue[consortium.Validator](cdc)),
		removed:   collections.NewMap(sb, consortium.RemovedValidatorsPrefix, "removed_validators", collections.BytesKey, codec.CollValue[consortium.Validator](cdc)),
		retired:   collections.NewMap(sb, consortium.RetiredKeysPrefix, "retired_keys", collections.BytesKey, codec.CollValue[consortium.RetiredKey](cdc)),
		liveness:  collections.NewMap(sb, consortium.LivenessPrefix, "liveness", collections.BytesKey, codec.CollValue[consortium.Liveness](cdc)),
		changes:   collections.NewMap(sb, consortium.PowerChangesPrefix, "power_changes", collections.Uint64Key, codec.CollValue[consortium.PowerChange](cdc)),
		policy:    collections.NewItem(sb, consortium.ValidatorPolicyPrefix, "validator_policy", codec.CollValue[consortium.ValidatorPolicy](cdc)),
		told:      collections.NewMap(sb, consortium.ConsensusSetPrefix, "consensus_set", collections.BytesKey, collections.Int64Value),
		changedAt: collections.NewItem(sb, consortium.ValidatorsChangedAtPrefix, "validators_changed_at", collections.Int64Value),
	}
}

// Validators returns the validators that vote or may vote again, by consensus address.
func (k Keeper) Validators(ctx context.Context) ([]consortium.Validator, error) {
	return values(ctx, k.set.present)
}

// ValidatorsOf returns the validators of a member that vote or may vote again, by consensus address.
func (k Keeper) ValidatorsOf(ctx context.Context, member uint32) ([]consortium.Validator, error) {
	all, err := k.Validators(ctx)
	if err != nil {
		return nil, err
	}
	var own []consortium.Validator
	for _, v := range all {
		if v.Member == member {
			own = append(own, v)
		}
	}
	return own, nil
}

// RequireMayValidate returns ErrValidatorState if the member runs a validator and would not be allowed to with these
// roles and this status. Whoever changes either asks first.
func (k Keeper) RequireMayValidate(ctx context.Context, m consortium.Member) error {
	roles, err := k.roles(ctx)
	if err != nil {
		return err
	}
	if consortium.MayValidate(m, roles) {
		return nil
	}
	own, err := k.ValidatorsOf(ctx, m.Number)
	if err != nil {
		return err
	}
	if len(own) > 0 {
		return consortium.ErrValidatorState.Wrapf("expected member %s to run no validator as %s with %v, it runs %q", m.Id, m.Status, m.Roles, own[0].Moniker)
	}
	return nil
}

// ValidatorPolicy returns what is asked of the validator set.
func (k Keeper) ValidatorPolicy(ctx context.Context) (consortium.ValidatorPolicy, error) {
	return k.set.policy.Get(ctx)
}

// setFigures sums up the validators that are not REMOVED.
func (k Keeper) setFigures(ctx context.Context) (consortium.SetFigures, error) {
	var f consortium.SetFigures
	err := k.set.present.Walk(ctx, nil, func(_ []byte, v consortium.Validator) (bool, error) {
		f = f.Count(v)
		return false, nil
	})
	return f, err
}

// validator returns the validator with this present consensus key. It returns ErrValidatorState if it is REMOVED and
// ErrValidatorUnknown if there never was one or its key was rotated away.
func (k Keeper) validator(ctx context.Context, text string) (consortium.Validator, error) {
	addr, err := consortium.ParseConsensusAddress(text)
	if err != nil {
		return consortium.Validator{}, err
	}
	v, err := k.set.present.Get(ctx, addr)
	if !errors.Is(err, collections.ErrNotFound) {
		return v, err
	}
	removed, err := k.set.removed.Has(ctx, addr)
	if err != nil {
		return consortium.Validator{}, err
	}
	if removed {
		return consortium.Validator{}, consortium.ErrValidatorState.Wrapf("expected %s to be ACTIVE or JAILED, it is REMOVED", text)
	}
	return consortium.Validator{}, consortium.ErrValidatorUnknown.Wrapf("expected the address of a present consensus key, got %s", text)
}

// behind follows a consensus address to the validator that has it or had it before rotations. The way is as long as
// the rotations since, of which an evidence period sees at most MaxPowerChanges; it returns ErrValidatorUnknown beyond.
func (k Keeper) behind(ctx context.Context, addr sdk.ConsAddress) (consortium.Validator, error) {
	at := addr
	for range consortium.MaxPowerChanges + 1 {
		for _, m := range []collections.Map[[]byte, consortium.Validator]{k.set.present, k.set.removed} {
			v, err := m.Get(ctx, at)
			if !errors.Is(err, collections.ErrNotFound) {
				return v, err
			}
		}
		key, err := k.set.retired.Get(ctx, at)
		if errors.Is(err, collections.ErrNotFound) {
			break
		}
		if err != nil {
			return consortium.Validator{}, err
		}
		at = consortium.ConsensusAddressOf(key.Successor)
	}
	return consortium.Validator{}, consortium.ErrValidatorUnknown.Wrapf("expected the consensus address of a validator, now or before, got %s", addr)
}

// requireFreshKey returns ErrConsensusKeyUsed for a key that a validator has or ever had.
func (k Keeper) requireFreshKey(ctx context.Context, pubKey []byte) error {
	addr := consortium.ConsensusAddressOf(pubKey)
	for _, has := range []func(context.Context, []byte) (bool, error){k.set.present.Has, k.set.removed.Has, k.set.retired.Has} {
		used, err := has(ctx, addr)
		if err != nil {
			return err
		}
		if used {
			return consortium.ErrConsensusKeyUsed.Wrapf("expected a key that no validator ever had, %s was one's", addr)
		}
	}
	return nil
}

// roles returns the roles whose members may run a validator.
func (k Keeper) roles(ctx context.Context) (consortium.RoleSet, error) {
	it, err := k.validatorRoles.Iterate(ctx, nil)
	if err != nil {
		return 0, err
	}
	keys, err := it.Keys()
	if err != nil {
		return 0, err
	}
	roles := make([]consortium.Role, 0, len(keys))
	for _, key := range keys {
		roles = append(roles, consortium.Role(key))
	}
	return consortium.NewRoleSet(roles)
}

func values[K, V any](ctx context.Context, m collections.Map[K, V]) ([]V, error) {
	it, err := m.Iterate(ctx, nil)
	if err != nil {
		return nil, err
	}
	return it.Values()
}
