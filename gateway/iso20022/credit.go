// SPDX-License-Identifier: Apache-2.0

package iso20022

import "math/big"

// creditDraft gathers the values of a credit transfer message into nouns.
type creditDraft struct {
	header     GroupHeader
	headerDone bool
	payment    *Payment
	transfer   Transfer
	sum        *big.Int // the transfer's amount for the control sums
	totals     totals
	ready      bool // a transfer is complete
}

// creditHeader are the places of the group header that pain.001, pacs.008 and pacs.009 share.
var creditHeader = hooks[creditDraft]{
	"GrpHdr":         {close: func(d *creditDraft, _ *spot) *fault { d.headerDone = true; return nil }},
	"GrpHdr/MsgId":   into(func(d *creditDraft) *string { return &d.header.MessageID }),
	"GrpHdr/CreDtTm": {take: func(d *creditDraft, at *spot) *fault { d.header.Created = at.dateTime(); return nil }},
	"GrpHdr/NbOfTxs": {take: takeTransfers},
	"GrpHdr/CtrlSum": {take: func(d *creditDraft, at *spot) *fault { d.header.ControlSum = d.totals.declare(at); return nil }},
}

// creditTransfer are the places of a transfer that pain.001, pacs.008 and pacs.009 share.
func creditTransfer(path string) hooks[creditDraft] {
	return hooks[creditDraft]{
		path + "/PmtId/InstrId":       into(func(d *creditDraft) *string { return &d.transfer.InstructionID }),
		path + "/PmtId/EndToEndId":    into(func(d *creditDraft) *string { return &d.transfer.EndToEndID }),
		path + "/PmtId/UETR":          into(func(d *creditDraft) *string { return &d.transfer.UETR }),
		path + "/CdtrAcct/Id/IBAN":    into(func(d *creditDraft) *string { return &d.transfer.CreditorAccount.IBAN }),
		path + "/CdtrAcct/Id/Othr/Id": into(func(d *creditDraft) *string { return &d.transfer.CreditorAccount.Other }),
		path + "/Purp/Cd":             into(func(d *creditDraft) *string { return &d.transfer.Purpose }),
		path + "/RmtInf":              {form: true, close: func(d *creditDraft, at *spot) *fault { d.transfer.Remittance = at.form; return nil }},
	}
}

func takeTransfers(d *creditDraft, at *spot) (f *fault) {
	d.totals.declare(at)
	d.header.Transfers, f = at.count()
	return f
}

// takeAmount takes the amount that is to be paid.
func takeAmount(d *creditDraft, at *spot) *fault {
	money, scaled, f := at.money(false)
	if f != nil {
		return f
	}
	d.transfer.Amount, d.transfer.Currency, d.sum = money.Amount, money.Currency, scaled
	return nil
}

// openTransfer begins a transfer of a payment.
func (d *creditDraft) openTransfer(payment *Payment, at *spot) *fault {
	if f := at.room(d.totals.transfers, "transfers"); f != nil {
		return f
	}
	d.transfer = Transfer{Payment: payment, Index: d.totals.transfers, Line: at.line}
	return nil
}

// closeTransfer counts a complete transfer and lets it be handed out.
func (d *creditDraft) closeTransfer() {
	d.totals.add(d.sum)
	d.ready = true
}
