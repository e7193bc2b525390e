// SPDX-License-Identifier: Apache-2.0

package compliance

import (
	"math"

	"github.com/taelnet/tael/x/wallet"
)

// ValidateBasic checks what needs no state: the authority's address and every row. It returns wallet.ErrAddressInvalid
// or ErrLimitInvalid.
func (m *MsgSetLimits) ValidateBasic() error {
	if _, err := wallet.ParseAddress(m.Authority); err != nil {
		return err
	}
	_, err := SortLimits(m.Limits)
	return err
}

// ValidateBasic checks what needs no state. It returns wallet.ErrAddressInvalid or ErrRequestInvalid.
func (m *MsgRestrict) ValidateBasic() error {
	return validateRestriction(m.Officer, m.Wallet, m.Denom, m.Effect, m.Ground)
}

// ValidateBasic checks what needs no state. It returns wallet.ErrAddressInvalid or ErrRequestInvalid.
func (m *MsgProposeRestriction) ValidateBasic() error {
	if m.ExpiresAt > math.MaxInt64 {
		return ErrRequestInvalid.Wrapf("expected an expiry of at most %d unix seconds, got %d", int64(math.MaxInt64), m.ExpiresAt)
	}
	return validateRestriction(m.Officer, m.Wallet, m.Denom, m.Effect, m.Ground)
}

// ValidateBasic checks what needs no state. It returns wallet.ErrAddressInvalid or ErrRequestInvalid.
func (m *MsgConfirmRestriction) ValidateBasic() error { return validateOrderAct(m.Officer, m.Order) }

// ValidateBasic checks what needs no state. It returns wallet.ErrAddressInvalid or ErrRequestInvalid.
func (m *MsgLiftRestriction) ValidateBasic() error { return validateOrderAct(m.Officer, m.Order) }

// ValidateBasic checks what needs no state. It returns wallet.ErrAddressInvalid or ErrRequestInvalid.
func (m *MsgProposeLift) ValidateBasic() error {
	if err := validateOrderAct(m.Officer, m.Order); err != nil {
		return err
	}
	return validateGround(m.Ground)
}

// ValidateBasic checks what needs no state. It returns wallet.ErrAddressInvalid or ErrRequestInvalid.
func (m *MsgConfirmLift) ValidateBasic() error { return validateOrderAct(m.Officer, m.Order) }

// ValidateBasic checks what needs no state. It returns wallet.ErrAddressInvalid or ErrRequestInvalid.
func (m *MsgCloseCase) ValidateBasic() error {
	if _, err := wallet.ParseAddress(m.Officer); err != nil {
		return err
	}
	if m.Case == 0 {
		return ErrRequestInvalid.Wrap("expected the id of a case, got 0")
	}
	if len(m.Resolution) != DigestLength {
		return ErrRequestInvalid.Wrapf("expected a digest of the resolution of %d bytes, got %d", DigestLength, len(m.Resolution))
	}
	return nil
}

func validateRestriction(officer, address, denom string, effect Effect, ground []byte) error {
	if _, err := wallet.ParseAddress(officer); err != nil {
		return err
	}
	if _, err := wallet.ParseAddress(address); err != nil {
		return err
	}
	if denom != "" && !validDenom(denom) {
		return ErrRequestInvalid.Wrapf("expected a denom or none, got %q", denom)
	}
	if err := effect.Validate(); err != nil {
		return err
	}
	return validateGround(ground)
}

func validateOrderAct(officer string, order uint64) error {
	if _, err := wallet.ParseAddress(officer); err != nil {
		return err
	}
	if order == 0 {
		return ErrRequestInvalid.Wrap("expected the id of an order, got 0")
	}
	return nil
}

// validateGround: the digest is salted, so that it always has its full length.
func validateGround(ground []byte) error {
	if len(ground) != DigestLength {
		return ErrRequestInvalid.Wrapf("expected a ground digest of %d bytes, got %d", DigestLength, len(ground))
	}
	return nil
}

// ValidateBasic checks what needs no state. It returns wallet.ErrAddressInvalid or ErrParamsInvalid.
func (m *MsgSetParams) ValidateBasic() error {
	if _, err := wallet.ParseAddress(m.Authority); err != nil {
		return err
	}
	if err := m.Params.Validate(); err != nil {
		return ErrParamsInvalid.Wrap(err.Error())
	}
	return nil
}
