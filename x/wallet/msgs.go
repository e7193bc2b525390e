// SPDX-License-Identifier: Apache-2.0

package wallet

import (
	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	cryptotypes "github.com/cosmos/cosmos-sdk/crypto/types"
)

// digestLength is the length of a salted commitment in bytes.
const digestLength = 32

// ValidateBasic checks what needs no state. Errors: ErrAddressInvalid, ErrWalletInvalid, ErrAddressUnproven,
// ErrOwnerKeyInvalid, ErrDeviceInvalid.
func (m *MsgOpenWallet) ValidateBasic() error {
	if err := validateAddresses(m.Operator, m.Address); err != nil {
		return err
	}
	if err := validateKind(m.Kind, m.Tier, m.Currency); err != nil {
		return err
	}
	if m.Kind == WALLET_KIND_SUSPENSE && (m.OwnerKey != nil || m.FirstDevice != nil) {
		return ErrWalletInvalid.Wrap("a SUSPENSE wallet has neither owner key nor device")
	}
	if m.FirstDevice != nil {
		if err := m.FirstDevice.Validate(); err != nil {
			return err
		}
	}
	return m.validateProof()
}

// validateProof checks that the owner key or the salt, of which there is at most one, gives the address.
func (m *MsgOpenWallet) validateProof() error {
	address, err := ParseAddress(m.Address)
	if err != nil {
		return err
	}
	if m.OwnerKey != nil && len(m.Salt) != 0 {
		return ErrAddressUnproven.Wrap("expected an owner key or a salt, got both")
	}
	if m.OwnerKey != nil {
		key, err := m.Owner()
		if err != nil {
			return err
		}
		if want := key.Address().Bytes(); string(want) != string(address) {
			return ErrAddressUnproven.Wrapf("expected the owner key's address %X, got %X", want, address.Bytes())
		}
	}
	if len(m.Salt) == 0 {
		return nil
	}
	if len(m.Salt) != SaltLength {
		return ErrAddressUnproven.Wrapf("expected a salt of %d bytes, got %d", SaltLength, len(m.Salt))
	}
	if want := AddressFromSalt(m.Salt); string(want) != string(address) {
		return ErrAddressUnproven.Wrapf("expected the salt's address %s, got %s", want, m.Address)
	}
	return nil
}

// Owner is the owner's transaction key; nil if there is none. Errors: ErrOwnerKeyInvalid.
func (m *MsgOpenWallet) Owner() (cryptotypes.PubKey, error) {
	if m.OwnerKey == nil {
		return nil, nil
	}
	key, ok := m.OwnerKey.GetCachedValue().(cryptotypes.PubKey)
	if !ok {
		return nil, ErrOwnerKeyInvalid.Wrapf("expected a public key, got %q", clip(m.OwnerKey.TypeUrl))
	}
	return key, ValidateOwnerKey(key)
}

// UnpackInterfaces makes the owner key readable.
func (m *MsgOpenWallet) UnpackInterfaces(unpacker codectypes.AnyUnpacker) error {
	var key cryptotypes.PubKey
	return unpacker.UnpackAny(m.OwnerKey, &key)
}

// ValidateBasic checks what needs no state. Errors: ErrAddressInvalid.
func (m *MsgCloseWallet) ValidateBasic() error { return validateAddresses(m.Operator, m.Address) }

// ValidateBasic checks what needs no state. Errors: ErrAddressInvalid, ErrEvidenceInvalid.
func (m *MsgChangeTier) ValidateBasic() error {
	if err := validateAddresses(m.Officer, m.Address); err != nil {
		return err
	}
	if len(m.Evidence) != digestLength || zero(m.Evidence) {
		return ErrEvidenceInvalid.Wrapf("expected a salted commitment of %d bytes, not zero, got %d bytes", digestLength, len(m.Evidence))
	}
	return nil
}

// ValidateBasic checks what needs no state. Errors: ErrAddressInvalid, ErrDeviceInvalid.
func (m *MsgBindDevice) ValidateBasic() error {
	if err := validateAddresses(m.Signer, m.Wallet); err != nil {
		return err
	}
	return m.Key().Validate()
}

// Key is the key to be bound, with what the signer states of it.
func (m *MsgBindDevice) Key() DeviceKey {
	return DeviceKey{Algorithm: m.Algorithm, PublicKey: m.PublicKey, Certificate: m.Certificate}
}

// ValidateBasic checks what needs no state. Errors: ErrAddressInvalid, ErrDeviceInvalid.
func (m *MsgRevokeDevice) ValidateBasic() error {
	if err := validateAddresses(m.Signer, m.Wallet); err != nil {
		return err
	}
	_, err := ParseDeviceID(m.DeviceId)
	return err
}

// ValidateBasic checks what needs no state; the instruction is decoded when the chain id is known.
// Errors: ErrAddressInvalid, ErrInstructionMalformed.
func (m *MsgContestDevice) ValidateBasic() error {
	if _, err := ParseAddress(m.Carrier); err != nil {
		return err
	}
	if len(m.Instruction) == 0 || len(m.Instruction) > MaxInstructionTwo {
		return ErrInstructionMalformed.Wrapf("expected 1 to %d bytes, got %d", MaxInstructionTwo, len(m.Instruction))
	}
	return nil
}

// ValidateBasic checks what needs no state. Errors: ErrAddressInvalid, ErrPersonYear, ErrPersonCommitment.
func (m *MsgCommitPerson) ValidateBasic() error {
	if err := validateAddresses(m.Operator, m.Wallet); err != nil {
		return err
	}
	if m.Year == 0 || m.Year > 0xffff {
		return ErrPersonYear.Wrapf("expected a calendar year, got %d", m.Year)
	}
	if len(m.Commitment) != digestLength || zero(m.Commitment) {
		return ErrPersonCommitment.Wrapf("expected %d bytes, not zero, got %x", digestLength, m.Commitment)
	}
	return nil
}

// ValidateBasic checks what needs no state. Errors: ErrAddressInvalid, ErrCustodyMoveInvalid.
func (m *MsgRequestCustodyMove) ValidateBasic() error {
	if m.To == "" {
		return ErrCustodyMoveInvalid.Wrap("expected the id of the asked member, got none")
	}
	return validateAddresses(m.Signer, m.Wallet)
}

// ValidateBasic checks what needs no state. Errors: ErrAddressInvalid.
func (m *MsgCancelCustodyMove) ValidateBasic() error { return validateAddresses(m.Signer, m.Wallet) }

// ValidateBasic checks what needs no state. Errors: ErrAddressInvalid.
func (m *MsgGiveDormancyNotice) ValidateBasic() error { return validateAddresses(m.Operator, m.Wallet) }

// ValidateBasic checks what needs no state. Errors: ErrAddressInvalid.
func (m *MsgWithdrawDormancyNotice) ValidateBasic() error {
	return validateAddresses(m.Signer, m.Wallet)
}

func validateAddresses(addresses ...string) error {
	for _, address := range addresses {
		if _, err := ParseAddress(address); err != nil {
			return err
		}
	}
	return nil
}

// ValidateBasic checks what needs no state. It returns ErrAddressInvalid or ErrParamsInvalid.
func (m *MsgSetParams) ValidateBasic() error {
	if _, err := ParseAddress(m.Authority); err != nil {
		return err
	}
	if err := m.Params.Validate(); err != nil {
		return ErrParamsInvalid.Wrap(err.Error())
	}
	return nil
}
