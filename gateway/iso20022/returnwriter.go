// SPDX-License-Identifier: Apache-2.0

package iso20022

import (
	"fmt"
	"io"
)

// ReturnWriter writes one pacs.004, one return at a time, then Close. Counts and sums stand before what they count, so the
// caller declares them in the header and Close holds the message to them. Every value is judged by the schema's type before
// it is written. After an error the message is worthless and every call returns the same error.
type ReturnWriter struct {
	pen    pen
	header ReturnHeader
	totals totals
}

// NewReturnWriter writes the header of Pacs004v09 or Pacs004v10; another message is an error. SettlementMethod must be one
// of INDA, INGA, COVE and CLRG. Created is written in its own zone. The original group is left out where neither
// OriginalMessageID nor OriginalMessage is given.
func NewReturnWriter(w io.Writer, message Message, header ReturnHeader) (*ReturnWriter, error) {
	if message != Pacs004v09 && message != Pacs004v10 {
		return nil, fmt.Errorf("iso20022: expected %s or %s to write; found %q", Pacs004v09, Pacs004v10, string(message))
	}
	x := &ReturnWriter{pen: newPen(w, message), header: header}
	p := &x.pen
	p.within("GrpHdr", func() {
		p.groupHeader(header.group())
		if header.Total != (Money{}) {
			p.money("TtlRtrdIntrBkSttlmAmt", header.Total)
		}
		p.day("IntrBkSttlmDt", header.SettlementDate)
		p.within("SttlmInf", func() { p.leaf("SttlmMtd", header.SettlementMethod) })
		p.agents(header.InstructingAgent, header.InstructedAgent)
	})
	p.line()
	if header.OriginalMessageID+header.OriginalMessage != "" {
		p.within("OrgnlGrpInf", func() {
			p.leaf("OrgnlMsgId", header.OriginalMessageID)
			p.leaf("OrgnlMsgNmId", header.OriginalMessage)
		})
		p.line()
	}
	return x, p.err
}

// Return writes one return; Index and Line are not looked at, and what is empty is left out. Settlement date, original
// group and agents are written where they are not the header's. A pacs.004 has no PmtInf, so Original.PaymentID is an
// error.
func (x *ReturnWriter) Return(back Return) error {
	p := &x.pen
	if err := x.fits(back); err != nil {
		p.fail(err)
		return p.err
	}
	var amount string
	p.within("TxInf", func() {
		p.optional("RtrId", back.ID)
		p.originalTransfer(back.Original, x.header.OriginalMessageID, x.header.OriginalMessage)
		if back.Settled != (Money{}) {
			p.money("OrgnlIntrBkSttlmAmt", back.Settled)
		}
		amount = p.money("RtrdIntrBkSttlmAmt", back.Returned)
		if !back.SettlementDate.Equal(x.header.SettlementDate) {
			p.day("IntrBkSttlmDt", back.SettlementDate)
		}
		p.agents(unless(back.InstructingAgent, x.header.InstructingAgent), unless(back.InstructedAgent, x.header.InstructedAgent))
		if back.Reason != "" {
			p.within("RtrRsnInf", func() { p.within("Rsn", func() { p.leaf("Cd", back.Reason) }) })
		}
	})
	p.line()
	if p.err == nil {
		x.totals.add(scaledAmount(amount))
	}
	return p.err
}

// fits says what cannot be said by the message.
func (x *ReturnWriter) fits(back Return) error {
	switch {
	case back.Original.PaymentID != "":
		return fmt.Errorf("iso20022: expected no PmtInf in a %s", x.pen.message.message)
	case x.header.Total != (Money{}) && x.header.Total.Currency != back.Returned.Currency:
		return &Error{
			Rule: CodeGroupTotal.Rule(), Code: CodeGroupTotal, Element: x.pen.message.pathTo("TxInf/RtrdIntrBkSttlmAmt"),
			Detail: "expected " + x.header.Total.Currency + " as in TtlRtrdIntrBkSttlmAmt; found " + quote([]byte(back.Returned.Currency), 10),
		}
	}
	return nil
}

// Close ends the message and writes out what is buffered. It fails where a declared count or sum is not what was
// written. It does not close the underlying writer.
func (x *ReturnWriter) Close() error {
	x.pen.hold(x.totals.closeGroup(x.header.group()))
	x.pen.hold(x.totals.closeTotal(pathReturned, x.header.Total))
	return x.pen.finish()
}
