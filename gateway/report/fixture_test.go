// SPDX-License-Identifier: Apache-2.0

package report

import (
	"crypto/sha256"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/taelnet/tael/gateway/books"
	"github.com/taelnet/tael/gateway/iso20022"
	"github.com/taelnet/tael/x/wallet"
)

var evening = time.Date(2026, 11, 23, 23, 30, 0, 0, iso20022.China)

func header(id string) Header { return Header{MessageID: id, Created: evening} }

func address(name string) books.Account {
	sum := sha256.Sum256([]byte(name))
	return books.Account(sum[:20])
}

func holding(name, denom string) books.Holding {
	return books.Holding{Account: address(name), Denom: denom}
}

func uetrOf(name string) wallet.UETR { return wallet.NewUETRFromSHA256(sha256.Sum256([]byte(name))) }

// ledger moves money and hands the entries to journals, as books would.
type ledger struct {
	*testing.T
	held     map[books.Holding]uint64
	journals []*Journal
	height   int64
}

func newLedger(t *testing.T) *ledger {
	t.Helper()
	return &ledger{T: t, held: map[books.Holding]uint64{}}
}

func (l *ledger) balance(a books.Account, denom string) uint64 {
	return l.held[books.Holding{Account: a, Denom: denom}]
}

// journal is the journal of a member that keeps accounts of these names in e-money.
func (l *ledger) journal(names ...string) *Journal {
	l.Helper()
	accounts, err := NewAccounts(map[string]string{"cny": "CNY", "ecny": "CNY", "jpn": "JPY"})
	require.NoError(l, err)
	for _, name := range names {
		require.NoError(l, accounts.Keep(holding(name, "cny"), Account{ID: iso20022.Account{Other: "ACCOUNT-" + name}}))
	}
	j, err := NewJournal(l.TempDir(), accounts, l.balance)
	require.NoError(l, err)
	l.Cleanup(func() { require.NoError(l, j.Close()) })
	l.journals = append(l.journals, j)
	return j
}

// move is one movement of a block of its own; an empty name is the outside.
func (l *ledger) move(kind books.Kind, from, to, denom string, amount uint64) {
	l.Helper()
	l.height++
	e := books.Entry{
		Denom: denom, Amount: amount, Height: l.height, Time: evening.Add(-time.Hour + time.Duration(l.height)*time.Second).UTC(),
		Kind: kind, UETR: uetrOf(from + to), Cycle: 3, Reference: "a reference",
	}
	side := func(name, other string, credit bool) {
		if name == "" {
			return
		}
		h := holding(name, denom)
		if credit {
			l.held[h] += amount
		} else {
			require.GreaterOrEqual(l, l.held[h], amount)
			l.held[h] -= amount
		}
		e.Account, e.Credit, e.Balance, e.Counterparty = h.Account, credit, l.held[h], books.Account{}
		if other != "" {
			e.Counterparty = address(other)
		}
		for _, j := range l.journals {
			require.NoError(l, j.Take(e))
		}
		e.Ordinal++
	}
	side(from, to, false)
	side(to, from, true)
}
