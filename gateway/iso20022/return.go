// SPDX-License-Identifier: Apache-2.0

package iso20022

import "time"

// Original names the message and the transfer that a return or a status is about, as far as they are repeated.
type Original struct {
	// MessageID and Message are OrgnlMsgId and OrgnlMsgNmId of the original group, for example pacs.008.001.08.
	MessageID, Message string
	// PaymentID is OrgnlPmtInfId, which only pain.002 has.
	PaymentID string
	// InstructionID, EndToEndID, TransactionID and UETR are those of the original transfer, empty if absent.
	InstructionID, EndToEndID, TransactionID, UETR string
}

// Return is one TxInf of a pacs.004: a settled transfer, or a part of it, that comes back.
type Return struct {
	// Index counts the returns of the file from 0, Line is where this one begins.
	Index, Line int
	// ID is RtrId, at most 35 characters, empty if absent.
	ID string
	// Original is the transfer that comes back; its group is the return's own or the header's.
	Original Original
	// Returned is RtrdIntrBkSttlmAmt, what comes back, above zero.
	Returned Money
	// Settled is OrgnlIntrBkSttlmAmt, what was settled; the zero Money if absent.
	Settled Money
	// Reason is the first RtrRsnInf/Rsn/Cd, for example AC04, or that of the header's original group if the return names
	// neither a reason nor a group of its own; empty if absent or proprietary.
	Reason string
	// SettlementDate is IntrBkSttlmDt of the return or of its group, the first instant of the day; the zero time if
	// absent.
	SettlementDate time.Time
	// InstructingAgent and InstructedAgent are the BICs of the return or of its group, empty if absent.
	InstructingAgent, InstructedAgent string
}

// ReturnHeader is what a pacs.004 says of itself (GrpHdr, OrgnlGrpInf).
type ReturnHeader struct {
	// MessageID is MsgId, at most 35 characters, the sender's own number of the message.
	MessageID string
	// Created is CreDtTm; without an offset it is read in Options.Zone.
	Created time.Time
	// Transfers is NbOfTxs, the declared number of returns; ControlSum is CtrlSum as written, empty if absent.
	Transfers  uint64
	ControlSum string
	// Total is TtlRtrdIntrBkSttlmAmt, the declared sum of what comes back; the zero Money if absent.
	Total Money
	// SettlementDate is IntrBkSttlmDt for all returns; the zero time if absent.
	SettlementDate time.Time
	// SettlementMethod is SttlmInf/SttlmMtd: INDA, INGA, COVE or CLRG.
	SettlementMethod string
	// InstructingAgent and InstructedAgent are BICs, empty if absent.
	InstructingAgent, InstructedAgent string
	// OriginalMessageID and OriginalMessage are OrgnlGrpInf of all returns, empty if absent.
	OriginalMessageID, OriginalMessage string
}
