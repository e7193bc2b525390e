// SPDX-License-Identifier: Apache-2.0

package report

import (
	"fmt"
	"io"
	"strconv"
	"time"

	"github.com/taelnet/tael/gateway/books"
	"github.com/taelnet/tael/gateway/iso20022"
	"github.com/taelnet/tael/x/wallet"
)

// References are what a member knows of a payment beside the ledger: the ids of its own files. Data class: personal.
type References struct {
	EndToEndID, InstructionID, TransactionID string
}

// Lookup finds the references of an entry's payment by payer and UETR, as far as the member knows them.
type Lookup func(payer books.Account, uetr wallet.UETR) (References, bool)

// part says what one report has of each account.
type part struct {
	message  iso20022.Message
	balances [2]string // types of the opening and the present balance, empty for none
	silent   bool      // an account without entries has a statement too
}

var (
	notification = part{message: iso20022.Camt054}
	intraday     = part{message: iso20022.Camt052, balances: [2]string{"OPBD", "ITBD"}, silent: true}
	statement    = part{message: iso20022.Camt053, balances: [2]string{"OPBD", "CLBD"}, silent: true}
)

// Notification writes a camt.054 of every entry since the last one that succeeded, account by account, and says how many
// there were; with none it writes nothing. Errors: ErrConfig, ErrJournal, ErrSchema, and what writing gives.
func (j *Journal) Notification(w io.Writer, h Header, lookup Lookup) (entries int, err error) {
	var holdings []books.Holding
	for holding := range j.accounts.Kept() {
		if p := j.page(holding); len(p.entries) > p.notified {
			holdings = append(holdings, holding)
			entries += len(p.entries) - p.notified
		}
	}
	if entries == 0 {
		return 0, nil
	}
	if err := j.write(w, h, notification, holdings, lookup); err != nil {
		return 0, err
	}
	for _, holding := range holdings {
		p := j.page(holding)
		p.notified = len(p.entries)
	}
	return entries, nil
}

// IntradayReport writes a camt.052 of the given accounts, such as the member's settlement accounts at a cycle: opening and
// present balance and every entry of the day so far. Errors: ErrConfig for an account that the member does not keep,
// ErrJournal, ErrSchema, and what writing gives.
func (j *Journal) IntradayReport(w io.Writer, h Header, lookup Lookup, holdings ...books.Holding) error {
	for _, holding := range holdings {
		if !j.accounts.keeps(holding) {
			return fmt.Errorf("%w: expected an account that the member keeps, got %x in %s", ErrConfig, holding.Account, holding.Denom)
		}
	}
	return j.write(w, h, intraday, holdings, lookup)
}

// Statement writes a camt.053 of the day: every account that the member keeps, with opening and closing balance and every
// entry. Errors: ErrConfig, ErrJournal, ErrSchema, and what writing gives.
func (j *Journal) Statement(w io.Writer, h Header, lookup Lookup) error {
	var holdings []books.Holding
	for holding := range j.accounts.Kept() {
		holdings = append(holdings, holding)
	}
	return j.write(w, h, statement, holdings, lookup)
}

// write writes one message with a statement for each account.
func (j *Journal) write(w io.Writer, h Header, part part, holdings []books.Holding, lookup Lookup) error {
	if len(holdings) == 0 {
		return fmt.Errorf("%w: expected at least one account, got none", ErrConfig)
	}
	if err := j.spool.flush(); err != nil {
		return fmt.Errorf("%w: %w", ErrJournal, err)
	}
	return h.deliver(w, part.message, func(w io.Writer) error {
		out, err := newStatementWriter(w, part.message, iso20022.MessageHeader{MessageID: h.MessageID, Created: h.Created})
		if err != nil {
			return err
		}
		for n, holding := range holdings {
			if err := j.account(out, h, part, n, holding, lookup); err != nil {
				return err
			}
		}
		return out.Close()
	})
}

// account writes the statement of one account.
func (j *Journal) account(out statementWriter, h Header, part part, n int, holding books.Holding, lookup Lookup) error {
	p, kept := j.page(holding), j.accounts.kept[holding]
	entries := p.entries
	if part.message == iso20022.Camt054 {
		entries = entries[p.notified:]
	}
	currency := j.accounts.denoms[holding.Denom]
	s := iso20022.Statement{
		ID: h.MessageID + "-" + strconv.Itoa(n+1), Created: h.Created, Account: kept.ID, Owner: kept.Owner, Currency: currency,
	}
	for i, kind := range part.balances {
		if kind == "" {
			continue
		}
		amount := [2]uint64{p.opening, p.closing}[i]
		s.Balances = append(s.Balances, iso20022.Balance{Type: kind, Money: iso20022.Money{Amount: amount, Currency: currency}, Date: day(h.Created)})
	}
	sum, err := j.sum(holding, entries)
	if err != nil {
		return err
	}
	s.Totals = sum.totals(currency)
	if err := out.Statement(s); err != nil {
		return err
	}
	for _, at := range entries {
		e, err := j.spool.read(holding, at)
		if err != nil {
			return fmt.Errorf("%w: %w", ErrJournal, err)
		}
		if err := out.Entry(j.entry(h, e, currency, lookup)); err != nil {
			return err
		}
	}
	return out.CloseStatement()
}

// entry is one entry as the message writes it.
func (j *Journal) entry(h Header, e books.Entry, currency string, lookup Lookup) iso20022.Entry {
	money := iso20022.Money{Amount: e.Amount, Currency: currency}
	booked := e.Time.In(h.Created.Location())
	return iso20022.Entry{
		Reference: e.ID(), ServicerReference: e.ID(), Money: money, Credit: e.Credit, Status: "BOOK",
		Booked: booked, Value: valueDay(e, booked), Code: transactionCode(e),
		Details: []iso20022.EntryDetail{j.detail(e, money, lookup)},
	}
}

// detail says which payment an entry is of, and who stands on the other side if the member knows the number.
func (j *Journal) detail(e books.Entry, money iso20022.Money, lookup Lookup) iso20022.EntryDetail {
	d := iso20022.EntryDetail{Money: money, Credit: e.Credit}
	if e.UETR != (wallet.UETR{}) {
		d.UETR = e.UETR.String()
		payer := e.Account
		if e.Credit {
			payer = e.Counterparty
		}
		if lookup != nil {
			if known, ok := lookup(payer, e.UETR); ok {
				d.EndToEndID, d.InstructionID, d.TransactionID = known.EndToEndID, known.InstructionID, known.TransactionID
			}
		}
	}
	own, other := j.accounts.kept[books.Holding{Account: e.Account, Denom: e.Denom}].ID,
		j.accounts.counterparty(books.Holding{Account: e.Counterparty, Denom: e.Denom})
	if e.Credit {
		d.DebtorAccount, d.CreditorAccount = other, own
	} else {
		d.DebtorAccount, d.CreditorAccount = own, other
	}
	return d
}

// valueDay is the business day that the entry names, or the day on which it was booked.
func valueDay(e books.Entry, booked time.Time) time.Time {
	if e.ValueDate == 0 {
		return day(booked)
	}
	year, month, date := int(e.ValueDate/10_000), time.Month(e.ValueDate/100%100), int(e.ValueDate%100)
	return time.Date(year, month, date, 0, 0, 0, 0, booked.Location())
}

// day is the first instant of the day.
func day(t time.Time) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, t.Location())
}
