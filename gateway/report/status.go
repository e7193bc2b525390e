// SPDX-License-Identifier: Apache-2.0

package report

import (
	"errors"
	"fmt"
	"io"
	"strconv"
	"time"

	"github.com/taelnet/tael/gateway/iso20022"
	"github.com/taelnet/tael/gateway/reason"
)

// Outcome is what became of one transfer of a file.
type Outcome struct {
	reason.Answer
	// At is the time of the block that decided it, the zero time while there is none.
	At time.Time
}

// Statuses of a whole file.
const (
	// GroupRejected: nothing of the file took place and nothing will.
	GroupRejected reason.Status = "RJCT"
	// GroupPart: some transfers are rejected, others are not.
	GroupPart reason.Status = "PART"
	// GroupSettled: every transfer is paid.
	GroupSettled reason.Status = "ACSC"
	// GroupAccepted: no transfer is rejected, and some are not decided yet.
	GroupAccepted reason.Status = "ACCP"
)

// GroupStatus is the status of a file from those of its transfers.
func GroupStatus(outcomes []Outcome) reason.Status {
	rejected, paid := 0, 0
	for _, o := range outcomes {
		switch o.Status {
		case reason.Rejected:
			rejected++
		case reason.Completed, reason.Settled:
			paid++
		}
	}
	switch {
	case rejected == len(outcomes):
		return GroupRejected
	case rejected > 0:
		return GroupPart
	case paid == len(outcomes):
		return GroupSettled
	default:
		return GroupAccepted
	}
}

// StatusReport answers a payment file: a pain.002 for a pain.001, a pacs.002 for a pacs.008 or pacs.009, with one status
// for each transfer in the order of the file. It reads the file once more, for the ids by which its sender knows each
// transfer; outcomes are by the transfer's place. Errors: ErrConfig, ErrOutcomes if the file has another number of
// transfers, ErrSchema, and what reading and writing give.
func StatusReport(w io.Writer, h Header, original io.Reader, options iso20022.Options, outcomes []Outcome) error {
	reader := iso20022.NewReader(original, options)
	group, err := reader.Header()
	if err != nil {
		return err
	}
	answer := answerTo(reader.Message())
	return h.deliver(w, answer, func(w io.Writer) error {
		out, err := newStatusWriter(w, answer, h.statusHeader(reader.Message(), group, GroupStatus(outcomes)))
		if err != nil {
			return err
		}
		if err := h.statuses(out, reader, group, outcomes); err != nil {
			return err
		}
		return out.Close()
	})
}

// statuses writes one status a transfer.
func (h Header) statuses(out statusWriter, reader *iso20022.Reader, group iso20022.GroupHeader, outcomes []Outcome) error {
	for i := 0; ; i++ {
		t, err := reader.Next()
		if errors.Is(err, io.EOF) {
			if i != len(outcomes) {
				return fmt.Errorf("%w: expected %d outcomes, got %d", ErrOutcomes, i, len(outcomes))
			}
			return nil
		}
		if err != nil {
			return err
		}
		if i >= len(outcomes) {
			return fmt.Errorf("%w: expected an outcome of transfer %d, got %d outcomes", ErrOutcomes, i, len(outcomes))
		}
		if err := out.Status(h.status(t, group, reader.Message(), outcomes[i])); err != nil {
			return err
		}
	}
}

// status is the answer to one transfer.
func (h Header) status(t iso20022.Transfer, group iso20022.GroupHeader, message iso20022.Message, o Outcome) iso20022.Status {
	s := iso20022.Status{
		ID: h.MessageID + "-" + strconv.Itoa(t.Index+1),
		Original: iso20022.Original{
			InstructionID: t.InstructionID, EndToEndID: t.EndToEndID, TransactionID: t.TransactionID, UETR: t.UETR,
		},
		Code: string(o.Status), Reason: string(o.Reason), ReasonText: o.Text,
	}
	if message == iso20022.Pain001 {
		s.Original.PaymentID = t.Payment.ID
	}
	if !o.At.IsZero() {
		s.AcceptedAt = o.At.In(h.Created.Location())
	}
	return s
}

// Rejection answers a file that is refused whole. original says as much of the file as could be read: what is missing is
// written as NOTPROVIDED, and a file of an unknown kind is answered by a pacs.002. Errors: ErrConfig, ErrSchema.
func Rejection(w io.Writer, h Header, message iso20022.Message, original iso20022.GroupHeader, answer reason.Answer) error {
	kind := answerTo(message)
	return h.deliver(w, kind, func(w io.Writer) error {
		head := h.statusHeader(message, original, GroupRejected)
		head.GroupReason = string(answer.Reason)
		out, err := newStatusWriter(w, kind, head)
		if err != nil {
			return err
		}
		return out.Close()
	})
}

// answerTo is the message that answers a message.
func answerTo(message iso20022.Message) iso20022.Message {
	if message == iso20022.Pain001 {
		return iso20022.Pain002
	}
	return iso20022.Pacs002
}

const notProvided = "NOTPROVIDED"

// statusHeader names the report and the file that it answers. Who received the file sends the answer.
func (h Header) statusHeader(message iso20022.Message, group iso20022.GroupHeader, status reason.Status) iso20022.StatusHeader {
	head := iso20022.StatusHeader{
		MessageID: h.MessageID, Created: h.Created,
		InstructingAgent: group.InstructedAgent, InstructedAgent: group.InstructingAgent,
		OriginalMessageID: group.MessageID, OriginalMessage: string(message), GroupStatus: string(status),
	}
	if group.MessageID == "" {
		head.OriginalMessageID = notProvided
	}
	if message == "" {
		head.OriginalMessage = notProvided
	}
	if group.Transfers > 0 {
		head.OriginalTransfers, head.OriginalSum = strconv.FormatUint(group.Transfers, 10), group.ControlSum
	}
	return head
}
