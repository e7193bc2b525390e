// SPDX-License-Identifier: Apache-2.0

package consortium

// RoleSet is a set of roles: bit 1<<role.
type RoleSet uint16

// NewRoleSet gathers roles; it returns ErrMemberInvalid for a role that does not exist or comes twice.
func NewRoleSet(roles []Role) (RoleSet, error) {
	var set RoleSet
	for _, role := range roles {
		if _, known := Role_name[int32(role)]; !known || role == ROLE_UNSPECIFIED {
			return 0, ErrMemberInvalid.Wrapf("expected a known role, got %d", role)
		}
		if set.Has(role) {
			return 0, ErrMemberInvalid.Wrapf("expected each role once, got %s twice", role)
		}
		set |= 1 << role
	}
	return set, nil
}

// Has says whether the role is in the set.
func (s RoleSet) Has(role Role) bool {
	return role > ROLE_UNSPECIFIED && role <= ROLE_RAIL && s&(1<<role) != 0
}

// HasAny says whether one of the roles is in the set. Of no roles none is missing: it is true then.
func (s RoleSet) HasAny(roles []Role) bool {
	for _, role := range roles {
		if s.Has(role) {
			return true
		}
	}
	return len(roles) == 0
}

// Roles lists the set, ascending.
func (s RoleSet) Roles() []Role {
	var roles []Role
	for role := ROLE_BANK; role <= ROLE_RAIL; role++ {
		if s.Has(role) {
			roles = append(roles, role)
		}
	}
	return roles
}
