// SPDX-License-Identifier: Apache-2.0

package client

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"sync"
	"time"
)

// watcher reads every block once and tells each waiting transaction what became of it.
type watcher struct {
	mu      sync.Mutex
	waiting map[[32]byte]*Pending
	height  int64     // of the last block seen
	time    time.Time // the same block's
	closed  error
}

func newWatcher() *watcher {
	return &watcher{waiting: map[[32]byte]*Pending{}}
}

// settle resolves what the block holds, and then what its time has passed by: those are in no block and never will be.
func (w *watcher) settle(b Block) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.height, w.time = b.Height, b.Time
	for _, t := range b.Txs {
		if p, ok := w.waiting[t.Hash]; ok {
			w.resolve(p, t.Outcome, nil)
		}
	}
	for _, p := range w.waiting {
		if !b.Time.After(p.tx.Expires) {
			continue
		}
		err := ErrNotExecuted
		if p.refusal != nil {
			err = fmt.Errorf("%w: %w", ErrNotExecuted, *p.refusal)
		}
		w.resolve(p, Outcome{}, err)
	}
	return nil
}

// resolve tells what became of a transaction that waits. Every call holds the lock and takes it out of the map, so
// that nothing is resolved twice.
func (w *watcher) resolve(p *Pending, o Outcome, err error) {
	delete(w.waiting, p.tx.Hash)
	p.outcome, p.err, p.final = o, err, time.Now()
	close(p.done)
}

// now is the later of this machine's clock and the last block's time, so that a clock that runs behind does not make
// every transaction expire before it is sent.
func (w *watcher) now() time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	now := time.Now()
	if w.time.After(now) {
		return w.time
	}
	return now
}

// seen is the height of the last block this client has read.
func (w *watcher) seen() int64 {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.height
}

// add has a transaction watched from before it is sent, so that no block is missed.
func (w *watcher) add(p *Pending) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.closed != nil {
		return w.closed
	}
	w.waiting[p.tx.Hash] = p
	return nil
}

// sent notes that the network may have the transaction, and what a node said that did not take it.
func (w *watcher) sent(p *Pending, refusal *Outcome) {
	w.mu.Lock()
	defer w.mu.Unlock()
	p.refusal, p.wait = refusal, offerAfter
	p.next = time.Now().Add(p.wait)
}

// remove forgets a transaction that was certainly not sent.
func (w *watcher) remove(p *Pending) {
	w.mu.Lock()
	defer w.mu.Unlock()
	delete(w.waiting, p.tx.Hash)
}

// overdue are the bytes that have waited long enough to be offered again, in the order sent. Each is offered at
// growing intervals.
func (w *watcher) overdue(now time.Time) [][]byte {
	w.mu.Lock()
	defer w.mu.Unlock()
	var due []*Pending
	for _, p := range w.waiting {
		if !p.next.IsZero() && now.After(p.next) {
			p.wait *= 2
			p.next = now.Add(p.wait)
			due = append(due, p)
		}
	}
	slices.SortFunc(due, func(a, b *Pending) int {
		return cmp.Or(a.sent.Compare(b.sent), cmp.Compare(a.sequence, b.sequence))
	})
	raw := make([][]byte, 0, len(due))
	for _, p := range due {
		raw = append(raw, p.tx.Raw)
	}
	return raw
}

// close ends the waiting of all with an error; the first reason stays.
func (w *watcher) close(reason error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.closed != nil {
		return
	}
	w.closed = reason
	for _, p := range w.waiting {
		w.resolve(p, Outcome{}, reason)
	}
}

// Pending is a transaction whose outcome is not known yet.
type Pending struct {
	tx       Transaction
	sequence uint64
	epoch    int // of its lane when it was signed
	sent     time.Time

	// The watcher's lock guards these.
	refusal *Outcome // what a node said while another one may have taken the bytes
	next    time.Time
	wait    time.Duration

	// Written before done is closed, read after.
	final   time.Time
	outcome Outcome
	err     error
	done    chan struct{}
}

func newPending(t Transaction, sequence uint64, epoch int) *Pending {
	return &Pending{tx: t, sequence: sequence, epoch: epoch, sent: time.Now(), done: make(chan struct{})}
}

// Wait returns the outcome once it is final: committed in a block, or ErrNotExecuted once a block's time is past the
// transaction's timeout. ctx ends the waiting, not the transaction; ErrClosed leaves its outcome unknown as well.
func (p *Pending) Wait(ctx context.Context) (Outcome, error) {
	select {
	case <-p.done:
		return p.outcome, p.err
	default:
	}
	select {
	case <-p.done:
		return p.outcome, p.err
	case <-ctx.Done():
		return Outcome{}, ctx.Err()
	}
}

// Latency is the time from signing to seeing the outcome final, and 0 before that.
func (p *Pending) Latency() time.Duration {
	select {
	case <-p.done:
		return p.final.Sub(p.sent)
	default:
		return 0
	}
}

// Transaction is what was sent.
func (p *Pending) Transaction() Transaction { return p.tx }
