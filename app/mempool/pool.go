// SPDX-License-Identifier: Apache-2.0

// Package mempool holds the transactions that wait in a node until a block takes them. CometBFT's own pool spreads
// transactions among the nodes and hands them out in the order in which they came; this one decides which of them a
// proposer takes: orders before administration before payments, fair among institutions, in order for each sender.
//
// It holds what CheckTx let in, and drops what a block took, what a recheck refused, and what CometBFT no longer
// rechecks. Nothing in it is part of the chain's state: nodes differ, and need not agree.
package mempool

import (
	"container/list"
	"context"
	"fmt"
	"slices"
	"sync"

	sdk "github.com/cosmos/cosmos-sdk/types"
	sdkmempool "github.com/cosmos/cosmos-sdk/types/mempool"

	"github.com/taelnet/tael/app/ante"
	"github.com/taelnet/tael/x/consortium"
)

// Pool is the transactions that wait in a node. It is safe for concurrent use; every call but Propose and Select costs
// the same however many wait, but for a search among those of one sender.
type Pool struct {
	limits Limits
	decode sdk.TxDecoder

	mu      sync.Mutex
	total   use
	shares  map[share]use
	senders map[string]*queue
	// idle are all entries, those that were rechecked longest ago first.
	idle *list.List
	// block counts committed blocks; arrivals count transactions.
	block, arrivals uint64
}

// share names what one institution has in one lane.
type share struct {
	institution uint32
	lane        consortium.Lane
}

// entry is one transaction that waits. Only kept and idle change after it was made, under the pool's lock.
type entry struct {
	ante.Ticket
	raw     []byte
	gas     uint64
	arrival uint64
	kept    uint64
	idle    *list.Element
}

// queue is the transactions of one sender, ascending by sequence.
type queue struct{ entries []*entry }

// find is the place of a sequence, and whether it is taken.
func (q *queue) find(sequence uint64) (int, bool) {
	return slices.BinarySearchFunc(q.entries, sequence, func(e *entry, s uint64) int {
		switch {
		case e.Sequence < s:
			return -1
		case e.Sequence > s:
			return 1
		default:
			return 0
		}
	})
}

var (
	_ ante.Pool             = (*Pool)(nil)
	_ sdkmempool.ExtMempool = (*Pool)(nil)
)

// New returns an empty pool. decode reads a waiting transaction when it is selected: the pool keeps bytes alone, so that
// its memory is what its limit says.
func New(limits Limits, decode sdk.TxDecoder) *Pool {
	return &Pool{limits: limits, decode: decode, shares: map[share]use{}, senders: map[string]*queue{}, idle: list.New()}
}

// Admit says whether the transaction may wait here.
func (p *Pool) Admit(t ante.Ticket) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.admit(t)
}

func (p *Pool) admit(t ante.Ticket) error {
	part := PartOf(t.Lane)
	if !p.total.within(p.limits, part.Fill, t.Bytes) {
		return ante.ErrPoolFilling.Wrapf("%s are refused from %d %% full on, %d of %d transactions and %d of %d bytes wait: try again in 1 s",
			laneName(t.Lane), part.Fill*100/perMille, p.total.txs, p.limits.Txs, p.total.bytes, p.limits.Bytes)
	}
	if taken := p.shares[share{t.Institution, t.Lane}]; !taken.within(p.limits, part.Share, t.Bytes) {
		return ante.ErrPoolShare.Wrapf("%s of member %d: %d of at most %d transactions and %d of at most %d bytes wait: try again in 1 s",
			laneName(t.Lane), t.Institution, taken.txs, p.limits.Txs*part.Share/perMille, taken.bytes, p.limits.Bytes*part.Share/perMille)
	}
	if q := p.senders[t.Sender]; q != nil {
		if _, taken := q.find(t.Sequence); taken {
			return ante.ErrPoolTaken.Wrapf("%s has a transaction with sequence %d waiting, which is not replaced", sdk.AccAddress(t.Sender), t.Sequence)
		}
	}
	return nil
}

func laneName(lane consortium.Lane) string {
	switch lane {
	case consortium.LANE_ORDER:
		return "orders"
	case consortium.LANE_ADMINISTRATION:
		return "administration"
	default:
		return "payments"
	}
}

// Insert takes a transaction that CheckTx let in; baseapp calls it with the context that admission returned. The state
// of checks has stepped by then, so a refusal here would leave a gap: Admit has refused before.
func (p *Pool) Insert(ctx context.Context, _ sdk.Tx, option sdkmempool.InsertOption) error {
	ticket, ok := ante.TicketOf(ctx)
	if !ok {
		return fmt.Errorf("expected a transaction with the ticket of admission")
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if err := p.admit(ticket); err != nil {
		return err
	}
	p.arrivals++
	e := &entry{
		Ticket: ticket, raw: sdk.UnwrapSDKContext(ctx).TxBytes(), gas: option.GasWanted, arrival: p.arrivals, kept: p.block,
	}
	q := p.senders[e.Sender]
	if q == nil {
		q = new(queue)
		p.senders[e.Sender] = q
	}
	at, _ := q.find(e.Sequence)
	q.entries = slices.Insert(q.entries, at, e)
	e.idle = p.idle.PushBack(e)
	p.total.add(e.Bytes)
	p.account(e, (*use).add)
	return nil
}

// account changes what an institution has in a lane; one that has nothing is not kept.
func (p *Pool) account(e *entry, change func(*use, int)) {
	key := share{e.Institution, e.Lane}
	u := p.shares[key]
	change(&u, e.Bytes)
	if u.txs == 0 {
		delete(p.shares, key)
		return
	}
	p.shares[key] = u
}

// CountTx is the number of transactions that wait.
func (p *Pool) CountTx() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.total.txs
}

// Bytes is the number of bytes that wait.
func (p *Pool) Bytes() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.total.bytes
}

// Keep notes that CometBFT still holds the transaction and that it is valid after the last block.
func (p *Pool) Keep(t ante.Ticket) {
	p.mu.Lock()
	defer p.mu.Unlock()
	q := p.senders[t.Sender]
	if q == nil {
		return
	}
	if at, found := q.find(t.Sequence); found {
		e := q.entries[at]
		e.kept = p.block
		p.idle.MoveToBack(e.idle)
	}
}

// Forget drops the transaction with the ticket's sender and sequence, if it waits.
func (p *Pool) Forget(t ante.Ticket) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.drop(t.Sender, t.Sequence)
}

// Remove drops a transaction, if it waits.
func (p *Pool) Remove(tx sdk.Tx) error {
	return p.RemoveWithReason(context.Background(), tx, sdkmempool.RemoveReason{Caller: sdkmempool.CallerRunTxRecheck})
}

// RemoveWithReason drops what a block took or a recheck refused. A transaction in a block makes all of its sender with
// the same or a smaller sequence stale, whoever proposed it and whatever waits under that sequence here: so nothing
// stale stays, also on a node that never proposes.
func (p *Pool) RemoveWithReason(_ context.Context, tx sdk.Tx, reason sdkmempool.RemoveReason) error {
	sender, sequence, ok := ante.Signed(tx)
	if !ok {
		return nil
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if reason.Caller != sdkmempool.CallerRunTxFinalize {
		p.drop(sender, sequence)
		return nil
	}
	for q := p.senders[sender]; q != nil && len(q.entries) > 0 && q.entries[0].Sequence <= sequence; {
		p.drop(sender, q.entries[0].Sequence)
	}
	return nil
}

// Committed begins the time after a block: what has not been rechecked for too long goes.
func (p *Pool) Committed() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.block++
	for front := p.idle.Front(); front != nil; front = p.idle.Front() {
		e := front.Value.(*entry) //nolint:errcheck,forcetypeassert // the list holds nothing else
		if e.kept+p.limits.IdleBlocks >= p.block {
			return
		}
		p.drop(e.Sender, e.Sequence)
	}
}

func (p *Pool) drop(sender string, sequence uint64) {
	q := p.senders[sender]
	if q == nil {
		return
	}
	at, found := q.find(sequence)
	if !found {
		return
	}
	e := q.entries[at]
	q.entries = slices.Delete(q.entries, at, at+1)
	if len(q.entries) == 0 {
		delete(p.senders, sender)
	}
	p.idle.Remove(e.idle)
	p.total.sub(e.Bytes)
	p.account(e, (*use).sub)
}
