// SPDX-License-Identifier: Apache-2.0

package reserve

import "github.com/taelnet/tael/x/wallet"

// ValidateBasic checks the form of the rail. Errors: wallet.ErrAddressInvalid, ErrFieldInvalid.
func (m *MsgSetRail) ValidateBasic() error {
	if _, err := wallet.ParseAddress(m.Authority); err != nil {
		return err
	}
	if m.Rail.MintingStopped {
		return ErrFieldInvalid.Wrap("minting_stopped: expected false, which a contradiction alone sets, got true")
	}
	return m.Rail.Validate()
}

// Key names the receipt that the message states.
func (m *MsgAttestReceipt) Key() ReceiptKey {
	return ReceiptKey{Rail: m.Rail, Account: m.Account, BookingDate: m.BookingDate, EntryReference: m.EntryReference}
}

// ValidateBasic checks the form of the receipt. Errors: wallet.ErrAddressInvalid, ErrFieldInvalid.
func (m *MsgAttestReceipt) ValidateBasic() error {
	if _, err := wallet.ParseAddress(m.Attestor); err != nil {
		return err
	}
	if m.Beneficiary != "" {
		if _, err := wallet.ParseAddress(m.Beneficiary); err != nil {
			return err
		}
	}
	if err := m.Key().Validate(); err != nil {
		return err
	}
	if err := m.validateReturn(); err != nil {
		return err
	}
	return validateMoney(m.Denom, m.Amount)
}

// validateReturn checks that a return names its redemption in full and nobody else: the money goes back to whose it was.
func (m *MsgAttestReceipt) validateReturn() error {
	if m.ReturnWallet == "" && m.ReturnUetr == "" {
		return nil
	}
	if m.Beneficiary != "" {
		return ErrFieldInvalid.Wrapf("beneficiary: expected none for a return, got %s", m.Beneficiary)
	}
	if _, err := wallet.ParseAddress(m.ReturnWallet); err != nil {
		return err
	}
	_, err := wallet.ParseUETR(m.ReturnUetr)
	return err
}

// ValidateBasic checks the form of the request. Errors: wallet.ErrAddressInvalid, wallet.ErrUETRInvalid, ErrFieldInvalid.
func (m *MsgRequestRedemption) ValidateBasic() error {
	if err := validateItem(m.Owner, m.Wallet, m.Uetr); err != nil {
		return err
	}
	if err := validateMoney(m.Denom, m.Amount); err != nil {
		return err
	}
	if err := validateSlug("rail", m.Rail); err != nil {
		return err
	}
	return validateDigest("creditor", m.Creditor)
}

// ValidateBasic checks the form of the attempt; the deadline needs the block time. Errors as in MsgRequestRedemption.
func (m *MsgOpenAttempt) ValidateBasic() error {
	if err := validateItem(m.Operator, m.Wallet, m.Uetr); err != nil {
		return err
	}
	if m.Deadline <= 0 {
		return ErrFieldInvalid.Wrapf("deadline: expected unix seconds above 0, got %d", m.Deadline)
	}
	return validateReference("reference", m.Reference)
}

// ValidateBasic checks the form of the statement. Errors as in MsgRequestRedemption.
func (m *MsgAttestOutcome) ValidateBasic() error {
	if err := validateItem(m.Attestor, m.Wallet, m.Uetr); err != nil {
		return err
	}
	if m.Attempt == 0 {
		return ErrFieldInvalid.Wrap("attempt: expected 1 or more, got 0")
	}
	if m.BookingDate != 0 {
		if err := validateBookingDate(m.BookingDate); err != nil {
			return err
		}
		if !m.Outcome.executed() {
			return ErrFieldInvalid.Wrapf("booking date: expected none for %s, got %d", m.Outcome, m.BookingDate)
		}
	}
	switch m.Outcome {
	case OUTCOME_EXECUTED, OUTCOME_REJECTED, OUTCOME_ABSENT:
		return nil
	default:
		return ErrFieldInvalid.Wrapf("outcome: expected EXECUTED, REJECTED or ABSENT, got %s", m.Outcome)
	}
}

// ValidateBasic checks the form of the release. Errors as in MsgRequestRedemption.
func (m *MsgReleaseRedemption) ValidateBasic() error {
	return validateItem(m.Operator, m.Wallet, m.Uetr)
}

// ValidateBasic checks that exactly one of member and wallet is credited. Errors as in MsgRequestRedemption.
func (m *MsgIssueCbdc) ValidateBasic() error {
	if err := validateAct(m.Treasury, m.Uetr, m.Denom, m.Amount); err != nil {
		return err
	}
	if (m.Member == "") == (m.Wallet == "") {
		return ErrFieldInvalid.Wrapf("expected exactly one of member and wallet, got %q and %q", m.Member, m.Wallet)
	}
	if m.Member != "" {
		return validateSlug("member", m.Member)
	}
	if m.FromReserve {
		return ErrFieldInvalid.Wrap("from_reserve: expected a member whose reserve pays, got a wallet")
	}
	_, err := wallet.ParseAddress(m.Wallet)
	return err
}

// ValidateBasic checks the form of the burn. Errors as in MsgRequestRedemption.
func (m *MsgBurnCbdc) ValidateBasic() error {
	return validateAct(m.Treasury, m.Uetr, m.Denom, m.Amount)
}

// ValidateBasic checks the form of the correction. Errors as in MsgRequestRedemption.
func (m *MsgCorrectSettlementBalance) ValidateBasic() error {
	if err := validateAct(m.Treasury, m.Uetr, m.Denom, m.Amount); err != nil {
		return err
	}
	if err := validateSlug("member", m.Member); err != nil {
		return err
	}
	return validateDigest("ground", m.Ground)
}

// ValidateBasic checks the form of the transfer. Errors: wallet.ErrAddressInvalid, ErrFieldInvalid.
func (m *MsgFundsIn) ValidateBasic() error {
	return validateFunds(m.Treasury, m.Denom, m.Amount)
}

// ValidateBasic checks the form of the transfer. Errors: wallet.ErrAddressInvalid, ErrFieldInvalid.
func (m *MsgFundsOut) ValidateBasic() error {
	return validateFunds(m.Treasury, m.Denom, m.Amount)
}

// ValidateBasic checks the form of the statement; the day needs the block time. Errors: wallet.ErrAddressInvalid,
// ErrFieldInvalid.
func (m *MsgAttestReserve) ValidateBasic() error {
	if _, err := wallet.ParseAddress(m.Attestor); err != nil {
		return err
	}
	if err := validateSlug("rail", m.Rail); err != nil {
		return err
	}
	if err := validateSlug("member", m.Member); err != nil {
		return err
	}
	if m.Amount > MaxFigure {
		return ErrFieldInvalid.Wrapf("amount: expected at most %d minor units, got %d", MaxFigure, m.Amount)
	}
	if err := validateBookingDate(m.BookingDate); err != nil {
		return err
	}
	return validateDigest("digest", m.Digest)
}

// Key names the receipt that is decided.
func (m *MsgDecideReceipt) Key() ReceiptKey {
	return ReceiptKey{Rail: m.Rail, Account: m.Account, BookingDate: m.BookingDate, EntryReference: m.EntryReference}
}

// ValidateBasic checks that a mint names whose statement is right, and a drop nobody's. Errors:
// wallet.ErrAddressInvalid, ErrFieldInvalid.
func (m *MsgDecideReceipt) ValidateBasic() error {
	if _, err := wallet.ParseAddress(m.Authority); err != nil {
		return err
	}
	if err := m.Key().Validate(); err != nil {
		return err
	}
	if m.Mint {
		return validateSlug("attestor", m.Attestor)
	}
	if m.Attestor != "" {
		return ErrFieldInvalid.Wrapf("attestor: expected none for a receipt that is dropped, got %q", m.Attestor)
	}
	return nil
}

// ValidateBasic checks the form of the message. Errors: wallet.ErrAddressInvalid, ErrFieldInvalid.
func (m *MsgResumeRail) ValidateBasic() error {
	if _, err := wallet.ParseAddress(m.Authority); err != nil {
		return err
	}
	return validateSlug("rail", m.Rail)
}

// ValidateBasic checks the form of the message. Error: wallet.ErrAddressInvalid.
func (m *MsgAcceptCustodyMove) ValidateBasic() error {
	if _, err := wallet.ParseAddress(m.Operator); err != nil {
		return err
	}
	_, err := wallet.ParseAddress(m.Wallet)
	return err
}

// ValidateBasic checks the form of the message. Errors: wallet.ErrAddressInvalid, ErrFieldInvalid.
func (m *MsgSweepDormant) ValidateBasic() error {
	if _, err := wallet.ParseAddress(m.Operator); err != nil {
		return err
	}
	if _, err := wallet.ParseAddress(m.Wallet); err != nil {
		return err
	}
	return ValidateDenom(m.Denom)
}

func validateMoney(denom string, amount uint64) error {
	if err := ValidateDenom(denom); err != nil {
		return err
	}
	return ValidateAmount(amount)
}

func validateFunds(treasury, denom string, amount uint64) error {
	if _, err := wallet.ParseAddress(treasury); err != nil {
		return err
	}
	return validateMoney(denom, amount)
}

func validateAct(treasury, uetr, denom string, amount uint64) error {
	if _, err := wallet.ParseUETR(uetr); err != nil {
		return err
	}
	return validateFunds(treasury, denom, amount)
}

func validateItem(signer, holder, uetr string) error {
	if _, err := wallet.ParseAddress(signer); err != nil {
		return err
	}
	if _, err := wallet.ParseAddress(holder); err != nil {
		return err
	}
	_, err := wallet.ParseUETR(uetr)
	return err
}

func validateDigest(field string, digest []byte) error {
	if len(digest) != DigestLength {
		return ErrFieldInvalid.Wrapf("%s: expected a digest of %d bytes, got %d", field, DigestLength, len(digest))
	}
	return nil
}

// ValidateBasic checks what needs no state. Errors: wallet.ErrAddressInvalid, ErrParamsInvalid.
func (m *MsgSetParams) ValidateBasic() error {
	if _, err := wallet.ParseAddress(m.Authority); err != nil {
		return err
	}
	if err := m.Params.Validate(); err != nil {
		return ErrParamsInvalid.Wrap(err.Error())
	}
	return nil
}

// ValidateBasic checks what needs no state: one asset of e-money and one that settles, of one currency and with the same
// decimals. Errors: wallet.ErrAddressInvalid, ErrFieldInvalid.
func (m *MsgAddCurrency) ValidateBasic() error {
	if _, err := wallet.ParseAddress(m.Authority); err != nil {
		return err
	}
	for _, a := range []Asset{m.Emoney, m.Settling} {
		if err := a.Validate(); err != nil {
			return err
		}
	}
	if m.Emoney.Class != ASSET_CLASS_EMONEY || m.Settling.Class != ASSET_CLASS_CBDC {
		return ErrFieldInvalid.Wrapf("classes: expected EMONEY and CBDC, got %s and %s", m.Emoney.Class, m.Settling.Class)
	}
	if m.Emoney.Currency != m.Settling.Currency || m.Emoney.Exponent != m.Settling.Exponent || m.Emoney.Denom == m.Settling.Denom {
		return ErrFieldInvalid.Wrapf("assets: expected two denoms of one currency with the same exponent, got %s of %s with %d and %s of %s with %d",
			m.Emoney.Denom, m.Emoney.Currency, m.Emoney.Exponent, m.Settling.Denom, m.Settling.Currency, m.Settling.Exponent)
	}
	return nil
}
