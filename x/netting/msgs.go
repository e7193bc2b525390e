// SPDX-License-Identifier: Apache-2.0

package netting

import sdk "github.com/cosmos/cosmos-sdk/types"

var (
	_ sdk.HasValidateBasic = (*MsgOrderCycleClose)(nil)
	_ sdk.HasValidateBasic = (*MsgSetCap)(nil)
	_ sdk.HasValidateBasic = (*MsgLowerCap)(nil)
)

// ValidateBasic reports ErrMessageInvalid if the operator or the currency is malformed.
func (m *MsgOrderCycleClose) ValidateBasic() error {
	return firstError(validateSigner("operator", m.Operator), ValidateCode(m.Currency))
}

// ValidateBasic reports ErrMessageInvalid if authority, member or currency is malformed, ErrCapInvalid if the cap is
// too large.
func (m *MsgSetCap) ValidateBasic() error {
	return firstError(validateSigner("authority", m.Authority), validateMemberID(m.Member), ValidateCode(m.Currency), validateCap(m.Cap))
}

// ValidateBasic reports ErrMessageInvalid if treasury or currency is malformed, ErrCapInvalid if the cap is too large.
func (m *MsgLowerCap) ValidateBasic() error {
	return firstError(validateSigner("treasury", m.Treasury), ValidateCode(m.Currency), validateCap(m.Cap))
}

func validateSigner(role, address string) error {
	if _, err := sdk.AccAddressFromBech32(address); err != nil {
		return ErrMessageInvalid.Wrapf("expected a bech32 address as %s, got %q", role, address)
	}
	return nil
}

func validateCap(limit uint64) error {
	if limit > MaxFigure {
		return ErrCapInvalid.Wrapf("expected a cap up to %d, got %d", MaxFigure, limit)
	}
	return nil
}

func firstError(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}
