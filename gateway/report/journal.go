// SPDX-License-Identifier: Apache-2.0

package report

import (
	"errors"
	"fmt"
	"os"

	"github.com/taelnet/tael/gateway/books"
)

// Journal keeps the entries of one day of the accounts that one member keeps, in a file of its own, until its statements
// are made. In memory it keeps a few sums for each account and the place of each entry. It is not safe for concurrent
// use.
type Journal struct {
	accounts *Accounts
	balance  func(books.Account, string) uint64
	file     *os.File
	spool    spool
	pages    map[books.Holding]*page
}

// page is one account's day.
type page struct {
	opening  uint64
	closing  uint64
	entries  []int64 // places in the file
	notified int     // how many of them notifications have told
}

// NewJournal begins a day. folder is where its file lies ("" for the system's); balance says what an account holds now
// (books.Books.Balance), which is its opening balance. Errors: ErrJournal.
func NewJournal(folder string, accounts *Accounts, balance func(books.Account, string) uint64) (*Journal, error) {
	file, err := os.CreateTemp(folder, "tael-journal-*")
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrJournal, err)
	}
	j := &Journal{accounts: accounts, balance: balance, file: file, spool: newSpool(file)}
	j.begin()
	return j, nil
}

// begin opens a page for every account that is kept now.
func (j *Journal) begin() {
	j.pages = map[books.Holding]*page{}
	for h := range j.accounts.Kept() {
		held := j.balance(h.Account, h.Denom)
		j.pages[h] = &page{opening: held, closing: held}
	}
}

// Close removes the journal's file.
func (j *Journal) Close() error {
	return errors.Join(j.file.Close(), os.Remove(j.file.Name()))
}

// Take writes down an entry if it is of an account that the member keeps, and passes over every other. It is a sink of
// books, or part of one. Errors: ErrJournal.
func (j *Journal) Take(e books.Entry) error {
	h := books.Holding{Account: e.Account, Denom: e.Denom}
	if !j.accounts.keeps(h) {
		return nil
	}
	p, ok := j.pages[h]
	if !ok { // kept since the day began
		p = &page{opening: before(e), closing: before(e)}
		j.pages[h] = p
	}
	if before(e) != p.closing {
		return fmt.Errorf("%w: entry %s: expected an account that held %d before it, got %d", ErrJournal, e.ID(), p.closing, before(e))
	}
	at, err := j.spool.append(e)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrJournal, err)
	}
	p.entries = append(p.entries, at)
	p.closing = e.Balance
	return nil
}

// before is what the account held before the entry.
func before(e books.Entry) uint64 {
	if e.Credit {
		return e.Balance - e.Amount
	}
	return e.Balance + e.Amount
}

// EndDay forgets the day's entries, once its statements are made: closing balances are the next day's opening balances.
// What no notification has told stays untold. Errors: ErrJournal.
func (j *Journal) EndDay() error {
	for _, p := range j.pages {
		*p = page{opening: p.closing, closing: p.closing}
	}
	if err := j.spool.reset(); err != nil {
		return fmt.Errorf("%w: %w", ErrJournal, err)
	}
	return nil
}

// page is the day of an account that is kept: one that was kept since the day began and has no entry holds what it held.
func (j *Journal) page(h books.Holding) *page {
	p, ok := j.pages[h]
	if !ok {
		held := j.balance(h.Account, h.Denom)
		p = &page{opening: held, closing: held}
		j.pages[h] = p
	}
	return p
}
