// SPDX-License-Identifier: Apache-2.0

// Package iso20022 reads and writes the ISO 20022 messages that Tael exchanges with banks and their customers. It has
// pain.001.001.09, the customer's file of credit transfers.
//
// Files come from outside and may be hostile or huge: Reader keeps one transfer in memory, whatever the file's size,
// holds every limit of Limits, and accepts exactly what the official schema accepts, minus what Tael cannot pay. Counts
// and control sums can only be judged at a file's end, so whoever pays runs Check over the whole file first and reads it
// a second time to pay.
package iso20022

import "time"

const (
	// Pain001 is the message and version that this package reads and writes.
	Pain001 = "pain.001.001.09"

	namespacePrefix  = "urn:iso:std:iso:20022:tech:xsd:"
	pain001Namespace = namespacePrefix + Pain001
	schemaInstance   = "http://www.w3.org/2001/XMLSchema-instance"
)

// GroupHeader is what a file says of itself (GrpHdr).
type GroupHeader struct {
	// MessageID is MsgId, at most 35 characters, the sender's own number of the file.
	MessageID string
	// Created is CreDtTm; without an offset it is read in Options.Zone.
	Created time.Time
	// Transfers is NbOfTxs, the declared number of transfers.
	Transfers uint64
	// ControlSum is CtrlSum as written, the declared sum of all amounts whatever their currencies; empty if absent.
	ControlSum string
	// InitiatingParty is InitgPty/Nm, empty if absent. Data class: personal.
	InitiatingParty string
}

// Payment is what the transfers of one PmtInf share: one debtor, one execution date.
type Payment struct {
	// ID is PmtInfId, at most 35 characters.
	ID string
	// Method is PmtMtd: TRF or TRA.
	Method string
	// Transfers and ControlSum are the declared NbOfTxs and CtrlSum, empty if absent.
	Transfers, ControlSum string
	// Execution is ReqdExctnDt: the instant of DtTm, or the first instant of the day Dt.
	Execution time.Time
	// Debtor is Dbtr/Nm, empty if absent. Data class: personal.
	Debtor string
	// DebtorAccount is DbtrAcct/Id. Data class: personal.
	DebtorAccount Account
	// DebtorAgent is the BIC of DbtrAgt, empty if it is named otherwise.
	DebtorAgent string
	// Index counts the PmtInf of the file from 0.
	Index int
}

// Transfer is one CdtTrfTxInf.
type Transfer struct {
	// Payment is shared by the transfers of one PmtInf and is not changed after it was handed out.
	Payment *Payment
	// Index counts the transfers of the file from 0, over all PmtInf.
	Index int
	// Line is where the transfer begins.
	Line int
	// InstructionID is InstrId, empty if absent.
	InstructionID string
	// EndToEndID is what the payee is to see, at most 35 characters.
	EndToEndID string
	// UETR is a lower-case version 4 UUID, empty if absent.
	UETR string
	// Amount is InstdAmt in the currency's minor units, above zero.
	Amount uint64
	// Currency is the ISO 4217 code of the amount.
	Currency string
	// Creditor is Cdtr/Nm, empty if absent. Data class: personal.
	Creditor string
	// CreditorAccount is CdtrAcct/Id; the schema lets it be absent. Data class: personal.
	CreditorAccount Account
	// CreditorAgent is the BIC of CdtrAgt, empty if absent.
	CreditorAgent string
	// Purpose is Purp/Cd, one to four characters, empty if absent or proprietary.
	Purpose string
	// Remittance is RmtInf in the canonical form of README.md, kept only for its digest; nil if absent. Data class:
	// personal.
	Remittance []byte
}
