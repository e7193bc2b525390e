// SPDX-License-Identifier: Apache-2.0

package iso20022

import (
	"errors"
	"io"
)

// Summary is what a file holds, once the whole of it was read and everything held.
type Summary struct {
	Header GroupHeader
	// Payments is the number of PmtInf.
	Payments int
	// Transfers is the number of CdtTrfTxInf.
	Transfers int
	// Amounts is the sum in minor units per currency.
	Amounts map[string]uint64
	// SHA256 and Bytes are of the file as it was read.
	SHA256 [32]byte
	Bytes  int64
}

// Check is the first of two passes: it reads a whole file and keeps nothing of it. A file's counts and control sums can
// only be judged at its end, and money must not leave a file whose sums do not hold, so nothing is paid before Check has
// returned nil; the second pass reads the same bytes again with NewReader and pays. Summary.Verify tells at the end of
// the second pass whether they were the same bytes.
func Check(r io.Reader, options Options) (Summary, error) {
	reader := NewReader(r, options)
	s := Summary{Amounts: map[string]uint64{}}
	for {
		t, err := reader.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return Summary{}, err
		}
		before := s.Amounts[t.Currency]
		if s.Amounts[t.Currency] += t.Amount; s.Amounts[t.Currency] < before {
			reader.refuse(faultf(CodeAmount, "expected amounts whose sum in minor units is below 2^64"), t.Line)
			return Summary{}, reader.err
		}
	}
	s.Header, s.Payments, s.Transfers = reader.draft.header, reader.totals.payments, reader.totals.transfers
	s.SHA256, s.Bytes = reader.SHA256(), reader.source.read
	return s, nil
}

// Verify says whether a second pass, read to its io.EOF, saw the bytes that were checked.
func (s Summary) Verify(second *Reader) error {
	if second.SHA256() == s.SHA256 {
		return nil
	}
	return &Error{
		File: second.options.File, Rule: CodeChanged.Rule(), Code: CodeChanged,
		Detail: "expected the bytes that were checked; the file has changed since",
	}
}
