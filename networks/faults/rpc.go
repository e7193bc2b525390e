// SPDX-License-Identifier: Apache-2.0

package faults

import (
	"context"
	"fmt"
	"sync"
	"time"

	rpchttp "github.com/cometbft/cometbft/rpc/client/http"
	coretypes "github.com/cometbft/cometbft/rpc/core/types"
	cmttypes "github.com/cometbft/cometbft/types"
)

// askTimeout bounds one question to a node; a paused node does not answer at all.
const askTimeout = 2 * time.Second

var (
	speakersMu sync.Mutex
	speakers   = map[string]*rpchttp.HTTP{}
)

// rpc is the connection to the node's CometBFT; there is one per address.
func (n *Node) rpc() (*rpchttp.HTTP, error) {
	speakersMu.Lock()
	defer speakersMu.Unlock()
	address := n.RPC()
	if speaker, ok := speakers[address]; ok {
		return speaker, nil
	}
	speaker, err := rpchttp.New(address, "/websocket")
	if err == nil {
		speakers[address] = speaker
	}
	return speaker, err
}

// ask puts one question to a node.
func ask[T any](ctx context.Context, n *Node, question func(context.Context, *rpchttp.HTTP) (T, error)) (T, error) {
	var none T
	speaker, err := n.rpc()
	if err != nil {
		return none, err
	}
	ctx, cancel := context.WithTimeout(ctx, askTimeout)
	defer cancel()
	answer, err := question(ctx, speaker)
	if err != nil {
		return none, fmt.Errorf("%s: %w", n.Name, err)
	}
	return answer, nil
}

// status is how far a node is.
type status struct {
	height   int64
	catching bool
	address  string // of its validator key
}

func (n *Node) status(ctx context.Context) (status, error) {
	answer, err := ask(ctx, n, func(ctx context.Context, r *rpchttp.HTTP) (*coretypes.ResultStatus, error) { return r.Status(ctx) })
	if err != nil {
		return status{}, err
	}
	return status{answer.SyncInfo.LatestBlockHeight, answer.SyncInfo.CatchingUp, answer.ValidatorInfo.Address.String()}, nil
}

// signed says whether a validator, by the address of its key, has voted for the block below height.
func (n *Node) signed(ctx context.Context, height int64, validator string) (bool, error) {
	answer, err := ask(ctx, n, func(ctx context.Context, r *rpchttp.HTTP) (*coretypes.ResultBlock, error) {
		return r.Block(ctx, &height)
	})
	if err != nil {
		return false, err
	}
	if answer.Block == nil || answer.Block.LastCommit == nil {
		return false, nil
	}
	for _, vote := range answer.Block.LastCommit.Signatures {
		if vote.BlockIDFlag == cmttypes.BlockIDFlagCommit && vote.ValidatorAddress.String() == validator {
			return true, nil
		}
	}
	return false, nil
}

// top is the greatest height that any node tells, 0 if none answers.
func (n *Network) top(ctx context.Context) int64 {
	heights := make(chan int64, len(n.Nodes))
	for _, node := range n.Nodes {
		go func() {
			s, _ := node.status(ctx) // a node that does not answer tells no height
			heights <- s.height
		}()
	}
	var top int64
	for range n.Nodes {
		top = max(top, <-heights)
	}
	return top
}
