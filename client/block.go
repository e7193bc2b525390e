// SPDX-License-Identifier: Apache-2.0

package client

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"time"

	rpchttp "github.com/cometbft/cometbft/rpc/client/http"
	rpctypes "github.com/cometbft/cometbft/rpc/jsonrpc/types"
)

// Block is a committed block with what became of its transactions. It is final: no node will ever show another one
// at this height.
type Block struct {
	Height int64
	// Time is the block's time, the only clock the ledger knows.
	Time time.Time
	// AppHash is the state before this block: what the previous block left.
	AppHash []byte
	Txs     []Tx
}

// Tx is one transaction of a block.
type Tx struct {
	Hash    [32]byte
	Raw     []byte
	Outcome Outcome
}

// Height is the height of the last block an endpoint has committed.
func (c *Client) Height(ctx context.Context) (int64, error) {
	var height int64
	err := c.eachRPC(ctx, func(ctx context.Context, rpc *rpchttp.HTTP) error {
		status, err := rpc.Status(ctx)
		if err != nil {
			return err
		}
		height = status.SyncInfo.LatestBlockHeight
		return nil
	})
	return height, err
}

// Block reads one block with its results.
func (c *Client) Block(ctx context.Context, height int64) (Block, error) {
	var b Block
	err := c.eachRPC(ctx, func(ctx context.Context, rpc *rpchttp.HTTP) error {
		var err error
		b, err = readBlock(ctx, rpc, height)
		return err
	})
	return b, err
}

// Follow calls f with every block from height from on, in order and without a gap, until ctx ends or f returns an
// error, which Follow then returns. A caller that stores the height of the last block it has dealt with continues
// from there after a restart. A node that goes away or falls behind is left for the next one.
func (c *Client) Follow(ctx context.Context, from int64, f func(Block) error) error {
	at, height, progress := 0, from, time.Now()
	for {
		call, cancel := context.WithTimeout(ctx, callTimeout)
		b, err := readBlock(call, c.rpcs[at], height)
		cancel()
		if err == nil {
			if err := f(b); err != nil {
				return err
			}
			height, progress = height+1, time.Now()
			continue
		}
		if !answered(err) || time.Since(progress) > patience {
			at, progress = (at+1)%len(c.rpcs), time.Now()
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(c.cfg.Poll):
		}
	}
}

// patience is how long a node may show no new block before the next node is asked.
const patience = 2 * time.Second

// answered tells a node that says "not yet" from one that does not speak.
func answered(err error) bool {
	var said *rpctypes.RPCError
	return errors.As(err, &said)
}

func readBlock(ctx context.Context, rpc *rpchttp.HTTP, height int64) (Block, error) {
	results, err := rpc.BlockResults(ctx, &height)
	if err != nil {
		return Block{}, err
	}
	block, err := rpc.Block(ctx, &height)
	if err != nil {
		return Block{}, err
	}
	if block.Block == nil || len(block.Block.Txs) != len(results.TxsResults) {
		return Block{}, fmt.Errorf("block %d: its transactions and their results do not match", height)
	}

	b := Block{Height: height, Time: block.Block.Time, AppHash: block.Block.AppHash}
	for i, raw := range block.Block.Txs {
		r := results.TxsResults[i]
		b.Txs = append(b.Txs, Tx{
			Hash: sha256.Sum256(raw),
			Raw:  raw,
			Outcome: Outcome{
				Height: height, Time: block.Block.Time, Codespace: r.Codespace, Code: r.Code, Log: r.Log,
				Data: r.Data, GasUsed: r.GasUsed,
			},
		})
	}
	return b, nil
}

// eachRPC tries f on every follower until one answers.
func (c *Client) eachRPC(ctx context.Context, f func(context.Context, *rpchttp.HTTP) error) error {
	var failures []error
	for i, rpc := range c.rpcs {
		call, cancel := context.WithTimeout(ctx, callTimeout)
		err := f(call, rpc)
		cancel()
		if err == nil {
			return nil
		}
		failures = append(failures, fmt.Errorf("%s: %w", c.cfg.Followers[i].RPC, err))
		if ctx.Err() != nil {
			break
		}
	}
	return fmt.Errorf("%w: %w", ErrUnavailable, errors.Join(failures...))
}
