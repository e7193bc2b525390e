// SPDX-License-Identifier: Apache-2.0

package iso20022

import (
	"errors"
	"io"
)

// StatusReader reads one status report, pacs.002 or pain.002, one status at a time. It is for one goroutine. After an
// error every call returns the same error.
type StatusReader struct {
	*parser
	draft *statusDraft
}

// NewStatusReader prepares to read; nothing is read before the first call of a method. Limits.Transfers bounds the
// statuses of the file.
func NewStatusReader(r io.Reader, options Options) *StatusReader {
	return newStatusReader(newParser(r, options, options.allowed(Pacs002, Pain002)))
}

// newStatusReader takes over a parser that stands at the beginning or behind the root.
func newStatusReader(p *parser) *StatusReader {
	draft := &statusDraft{}
	p.sink = drafted[statusDraft]{draft}
	return &StatusReader{parser: p, draft: draft}
}

// Header reads on to the first status and returns what stands before it: the report itself and the message that it
// answers, whose own status may be all that the report says.
func (r *StatusReader) Header() (StatusHeader, error) {
	for r.err == nil && !r.draft.headerDone {
		r.step()
	}
	if !r.draft.headerDone {
		return StatusHeader{}, r.err
	}
	return r.draft.header, nil
}

// Next returns the next status, or io.EOF once the whole report was read. Any other error is an *Error and condemns the
// whole file, also what Next returned before: run Check first.
func (r *StatusReader) Next() (Status, error) {
	for r.err == nil && !r.draft.ready {
		r.step()
	}
	if !r.draft.ready {
		return Status{}, r.err
	}
	r.draft.ready = false
	return r.draft.next, nil
}

// checkStatuses reads a status report whole.
func checkStatuses(p *parser, s *Summary) error {
	reader := newStatusReader(p)
	for {
		_, err := reader.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return err
		}
	}
	s.MessageID = reader.draft.header.MessageID
	s.Payments, s.Transfers = reader.draft.payments, reader.draft.statuses
	return nil
}
