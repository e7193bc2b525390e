// SPDX-License-Identifier: Apache-2.0

package wallet

import (
	"crypto/sha256"
	"encoding/binary"
)

// MaxExtras is the most bytes of extras an instruction carries.
const MaxExtras = 512

// ExtraOriginal is the type of the extra that carries the content of the payment a REFUND gives back, without its tag.
const ExtraOriginal byte = 1

// extraHeader is the length of an extra's type and length.
const extraHeader = 3

// Extras is what an instruction carries beside its content, by digest part of it: a canonical list of {1-byte type,
// 2-byte big-endian length, value}, types ascending and once each. Types without meaning in this version are refused.
type Extras struct {
	Original *Content // type 1
}

// OriginalExtras encodes the extras of a REFUND that gives back the payment with this content.
func OriginalExtras(original Content) []byte {
	b := make([]byte, 0, extraHeader+untaggedLength)
	b = append(b, ExtraOriginal)
	b = binary.BigEndian.AppendUint16(b, uint16(untaggedLength))
	return append(b, original.UntaggedBytes()...)
}

// ParseExtras reads a canonical list. Errors: ErrInstructionMalformed.
func ParseExtras(b []byte) (Extras, error) {
	var extras Extras
	if len(b) > MaxExtras {
		return extras, ErrInstructionMalformed.Wrapf("expected at most %d bytes of extras, got %d", MaxExtras, len(b))
	}
	var last byte
	for len(b) > 0 {
		if len(b) < extraHeader {
			return Extras{}, ErrInstructionMalformed.Wrapf("expected an extra's type and length, got %d bytes", len(b))
		}
		kind, length := b[0], int(binary.BigEndian.Uint16(b[1:extraHeader]))
		if b = b[extraHeader:]; length > len(b) {
			return Extras{}, ErrInstructionMalformed.Wrapf("extra %d: expected %d bytes, got %d", kind, length, len(b))
		}
		if kind <= last {
			return Extras{}, ErrInstructionMalformed.Wrapf("expected extras by ascending type and once each, got %d after %d", kind, last)
		}
		if err := extras.set(kind, b[:length]); err != nil {
			return Extras{}, err
		}
		last, b = kind, b[length:]
	}
	return extras, nil
}

func (e *Extras) set(kind byte, value []byte) error {
	if kind != ExtraOriginal {
		return ErrInstructionMalformed.Wrapf("expected extra type %d, got %d", ExtraOriginal, kind)
	}
	if len(value) != untaggedLength {
		return ErrInstructionMalformed.Wrapf("original: expected %d bytes, got %d", untaggedLength, len(value))
	}
	original, err := ParseContent(value)
	if err != nil {
		return err
	}
	if original.Kind != INSTRUCTION_KIND_PAY {
		return ErrInstructionMalformed.Wrapf("original: expected kind PAY, got %s", original.Kind)
	}
	e.Original = &original
	return nil
}

// ExtrasDigest is what the content says of the extras: SHA-256, or zero if there are none.
func ExtrasDigest(extras []byte) [32]byte {
	if len(extras) == 0 {
		return [32]byte{}
	}
	return sha256.Sum256(extras)
}
