// SPDX-License-Identifier: Apache-2.0

// Package consortium says who runs the network and who acts for whom: members, their roles and duties, the validators,
// the authority, and the matrix of who may send which message.
package consortium

import (
	"math"
	"strconv"
	"strings"
)

// Limits of a member's fields.
const (
	maxMemberNumber = math.MaxUint16
	maxNameLength   = 140 // characters, as in ISO 20022 Max140Text
	minIDLength     = 2
	maxIDLength     = 32
)

// Number returns a member's number in the form the state keeps; it returns ErrMemberInvalid outside 1 to 65535.
func Number(number uint32) (uint16, error) {
	if number == 0 || number > maxMemberNumber {
		return 0, ErrMemberInvalid.Wrapf("expected a number from 1 to %d, got %d", maxMemberNumber, number)
	}
	return uint16(number), nil
}

// Validate checks every field of the member, the duties included.
func (m Member) Validate() error {
	if err := m.validateProfile(); err != nil {
		return err
	}
	if m.Status != MEMBER_STATUS_ACTIVE && m.Status != MEMBER_STATUS_SUSPENDED {
		return ErrMemberInvalid.Wrapf("expected status ACTIVE or SUSPENDED of member %s, got %s", m.Id, m.Status)
	}

	if _, err := m.Actors(); err != nil {
		return err
	}
	return nil
}

func (m Member) validateProfile() error {
	if _, err := Number(m.Number); err != nil {
		return err
	}
	if err := ValidateID(m.Id); err != nil {
		return err
	}
	if err := validateName(m.Name); err != nil {
		return err
	}
	if err := ValidateLEI(m.Lei); err != nil {
		return err
	}
	if err := ValidateBIC(m.Bic); err != nil {
		return err
	}
	if err := validateJurisdiction(m.Jurisdiction); err != nil {
		return err
	}

	roles, err := NewRoleSet(m.Roles)
	if err != nil {
		return err
	}
	if roles == 0 {
		return ErrMemberInvalid.Wrapf("expected at least one role of member %s, got none", m.Id)
	}
	return nil
}

// Record returns the member as the state keeps it: roles ascending, duties left to their own index.
func (m Member) Record() (Member, error) {
	roles, err := NewRoleSet(m.Roles)
	if err != nil {
		return Member{}, err
	}
	m.Roles, m.Duties = roles.Roles(), nil
	return m, nil
}

// Suspend stops the member's new business; it returns ErrMemberState unless the member is ACTIVE.
func (m Member) Suspend() (Member, error) {
	if m.Status != MEMBER_STATUS_ACTIVE {
		return m, ErrMemberState.Wrapf("expected member %s to be ACTIVE, it is %s", m.Id, m.Status)
	}
	m.Status = MEMBER_STATUS_SUSPENDED
	return m, nil
}

// Reinstate lets the member take part in full again; it returns ErrMemberState unless the member is SUSPENDED.
func (m Member) Reinstate() (Member, error) {
	if m.Status != MEMBER_STATUS_SUSPENDED {
		return m, ErrMemberState.Wrapf("expected member %s to be SUSPENDED, it is %s", m.Id, m.Status)
	}
	m.Status = MEMBER_STATUS_ACTIVE
	return m, nil
}

// Change returns the member with other public data and roles; what is empty stays. It returns the error of the field
// that breaks its form.
func (m Member) Change(name, bic, jurisdiction string, roles []Role) (Member, error) {
	changed := m
	if name != "" {
		changed.Name = name
	}
	if bic != "" {
		changed.Bic = bic
	}
	if jurisdiction != "" {
		changed.Jurisdiction = jurisdiction
	}
	if len(roles) != 0 {
		changed.Roles = roles
	}
	if err := changed.validateProfile(); err != nil {
		return m, err
	}
	set, err := NewRoleSet(changed.Roles)
	if err != nil {
		return m, err
	}
	changed.Roles = set.Roles()
	return changed, nil
}

// HasRole says whether the member has the role.
func (m Member) HasRole(role Role) bool {
	for _, have := range m.Roles {
		if have == role {
			return true
		}
	}
	return false
}

// ValidateID checks a member's slug: a letter a-z, then letters, digits and hyphens, 2 to 32 characters.
func ValidateID(id string) error {
	if len(id) < minIDLength || len(id) > maxIDLength {
		return ErrMemberInvalid.Wrapf("expected an id of %d to %d characters, got %d in %q", minIDLength, maxIDLength, len(id), id)
	}
	for i := range len(id) {
		c := id[i]
		letter := c >= 'a' && c <= 'z'
		if later := i > 0 && (c >= '0' && c <= '9' || c == '-'); !letter && !later {
			return ErrMemberInvalid.Wrapf("expected an id of a letter a-z and then a-z, 0-9 or hyphen, got %q", id)
		}
	}
	return nil
}

// validateName holds names to the characters that every bank message, screen and log can carry (the SWIFT x set and
// the ampersand): names are compared by people, and look-alike letters of other scripts would deceive them.
func validateName(name string) error {
	if name == "" || len(name) > maxNameLength {
		return ErrMemberInvalid.Wrapf("expected a name of 1 to %d characters, got %d", maxNameLength, len(name))
	}
	if strings.TrimSpace(name) != name || strings.Contains(name, "  ") {
		return ErrMemberInvalid.Wrapf("expected a name with single spaces between words, got %q", name)
	}
	for _, c := range []byte(name) {
		alphanumeric := c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9'
		if !alphanumeric && !strings.ContainsRune(" .,'&()+-/:", rune(c)) {
			return ErrMemberInvalid.Wrapf("expected a name of ASCII letters, digits, spaces and .,'&()+-/: got %q", name)
		}
	}
	return nil
}

func validateJurisdiction(code string) error {
	if len(code) != 2 || code[0] < 'A' || code[0] > 'Z' || code[1] < 'A' || code[1] > 'Z' {
		return ErrMemberInvalid.Wrapf("expected a jurisdiction of two letters A-Z (ISO 3166-1), got %q", code)
	}
	return nil
}

// uniqueKeys are what no two members may share, as people read it.
func (m Member) uniqueKeys() []string {
	return []string{
		"number " + strconv.FormatUint(uint64(m.Number), 10), "id " + m.Id, "LEI " + m.Lei, "BIC " + LongBIC(m.Bic),
	}
}
