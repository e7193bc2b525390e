// SPDX-License-Identifier: Apache-2.0

package wallet

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"time"
)

// personTag begins the preimage of every commitment to a person tag.
const personTag = "tael/person/v1"

// PersonOpening opens a wallet's commitment to its holder's tag of a year. The tag is opaque, one per person and
// calendar year; the salt is the wallet's own.
type PersonOpening struct {
	Tag, Salt [32]byte
}

// PersonCommitment is what a wallet keeps of its holder's tag of a calendar year:
// SHA-256("tael/person/v1" || wallet 20 || year u16 || tag 32 || salt 32).
func PersonCommitment(addr []byte, year uint32, tag, salt [32]byte) [32]byte {
	b := make([]byte, 0, len(personTag)+AddressLength+2+2*digestLength)
	b = append(b, personTag...)
	b = append(b, addr...)
	b = binary.BigEndian.AppendUint16(b, uint16(year))
	b = append(b, tag[:]...)
	return sha256.Sum256(append(b, salt[:]...))
}

// Commitment is the wallet's commitment to its holder's tag of a year, 32 bytes; nil if there is none.
func (w Wallet) Commitment(year uint32) []byte {
	switch year {
	case 0:
		return nil
	case w.PersonYear:
		return w.PersonCommitment
	case w.NextPersonYear:
		return w.NextPersonCommitment
	}
	return nil
}

// PersonYears are the years to whose person tags the wallet is committed, ascending.
func (w Wallet) PersonYears() []uint32 {
	var years []uint32
	for _, year := range [...]uint32{w.PersonYear, w.NextPersonYear} {
		if year != 0 {
			years = append(years, year)
		}
	}
	return years
}

// OpensPerson says whether tag and salt open the wallet's commitment of a calendar year; false if there is none.
func (w Wallet) OpensPerson(year uint32, tag, salt [32]byte) bool {
	commitment := w.Commitment(year)
	if len(commitment) != digestLength {
		return false
	}
	want := PersonCommitment(w.Address, year, tag, salt)
	return bytes.Equal(want[:], commitment)
}

// CommitPerson sets the commitment of a year and keeps those of the two latest years. It says whether another commitment
// of the same year was replaced.
func (w *Wallet) CommitPerson(year uint32, commitment []byte) (replaced bool) {
	switch {
	case year == w.PersonYear:
		w.PersonCommitment = commitment
		return true
	case year == w.NextPersonYear:
		w.NextPersonCommitment = commitment
		return true
	case w.PersonYear == 0:
		w.PersonYear, w.PersonCommitment = year, commitment
	case year < w.PersonYear:
		w.NextPersonYear, w.NextPersonCommitment = w.PersonYear, w.PersonCommitment
		w.PersonYear, w.PersonCommitment = year, commitment
	case w.NextPersonYear == 0:
		w.NextPersonYear, w.NextPersonCommitment = year, commitment
	case year < w.NextPersonYear:
		w.PersonYear, w.PersonCommitment = year, commitment
	default:
		w.PersonYear, w.PersonCommitment = w.NextPersonYear, w.NextPersonCommitment
		w.NextPersonYear, w.NextPersonCommitment = year, commitment
	}
	return false
}

// CheckPersonYear holds a commitment to the calendar year of block time in UTC (unix seconds) or the next one.
// Errors: ErrPersonYear.
func CheckPersonYear(year uint32, now int64) error {
	if this := uint32(time.Unix(now, 0).UTC().Year()); year != this && year != this+1 {
		return ErrPersonYear.Wrapf("expected %d or %d, got %d", this, this+1, year)
	}
	return nil
}

// validatePerson checks the commitments: none, one, or two with ascending years.
func (w *Wallet) validatePerson() error {
	for _, c := range [...]struct {
		year       uint32
		commitment []byte
	}{{w.PersonYear, w.PersonCommitment}, {w.NextPersonYear, w.NextPersonCommitment}} {
		if c.year > 0xffff || (c.year == 0) != (len(c.commitment) == 0) {
			return ErrWalletInvalid.Wrapf("expected a year up to 65535 with every commitment, got %d", c.year)
		}
		if c.year != 0 && (len(c.commitment) != digestLength || zero(c.commitment)) {
			return ErrWalletInvalid.Wrapf("expected a commitment of %d bytes, not zero, got %x", digestLength, c.commitment)
		}
	}
	if w.NextPersonYear != 0 && (w.PersonYear == 0 || w.NextPersonYear <= w.PersonYear) {
		return ErrWalletInvalid.Wrapf("expected commitments of ascending years, got %d and %d", w.PersonYear, w.NextPersonYear)
	}
	return nil
}

func parsePerson(value []byte) (*PersonOpening, error) {
	if len(value) != 2*digestLength {
		return nil, ErrInstructionMalformed.Wrapf("person: expected a tag and a salt of %d bytes, got %d", 2*digestLength, len(value))
	}
	return &PersonOpening{Tag: [digestLength]byte(value[:digestLength]), Salt: [digestLength]byte(value[digestLength:])}, nil
}

func zero(b []byte) bool { return len(bytes.Trim(b, "\x00")) == 0 }
