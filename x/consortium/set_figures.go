// SPDX-License-Identifier: Apache-2.0

package consortium

import cmttypes "github.com/cometbft/cometbft/types"

// SetFigures are the sums over all validators that are not REMOVED.
type SetFigures struct {
	// Active and Jailed are how many there are.
	Active, Jailed uint32
	// ActivePower votes; JailedPower may come back.
	ActivePower, JailedPower int64
}

// Count adds a validator to the sums; a REMOVED one does not count.
func (f SetFigures) Count(v Validator) SetFigures {
	switch {
	case v.Active():
		f.Active++
		f.ActivePower += v.Power
	case v.Status == VALIDATOR_STATUS_JAILED:
		f.Jailed++
		f.JailedPower += v.Power
	}
	return f
}

// MayAdd returns ErrValidatorsFull if the policy has no place for one more validator.
func (f SetFigures) MayAdd(p ValidatorPolicy) error {
	if f.Active+f.Jailed >= p.MaxValidators {
		return ErrValidatorsFull.Wrapf("expected fewer than %d validators, there are %d ACTIVE and %d JAILED", p.MaxValidators, f.Active, f.Jailed)
	}
	return nil
}

// MayGrow returns ErrValidatorsFull if so much more power is more than CometBFT can count once all are out of jail.
func (f SetFigures) MayGrow(more int64) error {
	if room := cmttypes.MaxTotalVotingPower - f.ActivePower - f.JailedPower; more > room {
		return ErrValidatorsFull.Wrapf("expected at most %d more power, got %d", room, more)
	}
	return nil
}

// MayLose returns ErrValidatorsFew if the policy does not let one ACTIVE validator go.
func (f SetFigures) MayLose(p ValidatorPolicy) error {
	if f.Active <= p.MinActive || f.Active <= 1 {
		return ErrValidatorsFew.Wrapf("expected more than %d ACTIVE validators, there are %d", p.MinActive, f.Active)
	}
	return nil
}
