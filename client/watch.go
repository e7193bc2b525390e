// SPDX-License-Identifier: Apache-2.0

package client

import (
	"context"
	"sync"
	"time"
)

// watcher reads every block once and tells each waiting transaction what became of it.
type watcher struct {
	mu      sync.Mutex
	waiting map[[32]byte]*Pending
	height  int64
	time    time.Time
	closed  bool
}

func newWatcher() *watcher {
	return &watcher{waiting: map[[32]byte]*Pending{}}
}

func (w *watcher) run(ctx context.Context, c *Client, after int64) {
	// Follow ends with the context alone: the function below never fails.
	_ = c.Follow(ctx, max(after, 1), func(b Block) error {
		w.settle(b)
		return nil
	})
}

// settle resolves what the block holds, and then what its time has passed by: those are in no block and never will be.
func (w *watcher) settle(b Block) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.height, w.time = b.Height, b.Time
	for _, t := range b.Txs {
		if p, ok := w.waiting[t.Hash]; ok {
			p.resolve(t.Outcome, nil)
			delete(w.waiting, t.Hash)
		}
	}
	for hash, p := range w.waiting {
		if b.Time.After(p.tx.Expires) {
			p.resolve(Outcome{}, ErrNotExecuted)
			delete(w.waiting, hash)
		}
	}
}

func (w *watcher) add(p *Pending) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.closed {
		p.resolve(Outcome{}, ErrClosed)
		return
	}
	w.waiting[p.tx.Hash] = p
}

func (w *watcher) remove(p *Pending) {
	w.mu.Lock()
	defer w.mu.Unlock()
	delete(w.waiting, p.tx.Hash)
}

func (w *watcher) close() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.closed = true
	for hash, p := range w.waiting {
		p.resolve(Outcome{}, ErrClosed)
		delete(w.waiting, hash)
	}
}

// Pending is a transaction whose outcome is not known yet.
type Pending struct {
	tx      Transaction
	sent    time.Time
	final   time.Time
	outcome Outcome
	err     error
	done    chan struct{}
}

func newPending(t Transaction) *Pending {
	return &Pending{tx: t, sent: time.Now(), done: make(chan struct{})}
}

func (p *Pending) resolve(o Outcome, err error) {
	p.outcome, p.err, p.final = o, err, time.Now()
	close(p.done)
}

// Wait returns the outcome once it is final: committed in a block, or ErrNotExecuted once a block's time is past the
// transaction's timeout. ctx ends the waiting, not the transaction.
func (p *Pending) Wait(ctx context.Context) (Outcome, error) {
	select {
	case <-p.done:
		return p.outcome, p.err
	case <-ctx.Done():
		return Outcome{}, ctx.Err()
	}
}

// Latency is the time from sending to seeing the outcome final; call it after Wait.
func (p *Pending) Latency() time.Duration { return p.final.Sub(p.sent) }

// Transaction is what was sent.
func (p *Pending) Transaction() Transaction { return p.tx }
