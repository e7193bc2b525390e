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
func (m *MsgSubmitProposal) ValidateBasic() error {
	if _, err := ParseAddress(m.Proposer); err != nil {
		return err
	}
	return ValidateContent(m.Messages, m.Reference, MaxProposalMessages)
}

// ValidateBasic checks what needs no state.
func (m *MsgVote) ValidateBasic() error {
	if err := validateProposalMove(m.Voter, m.Proposal); err != nil {
		return err
	}
	return ValidateVoteOption(m.Option)
}

// ValidateBasic checks what needs no state.
func (m *MsgVeto) ValidateBasic() error { return validateProposalMove(m.Officer, m.Proposal) }

// ValidateBasic checks what needs no state.
func (m *MsgWithdrawProposal) ValidateBasic() error {
	return validateProposalMove(m.Proposer, m.Proposal)
}

func validateProposalMove(signer string, proposal uint64) error {
	if _, err := ParseAddress(signer); err != nil {
		return err
	}
	if proposal == 0 {
		return ErrProposalInvalid.Wrap("expected the number of a proposal, from 1, got 0")
	}
	return nil
}

// ValidateBasic checks what needs no state.
func (m *MsgSetCharter) ValidateBasic() error {
	if _, err := ParseAddress(m.Authority); err != nil {
		return err
	}
	return m.Charter.Validate()
}

// ValidateBasic checks what needs no state; whether the member is valid with the new data, its record decides.
func (m *MsgChangeMember) ValidateBasic() error {
	if err := validateStatusChange(m.Authority, m.Member); err != nil {
		return err
	}
	if m.Name == "" && m.Bic == "" && m.Jurisdiction == "" && len(m.Roles) == 0 {
		return ErrMemberInvalid.Wrapf("expected a change of member %s, got none", m.Member)
	}
	_, err := NewRoleSet(m.Roles)
	return err
}
