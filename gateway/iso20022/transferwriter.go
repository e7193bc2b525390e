// SPDX-License-Identifier: Apache-2.0

package iso20022

import (
	"errors"
	"fmt"
	"io"
	"time"
)

// TransferWriter writes one pacs.008 or pacs.009, one transfer at a time, then Close. Counts and sums stand before what
// they count, so the caller declares them in the header and Close holds the message to them. After an error the message
// is worthless and every call returns the same error.
type TransferWriter struct {
	pen    pen
	header GroupHeader
	totals totals
}

// NewTransferWriter writes the group header of Pacs008 or Pacs009; another message is an error. InitiatingParty is not
// looked at. SettlementMethod must be one of INDA, INGA, COVE and CLRG.
func NewTransferWriter(w io.Writer, message Message, header GroupHeader) (*TransferWriter, error) {
	if message != Pacs008 && message != Pacs009 {
		return nil, fmt.Errorf("iso20022: expected %s or %s to write; found %q", Pacs008, Pacs009, string(message))
	}
	x := &TransferWriter{pen: newPen(w, message), header: header}
	p := &x.pen
	p.within("GrpHdr", func() {
		p.groupHeader(header)
		if header.TotalInterbank != (Money{}) {
			p.money("TtlIntrBkSttlmAmt", header.TotalInterbank)
		}
		p.day("IntrBkSttlmDt", header.SettlementDate)
		p.within("SttlmInf", func() { p.leaf("SttlmMtd", header.SettlementMethod) })
		p.agents(header.InstructingAgent, header.InstructedAgent)
	})
	p.line()
	return x, p.err
}

// Transfer writes one transfer with its Payment, of which the debtor, the account and the agent are written; Index, Line
// and Remittance of t are not looked at, nor Execution and declarations of the Payment. Settlement date and agents are
// written where they are not the group's. An agent, in a pacs.009 a debtor or creditor, without a BIC is written as
// NOTPROVIDED, since the schema demands one. A pacs.008 needs a ChargeBearer; a pacs.009 has neither it nor names, and
// what it cannot say is an error. Each text becomes one Ustrd of at most 140 characters.
func (x *TransferWriter) Transfer(t Transfer, texts ...string) error {
	p := &x.pen
	if f := x.fits(t); f != nil {
		p.fail(f)
		return p.err
	}
	var amount string
	p.within("CdtTrfTxInf", func() {
		p.within("PmtId", func() {
			p.optional("InstrId", t.InstructionID)
			p.leaf("EndToEndId", t.EndToEndID)
			p.optional("TxId", t.TransactionID)
			p.optional("UETR", t.UETR)
		})
		amount = p.money("IntrBkSttlmAmt", Money{t.Amount, t.Currency})
		if !t.SettlementDate.Equal(x.header.SettlementDate) {
			p.day("IntrBkSttlmDt", t.SettlementDate)
		}
		if p.message.message == Pacs008 {
			p.leaf("ChrgBr", t.ChargeBearer)
		}
		p.agents(unless(t.InstructingAgent, x.header.InstructingAgent), unless(t.InstructedAgent, x.header.InstructedAgent))
		x.parties(t)
		p.purpose(t, texts)
	})
	p.line()
	if p.err == nil {
		x.totals.add(scaledAmount(amount))
	}
	return p.err
}

// fits says what is missing in t or cannot be said by the message.
func (x *TransferWriter) fits(t Transfer) error {
	switch {
	case t.Payment == nil:
		return errors.New("iso20022: expected a transfer with its Payment")
	case x.header.TotalInterbank != (Money{}) && x.header.TotalInterbank.Currency != t.Currency:
		return &Error{
			Rule: CodeGroupTotal.Rule(), Code: CodeGroupTotal, Element: x.pen.message.pathTo("CdtTrfTxInf/IntrBkSttlmAmt"),
			Detail: "expected " + x.header.TotalInterbank.Currency + " as in TtlIntrBkSttlmAmt; found " + quote([]byte(t.Currency), 10),
		}
	case x.pen.message.message == Pacs009 && t.Payment.Debtor+t.Creditor+t.ChargeBearer != "":
		return errors.New("iso20022: expected no names and no ChargeBearer in a " + string(Pacs009))
	}
	return nil
}

// parties writes who pays whom.
func (x *TransferWriter) parties(t Transfer) {
	p := &x.pen
	accountOf := func(name string, a Account) {
		if a.ID() != "" {
			p.account(name, a)
		}
	}
	if p.message.message == Pacs009 {
		p.agent("Dbtr", t.Payment.DebtorAgent)
		accountOf("DbtrAcct", t.Payment.DebtorAccount)
		p.agent("Cdtr", t.CreditorAgent)
		accountOf("CdtrAcct", t.CreditorAccount)
		return
	}
	p.within("Dbtr", func() { p.optional("Nm", t.Payment.Debtor) })
	accountOf("DbtrAcct", t.Payment.DebtorAccount)
	p.agent("DbtrAgt", t.Payment.DebtorAgent)
	p.agent("CdtrAgt", t.CreditorAgent)
	p.within("Cdtr", func() { p.optional("Nm", t.Creditor) })
	accountOf("CdtrAcct", t.CreditorAccount)
}

// Close ends the message and writes out what is buffered. It fails where a declared count or sum is not what was
// written. It does not close the underlying writer.
func (x *TransferWriter) Close() error {
	x.pen.hold(x.totals.closeGroup(x.header))
	x.pen.hold(x.totals.closeTotal(pathTotal, x.header.TotalInterbank))
	return x.pen.finish()
}

// day writes a date, nothing for the zero time.
func (x *pen) day(name string, t time.Time) {
	if !t.IsZero() {
		x.leaf(name, t.Format(time.DateOnly))
	}
}

// agents writes the institutions that send and receive an interbank message, as far as they are named.
func (x *pen) agents(instructing, instructed string) {
	if instructing != "" {
		x.agent("InstgAgt", instructing)
	}
	if instructed != "" {
		x.agent("InstdAgt", instructed)
	}
}

// unless is text, empty where it says nothing new.
func unless(text, known string) string {
	if text == known {
		return ""
	}
	return text
}
