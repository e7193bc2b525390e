// SPDX-License-Identifier: Apache-2.0

package report

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/taelnet/tael/gateway/books"
	"github.com/taelnet/tael/gateway/iso20022"
	"github.com/taelnet/tael/gateway/reason"
	"github.com/taelnet/tael/x/wallet"
)

// schemaFolder holds the official schemas: beside the repository, or where TAEL_SHARED_DATA says.
func schemaFolder() string {
	if folder := os.Getenv("TAEL_SHARED_DATA"); folder != "" {
		return filepath.Join(folder, "iso20022", "xsd")
	}
	return filepath.Join("..", "..", "..", "shared", "data", "iso20022", "xsd")
}

var officialSchemas = sync.OnceValues(func() (*iso20022.Schemas, error) { return iso20022.LoadSchemas(schemaFolder()) })

// validated is a header whose reports are held to the official schemas. A clone by itself does not have them and reports
// without; in CI they must be there.
func validated(t testing.TB, id string) Header {
	t.Helper()
	h := header(id)
	if _, err := os.Stat(schemaFolder()); err != nil {
		require.NotEqual(t, "true", os.Getenv("CI"), "the public schemas must be there in CI: %v", err)
		return h
	}
	schemas, err := officialSchemas()
	require.NoError(t, err)
	h.Schemas = schemas
	return h
}

// readStatuses reads a status report as its receiver does. Instants are in the zone of the tests, and places in the file
// are left out, as are the names of the original group, which every status has from the header.
func readStatuses(t *testing.T, raw []byte) (iso20022.Message, iso20022.StatusHeader, []iso20022.Status) {
	t.Helper()
	r := iso20022.NewStatusReader(bytes.NewReader(raw), iso20022.Options{Now: evening})
	head, err := r.Header()
	require.NoError(t, err)
	head.Created = head.Created.In(iso20022.China)
	var all []iso20022.Status
	for {
		s, err := r.Next()
		if errors.Is(err, io.EOF) {
			return r.Message(), head, all
		}
		require.NoError(t, err)
		require.Equal(t, len(all), s.Index)
		require.Equal(t, [2]string{head.OriginalMessageID, head.OriginalMessage}, [2]string{s.Original.MessageID, s.Original.Message})
		require.Equal(t, [2]string{head.InstructingAgent, head.InstructedAgent}, [2]string{s.InstructingAgent, s.InstructedAgent})
		s.Index, s.Line, s.Original.MessageID, s.Original.Message, s.InstructingAgent, s.InstructedAgent = 0, 0, "", "", "", ""
		s.AcceptedAt = zoned(s.AcceptedAt)
		all = append(all, s)
	}
}

func zoned(at time.Time) time.Time {
	if at.IsZero() {
		return at
	}
	return at.In(iso20022.China)
}

// What a status report says is what its receiver reads, for every kind of file and every kind of answer.
func TestStatusReportIsReadAsItWasWritten(t *testing.T) {
	answers := []reason.Answer{
		paidAnswer, settledAnswer, refusedAnswer, reason.Waiting(), reason.Failed("payment", 2), reason.NotSent(9, "AGENT_MISMATCH"),
	}
	tests := map[string]iso20022.Message{
		customerFile: iso20022.Pain002, "pain.001.001.09/every-part.xml": iso20022.Pain002, "pain.001.001.09/one-transfer.xml": iso20022.Pain002,
		interbankFile: iso20022.Pacs002, "pacs.008.001.08/every-part.xml": iso20022.Pacs002, "pacs.009.001.08/every-part.xml": iso20022.Pacs002,
	}
	for path, answer := range tests {
		t.Run(path, func(t *testing.T) {
			reader, group := open(t, path)
			all := make([]Outcome, group.Transfers)
			for i := range all {
				all[i].Answer = answers[i%len(answers)]
				if all[i].Status != reason.Pending {
					all[i].At = evening.Add(-time.Duration(i) * time.Second).UTC()
				}
			}
			said := &recorder{}
			h := validated(t, "S")
			require.NoError(t, h.statuses(said, reader, group, all))

			raw, err := os.ReadFile("../iso20022/testdata/valid/" + path)
			require.NoError(t, err)
			var out bytes.Buffer
			require.NoError(t, StatusReport(&out, h, bytes.NewReader(raw), iso20022.Options{Now: evening.AddDate(10, 0, 0)}, all))
			message, head, statuses := readStatuses(t, out.Bytes())
			require.Equal(t, answer, message)
			require.Equal(t, h.statusHeader(reader.Message(), group, GroupStatus(all)), head)
			require.Equal(t, said.statuses, statuses)
		})
	}
}

func TestRejectionIsReadAsItWasWritten(t *testing.T) {
	_, customers := open(t, customerFile)
	_, banks := open(t, interbankFile)
	tests := map[string]struct {
		message  iso20022.Message
		original iso20022.GroupHeader
		answer   iso20022.Message
	}{
		"a customer's file":                  {iso20022.Pain001, customers, iso20022.Pain002},
		"a bank's file":                      {iso20022.Pacs008, banks, iso20022.Pacs002},
		"a customer's file without a header": {iso20022.Pain001, iso20022.GroupHeader{}, iso20022.Pain002},
		"a file of no kind":                  {"", iso20022.GroupHeader{}, iso20022.Pacs002},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			h := validated(t, "S")
			for _, code := range iso20022.Codes() {
				var out bytes.Buffer
				require.NoError(t, Rejection(&out, h, tc.message, tc.original, reason.RefusedFile(code)))
				message, head, statuses := readStatuses(t, out.Bytes())
				require.Equal(t, tc.answer, message)
				require.Empty(t, statuses)
				want := h.statusHeader(tc.message, tc.original, GroupRejected)
				want.GroupReason = string(reason.RefusedFile(code).Reason)
				require.Equal(t, want, head)
			}
		})
	}
}

// readStatements reads a message of accounts as its receiver does: the recorder of what it says, without places in the
// file, and instants in the zone of the tests.
func readStatements(t require.TestingT, raw []byte) (iso20022.Message, iso20022.MessageHeader, *recorder) {
	r := iso20022.NewStatementReader(bytes.NewReader(raw), iso20022.Options{Now: evening})
	head, err := r.Header()
	require.NoError(t, err)
	head.Created = head.Created.In(iso20022.China)
	said := &recorder{}
	for {
		s, err := r.NextStatement()
		if errors.Is(err, io.EOF) {
			return r.Message(), head, said
		}
		require.NoError(t, err)
		one := *s
		one.Index, one.Line, one.Created = 0, 0, zoned(one.Created)
		for i := range one.Balances {
			one.Balances[i].Date = zoned(one.Balances[i].Date)
		}
		require.NoError(t, said.Statement(one))
		for {
			e, err := r.NextEntry()
			if errors.Is(err, io.EOF) {
				break
			}
			require.NoError(t, err)
			e.Statement, e.Index, e.Line, e.Booked, e.Value = nil, 0, 0, zoned(e.Booked), zoned(e.Value)
			require.NoError(t, said.Entry(e))
		}
		require.NoError(t, said.CloseStatement())
	}
}

// What notifications, reports within the day and statements say is what their receiver reads, whatever has happened.
func TestAccountsAreReadAsTheyWereWritten(t *testing.T) {
	h := validated(t, "R")
	lookup := func(_ books.Account, uetr wallet.UETR) (References, bool) {
		return References{EndToEndID: "E1", InstructionID: "I1", TransactionID: "T1"}, uetr == uetrOf("annben")
	}
	rapid.Check(t, func(draw *rapid.T) {
		l := newLedger(t)
		names := []string{"ann", "ben", "cat"}
		for _, name := range names {
			l.held[holding(name, "cny")] = rapid.Uint64Range(0, 1000).Draw(draw, "opening")
		}
		j := l.journal("ann", "ben")
		require.NoError(draw, j.accounts.Keep(holding("amy", "cny"), Account{Owner: "Payer & <1>"}))
		j.accounts.Know(holding("cat", "cny"), iso20022.Account{IBAN: "DE33098765430000000101"})
		for range rapid.IntRange(0, 20).Draw(draw, "movements") {
			kind := rapid.SampledFrom(books.Kinds()).Draw(draw, "kind")
			from, to := rapid.SampledFrom(append(names, "")).Draw(draw, "from"), rapid.SampledFrom(append(names, "amy")).Draw(draw, "to")
			amount := rapid.Uint64Range(1, 200).Draw(draw, "amount")
			for _, row := range codeTable { // a side without a code is the outside
				if row.kind == kind && row.debit == (familyCode{}) {
					from = ""
				}
				if row.kind == kind && row.credit == (familyCode{}) {
					to = ""
				}
			}
			if from != to && (from == "" || l.held[holding(from, "cny")] >= amount) {
				l.move(kind, from, to, "cny", amount)
			}
		}
		for _, part := range []part{intraday, statement, notification} {
			said := record(draw, j, part, lookup)
			var out bytes.Buffer
			switch part.message {
			case iso20022.Camt052:
				require.NoError(draw, j.IntradayReport(&out, h, lookup, j.accounts.order...))
			case iso20022.Camt053:
				require.NoError(draw, j.Statement(&out, h, lookup))
			default:
				entries, err := j.Notification(&out, h, lookup)
				require.NoError(draw, err)
				said = told(said)
				if entries == 0 {
					require.Zero(draw, out.Len())
					continue
				}
			}
			message, head, read := readStatements(draw, out.Bytes())
			require.Equal(draw, part.message, message)
			require.Equal(draw, iso20022.MessageHeader{MessageID: "R", Created: evening}, head)
			require.Equal(draw, said, read)
		}
	})
}

// told leaves out the accounts of which a notification has nothing to tell, and numbers the others.
func told(all *recorder) *recorder {
	some := &recorder{}
	for i, s := range all.statements {
		if len(all.entries[i]) == 0 {
			continue
		}
		s.ID = "R-" + string(rune('1'+len(some.statements)))
		some.statements, some.entries = append(some.statements, s), append(some.entries, all.entries[i])
		some.closed++
	}
	return some
}

// A settlement counts from its cycle's business day, which is not always the day of the block.
func TestSettlementsCountFromTheBusinessDay(t *testing.T) {
	l := newLedger(t)
	j := l.journal("ann")
	e := books.Entry{
		Account: address("ann"), Denom: "cny", Credit: true, Amount: 5, Balance: 5, Height: 1, Tx: books.EndOfBlock, Time: evening.UTC(),
		Kind: books.KindSettlement, ValueDate: 2026_11_24,
	}
	require.NoError(t, j.Take(e))
	var out bytes.Buffer
	require.NoError(t, j.Statement(&out, validated(t, "R"), nil))
	_, _, read := readStatements(t, out.Bytes())
	got := read.entries[0][0]
	require.Equal(t, time.Date(2026, 11, 24, 0, 0, 0, 0, iso20022.China), got.Value)
	require.Equal(t, evening, got.Booked)
	require.Equal(t, "1-end-0", got.Reference)
}
