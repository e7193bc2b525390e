// SPDX-License-Identifier: Apache-2.0

package client

import (
	"context"
	"strconv"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"

	grpctypes "github.com/cosmos/cosmos-sdk/types/grpc"
)

// freshConn answers only from a state at least as new as a block this client has seen: who was told that a payment is
// final must not be told afterwards, by a node that lags, that there is no such payment.
type freshConn struct {
	grpc.ClientConnInterface
	seen int64
	// lagged is set when the node was found to lag.
	lagged *bool
}

// Invoke makes the call and looks at the height the node answered from; a node that lags counts as not
// answering, also when it says that there is no such thing.
func (c freshConn) Invoke(ctx context.Context, method string, args, reply any, options ...grpc.CallOption) error {
	var header metadata.MD
	answer := c.ClientConnInterface.Invoke(ctx, method, args, reply, append(options, grpc.Header(&header))...)
	heights := header.Get(grpctypes.GRPCBlockHeightHeader)
	if len(heights) == 0 {
		return answer // no query of state, or no answer at all
	}
	height, err := strconv.ParseInt(heights[0], 10, 64)
	if err == nil && height < c.seen {
		*c.lagged = true
		return status.Errorf(codes.Unavailable, "the node answers from block %d, block %d has been seen", height, c.seen)
	}
	return answer
}
