// SPDX-License-Identifier: Apache-2.0

// Package reason says in the words of ISO 20022 what Tael says with its own codes: one table from every refusal, every
// error and every fault of a file to an external status reason code, and the status of a payment from its result.
package reason

import (
	"fmt"

	"github.com/taelnet/tael/gateway/iso20022"
	"github.com/taelnet/tael/x/compliance"
	"github.com/taelnet/tael/x/payment"
)

// Code is a value of the ISO 20022 code set ExternalStatusReason1Code.
type Code string

// Status is a value of the ISO 20022 code set ExternalPaymentTransactionStatus1Code.
type Status string

// The statuses of instructions.
const (
	// Completed (ACCC): the payee has the money finally, the custodians settle by the cycle.
	Completed Status = "ACCC"
	// Settled (ACSC): the payee has the money finally and the custodians owe each other nothing for it.
	Settled Status = "ACSC"
	// InProcess (ACSP): accepted and on its way; what is stated of it is not final.
	InProcess Status = "ACSP"
	// Pending (PDNG): nothing final is known yet.
	Pending Status = "PDNG"
	// Rejected (RJCT): it did not take place and will not.
	Rejected Status = "RJCT"
)

// Answer is what a sender is told of one instruction.
type Answer struct {
	Status Status
	// Reason is empty unless the status is RJCT.
	Reason Code
	// Text names our own reason or error, for the additional information of the status report; never personal. Empty
	// unless the status is RJCT.
	Text string
}

// OfRefusal is the code of a refusal; false for ReasonNone and for a number that is in no table.
func OfRefusal(r compliance.Reason) (Code, bool) {
	for _, row := range refusals {
		if row.reason == r {
			return row.code, true
		}
	}
	return "", false
}

// OfError is the code of a registered error; false if the table does not have it.
func OfError(codespace string, code uint32) (Code, bool) {
	row, ok := errorOf(codespace, code)
	return row.reason, ok
}

// OfFile is the code of a rule that a file broke; false if there is no such rule.
func OfFile(c iso20022.Code) (Code, bool) {
	for _, row := range files {
		if row.code == c {
			return row.reason, true
		}
	}
	return "", false
}

// OfNotSent is the code of a transfer that its payer does not send to the chain, by the number of the payer's reason
// (client/payfile.Reason); false for 0 and for a number that is in no table.
func OfNotSent(number uint16) (Code, bool) {
	for _, row := range notSent {
		if row.number == number {
			return row.code, true
		}
	}
	return "", false
}

// Waiting is the answer while an outcome is not known yet.
func Waiting() Answer { return Answer{Status: Pending} }

// OfResult is the answer to an instruction that the chain has executed.
func OfResult(r payment.Result) Answer {
	switch r.Status {
	case payment.ResultPaid:
		if r.Settlement == payment.SETTLEMENT_NET {
			return Answer{Status: Completed}
		}
		return Answer{Status: Settled}
	case payment.ResultRefused:
		return Refused(r.Reason())
	case payment.ResultError:
		return Failed(payment.Codespace(r.Module), uint32(r.Code))
	default:
		return Waiting()
	}
}

// Refused is the answer to an instruction that was refused.
func Refused(r compliance.Reason) Answer {
	code, known := OfRefusal(r)
	return rejected(code, known, fmt.Sprintf("%d %s", uint16(r), r))
}

// Failed is the answer to an instruction, or to all instructions of a transaction, that failed with an error.
func Failed(codespace string, code uint32) Answer {
	row, known := errorOf(codespace, code)
	return rejected(row.reason, known, fmt.Sprintf("%s/%d %s", codespace, code, row.name))
}

// RefusedFile is the answer to a file that broke a rule: it holds for every instruction of the file.
func RefusedFile(c iso20022.Code) Answer {
	code, known := OfFile(c)
	return rejected(code, known, fmt.Sprintf("iso20022/%d %s", uint16(c), c.Rule()))
}

// NotSent is the answer to a transfer that its payer does not send, with the number and the name of its reason.
func NotSent(number uint16, name string) Answer {
	code, known := OfNotSent(number)
	return rejected(code, known, fmt.Sprintf("payfile/%d %s", number, name))
}

// rejected falls back to MS03, reason not specified by the agent: a status report must not fail for a code that a
// newer chain knows.
func rejected(code Code, known bool, text string) Answer {
	if !known {
		code = MS03
	}
	return Answer{Status: Rejected, Reason: code, Text: text}
}
