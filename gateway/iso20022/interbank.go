// SPDX-License-Identifier: Apache-2.0

package iso20022

import "time"

// pathTotal is where a message between banks declares the sum of its settlement amounts.
const pathTotal = "GrpHdr/TtlIntrBkSttlmAmt"

// betweenBanks are the places that pacs.008 and pacs.009 share.
var betweenBanks = creditHeader.with(creditTransfer("CdtTrfTxInf")).with(hooks[creditDraft]{
	".":                                {close: closeInterbank},
	pathTotal:                          {take: takeTotal},
	"GrpHdr/IntrBkSttlmDt":             {take: takeGroupSettlement},
	"GrpHdr/SttlmInf/SttlmMtd":         into(func(d *creditDraft) *string { return &d.header.SettlementMethod }),
	"GrpHdr/InstgAgt/FinInstnId/BICFI": into(func(d *creditDraft) *string { return &d.header.InstructingAgent }),
	"GrpHdr/InstdAgt/FinInstnId/BICFI": into(func(d *creditDraft) *string { return &d.header.InstructedAgent }),

	"CdtTrfTxInf":                           {part: true, open: openInterbank, close: closeInterbankTransfer},
	"CdtTrfTxInf/PmtId/TxId":                into(func(d *creditDraft) *string { return &d.transfer.TransactionID }),
	"CdtTrfTxInf/IntrBkSttlmAmt":            {take: takeSettled},
	"CdtTrfTxInf/IntrBkSttlmDt":             {take: takeSettlement},
	"CdtTrfTxInf/InstgAgt/FinInstnId/BICFI": into(func(d *creditDraft) *string { return &d.transfer.InstructingAgent }),
	"CdtTrfTxInf/InstdAgt/FinInstnId/BICFI": into(func(d *creditDraft) *string { return &d.transfer.InstructedAgent }),
	"CdtTrfTxInf/DbtrAcct/Id/IBAN":          into(func(d *creditDraft) *string { return &d.payment.DebtorAccount.IBAN }),
	"CdtTrfTxInf/DbtrAcct/Id/Othr/Id":       into(func(d *creditDraft) *string { return &d.payment.DebtorAccount.Other }),
})

// interbankPlaces are the places of pacs.008 that are used: customers pay customers.
var interbankPlaces = betweenBanks.with(hooks[creditDraft]{
	"CdtTrfTxInf/ChrgBr":                   into(func(d *creditDraft) *string { return &d.transfer.ChargeBearer }),
	"CdtTrfTxInf/Dbtr/Nm":                  into(func(d *creditDraft) *string { return &d.payment.Debtor }),
	"CdtTrfTxInf/DbtrAgt/FinInstnId/BICFI": into(func(d *creditDraft) *string { return &d.payment.DebtorAgent }),
	"CdtTrfTxInf/CdtrAgt/FinInstnId/BICFI": into(func(d *creditDraft) *string { return &d.transfer.CreditorAgent }),
	"CdtTrfTxInf/Cdtr/Nm":                  into(func(d *creditDraft) *string { return &d.transfer.Creditor }),
})

// institutionPlaces are the places of pacs.009 that are used: debtor and creditor are institutions themselves, so their
// BICs stand where a customer's agent does.
var institutionPlaces = betweenBanks.with(hooks[creditDraft]{
	"CdtTrfTxInf/Dbtr/FinInstnId/BICFI": into(func(d *creditDraft) *string { return &d.payment.DebtorAgent }),
	"CdtTrfTxInf/Cdtr/FinInstnId/BICFI": into(func(d *creditDraft) *string { return &d.transfer.CreditorAgent }),
})

func takeTotal(d *creditDraft, at *spot) (f *fault) {
	d.totals.declare(at)
	d.header.TotalInterbank, _, f = at.money(false)
	return f
}

// takeSettled takes the amount of one transfer. A declared total is of one currency, so every transfer must be of it.
func takeSettled(d *creditDraft, at *spot) *fault {
	if f := takeAmount(d, at); f != nil {
		return f
	}
	if total := d.header.TotalInterbank.Currency; total != "" && at.currency != total {
		return faultf(CodeGroupTotal, "expected %s as in TtlIntrBkSttlmAmt; found %s", total, at.currency)
	}
	return nil
}

func takeGroupSettlement(d *creditDraft, at *spot) *fault {
	d.header.SettlementDate = at.date()
	return at.notLater(d.header.SettlementDate, time.DateOnly)
}

func takeSettlement(d *creditDraft, at *spot) *fault {
	d.transfer.SettlementDate = at.date()
	return at.notLater(d.transfer.SettlementDate, time.DateOnly)
}

// openInterbank begins a transfer with the payment that it has to itself. What the group says holds for it until it
// says otherwise.
func openInterbank(d *creditDraft, at *spot) *fault {
	d.payment = &Payment{Index: d.totals.transfers}
	if f := d.openTransfer(d.payment, at); f != nil {
		return f
	}
	d.transfer.SettlementDate = d.header.SettlementDate
	d.transfer.InstructingAgent, d.transfer.InstructedAgent = d.header.InstructingAgent, d.header.InstructedAgent
	return nil
}

func closeInterbankTransfer(d *creditDraft, _ *spot) *fault {
	d.payment.Execution = d.transfer.SettlementDate
	d.closeTransfer()
	return nil
}

func closeInterbank(d *creditDraft, _ *spot) *fault {
	if f := d.totals.closeGroup(d.header); f != nil {
		return f
	}
	return d.totals.closeTotal(pathTotal, d.header.TotalInterbank)
}
