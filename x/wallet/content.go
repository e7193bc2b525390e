// SPDX-License-Identifier: Apache-2.0

package wallet

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
)

// The signed bytes, big-endian, in this order: tag, format version (1), kind (1), chain id (32, zero-padded), UETR (16),
// payer (20), payee (20), denom (16, zero-padded), amount (8), purpose (4, zero if none), reference digest (32), extras
// digest (32, zero if none), valid_until (8); then the signing device's id (20).
const (
	contentTag     = "tael/instruction/v1"
	contentVersion = 1

	chainIDWidth = 32
	denomWidth   = 16
	purposeWidth = 4

	// ContentLength is the length of Content.Bytes: the tag and what follows it up to valid_until.
	ContentLength = len(contentTag) + untaggedLength
	// untaggedLength is the length of the content without its tag, as the extras carry it.
	untaggedLength = 1 + 1 + chainIDWidth + 16 + 20 + 20 + denomWidth + 8 + purposeWidth + 32 + 32 + 8
)

// Content is what an instruction says: all that is signed but the signing device. Two instructions with the same
// content are the same instruction, whoever signed and carried them.
type Content struct {
	Kind         InstructionKind
	ChainID      string
	UETR         UETR
	Payer        [20]byte
	Payee        [20]byte // for CONTEST the contested device's id
	Denom        string   // empty for CONTEST
	Amount       uint64   // minor units; 0 for CONTEST
	Purpose      string   // ISO 20022 external purpose code or empty
	Reference    [32]byte // salted digest, zero if none
	ExtrasDigest [32]byte // SHA-256 of the extras, zero if none
	ValidUntil   uint64   // unix seconds
}

// Bytes is the canonical content, tag first, ContentLength long. Content that Validate refuses has no meaning.
func (c Content) Bytes() []byte {
	return c.appendTo(make([]byte, 0, ContentLength))
}

// UntaggedBytes is the canonical content without its tag: the value of the ORIGINAL extra.
func (c Content) UntaggedBytes() []byte {
	return c.Bytes()[len(contentTag):]
}

func (c *Content) appendTo(b []byte) []byte {
	b = append(b, contentTag...)
	b = append(b, contentVersion, byte(c.Kind))
	b = appendPadded(b, c.ChainID, chainIDWidth)
	b = append(b, c.UETR[:]...)
	b = append(b, c.Payer[:]...)
	b = append(b, c.Payee[:]...)
	b = appendPadded(b, c.Denom, denomWidth)
	b = binary.BigEndian.AppendUint64(b, c.Amount)
	b = appendPadded(b, c.Purpose, purposeWidth)
	b = append(b, c.Reference[:]...)
	b = append(b, c.ExtrasDigest[:]...)
	return binary.BigEndian.AppendUint64(b, c.ValidUntil)
}

func appendPadded(b []byte, text string, width int) []byte {
	var field [chainIDWidth]byte
	copy(field[:width], text)
	return append(b, field[:width]...)
}

// Digest is SHA-256 of Bytes; records keep its first 16 bytes.
func (c Content) Digest() [32]byte {
	var buf [ContentLength]byte
	return sha256.Sum256(c.appendTo(buf[:0]))
}

// RawDigest is what a device signs in the RAW forms: SHA-256 of the content and the device's id, with no second hash.
func RawDigest(c Content, device [20]byte) [32]byte {
	var buf [ContentLength + AddressLength]byte
	return sha256.Sum256(append(c.appendTo(buf[:0]), device[:]...))
}

// Validate checks the content on its own, by kind. Errors: ErrInstructionMalformed, ErrUETRInvalid.
func (c *Content) Validate() error {
	if !chainIDShaped(c.ChainID) {
		return ErrInstructionMalformed.Wrapf("expected a chain id of 1 to %d printable characters, got %q", chainIDWidth, clip(c.ChainID))
	}
	if err := ValidateUETR(c.UETR); err != nil {
		return err
	}
	if c.Purpose != "" && !purposeShaped(c.Purpose) {
		return ErrInstructionMalformed.Wrapf("expected a purpose code of 4 characters [A-Z0-9] or none, got %q", clip(c.Purpose))
	}
	switch c.Kind {
	case INSTRUCTION_KIND_PAY:
		return c.validateMoney()
	case INSTRUCTION_KIND_REFUND:
		if c.ExtrasDigest == ([32]byte{}) {
			return ErrInstructionMalformed.Wrap("a REFUND carries the original in its extras, got none")
		}
		return c.validateMoney()
	case INSTRUCTION_KIND_CONTEST:
		if c.Denom != "" || c.Amount != 0 || c.Purpose != "" || c.Reference != ([32]byte{}) || c.ExtrasDigest != ([32]byte{}) {
			return ErrInstructionMalformed.Wrap("a CONTEST has no denom, amount, purpose, reference or extras")
		}
		return nil
	default:
		return ErrInstructionMalformed.Wrapf("expected kind PAY, REFUND or CONTEST, got %d", c.Kind)
	}
}

func (c *Content) validateMoney() error {
	if !denomShaped(c.Denom) {
		return ErrInstructionMalformed.Wrapf("expected a denom of 1 to 16 characters [a-z][a-z0-9]*, got %q", clip(c.Denom))
	}
	if c.Amount == 0 || c.Amount > MaxAmount {
		return ErrInstructionMalformed.Wrapf("expected an amount from 1 to %d minor units, got %d", MaxAmount, c.Amount)
	}
	return nil
}

// ParseContent reads what Bytes wrote, or the same without its tag as UntaggedBytes wrote it. Nothing else is accepted,
// so that what was parsed writes back the same bytes. Errors: ErrInstructionMalformed, ErrUETRInvalid.
func ParseContent(b []byte) (Content, error) {
	rest, tagged := bytes.CutPrefix(b, []byte(contentTag))
	if !tagged {
		rest = b
	}
	if len(rest) != untaggedLength {
		return Content{}, ErrInstructionMalformed.Wrapf("expected a content of %d bytes, or %d without its tag, got %d", ContentLength, untaggedLength, len(b))
	}
	if rest[0] != contentVersion {
		return Content{}, ErrInstructionMalformed.Wrapf("expected format version %d, got %d", contentVersion, rest[0])
	}
	take := func(n int) []byte {
		field := rest[:n]
		rest = rest[n:]
		return field
	}
	var c Content
	c.Kind = InstructionKind(take(2)[1])
	var padded [3]bool
	c.ChainID, padded[0] = unpad(take(chainIDWidth))
	c.UETR = UETR(take(16))
	c.Payer = [20]byte(take(20))
	c.Payee = [20]byte(take(20))
	c.Denom, padded[1] = unpad(take(denomWidth))
	c.Amount = binary.BigEndian.Uint64(take(8))
	c.Purpose, padded[2] = unpad(take(purposeWidth))
	c.Reference = [32]byte(take(32))
	c.ExtrasDigest = [32]byte(take(32))
	c.ValidUntil = binary.BigEndian.Uint64(take(8))
	if padded != [3]bool{true, true, true} {
		return Content{}, ErrInstructionMalformed.Wrap("expected zeros only after the end of a padded text")
	}
	return c, c.Validate()
}

// unpad cuts the zeros behind a text; false if something other than zero follows the first zero.
func unpad(field []byte) (string, bool) {
	end := bytes.IndexByte(field, 0)
	if end < 0 {
		return string(field), true
	}
	for _, b := range field[end:] {
		if b != 0 {
			return "", false
		}
	}
	return string(field[:end]), true
}

func chainIDShaped(id string) bool {
	if len(id) == 0 || len(id) > chainIDWidth {
		return false
	}
	for i := range len(id) {
		if id[i] <= ' ' || id[i] > '~' {
			return false
		}
	}
	return true
}

func purposeShaped(code string) bool {
	if len(code) != purposeWidth {
		return false
	}
	for i := range len(code) {
		if c := code[i]; (c < 'A' || c > 'Z') && (c < '0' || c > '9') {
			return false
		}
	}
	return true
}
