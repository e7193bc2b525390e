// SPDX-License-Identifier: Apache-2.0

package iso20022

import (
	"strings"
	"time"
)

// statusDraft gathers the values of a status report into nouns.
type statusDraft struct {
	header     StatusHeader
	headerDone bool
	grouped    bool   // the original group has come
	payment    Status // of the present PmtInf, an answer to it if it has a Code
	status     Status // the one being read
	next       Status // the one that waits to be handed out
	ready      bool

	payments, statuses int // in the file so far
}

// statusGroup are the places that pacs.002 and pain.002 share.
var statusGroup = hooks[statusDraft]{
	".":              {close: func(d *statusDraft, _ *spot) *fault { d.headerDone = true; return nil }},
	"GrpHdr/MsgId":   into(func(d *statusDraft) *string { return &d.header.MessageID }),
	"GrpHdr/CreDtTm": intoInstant(func(d *statusDraft) *time.Time { return &d.header.Created }),

	"OrgnlGrpInfAndSts":                  {part: true, open: openStatusGroup, close: closeStatusGroup},
	"OrgnlGrpInfAndSts/OrgnlMsgId":       into(func(d *statusDraft) *string { return &d.header.OriginalMessageID }),
	"OrgnlGrpInfAndSts/OrgnlMsgNmId":     into(func(d *statusDraft) *string { return &d.header.OriginalMessage }),
	"OrgnlGrpInfAndSts/OrgnlNbOfTxs":     into(func(d *statusDraft) *string { return &d.header.OriginalTransfers }),
	"OrgnlGrpInfAndSts/OrgnlCtrlSum":     {take: takeOriginalSum},
	"OrgnlGrpInfAndSts/GrpSts":           into(func(d *statusDraft) *string { return &d.header.GroupStatus }),
	"OrgnlGrpInfAndSts/StsRsnInf/Rsn/Cd": intoFirst(func(d *statusDraft) *string { return &d.header.GroupReason }),
}

// interbankStatusPlaces are the places of pacs.002 that are used.
var interbankStatusPlaces = statusGroup.with(statusPlaces("TxInfAndSts")).with(hooks[statusDraft]{
	"GrpHdr/InstgAgt/FinInstnId/BICFI":      into(func(d *statusDraft) *string { return &d.header.InstructingAgent }),
	"GrpHdr/InstdAgt/FinInstnId/BICFI":      into(func(d *statusDraft) *string { return &d.header.InstructedAgent }),
	"TxInfAndSts/OrgnlGrpInf/OrgnlMsgId":    into(func(d *statusDraft) *string { return &d.status.Original.MessageID }),
	"TxInfAndSts/OrgnlGrpInf/OrgnlMsgNmId":  into(func(d *statusDraft) *string { return &d.status.Original.Message }),
	"TxInfAndSts/OrgnlTxId":                 into(func(d *statusDraft) *string { return &d.status.Original.TransactionID }),
	"TxInfAndSts/InstgAgt/FinInstnId/BICFI": into(func(d *statusDraft) *string { return &d.status.InstructingAgent }),
	"TxInfAndSts/InstdAgt/FinInstnId/BICFI": into(func(d *statusDraft) *string { return &d.status.InstructedAgent }),
}).with(dayOrInstant("TxInfAndSts/FctvIntrBkSttlmDt", func(d *statusDraft) *time.Time { return &d.status.EffectiveSettlementDate }))

// customerStatusPlaces are the places of pain.002 that are used.
var customerStatusPlaces = statusGroup.with(statusPlaces("OrgnlPmtInfAndSts/TxInfAndSts")).with(hooks[statusDraft]{
	"OrgnlPmtInfAndSts":                    {part: true, open: openPaymentStatus, close: closePaymentStatus},
	"OrgnlPmtInfAndSts/OrgnlPmtInfId":      into(func(d *statusDraft) *string { return &d.payment.Original.PaymentID }),
	"OrgnlPmtInfAndSts/PmtInfSts":          into(func(d *statusDraft) *string { return &d.payment.Code }),
	"OrgnlPmtInfAndSts/StsRsnInf/Rsn/Cd":   intoFirst(func(d *statusDraft) *string { return &d.payment.Reason }),
	"OrgnlPmtInfAndSts/StsRsnInf/AddtlInf": intoFirst(func(d *statusDraft) *string { return &d.payment.ReasonText }),
})

// statusPlaces are the places of one status that pacs.002 and pain.002 share.
func statusPlaces(path string) hooks[statusDraft] {
	return hooks[statusDraft]{
		path:                         {part: true, open: openStatus, close: closeStatus},
		path + "/StsId":              into(func(d *statusDraft) *string { return &d.status.ID }),
		path + "/OrgnlInstrId":       into(func(d *statusDraft) *string { return &d.status.Original.InstructionID }),
		path + "/OrgnlEndToEndId":    into(func(d *statusDraft) *string { return &d.status.Original.EndToEndID }),
		path + "/OrgnlUETR":          into(func(d *statusDraft) *string { return &d.status.Original.UETR }),
		path + "/TxSts":              into(func(d *statusDraft) *string { return &d.status.Code }),
		path + "/StsRsnInf/Rsn/Cd":   intoFirst(func(d *statusDraft) *string { return &d.status.Reason }),
		path + "/StsRsnInf/AddtlInf": intoFirst(func(d *statusDraft) *string { return &d.status.ReasonText }),
		path + "/AccptncDtTm":        intoInstant(func(d *statusDraft) *time.Time { return &d.status.AcceptedAt }),
	}
}

// intoFirst is a hook that keeps the first value of several.
func intoFirst[D any](field func(*D) *string) hook[D] {
	return hook[D]{take: func(d *D, at *spot) *fault {
		if kept := field(d); *kept == "" {
			*kept = at.text
		}
		return nil
	}}
}

func takeOriginalSum(d *statusDraft, at *spot) *fault {
	d.header.OriginalSum = strings.TrimSpace(at.text)
	return nil
}

// openStatusGroup lets a report be about one message: a second one's status would stand nowhere in the header.
func openStatusGroup(d *statusDraft, _ *spot) *fault {
	if d.grouped {
		return faultf(CodeUnsupported, "expected the status of one message; found a second OrgnlGrpInfAndSts")
	}
	d.grouped = true
	return nil
}

func closeStatusGroup(d *statusDraft, _ *spot) *fault {
	d.headerDone = true
	return nil
}

func openPaymentStatus(d *statusDraft, at *spot) *fault {
	if f := at.room(d.payments, "payments"); f != nil {
		return f
	}
	d.payments++
	d.payment = Status{Line: at.line, OfPayment: true, Original: d.original()}
	return nil
}

// closePaymentStatus hands out the answer to a PmtInf that has no answers to transfers.
func closePaymentStatus(d *statusDraft, at *spot) *fault { return d.answerPayment(at) }

// answerPayment hands out the answer to the present PmtInf, once, if there is one.
func (d *statusDraft) answerPayment(at *spot) *fault {
	if d.payment.Code == "" {
		return nil
	}
	if f := at.room(d.statuses, "statuses"); f != nil {
		return f
	}
	d.hand(d.payment)
	d.payment.Code = ""
	return nil
}

// original is what every status of the report begins with.
func (d *statusDraft) original() Original {
	return Original{
		MessageID: d.header.OriginalMessageID, Message: d.header.OriginalMessage, PaymentID: d.payment.Original.PaymentID,
	}
}

func openStatus(d *statusDraft, at *spot) *fault {
	d.headerDone = true
	if f := d.answerPayment(at); f != nil {
		return f
	}
	if f := at.room(d.statuses, "statuses"); f != nil {
		return f
	}
	d.status = Status{
		Line: at.line, Original: d.original(),
		InstructingAgent: d.header.InstructingAgent, InstructedAgent: d.header.InstructedAgent,
	}
	return nil
}

func closeStatus(d *statusDraft, _ *spot) *fault {
	d.hand(d.status)
	return nil
}

func (d *statusDraft) hand(s Status) {
	s.Index = d.statuses
	d.statuses++
	d.next, d.ready = s, true
}
