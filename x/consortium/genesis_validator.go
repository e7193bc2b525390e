// SPDX-License-Identifier: Apache-2.0

package consortium

import cmttypes "github.com/cometbft/cometbft/types"

// Policy is what the genesis asks of the validator set; the default if it names none.
func (g Genesis) Policy() ValidatorPolicy {
	if g.ValidatorPolicy == nil {
		return DefaultValidatorPolicy()
	}
	return *g.ValidatorPolicy
}

// validateValidators checks the validators one by one and together. There may be fewer ACTIVE ones than the policy's
// minimum: an export after misbehaviour has them, and its chain must go on.
func (g Genesis) validateValidators() error {
	roles, err := NewRoleSet(g.ValidatorRoles)
	if err != nil {
		return ErrGenesisInvalid.Wrapf("validator_roles: %s", err)
	}
	policy := g.Policy()
	if err := policy.Validate(); err != nil {
		return err
	}

	var set SetFigures
	keys := make(map[string]Validator)
	for _, v := range g.Validators {
		if err := g.validateValidator(v, roles); err != nil {
			return err
		}
		if _, taken := keys[string(v.PubKey)]; taken {
			return ErrValidatorInvalid.Wrapf("expected each consensus key once, got %X twice", v.PubKey)
		}
		keys[string(v.PubKey)] = v
		if err := set.MayGrow(v.Power); err != nil {
			return ErrValidatorInvalid.Wrapf("expected a total power of at most %d: %s", cmttypes.MaxTotalVotingPower, err)
		}
		set = set.Count(v)
	}
	if set.Active == 0 {
		return ErrValidatorInvalid.Wrap("expected at least one ACTIVE validator, got none")
	}
	if set.Active+set.Jailed > policy.MaxValidators {
		return ErrValidatorInvalid.Wrapf("expected at most %d validators, got %d", policy.MaxValidators, set.Active+set.Jailed)
	}
	return g.validateHistory(keys, policy)
}

func (g Genesis) validateValidator(v Validator, roles RoleSet) error {
	if err := v.Validate(); err != nil {
		return err
	}
	m, ok := g.member(v.Member)
	if !ok {
		return ErrValidatorInvalid.Wrapf("expected a member, validator %q names number %d", v.Moniker, v.Member)
	}
	if v.Status != VALIDATOR_STATUS_REMOVED && !MayValidate(m, roles) {
		return ErrValidatorInvalid.Wrapf("expected a member with one of %v, member %s of validator %q is %s with %v", roles.Roles(), m.Id, v.Moniker, m.Status, m.Roles)
	}
	return nil
}

// validateHistory checks what the validators have behind them: retired keys, missed blocks, changes of power.
func (g Genesis) validateHistory(keys map[string]Validator, policy ValidatorPolicy) error {
	retired := make(map[string]bool)
	for _, k := range g.RetiredKeys {
		if err := k.Validate(); err != nil {
			return err
		}
		if _, taken := keys[string(k.PubKey)]; taken || retired[string(k.PubKey)] {
			return ErrValidatorInvalid.Wrapf("expected each consensus key once, the retired key %X comes twice", k.PubKey)
		}
		retired[string(k.PubKey)] = true
	}
	for _, k := range g.RetiredKeys {
		if _, known := keys[string(k.Successor)]; !known && !retired[string(k.Successor)] {
			return ErrValidatorInvalid.Wrapf("expected retired key %X to lead to a known key, got %X", k.PubKey, k.Successor)
		}
	}
	if err := g.validateLiveness(keys, policy); err != nil {
		return err
	}

	var last uint64
	for _, c := range g.PowerChanges {
		if err := c.Validate(); err != nil {
			return err
		}
		if c.Number <= last {
			return ErrGenesisInvalid.Wrapf("expected power changes ascending by number, got %d after %d", c.Number, last)
		}
		last = c.Number
	}
	if len(g.PowerChanges) > MaxPowerChanges {
		return ErrGenesisInvalid.Wrapf("expected at most %d power changes, got %d", MaxPowerChanges, len(g.PowerChanges))
	}
	if g.ValidatorsChangedAt < 0 {
		return ErrGenesisInvalid.Wrapf("expected a height in validators_changed_at, got %d", g.ValidatorsChangedAt)
	}
	return nil
}

func (g Genesis) validateLiveness(keys map[string]Validator, policy ValidatorPolicy) error {
	active := make(map[string]bool)
	for _, v := range keys { //determinism:allow fills a set, in which no order is left
		active[string(v.ConsensusAddress())] = v.Active()
	}
	for _, l := range g.Liveness {
		if err := l.Validate(policy.Window); err != nil {
			return err
		}
		if !active[string(l.ConsensusAddress)] {
			return ErrGenesisInvalid.Wrapf("expected liveness of ACTIVE validators, each once, got %X", l.ConsensusAddress)
		}
		delete(active, string(l.ConsensusAddress))
	}
	return nil
}
