// SPDX-License-Identifier: Apache-2.0

package iso20022

import (
	"errors"
	"io"
	"strconv"
	"time"
)

// moment is how a date and time is written: in its own zone, with what there is below the second.
const moment = "2006-01-02T15:04:05.999999999Z07:00"

// Writer writes one pain.001.001.09 file, one transfer at a time: Payment and Transfer in the order of the file, then
// Close. Counts and sums stand before what they count, so the caller declares them and Close holds the file to them.
// Every value is judged by the schema's type before it is written. After an error the file is worthless and every call
// returns the same error.
type Writer struct {
	pen    pen
	totals totals
	header GroupHeader
	now    *Payment // the open PmtInf, nil if none
}

// NewWriter writes the group header. Created is written in its own zone; what only interbank messages have is not
// looked at.
func NewWriter(w io.Writer, header GroupHeader) (*Writer, error) {
	x := &Writer{pen: newPen(w, Pain001), header: header}
	p := &x.pen
	p.within("GrpHdr", func() {
		p.groupHeader(header)
		p.within("InitgPty", func() { p.optional("Nm", header.InitiatingParty) })
	})
	p.line()
	return x, p.err
}

// groupHeader writes what every group header begins with.
func (x *pen) groupHeader(header GroupHeader) {
	x.leaf("MsgId", header.MessageID)
	x.leaf("CreDtTm", header.Created.Format(moment))
	x.leaf("NbOfTxs", strconv.FormatUint(header.Transfers, 10))
	x.optional("CtrlSum", header.ControlSum)
}

// Payment closes the PmtInf before and opens the next. Execution is written as a date. A debtor's agent without a BIC
// is written as NOTPROVIDED, since the schema demands an agent.
func (x *Writer) Payment(payment Payment) error {
	x.closePayment()
	x.now = &payment
	p := &x.pen
	p.enter("PmtInf")
	p.leaf("PmtInfId", payment.ID)
	p.leaf("PmtMtd", payment.Method)
	p.optional("NbOfTxs", payment.Transfers)
	p.optional("CtrlSum", payment.ControlSum)
	p.within("ReqdExctnDt", func() { p.leaf("Dt", payment.Execution.Format(time.DateOnly)) })
	p.within("Dbtr", func() { p.optional("Nm", payment.Debtor) })
	p.account("DbtrAcct", payment.DebtorAccount)
	p.agent("DbtrAgt", payment.DebtorAgent)
	p.line()
	return p.err
}

// Transfer writes one transfer of the present PmtInf; Payment, Index, Line, Remittance and what only interbank messages
// have are not looked at. Each text becomes one Ustrd of at most 140 characters.
func (x *Writer) Transfer(t Transfer, texts ...string) error {
	p := &x.pen
	if x.now == nil {
		p.fail(errors.New("iso20022: expected Payment before Transfer"))
	}
	var amount string
	p.within("CdtTrfTxInf", func() {
		p.within("PmtId", func() {
			p.optional("InstrId", t.InstructionID)
			p.leaf("EndToEndId", t.EndToEndID)
			p.optional("UETR", t.UETR)
		})
		p.within("Amt", func() { amount = p.money("InstdAmt", Money{t.Amount, t.Currency}) })
		if t.CreditorAgent != "" {
			p.agent("CdtrAgt", t.CreditorAgent)
		}
		if t.Creditor != "" {
			p.within("Cdtr", func() { p.leaf("Nm", t.Creditor) })
		}
		if t.CreditorAccount.ID() != "" {
			p.account("CdtrAcct", t.CreditorAccount)
		}
		p.purpose(t, texts)
	})
	p.line()
	if p.err == nil {
		x.totals.add(scaledAmount(amount))
	}
	return p.err
}

// purpose writes what a transfer is for.
func (x *pen) purpose(t Transfer, texts []string) {
	if t.Purpose != "" {
		x.within("Purp", func() { x.leaf("Cd", t.Purpose) })
	}
	if len(texts) == 0 {
		return
	}
	x.within("RmtInf", func() {
		for _, text := range texts {
			x.leaf("Ustrd", text)
		}
	})
}

// Close ends the message and writes out what is buffered. It fails where a declared count or sum is not what was
// written. It does not close the underlying writer.
func (x *Writer) Close() error {
	x.closePayment()
	if x.totals.payments == 0 {
		x.pen.fail(errors.New("iso20022: expected at least one Payment before Close"))
	}
	x.pen.hold(x.totals.closeGroup(x.header))
	return x.pen.finish()
}

func (x *Writer) closePayment() {
	if x.now == nil || x.pen.err != nil {
		return
	}
	if x.totals.inPayment == 0 {
		x.pen.fail(errors.New("iso20022: expected at least one Transfer in a Payment"))
		return
	}
	x.pen.leave()
	x.pen.line()
	x.pen.hold(x.totals.closePayment(x.now))
	x.now = nil
}
