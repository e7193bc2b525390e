// SPDX-License-Identifier: Apache-2.0

package iso20022

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"time"
)

// StatementWriter writes one camt.052, camt.053 or camt.054: Statement, its entries, then the next, then Close. Totals
// and balances stand before the entries, so the caller declares them and the end of a statement holds it to them. Every
// value is judged by the schema's type before it is written. After an error the message is worthless and every call
// returns the same error. It keeps nothing of the entries.
type StatementWriter struct {
	pen   pen
	tally tally
	now   *Statement // the open statement, nil if none
}

// statementParts are the elements of one account, by message.
var statementParts = map[Message]string{Camt052: "Rpt", Camt053: "Stmt", Camt054: "Ntfctn"}

// NewStatementWriter writes the group header of Camt052, Camt053 or Camt054; another message is an error. Created is
// written in its own zone.
func NewStatementWriter(w io.Writer, message Message, header MessageHeader) (*StatementWriter, error) {
	if statementParts[message] == "" {
		return nil, fmt.Errorf("iso20022: expected %s, %s or %s to write; found %q", Camt052, Camt053, Camt054, string(message))
	}
	x := &StatementWriter{pen: newPen(w, message)}
	p := &x.pen
	p.within("GrpHdr", func() {
		p.leaf("MsgId", header.MessageID)
		p.leaf("CreDtTm", header.Created.Format(moment))
	})
	p.line()
	return x, p.err
}

// Statement closes the statement before and opens the next, whose Balances and Totals stay as they are until it is closed.
// Index, Line and Partial are not looked at. Created, From and To are
// left out where they are zero; From and To come together. A balance's Date is written as a day where it is the first
// instant of one in its own zone, as an instant elsewhere; a balance without a Type as the proprietary NOTPROVIDED. A
// Camt053 needs a balance, a Camt054 can have none.
func (x *StatementWriter) Statement(s Statement) error {
	x.endStatement()
	s.Partial = false
	p := &x.pen
	part := statementParts[p.message.message]
	x.now, x.tally = &s, tally{message: p.message.message, part: part}
	p.enter(part)
	p.leaf("Id", s.ID)
	p.optional("ElctrncSeqNb", s.Sequence)
	p.instant("CreDtTm", s.Created)
	if !s.From.IsZero() || !s.To.IsZero() {
		p.within("FrToDt", func() {
			p.instant("FrDtTm", s.From)
			p.instant("ToDtTm", s.To)
		})
	}
	p.within("Acct", func() {
		p.accountID(s.Account)
		p.optional("Ccy", s.Currency)
		if s.Owner != "" {
			p.within("Ownr", func() { p.leaf("Nm", s.Owner) })
		}
	})
	p.line()
	for _, b := range s.Balances {
		p.balance(b)
	}
	if s.Totals != nil {
		p.totals(s.Totals)
	}
	return p.err
}

// Entry writes one entry of the open statement; its Statement, Index and Line are not looked at. Booked and Value are
// left out where they are zero, and written as a day or an instant as a balance's Date is; an entry without a Status has
// the proprietary NOTPROVIDED.
func (x *StatementWriter) Entry(e Entry) error {
	p := &x.pen
	if x.now == nil {
		p.fail(errors.New("iso20022: expected Statement before its entries"))
		return p.err
	}
	var amount string
	p.within("Ntry", func() {
		p.optional("NtryRef", e.Reference)
		amount = p.money("Amt", e.Money)
		p.leaf("CdtDbtInd", direction(e.Credit))
		if e.Reversal {
			p.leaf("RvslInd", "true")
		}
		p.within("Sts", func() { p.coded(e.Status) })
		p.dated("BookgDt", e.Booked)
		p.dated("ValDt", e.Value)
		p.optional("AcctSvcrRef", e.ServicerReference)
		p.transactionCode(e.Code)
		if len(e.Details) > 0 {
			p.within("NtryDtls", func() {
				for _, d := range e.Details {
					p.detail(d)
				}
			})
		}
	})
	p.line()
	if p.err == nil {
		p.hold(x.placed(x.tally.add(x.now, &e, scaledAmount(amount))))
	}
	return p.err
}

// placed gives a fault without a place that of an entry's amount.
func (x *StatementWriter) placed(f *fault) *fault {
	if f == nil || f.element != "" {
		return f
	}
	return f.at(0, x.tally.part+"/Ntry/Amt")
}

// CloseStatement ends the open statement, if there is one. It fails where declared numbers or sums are not those of the
// entries, and for a Camt053 where opening balance and booked entries do not make the closing balance.
func (x *StatementWriter) CloseStatement() error {
	x.endStatement()
	return x.pen.err
}

func (x *StatementWriter) endStatement() {
	if x.now == nil {
		return
	}
	x.pen.hold(x.tally.close(x.now))
	x.pen.leave()
	x.pen.line()
	x.now = nil
}

// Close ends the open statement and the message and writes out what is buffered. It does not close the underlying
// writer.
func (x *StatementWriter) Close() error {
	x.endStatement()
	return x.pen.finish()
}

// notProvided stands where the schema demands what the caller does not have.
const notProvided = "NOTPROVIDED"

// coded writes a code of an external set, or that there is none.
func (x *pen) coded(code string) {
	if code != "" {
		x.leaf("Cd", code)
		return
	}
	x.leaf("Prtry", notProvided)
}

// instant writes a date and time, nothing for the zero time.
func (x *pen) instant(name string, t time.Time) {
	if !t.IsZero() {
		x.leaf(name, t.Format(moment))
	}
}

// dated writes a choice of day and instant, nothing for the zero time.
func (x *pen) dated(name string, t time.Time) {
	if t.IsZero() {
		return
	}
	x.within(name, func() {
		if startsDay(t) {
			x.day("Dt", t)
			return
		}
		x.instant("DtTm", t)
	})
}

// startsDay says whether t is the first instant of a day in its own zone.
func startsDay(t time.Time) bool {
	hour, minute, second := t.Clock()
	return hour+minute+second+t.Nanosecond() == 0
}

// balance writes one Bal, whose amount may be zero.
func (x *pen) balance(b Balance) {
	x.within("Bal", func() {
		x.within("Tp", func() { x.within("CdOrPrtry", func() { x.coded(b.Type) }) })
		if text, err := figures(b.Money); err != nil {
			x.fail(err)
		} else {
			x.value("Amt", b.Money.Currency, text)
		}
		x.leaf("CdtDbtInd", direction(!b.Debit))
		x.dated("Dt", b.Date)
	})
	x.line()
}

// figures writes an amount as FormatAmount does, and zero too.
func figures(m Money) (string, error) {
	if m.Amount > 0 {
		return FormatAmount(m.Amount, m.Currency)
	}
	one, err := FormatAmount(1, m.Currency)
	return strings.Replace(one, "1", "0", 1), err
}

// totals writes TxsSummry; an empty one is written too.
func (x *pen) totals(t *EntryTotals) {
	group := func(name, entries, sum, net string) {
		if entries+sum+net == "" {
			return
		}
		x.within(name, func() {
			x.optional("NbOfNtries", entries)
			x.optional("Sum", sum)
			if net != "" {
				x.within("TtlNetNtry", func() {
					x.leaf("Amt", net)
					x.leaf("CdtDbtInd", direction(!t.NetDebit))
				})
			}
		})
	}
	x.within("TxsSummry", func() {
		group("TtlNtries", t.Entries, t.Sum, t.Net)
		group("TtlCdtNtries", t.Credits, t.CreditSum, "")
		group("TtlDbtNtries", t.Debits, t.DebitSum, "")
	})
	x.line()
}

// transactionCode writes BkTxCd, which the schema demands but may be empty.
func (x *pen) transactionCode(c TransactionCode) {
	x.within("BkTxCd", func() {
		if c.Domain+c.Family+c.SubFamily != "" {
			x.within("Domn", func() {
				x.leaf("Cd", c.Domain)
				x.within("Fmly", func() {
					x.leaf("Cd", c.Family)
					x.leaf("SubFmlyCd", c.SubFamily)
				})
			})
		}
		if c.Proprietary != "" {
			x.within("Prtry", func() { x.leaf("Cd", c.Proprietary) })
		}
	})
}

// detail writes one TxDtls.
func (x *pen) detail(d EntryDetail) {
	x.within("TxDtls", func() {
		if d.InstructionID+d.EndToEndID+d.UETR+d.TransactionID != "" {
			x.within("Refs", func() {
				x.optional("InstrId", d.InstructionID)
				x.optional("EndToEndId", d.EndToEndID)
				x.optional("UETR", d.UETR)
				x.optional("TxId", d.TransactionID)
			})
		}
		if d.Money != (Money{}) {
			x.money("Amt", d.Money)
		}
		x.leaf("CdtDbtInd", direction(d.Credit))
		x.related(d)
		if d.ReturnReason != "" {
			x.within("RtrInf", func() { x.within("Rsn", func() { x.leaf("Cd", d.ReturnReason) }) })
		}
	})
}

// related writes whose accounts a transfer went between and who keeps them.
func (x *pen) related(d EntryDetail) {
	if d.DebtorAccount.ID()+d.CreditorAccount.ID() != "" {
		x.within("RltdPties", func() {
			if d.DebtorAccount.ID() != "" {
				x.account("DbtrAcct", d.DebtorAccount)
			}
			if d.CreditorAccount.ID() != "" {
				x.account("CdtrAcct", d.CreditorAccount)
			}
		})
	}
	if d.DebtorAgent+d.CreditorAgent != "" {
		x.within("RltdAgts", func() {
			if d.DebtorAgent != "" {
				x.agent("DbtrAgt", d.DebtorAgent)
			}
			if d.CreditorAgent != "" {
				x.agent("CdtrAgt", d.CreditorAgent)
			}
		})
	}
}
