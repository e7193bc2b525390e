// SPDX-License-Identifier: Apache-2.0

package iso20022

import (
	"errors"
	"fmt"
	"io"
)

// StatusWriter writes one status report, pacs.002 or pain.002, one status at a time, then Close. Every value is judged by
// the schema's type before it is written. After an error the report is worthless and every call returns the same error.
type StatusWriter struct {
	pen     pen
	header  StatusHeader
	payment string // the open OrgnlPmtInfId, empty if none
}

// NewStatusWriter writes the header of Pacs002 or Pain002; another message is an error. Created is written in its own
// zone. A Pain002 needs OriginalMessageID and OriginalMessage and has no agents; a Pacs002 leaves the original group out
// where nothing is said of it.
func NewStatusWriter(w io.Writer, message Message, header StatusHeader) (*StatusWriter, error) {
	if message != Pacs002 && message != Pain002 {
		return nil, fmt.Errorf("iso20022: expected %s or %s to write; found %q", Pacs002, Pain002, string(message))
	}
	if message == Pain002 && header.InstructingAgent+header.InstructedAgent != "" {
		return nil, errors.New("iso20022: expected no agents in the header of a " + string(Pain002))
	}
	x := &StatusWriter{pen: newPen(w, message), header: header}
	p := &x.pen
	p.within("GrpHdr", func() {
		p.leaf("MsgId", header.MessageID)
		p.leaf("CreDtTm", header.Created.Format(moment))
		p.agents(header.InstructingAgent, header.InstructedAgent)
	})
	p.line()
	said := header.OriginalMessageID + header.OriginalMessage + header.OriginalTransfers + header.OriginalSum +
		header.GroupStatus + header.GroupReason
	if message == Pain002 || said != "" {
		p.within("OrgnlGrpInfAndSts", func() {
			p.leaf("OrgnlMsgId", header.OriginalMessageID)
			p.leaf("OrgnlMsgNmId", header.OriginalMessage)
			p.optional("OrgnlNbOfTxs", header.OriginalTransfers)
			p.optional("OrgnlCtrlSum", header.OriginalSum)
			p.optional("GrpSts", header.GroupStatus)
			p.statusReason(header.GroupReason, "")
		})
		p.line()
	}
	return x, p.err
}

// Status writes one status; Index and Line are not looked at, and what is empty is left out. The original group and the
// agents are written where they are not the header's, AcceptedAt in its own zone, EffectiveSettlementDate as a day where it
// is the first instant of one in its own zone and as an instant elsewhere. Statuses of a Pain002 that follow each other
// with the same PaymentID stand in one PmtInf, which a status OfPayment begins. What the message cannot say is an error.
func (x *StatusWriter) Status(s Status) error {
	p := &x.pen
	if err := x.fits(s); err != nil {
		p.fail(err)
		return p.err
	}
	if p.message.message == Pain002 && (s.OfPayment || s.Original.PaymentID != x.payment || x.payment == "") {
		x.openPayment(s.Original.PaymentID)
	}
	if s.OfPayment {
		p.leaf("PmtInfSts", s.Code)
		p.statusReason(s.Reason, s.ReasonText)
		p.line()
		return p.err
	}
	p.within("TxInfAndSts", func() {
		p.optional("StsId", s.ID)
		p.originalTransfer(s.Original, x.header.OriginalMessageID, x.header.OriginalMessage)
		p.optional("TxSts", s.Code)
		p.statusReason(s.Reason, s.ReasonText)
		p.instant("AccptncDtTm", s.AcceptedAt)
		p.dated("FctvIntrBkSttlmDt", s.EffectiveSettlementDate)
		p.agents(unless(s.InstructingAgent, x.header.InstructingAgent), unless(s.InstructedAgent, x.header.InstructedAgent))
	})
	p.line()
	return p.err
}

// fits says what cannot be said by the message.
func (x *StatusWriter) fits(s Status) error {
	o := s.Original
	group := o.MessageID+o.Message == "" || o.MessageID == x.header.OriginalMessageID && o.Message == x.header.OriginalMessage
	switch {
	case x.pen.message.message == Pacs002 && (s.OfPayment || o.PaymentID != ""):
		return errors.New("iso20022: expected no PmtInf in a " + string(Pacs002))
	case x.pen.message.message == Pain002 && !group:
		return errors.New("iso20022: expected the original message of the header in a " + string(Pain002))
	case x.pen.message.message == Pain002 &&
		(o.TransactionID+s.InstructingAgent+s.InstructedAgent != "" || !s.EffectiveSettlementDate.IsZero()):
		return errors.New("iso20022: expected no TransactionID, agent or EffectiveSettlementDate in a " + string(Pain002))
	case s.OfPayment && (s.ID+o.InstructionID+o.EndToEndID+o.UETR != "" || !s.AcceptedAt.IsZero()):
		return errors.New("iso20022: expected a status of a PmtInf with only Code, Reason and ReasonText")
	}
	return nil
}

// openPayment closes the PmtInf before and opens the next.
func (x *StatusWriter) openPayment(id string) {
	x.closePayment()
	x.pen.enter("OrgnlPmtInfAndSts")
	x.pen.leaf("OrgnlPmtInfId", id)
	x.pen.line()
	x.payment = id
}

func (x *StatusWriter) closePayment() {
	if x.payment == "" {
		return
	}
	x.pen.leave()
	x.pen.line()
	x.payment = ""
}

// Close ends the report and writes out what is buffered. It does not close the underlying writer.
func (x *StatusWriter) Close() error {
	x.closePayment()
	return x.pen.finish()
}

// originalTransfer names the transfer that is answered or comes back, and its group where that is not the given one.
func (x *pen) originalTransfer(o Original, messageID, message string) {
	if o.MessageID+o.Message != "" && (o.MessageID != messageID || o.Message != message) {
		x.within("OrgnlGrpInf", func() {
			x.leaf("OrgnlMsgId", o.MessageID)
			x.leaf("OrgnlMsgNmId", o.Message)
		})
	}
	x.optional("OrgnlInstrId", o.InstructionID)
	x.optional("OrgnlEndToEndId", o.EndToEndID)
	x.optional("OrgnlTxId", o.TransactionID)
	x.optional("OrgnlUETR", o.UETR)
}

// statusReason writes why, as far as it is said.
func (x *pen) statusReason(code, text string) {
	if code+text == "" {
		return
	}
	x.within("StsRsnInf", func() {
		if code != "" {
			x.within("Rsn", func() { x.leaf("Cd", code) })
		}
		x.optional("AddtlInf", text)
	})
}
