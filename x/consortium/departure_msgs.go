// SPDX-License-Identifier: Apache-2.0

package consortium

// ValidateBasic checks what needs no state.
func (m *MsgOrderSuspension) ValidateBasic() error {
	if err := validateStatusChange(m.Officer, m.Member); err != nil {
		return err
	}
	if len(m.Ground) != GroundLength {
		return ErrMemberInvalid.Wrapf("expected a ground of %d bytes, got %d", GroundLength, len(m.Ground))
	}
	return nil
}

// ValidateBasic checks what needs no state.
func (m *MsgConfirmSuspension) ValidateBasic() error {
	return validateStatusChange(m.Officer, m.Member)
}

// ValidateBasic checks what needs no state.
func (m *MsgBeginExit) ValidateBasic() error {
	if err := validateStatusChange(m.Signer, m.Member); err != nil || m.Successor == "" {
		return err
	}
	return ValidateID(m.Successor)
}

// ValidateBasic checks what needs no state.
func (m *MsgNameSuccessor) ValidateBasic() error {
	if err := validateStatusChange(m.Signer, m.Member); err != nil {
		return err
	}
	return ValidateID(m.Successor)
}

// ValidateBasic checks what needs no state.
func (m *MsgAcceptSuccession) ValidateBasic() error {
	return validateStatusChange(m.Officer, m.Member)
}

// ValidateBasic checks what needs no state.
func (m *MsgSetMemberPolicy) ValidateBasic() error {
	if _, err := ParseAddress(m.Authority); err != nil {
		return err
	}
	return m.Policy.Validate()
}
