// SPDX-License-Identifier: Apache-2.0

package iso20022

import (
	"bytes"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// writtenStatement has whatever is written, and holds.
func writtenStatement(m Message) (Statement, []Entry) {
	s := Statement{
		ID: "S-1", Sequence: "1", Created: day, From: day.Add(-time.Hour), To: day, Account: Account{IBAN: "DE33098765430000000101"},
		Owner: "Payee <1>", Currency: "CNY",
		Totals: &EntryTotals{
			Entries: "3", Sum: "106.50", Net: "103.50", Credits: "2", CreditSum: "105.00", Debits: "1", DebitSum: "1.50",
		},
	}
	if m != Camt054 {
		s.Balances = []Balance{
			{Type: "OPBD", Money: Money{100, "CNY"}, Debit: true, Date: time.Date(2026, 11, 23, 0, 0, 0, 0, China)},
			{Type: "CLBD", Money: Money{2_50, "CNY"}, Date: day},
			{Money: Money{0, "JPY"}, Date: day},
		}
		s.Balances[1].Money.Amount = 2_50
	}
	return s, []Entry{
		{
			Reference: "N-1", Money: Money{5_00, "CNY"}, Credit: true, Status: "BOOK", Booked: day, Value: day,
			Code: TransactionCode{Domain: "PMNT", Family: "RCDT", SubFamily: "DMCT", Proprietary: "OWN"}, ServicerReference: "R-1",
			Details: []EntryDetail{
				{
					InstructionID: "I-1", EndToEndID: "E-1", TransactionID: "T-1", UETR: "6a1f0f7e-92c4-4f7b-8d0a-1c2b3d4e5f60",
					Money: Money{4_00, "CNY"}, Credit: true, DebtorAccount: Account{Other: "1"}, CreditorAccount: Account{Other: "2"},
					DebtorAgent: "ZZZACNB0", CreditorAgent: "ZZZBCNB0", ReturnReason: "AC04",
				},
				{Credit: true},
			},
		},
		{Money: Money{1_50, "CNY"}, Reversal: true, Status: "BOOK", Booked: day},
		{Money: Money{100_00, "CNY"}, Credit: true, Status: "PDNG"},
	}
}

func writeAll(w io.Writer, m Message, header MessageHeader, s Statement, entries []Entry) error {
	x, err := NewStatementWriter(w, m, header)
	if err != nil {
		return err
	}
	if err := x.Statement(s); err != nil {
		return err
	}
	for _, e := range entries {
		if err := x.Entry(e); err != nil {
			return err
		}
	}
	if err := x.CloseStatement(); err != nil {
		return err
	}
	return x.Close()
}

func TestStatementWriterWritesWhatTheSchemaAllows(t *testing.T) {
	for _, m := range []Message{Camt052, Camt053, Camt054} {
		s, entries := writtenStatement(m)
		var b bytes.Buffer
		require.NoError(t, writeAll(&b, m, MessageHeader{MessageID: "M-1", Created: day}, s, entries))
		require.NoError(t, schema(t, m).Validate(bytes.NewReader(b.Bytes())), "%s", b.Bytes())
		rewritten(t, m, b.Bytes(), Options{Now: day})

		_, all, got := readAccounts(t, b.Bytes())
		require.Equal(t, s.Owner, all[0].Owner)
		require.Equal(t, s.Totals, all[0].Totals)
		require.Equal(t, entries[0].Details, got[0].Details)
		require.True(t, got[0].Booked.Equal(day), "an instant stays one")
		require.True(t, got[1].Reversal)
		if m != Camt054 {
			require.True(t, all[0].Balances[0].Date.Equal(s.Balances[0].Date), "a day stays one")
			require.Equal(t, Money{0, "JPY"}, all[0].Balances[2].Money)
			require.Contains(t, b.String(), `<Dt><Dt>2026-11-23</Dt></Dt>`)
		}
	}
}

func TestStatementWriterRefuses(t *testing.T) {
	type spoil func(*MessageHeader, *Statement, []Entry)
	tests := map[string]struct {
		message Message
		spoil   spoil
		want    string
	}{
		"another message":               {Pain001, func(*MessageHeader, *Statement, []Entry) {}, "expected camt.052.001.08, camt.053.001.08 or camt.054.001.08"},
		"a message id of 36 characters": {Camt053, func(h *MessageHeader, _ *Statement, _ []Entry) { h.MessageID = strings.Repeat("x", 36) }, "GrpHdr/MsgId: value (code 21)"},
		"no id":                         {Camt052, func(_ *MessageHeader, s *Statement, _ []Entry) { s.ID = "" }, "Rpt/Id: value (code 21)"},
		"a beginning without an end":    {Camt052, func(_ *MessageHeader, s *Statement, _ []Entry) { s.To = time.Time{} }, "Rpt/FrToDt: element-missing (code 17)"},
		"no account":                    {Camt053, func(_ *MessageHeader, s *Statement, _ []Entry) { s.Account = Account{} }, "Stmt/Acct/Id/Othr/Id: value (code 21)"},
		"a wrong IBAN":                  {Camt053, func(_ *MessageHeader, s *Statement, _ []Entry) { s.Account.IBAN = "DE34098765430000000101" }, "iban (code 24)"},
		"a camt.053 without a balance":  {Camt053, func(_ *MessageHeader, s *Statement, _ []Entry) { s.Balances = nil }, "Stmt: element-missing (code 17)"},
		"a camt.054 with a balance":     {Camt054, func(_ *MessageHeader, s *Statement, _ []Entry) { s.Balances = []Balance{{}} }, "unknown-element (code 14)"},
		"a balance of no currency":      {Camt053, func(_ *MessageHeader, s *Statement, _ []Entry) { s.Balances[2].Money.Currency = "QQQ" }, "currency (code 23)"},
		"a balance too long":            {Camt052, func(_ *MessageHeader, s *Statement, _ []Entry) { s.Balances[0].Money.Amount = 1 << 63 }, "amount (code 22)"},
		"a balance without a day":       {Camt052, func(_ *MessageHeader, s *Statement, _ []Entry) { s.Balances[0].Date = time.Time{} }, "Rpt/Bal: element-missing (code 17)"},
		"a wrong closing balance":       {Camt053, func(_ *MessageHeader, s *Statement, _ []Entry) { s.Balances[1].Money.Amount++ }, "Stmt/Bal/Amt: balance (code 37): expected 2.51 CRDT as declared; found 2.50 CRDT"},
		"a closing balance owed":        {Camt053, func(_ *MessageHeader, s *Statement, _ []Entry) { s.Balances[1].Debit = true }, "balance (code 37): expected 2.50 DBIT"},
		"another closing currency":      {Camt053, func(_ *MessageHeader, s *Statement, _ []Entry) { s.Balances[1].Money.Currency = "HKD" }, "expected a closing balance in CNY as the opening balance; found HKD"},
		"a page is no way around":       {Camt053, func(_ *MessageHeader, s *Statement, _ []Entry) { s.Partial, s.Totals.Entries = true, "4" }, "entry-count (code 35)"},
		"a wrong count of entries":      {Camt052, func(_ *MessageHeader, s *Statement, _ []Entry) { s.Totals.Entries = "2" }, "Rpt/TxsSummry/TtlNtries/NbOfNtries: entry-count (code 35): expected 2 as declared; found 3"},
		"a wrong count of credits":      {Camt054, func(_ *MessageHeader, s *Statement, _ []Entry) { s.Totals.Credits = "3" }, "Ntfctn/TxsSummry/TtlCdtNtries/NbOfNtries: entry-count (code 35)"},
		"a wrong sum of debits":         {Camt054, func(_ *MessageHeader, s *Statement, _ []Entry) { s.Totals.DebitSum = "1.51" }, "entry-sum (code 36): expected 1.51 as declared; found 1.50"},
		"a wrong net":                   {Camt052, func(_ *MessageHeader, s *Statement, _ []Entry) { s.Totals.NetDebit = true }, "TtlNetNtry/Amt: entry-sum (code 36): expected 103.50 DBIT as declared; found 103.50 CRDT"},
		"a count that is none":          {Camt052, func(_ *MessageHeader, s *Statement, _ []Entry) { s.Totals.Entries = "three" }, "NbOfNtries: value (code 21)"},
		"an entry of zero":              {Camt054, func(_ *MessageHeader, _ *Statement, e []Entry) { e[0].Money.Amount = 0 }, "amount (code 22)"},
		"an entry of another currency":  {Camt053, func(_ *MessageHeader, _ *Statement, e []Entry) { e[0].Money.Currency = "HKD" }, "Stmt/Ntry/Amt: balance (code 37): expected booked entries in CNY as the opening balance; found HKD"},
		"a status of five characters":   {Camt053, func(_ *MessageHeader, _ *Statement, e []Entry) { e[0].Status = "BOOKS" }, "Stmt/Ntry/Sts/Cd: value (code 21)"},
		"half a transaction code":       {Camt053, func(_ *MessageHeader, _ *Statement, e []Entry) { e[0].Code.Family = "" }, "BkTxCd/Domn/Fmly/Cd: value (code 21)"},
		"an upper-case UETR": {Camt053, func(_ *MessageHeader, _ *Statement, e []Entry) {
			e[0].Details[0].UETR = "6A1F0F7E-92C4-4F7B-8D0A-1C2B3D4E5F60"
		}, "uetr (code 26)"},
		"a wrong BIC":             {Camt053, func(_ *MessageHeader, _ *Statement, e []Entry) { e[0].Details[0].DebtorAgent = "ZZZ" }, "bic (code 25)"},
		"a detail of no currency": {Camt053, func(_ *MessageHeader, _ *Statement, e []Entry) { e[0].Details[0].Money.Currency = "QQQ" }, "currency (code 23)"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			header := MessageHeader{MessageID: "M-1", Created: day}
			s, entries := writtenStatement(tc.message)
			tc.spoil(&header, &s, entries)
			require.ErrorContains(t, writeAll(io.Discard, tc.message, header, s, entries), tc.want)
		})
	}
}

func TestStatementWriterWithoutAStatement(t *testing.T) {
	x, err := NewStatementWriter(io.Discard, Camt053, MessageHeader{MessageID: "M-1", Created: day})
	require.NoError(t, err)
	require.NoError(t, x.CloseStatement(), "there is none to close")
	first := x.Entry(Entry{Money: Money{1, "CNY"}, Status: "BOOK"})
	require.ErrorContains(t, first, "expected Statement before its entries")
	require.Same(t, first, x.Close())

	x, err = NewStatementWriter(io.Discard, Camt053, MessageHeader{MessageID: "M-1", Created: day})
	require.NoError(t, err)
	require.ErrorIs(t, x.Close(), CodeElementMissing)
}

// TestSeveralStatementsAreHeldEachForItself leaves the closing to the next statement and to Close.
func TestSeveralStatementsAreHeldEachForItself(t *testing.T) {
	for _, wrong := range []int{-1, 0, 1} {
		var b bytes.Buffer
		x, err := NewStatementWriter(&b, Camt053, MessageHeader{MessageID: "M-1", Created: day})
		require.NoError(t, err)
		for i := range 2 {
			s, entries := writtenStatement(Camt053)
			if i == wrong {
				s.Balances[1].Money.Amount++
			}
			err = x.Statement(s)
			for _, e := range entries {
				x.Entry(e)
			}
		}
		require.Equal(t, wrong == 0, err != nil, "the second Statement ends the first")
		err = x.Close()
		if wrong >= 0 {
			require.ErrorIs(t, err, CodeBalance)
			continue
		}
		require.NoError(t, err)
		summary, err := Check(&b, Options{Now: day})
		require.NoError(t, err)
		require.Equal(t, 2, summary.Statements)
	}
}
