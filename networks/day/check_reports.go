// SPDX-License-Identifier: Apache-2.0

package day

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/taelnet/tael/gateway/books"
	"github.com/taelnet/tael/gateway/iso20022"
)

// checkReports reads back every message of the day and holds it against the chain and the cashier's own books.
func (d *Day) checkReports(ctx context.Context) error {
	if err := d.tell(ctx); err != nil {
		return err
	}
	if err := d.outbox.statements(time.Now()); err != nil {
		return err
	}
	for _, c := range d.outbox.correspondents {
		if err := d.checkStatement(ctx, c); err != nil {
			return err
		}
	}
	return d.checkAnswers()
}

// side is one side of a payment as a statement has it.
type side struct {
	uetr   string
	amount uint64
	credit bool
}

// account is what a statement says of one account.
type account struct {
	closing uint64
	entries map[side]int
}

// statementOf reads a custodian's camt.053 whole, by accounts, with the references of all entries.
func (o *outbox) statementOf(c *correspondent) (map[books.Holding]*account, map[string]bool, error) {
	accounts, references := map[books.Holding]*account{}, map[string]bool{}
	err := o.eachEntry(c, iso20022.Camt053, func(s *iso20022.Statement, e *iso20022.Entry) error {
		h, known := c.holdings[written{s.Currency, s.Account.ID()}]
		if !known {
			return fmt.Errorf("%s: a statement of an account that it does not keep: %s", c.member, s.Account.Masked())
		}
		if accounts[h] == nil {
			accounts[h] = &account{entries: map[side]int{}}
			for _, b := range s.Balances {
				if b.Type == "CLBD" {
					accounts[h].closing = b.Money.Amount
				}
			}
		}
		if e == nil {
			return nil
		}
		references[e.Reference] = true
		for _, detail := range e.Details {
			if detail.UETR != "" {
				accounts[h].entries[side{detail.UETR, e.Money.Amount, e.Credit}]++
			}
		}
		return nil
	})
	return accounts, references, err
}

// eachEntry reads all messages of a kind that a custodian got: every statement once without an entry, then its entries.
func (o *outbox) eachEntry(c *correspondent, message iso20022.Message, f func(*iso20022.Statement, *iso20022.Entry) error) error {
	paths, err := filepath.Glob(filepath.Join(o.folder, c.member, "*."+string(message)+".xml"))
	if err != nil {
		return err
	}
	for _, path := range paths {
		if err := eachEntryOf(path, f); err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
	}
	return nil
}

func eachEntryOf(path string, f func(*iso20022.Statement, *iso20022.Entry) error) error {
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer func() { _ = file.Close() }() // only read from
	reader := iso20022.NewStatementReader(file, iso20022.Options{File: filepath.Base(path)})
	for {
		s, err := reader.NextStatement()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if err := f(s, nil); err != nil {
			return err
		}
		for {
			e, err := reader.NextEntry()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				return err
			}
			if err := f(s, &e); err != nil {
				return err
			}
		}
	}
}

// checkStatement holds a custodian's camt.053 against the chain's balances, against the cashier's payments entry by
// entry, and against what the custodian was notified of.
func (d *Day) checkStatement(ctx context.Context, c *correspondent) error {
	accounts, references, err := d.outbox.statementOf(c)
	if err != nil {
		return err
	}
	wrong := 0
	for _, h := range c.holdings {
		held, err := d.books.balance(ctx, sdk.AccAddress(h.Account[:]).String(), h.Denom)
		if err != nil {
			return err
		}
		if a := accounts[h]; a == nil || a.closing != held {
			wrong++
		}
	}
	d.report.check("camt.053 of "+c.member+": every closing balance is the chain's", wrong == 0 && len(accounts) == len(c.holdings),
		"%d accounts, %d differ", len(accounts), wrong)

	missing, extra := d.compareEntries(c, accounts)
	d.report.check("camt.053 of "+c.member+": every payment stands in it once on each side it keeps", missing == 0 && extra == 0,
		"%d entries, %d missing, %d too many", len(references), missing, extra)

	notified, twice := map[string]bool{}, 0
	if err := d.outbox.eachEntry(c, iso20022.Camt054, func(_ *iso20022.Statement, e *iso20022.Entry) error {
		if e != nil && notified[e.Reference] {
			twice++
		} else if e != nil {
			notified[e.Reference] = true
		}
		return nil
	}); err != nil {
		return err
	}
	untold := 0
	for reference := range references {
		if !notified[reference] {
			untold++
		}
	}
	d.report.check("camt.054 to "+c.member+" told of each entry once", untold == 0 && twice == 0 && len(notified) == len(references),
		"%d messages, %d entries, %d not told, %d twice", c.told[iso20022.Camt054], len(notified), untold, twice)
	return nil
}

// checkIntraday reads back the last camt.052 of every custodian: it must say what the settlement account holds.
func (d *Day) checkIntraday(m market, cycle uint64, held map[string]uint64) error {
	for _, c := range d.outbox.correspondents {
		var balance uint64
		statements := 0
		err := eachEntryOf(d.outbox.path(c, iso20022.Camt052), func(s *iso20022.Statement, e *iso20022.Entry) error {
			if e != nil {
				return nil
			}
			statements++
			for _, b := range s.Balances {
				if b.Type == "ITBD" && s.Account.ID() == settlementNumber(m, c.member) {
					balance = b.Money.Amount
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
		d.report.check(fmt.Sprintf("camt.052 of %s after %s cycle %d: the settlement account's balance is the chain's", c.member, m.currency, cycle),
			statements == 1 && balance == held[c.member], "%s; the chain has %s", amount(balance), amount(held[c.member]))
	}
	return nil
}

// compareEntries counts the sides of the cashier's payments that a custodian's statement lacks, and those it has beyond.
func (d *Day) compareEntries(c *correspondent, accounts map[books.Holding]*account) (missing, extra int) {
	mine := d.custodians()
	paid := map[string]bool{}
	for _, m := range d.cashier.tally.movements {
		uetr := m.uetr.String()
		paid[uetr] = true
		for _, credit := range []bool{false, true} {
			holder := m.payer
			if credit {
				holder = m.payee
			}
			if mine[holder] != c.member {
				continue
			}
			a, s := accounts[books.Holding{Account: holder, Denom: m.denom}], side{uetr, m.amount, credit}
			if a == nil || a.entries[s] == 0 {
				missing++
				continue
			}
			a.entries[s]--
		}
	}
	for _, a := range accounts {
		for s, left := range a.entries {
			if paid[s.uetr] {
				extra += left
			}
		}
	}
	return missing, extra
}

// checkAnswers reads back every answer to a file: one status for each transfer, and as many of each kind as the cashier
// has seen.
func (d *Day) checkAnswers() error {
	paths, err := filepath.Glob(filepath.Join(d.outbox.folder, statusFolder, "*"))
	if err != nil {
		return err
	}
	statuses, refused := map[string]int{}, 0
	for _, path := range paths {
		rejected, err := countStatuses(path, statuses)
		if err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		if rejected {
			refused++
		}
	}
	t, expected := &d.cashier.tally, map[string]int{}
	for outcome, n := range t.outcomes {
		expected[statusFor(outcome)] += n
	}
	expected["ACSC"], expected["ACCC"] = expected["ACSC"]-t.singlesBy["ACSC"], expected["ACCC"]-t.singlesBy["ACCC"]
	same := len(t.failures) == 0
	for _, code := range []string{"ACCC", "ACSC", "RJCT"} {
		same = same && statuses[code] == expected[code]
	}
	d.report.statuses, d.report.answers, d.report.correspondents = statuses, len(paths), d.outbox.correspondents
	d.report.check("pain.002 and pacs.002 answer every transfer with what became of it", same && statuses["PDNG"] == 0,
		"%d ACCC, %d ACSC, %d RJCT in %d answers", statuses["ACCC"], statuses["ACSC"], statuses["RJCT"], len(paths))
	d.report.check("every refused file is answered with its reason", refused == len(t.refusals), "%d of %d", refused, len(t.refusals))
	return nil
}

// statusFor is the ISO 20022 status that an outcome of the tally answers with.
func statusFor(outcome string) string {
	switch {
	case strings.HasPrefix(outcome, "PAID NET"):
		return "ACCC"
	case strings.HasPrefix(outcome, "PAID"):
		return "ACSC"
	default:
		return "RJCT"
	}
}

// countStatuses adds the statuses of an answer, and says whether it refuses the file whole.
func countStatuses(path string, statuses map[string]int) (rejected bool, err error) {
	file, err := os.Open(path)
	if err != nil {
		return false, err
	}
	defer func() { _ = file.Close() }() // only read from
	reader := iso20022.NewStatusReader(file, iso20022.Options{File: filepath.Base(path)})
	header, err := reader.Header()
	if err != nil {
		return false, err
	}
	n := 0
	for {
		s, err := reader.Next()
		if errors.Is(err, io.EOF) {
			return n == 0 && header.GroupStatus == "RJCT", nil
		}
		if err != nil {
			return false, err
		}
		if !s.OfPayment {
			statuses[s.Code]++
			n++
		}
	}
}
