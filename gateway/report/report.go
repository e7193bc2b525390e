// SPDX-License-Identifier: Apache-2.0

// Package report renders what a member and its customers are told in ISO 20022: status reports of payment files
// (pain.002, pacs.002), and of the accounts that a member keeps notifications (camt.054), reports within the day
// (camt.052) and statements (camt.053). Everything is read from the account books and from results, nothing is decided.
//
// A report speaks only of accounts that its member keeps, and names another's only by a number that the member's own
// directory has.
package report

import (
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/taelnet/tael/gateway/iso20022"
)

// Errors of this package.
var (
	// ErrConfig says what is missing or wrong in a header, an account or an option.
	ErrConfig = errors.New("report configuration")
	// ErrOutcomes means that the outcomes are not those of the file: another number, or another file.
	ErrOutcomes = errors.New("outcomes do not fit the file")
	// ErrJournal means that the journal's file could not be written or read, or does not say what was written.
	ErrJournal = errors.New("report journal")
	// ErrSchema means that a report does not hold the operator's schema. It was not handed over.
	ErrSchema = errors.New("report breaks the schema")
)

// maxMessageID leaves place behind a message's id for the number of a statement.
const maxMessageID = 24

// Header names a report.
type Header struct {
	// MessageID is the member's own number of the report, 1 to 24 characters.
	MessageID string
	// Created is when the report is made; it is written in its own zone, which is also the zone of booking dates.
	Created time.Time
	// Schemas validates the report before it is handed over; nil does not.
	Schemas Schemas
}

// Schemas validates a message, as iso20022.Schemas does with the schemas of the operator's folder.
type Schemas interface {
	Validate(message iso20022.Message, r io.Reader) error
}

func (h Header) check() error {
	if n := len([]rune(h.MessageID)); n == 0 || n > maxMessageID || h.Created.IsZero() {
		return fmt.Errorf("%w: expected a message id of 1 to %d characters and a time, got %q and %s", ErrConfig, maxMessageID, h.MessageID, h.Created)
	}
	return nil
}

// deliver renders a message to w; where it is to be validated, by way of a file, so that w gets a valid message or
// nothing.
func (h Header) deliver(w io.Writer, message iso20022.Message, render func(io.Writer) error) (err error) {
	if err := h.check(); err != nil {
		return err
	}
	if h.Schemas == nil {
		return render(w)
	}
	file, err := os.CreateTemp("", "tael-report-*.xml")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, file.Close(), os.Remove(file.Name())) }()

	if err := render(file); err != nil {
		return err
	}
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		return err
	}
	if err := h.Schemas.Validate(message, file); err != nil {
		return fmt.Errorf("%w: %s %s: %w", ErrSchema, message, h.MessageID, err)
	}
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		return err
	}
	_, err = io.Copy(w, file)
	return err
}
