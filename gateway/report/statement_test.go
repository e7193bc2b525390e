// SPDX-License-Identifier: Apache-2.0

package report

import (
	"math/big"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/taelnet/tael/gateway/books"
	"github.com/taelnet/tael/gateway/iso20022"
	"github.com/taelnet/tael/x/wallet"
)

// record renders a part of a journal for all accounts that it keeps.
func record(t require.TestingT, j *Journal, part part, lookup Lookup) *recorder {
	require.NoError(t, j.spool.flush())
	out := &recorder{}
	n := 0
	for h := range j.accounts.Kept() {
		require.NoError(t, j.account(out, header("R"), part, n, h, lookup))
		n++
	}
	return out
}

func cny(amount uint64) iso20022.Money { return iso20022.Money{Amount: amount, Currency: "CNY"} }

func TestStatementOfAnAccount(t *testing.T) {
	l := newLedger(t)
	l.held[holding("ann", "cny")] = 7
	j := l.journal("ann", "amy")
	j.accounts.Know(holding("ben", "cny"), iso20022.Account{Other: "ACCOUNT-ben"})
	l.move(books.KindIssue, "", "ann", "cny", 100)
	l.move(books.KindPay, "ann", "ben", "cny", 30)
	l.held[holding("cat", "cny")] = 50
	l.move(books.KindPay, "cat", "ann", "cny", 5)

	out := record(t, j, statement, func(payer books.Account, uetr wallet.UETR) (References, bool) {
		return References{EndToEndID: "E1", InstructionID: "I1", TransactionID: "T1"}, payer == address("ann") && uetr == uetrOf("annben")
	})
	require.Len(t, out.statements, 2, "an account without entries has a statement too")
	require.Equal(t, 2, out.closed)
	s := out.statements[0]
	require.Equal(t, iso20022.Statement{
		ID: "R-1", Created: evening, Account: iso20022.Account{Other: "ACCOUNT-ann"}, Currency: "CNY",
		Balances: []iso20022.Balance{{Type: "OPBD", Money: cny(7), Date: day(evening)}, {Type: "CLBD", Money: cny(82), Date: day(evening)}},
		Totals:   s.Totals,
	}, s)
	require.Equal(t, iso20022.EntryTotals{
		Entries: "3", Sum: "1.35", Credits: "2", CreditSum: "1.05", Debits: "1", DebitSum: "0.30", Net: "0.75",
	}, *s.Totals)

	paid := out.entries[0][1]
	require.Equal(t, iso20022.Entry{
		Reference: "2-0-0", ServicerReference: "2-0-0", Money: cny(30), Status: "BOOK", Booked: paid.Booked, Value: day(evening),
		Code: iso20022.TransactionCode{Domain: "PMNT", Family: "ICDT", SubFamily: "DMCT"},
		Details: []iso20022.EntryDetail{{
			EndToEndID: "E1", InstructionID: "I1", TransactionID: "T1", UETR: uetrOf("annben").String(), Money: cny(30),
			DebtorAccount: iso20022.Account{Other: "ACCOUNT-ann"}, CreditorAccount: iso20022.Account{Other: "ACCOUNT-ben"},
		}},
	}, paid)
	require.Equal(t, "2026-11-23T22:30:02+08:00", paid.Booked.Format("2006-01-02T15:04:05Z07:00"), "the block's time in the report's zone")

	received := out.entries[0][2].Details[0]
	require.True(t, received.Credit)
	require.Equal(t, iso20022.Account{}, received.DebtorAccount, "nobody's number that the member does not know")
	require.Equal(t, iso20022.Account{Other: "ACCOUNT-ann"}, received.CreditorAccount)
	require.Equal(t, uetrOf("catann").String(), received.UETR)
	require.Empty(t, received.EndToEndID)
}

func TestNotificationsTellEachEntryOnce(t *testing.T) {
	l := newLedger(t)
	j := l.journal("ann")
	l.move(books.KindIssue, "", "ann", "cny", 100)
	p := j.page(holding("ann", "cny"))
	out := record(t, j, notification, nil)
	require.Len(t, out.entries[0], 1)
	require.Empty(t, out.statements[0].Balances, "a notification has no balances")
	p.notified = 1
	l.move(books.KindPay, "ann", "ben", "cny", 1)
	l.move(books.KindPay, "ann", "ben", "cny", 2)
	out = record(t, j, notification, nil)
	require.Equal(t, []string{"2-0-0", "3-0-0"}, []string{out.entries[0][0].Reference, out.entries[0][1].Reference})
	require.Equal(t, "2", out.statements[0].Totals.Entries)
	require.True(t, out.statements[0].Totals.NetDebit)

	out = record(t, j, intraday, nil)
	require.Len(t, out.entries[0], 3, "a report within the day has all")
	require.Equal(t, "ITBD", out.statements[0].Balances[1].Type)
	require.Equal(t, cny(97), out.statements[0].Balances[1].Money)
}

func TestStatementsAddUp(t *testing.T) {
	rapid.Check(t, func(draw *rapid.T) {
		l := newLedger(t)
		names := []string{"ann", "ben", "cat"}
		for _, name := range names {
			l.held[holding(name, "cny")] = rapid.Uint64Range(0, 1000).Draw(draw, "opening")
		}
		a, b := l.journal("ann", "cat"), l.journal("ben")
		for range rapid.IntRange(0, 30).Draw(draw, "movements") {
			from, to := rapid.SampledFrom(names).Draw(draw, "from"), rapid.SampledFrom(names).Draw(draw, "to")
			amount := rapid.Uint64Range(1, 200).Draw(draw, "amount")
			if from != to && l.held[holding(from, "cny")] >= amount {
				l.move(books.KindPay, from, to, "cny", amount)
			}
		}
		var closing uint64
		for _, j := range []*Journal{a, b} {
			out := record(t, j, statement, nil)
			for i, s := range out.statements {
				sum := s.Balances[0].Money.Amount
				for _, e := range out.entries[i] {
					if e.Credit {
						sum += e.Money.Amount
					} else {
						sum -= e.Money.Amount
					}
				}
				require.Equal(t, s.Balances[1].Money.Amount, sum)
				closing += sum
			}
		}
		var held uint64
		for _, amount := range l.held {
			held += amount
		}
		require.Equal(t, held, closing)
	})
}

func TestSumsAreWrittenAsAmounts(t *testing.T) {
	tests := map[string]struct {
		minor    int64
		currency string
		want     string
	}{
		"nothing":                  {0, "CNY", "0.00"},
		"less than one":            {7, "CNY", "0.07"},
		"more than one":            {1234, "CNY", "12.34"},
		"a currency without cents": {1234, "JPY", "1234"},
		"a currency with mils":     {1234, "KWD", "1.234"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) { require.Equal(t, tc.want, decimal(big.NewInt(tc.minor), tc.currency)) })
	}
	s := &sums{credits: 1}
	s.creditSum.SetUint64(1e18)
	require.Nil(t, s.totals("CNY"), "more digits than the messages can say")
}

func TestReportsOfWhatIsNotKept(t *testing.T) {
	l := newLedger(t)
	j := l.journal("ann")
	require.ErrorIs(t, j.IntradayReport(t.Output(), header("R"), nil, holding("ben", "cny")), ErrConfig)
	require.ErrorIs(t, j.IntradayReport(t.Output(), header("R"), nil), ErrConfig)
	none, err := NewAccounts(nil)
	require.NoError(t, err)
	empty, err := NewJournal(t.TempDir(), none, l.balance)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, empty.Close()) })
	require.ErrorIs(t, empty.Statement(t.Output(), header("R"), nil), ErrConfig)
	entries, err := empty.Notification(t.Output(), header("R"), nil)
	require.NoError(t, err)
	require.Zero(t, entries)
	for _, id := range []string{"", "1234567890123456789012345"} {
		require.ErrorIs(t, j.Statement(t.Output(), header(id), nil), ErrConfig)
	}
	require.ErrorIs(t, j.Statement(t.Output(), Header{MessageID: "R"}, nil), ErrConfig)
}
