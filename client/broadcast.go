// SPDX-License-Identifier: Apache-2.0

package client

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/stats"

	sdkerrors "github.com/cosmos/cosmos-sdk/types/errors"
	txtypes "github.com/cosmos/cosmos-sdk/types/tx"

	"github.com/taelnet/tael/app/ante"
	"github.com/taelnet/tael/x/consortium"
)

// verdict is what the nodes said when a transaction was offered to them.
type verdict struct {
	// taken says that a node has it in its mempool.
	taken bool
	// unknown says that a node was given it and no answer came back: it may have it, and may have passed it on.
	unknown bool
	// refusal is a node's own refusal. Beside unknown it proves nothing, since another node may have the bytes.
	refusal *Outcome
	// reasons say why each endpoint did not take it.
	reasons []error
}

// err tells why no node took the bytes.
func (v verdict) err() error {
	return fmt.Errorf("%w: %w", ErrUnavailable, errors.Join(v.reasons...))
}

// broadcast offers the bytes to one endpoint after the other until one takes or refuses them, beginning with the one
// that answered last.
func (c *Client) broadcast(ctx context.Context, raw []byte) (v verdict) {
	first := c.first()
	for i := range c.conns {
		at := (first + i) % len(c.conns)
		settled := v.add(c.offer(ctx, c.conns[at], raw))
		if settled {
			c.prefer(at)
			return v
		}
		last := len(v.reasons) - 1
		v.reasons[last] = fmt.Errorf("%s: %w", c.cfg.Endpoints[at].GRPC, v.reasons[last])
		if c.ended(ctx) != nil {
			return v
		}
	}
	return v
}

// offer hands the bytes to one node. sent says whether they may have left this machine.
func (c *Client) offer(ctx context.Context, conn *grpc.ClientConn, raw []byte) (outcome Outcome, sent bool, err error) {
	call, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	call, departed := withDeparture(call)
	res, err := txtypes.NewServiceClient(conn).BroadcastTx(call, &txtypes.BroadcastTxRequest{
		TxBytes: raw, Mode: txtypes.BroadcastMode_BROADCAST_MODE_SYNC,
	})
	if err != nil {
		return Outcome{}, departed.Load(), err
	}
	if res.TxResponse == nil {
		return Outcome{}, true, errors.New("the answer to a broadcast is empty")
	}
	r := res.TxResponse
	return Outcome{Codespace: r.Codespace, Code: r.Code, Log: r.RawLog}, true, nil
}

// add takes one node's answer and says whether the question is settled.
func (v *verdict) add(answer Outcome, sent bool, err error) bool {
	switch {
	case err != nil:
		// A node that still rechecks its mempool says so in an error of its own, before it looks at the bytes.
		v.unknown = v.unknown || (sent && !strings.Contains(err.Error(), "considered as full"))
		v.reasons = append(v.reasons, err)
		return false
	case answer.Code == 0, is(answer, sdkerrors.RootCodespace, sdkerrors.ErrTxInMempoolCache.ABCICode()):
		// A node that knows the bytes has taken them before: it forgets those that it refused.
		v.taken = true
		return true
	case is(answer, ante.Codespace, ante.ErrAuditNode.ABCICode()), full(answer):
		v.reasons = append(v.reasons, answer)
		return false
	default:
		v.refusal = &answer
		return true
	}
}

func is(o Outcome, codespace string, code uint32) bool {
	return o.Codespace == codespace && o.Code == code
}

// full says that a transaction found no place now, in this node or in its institution's quota: it may later.
func full(o Outcome) bool {
	return is(o, sdkerrors.RootCodespace, sdkerrors.ErrMempoolIsFull.ABCICode()) ||
		is(o, ante.Codespace, ante.ErrPoolFilling.ABCICode()) || is(o, ante.Codespace, ante.ErrPoolShare.ABCICode()) ||
		is(o, consortium.ModuleName, consortium.ErrQuota.ABCICode())
}

// unadmitted says that a transaction in a block failed in admission, which left its sequence as it was.
func unadmitted(o Outcome) bool {
	return o.Codespace == ante.Codespace || is(o, consortium.ModuleName, consortium.ErrQuota.ABCICode())
}

// stale says that a transaction was refused for its place in time and not for what it asks: the same messages are
// signed again with the sequence and time of now.
func stale(o Outcome) bool {
	return is(o, ante.Codespace, ante.ErrSequence.ABCICode()) || is(o, ante.Codespace, ante.ErrTimedOut.ABCICode())
}

// departures notes which calls left this machine. A call that never did cannot have reached a node, whatever error it
// ends with; of any other, an error leaves open what the node did.
type departures struct{}

type departureKey struct{}

func withDeparture(ctx context.Context) (context.Context, *atomic.Bool) {
	departed := new(atomic.Bool)
	return context.WithValue(ctx, departureKey{}, departed), departed
}

// TagRPC implements stats.Handler.
func (departures) TagRPC(ctx context.Context, _ *stats.RPCTagInfo) context.Context { return ctx }

// HandleRPC implements stats.Handler: the headers go before anything else.
func (departures) HandleRPC(ctx context.Context, s stats.RPCStats) {
	if _, headers := s.(*stats.OutHeader); !headers {
		return
	}
	if departed, ok := ctx.Value(departureKey{}).(*atomic.Bool); ok {
		departed.Store(true)
	}
}

// TagConn implements stats.Handler.
func (departures) TagConn(ctx context.Context, _ *stats.ConnTagInfo) context.Context { return ctx }

// HandleConn implements stats.Handler.
func (departures) HandleConn(context.Context, stats.ConnStats) {}

// Pauses of offering again.
const (
	offerEvery = 250 * time.Millisecond
	offerAfter = 2 * time.Second
)

// offerAgain hands transactions that have been waiting for some seconds to the nodes once more, the same bytes in the
// order sent. A node that was killed lost its mempool; without this its transactions would wait for their timeout.
func (c *Client) offerAgain() {
	for c.pause(c.closed, offerEvery) == nil {
		for _, raw := range c.watch.overdue(time.Now()) {
			if v := c.broadcast(c.closed, raw); !v.taken && v.refusal == nil {
				break // no node speaks: the rest comes in a later round
			}
		}
	}
}
