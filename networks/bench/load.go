// SPDX-License-Identifier: Apache-2.0

package bench

import (
	"context"
	"crypto/sha256"
	"sync"
	"time"

	"google.golang.org/grpc"
)

const (
	// restTime is how long an account rests after a refusal before it tries again.
	restTime = 100 * time.Millisecond
	// lostAfter is how long a transaction may fly before its account asks the chain what became of it.
	lostAfter = 30 * time.Second
	// senders are how many transactions are signed and handed over at a time under saturation.
	senders = 32
)

// Load is the one client of a chain: it signs, hands transactions to all nodes in turn and follows blocks.
type Load struct {
	subject *Subject
	conns   []*grpc.ClientConn
	idle    chan *Account
	// LostAfter is how long a transaction may fly, Patience how long a node may take to answer for it.
	LostAfter, Patience time.Duration
	work                sync.WaitGroup

	mu       sync.Mutex
	flying   map[[32]byte]*flight
	samples  []time.Duration
	offered  int
	lost     int
	refusals map[string]int
	watcher  chan Block
}

// flight is a transaction that a node has or may have.
type flight struct {
	account  *Account
	payments int
	// due is when it was to be sent; measured says that its time to finality counts.
	due      time.Time
	measured bool
	// answered says that a node took it: whoever sees its end frees the account.
	answered bool
	// landed is called at the end, whatever it is.
	landed func()
}

// newLoad connects to a network that is up.
func newLoad(s *Subject) (*Load, error) {
	conns, err := s.dial()
	if err != nil {
		return nil, err
	}
	l := &Load{
		subject: s, conns: conns, LostAfter: lostAfter, Patience: lostAfter, flying: map[[32]byte]*flight{}, refusals: map[string]int{},
	}
	return l, nil
}

// loaded starts the network of a subject and runs f with a load on it, which tune has set before.
func (s *Subject) loaded(ctx context.Context, tune func(*Load), f func(*Load) error) error {
	if err := s.Up(ctx); err != nil {
		return err
	}
	l, err := newLoad(s)
	if err != nil {
		return err
	}
	defer l.close()
	tune(l)
	return f(l)
}

// begin makes every account idle with the sequence that the chain knows, once all nodes are where the first is. Nothing
// may be under way.
func (l *Load) begin(ctx context.Context) error {
	if err := l.subject.level(ctx); err != nil {
		return err
	}
	l.mu.Lock()
	clear(l.flying)
	l.mu.Unlock()
	l.idle = make(chan *Account, len(l.subject.Accounts))
	if err := l.subject.number(ctx, l.conns[0]); err != nil {
		return err
	}
	for _, a := range l.subject.Accounts {
		l.idle <- a
	}
	return nil
}

// close waits for everything that was begun; the contexts that began it must have ended.
func (l *Load) close() {
	l.work.Wait()
	for _, conn := range l.conns {
		_ = conn.Close() // fails only if it is closed already
	}
}

// follow settles what blocks show until ctx ends.
func (l *Load) follow(ctx context.Context, f *follower) error {
	height, err := f.top(ctx)
	if err != nil {
		return err
	}
	l.work.Go(func() {
		for swept := time.Now(); ; height++ {
			b, err := f.next(ctx, height+1)
			if err != nil {
				return
			}
			l.settle(b)
			if time.Since(swept) > time.Second {
				swept = time.Now()
				l.sweep(ctx, swept)
			}
		}
	})
	return nil
}

// settle frees the accounts of what a block holds, and tells who waits for a block.
func (l *Load) settle(b Block) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, hash := range b.Hashes {
		f := l.flying[hash]
		if f == nil {
			continue
		}
		delete(l.flying, hash)
		if f.measured {
			for range f.payments {
				l.samples = append(l.samples, b.Seen.Sub(f.due))
			}
		}
		f.landed()
		if f.answered {
			l.idle <- f.account
		}
	}
	select {
	case l.watcher <- b:
	default: // nobody waits just now
	}
}

// sweep gives up on what flies too long.
func (l *Load) sweep(ctx context.Context, now time.Time) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for hash, f := range l.flying {
		if !f.answered || now.Sub(f.due) < l.LostAfter {
			continue
		}
		delete(l.flying, hash)
		l.lost += f.payments
		f.landed()
		l.mend(ctx, f.account)
	}
}

// take waits for an idle account.
func (l *Load) take(ctx context.Context) (*Account, error) {
	select {
	case a := <-l.idle:
		return a, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// send signs one transaction of an account and hands it to a node. The account is idle again at the end of its flight.
func (l *Load) send(ctx context.Context, a *Account, payments int, f flight) error {
	raw, err := l.subject.compose(a, payments)
	if err != nil {
		return err
	}
	hash := sha256.Sum256(raw)
	f.account, f.payments = a, payments
	l.mu.Lock()
	l.flying[hash] = &f
	l.offered += payments
	l.mu.Unlock()

	refusal := l.broadcast(ctx, a, raw)

	l.mu.Lock()
	defer l.mu.Unlock()
	_, flies := l.flying[hash]
	switch {
	case !flies: // a block was quicker than the answer
		a.sequence++
		l.idle <- a
	case refusal == "":
		a.sequence++
		f.answered = true
		l.flying[hash].answered = true
	default:
		delete(l.flying, hash)
		f.landed()
		if ctx.Err() == nil {
			l.refusals[refusal] += payments
			l.rest(ctx, a, refusal)
		}
	}
	return nil
}

// rest has an account wait a moment, and look its sequence up where that may have changed.
func (l *Load) rest(ctx context.Context, a *Account, refusal string) {
	if refusal != refusedFull {
		l.mend(ctx, a)
		return
	}
	l.work.Go(func() {
		if pause(ctx, restTime) == nil {
			l.idle <- a
		}
	})
}

// mend asks the chain for an account's sequence until it answers.
func (l *Load) mend(ctx context.Context, a *Account) {
	l.work.Go(func() {
		for pause(ctx, 5*restTime) == nil {
			if resync(ctx, l.conns[a.place%len(l.conns)], a) == nil {
				l.idle <- a
				return
			}
			a.place++
		}
	})
}

// figures are what was offered, refused by reason, and lost so far, in payments.
func (l *Load) figures() (offered, lost int, refusals map[string]int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	refusals = map[string]int{}
	for reason, n := range l.refusals {
		refusals[reason] = n
	}
	return l.offered, l.lost, refusals
}

// inFlight is how many transactions fly.
func (l *Load) inFlight() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(l.flying)
}
