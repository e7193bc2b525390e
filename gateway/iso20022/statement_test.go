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

// validStatements are the hand-written files of statements that are read, with what Check must find in them. They are
// the same for each message but for the balances.
var validStatements = map[string]struct {
	statements, entries int
	amounts, debits     map[string]uint64
}{
	"base.xml":             {1, 2, map[string]uint64{"CNY": 150_75}, map[string]uint64{"CNY": 100_50}},
	"every-part.xml":       {2, 3, map[string]uint64{"CNY": 1_100_00}, map[string]uint64{"CNY": 150_25}},
	"second-page.xml":      {1, 2, map[string]uint64{"CNY": 150_75}, map[string]uint64{"CNY": 100_50}},
	"three-currencies.xml": {3, 4, map[string]uint64{"CNY": 12_34, "KWD": 2_345}, map[string]uint64{"JPY": 1000, "KWD": 9_999}},
	"without-entries.xml":  {2, 0, map[string]uint64{}, map[string]uint64{}},
}

func TestValidStatements(t *testing.T) {
	for _, m := range []Message{Camt052, Camt053, Camt054} {
		require.Len(t, validStatements, len(names(t, "valid", m)))
		for name, want := range validStatements {
			t.Run(string(m)+"/"+name, func(t *testing.T) {
				content := file(t, "valid", string(m), name)
				summary, err := Check(bytes.NewReader(content), Options{File: name, Now: day})
				require.NoError(t, err)
				header, all, entries := readAccounts(t, content)
				require.Equal(t, Summary{
					Message: m, MessageID: header.MessageID, Statements: want.statements, Entries: want.entries,
					Amounts: want.amounts, Debits: want.debits, SHA256: summary.SHA256, Bytes: int64(len(content)),
				}, summary)
				require.Len(t, all, want.statements)
				require.Len(t, entries, want.entries)
				for i, s := range all {
					require.Equal(t, i, s.Index)
				}
				for i, e := range entries {
					require.Equal(t, i, e.Index)
					require.Same(t, all[e.Statement.Index], e.Statement)
				}
			})
		}
	}
}

func readAccounts(t testing.TB, content []byte) (MessageHeader, []*Statement, []Entry) {
	t.Helper()
	got, err := readStatements(content, Options{Now: day})
	require.NoError(t, err)
	s := got.(statements)
	r := NewStatementReader(bytes.NewReader(content), Options{Now: day})
	header, err := r.Header()
	require.NoError(t, err)
	var (
		all     []*Statement
		entries []Entry
	)
	for range s.all {
		one, err := r.NextStatement()
		require.NoError(t, err)
		all = append(all, one)
		for range s.entries[one.Index] {
			e, err := r.NextEntry()
			require.NoError(t, err)
			entries = append(entries, e)
		}
		_, err = r.NextEntry()
		require.ErrorIs(t, err, io.EOF)
	}
	_, err = r.NextStatement()
	require.ErrorIs(t, err, io.EOF)
	return header, all, entries
}

func TestEveryPartOfAStatementIsRead(t *testing.T) {
	for m, part := range map[Message]string{Camt052: "052", Camt053: "053", Camt054: "054"} {
		t.Run(string(m), func(t *testing.T) {
			content := file(t, "valid", string(m), "every-part.xml")
			header, all, entries := readAccounts(t, content)
			require.Equal(t, MessageHeader{MessageID: "EVERY-PART-OF-THIRTY-FIVE-CHARS-" + part, Created: header.Created}, header)
			at := func(date, hour, minute, milli int) time.Time {
				return time.Date(2026, 11, date, hour, minute, 0, milli*1_000_000, China)
			}
			require.True(t, header.Created.Equal(at(23, 18, 0, 0)))

			first := *all[0]
			for _, moment := range []struct{ want, got time.Time }{
				{at(23, 18, 0, 123), first.Created},
				{at(22, 18, 0, 0), first.From},
				{at(23, 18, 0, 0), first.To},
				{at(23, 9, 30, 250), entries[0].Booked},
				{at(24, 0, 0, 0), entries[0].Value},
				{at(23, 0, 0, 0), entries[1].Booked},
				{at(23, 12, 0, 0), entries[1].Value},
			} {
				require.True(t, moment.want.Equal(moment.got), "%s %s", moment.want, moment.got)
			}
			balances := first.Balances
			require.Equal(t, Statement{
				ID: "EVERY-PART-OF-THIRTY-FIVE-CHARS-" + part, Line: first.Line, Sequence: "7", Created: first.Created,
				From: first.From, To: first.To, Account: Account{IBAN: "DE33098765430000000101"}, Owner: "Payee 1",
				Currency: "CNY", Balances: balances, Totals: &EntryTotals{
					Entries: "3", Sum: "1250.25", Net: "949.75", Credits: "2", CreditSum: "1100.00", Debits: "1", DebitSum: "150.25",
				},
			}, first)
			if m == Camt054 {
				require.Empty(t, balances)
			} else {
				require.True(t, balances[1].Date.Equal(at(23, 18, 0, 500)))
				require.Equal(t, []Balance{
					{Type: "OPBD", Money: Money{1000_00, "CNY"}, Date: at(23, 0, 0, 0)},
					{Type: "CLBD", Money: Money{949_75, "CNY"}, Date: balances[1].Date},
					{Money: Money{0, "CNY"}, Date: at(23, 0, 0, 0)},
					{Type: "ITBD", Money: Money{0, "CNY"}, Debit: true, Date: at(23, 0, 0, 0)},
				}, balances)
			}
			require.Equal(t, Statement{
				Index: 1, Line: all[1].Line, ID: "EVERY-2", Account: Account{Other: "6200000000000003"}, Balances: all[1].Balances,
			}, *all[1])
			everyEntryIsRead(t, all[0], entries)
		})
	}
}

func everyEntryIsRead(t *testing.T, s *Statement, entries []Entry) {
	t.Helper()
	require.Equal(t, []Entry{
		{
			Statement: s, Line: entries[0].Line, Reference: "EVERY-N-1", Money: Money{100_00, "CNY"}, Credit: true, Reversal: true,
			Status: "BOOK", Booked: entries[0].Booked, Value: entries[0].Value, ServicerReference: "EVERY-S-1",
			Code: TransactionCode{Domain: "PMNT", Family: "RCDT", SubFamily: "DMCT", Proprietary: "OWN-CODE"},
			Details: []EntryDetail{
				{
					InstructionID: "EVERY-I-1", EndToEndID: "EVERY-E-1", TransactionID: "EVERY-T-1",
					UETR: "6a1f0f7e-92c4-4f7b-8d0a-1c2b3d4e5f60", Money: Money{60_00, "CNY"}, Credit: true,
					DebtorAccount: Account{IBAN: "DE61012345670000000011"}, CreditorAccount: Account{Other: "6200000000000002"},
					DebtorAgent: "ZZZACNB0", CreditorAgent: "ZZZBCNB0ABC", ReturnReason: "AC04",
				},
				{DebtorAccount: Account{Other: "6200000000000001"}, CreditorAccount: Account{IBAN: "DE33098765430000000101"}},
				{Money: Money{40_00, "CNY"}, Credit: true},
			},
		},
		{
			Statement: s, Index: 1, Line: entries[1].Line, Money: Money{150_25, "CNY"}, Status: "BOOK",
			Booked: entries[1].Booked, Value: entries[1].Value, Code: TransactionCode{Proprietary: "FEE"},
		},
		{Statement: s, Index: 2, Line: entries[2].Line, Money: Money{1000_00, "CNY"}, Credit: true, Status: "PDNG"},
	}, entries)
}

// TestEntriesMayBeLeftUnread holds that what is skipped is judged.
func TestEntriesMayBeLeftUnread(t *testing.T) {
	r := NewStatementReader(bytes.NewReader(file(t, "valid", string(Camt053), "three-currencies.xml")), Options{Now: day})
	_, err := r.NextEntry()
	require.ErrorIs(t, err, io.EOF, "no statement was asked for")
	require.Empty(t, r.Message(), "nothing was read")
	for _, want := range []string{"S-CNY", "S-JPY", "S-KWD"} {
		s, err := r.NextStatement()
		require.NoError(t, err)
		require.Equal(t, want, s.ID)
	}
	e, err := r.NextEntry()
	require.NoError(t, err)
	require.Equal(t, "N-3", e.Reference)
	_, err = r.NextStatement()
	require.ErrorIs(t, err, io.EOF, "the second entry of the last statement is skipped")
	require.Equal(t, Camt053, r.Message())

	r = NewStatementReader(bytes.NewReader(file(t, "broken", string(Camt053), "balance-later-statement.xml")), Options{Now: day})
	for range 3 {
		_, err := r.NextStatement()
		require.NoError(t, err, "a statement is known before it is held to its balances")
	}
	_, first := r.NextStatement()
	require.ErrorIs(t, first, CodeBalance)
	_, again := r.NextEntry()
	require.Same(t, first, again)
	_, again = r.NextStatement()
	require.Same(t, first, again)
}

// TestASecondPassOverStatements holds that the same bytes are recognised once the last statement was read.
func TestASecondPassOverStatements(t *testing.T) {
	content := file(t, "valid", string(Camt053), "base.xml")
	summary, err := Check(bytes.NewReader(content), Options{Now: day})
	require.NoError(t, err)
	for _, second := range [][]byte{content, bytes.Replace(content, []byte("N-2"), []byte("N-3"), 1)} {
		r := NewStatementReader(bytes.NewReader(second), Options{Now: day})
		for err == nil {
			_, err = r.NextStatement()
		}
		require.ErrorIs(t, err, io.EOF)
		err = summary.Verify(r)
	}
	require.ErrorIs(t, err, CodeChanged)
}

// TestBalancesAreHeldOnlyWhereTheyCanBe changes the closing balance: whether that is refused depends on what the
// statement says of itself.
func TestBalancesAreHeldOnlyWhereTheyCanBe(t *testing.T) {
	page := func(name, number, last string) func(string) string {
		pages := "<" + name + "><PgNb>" + number + "</PgNb><LastPgInd>" + last + "</LastPgInd></" + name + ">"
		return func(content string) string {
			if name == "MsgPgntn" {
				return strings.Replace(content, "    </GrpHdr>", pages+"</GrpHdr>", 1)
			}
			return strings.Replace(content, "<ElctrncSeqNb>", pages+"<ElctrncSeqNb>", 1)
		}
	}
	replace := func(old, with string) func(string) string {
		return func(content string) string { return strings.ReplaceAll(content, old, with) }
	}
	tests := map[string]struct {
		message Message
		spoil   func(string) string
		refused bool
	}{
		"a camt.053":                 {Camt053, replace("", ""), true},
		"a camt.052":                 {Camt052, replace("", ""), false},
		"without an opening balance": {Camt053, replace("OPBD", "PRCD"), false},
		"without a closing balance":  {Camt053, replace("CLBD", "CLAV"), false},
		"the only page":              {Camt053, page("StmtPgntn", "1", "true"), true},
		"the first of pages":         {Camt053, page("StmtPgntn", "1", "false"), false},
		"the last of pages":          {Camt053, page("StmtPgntn", "2", "1"), false},
		"the only page of a message": {Camt053, page("MsgPgntn", "00001", "1"), true},
		"one page of a message":      {Camt053, page("MsgPgntn", "1", "0"), false},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			content := tc.spoil(string(file(t, "valid", string(tc.message), "base.xml")))
			_, err := Check(strings.NewReader(content), Options{Now: day})
			require.NoError(t, err)
			_, err = Check(strings.NewReader(strings.Replace(content, "1050.25", "1050.26", 1)), Options{Now: day})
			if tc.refused {
				require.ErrorIs(t, err, CodeBalance)
				return
			}
			require.NoError(t, err)
		})
	}
}

func TestLimitsOfStatements(t *testing.T) {
	var b bytes.Buffer
	sampleStatement(t, &b, 3)
	content, empty := b.Bytes(), file(t, "valid", string(Camt053), "without-entries.xml")
	tests := map[string]struct {
		content  []byte
		at, over Limits
		code     Code
	}{
		"bytes":      {content, Limits{Bytes: int64(len(content))}, Limits{Bytes: int64(len(content)) - 1}, CodeTooLarge},
		"depth":      {content, Limits{Depth: 10}, Limits{Depth: 9}, CodeDepth},
		"elements":   {content, Limits{Elements: 38}, Limits{Elements: 37}, CodeElements},
		"entries":    {content, Limits{Transfers: 3}, Limits{Transfers: 2}, CodeTransfers},
		"statements": {empty, Limits{Transfers: 2}, Limits{Transfers: 1}, CodeTransfers},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			_, err := Check(bytes.NewReader(tc.content), Options{Now: day, Limits: tc.at})
			require.NoError(t, err, "at the limit")
			_, err = Check(bytes.NewReader(tc.content), Options{Now: day, Limits: tc.over})
			require.ErrorIs(t, err, tc.code, "one over the limit")
		})
	}
}
