// SPDX-License-Identifier: Apache-2.0

package iso20022

import "time"

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
	// InitiatingParty is InitgPty/Nm of a customer's file, empty if absent. Data class: personal.
	InitiatingParty string
	// InstructingAgent and InstructedAgent are the BICs of InstgAgt and InstdAgt of an interbank message, empty if
	// absent or named otherwise.
	InstructingAgent, InstructedAgent string
	// SettlementDate is IntrBkSttlmDt for all transfers, the first instant of the day; the zero time if absent.
	SettlementDate time.Time
	// SettlementMethod is SttlmInf/SttlmMtd of an interbank message: INDA, INGA, COVE or CLRG.
	SettlementMethod string
	// TotalInterbank is TtlIntrBkSttlmAmt, the declared sum of the settlement amounts; the zero Money if absent.
	TotalInterbank Money
}

// Payment is who pays and when: what the transfers of one PmtInf share. An interbank transfer has a Payment of its own.
type Payment struct {
	// ID is PmtInfId, at most 35 characters; empty of an interbank transfer.
	ID string
	// Method is PmtMtd: TRF or TRA; empty of an interbank transfer.
	Method string
	// Transfers and ControlSum are the declared NbOfTxs and CtrlSum, empty if absent.
	Transfers, ControlSum string
	// Execution is ReqdExctnDt: the instant of DtTm, or the first instant of the day Dt. Of an interbank transfer it is
	// the settlement date, the zero time if the message has none.
	Execution time.Time
	// Debtor is Dbtr/Nm, empty if absent. Data class: personal.
	Debtor string
	// DebtorAccount is DbtrAcct/Id; an interbank message lets it be absent. Data class: personal.
	DebtorAccount Account
	// DebtorAgent is the BIC of DbtrAgt, empty if it is named otherwise. In a pacs.009 it is the BIC of Dbtr itself.
	DebtorAgent string
	// Index counts the PmtInf of the file from 0; of an interbank transfer it is the transfer's.
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
	// TransactionID is TxId of an interbank transfer, empty if absent.
	TransactionID string
	// UETR is a lower-case version 4 UUID, empty if absent.
	UETR string
	// Amount is InstdAmt, of an interbank transfer IntrBkSttlmAmt, in the currency's minor units, above zero.
	Amount uint64
	// Currency is the ISO 4217 code of the amount.
	Currency string
	// SettlementDate is IntrBkSttlmDt of an interbank transfer or of its group, the first instant of the day; the zero
	// time if absent.
	SettlementDate time.Time
	// ChargeBearer is ChrgBr of a pacs.008: DEBT, CRED, SHAR or SLEV; empty in other messages.
	ChargeBearer string
	// InstructingAgent and InstructedAgent are the BICs of an interbank transfer or of its group, empty if absent.
	InstructingAgent, InstructedAgent string
	// Creditor is Cdtr/Nm, empty if absent. Data class: personal.
	Creditor string
	// CreditorAccount is CdtrAcct/Id; the schema lets it be absent. Data class: personal.
	CreditorAccount Account
	// CreditorAgent is the BIC of CdtrAgt, empty if absent. In a pacs.009 it is the BIC of Cdtr itself.
	CreditorAgent string
	// Purpose is Purp/Cd, one to four characters, empty if absent or proprietary.
	Purpose string
	// Remittance is RmtInf in the canonical form of README.md, kept only for its digest; nil if absent. Data class:
	// personal.
	Remittance []byte
}
