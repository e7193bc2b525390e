// SPDX-License-Identifier: Apache-2.0

package report

import (
	"github.com/taelnet/tael/gateway/books"
	"github.com/taelnet/tael/gateway/iso20022"
)

// familyCode is a family and sub-family of the domain PMNT.
type familyCode struct{ family, subFamily string }

// codeRow says how a kind of movement is written in the account that it debits and in the one that it credits.
type codeRow struct {
	kind          books.Kind
	debit, credit familyCode
}

// codeTable holds every kind but PAY, which follows from how custodians settle, in the order of the numbers. A side that
// is the outside has no entry and no code.
var codeTable = []codeRow{
	{books.KindRefund, familyCode{"RCDT", "RRTN"}, familyCode{"ICDT", "RRTN"}},
	{books.KindFee, familyCode{"MDOP", "FEES"}, familyCode{"MCOP", "FEES"}},
	{books.KindIssue, familyCode{}, familyCode{"RCDT", "DMCT"}},
	{books.KindReturn, familyCode{}, familyCode{"ICDT", "RRTN"}},
	{books.KindRedeem, familyCode{"ICDT", "DMCT"}, familyCode{"RCDT", "BOOK"}},
	{books.KindRelease, familyCode{"ICDT", "BOOK"}, familyCode{"ICDT", "RRTN"}},
	{books.KindBurn, familyCode{"ICDT", "DMCT"}, familyCode{}},
	{books.KindCbdcIssue, familyCode{}, familyCode{"RCDT", "FICT"}},
	{books.KindCbdcBurn, familyCode{"ICDT", "FICT"}, familyCode{}},
	{books.KindCorrection, familyCode{"MDOP", "ADJT"}, familyCode{}},
	{books.KindFundsIn, familyCode{"ICDT", "FIOA"}, familyCode{"RCDT", "FIOA"}},
	{books.KindFundsOut, familyCode{"ICDT", "FIOA"}, familyCode{"RCDT", "FIOA"}},
	{books.KindSettlement, familyCode{"ICDT", "FICT"}, familyCode{"RCDT", "FICT"}},
	{books.KindCustody, familyCode{"ICDT", "FICT"}, familyCode{"RCDT", "FICT"}},
	{books.KindSweep, familyCode{"ICDT", "BOOK"}, familyCode{"RCDT", "BOOK"}},
}

// payCode is a payment: DMCT between custodians, BOOK where nobody owes anybody anything for it.
func payCode(e books.Entry) familyCode {
	code := familyCode{"ICDT", "BOOK"}
	if e.Cycle != 0 {
		code.subFamily = "DMCT"
	}
	if e.Credit {
		code.family = "RCDT"
	}
	return code
}

// transactionCode is the bank transaction code of an entry: domain PMNT with family and sub-family, and beside it our own
// name of the kind.
func transactionCode(e books.Entry) iso20022.TransactionCode {
	code := iso20022.TransactionCode{Domain: "PMNT"}
	family := payCode(e)
	for _, row := range codeTable {
		if row.kind != e.Kind {
			continue
		}
		if family = row.debit; e.Credit {
			family = row.credit
		}
	}
	code.Family, code.SubFamily = family.family, family.subFamily
	return code
}
