// SPDX-License-Identifier: Apache-2.0

package iso20022

import (
	"math/big"
	"strconv"
	"strings"
)

// tally counts and sums the entries of one statement, whichever way it is held: read or written. Sums add figures as
// CtrlSum does, in units of 10^-5.
type tally struct {
	message          Message
	part             string // Rpt, Stmt or Ntfctn
	credits, debits  uint64
	credited, booked big.Int // of all entries that credit; of booked entries, less those that debit
	debited          big.Int
	opening, closing *Balance       // what the booked entries stand between, nil if nothing
	looked           bool           // for opening and closing
	lines            map[string]int // of the declarations, for errors; empty when writing
}

// add takes one entry with its amount in units of 10^-5.
func (t *tally) add(s *Statement, e *Entry, amount *big.Int) *fault {
	booked := e.Status == "BOOK"
	if t.findBalances(s); booked && t.closing != nil && e.Money.Currency != t.opening.Money.Currency {
		return faultf(CodeBalance, "expected booked entries in %s as the opening balance; found %s", t.opening.Money.Currency, e.Money.Currency)
	}
	if e.Credit {
		t.credits++
		t.credited.Add(&t.credited, amount)
	} else {
		t.debits++
		t.debited.Add(&t.debited, amount)
	}
	switch {
	case booked && e.Credit:
		t.booked.Add(&t.booked, amount)
	case booked:
		t.booked.Sub(&t.booked, amount)
	}
	return nil
}

// findBalances keeps the first opening and the first closing balance of a whole statement, none unless it has both. Only
// a camt.053 has every entry between them. It looks once: they all stand before the entries.
func (t *tally) findBalances(s *Statement) {
	if t.looked || t.message != Camt053 || s.Partial {
		return
	}
	t.looked = true
	for i := range s.Balances {
		switch b := &s.Balances[i]; {
		case b.Type == openingBooked && t.opening == nil:
			t.opening = b
		case b.Type == closingBooked && t.closing == nil:
			t.closing = b
		}
	}
	if t.opening == nil || t.closing == nil {
		t.opening, t.closing = nil, nil
	}
}

// close judges what a statement declares of its entries, at its end.
func (t *tally) close(s *Statement) *fault {
	if s.Partial {
		return nil
	}
	if s.Totals != nil {
		if f := t.closeTotals(s.Totals); f != nil {
			return f
		}
	}
	return t.closeBalance(s)
}

func (t *tally) closeTotals(declared *EntryTotals) *fault {
	all, net := new(big.Int).Add(&t.credited, &t.debited), new(big.Int).Sub(&t.credited, &t.debited)
	for _, row := range []struct {
		name, count, sum string
		entries          uint64
		total            *big.Int
	}{
		{"TtlNtries", declared.Entries, declared.Sum, t.credits + t.debits, all},
		{"TtlCdtNtries", declared.Credits, declared.CreditSum, t.credits, &t.credited},
		{"TtlDbtNtries", declared.Debits, declared.DebitSum, t.debits, &t.debited},
	} {
		path := "TxsSummry/" + row.name
		if n, err := strconv.ParseUint(row.count, 10, 64); row.count != "" && (err != nil || n != row.entries) {
			return t.wrong(CodeEntryCount, path+"/NbOfNtries", row.count, strconv.FormatUint(row.entries, 10))
		}
		if !sumHolds(row.sum, row.total) {
			return t.wrong(CodeEntrySum, path+"/Sum", row.sum, formatScaled(row.total))
		}
	}
	sign := net.Sign()
	if !sumHolds(declared.Net, new(big.Int).Abs(net)) || declared.Net != "" && sign != 0 && declared.NetDebit != (sign < 0) {
		return t.wrong(CodeEntrySum, "TxsSummry/TtlNtries/TtlNetNtry/Amt", declared.Net+" "+direction(!declared.NetDebit), formatSigned(net))
	}
	return nil
}

// closeBalance holds that the opening balance and the booked entries make the closing balance.
func (t *tally) closeBalance(s *Statement) *fault {
	t.findBalances(s)
	opening, closing := t.opening, t.closing
	if closing == nil {
		return nil
	}
	if opening.Money.Currency != closing.Money.Currency {
		path := t.part + "/Bal/Amt"
		return faultf(CodeBalance, "expected a closing balance in %s as the opening balance; found %s",
			opening.Money.Currency, closing.Money.Currency).at(t.lines[path], path)
	}
	made := opening.scaled()
	made.Add(made, &t.booked)
	if declared := closing.scaled(); declared.Cmp(made) != 0 {
		return t.wrong(CodeBalance, "Bal/Amt", formatSigned(declared), formatSigned(made)+" from the opening balance and the booked entries")
	}
	return nil
}

// wrong is placed at the declaration; the path is completed where the message is known.
func (t *tally) wrong(code Code, path, declared, found string) *fault {
	path = t.part + "/" + path
	return faultf(code, "expected %s as declared; found %s", clip(declared), found).at(t.lines[path], path)
}

// declare remembers where a number or a sum was declared, and returns it.
func (t *tally) declare(at *spot) string {
	if t.lines == nil {
		t.lines = map[string]int{}
	}
	t.lines[at.path] = at.line
	return strings.TrimSpace(at.text)
}

// scaled is the balance in units of 10^-5, below zero for what the account owes. Its money was judged before.
func (b *Balance) scaled() *big.Int {
	text, err := figures(b.Money)
	if err != nil {
		return new(big.Int)
	}
	n := scaledAmount(text)
	if b.Debit {
		n.Neg(n)
	}
	return n
}

// formatSigned writes a sum with the direction that its sign means.
func formatSigned(n *big.Int) string {
	return formatScaled(new(big.Int).Abs(n)) + " " + direction(n.Sign() >= 0)
}

func direction(credit bool) string {
	if credit {
		return "CRDT"
	}
	return "DBIT"
}
