// SPDX-License-Identifier: Apache-2.0

package netting

import sdk "github.com/cosmos/cosmos-sdk/types"

var (
	_ sdk.HasValidateBasic = (*MsgOrderCycleClose)(nil)
	_ sdk.HasValidateBasic = (*MsgSetCap)(nil)
	_ sdk.HasValidateBasic = (*MsgLowerCap)(nil)
	_ sdk.HasValidateBasic = (*MsgProposeCap)(nil)
	_ sdk.HasValidateBasic = (*MsgAcceptCap)(nil)
	_ sdk.HasValidateBasic = (*MsgSetEarmark)(nil)
	_ sdk.HasValidateBasic = (*MsgSetCurrencyPolicy)(nil)
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

// ValidateBasic reports ErrMessageInvalid if risk, member or currency is malformed, or an end comes with a withdrawal,
// ErrCapInvalid if the cap is too large, ErrProposalTerm if an offer has no end.
func (m *MsgProposeCap) ValidateBasic() error {
	if err := firstError(validateSigner("risk", m.Risk), validateMemberID(m.Member), ValidateCode(m.Currency), validateCap(m.Cap)); err != nil {
		return err
	}
	if m.Cap == 0 && m.ExpiresAt != 0 {
		return ErrMessageInvalid.Wrapf("expected no end with a withdrawal, got %d", m.ExpiresAt)
	}
	if m.Cap != 0 && m.ExpiresAt < 1 {
		return ErrProposalTerm.Wrapf("expected an end after 1970, got %d", m.ExpiresAt)
	}
	return nil
}

// ValidateBasic reports ErrMessageInvalid if treasury or currency is malformed, ErrCapInvalid if the cap is too large.
func (m *MsgAcceptCap) ValidateBasic() error {
	return firstError(validateSigner("treasury", m.Treasury), ValidateCode(m.Currency), validateCap(m.Cap))
}

// ValidateBasic reports ErrMessageInvalid if treasury or currency is malformed or the amount exceeds MaxFigure.
func (m *MsgSetEarmark) ValidateBasic() error {
	if err := firstError(validateSigner("treasury", m.Treasury), ValidateCode(m.Currency)); err != nil {
		return err
	}
	if m.Amount > MaxFigure {
		return ErrMessageInvalid.Wrapf("expected an earmark up to %d, got %d", MaxFigure, m.Amount)
	}
	return nil
}

// ValidateBasic reports ErrMessageInvalid if authority or currency is malformed, ErrPolicyInvalid if the rules are out
// of range.
func (m *MsgSetCurrencyPolicy) ValidateBasic() error {
	return firstError(validateSigner("authority", m.Authority), ValidateCode(m.Currency),
		validatePolicy(m.Inflow, m.InflowPercent, m.AlarmPercents, m.SettlementDay))
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
