// SPDX-License-Identifier: Apache-2.0

package iso20022

import (
	"math/big"
	"time"
)

// pathReturned is where a pacs.004 declares the sum of what comes back.
const pathReturned = "GrpHdr/TtlRtrdIntrBkSttlmAmt"

// returnDraft gathers the values of a pacs.004 into nouns.
type returnDraft struct {
	header      ReturnHeader
	headerDone  bool
	groupReason string // of all returns that name no reason of their own
	back        Return
	own         bool     // the return names a reason or a group of its own
	sum         *big.Int // the returned amount for the control sums
	totals      totals
	ready       bool // a return is complete
}

// returnPlaces are the places of pacs.004 that are used, the same in both versions.
var returnPlaces = hooks[returnDraft]{
	".":                                {close: closeReturns},
	"GrpHdr/MsgId":                     into(func(d *returnDraft) *string { return &d.header.MessageID }),
	"GrpHdr/CreDtTm":                   intoInstant(func(d *returnDraft) *time.Time { return &d.header.Created }),
	"GrpHdr/NbOfTxs":                   {take: takeReturns},
	"GrpHdr/CtrlSum":                   {take: func(d *returnDraft, at *spot) *fault { d.header.ControlSum = d.totals.declare(at); return nil }},
	"GrpHdr/GrpRtr":                    {take: takeGroupReturn},
	pathReturned:                       {take: takeReturnTotal},
	"GrpHdr/IntrBkSttlmDt":             {take: takeReturnsDay},
	"GrpHdr/SttlmInf/SttlmMtd":         into(func(d *returnDraft) *string { return &d.header.SettlementMethod }),
	"GrpHdr/InstgAgt/FinInstnId/BICFI": into(func(d *returnDraft) *string { return &d.header.InstructingAgent }),
	"GrpHdr/InstdAgt/FinInstnId/BICFI": into(func(d *returnDraft) *string { return &d.header.InstructedAgent }),

	"OrgnlGrpInf":                  {part: true, close: func(d *returnDraft, _ *spot) *fault { d.headerDone = true; return nil }},
	"OrgnlGrpInf/OrgnlMsgId":       into(func(d *returnDraft) *string { return &d.header.OriginalMessageID }),
	"OrgnlGrpInf/OrgnlMsgNmId":     into(func(d *returnDraft) *string { return &d.header.OriginalMessage }),
	"OrgnlGrpInf/RtrRsnInf/Rsn/Cd": intoFirst(func(d *returnDraft) *string { return &d.groupReason }),

	"TxInf":                           {part: true, open: openReturn, close: closeReturn},
	"TxInf/RtrId":                     into(func(d *returnDraft) *string { return &d.back.ID }),
	"TxInf/OrgnlGrpInf":               {open: ownReturn},
	"TxInf/OrgnlGrpInf/OrgnlMsgId":    into(func(d *returnDraft) *string { return &d.back.Original.MessageID }),
	"TxInf/OrgnlGrpInf/OrgnlMsgNmId":  into(func(d *returnDraft) *string { return &d.back.Original.Message }),
	"TxInf/OrgnlInstrId":              into(func(d *returnDraft) *string { return &d.back.Original.InstructionID }),
	"TxInf/OrgnlEndToEndId":           into(func(d *returnDraft) *string { return &d.back.Original.EndToEndID }),
	"TxInf/OrgnlTxId":                 into(func(d *returnDraft) *string { return &d.back.Original.TransactionID }),
	"TxInf/OrgnlUETR":                 into(func(d *returnDraft) *string { return &d.back.Original.UETR }),
	"TxInf/OrgnlIntrBkSttlmAmt":       {take: func(d *returnDraft, at *spot) (f *fault) { d.back.Settled, _, f = at.money(false); return f }},
	"TxInf/RtrdIntrBkSttlmAmt":        {take: takeReturned},
	"TxInf/IntrBkSttlmDt":             {take: takeReturnDay},
	"TxInf/InstgAgt/FinInstnId/BICFI": into(func(d *returnDraft) *string { return &d.back.InstructingAgent }),
	"TxInf/InstdAgt/FinInstnId/BICFI": into(func(d *returnDraft) *string { return &d.back.InstructedAgent }),
	"TxInf/RtrRsnInf/Rsn":             {open: ownReturn},
	"TxInf/RtrRsnInf/Rsn/Cd":          intoFirst(func(d *returnDraft) *string { return &d.back.Reason }),
}

func takeReturns(d *returnDraft, at *spot) (f *fault) {
	d.totals.declare(at)
	d.header.Transfers, f = at.count()
	return f
}

// takeGroupReturn refuses the return of a whole message, which does not say what comes back.
func takeGroupReturn(_ *returnDraft, at *spot) *fault {
	if at.truth() {
		return faultf(CodeUnsupported, "expected returns of single transfers; found the return of a whole group")
	}
	return nil
}

func takeReturnTotal(d *returnDraft, at *spot) (f *fault) {
	d.totals.declare(at)
	d.header.Total, _, f = at.money(false)
	return f
}

func takeReturnsDay(d *returnDraft, at *spot) *fault {
	d.header.SettlementDate = at.date()
	return at.notLater(d.header.SettlementDate, time.DateOnly)
}

func takeReturnDay(d *returnDraft, at *spot) *fault {
	d.back.SettlementDate = at.date()
	return at.notLater(d.back.SettlementDate, time.DateOnly)
}

// takeReturned takes what comes back. A declared total is of one currency, so every return must be of it.
func takeReturned(d *returnDraft, at *spot) (f *fault) {
	if d.back.Returned, d.sum, f = at.money(false); f != nil {
		return f
	}
	if total := d.header.Total.Currency; total != "" && at.currency != total {
		return faultf(CodeGroupTotal, "expected %s as in TtlRtrdIntrBkSttlmAmt; found %s", total, at.currency)
	}
	return nil
}

// openReturn begins a return with what its group says, which holds until the return says otherwise.
func openReturn(d *returnDraft, at *spot) *fault {
	d.headerDone = true
	if f := at.room(d.totals.transfers, "returns"); f != nil {
		return f
	}
	d.own = false
	d.back = Return{
		Index: d.totals.transfers, Line: at.line, SettlementDate: d.header.SettlementDate,
		Original:         Original{MessageID: d.header.OriginalMessageID, Message: d.header.OriginalMessage},
		InstructingAgent: d.header.InstructingAgent, InstructedAgent: d.header.InstructedAgent,
	}
	return nil
}

func ownReturn(d *returnDraft, _ *spot) *fault {
	d.own = true
	return nil
}

// closeReturn counts a complete return and lets it be handed out.
func closeReturn(d *returnDraft, _ *spot) *fault {
	if !d.own {
		d.back.Reason = d.groupReason
	}
	d.totals.add(d.sum)
	d.ready = true
	return nil
}

func closeReturns(d *returnDraft, _ *spot) *fault {
	d.headerDone = true
	if f := d.totals.closeGroup(d.header.group()); f != nil {
		return f
	}
	return d.totals.closeTotal(pathReturned, d.header.Total)
}

// group is what every group header begins with.
func (h ReturnHeader) group() GroupHeader {
	return GroupHeader{MessageID: h.MessageID, Created: h.Created, Transfers: h.Transfers, ControlSum: h.ControlSum}
}
