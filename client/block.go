// SPDX-License-Identifier: Apache-2.0

package client

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	abci "github.com/cometbft/cometbft/abci/types"
	rpchttp "github.com/cometbft/cometbft/rpc/client/http"
	rpcclient "github.com/cometbft/cometbft/rpc/jsonrpc/client"
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
	// EndEvents are what the block itself did before and after its transactions. They are hints that say where to look
	// in state; nothing is proven by them.
	EndEvents []abci.Event
}

// Tx is one transaction of a block.
type Tx struct {
	// Hash is the SHA-256 of Raw.
	Hash    [32]byte
	Raw     []byte
	Outcome Outcome
}

// source is one node that shows blocks.
type source struct {
	chainID string
	http    *http.Client
	rpc     *rpchttp.HTTP
}

func newSource(chainID, address string) (*source, error) {
	plain, err := rpcclient.DefaultHTTPClient(address)
	if err != nil {
		return nil, err
	}
	rpc, err := rpchttp.NewWithClient(address, "/websocket", plain)
	if err != nil {
		return nil, err
	}
	return &source{chainID: chainID, http: plain, rpc: rpc}, nil
}

func (s *source) close() { s.http.CloseIdleConnections() }

func (s *source) height(ctx context.Context) (int64, error) {
	status, err := s.rpc.Status(ctx)
	if err != nil {
		return 0, err
	}
	return status.SyncInfo.LatestBlockHeight, s.same(status.NodeInfo.Network)
}

// same refuses a node of another network: its blocks would answer for transactions that this one never saw.
func (s *source) same(chainID string) error {
	if chainID != s.chainID {
		return fmt.Errorf("%w: expected a node of %s, got one of %s", ErrConfig, s.chainID, chainID)
	}
	return nil
}

func (s *source) block(ctx context.Context, height int64) (Block, error) {
	results, err := s.rpc.BlockResults(ctx, &height)
	if err != nil {
		return Block{}, err
	}
	answer, err := s.rpc.Block(ctx, &height)
	if err != nil {
		return Block{}, err
	}
	block := answer.Block
	if block == nil || block.Height != height || results.Height != height || len(block.Txs) != len(results.TxsResults) {
		return Block{}, fmt.Errorf("block %d: the node's block and its results do not match", height)
	}
	if err := s.same(block.ChainID); err != nil {
		return Block{}, err
	}

	b := Block{Height: height, Time: block.Time, AppHash: block.AppHash, EndEvents: results.FinalizeBlockEvents}
	for i, raw := range block.Txs {
		r := results.TxsResults[i]
		b.Txs = append(b.Txs, Tx{
			Hash: sha256.Sum256(raw),
			Raw:  raw,
			Outcome: Outcome{
				Height: height, Time: block.Time, Codespace: r.Codespace, Code: r.Code, Log: r.Log,
				Data: r.Data, GasUsed: r.GasUsed,
			},
		})
	}
	return b, nil
}

// answered tells a node that says "not yet" from one that does not speak.
func answered(err error) bool {
	var said *rpctypes.RPCError
	return errors.As(err, &said)
}

// pruned says that a node answers with blocks above the wanted one only.
func pruned(err error) bool {
	var said *rpctypes.RPCError
	return errors.As(err, &said) && strings.Contains(said.Error(), "is not available, lowest height is")
}

// Height is the height of the last block a follower has committed.
func (c *Client) Height(ctx context.Context) (int64, error) {
	var height int64
	err := c.eachNode(ctx, func(ctx context.Context, node *source) error {
		var err error
		height, err = node.height(ctx)
		return err
	})
	return height, err
}

// Block reads one block with its results. It fails with ErrUnavailable if no follower has it.
func (c *Client) Block(ctx context.Context, height int64) (Block, error) {
	var b Block
	err := c.eachNode(ctx, func(ctx context.Context, node *source) error {
		var err error
		b, err = node.block(ctx, height)
		return err
	})
	return b, err
}

// eachNode tries f on every follower until one answers.
func (c *Client) eachNode(ctx context.Context, f func(context.Context, *source) error) error {
	if err := c.ended(ctx); err != nil {
		return err
	}
	var failures []error
	for i, node := range c.nodes {
		call, cancel := context.WithTimeout(ctx, callTimeout)
		err := f(call, node)
		cancel()
		if err == nil {
			return nil
		}
		if err := c.ended(ctx); err != nil {
			return err
		}
		failures = append(failures, fmt.Errorf("%s: %w", c.cfg.Followers[i].RPC, err))
	}
	return fmt.Errorf("%w: %w", ErrUnavailable, errors.Join(failures...))
}
