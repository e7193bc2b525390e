// SPDX-License-Identifier: Apache-2.0

package payment

import (
	"github.com/taelnet/tael/x/wallet"
)

// referenceLength is the length of a reference digest in bytes.
const referenceLength = 32

// anyChain stands for the chain id where only the form of a message is checked.
const anyChain = "tael"

// Content is the canonical content of the payment on a chain: the same as a device would sign.
func (m *MsgPay) Content(chainID string) (wallet.Content, error) {
	c, _, err := m.Read(chainID)
	return c, err
}

// Read is the canonical content of the payment on a chain and what its extras say.
func (m *MsgPay) Read(chainID string) (wallet.Content, wallet.Extras, error) {
	var none wallet.Extras
	c, err := newContent(wallet.INSTRUCTION_KIND_PAY, chainID, m.Payer, m.Uetr, m.Reference)
	if err != nil {
		return wallet.Content{}, none, err
	}
	payee, err := wallet.ParseAddress(m.Payee)
	if err != nil {
		return wallet.Content{}, none, err
	}
	c.Payee = [20]byte(payee)
	c.Denom, c.Amount, c.Purpose, c.ValidUntil = m.Denom, m.Amount, m.Purpose, m.ValidUntil
	c.ExtrasDigest = wallet.ExtrasDigest(m.Extras)
	if err := c.Validate(); err != nil {
		return wallet.Content{}, none, err
	}
	extras, err := wallet.ParseExtras(m.Extras)
	if err != nil {
		return wallet.Content{}, none, err
	}
	if err := extras.Fits(&c); err != nil {
		return wallet.Content{}, none, err
	}
	return c, extras, Check(&c, nil)
}

// ValidateBasic checks everything that needs no state.
func (m *MsgPay) ValidateBasic() error {
	_, err := m.Content(anyChain)
	return err
}

// Contents are the canonical content of the refund on a chain and that of the payment it gives back.
func (m *MsgRefund) Contents(chainID string) (refund, original wallet.Content, err error) {
	none := wallet.Content{}
	original, err = wallet.ParseContent(m.Original)
	if err != nil {
		return none, none, ErrOriginalMalformed.Wrap(err.Error())
	}
	refund, err = newContent(wallet.INSTRUCTION_KIND_REFUND, chainID, m.Payee, m.Uetr, m.Reference)
	if err != nil {
		return none, none, err
	}
	refund.Payee, refund.Denom = original.Payer, original.Denom
	refund.Amount, refund.Purpose, refund.ValidUntil = m.Amount, m.Purpose, m.ValidUntil
	refund.ExtrasDigest = wallet.ExtrasDigest(wallet.OriginalExtras(original))
	if err := refund.Validate(); err != nil {
		return none, none, err
	}
	return refund, original, Check(&refund, &original)
}

// ValidateBasic checks everything that needs no state.
func (m *MsgRefund) ValidateBasic() error {
	_, _, err := m.Contents(anyChain)
	return err
}

// ValidateBasic checks everything that needs no state but the instructions: what is wrong with one of those is its own
// result in mode EACH.
func (m *MsgPayBatch) ValidateBasic() error {
	if _, err := wallet.ParseAddress(m.Carrier); err != nil {
		return err
	}
	if m.Mode != BATCH_MODE_ATOMIC && m.Mode != BATCH_MODE_EACH {
		return ErrBatchMode.Wrapf("expected ATOMIC or EACH, got %s", m.Mode)
	}
	if n := len(m.Instructions); n == 0 || n > MaxBatch {
		return ErrBatchSize.Wrapf("expected 1 to %d instructions, got %d", MaxBatch, n)
	}
	return nil
}

// newContent fills what both messages of an owner's key have in common.
func newContent(kind wallet.InstructionKind, chainID, payer, uetr string, reference []byte) (wallet.Content, error) {
	from, err := wallet.ParseAddress(payer)
	if err != nil {
		return wallet.Content{}, err
	}
	id, err := wallet.ParseUETR(uetr)
	if err != nil {
		return wallet.Content{}, err
	}
	c := wallet.Content{Kind: kind, ChainID: chainID, UETR: id, Payer: [20]byte(from)}
	switch len(reference) {
	case 0:
		return c, nil
	case referenceLength:
		c.Reference = [referenceLength]byte(reference)
		if c.Reference != ([referenceLength]byte{}) {
			return c, nil
		}
	}
	return wallet.Content{}, ErrPaymentMalformed.Wrapf("expected a reference digest of %d bytes, not all zero, or none, got %x", referenceLength, reference)
}

// ValidateBasic checks what needs no state. It returns wallet.ErrAddressInvalid or ErrParamsInvalid.
func (m *MsgSetParams) ValidateBasic() error {
	if _, err := wallet.ParseAddress(m.Authority); err != nil {
		return err
	}
	return m.Params.Validate()
}
