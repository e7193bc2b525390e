// SPDX-License-Identifier: Apache-2.0

package iso20022

import (
	"errors"
	"io"
)

// StatementReader reads one camt.052, camt.053 or camt.054, statement by statement and entry by entry. It is for one
// goroutine. After an error every call returns the same error.
type StatementReader struct {
	*parser
	draft *statementDraft
}

// NewStatementReader prepares to read; nothing is read before the first call of a method. Limits.Transfers bounds the
// entries of the file, and its statements.
func NewStatementReader(r io.Reader, options Options) *StatementReader {
	return newStatementReader(newParser(r, options, options.allowed(Camt052, Camt053, Camt054)))
}

// newStatementReader takes over a parser that stands at the beginning or behind the root.
func newStatementReader(p *parser) *StatementReader {
	draft := &statementDraft{closed: true}
	p.sink = drafted[statementDraft]{draft}
	return &StatementReader{parser: p, draft: draft}
}

// Header reads on to the end of the group header and returns it.
func (r *StatementReader) Header() (MessageHeader, error) {
	for r.err == nil && !r.draft.headerDone {
		r.step()
	}
	if !r.draft.headerDone {
		return MessageHeader{}, r.err
	}
	return r.draft.header, nil
}

// NextStatement returns the next account of the message, complete with its balances and declared totals, which stand
// before its entries; NextEntry then gives those, and there may be none. Entries that were not asked for are judged and
// let go. It returns io.EOF once the whole message was read and everything held. Any other error is an *Error and
// condemns the whole file, also what was returned before: run Check first.
func (r *StatementReader) NextStatement() (*Statement, error) {
	for r.err == nil && !r.draft.begun {
		r.draft.ready = false
		r.step()
	}
	if !r.draft.begun {
		return nil, r.err
	}
	r.draft.begun = false
	return r.draft.statement, nil
}

// NextEntry returns the next entry of the statement that NextStatement returned last, or io.EOF once that statement was
// read whole, holds its totals and, in a camt.053, its balances. Before the first NextStatement it is io.EOF too. Any
// other error is an *Error and condemns the whole file.
func (r *StatementReader) NextEntry() (Entry, error) {
	for r.err == nil && !r.draft.ready && !r.draft.closed {
		r.step()
	}
	switch {
	case r.draft.ready:
		r.draft.ready = false
		return r.draft.entry, nil
	case r.err != nil:
		return Entry{}, r.err
	default:
		return Entry{}, io.EOF
	}
}

// checkStatements reads a file of statements whole.
func checkStatements(p *parser, s *Summary) error {
	reader := newStatementReader(p)
	for {
		_, err := reader.NextStatement()
		if errors.Is(err, io.EOF) {
			break
		}
		if err == nil {
			err = reader.sumEntries(s)
		}
		if err != nil {
			return err
		}
	}
	s.MessageID = reader.draft.header.MessageID
	s.Statements, s.Entries = reader.draft.statements, reader.draft.entries
	return nil
}

// sumEntries reads the entries of one statement.
func (r *StatementReader) sumEntries(s *Summary) error {
	for {
		e, err := r.NextEntry()
		if errors.Is(err, io.EOF) {
			return nil
		}
		sums := s.Debits
		if e.Credit {
			sums = s.Amounts
		}
		if err == nil {
			err = r.sum(sums, e.Money, e.Line)
		}
		if err != nil {
			return err
		}
	}
}
