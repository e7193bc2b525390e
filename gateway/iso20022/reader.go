// SPDX-License-Identifier: Apache-2.0

package iso20022

import "io"

// Reader reads one file of credit transfers, pain.001, pacs.008 or pacs.009, one transfer at a time. It is for one
// goroutine. After an error every call returns the same error.
type Reader struct {
	*parser
	draft *creditDraft
}

// NewReader prepares to read; nothing is read before the first call of a method.
func NewReader(r io.Reader, options Options) *Reader {
	return newReader(newParser(r, options, options.allowed(Pain001, Pacs008, Pacs009)))
}

// newReader takes over a parser that stands at the beginning or behind the root.
func newReader(p *parser) *Reader {
	draft := &creditDraft{}
	p.sink = drafted[creditDraft]{draft}
	return &Reader{parser: p, draft: draft}
}

// Header reads on to the end of the group header and returns it.
func (r *Reader) Header() (GroupHeader, error) {
	for r.err == nil && !r.draft.headerDone {
		r.step()
	}
	if !r.draft.headerDone {
		return GroupHeader{}, r.err
	}
	return r.draft.header, nil
}

// Next returns the next transfer, or io.EOF once the whole message was read and its counts and sums hold. Any other
// error is an *Error and condemns the whole file, also what Next returned before: run Check first.
func (r *Reader) Next() (Transfer, error) {
	for r.err == nil && !r.draft.ready {
		r.step()
	}
	if !r.draft.ready {
		return Transfer{}, r.err
	}
	r.draft.ready = false
	return r.draft.transfer, nil
}
