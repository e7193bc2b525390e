// SPDX-License-Identifier: Apache-2.0

package iso20022

import (
	"errors"
	"io"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"
)

// sampleStatement writes a sound camt.053 of n credits of 0.01 CNY with a transfer each.
func sampleStatement(t testing.TB, w io.Writer, n int) {
	t.Helper()
	x, err := NewStatementWriter(w, Camt053, MessageHeader{MessageID: "SAMPLE", Created: day})
	require.NoError(t, err)
	count := strconv.Itoa(n)
	sum, err := FormatAmount(uint64(n), "CNY")
	require.NoError(t, err)
	require.NoError(t, x.Statement(Statement{
		ID: "SAMPLE-1", Sequence: "1", Created: day, Account: Account{IBAN: "DE33098765430000000101"}, Currency: "CNY",
		Balances: []Balance{
			{Type: "OPBD", Money: Money{0, "CNY"}, Date: day},
			{Type: "CLBD", Money: Money{uint64(n), "CNY"}, Date: day},
		},
		Totals: &EntryTotals{Entries: count, Sum: sum, Net: sum, Credits: count, CreditSum: sum, Debits: "0", DebitSum: "0"},
	}))
	for i := range n {
		require.NoError(t, x.Entry(Entry{
			Reference: "N-" + strconv.Itoa(i), Money: Money{1, "CNY"}, Credit: true, Status: "BOOK", Booked: day, Value: day,
			Code: TransactionCode{Domain: "PMNT", Family: "RCDT", SubFamily: "DMCT"}, ServicerReference: "S-" + strconv.Itoa(i),
			Details: []EntryDetail{{
				EndToEndID: "E2E-" + strconv.Itoa(i), UETR: "6a1f0f7e-92c4-4f7b-8d0a-1c2b3d4e5f60", Money: Money{1, "CNY"}, Credit: true,
				DebtorAccount: Account{IBAN: "DE61012345670000000011"}, DebtorAgent: "ZZZACNB0",
			}},
		}))
	}
	require.NoError(t, x.Close())
}

// nextEntry reads one entry after the other.
func nextEntry(r io.Reader) func() error {
	reader := NewStatementReader(r, Options{Now: day})
	return func() error {
		_, err := reader.NextEntry()
		for errors.Is(err, io.EOF) {
			if _, err = reader.NextStatement(); err != nil {
				return err
			}
			_, err = reader.NextEntry()
		}
		return err
	}
}
