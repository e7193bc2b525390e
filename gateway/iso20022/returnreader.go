// SPDX-License-Identifier: Apache-2.0

package iso20022

import (
	"errors"
	"io"
)

// ReturnReader reads one pacs.004 of either version, one return at a time. It is for one goroutine. After an error every
// call returns the same error.
type ReturnReader struct {
	*parser
	draft *returnDraft
}

// NewReturnReader prepares to read; nothing is read before the first call of a method. Limits.Transfers bounds the returns
// of the file.
func NewReturnReader(r io.Reader, options Options) *ReturnReader {
	return newReturnReader(newParser(r, options, options.allowed(Pacs004v09, Pacs004v10)))
}

// newReturnReader takes over a parser that stands at the beginning or behind the root.
func newReturnReader(p *parser) *ReturnReader {
	draft := &returnDraft{}
	p.sink = drafted[returnDraft]{draft}
	return &ReturnReader{parser: p, draft: draft}
}

// Header reads on to the first return and returns what stands before it: the message itself and the original group.
func (r *ReturnReader) Header() (ReturnHeader, error) {
	for r.err == nil && !r.draft.headerDone {
		r.step()
	}
	if !r.draft.headerDone {
		return ReturnHeader{}, r.err
	}
	return r.draft.header, nil
}

// Next returns the next return, or io.EOF once the whole message was read and its counts and sums hold. Any other error
// is an *Error and condemns the whole file, also what Next returned before: run Check first.
func (r *ReturnReader) Next() (Return, error) {
	for r.err == nil && !r.draft.ready {
		r.step()
	}
	if !r.draft.ready {
		return Return{}, r.err
	}
	r.draft.ready = false
	return r.draft.back, nil
}

// checkReturns reads a pacs.004 whole.
func checkReturns(p *parser, s *Summary) error {
	reader := newReturnReader(p)
	for {
		back, err := reader.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err == nil {
			err = p.sum(s.Amounts, back.Returned, back.Line)
		}
		if err != nil {
			return err
		}
	}
	s.MessageID, s.Transfers = reader.draft.header.MessageID, reader.draft.totals.transfers
	return nil
}
