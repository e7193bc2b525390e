// SPDX-License-Identifier: Apache-2.0

package keeper

import (
	"context"
	"errors"
	"math"

	"cosmossdk.io/collections"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/taelnet/tael/x/consortium"
)

// addValidator stores a new ACTIVE validator of a member. Nothing is written before every test has passed.
func (k Keeper) addValidator(ctx context.Context, m consortium.Member, v consortium.Validator, proof []byte) error {
	if err := v.Validate(); err != nil {
		return err
	}
	if m.Status != consortium.MEMBER_STATUS_ACTIVE {
		return consortium.ErrMemberState.Wrapf("expected member %s to be ACTIVE, it is %s", m.Id, m.Status)
	}
	roles, err := k.roles(ctx)
	if err != nil {
		return err
	}
	if !consortium.MayValidate(m, roles) {
		return consortium.ErrValidatorInvalid.Wrapf("expected a member with one of %v, member %s has %v", roles.Roles(), m.Id, m.Roles)
	}
	if err := k.requireOwnKey(ctx, v.Member, v.PubKey, proof); err != nil {
		return err
	}

	policy, figures, err := k.policyAndFigures(ctx)
	if err != nil {
		return err
	}
	if err := figures.MayAdd(policy); err != nil {
		return err
	}
	if err := figures.MayGrow(v.Power); err != nil {
		return err
	}
	if err := k.movePower(ctx, policy, figures, v.Power); err != nil {
		return err
	}
	return k.setValidator(ctx, v)
}

// requireOwnKey asks that the key is fresh and signed for the member on this chain.
func (k Keeper) requireOwnKey(ctx context.Context, member uint32, pubKey, proof []byte) error {
	if err := consortium.VerifyProof(sdk.UnwrapSDKContext(ctx).ChainID(), member, pubKey, proof); err != nil {
		return err
	}
	return k.requireFreshKey(ctx, pubKey)
}

// removeValidator takes a validator out for good. A JAILED one has no power that could change, nor does it count for
// the minimum.
func (k Keeper) removeValidator(ctx context.Context, v consortium.Validator) error {
	if v.Active() {
		policy, figures, err := k.policyAndFigures(ctx)
		if err != nil {
			return err
		}
		if err := figures.MayLose(policy); err != nil {
			return err
		}
		if err := k.movePower(ctx, policy, figures, v.Power); err != nil {
			return err
		}
	}
	return k.retire(ctx, v.Remove())
}

// retire moves a validator to the REMOVED ones.
func (k Keeper) retire(ctx context.Context, v consortium.Validator) error {
	addr := v.ConsensusAddress()
	if err := k.set.present.Remove(ctx, addr); err != nil {
		return err
	}
	if err := k.set.liveness.Remove(ctx, addr); err != nil {
		return err
	}
	if err := k.set.removed.Set(ctx, addr, v); err != nil {
		return err
	}
	return k.markChanged(ctx)
}

// setPower changes the power of a validator. That of a JAILED one counts as moved as well: it comes back with it.
func (k Keeper) setPower(ctx context.Context, v consortium.Validator, power int64) error {
	if err := consortium.ValidatePower(power); err != nil {
		return err
	}
	if power == v.Power {
		return consortium.ErrValidatorInvalid.Wrapf("expected another power than %d", v.Power)
	}
	policy, figures, err := k.policyAndFigures(ctx)
	if err != nil {
		return err
	}
	more := power - v.Power
	if err := figures.MayGrow(more); err != nil {
		return err
	}
	if err := k.movePower(ctx, policy, figures, max(more, -more)); err != nil {
		return err
	}
	v.Power = power
	return k.setValidator(ctx, v)
}

// rotate gives the validator another key. Its misses go with it; the old key is kept for good and leads to the new one.
func (k Keeper) rotate(ctx context.Context, v consortium.Validator, pubKey, proof []byte) (consortium.Validator, error) {
	if err := k.requireOwnKey(ctx, v.Member, pubKey, proof); err != nil {
		return v, err
	}
	policy, figures, err := k.policyAndFigures(ctx)
	if err != nil {
		return v, err
	}
	if err := k.movePower(ctx, policy, figures, v.Power); err != nil {
		return v, err
	}

	old, height := v.ConsensusAddress(), sdk.UnwrapSDKContext(ctx).BlockHeight()
	if err := k.set.retired.Set(ctx, old, v.RetiredKey(pubKey, height)); err != nil {
		return v, err
	}
	if err := k.set.present.Remove(ctx, old); err != nil {
		return v, err
	}
	v.PubKey = pubKey
	if err := k.moveLiveness(ctx, old, v.ConsensusAddress()); err != nil {
		return v, err
	}
	return v, k.setValidator(ctx, v)
}

func (k Keeper) moveLiveness(ctx context.Context, from, to sdk.ConsAddress) error {
	l, err := k.set.liveness.Get(ctx, from)
	if errors.Is(err, collections.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	if err := k.set.liveness.Remove(ctx, from); err != nil {
		return err
	}
	l.ConsensusAddress = to
	return k.set.liveness.Set(ctx, to, l)
}

// setValidatorPolicy stores a policy that the present set fulfils. Another window starts all counts of misses anew.
func (k Keeper) setValidatorPolicy(ctx context.Context, policy consortium.ValidatorPolicy) error {
	if err := policy.Validate(); err != nil {
		return err
	}
	before, figures, err := k.policyAndFigures(ctx)
	if err != nil {
		return err
	}
	if err := policy.Fits(figures); err != nil {
		return err
	}
	if policy.Window != before.Window {
		if err := k.set.liveness.Clear(ctx, nil); err != nil {
			return err
		}
	}
	return k.set.policy.Set(ctx, policy)
}

// setValidator stores an ACTIVE or JAILED validator; consensus hears of it when the block ends.
func (k Keeper) setValidator(ctx context.Context, v consortium.Validator) error {
	if err := k.set.present.Set(ctx, v.ConsensusAddress(), v); err != nil {
		return err
	}
	return k.markChanged(ctx)
}

func (k Keeper) markChanged(ctx context.Context) error {
	return k.set.changedAt.Set(ctx, sdk.UnwrapSDKContext(ctx).BlockHeight())
}

func (k Keeper) policyAndFigures(ctx context.Context) (consortium.ValidatorPolicy, consortium.SetFigures, error) {
	policy, err := k.ValidatorPolicy(ctx)
	if err != nil {
		return policy, consortium.SetFigures{}, err
	}
	figures, err := k.setFigures(ctx)
	return policy, figures, err
}

// movePower records an ordinary change of power, or returns ErrPowerShare if the evidence period has no room for it.
// What has left the period is forgotten here, so that at most MaxPowerChanges are kept.
func (k Keeper) movePower(ctx context.Context, policy consortium.ValidatorPolicy, figures consortium.SetFigures, amount int64) error {
	changes, over, next, err := k.powerChanges(ctx)
	if err != nil {
		return err
	}
	if err := consortium.NewPowerShare(changes, figures.ActivePower).May(policy, amount); err != nil {
		return err
	}
	for _, number := range over {
		if err := k.set.changes.Remove(ctx, number); err != nil {
			return err
		}
	}
	sdkCtx := sdk.UnwrapSDKContext(ctx)
	c := consortium.NewPowerChange(sdkCtx.BlockHeight(), sdkCtx.BlockTime(), amount, figures.ActivePower)
	c.Number = next
	return k.set.changes.Set(ctx, next, c)
}

// powerChanges returns the changes of the present evidence period, the numbers of those that have left it, and the
// number of the next one.
func (k Keeper) powerChanges(ctx context.Context) (within []consortium.PowerChange, over []uint64, next uint64, err error) {
	sdkCtx := sdk.UnwrapSDKContext(ctx)
	period := evidencePeriod(sdkCtx)
	next = 1
	err = k.set.changes.Walk(ctx, nil, func(number uint64, c consortium.PowerChange) (bool, error) {
		next = number + 1
		if c.Over(period, sdkCtx.BlockHeight(), sdkCtx.BlockTime()) {
			over = append(over, number)
		} else {
			within = append(within, c)
		}
		return false, nil
	})
	return within, over, next, err
}

// evidencePeriod is how long misbehaviour can be proven; without consensus parameters it never ends.
func evidencePeriod(ctx sdk.Context) consortium.EvidencePeriod {
	params := ctx.ConsensusParams().Evidence
	if params == nil {
		return consortium.EvidencePeriod{Blocks: math.MaxInt64, Duration: math.MaxInt64}
	}
	return consortium.EvidencePeriod{Blocks: params.MaxAgeNumBlocks, Duration: params.MaxAgeDuration}
}
