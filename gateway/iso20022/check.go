// SPDX-License-Identifier: Apache-2.0

package iso20022

import (
	"errors"
	"io"
)

// Summary is what a file holds, once the whole of it was read and everything held.
type Summary struct {
	// Message is which message the file is, MessageID its own number (MsgId).
	Message   Message
	MessageID string
	// Header is the group header of credit transfers, empty for other messages.
	Header GroupHeader
	// Payments is the number of PmtInf, in a pain.002 of those that are answered; interbank messages have none.
	Payments int
	// Transfers is the number of transfers, returns or statuses; a status of a whole PmtInf counts too.
	Transfers int
	// Statements and Entries count those of camt messages.
	Statements, Entries int
	// Amounts is the sum in minor units per currency: of transfers and returns, and of entries that credit an account.
	Amounts map[string]uint64
	// Debits is the sum in minor units per currency of entries that debit an account.
	Debits map[string]uint64
	// SHA256 and Bytes are of the file as it was read.
	SHA256 [32]byte
	Bytes  int64
}

// Check is the first of two passes: it reads a whole file of any message that can be read and keeps nothing of it. A
// file's counts and control sums can only be judged at its end, and money must not leave a file whose sums do not hold,
// so nothing is paid before Check has returned nil; the second pass reads the same bytes again with the message's reader
// and pays. Summary.Verify tells at the end of the second pass whether they were the same bytes.
func Check(r io.Reader, options Options) (Summary, error) {
	p := newParser(r, options, options.allowed(Messages()...))
	message, err := p.begin()
	if err != nil {
		return Summary{}, err
	}
	s := Summary{Message: message.message, Amounts: map[string]uint64{}, Debits: map[string]uint64{}}
	if err := message.check(p, &s); err != nil {
		return Summary{}, err
	}
	s.SHA256, s.Bytes = p.SHA256(), p.source.read
	return s, nil
}

// checkTransfers reads a file of credit transfers whole.
func checkTransfers(p *parser, s *Summary) error {
	reader := newReader(p)
	for {
		t, err := reader.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return err
		}
		if err := p.sum(s.Amounts, Money{t.Amount, t.Currency}, t.Line); err != nil {
			return err
		}
	}
	s.Header, s.MessageID = reader.draft.header, reader.draft.header.MessageID
	s.Payments, s.Transfers = reader.draft.totals.payments, reader.draft.totals.transfers
	return nil
}

// sum adds money to the sums per currency and refuses the file where a sum leaves 64 bits.
func (p *parser) sum(sums map[string]uint64, m Money, line int) error {
	before := sums[m.Currency]
	if sums[m.Currency] += m.Amount; sums[m.Currency] < before {
		p.refuse(faultf(CodeAmount, "expected amounts whose sum in minor units is below 2^64"), line)
		return p.err
	}
	return nil
}

// Pass is a reader of this package that was read to its end.
type Pass interface {
	// SHA256 is the digest of the bytes read.
	SHA256() [32]byte

	file() string
}

// Verify says whether a second pass, read to its io.EOF, saw the bytes that were checked.
func (s Summary) Verify(second Pass) error {
	if second.SHA256() == s.SHA256 {
		return nil
	}
	return &Error{
		File: second.file(), Rule: CodeChanged.Rule(), Code: CodeChanged,
		Detail: "expected the bytes that were checked; the file has changed since",
	}
}
