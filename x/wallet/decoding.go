// SPDX-License-Identifier: Apache-2.0

package wallet

import "encoding/binary"

// DecodeInstruction reads one encoded Instruction for a chain. It accepts the canonical encoding only: version 1, fields
// ascending and once each, shortest varints, no default value, no unknown field, sizes within the limits; so that what
// it accepts encodes back to the same bytes. Kinds, extras and signature entries are checked too (Validate); no
// signature is verified. The result does not alias b. Errors: ErrInstructionMalformed, ErrUETRInvalid.
func DecodeInstruction(b []byte, chainID string) (SignedInstruction, error) {
	i := SignedInstruction{RawLength: len(b)}
	i.ChainID = chainID
	if len(b) > MaxInstructionTwo+MaxExtras+extraHeader {
		return SignedInstruction{}, ErrInstructionMalformed.Wrapf("expected at most %d bytes, got %d", MaxInstructionTwo+MaxExtras+extraHeader, len(b))
	}
	r := reader{rest: b}
	if err := i.read(&r); err != nil {
		return SignedInstruction{}, err
	}
	i.ExtrasDigest = ExtrasDigest(i.Extras)
	if err := i.Validate(); err != nil {
		return SignedInstruction{}, err
	}
	if err := i.validateLength(); err != nil {
		return SignedInstruction{}, err
	}
	return i, nil
}

// read takes the fields in order. Each step takes its field if its key is next; what is left over at the end was
// unknown, repeated or out of order.
func (i *SignedInstruction) read(r *reader) error {
	if version := r.uint(keyVersion); version != contentVersion && !r.failed() {
		return ErrInstructionMalformed.Wrapf("expected format version %d, got %d", contentVersion, version)
	}
	kind := r.uint(keyKind)
	if kind > uint64(INSTRUCTION_KIND_CONTEST) {
		return ErrInstructionMalformed.Wrapf("expected kind PAY, REFUND or CONTEST, got %d", kind)
	}
	i.Kind = InstructionKind(kind)
	r.fixed(keyUETR, i.UETR[:])
	r.fixed(keyPayer, i.Payer[:])
	r.fixed(keyPayee, i.Payee[:])
	i.Denom = string(r.optional(keyDenom, denomWidth))
	i.Amount = r.uint(keyAmount)
	i.Purpose = string(r.optional(keyPurpose, purposeWidth))
	r.reference(&i.Reference)
	i.ValidUntil = r.uint(keyValidUntil)
	if extras := r.optional(keyExtras, MaxExtras); extras != nil {
		i.Extras = append([]byte(nil), extras...)
	}
	r.signatures(&i.Signatures)
	if r.reason != "" {
		return ErrInstructionMalformed.Wrapf("byte %d of %d: %s", i.RawLength-len(r.rest), i.RawLength, r.reason)
	}
	if len(r.rest) != 0 {
		return ErrInstructionMalformed.Wrapf("byte %d of %d: expected known fields, ascending and once each, got key 0x%02x",
			i.RawLength-len(r.rest), i.RawLength, r.rest[0])
	}
	return nil
}

// validateLength holds the size limits, for which the extras' own field does not count.
func (i *SignedInstruction) validateLength() error {
	counted := i.RawLength
	if n := len(i.Extras); n > 0 {
		counted -= 1 + uvarintLength(uint64(n)) + n
	}
	limit := MaxInstructionOne
	if len(i.Signatures) == MaxSignatures {
		limit = MaxInstructionTwo
	}
	if counted > limit {
		return ErrInstructionMalformed.Wrapf("expected at most %d bytes beside the extras, got %d", limit, counted)
	}
	return nil
}

// reader takes canonical fields off a message; the first fault stays in reason and makes every later step a no-op.
type reader struct {
	rest   []byte
	reason string
}

func (r *reader) failed() bool { return r.reason != "" }

func (r *reader) fail(reason string) {
	if r.reason == "" {
		r.reason = reason
	}
}

// next reports whether the field with this key is next, and takes the key.
func (r *reader) next(key byte) bool {
	if r.failed() || len(r.rest) == 0 || r.rest[0] != key {
		return false
	}
	r.rest = r.rest[1:]
	return true
}

// uint takes a number; 0 if the field is absent, since a default value is not written.
func (r *reader) uint(key byte) uint64 {
	if !r.next(key) {
		return 0
	}
	v := r.uvarint()
	if v == 0 {
		r.fail("expected no field with value 0")
	}
	return v
}

func (r *reader) uvarint() uint64 {
	v, n := binary.Uvarint(r.rest)
	if n <= 0 || n != uvarintLength(v) {
		r.fail("expected the shortest varint of at most 64 bits")
		return 0
	}
	r.rest = r.rest[n:]
	return v
}

// optional takes a byte string of 1 to limit bytes; nil if the field is absent.
func (r *reader) optional(key byte, limit int) []byte {
	if !r.next(key) {
		return nil
	}
	n := r.uvarint()
	if r.failed() {
		return nil
	}
	if n == 0 || n > uint64(limit) {
		r.fail("expected a value of its field's length")
		return nil
	}
	if n > uint64(len(r.rest)) {
		r.fail("expected more bytes than there are")
		return nil
	}
	v := r.rest[:n]
	r.rest = r.rest[n:]
	return v
}

// fixed takes a byte string of exactly the length of to.
func (r *reader) fixed(key byte, to []byte) {
	v := r.optional(key, len(to))
	if len(v) != len(to) {
		r.fail("expected a field of fixed length")
		return
	}
	copy(to, v)
}

// reference takes the reference digest, which is absent rather than zero.
func (r *reader) reference(to *[32]byte) {
	if r.failed() || len(r.rest) == 0 || r.rest[0] != keyReference {
		return
	}
	r.fixed(keyReference, to[:])
	if *to == ([32]byte{}) {
		r.fail("expected no reference rather than a zero one")
	}
}

func (r *reader) signatures(to *[]DeviceSignature) {
	for !r.failed() && len(r.rest) > 0 && r.rest[0] == keySignatures {
		if len(*to) == MaxSignatures {
			r.fail("expected at most 2 signatures")
			return
		}
		entry := reader{rest: r.optional(keySignatures, signatureLength)}
		var s DeviceSignature
		entry.fixed(keySignatureDevice, s.Device[:])
		form := entry.uint(keySignatureForm)
		entry.fixed(keySignatureBytes, s.Signature[:])
		if entry.failed() || len(entry.rest) != 0 || form == 0 || form > uint64(SIGNATURE_FORM_EIP712_SECP256K1) {
			r.fail("expected a signature of device, form and 64 bytes")
			return
		}
		s.Form = SignatureForm(form)
		*to = append(*to, s)
	}
}

func uvarintLength(v uint64) int {
	n := 1
	for v >= 0x80 {
		v >>= 7
		n++
	}
	return n
}
