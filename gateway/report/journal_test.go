// SPDX-License-Identifier: Apache-2.0

package report

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/taelnet/tael/gateway/books"
	"github.com/taelnet/tael/gateway/iso20022"
)

func TestEntriesAreReadBackAsTheyCame(t *testing.T) {
	j := newLedger(t).journal("ann")
	rapid.Check(t, func(draw *rapid.T) {
		require.NoError(t, j.EndDay())
		p := j.page(holding("ann", "cny"))
		var written []books.Entry
		for i := range rapid.IntRange(1, 20).Draw(draw, "entries") {
			e := books.Entry{
				Account: address("ann"), Denom: "cny", Credit: true, Amount: rapid.Uint64Range(1, 1<<30).Draw(draw, "amount"),
				Height: rapid.Int64Range(1, 1<<60).Draw(draw, "height"), Tx: rapid.IntRange(books.EndOfBlock, 1<<20).Draw(draw, "tx"), Ordinal: i,
				Time: evening.UTC(), Kind: rapid.SampledFrom(books.Kinds()).Draw(draw, "kind"), UETR: uetrOf("x"), Counterparty: address("ben"),
				Cycle: rapid.Uint64().Draw(draw, "cycle"), ValueDate: rapid.Uint32().Draw(draw, "value date"), Reference: rapid.StringN(0, 40, 100).Draw(draw, "reference"),
			}
			e.Balance = p.closing + e.Amount
			require.NoError(t, j.Take(e))
			written = append(written, e)
		}
		require.NoError(t, j.spool.flush())
		for i, at := range p.entries {
			e, err := j.spool.read(holding("ann", "cny"), at)
			require.NoError(t, err)
			require.Equal(t, written[i], e)
		}
	})
}

func TestJournalKeepsItsMembersAccountsOnly(t *testing.T) {
	l := newLedger(t)
	a, b := l.journal("ann", "amy"), l.journal("ben")
	l.move(books.KindIssue, "", "ann", "cny", 100)
	l.move(books.KindPay, "ann", "ben", "cny", 30)
	l.move(books.KindCbdcIssue, "", "ann", "ecny", 5)

	require.Len(t, a.page(holding("ann", "cny")).entries, 2)
	require.Empty(t, a.page(holding("amy", "cny")).entries)
	require.NotContains(t, a.pages, holding("ben", "cny"))
	require.NotContains(t, a.pages, holding("ann", "ecny"), "a denom of the account that is not kept")
	require.Len(t, b.page(holding("ben", "cny")).entries, 1)
}

func TestDaysFollowEachOther(t *testing.T) {
	l := newLedger(t)
	l.held[holding("ann", "cny")] = 7
	j := l.journal("ann")
	l.move(books.KindIssue, "", "ann", "cny", 100)
	p := j.page(holding("ann", "cny"))
	require.Equal(t, [2]uint64{7, 107}, [2]uint64{p.opening, p.closing})
	require.NoError(t, j.EndDay())
	require.Equal(t, page{opening: 107, closing: 107}, *j.page(holding("ann", "cny")))
	l.move(books.KindPay, "ann", "ben", "cny", 30)
	require.Equal(t, [2]uint64{107, 77}, [2]uint64{p.opening, p.closing})

	// An account that is kept from now on begins with what it held before its first entry of the day.
	require.NoError(t, j.accounts.Keep(holding("ben", "cny"), Account{}))
	l.move(books.KindPay, "ann", "ben", "cny", 7)
	p = j.page(holding("ben", "cny"))
	require.Equal(t, [2]uint64{30, 37}, [2]uint64{p.opening, p.closing})
}

func TestJournalNoticesAMissingEntry(t *testing.T) {
	l := newLedger(t)
	j := l.journal("ann")
	l.move(books.KindIssue, "", "ann", "cny", 100)
	err := j.Take(books.Entry{Account: address("ann"), Denom: "cny", Credit: true, Amount: 1, Balance: 102})
	require.ErrorIs(t, err, ErrJournal)
	err = j.Take(books.Entry{Account: address("ann"), Denom: "cny", Credit: true, Amount: 1, Balance: 101, Reference: strings.Repeat("x", maxReference+1)})
	require.ErrorIs(t, err, ErrJournal)
	require.EqualValues(t, 100, j.page(holding("ann", "cny")).closing)
}

func TestJournalLeavesNoFile(t *testing.T) {
	folder := t.TempDir()
	accounts, err := NewAccounts(map[string]string{"cny": "CNY"})
	require.NoError(t, err)
	j, err := NewJournal(folder, accounts, func(books.Account, string) uint64 { return 0 })
	require.NoError(t, err)
	files, err := os.ReadDir(folder)
	require.NoError(t, err)
	require.Len(t, files, 1)
	info, err := files[0].Info()
	require.NoError(t, err)
	require.Equal(t, os.FileMode(0o600), info.Mode().Perm())
	require.NoError(t, j.Close())
	files, err = os.ReadDir(folder)
	require.NoError(t, err)
	require.Empty(t, files)

	_, err = NewJournal(folder+"/none", accounts, func(books.Account, string) uint64 { return 0 })
	require.ErrorIs(t, err, ErrJournal)
}

func TestAccounts(t *testing.T) {
	for name, currencies := range map[string]map[string]string{
		"a currency that is not in force": {"cny": "XXQ"}, "no denom": {"": "CNY"},
	} {
		_, err := NewAccounts(currencies)
		require.ErrorIs(t, err, ErrConfig, name)
	}
	a, err := NewAccounts(map[string]string{"cny": "CNY"})
	require.NoError(t, err)
	require.ErrorIs(t, a.Keep(holding("ann", "usd"), Account{}), ErrConfig)
	require.NoError(t, a.Keep(holding("ann", "cny"), Account{}))
	require.NoError(t, a.Keep(holding("ben", "cny"), Account{ID: iso20022.Account{Other: "1"}}))
	require.NoError(t, a.Keep(holding("ann", "cny"), Account{Owner: "Payer 1"}))
	a.Know(holding("cat", "cny"), iso20022.Account{Other: "3"})

	var kept []string
	for h, account := range a.Kept() {
		kept = append(kept, fmt.Sprintf("%x %s %s", h.Account[:2], account.ID.ID(), account.Owner))
	}
	ann, ben := address("ann"), address("ben")
	require.Equal(t, []string{fmt.Sprintf("%x %s Payer 1", ann[:2], AddressID(ann).Other), fmt.Sprintf("%x 1 ", ben[:2])}, kept)
	require.Len(t, AddressID(ann).Other, 32)
	require.Equal(t, iso20022.Account{Other: "3"}, a.counterparty(holding("cat", "cny")))
	require.Equal(t, iso20022.Account{Other: "1"}, a.counterparty(holding("ben", "cny")))
	require.Equal(t, iso20022.Account{}, a.counterparty(holding("dan", "cny")))

	a.Drop(holding("ann", "cny"))
	a.Drop(holding("cat", "cny"))
	require.False(t, a.keeps(holding("ann", "cny")))
	require.Len(t, a.order, 1)
}

func TestEveryKindHasACode(t *testing.T) {
	listed := map[books.Kind]bool{books.KindPay: true}
	for _, row := range codeTable {
		require.False(t, listed[row.kind])
		listed[row.kind] = true
	}
	require.Len(t, listed, len(books.Kinds()))
	for _, kind := range books.Kinds() {
		for _, credit := range []bool{false, true} {
			code := transactionCode(books.Entry{Kind: kind, Credit: credit})
			require.Equal(t, "PMNT", code.Domain)
			require.Equal(t, code.Family == "", code.SubFamily == "")
		}
	}
	code := func(kind books.Kind, credit bool, cycle uint64) string {
		c := transactionCode(books.Entry{Kind: kind, Credit: credit, Cycle: cycle})
		return c.Family + "/" + c.SubFamily
	}
	require.Equal(t, "ICDT/DMCT", code(books.KindPay, false, 4))
	require.Equal(t, "RCDT/DMCT", code(books.KindPay, true, 4))
	require.Equal(t, "ICDT/BOOK", code(books.KindPay, false, 0))
	require.Equal(t, "RCDT/BOOK", code(books.KindPay, true, 0))
	require.Equal(t, "ICDT/RRTN", code(books.KindRefund, true, 4))
	require.Equal(t, "RCDT/FICT", code(books.KindSettlement, true, 4))
}
