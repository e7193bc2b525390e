// SPDX-License-Identifier: Apache-2.0

package wallet

// Sizes of an encoded instruction in bytes, its extras apart.
const (
	// MaxInstructionOne is the most with one signature.
	MaxInstructionOne = 256
	// MaxInstructionTwo is the most with two.
	MaxInstructionTwo = 352
	// MaxSignatures is how many devices sign at most.
	MaxSignatures = 2
)

// DeviceSignature is one device's signature over an instruction's content and its own id.
type DeviceSignature struct {
	Device    [20]byte
	Form      SignatureForm
	Signature [64]byte // r || s
}

// SignedInstruction is a decoded Instruction: its content, what it carries beside, and one or two signatures. The
// generated message Instruction has the same fields for clients in other languages.
type SignedInstruction struct {
	Content
	Extras     []byte // canonical list, nil if none
	Signatures []DeviceSignature
	// Carried is what Extras say, read once by NewInstruction, DecodeInstruction or Validate.
	Carried Extras
	// RawLength is the length of the encoding it was decoded from, in bytes; 0 if it was not decoded.
	RawLength int
}

// NewInstruction makes an unsigned instruction; the content's extras digest is set from the extras. Errors as Validate.
func NewInstruction(c Content, extras []byte) (SignedInstruction, error) {
	c.ExtrasDigest = ExtrasDigest(extras)
	i := SignedInstruction{Content: c, Extras: extras}
	return i, i.validateContent()
}

// SignWith adds a signature of the signer in a form; eip155 is read for the EIP712 form only.
// Errors: ErrSignatureForm if the form does not fit the signer's key, ErrInstructionMalformed for a third signature or a
// second one of the same device.
func (i *SignedInstruction) SignWith(signer Signer, form SignatureForm, eip155 uint64) error {
	if form.Algorithm() != signer.Algorithm() {
		return ErrSignatureForm.Wrapf("expected a form of %s, got %s", signer.Algorithm(), form)
	}
	device := DeviceID(signer.Algorithm(), signer.PublicKey())
	signature, err := signer.Sign(FormDigest(form, i.Content, device, eip155))
	if err != nil {
		return err
	}
	signatures := append(i.Signatures[:len(i.Signatures):len(i.Signatures)], DeviceSignature{Device: device, Form: form, Signature: signature})
	if err := validateSignatures(signatures); err != nil {
		return err
	}
	i.Signatures = signatures
	return nil
}

// Validate checks the whole: content by kind, extras that are canonical and fit the digest, one or two signatures of
// different devices in known forms. It does not verify signatures. Errors: ErrInstructionMalformed, ErrUETRInvalid.
func (i *SignedInstruction) Validate() error {
	if err := i.validateContent(); err != nil {
		return err
	}
	return validateSignatures(i.Signatures)
}

func (i *SignedInstruction) validateContent() error {
	if err := i.Content.Validate(); err != nil {
		return err
	}
	if i.ExtrasDigest != ExtrasDigest(i.Extras) {
		return ErrInstructionMalformed.Wrapf("expected the extras with digest %x", i.ExtrasDigest)
	}
	extras, err := ParseExtras(i.Extras)
	if err != nil {
		return err
	}
	i.Carried = extras
	return extras.Fits(&i.Content)
}

func validateSignatures(signatures []DeviceSignature) error {
	if len(signatures) == 0 || len(signatures) > MaxSignatures {
		return ErrInstructionMalformed.Wrapf("expected 1 or 2 signatures, got %d", len(signatures))
	}
	for _, s := range signatures {
		if s.Form.Algorithm() == KEY_ALGORITHM_UNSPECIFIED {
			return ErrInstructionMalformed.Wrapf("expected a signature form from 1 to 4, got %d", s.Form)
		}
	}
	if len(signatures) == MaxSignatures && signatures[0].Device == signatures[1].Device {
		return ErrInstructionMalformed.Wrapf("expected two different devices, got %x twice", signatures[0].Device)
	}
	return nil
}
