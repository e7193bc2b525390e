// SPDX-License-Identifier: Apache-2.0

package client

import (
	"fmt"
	"time"

	"github.com/cosmos/gogoproto/proto"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/taelnet/tael/x/payment"
)

// Outcome is what a committed block says of a transaction, or what a node said when it did not take it.
//
// Code 0 means that the messages ran. It never means that a payment was paid: a refusal is a committed result too.
// Read the status of each instruction in Payments.
type Outcome struct {
	// Height and Time are the block's; 0 when no block holds the transaction.
	Height    int64
	Time      time.Time
	Codespace string
	Code      uint32
	Log       string
	// Data is the encoded response of the messages, which the last-results hash of the next header commits.
	Data    []byte
	GasUsed int64
}

// Failed says whether the transaction ended as an error; nothing of it was written.
func (o Outcome) Failed() bool { return o.Code != 0 }

// Error describes a failed outcome with its stable codespace and code.
func (o Outcome) Error() string {
	return fmt.Sprintf("%s/%d: %s", o.Codespace, o.Code, o.Log)
}

// resultsMessage is every response of x/payment: packed results are field 1 of each.
type resultsMessage interface {
	proto.Message
	GetResults() []byte
}

// Payments are the results of a transaction of x/payment, in the order of its instructions.
func (o Outcome) Payments() ([]payment.Result, error) {
	if o.Failed() {
		return nil, o
	}
	var data sdk.TxMsgData
	if err := proto.Unmarshal(o.Data, &data); err != nil {
		return nil, fmt.Errorf("response data: %w", err)
	}
	if len(data.MsgResponses) != 1 {
		return nil, fmt.Errorf("expected the response of one payment message, got %d responses", len(data.MsgResponses))
	}
	var response resultsMessage
	switch url := data.MsgResponses[0].TypeUrl; url {
	case "/tael.payment.v1.MsgPayResponse":
		response = &payment.MsgPayResponse{}
	case "/tael.payment.v1.MsgPayBatchResponse":
		response = &payment.MsgPayBatchResponse{}
	case "/tael.payment.v1.MsgRefundResponse":
		response = &payment.MsgRefundResponse{}
	default:
		return nil, fmt.Errorf("expected the response of a payment message, got %s", url)
	}
	if err := proto.Unmarshal(data.MsgResponses[0].Value, response); err != nil {
		return nil, fmt.Errorf("response: %w", err)
	}
	return payment.ParseResults(response.GetResults())
}

// unreachable says whether a gRPC error means that the node did not answer, rather than that it answered no.
func unreachable(err error) bool {
	switch status.Code(err) {
	case codes.Unavailable, codes.DeadlineExceeded, codes.Canceled, codes.ResourceExhausted:
		return true
	default:
		return false
	}
}
