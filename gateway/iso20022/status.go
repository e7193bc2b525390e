// SPDX-License-Identifier: Apache-2.0

package iso20022

import "time"

// StatusHeader is what a pacs.002 or pain.002 says of itself and of the message that it answers.
type StatusHeader struct {
	// MessageID is MsgId, at most 35 characters, the sender's own number of the answer.
	MessageID string
	// Created is CreDtTm; without an offset it is read in Options.Zone.
	Created time.Time
	// InstructingAgent and InstructedAgent are the BICs of a pacs.002, empty if absent.
	InstructingAgent, InstructedAgent string
	// OriginalMessageID and OriginalMessage name the message that is answered: OrgnlMsgId and OrgnlMsgNmId.
	OriginalMessageID, OriginalMessage string
	// GroupStatus is GrpSts, the answer to the whole message, for example RJCT; empty if absent.
	GroupStatus string
	// GroupReason is the first StsRsnInf/Rsn/Cd of the group; empty if absent or proprietary.
	GroupReason string
	// OriginalTransfers and OriginalSum are OrgnlNbOfTxs and OrgnlCtrlSum as written, empty if absent. They are of the
	// message that is answered and are not held.
	OriginalTransfers, OriginalSum string
}

// Status is one TxInfAndSts: the answer to one transfer. In a pain.002 it is also the answer to a whole PmtInf.
type Status struct {
	// Index counts the statuses of the file from 0, Line is where this one begins.
	Index, Line int
	// ID is StsId, at most 35 characters, empty if absent.
	ID string
	// Original is the transfer that is answered; its group is the status's own or the header's. In a pain.002 its
	// PaymentID is the PmtInf's.
	Original Original
	// OfPayment says that the answer is to the whole PmtInf of a pain.002 (PmtInfSts) and names no transfer. It comes
	// before the answers to the transfers of that PmtInf.
	OfPayment bool
	// Code is TxSts, or PmtInfSts: ACSP, ACSC, ACCC, PDNG, ACWP, RJCT and others of the external code set; empty if absent.
	Code string
	// Reason is the first StsRsnInf/Rsn/Cd, for example AC04; empty if absent or proprietary.
	Reason string
	// ReasonText is the first StsRsnInf/AddtlInf, at most 105 characters, empty if absent. Data class: personal.
	ReasonText string
	// AcceptedAt is AccptncDtTm, the zero time if absent.
	AcceptedAt time.Time
	// EffectiveSettlementDate is FctvIntrBkSttlmDt of a pacs.002: the first instant of the day, or the instant; the zero
	// time if absent.
	EffectiveSettlementDate time.Time
	// InstructingAgent and InstructedAgent are the BICs of the status or of its group, empty if absent and in a pain.002.
	InstructingAgent, InstructedAgent string
}
