// SPDX-License-Identifier: Apache-2.0

package wallet

import (
	"crypto/sha256"
	"encoding/binary"
)

// MaxExtras is the most bytes of extras an instruction carries.
const MaxExtras = 512

// Types of extras, ascending; types without meaning in this version are refused.
const (
	// ExtraOriginal is the content of the payment that a REFUND gives back, without its tag; it stands alone.
	ExtraOriginal byte = 1
	// ExtraFees is one to MaxFeeLegs fee legs of a PAY.
	ExtraFees byte = 2
	// ExtraChannel says in one byte how a PAY was begun.
	ExtraChannel byte = 3
	// ExtraPerson opens the payer's commitment to its person tag of the year: tag, salt.
	ExtraPerson byte = 4
	// ExtraOwn opens the payee's commitment under the tag that ExtraPerson names: salt.
	ExtraOwn byte = 5
)

// extraHeader is the length of an extra's type and length.
const extraHeader = 3

// Extras is what an instruction carries beside its content, by digest part of it: a canonical list of {1-byte type,
// 2-byte big-endian length, value}, types ascending and once each.
type Extras struct {
	// Original is the payment that a REFUND gives back; nil on every other kind.
	Original *Content
	// Fees are paid with the amount, all or none; payees ascending and unlike.
	Fees []FeeLeg
	// Channel says how the payment was begun; CHANNEL_UNSPECIFIED if the payer does not say.
	Channel Channel
	// Person opens the payer's commitment to its person tag of the year; nil if it is not opened.
	Person *PersonOpening
	// OwnSalt opens the payee's commitment under the tag of Person, so that both wallets are one person's; nil if not.
	OwnSalt *[32]byte
}

// Encode is the canonical list that ParseExtras reads back; nil if there is nothing to carry. Extras that Validate
// refuses have no meaning.
func (e Extras) Encode() []byte {
	var b []byte
	if e.Original != nil {
		b = appendExtra(b, ExtraOriginal, e.Original.UntaggedBytes())
	}
	if len(e.Fees) > 0 {
		legs := make([]byte, 0, len(e.Fees)*feeLegLength)
		for _, leg := range e.Fees {
			legs = leg.appendTo(legs)
		}
		b = appendExtra(b, ExtraFees, legs)
	}
	if e.Channel != CHANNEL_UNSPECIFIED {
		b = appendExtra(b, ExtraChannel, []byte{byte(e.Channel)})
	}
	if e.Person != nil {
		b = appendExtra(b, ExtraPerson, append(e.Person.Tag[:len(e.Person.Tag):len(e.Person.Tag)], e.Person.Salt[:]...))
	}
	if e.OwnSalt != nil {
		b = appendExtra(b, ExtraOwn, e.OwnSalt[:])
	}
	return b
}

func appendExtra(b []byte, kind byte, value []byte) []byte {
	b = binary.BigEndian.AppendUint16(append(b, kind), uint16(len(value)))
	return append(b, value...)
}

// OriginalExtras encodes the extras of a REFUND that gives back the payment with this content.
func OriginalExtras(original Content) []byte { return Extras{Original: &original}.Encode() }

// ParseExtras reads a canonical list: what it accepts is what Encode writes. Errors: ErrInstructionMalformed.
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
	if err := extras.Validate(); err != nil {
		return Extras{}, err
	}
	return extras, nil
}

// set reads one value by its type.
func (e *Extras) set(kind byte, value []byte) (err error) {
	switch kind {
	case ExtraOriginal:
		e.Original, err = parseOriginal(value)
	case ExtraFees:
		e.Fees, err = parseFees(value)
	case ExtraChannel:
		e.Channel, err = parseChannel(value)
	case ExtraPerson:
		e.Person, err = parsePerson(value)
	case ExtraOwn:
		if len(value) != digestLength {
			return ErrInstructionMalformed.Wrapf("own: expected a salt of %d bytes, got %d", digestLength, len(value))
		}
		salt := [digestLength]byte(value)
		e.OwnSalt = &salt
	default:
		err = ErrInstructionMalformed.Wrapf("expected an extra's type from %d to %d, got %d", ExtraOriginal, ExtraOwn, kind)
	}
	return err
}

// Validate checks what the extras say of each other: an original stands alone and is a PAY, fee legs are sound, the
// channel is known, and the payee's commitment is opened only under the payer's tag. Errors: ErrInstructionMalformed.
func (e Extras) Validate() error {
	if e.Original != nil {
		if e.Original.Kind != INSTRUCTION_KIND_PAY {
			return ErrInstructionMalformed.Wrapf("original: expected kind PAY, got %s", e.Original.Kind)
		}
		if len(e.Fees) > 0 || e.Channel != CHANNEL_UNSPECIFIED || e.Person != nil || e.OwnSalt != nil {
			return ErrInstructionMalformed.Wrap("expected nothing beside an original")
		}
		return nil
	}
	if e.OwnSalt != nil && e.Person == nil {
		return ErrInstructionMalformed.Wrap("own: expected the payer's opening beside it, got none")
	}
	if e.Channel < CHANNEL_UNSPECIFIED || e.Channel > CHANNEL_IN_PERSON {
		return ErrInstructionMalformed.Wrapf("channel: expected 1 to %d, got %d", CHANNEL_IN_PERSON, e.Channel)
	}
	return validateFees(e.Fees)
}

// Fits checks the extras against the content that carries them: a REFUND has its original and nothing else, a CONTEST
// nothing, a PAY no original, fees that go to neither party, and a sum within MaxAmount. Errors: ErrInstructionMalformed.
func (e Extras) Fits(c *Content) error {
	if c.Kind == INSTRUCTION_KIND_REFUND && e.Original == nil {
		return ErrInstructionMalformed.Wrap("a REFUND carries the original in its extras, got none")
	}
	if c.Kind != INSTRUCTION_KIND_PAY {
		return nil // content and Validate leave room for nothing else
	}
	if e.Original != nil {
		return ErrInstructionMalformed.Wrap("a PAY carries no original")
	}
	total := c.Amount
	for _, leg := range e.Fees {
		if leg.Payee == c.Payer || leg.Payee == c.Payee {
			return ErrInstructionMalformed.Wrapf("fees: expected a payee that is neither payer nor payee, got %x", leg.Payee)
		}
		if total += leg.Amount; total > MaxAmount {
			return ErrInstructionMalformed.Wrapf("fees: expected at most %d minor units with the amount, got %d", MaxAmount, total)
		}
	}
	return nil
}

func parseOriginal(value []byte) (*Content, error) {
	if len(value) != untaggedLength {
		return nil, ErrInstructionMalformed.Wrapf("original: expected %d bytes, got %d", untaggedLength, len(value))
	}
	original, err := ParseContent(value)
	return &original, err
}

func parseChannel(value []byte) (Channel, error) {
	if len(value) != 1 || value[0] == byte(CHANNEL_UNSPECIFIED) || value[0] > byte(CHANNEL_IN_PERSON) {
		return CHANNEL_UNSPECIFIED, ErrInstructionMalformed.Wrapf("channel: expected one byte from 1 to %d, got %x", CHANNEL_IN_PERSON, value)
	}
	return Channel(value[0]), nil
}

// ExtrasDigest is what the content says of the extras: SHA-256, or zero if there are none.
func ExtrasDigest(extras []byte) [32]byte {
	if len(extras) == 0 {
		return [32]byte{}
	}
	return sha256.Sum256(extras)
}
