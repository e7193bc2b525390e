// SPDX-License-Identifier: Apache-2.0

package iso20022

import "time"

// The types of balance that a statement's entries stand between (external code set of balance types).
const (
	openingBooked = "OPBD"
	closingBooked = "CLBD"
)

// MessageHeader is what a camt.052, camt.053 or camt.054 says of itself (GrpHdr).
type MessageHeader struct {
	// MessageID is MsgId, at most 35 characters, the sender's own number of the message.
	MessageID string
	// Created is CreDtTm; without an offset it is read in Options.Zone.
	Created time.Time
}

// Statement is one account within the message: a Rpt, Stmt or Ntfctn.
type Statement struct {
	// Index counts the statements of the file from 0, Line is where this one begins.
	Index, Line int
	// ID is Id, at most 35 characters.
	ID string
	// Sequence is ElctrncSeqNb as written, empty if absent.
	Sequence string
	// Created is CreDtTm, the zero time if absent.
	Created time.Time
	// From and To are FrToDt, the zero time if absent.
	From, To time.Time
	// Account is Acct/Id. Data class: personal.
	Account Account
	// Owner is Acct/Ownr/Nm, empty if absent. Data class: personal.
	Owner string
	// Currency is Acct/Ccy, empty if absent.
	Currency string
	// Balances stand before the entries; a camt.054 has none.
	Balances []Balance
	// Partial says that the statement is one page of several, by its own pagination or the message's. Its totals are of all
	// pages, so that they and its balances are not held.
	Partial bool
	// Totals is TxsSummry, nil if absent.
	Totals *EntryTotals
}

// Balance is one Bal of a statement.
type Balance struct {
	// Type is Tp/CdOrPrtry/Cd: OPBD, CLBD, ITBD and others; empty if proprietary.
	Type string
	// Money is Amt, which may be zero; Debit says that the account owes it.
	Money Money
	Debit bool
	// Date is Dt, the first instant of the day or the instant.
	Date time.Time
}

// EntryTotals is what a statement declares of its entries (TxsSummry): numbers and sums as written, empty if absent.
type EntryTotals struct {
	// Entries and Sum are TtlNtries: of all entries, whichever way they go.
	Entries, Sum string
	// Credits and CreditSum are TtlCdtNtries, Debits and DebitSum TtlDbtNtries.
	Credits, CreditSum string
	Debits, DebitSum   string
	// Net is TtlNtries/TtlNetNtry/Amt, credits less debits without a sign; NetDebit says that it is below zero.
	Net      string
	NetDebit bool
}

// Entry is one Ntry: what changed the account, or will.
type Entry struct {
	// Statement is shared by the entries of one account and is not changed after it was handed out.
	Statement *Statement
	// Index counts the entries of the file from 0, over all statements; Line is where this one begins.
	Index, Line int
	// Reference is NtryRef, at most 35 characters, empty if absent.
	Reference string
	// Money is Amt; Credit says that the account got it.
	Money  Money
	Credit bool
	// Reversal is RvslInd: the entry takes back an earlier one.
	Reversal bool
	// Status is Sts/Cd: BOOK, PDNG or INFO.
	Status string
	// Booked is BookgDt and Value ValDt: an instant, or the first instant of a day; the zero time if absent.
	Booked, Value time.Time
	// Code is BkTxCd.
	Code TransactionCode
	// ServicerReference is AcctSvcrRef, at most 35 characters, empty if absent.
	ServicerReference string
	// Details are the NtryDtls/TxDtls, in their order; the limit of elements bounds them.
	Details []EntryDetail
}

// TransactionCode is the bank transaction code of an entry: Domain, Family and SubFamily, or Proprietary.
type TransactionCode struct {
	Domain, Family, SubFamily string
	Proprietary               string
}

// EntryDetail is one transfer within an entry.
type EntryDetail struct {
	// InstructionID, EndToEndID, TransactionID and UETR are Refs, empty if absent.
	InstructionID, EndToEndID, TransactionID, UETR string
	// Money is Amt, the zero Money if absent; Credit says that the account got it.
	Money  Money
	Credit bool
	// DebtorAccount and CreditorAccount are RltdPties. Data class: personal.
	DebtorAccount, CreditorAccount Account
	// DebtorAgent and CreditorAgent are BICs of RltdAgts, empty if absent.
	DebtorAgent, CreditorAgent string
	// ReturnReason is RtrInf/Rsn/Cd, empty if absent or proprietary.
	ReturnReason string
}
