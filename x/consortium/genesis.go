// SPDX-License-Identifier: Apache-2.0

package consortium

// maxDataZoneLength is in characters.
const maxDataZoneLength = 64

// DefaultGenesis is the form to fill in: no chain starts from it, since it names no member and no validator.
func DefaultGenesis() *Genesis {
	return &Genesis{ValidatorRoles: []Role{ROLE_BANK, ROLE_CLEARING, ROLE_WALLET_OPERATOR}, Charter: DefaultCharter(), NextProposal: 1, Quotas: DefaultQuotaPolicy()}
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
	if err := g.validateQuotas(); err != nil {
		return err
	}

	if err := g.CheckDepartures(); err != nil {
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

func (g Genesis) member(number uint32) (Member, bool) {
	for _, m := range g.Members {
		if m.Number == number {
			return m, true
		}
	}
	return Member{}, false
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
