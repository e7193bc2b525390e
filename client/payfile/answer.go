// SPDX-License-Identifier: Apache-2.0

package payfile

import (
	"fmt"
	"strings"
	"time"

	"github.com/taelnet/tael/x/payment"
)

// AnswerState says how far one transfer of a file has come.
type AnswerState uint8

const (
	// AnswerOpen: nothing final is known of it.
	AnswerOpen AnswerState = iota
	// AnswerNotSent: it is not for the chain; Reason says why.
	AnswerNotSent
	// AnswerFinal: a committed block says what became of it; read Result.
	AnswerFinal
)

// Answer is what became of one transfer of a file.
type Answer struct {
	State AnswerState
	// Reason is set if the transfer was not sent.
	Reason Reason
	// Result is PAID, REFUSED or ERROR, by the block of Height and Time.
	Result payment.Result
	Height int64
	Time   time.Time
}

// Paid says that the payee has the money, by this run or by an earlier one.
func (a Answer) Paid() bool { return a.State == AnswerFinal && a.Result.Status == payment.ResultPaid }

// String is the answer in words that do not change: "PAID NET", "REFUSED BALANCE", "ERROR payment/2",
// "NOT_SENT PAYEE_UNKNOWN", "OPEN".
func (a Answer) String() string {
	switch {
	case a.State == AnswerOpen:
		return "OPEN"
	case a.State == AnswerNotSent:
		return "NOT_SENT " + a.Reason.String()
	case a.Result.Status == payment.ResultPaid:
		return "PAID " + strings.TrimPrefix(a.Result.Settlement.String(), "SETTLEMENT_")
	case a.Result.Status == payment.ResultRefused:
		return "REFUSED " + a.Result.Reason().String()
	default:
		return fmt.Sprintf("ERROR %s/%d", payment.Codespace(a.Result.Module), a.Result.Code)
	}
}

// Counts are the transfers of a file by what became of them.
type Counts struct {
	// Transfers are all of the file.
	Transfers int `json:"transfers"`
	// Paid have reached their payees, Refused were refused by policy, Failed were errors of the instruction.
	Paid    int `json:"paid"`
	Refused int `json:"refused"`
	Failed  int `json:"failed"`
	// NotSent were not for the chain.
	NotSent int `json:"not_sent"`
}

// Done is how many transfers have their answer.
func (c Counts) Done() int { return c.Paid + c.Refused + c.Failed + c.NotSent }

// Open is how many have none.
func (c Counts) Open() int { return c.Transfers - c.Done() }

func (c *Counts) add(a Answer) {
	switch {
	case a.State == AnswerNotSent:
		c.NotSent++
	case a.State != AnswerFinal:
	case a.Result.Status == payment.ResultPaid:
		c.Paid++
	case a.Result.Status == payment.ResultRefused:
		c.Refused++
	default:
		c.Failed++
	}
}
