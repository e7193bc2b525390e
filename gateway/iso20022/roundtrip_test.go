// SPDX-License-Identifier: Apache-2.0

package iso20022

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// rewriter reads a message into nouns and writes nouns as a message. read leaves out what the writer does not write.
type rewriter struct {
	read  func(content []byte, options Options) (any, error)
	write func(nouns any) ([]byte, error)
}

// rewriters has one for each message that is both read and written.
var rewriters = map[Message]rewriter{
	Pain001:    {readCredits, writeCredits},
	Pacs008:    {readCredits, writeCredits},
	Pacs009:    {readCredits, writeCredits},
	Camt052:    {readStatements, writeStatements},
	Camt053:    {readStatements, writeStatements},
	Camt054:    {readStatements, writeStatements},
	Head001:    {readHeader, writeHeader},
	Pacs004v09: {readReturns, writeReturns},
	Pacs004v10: {readReturns, writeReturns},
	Pacs002:    {readAnswers, writeAnswers},
	Pain002:    {readAnswers, writeAnswers},
}

// TestRewritingIsStable reads, writes and reads again: the nouns stay, and so do the bytes from the first writing on.
func TestRewritingIsStable(t *testing.T) {
	for _, m := range Messages() {
		require.Contains(t, rewriters, m)
		for _, name := range names(t, "valid", m) {
			t.Run(string(m)+"/"+name, func(t *testing.T) {
				once := rewritten(t, m, file(t, "valid", string(m), name), Options{Now: day})
				require.NoError(t, schema(t, m).Validate(bytes.NewReader(once)), "%s", once)
			})
		}
	}
}

// rewritten holds for every message that can be read; it returns the message as the writer writes it.
func rewritten(t *testing.T, m Message, content []byte, options Options) []byte {
	t.Helper()
	r := rewriters[m]
	first, err := r.read(content, options)
	require.NoError(t, err)
	once, err := r.write(first)
	require.NoError(t, err)
	second, err := r.read(once, options)
	require.NoError(t, err, "%s", once)
	require.Equal(t, first, second)
	twice, err := r.write(second)
	require.NoError(t, err)
	require.Equal(t, string(once), string(twice))
	return once
}

// names lists the files of a message's folder.
func names(t testing.TB, folder string, m Message) (all []string) {
	t.Helper()
	entries, err := os.ReadDir(filepath.Join("testdata", folder, string(m)))
	require.NoError(t, err)
	for _, e := range entries {
		all = append(all, e.Name())
	}
	return all
}

type credits struct {
	message   Message
	header    GroupHeader
	transfers []Transfer
}

// readCredits leaves out lines, remittances and times of day of an execution.
func readCredits(content []byte, options Options) (any, error) {
	header, all, err := readAll(bytes.NewReader(content), options)
	if err != nil {
		return nil, err
	}
	summary, err := Check(bytes.NewReader(content), options)
	header.Created, header.SettlementDate = header.Created.UTC(), plainDay(header.SettlementDate)
	for i := range all {
		all[i].Line, all[i].Remittance, all[i].SettlementDate = 0, nil, plainDay(all[i].SettlementDate)
		payment := *all[i].Payment
		payment.Execution = plainDay(payment.Execution)
		all[i].Payment = &payment
	}
	return credits{summary.Message, header, all}, err
}

// plainDay is the day that t names in its own zone.
func plainDay(t time.Time) time.Time {
	if t.IsZero() {
		return t
	}
	year, month, date := t.Date()
	return time.Date(year, month, date, 0, 0, 0, 0, China)
}

func writeCredits(nouns any) ([]byte, error) {
	c := nouns.(credits)
	var b bytes.Buffer
	if c.message != Pain001 {
		x, err := NewTransferWriter(&b, c.message, c.header)
		if err != nil {
			return nil, err
		}
		for _, t := range c.transfers {
			err = errors.Join(err, x.Transfer(t))
		}
		err = errors.Join(err, x.Close())
		return b.Bytes(), err
	}
	x, err := NewWriter(&b, c.header)
	payment := -1
	for _, t := range c.transfers {
		if t.Payment.Index != payment {
			payment = t.Payment.Index
			err = errors.Join(err, x.Payment(*t.Payment))
		}
		err = errors.Join(err, x.Transfer(t))
	}
	err = errors.Join(err, x.Close())
	return b.Bytes(), err
}
