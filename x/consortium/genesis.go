// SPDX-License-Identifier: Apache-2.0

package consortium

import (
	"bytes"

	cmttypes "github.com/cometbft/cometbft/types"

	sdk "github.com/cosmos/cosmos-sdk/types"
)

// Limits of a genesis.
const (
	// MaxSeats is how many keys the authority's multisig may have.
	MaxSeats = 32

	maxDataZoneLength = 64
)

// DefaultGenesis is the form to fill in: no chain starts from it, since it names no member, validator or authority.
func DefaultGenesis() *Genesis {
	return &Genesis{ValidatorRoles: []Role{ROLE_BANK, ROLE_CLEARING, ROLE_WALLET_OPERATOR}, Quotas: DefaultQuotaPolicy()}
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
	if err := g.validateAuthority(holders); err != nil {
		return err
	}
	if err := g.validateQuotas(); err != nil {
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

func (g Genesis) validateAuthority(actors map[string]Actor) error {
	authority, err := ParseAddress(g.Authority)
	if err != nil {
		return ErrGenesisInvalid.Wrapf("authority: %s", err)
	}
	if actor, ok := actors[string(authority)]; ok {
		return ErrGenesisInvalid.Wrapf("expected an authority that serves no member, %s serves %d", g.Authority, actor.Member)
	}

	seats := len(g.GovernanceAddresses)
	if g.AuthorityThreshold == 0 || uint64(g.AuthorityThreshold) > uint64(seats) {
		return ErrGenesisInvalid.Wrapf("expected an authority_threshold from 1 to the %d governance addresses, got %d", seats, g.AuthorityThreshold)
	}
	if seats > MaxSeats {
		return ErrGenesisInvalid.Wrapf("expected at most %d governance addresses, got %d", MaxSeats, seats)
	}

	var seen []sdk.AccAddress
	for _, text := range g.GovernanceAddresses {
		addr, err := ParseAddress(text)
		if err != nil {
			return ErrGenesisInvalid.Wrapf("governance address: %s", err)
		}
		for _, other := range seen {
			if bytes.Equal(other, addr) {
				return ErrGenesisInvalid.Wrapf("expected each governance address once, got %s twice", text)
			}
		}
		seen = append(seen, addr)
		if !actors[string(addr)].Duties.Has(DUTY_GOVERNANCE) {
			return ErrGenesisInvalid.Wrapf("expected governance address %s to hold a GOVERNANCE duty, it holds %v", text, actors[string(addr)].Duties.Duties())
		}
	}
	return nil
}

// validateQuotas checks the policy, and that quotas and what is used of them belong to members.
func (g Genesis) validateQuotas() error {
	if err := g.Quotas.Validate(); err != nil {
		return err
	}
	for _, row := range g.Quotas.Members {
		if _, ok := g.member(row.Member); !ok {
			return ErrGenesisInvalid.Wrapf("expected a member, a quota names number %d", row.Member)
		}
	}
	for i, use := range g.QuotaUses {
		if _, ok := g.member(use.Member); !ok && use.Member != 0 {
			return ErrGenesisInvalid.Wrapf("expected a member, a use of a quota names number %d", use.Member)
		}
		if i > 0 && use.Member <= g.QuotaUses[i-1].Member {
			return ErrGenesisInvalid.Wrapf("expected uses of quotas ascending by member, got %d after %d", use.Member, g.QuotaUses[i-1].Member)
		}
	}
	return nil
}
