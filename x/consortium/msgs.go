// SPDX-License-Identifier: Apache-2.0

package consortium

// Member is the institution that the message registers.
func (m *MsgRegisterMember) Member() Member {
	return Member{
		Number: m.Number, Id: m.Id, Name: m.Name, Lei: m.Lei, Bic: m.Bic,
		Jurisdiction: m.Jurisdiction, Roles: m.Roles, Status: MEMBER_STATUS_ACTIVE, Duties: m.Duties,
	}
}

// ValidateBasic checks what needs no state.
func (m *MsgRegisterMember) ValidateBasic() error {
	if _, err := ParseAddress(m.Authority); err != nil {
		return err
	}
	return m.Member().Validate()
}

// ValidateBasic checks what needs no state.
func (m *MsgAssignDuty) ValidateBasic() error {
	return validateDutyChange(m.Authority, m.Member, m.Duty, m.Address)
}

// ValidateBasic checks what needs no state.
func (m *MsgWithdrawDuty) ValidateBasic() error {
	return validateDutyChange(m.Authority, m.Member, m.Duty, m.Address)
}

func validateDutyChange(authority, member string, duty Duty, address string) error {
	if _, err := ParseAddress(authority); err != nil {
		return err
	}
	if err := ValidateID(member); err != nil {
		return err
	}
	if err := ValidateOfficerDuty(duty); err != nil {
		return err
	}
	_, err := ParseAddress(address)
	return err
}

// ValidateBasic checks what needs no state.
func (m *MsgAddSubmitter) ValidateBasic() error {
	return validateAddresses(m.Operator, m.Address)
}

// ValidateBasic checks what needs no state.
func (m *MsgRemoveSubmitter) ValidateBasic() error {
	return validateAddresses(m.Operator, m.Address)
}

func validateAddresses(operator, address string) error {
	if _, err := ParseAddress(operator); err != nil {
		return err
	}
	_, err := ParseAddress(address)
	return err
}

// ValidateBasic checks what needs no state.
func (m *MsgSuspendMember) ValidateBasic() error {
	return validateStatusChange(m.Authority, m.Member)
}

// ValidateBasic checks what needs no state.
func (m *MsgReinstateMember) ValidateBasic() error {
	return validateStatusChange(m.Authority, m.Member)
}

func validateStatusChange(authority, member string) error {
	if _, err := ParseAddress(authority); err != nil {
		return err
	}
	return ValidateID(member)
}

// ValidateBasic checks what needs no state.
func (m *MsgSetQuota) ValidateBasic() error {
	if _, err := ParseAddress(m.Authority); err != nil {
		return err
	}
	if _, known := Role_name[int32(m.Role)]; !known {
		return ErrQuotaInvalid.Wrapf("expected a known role, got %d", m.Role)
	}
	if m.Member != "" {
		if m.Role != ROLE_UNSPECIFIED {
			return ErrQuotaInvalid.Wrapf("expected a member or a role, got member %q and %s", m.Member, m.Role)
		}
		if err := ValidateID(m.Member); err != nil {
			return err
		}
	}
	if m.Quota != nil {
		return m.Quota.Validate()
	}
	if m.Member == "" && m.Role == ROLE_UNSPECIFIED {
		return ErrQuotaInvalid.Wrap("expected a quota: the base cannot be taken away")
	}
	return nil
}
