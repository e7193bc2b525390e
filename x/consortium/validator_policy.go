// SPDX-License-Identifier: Apache-2.0

package consortium

// Limits of a validator policy. They bound what a block may cost.
const (
	// MaxValidators is how many validators a policy may allow.
	MaxValidators = 128
	// MaxWindow is of how many last blocks a policy may count misses: 4 KiB a validator.
	MaxWindow = 32_768
	// MaxJailTerm is the longest jail term in seconds: ten years.
	MaxJailTerm = 10 * 366 * 24 * 3_600

	maxChangeDenominator = 1_000_000
)

// DefaultValidatorPolicy is what a genesis that names no policy asks: one validator at least, half of the last 6,000
// blocks missed jails for ten minutes, a third of the power may change. A third is what a client that trusts an old
// set can bridge (CometBFT's light client: trust level 1/3).
func DefaultValidatorPolicy() ValidatorPolicy {
	return ValidatorPolicy{
		MinActive: 1, MaxValidators: MaxValidators, Window: 6_000, MaxMissed: 3_000, JailTerm: 600,
		ChangeNumerator: 1, ChangeDenominator: 3,
	}
}

// Validate returns ErrValidatorPolicyInvalid for a policy that no set could fulfil or that a block could not afford.
func (p ValidatorPolicy) Validate() error {
	if p.MinActive == 0 || p.MinActive > p.MaxValidators {
		return ErrValidatorPolicyInvalid.Wrapf("expected min_active from 1 to max_validators %d, got %d", p.MaxValidators, p.MinActive)
	}
	if p.MaxValidators > MaxValidators {
		return ErrValidatorPolicyInvalid.Wrapf("expected max_validators of at most %d, got %d", MaxValidators, p.MaxValidators)
	}
	if p.Window == 0 || p.Window > MaxWindow {
		return ErrValidatorPolicyInvalid.Wrapf("expected a window of 1 to %d blocks, got %d", MaxWindow, p.Window)
	}
	if p.MaxMissed == 0 || p.MaxMissed > p.Window {
		return ErrValidatorPolicyInvalid.Wrapf("expected max_missed from 1 to the window of %d blocks, got %d", p.Window, p.MaxMissed)
	}
	if p.JailTerm == 0 || p.JailTerm > MaxJailTerm {
		return ErrValidatorPolicyInvalid.Wrapf("expected a jail_term of 1 to %d seconds, got %d", MaxJailTerm, p.JailTerm)
	}
	if p.ChangeNumerator == 0 || p.ChangeDenominator == 0 || p.ChangeDenominator > maxChangeDenominator ||
		3*uint64(p.ChangeNumerator) > uint64(p.ChangeDenominator) {
		return ErrValidatorPolicyInvalid.Wrapf("expected a change share above 0 and of at most 1/3 with a denominator of at most %d, got %d/%d",
			maxChangeDenominator, p.ChangeNumerator, p.ChangeDenominator)
	}
	return nil
}

// Fits returns ErrValidatorPolicyInvalid if a set of so many validators does not fulfil the policy.
func (p ValidatorPolicy) Fits(set SetFigures) error {
	if set.Active < p.MinActive {
		return ErrValidatorPolicyInvalid.Wrapf("expected min_active of at most the %d ACTIVE validators, got %d", set.Active, p.MinActive)
	}
	if set.Active+set.Jailed > p.MaxValidators {
		return ErrValidatorPolicyInvalid.Wrapf("expected max_validators of at least the %d validators, got %d", set.Active+set.Jailed, p.MaxValidators)
	}
	return nil
}
