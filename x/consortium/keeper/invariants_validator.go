// SPDX-License-Identifier: Apache-2.0

package keeper

import (
	"bytes"
	"context"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/taelnet/tael/x/consortium"
)

// checkValidators holds the validators to their own rules, to their members, to each other and to what consensus was
// told.
func (k Keeper) checkValidators(ctx context.Context) error {
	policy, err := k.ValidatorPolicy(ctx)
	if err != nil {
		return broken("validator policy: %s", err)
	}
	if err := policy.Validate(); err != nil {
		return broken("validator policy: %s", err)
	}
	checks := []func(context.Context, consortium.ValidatorPolicy) error{
		k.checkPresent, k.checkRemoved, k.checkRetired, k.checkLiveness, k.checkPowerChanges, k.checkTold,
	}
	for _, check := range checks {
		if err := check(ctx, policy); err != nil {
			return err
		}
	}
	return nil
}

func (k Keeper) checkPresent(ctx context.Context, policy consortium.ValidatorPolicy) error {
	roles, err := k.roles(ctx)
	if err != nil {
		return err
	}
	var figures consortium.SetFigures
	err = k.set.present.Walk(ctx, nil, func(addr []byte, v consortium.Validator) (bool, error) {
		if err := v.Validate(); err != nil {
			return true, broken("validator %X: %s", addr, err)
		}
		if !v.Active() && v.Status != consortium.VALIDATOR_STATUS_JAILED {
			return true, broken("validator %q is %s among those that may vote", v.Moniker, v.Status)
		}
		if !bytes.Equal(v.ConsensusAddress(), addr) {
			return true, broken("validator %q is stored under %X, its key gives %X", v.Moniker, addr, []byte(v.ConsensusAddress()))
		}
		m, err := k.Member(ctx, v.Member)
		if err != nil {
			return true, broken("validator %q of member %d: %s", v.Moniker, v.Member, err)
		}
		if !consortium.MayValidate(m, roles) {
			return true, broken("validator %q: member %s has %v and is %s, expected one of %v", v.Moniker, m.Id, m.Roles, m.Status, roles.Roles())
		}
		if err := figures.MayGrow(v.Power); err != nil {
			return true, broken("total power: %s", err)
		}
		figures = figures.Count(v)
		return false, nil
	})
	if err != nil {
		return err
	}
	if figures.Active == 0 {
		return broken("expected at least one ACTIVE validator, there is none")
	}
	if figures.Active+figures.Jailed > policy.MaxValidators {
		return broken("%d validators, expected at most %d", figures.Active+figures.Jailed, policy.MaxValidators)
	}
	return nil
}

func (k Keeper) checkRemoved(ctx context.Context, _ consortium.ValidatorPolicy) error {
	return k.set.removed.Walk(ctx, nil, func(addr []byte, v consortium.Validator) (bool, error) {
		if err := v.Validate(); err != nil || v.Status != consortium.VALIDATOR_STATUS_REMOVED {
			return true, broken("removed validator %X is %s (%v)", addr, v.Status, err)
		}
		present, err := k.set.present.Has(ctx, addr)
		if err != nil || present || !bytes.Equal(v.ConsensusAddress(), addr) {
			return true, broken("removed validator %X has key %X, may vote: %t (%v)", addr, v.PubKey, present, err)
		}
		return false, nil
	})
}

// checkRetired follows each retired key one step: with no key twice it follows that each leads to a validator.
func (k Keeper) checkRetired(ctx context.Context, _ consortium.ValidatorPolicy) error {
	return k.set.retired.Walk(ctx, nil, func(addr []byte, key consortium.RetiredKey) (bool, error) {
		if err := key.Validate(); err != nil {
			return true, broken("retired key %X: %s", addr, err)
		}
		if !bytes.Equal(consortium.ConsensusAddressOf(key.PubKey), addr) {
			return true, broken("retired key %X is stored under %X", key.PubKey, addr)
		}
		for _, has := range []func(context.Context, []byte) (bool, error){k.set.present.Has, k.set.removed.Has} {
			if taken, err := has(ctx, addr); err != nil || taken {
				return true, broken("retired key %X is a validator's (%v)", addr, err)
			}
		}
		if err := k.requireFreshKey(ctx, key.Successor); err == nil {
			return true, broken("retired key %X leads to %X, which nobody ever had", addr, key.Successor)
		}
		return false, nil
	})
}

func (k Keeper) checkLiveness(ctx context.Context, policy consortium.ValidatorPolicy) error {
	return k.set.liveness.Walk(ctx, nil, func(addr []byte, l consortium.Liveness) (bool, error) {
		if err := l.Validate(policy.Window); err != nil {
			return true, broken("%s", err)
		}
		v, err := k.set.present.Get(ctx, addr)
		if err != nil || !v.Active() || !bytes.Equal(addr, l.ConsensusAddress) {
			return true, broken("liveness of %X under %X, whose validator is %s (%v)", l.ConsensusAddress, addr, v.Status, err)
		}
		return false, nil
	})
}

func (k Keeper) checkPowerChanges(ctx context.Context, _ consortium.ValidatorPolicy) error {
	n := 0
	err := k.set.changes.Walk(ctx, nil, func(number uint64, c consortium.PowerChange) (bool, error) {
		n++
		if err := c.Validate(); err != nil || c.Number != number {
			return true, broken("power change %d says %d (%v)", number, c.Number, err)
		}
		return false, nil
	})
	if err != nil {
		return err
	}
	if n > consortium.MaxPowerChanges {
		return broken("%d power changes are kept, expected at most %d", n, consortium.MaxPowerChanges)
	}
	return nil
}

// checkTold compares the set with what consensus was told; only within the block of a change may they differ.
func (k Keeper) checkTold(ctx context.Context, _ consortium.ValidatorPolicy) error {
	changes, err := k.untold(ctx)
	if err != nil {
		return err
	}
	changedAt, err := k.set.changedAt.Get(ctx)
	if err != nil {
		return broken("height of the last change: %s", err)
	}
	if height := sdk.UnwrapSDKContext(ctx).BlockHeight(); len(changes) > 0 && changedAt != height {
		return broken("consensus was not told of %d changes of height %d, it is height %d now", len(changes), changedAt, height)
	}
	return nil
}
