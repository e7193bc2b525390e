// SPDX-License-Identifier: Apache-2.0

package bench

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"time"

	rpchttp "github.com/cometbft/cometbft/rpc/client/http"
	ctypes "github.com/cometbft/cometbft/rpc/core/types"
	rpctypes "github.com/cometbft/cometbft/rpc/jsonrpc/types"
)

// Block is a committed block as the client sees it.
type Block struct {
	Height int64
	// Seen is when the client had it.
	Seen time.Time
	// Hashes are of its transactions.
	Hashes [][32]byte
}

// follower reads blocks from the first node that answers.
type follower struct {
	nodes []*rpchttp.HTTP
	poll  time.Duration
	// results makes it wait for the results of a block, by which alone a client knows that a payment is paid.
	results bool
}

func newFollower(n *Network, poll time.Duration, results bool) (*follower, error) {
	f := &follower{poll: poll, results: results}
	for _, node := range n.Nodes {
		rpc, err := rpchttp.New(node.RPC, "/websocket")
		if err != nil {
			return nil, err
		}
		f.nodes = append(f.nodes, rpc)
	}
	return f, nil
}

// top is the last height.
func (f *follower) top(ctx context.Context) (int64, error) {
	var last error
	for _, node := range f.nodes {
		status, err := node.Status(ctx)
		if err == nil {
			return status.SyncInfo.LatestBlockHeight, nil
		}
		last = err
	}
	return 0, last
}

// next waits for the block at a height.
func (f *follower) next(ctx context.Context, height int64) (Block, error) {
	for {
		for _, node := range f.nodes {
			b, err := f.read(ctx, node, height)
			if err == nil {
				return b, nil
			}
			var said *rpctypes.RPCError
			if errors.As(err, &said) { // it speaks and says "not yet": the others are not asked
				break
			}
		}
		if err := pause(ctx, f.poll); err != nil {
			return Block{}, err
		}
	}
}

func (f *follower) read(ctx context.Context, node *rpchttp.HTTP, height int64) (Block, error) {
	if f.results {
		if _, err := node.BlockResults(ctx, &height); err != nil {
			return Block{}, err
		}
	}
	answer, err := node.Block(ctx, &height)
	if err != nil {
		return Block{}, err
	}
	if answer.Block == nil {
		return Block{}, fmt.Errorf("no block %d", height)
	}
	b := Block{Height: height, Seen: time.Now()}
	for _, raw := range answer.Block.Txs {
		b.Hashes = append(b.Hashes, sha256.Sum256(raw))
	}
	return b, nil
}

// count adds up what the blocks after one height and up to another have paid.
func (s *Subject) count(ctx context.Context, after, to int64) (payments int, err error) {
	f, err := newFollower(s.Network, 0, false)
	if err != nil {
		return 0, err
	}
	for height := after + 1; height <= to; height++ {
		n, err := s.countBlock(ctx, f, height)
		if err != nil {
			return 0, fmt.Errorf("results of block %d: %w", height, err)
		}
		payments += n
	}
	return payments, nil
}

// executionPatience bounds the wait for the results of a block that a node has stored: it executes it after that.
const executionPatience = 30 * time.Second

func (s *Subject) countBlock(ctx context.Context, f *follower, height int64) (payments int, err error) {
	results, err := f.executed(ctx, height)
	if err != nil {
		return 0, err
	}
	for _, result := range results.TxsResults {
		n, err := s.paid(result)
		if err != nil {
			return 0, err
		}
		payments += n
	}
	return payments, nil
}

// executed waits for the results of a block.
func (f *follower) executed(ctx context.Context, height int64) (results *ctypes.ResultBlockResults, err error) {
	for end := time.Now().Add(executionPatience); ; {
		for _, node := range f.nodes {
			if results, err = node.BlockResults(ctx, &height); err == nil {
				return results, nil
			}
		}
		if time.Now().After(end) {
			return nil, err
		}
		if err := pause(ctx, 50*time.Millisecond); err != nil {
			return nil, err
		}
	}
}
