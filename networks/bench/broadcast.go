// SPDX-License-Identifier: Apache-2.0

package bench

import (
	"context"
	"fmt"
	"strings"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	txtypes "github.com/cosmos/cosmos-sdk/types/tx"
)

// Reasons for which a node does not take a transaction now.
const (
	refusedFull     = "no room"
	refusedSilent   = "no answer"
	refusedSequence = "other sequence"
)

// broadcast hands the bytes to the account's node and returns why it did not take them, or nothing.
func (l *Load) broadcast(ctx context.Context, a *Account, raw []byte) string {
	ctx, cancel := context.WithTimeout(ctx, l.Patience)
	defer cancel()
	conn := l.conns[a.place%len(l.conns)]
	res, err := txtypes.NewServiceClient(conn).BroadcastTx(ctx, &txtypes.BroadcastTxRequest{
		TxBytes: raw, Mode: txtypes.BroadcastMode_BROADCAST_MODE_SYNC,
	})
	if err != nil {
		refusal := unanswered(err)
		if refusal == refusedSilent {
			a.place++ // another node from now on
		}
		return refusal
	}
	return refused(res.TxResponse.Codespace, res.TxResponse.Code, res.TxResponse.RawLog)
}

// unanswered tells a node that has no room, which CometBFT says as an error, from one that does not speak.
func unanswered(err error) string {
	text := err.Error()
	switch {
	case strings.Contains(text, "mempool is full"), strings.Contains(text, "considered as full"):
		return refusedFull
	case status.Code(err) == codes.Unavailable, status.Code(err) == codes.DeadlineExceeded, status.Code(err) == codes.Canceled:
		return refusedSilent
	default:
		return text
	}
}

// refused reads an answer: the SDK's codes and those of Tael's admission, quotas and pool.
func refused(codespace string, code uint32, log string) string {
	switch fmt.Sprintf("%s/%d", codespace, code) {
	case "/0":
		return ""
	case "sdk/20", "ante/16", "ante/17", "consortium/45":
		return refusedFull
	case "sdk/32", "ante/13", "ante/18":
		return refusedSequence
	default:
		return fmt.Sprintf("%s/%d: %s", codespace, code, log)
	}
}
