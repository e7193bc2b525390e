// SPDX-License-Identifier: Apache-2.0

package books

import (
	"context"
	"fmt"

	"github.com/taelnet/tael/client"
	"github.com/taelnet/tael/x/wallet"
)

// turn is one block being applied. It changes the books in place and knows how to take everything back.
type turn struct {
	*Books
	ctx   context.Context
	block client.Block

	tx      int // the transaction at work, or EndOfBlock
	ordinal int
	entries []Entry
	undo    []func()
}

// movement is money from one account to another.
type movement struct {
	kind      Kind
	from, to  Account // zero is the outside
	denom     string
	amount    uint64
	uetr      wallet.UETR
	cycle     uint64
	valueDate uint32
	reference string
}

func (t *turn) apply() error {
	for i, tx := range t.block.Txs {
		t.tx, t.ordinal = i, 0
		if tx.Outcome.Failed() {
			continue
		}
		if err := t.transaction(tx); err != nil {
			return fmt.Errorf("transaction %d: %w", i, err)
		}
	}
	t.tx, t.ordinal = EndOfBlock, 0
	if err := t.end(); err != nil {
		return err
	}
	for _, e := range t.entries {
		if err := t.cfg.Sink(e); err != nil {
			return fmt.Errorf("%w: %s: %w", ErrSink, e.ID(), err)
		}
	}
	return nil
}

// takeBack undoes what the turn has changed, the last change first.
func (t *turn) takeBack() {
	for i := len(t.undo) - 1; i >= 0; i-- {
		t.undo[i]()
	}
}

// move writes both sides of a movement.
func (t *turn) move(m movement) error {
	if m.amount == 0 {
		return fmt.Errorf("%w: expected an amount above zero for %s of %s", ErrBlock, m.kind, m.denom)
	}
	if m.from == m.to {
		return fmt.Errorf("%w: expected two accounts for %s, got %x twice", ErrBlock, m.kind, m.from)
	}
	if err := t.side(m, m.from, m.to, false); err != nil {
		return err
	}
	return t.side(m, m.to, m.from, true)
}

func (t *turn) side(m movement, account, other Account, credit bool) error {
	if account == (Account{}) {
		return nil
	}
	h := Holding{account, m.denom}
	held := t.balances[h]
	after := held - m.amount
	if credit {
		after = held + m.amount
	}
	if credit != (after > held) {
		return fmt.Errorf("%w: %s of %d%s from %x to %x: account %x holds %d", ErrContradiction, m.kind, m.amount, m.denom, m.from, m.to, account, held)
	}
	put(t, t.balances, h, after)
	if after == 0 {
		remove(t, t.balances, h)
	}
	t.entries = append(t.entries, Entry{
		Account: account, Denom: m.denom, Credit: credit, Amount: m.amount, Balance: after,
		Height: t.block.Height, Tx: t.tx, Ordinal: t.ordinal, Time: t.block.Time,
		Kind: m.kind, UETR: m.uetr, Counterparty: other, Cycle: m.cycle, ValueDate: m.valueDate, Reference: m.reference,
	})
	t.ordinal++
	return nil
}

// put changes a map of the books.
func put[K comparable, V any](t *turn, m map[K]V, key K, value V) {
	t.remember(restore(m, key))
	m[key] = value
}

// remove deletes from a map of the books.
func remove[K comparable, V any](t *turn, m map[K]V, key K) {
	t.remember(restore(m, key))
	delete(m, key)
}

func (t *turn) remember(undo func()) { t.undo = append(t.undo, undo) }

func restore[K comparable, V any](m map[K]V, key K) func() {
	before, had := m[key]
	return func() {
		if had {
			m[key] = before
		} else {
			delete(m, key)
		}
	}
}
