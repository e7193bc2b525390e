// SPDX-License-Identifier: Apache-2.0

package reserve

import (
	"crypto/sha256"
	"encoding/binary"
	"time"
)

const maxReferenceLength = 35

// ReceiptKey is what makes a booked receipt unique for ever.
type ReceiptKey struct {
	Rail           string
	Account        string
	BookingDate    uint32
	EntryReference string
}

// Bytes is the state key: SHA-256 over "tael/receipt/v1", then rail, account, booking date (uint32) and entry
// reference, each text behind its length (uint16), big-endian.
func (k ReceiptKey) Bytes() []byte {
	h := sha256.New()
	h.Write([]byte("tael/receipt/v1"))
	writeText(h, k.Rail)
	writeText(h, k.Account)
	var date [4]byte
	binary.BigEndian.PutUint32(date[:], k.BookingDate)
	h.Write(date[:])
	writeText(h, k.EntryReference)
	return h.Sum(nil)
}

// Validate checks the form of the key. Error: ErrFieldInvalid.
func (k ReceiptKey) Validate() error {
	if err := validateSlug("rail", k.Rail); err != nil {
		return err
	}
	if err := validateSlug("account", k.Account); err != nil {
		return err
	}
	if err := validateBookingDate(k.BookingDate); err != nil {
		return err
	}
	return validateReference("entry reference", k.EntryReference)
}

func validateBookingDate(date uint32) error {
	year, month, day := int(date/10_000), time.Month(date/100%100), int(date%100)
	got := time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
	if year < 2000 || year > 9999 || got.Year() != year || got.Month() != month || got.Day() != day {
		return ErrFieldInvalid.Wrapf("booking date: expected a day as yyyymmdd, got %d", date)
	}
	return nil
}

func validateReference(field, s string) error {
	if s == "" || len(s) > maxReferenceLength {
		return ErrFieldInvalid.Wrapf("%s: expected 1 to %d characters, got %d", field, maxReferenceLength, len(s))
	}
	for _, c := range []byte(s) {
		if !isLower(c) && !isDigit(c) && (c < 'A' || c > 'Z') && c != '/' && c != '.' && c != '-' {
			return ErrFieldInvalid.Wrapf("%s: expected [A-Za-z0-9/.-], got %q", field, s)
		}
	}
	return nil
}

// Key returns the receipt's key.
func (i IssuanceRecord) Key() ReceiptKey {
	return ReceiptKey{Rail: i.Rail, Account: i.Account, BookingDate: i.BookingDate, EntryReference: i.EntryReference}
}

// Attestors returns who stated the receipt before it was put on hold.
func (i IssuanceRecord) Attestors() []uint32 {
	var members []uint32
	for _, a := range i.Attestations {
		if !a.Anew {
			members = append(members, a.Member)
		}
	}
	return members
}

// Fact reports whether the receipt became a fact: it waits to be minted or is minted.
func (i IssuanceRecord) Fact() bool {
	return i.Status == ISSUANCE_STATUS_ATTESTED || i.Status == ISSUANCE_STATUS_MINTED
}

// Deadline is the unix second from which a waiting receipt is minted to SUSPENSE, for a term in seconds.
func (i IssuanceRecord) Deadline(term uint64) int64 { return i.AttestedAt + int64(term) }

// Establish makes the receipt a fact with the content that was agreed or decided; it waits to be minted.
func (i *IssuanceRecord) Establish(s Statement, at int64) {
	i.Beneficiary, i.Amount, i.Returns = s.Beneficiary, s.Amount, s.Returns
	i.Status = ISSUANCE_STATUS_ATTESTED
	i.AttestedAt = at
}

// Drop decides that the receipt is not minted.
func (i *IssuanceRecord) Drop() { i.Status = ISSUANCE_STATUS_DROPPED }

// Mint marks the receipt as minted to the credited address.
func (i *IssuanceRecord) Mint(credited []byte, cause SuspenseCause, reason uint32, at int64) {
	i.Status = ISSUANCE_STATUS_MINTED
	i.Credited = credited
	i.SuspenseCause = cause
	i.Reason = reason
	i.MintedAt = at
	i.WaitingNumber, i.RetryAt = 0, 0
}

// Name is the status without its prefix, for people.
func (s IssuanceStatus) Name() string { return trimPrefix(s.String(), "ISSUANCE_STATUS_") }
