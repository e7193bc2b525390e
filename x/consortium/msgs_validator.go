// SPDX-License-Identifier: Apache-2.0

package consortium

// Validator is what the message adds.
func (m *MsgAddValidator) Validator(member uint32) Validator {
	return Validator{Member: member, PubKey: m.PubKey, Power: m.Power, Moniker: m.Moniker, Status: VALIDATOR_STATUS_ACTIVE}
}

// ValidateBasic checks what needs no state.
func (m *MsgAddValidator) ValidateBasic() error {
	if _, err := ParseAddress(m.Authority); err != nil {
		return err
	}
	if err := ValidateID(m.Member); err != nil {
		return err
	}
	// The member's number is not known yet, and 1 stands for it.
	if err := m.Validator(1).Validate(); err != nil {
		return err
	}
	return validateProofForm(m.Proof)
}

// ValidateBasic checks what needs no state.
func (m *MsgRemoveValidator) ValidateBasic() error {
	return validateValidatorChange(m.Signer, m.Validator)
}

// ValidateBasic checks what needs no state.
func (m *MsgSetValidatorPower) ValidateBasic() error {
	if err := validateValidatorChange(m.Authority, m.Validator); err != nil {
		return err
	}
	return ValidatePower(m.Power)
}

// ValidateBasic checks what needs no state.
func (m *MsgRotateValidatorKey) ValidateBasic() error {
	if err := validateValidatorChange(m.Operator, m.Validator); err != nil {
		return err
	}
	if err := ValidateConsensusKey(m.PubKey); err != nil {
		return err
	}
	return validateProofForm(m.Proof)
}

// ValidateBasic checks what needs no state.
func (m *MsgUnjailValidator) ValidateBasic() error {
	return validateValidatorChange(m.Operator, m.Validator)
}

// ValidateBasic checks what needs no state.
func (m *MsgSetValidatorPolicy) ValidateBasic() error {
	if _, err := ParseAddress(m.Authority); err != nil {
		return err
	}
	return m.Policy.Validate()
}

func validateValidatorChange(signer, validator string) error {
	if _, err := ParseAddress(signer); err != nil {
		return err
	}
	_, err := ParseConsensusAddress(validator)
	return err
}
