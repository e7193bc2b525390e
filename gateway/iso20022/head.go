// SPDX-License-Identifier: Apache-2.0

package iso20022

import "time"

// BusinessHeader is a head.001: who sends which message to whom. It travels beside the message.
type BusinessHeader struct {
	// From and To are the BICs of Fr/FIId and To/FIId.
	From, To string
	// MessageID is BizMsgIdr, the MsgId of the message, at most 35 characters.
	MessageID string
	// Message is MsgDefIdr.
	Message Message
	// Service is BizSvc, the rules under which the message is sent; empty if absent.
	Service string
	// Created is CreDt.
	Created time.Time
	// PossibleDuplicate is PssblDplct: the message may have been sent before.
	PossibleDuplicate bool
}
