// SPDX-License-Identifier: Apache-2.0

package iso20022

import "time"

// customerPlaces are the places of pain.001 that are used.
var customerPlaces = creditHeader.with(creditTransfer("PmtInf/CdtTrfTxInf")).with(hooks[creditDraft]{
	".":                  {close: func(d *creditDraft, _ *spot) *fault { return d.totals.closeGroup(d.header) }},
	"GrpHdr/InitgPty/Nm": into(func(d *creditDraft) *string { return &d.header.InitiatingParty }),

	"PmtInf": {
		part:  true,
		open:  func(d *creditDraft, _ *spot) *fault { d.payment = &Payment{Index: d.totals.payments}; return nil },
		close: func(d *creditDraft, _ *spot) *fault { return d.totals.closePayment(d.payment) },
	},
	"PmtInf/PmtInfId":                 into(func(d *creditDraft) *string { return &d.payment.ID }),
	"PmtInf/PmtMtd":                   {take: takeMethod},
	"PmtInf/NbOfTxs":                  {take: func(d *creditDraft, at *spot) *fault { d.payment.Transfers = d.totals.declare(at); return nil }},
	"PmtInf/CtrlSum":                  {take: func(d *creditDraft, at *spot) *fault { d.payment.ControlSum = d.totals.declare(at); return nil }},
	"PmtInf/ReqdExctnDt/Dt":           {take: func(d *creditDraft, at *spot) *fault { return d.takeExecution(at, at.date(), time.DateOnly) }},
	"PmtInf/ReqdExctnDt/DtTm":         {take: func(d *creditDraft, at *spot) *fault { return d.takeExecution(at, at.dateTime(), time.RFC3339) }},
	"PmtInf/Dbtr/Nm":                  into(func(d *creditDraft) *string { return &d.payment.Debtor }),
	"PmtInf/DbtrAcct/Id/IBAN":         into(func(d *creditDraft) *string { return &d.payment.DebtorAccount.IBAN }),
	"PmtInf/DbtrAcct/Id/Othr/Id":      into(func(d *creditDraft) *string { return &d.payment.DebtorAccount.Other }),
	"PmtInf/DbtrAgt/FinInstnId/BICFI": into(func(d *creditDraft) *string { return &d.payment.DebtorAgent }),

	"PmtInf/CdtTrfTxInf": {
		part:  true,
		open:  func(d *creditDraft, at *spot) *fault { return d.openTransfer(d.payment, at) },
		close: func(d *creditDraft, _ *spot) *fault { d.closeTransfer(); return nil },
	},
	"PmtInf/CdtTrfTxInf/Amt/InstdAmt":             {take: takeAmount},
	"PmtInf/CdtTrfTxInf/Amt/EqvtAmt/CcyOfTrf":     {take: takeEquivalent},
	"PmtInf/CdtTrfTxInf/CdtrAgt/FinInstnId/BICFI": into(func(d *creditDraft) *string { return &d.transfer.CreditorAgent }),
	"PmtInf/CdtTrfTxInf/Cdtr/Nm":                  into(func(d *creditDraft) *string { return &d.transfer.Creditor }),
})

func takeMethod(d *creditDraft, at *spot) *fault {
	if at.text == "CHK" {
		return faultf(CodeUnsupported, "expected TRF or TRA; found CHK, and Tael writes no cheques")
	}
	d.payment.Method = at.text
	return nil
}

func takeEquivalent(*creditDraft, *spot) *fault {
	return faultf(CodeUnsupported, "expected InstdAmt; found EqvtAmt, and Tael converts no currency")
}

func (d *creditDraft) takeExecution(at *spot, then time.Time, layout string) *fault {
	d.payment.Execution = then
	return at.notLater(then, layout)
}
