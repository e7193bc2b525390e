// SPDX-License-Identifier: Apache-2.0

package consortium

import (
	cmttypes "github.com/cometbft/cometbft/types"
)

// maxDataZoneLength is in characters.
const maxDataZoneLength = 64

// DefaultGenesis is the form to fill in: no chain starts from it, since it names no member and no validator.
func DefaultGenesis() *Genesis {
	return &Genesis{ValidatorRoles: []Role{ROLE_BANK, ROLE_CLEARING, ROLE_WALLET_OPERATOR}, Charter: DefaultCharter(), NextProposal: 1}
}

// Validate checks every part of the genesis and that the parts fit together.
func (g Genesis) Validate() error {
	holders, err := g.validateMembers()
	if err != nil {
		return err
	}
	if err := g.validateValidators(); err != nil {
		return err
	}
	if err := g.validateGovernance(holders); err != nil {
		return err
	}

	if g.Eip155Id == 0 {
		return ErrGenesisInvalid.Wrap("expected an eip155_id above zero, got 0")
	}
	if len(g.DataZone) == 0 || len(g.DataZone) > maxDataZoneLength {
		return ErrGenesisInvalid.Wrapf("expected a data_zone of 1 to %d characters, got %d", maxDataZoneLength, len(g.DataZone))
	}
	for _, c := range []byte(g.DataZone) {
		if c <= ' ' || c > '~' {
			return ErrGenesisInvalid.Wrapf("expected a data_zone of printable ASCII without spaces, got %q", g.DataZone)
		}
	}
	return nil
}

// validateMembers checks the members one by one and against each other, and returns what each address is.
func (g Genesis) validateMembers() (map[string]Actor, error) {
	taken := make(map[string]string)
	actors := make(map[string]Actor)
	for _, m := range g.Members {
		if err := m.Validate(); err != nil {
			return nil, err
		}
		for _, key := range m.uniqueKeys() {
			if other, ok := taken[key]; ok {
				return nil, ErrMemberExists.Wrapf("expected %s once, members %s and %s have it", key, other, m.Id)
			}
			taken[key] = m.Id
		}

		holders, err := m.Actors()
		if err != nil {
			return nil, err
		}
		for _, h := range holders {
			if other, ok := actors[string(h.Address)]; ok {
				return nil, ErrDutyHeld.Wrapf("expected %s to serve one member, it serves %d and %d", h.Address, other.Member, m.Number)
			}
			actors[string(h.Address)] = h.Actor
		}
	}
	return actors, nil
}

func (g Genesis) validateValidators() error {
	roles, err := NewRoleSet(g.ValidatorRoles)
	if err != nil {
		return ErrGenesisInvalid.Wrapf("validator_roles: %s", err)
	}
	if len(g.Validators) == 0 {
		return ErrValidatorInvalid.Wrap("expected at least one validator, got none")
	}

	var total int64
	keys := make(map[string]bool)
	for _, v := range g.Validators {
		if err := v.Validate(); err != nil {
			return err
		}
		if keys[string(v.PubKey)] {
			return ErrValidatorInvalid.Wrapf("expected each consensus key once, got %X twice", v.PubKey)
		}
		keys[string(v.PubKey)] = true

		m, ok := g.member(v.Member)
		if !ok {
			return ErrValidatorInvalid.Wrapf("expected a member, validator %q names number %d", v.Moniker, v.Member)
		}
		if !MayValidate(m, roles) {
			return ErrValidatorInvalid.Wrapf("expected a member with one of %v, member %s of validator %q has %v", roles.Roles(), m.Id, v.Moniker, m.Roles)
		}

		if total += v.Power; total > cmttypes.MaxTotalVotingPower {
			return ErrValidatorInvalid.Wrapf("expected a total power of at most %d, got %d", cmttypes.MaxTotalVotingPower, total)
		}
	}
	return nil
}

// MayValidate says whether one of the member's roles may run a validator.
func MayValidate(m Member, validatorRoles RoleSet) bool {
	for _, role := range m.Roles {
		if validatorRoles.Has(role) {
			return true
		}
	}
	return false
}

func (g Genesis) member(number uint32) (Member, bool) {
	for _, m := range g.Members {
		if m.Number == number {
			return m, true
		}
	}
	return Member{}, false
}
