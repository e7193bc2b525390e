// SPDX-License-Identifier: Apache-2.0

// Package books keeps the account books of the ledger: it reads committed blocks and writes both sides of every movement
// of balances, so that for every account the opening balance and the entries give what the chain says it holds.
//
// It reads messages and the response Data of committed transactions, never their events. What a block does by itself at
// its end is read from state, when the block's end events hint that there is something.
package books

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"iter"
	"maps"
	"slices"
	"strings"

	"github.com/taelnet/tael/client"
)

// Errors of the books. None of them loses anything: the block was not applied and may be applied again.
var (
	// ErrConfig says what is missing or wrong in a Config or an opening.
	ErrConfig = errors.New("books configuration")
	// ErrGap means that a block does not follow the last one applied.
	ErrGap = errors.New("block does not follow")
	// ErrBlock means that a block cannot be read: a transaction or a response that the chain cannot have committed, or a
	// message that these books do not know. Books that skip what they do not know would be wrong from there on.
	ErrBlock = errors.New("block cannot be read")
	// ErrContradiction means that block, state and books do not agree: an account would be overdrawn, or state says
	// otherwise than the block. The opening was not the chain's, or the chain is broken.
	ErrContradiction = errors.New("books contradict the chain")
	// ErrSink wraps what the sink returned.
	ErrSink = errors.New("entry not taken")
)

// Config is what books need.
type Config struct {
	// ChainID is the network's id, to which instructions are bound.
	ChainID string
	// State answers what blocks do not say.
	State State
	// Sink takes the entries, in order. When it fails the block is not applied; the block's entries are handed over
	// again, the first ones included, when it is applied anew: Height, Tx and Ordinal name an entry for ever.
	Sink func(Entry) error
}

// Books are the balances and cursors of the ledger as of one height. They are not safe for concurrent use.
type Books struct {
	cfg Config

	height      int64
	balances    map[Holding]uint64
	settled     map[string]uint64 // last cycle settled, by currency
	minted      map[receipt]struct{}
	redemptions map[redemption]money // those whose money lies in escrow
	closed      map[Account]struct{}

	members    map[string]uint32
	custodians map[Account]uint32 // of treasury wallets that moved funds
}

// Holding is one account in one denom.
type Holding struct {
	Account Account
	Denom   string
}

type (
	receipt    = [32]byte
	redemption struct {
		wallet Account
		uetr   [16]byte
	}
	money struct {
		denom  string
		amount uint64
	}
)

// New opens the books with what the chain held before the first block, or with what Snapshot gave at a later height.
// Errors: ErrConfig.
func New(cfg Config, opening Snapshot) (*Books, error) {
	if cfg.ChainID == "" || cfg.State == nil || cfg.Sink == nil {
		return nil, fmt.Errorf("%w: expected a chain id, a state and a sink", ErrConfig)
	}
	b := &Books{cfg: cfg, members: map[string]uint32{}, custodians: map[Account]uint32{}}
	return b, b.open(opening)
}

// Height is the last block applied; 0 before the first.
func (b *Books) Height() int64 { return b.height }

// Balance is what an account holds in a denom.
func (b *Books) Balance(account Account, denom string) uint64 {
	return b.balances[Holding{account, denom}]
}

// Balances are all balances above zero, by account and denom.
func (b *Books) Balances() iter.Seq2[Holding, uint64] {
	return func(yield func(Holding, uint64) bool) {
		for _, h := range slices.SortedFunc(maps.Keys(b.balances), compareHoldings) {
			if !yield(h, b.balances[h]) {
				return
			}
		}
	}
}

func compareHoldings(a, b Holding) int {
	if c := bytes.Compare(a.Account[:], b.Account[:]); c != 0 {
		return c
	}
	return strings.Compare(a.Denom, b.Denom)
}

// Apply takes the next block and hands its entries to the sink. A block at or below the books' height has been applied
// and is passed over. Either the whole block is applied or nothing of it. Errors: ErrGap, ErrBlock, ErrContradiction,
// ErrSink, and what State returned.
func (b *Books) Apply(ctx context.Context, block client.Block) error {
	if block.Height <= b.height {
		return nil
	}
	if block.Height != b.height+1 {
		return fmt.Errorf("%w: expected height %d, got %d", ErrGap, b.height+1, block.Height)
	}
	t := &turn{Books: b, ctx: ctx, block: block}
	if err := t.apply(); err != nil {
		t.takeBack()
		return fmt.Errorf("block %d: %w", block.Height, err)
	}
	b.height = block.Height
	return nil
}
