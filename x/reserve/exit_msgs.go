// SPDX-License-Identifier: Apache-2.0

package reserve

import "github.com/taelnet/tael/x/wallet"

// ValidateBasic checks the form of the portion. Errors: wallet.ErrAddressInvalid, ErrFieldInvalid.
func (m *MsgMoveCustomers) ValidateBasic() error {
	if err := validateMember(m.Operator, m.Member); err != nil {
		return err
	}
	if len(m.Wallets) == 0 || len(m.Wallets) > MaxPortion {
		return ErrFieldInvalid.Wrapf("wallets: expected 1 to %d, got %d", MaxPortion, len(m.Wallets))
	}
	seen := make(map[string]bool, len(m.Wallets))
	for _, text := range m.Wallets {
		addr, err := wallet.ParseAddress(text)
		if err != nil {
			return err
		}
		if seen[string(addr)] {
			return ErrFieldInvalid.Wrapf("wallets: expected each once, got %s twice", text)
		}
		seen[string(addr)] = true
	}
	return nil
}

// ValidateBasic checks the form of the plan. Errors: wallet.ErrAddressInvalid, ErrFieldInvalid.
func (m *MsgSetResolutionPlan) ValidateBasic() error {
	if err := validateMember(m.Authority, m.Member); err != nil {
		return err
	}
	if m.Percent > FullPercent {
		return ErrFieldInvalid.Wrapf("percent: expected at most %d, got %d", FullPercent, m.Percent)
	}
	return ValidateDenom(m.Denom)
}

// ValidateBasic checks the form. Errors: wallet.ErrAddressInvalid, ErrFieldInvalid.
func (m *MsgCompleteExit) ValidateBasic() error {
	return validateMember(m.Signer, m.Member)
}

func validateMember(signer, member string) error {
	if _, err := wallet.ParseAddress(signer); err != nil {
		return err
	}
	return validateSlug("member", member)
}
