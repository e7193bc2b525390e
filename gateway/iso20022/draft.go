// SPDX-License-Identifier: Apache-2.0

package iso20022

import (
	"math/big"
	"strconv"
	"strings"
	"time"
)

// draft gathers the values of the message into nouns.
type draft struct {
	options    Options
	header     GroupHeader
	headerDone bool
	payment    *Payment
	transfer   Transfer
	sum        *big.Int // the transfer's amount for the control sums
	remit      remittance
}

// taker takes one value, judged by its type already, and holds what the schema cannot say of it.
type taker func(d *draft, text, currency string) *fault

// takers are the values that are used, by their place. Everything else is judged and let go.
var takers = map[string]taker{
	"GrpHdr/MsgId":       func(d *draft, text, _ string) *fault { d.header.MessageID = text; return nil },
	"GrpHdr/CreDtTm":     takeCreated,
	"GrpHdr/NbOfTxs":     takeTransfers,
	"GrpHdr/CtrlSum":     func(d *draft, text, _ string) *fault { d.header.ControlSum = strings.TrimSpace(text); return nil },
	"GrpHdr/InitgPty/Nm": func(d *draft, text, _ string) *fault { d.header.InitiatingParty = text; return nil },

	"PmtInf/PmtInfId":                 func(d *draft, text, _ string) *fault { d.payment.ID = text; return nil },
	"PmtInf/PmtMtd":                   takeMethod,
	"PmtInf/NbOfTxs":                  func(d *draft, text, _ string) *fault { d.payment.Transfers = text; return nil },
	"PmtInf/CtrlSum":                  func(d *draft, text, _ string) *fault { d.payment.ControlSum = strings.TrimSpace(text); return nil },
	"PmtInf/ReqdExctnDt/Dt":           takeDate,
	"PmtInf/ReqdExctnDt/DtTm":         takeDateTime,
	"PmtInf/Dbtr/Nm":                  func(d *draft, text, _ string) *fault { d.payment.Debtor = text; return nil },
	"PmtInf/DbtrAcct/Id/IBAN":         func(d *draft, text, _ string) *fault { d.payment.DebtorAccount.IBAN = text; return nil },
	"PmtInf/DbtrAcct/Id/Othr/Id":      func(d *draft, text, _ string) *fault { d.payment.DebtorAccount.Other = text; return nil },
	"PmtInf/DbtrAgt/FinInstnId/BICFI": func(d *draft, text, _ string) *fault { d.payment.DebtorAgent = text; return nil },

	"PmtInf/CdtTrfTxInf/PmtId/InstrId":            func(d *draft, text, _ string) *fault { d.transfer.InstructionID = text; return nil },
	"PmtInf/CdtTrfTxInf/PmtId/EndToEndId":         func(d *draft, text, _ string) *fault { d.transfer.EndToEndID = text; return nil },
	"PmtInf/CdtTrfTxInf/PmtId/UETR":               func(d *draft, text, _ string) *fault { d.transfer.UETR = text; return nil },
	"PmtInf/CdtTrfTxInf/Amt/InstdAmt":             takeAmount,
	"PmtInf/CdtTrfTxInf/Amt/EqvtAmt/CcyOfTrf":     takeEquivalent,
	"PmtInf/CdtTrfTxInf/CdtrAgt/FinInstnId/BICFI": func(d *draft, text, _ string) *fault { d.transfer.CreditorAgent = text; return nil },
	"PmtInf/CdtTrfTxInf/Cdtr/Nm":                  func(d *draft, text, _ string) *fault { d.transfer.Creditor = text; return nil },
	"PmtInf/CdtTrfTxInf/CdtrAcct/Id/IBAN":         func(d *draft, text, _ string) *fault { d.transfer.CreditorAccount.IBAN = text; return nil },
	"PmtInf/CdtTrfTxInf/CdtrAcct/Id/Othr/Id":      func(d *draft, text, _ string) *fault { d.transfer.CreditorAccount.Other = text; return nil },
	"PmtInf/CdtTrfTxInf/Purp/Cd":                  func(d *draft, text, _ string) *fault { d.transfer.Purpose = text; return nil },
}

func (d *draft) openPayment(index int) { d.payment = &Payment{Index: index} }

func (d *draft) openTransfer(index, line int) {
	d.transfer = Transfer{Payment: d.payment, Index: index, Line: line}
	d.remit = remittance{}
}

func takeCreated(d *draft, text, _ string) *fault {
	d.header.Created, _ = parseDateTime(strings.TrimSpace(text), d.options.Zone)
	return nil
}

func takeTransfers(d *draft, text, _ string) *fault {
	n, err := strconv.ParseUint(text, 10, 64)
	if err != nil {
		return faultf(CodeValue, "expected a number; found %s", quote([]byte(text), 20))
	}
	d.header.Transfers = n
	return nil
}

func takeMethod(d *draft, text, _ string) *fault {
	if text == "CHK" {
		return faultf(CodeUnsupported, "expected TRF or TRA; found CHK, and Tael writes no cheques")
	}
	d.payment.Method = text
	return nil
}

func takeEquivalent(*draft, string, string) *fault {
	return faultf(CodeUnsupported, "expected InstdAmt; found EqvtAmt, and Tael converts no currency")
}

func takeDate(d *draft, text, _ string) *fault {
	day, _ := parseDate(strings.TrimSpace(text), d.options.Zone)
	return d.takeExecution(day, time.DateOnly)
}

func takeDateTime(d *draft, text, _ string) *fault {
	moment, _ := parseDateTime(strings.TrimSpace(text), d.options.Zone)
	return d.takeExecution(moment, time.RFC3339)
}

// takeExecution refuses what is to be paid later: the chain knows no orders for the future, and keeping a file until
// its day is the customer's own task.
func (d *draft) takeExecution(at time.Time, layout string) *fault {
	if now := d.options.Now; at.After(now) {
		return faultf(CodeExecutionDate, "expected a date not after %s; found %s",
			now.In(at.Location()).Format(layout), at.Format(layout))
	}
	d.payment.Execution = at
	return nil
}

func takeAmount(d *draft, text, currency string) *fault {
	exponent, ok := Exponent(currency)
	if !ok {
		return faultf(CodeCurrency, "expected a currency in force (ISO 4217); found %s", currency)
	}
	amount, _ := parseDecimal(collapse([]byte(text)))
	if amount.zero() {
		return faultf(CodeAmount, "expected an amount above zero; found %s", quote([]byte(text), 40))
	}
	if len(amount.fraction) > exponent {
		return faultf(CodeAmount, "expected at most %d digits after the point for %s; found %s", exponent, currency, quote([]byte(text), 40))
	}
	if d.transfer.Amount, ok = amount.minor(exponent); !ok {
		return faultf(CodeAmount, "expected an amount of at most 18 digits in minor units; found %s", quote([]byte(text), 40))
	}
	d.transfer.Currency = currency
	d.sum, _ = amount.scaled()
	return nil
}
