// SPDX-License-Identifier: Apache-2.0

package bench

import (
	"context"
	"time"
)

// mostWaiting bounds what an open load holds back when no account is idle: what is beyond is not offered.
const mostWaiting = 5_000

// saturate keeps the subject's transactions in the air until making ends; what is being handed over then still is, until
// ctx ends. An error of signing ends it; the channel tells.
func (l *Load) saturate(ctx, making context.Context) <-chan error {
	failed := make(chan error, senders)
	room := make(chan struct{}, l.subject.InFlight)
	for range senders {
		l.work.Go(func() {
			for {
				select {
				case room <- struct{}{}:
				case <-making.Done():
					return
				}
				a, err := l.take(making)
				if err != nil {
					return
				}
				if err := l.send(ctx, a, l.subject.Size, flight{due: time.Now(), landed: func() { <-room }}); err != nil {
					failed <- err
					return
				}
			}
		})
	}
	return failed
}

// Offer is what an open load came to.
type Offer struct {
	// PerSecond is what was asked for, Offered what was handed to nodes and HeldBack what was not, in payments.
	PerSecond float64 `json:"per_second"`
	Offered   int     `json:"offered"`
	HeldBack  int     `json:"held_back"`
}

// pace sends so many payments a second, size to a transaction, whether or not earlier ones have ended. The clock of each
// runs from the moment it is due, so that a slow network is not spared by a client that waits for it.
func (l *Load) pace(ctx context.Context, perSecond float64, size int, lasts time.Duration, measured bool) Offer {
	offer := Offer{PerSecond: perSecond}
	interval := time.Duration(float64(size) / perSecond * float64(time.Second))
	waiting := make(chan struct{}, mostWaiting)
	before, _, _ := l.figures()
	begin := time.Now()
	for n := 0; ; n++ {
		due := begin.Add(time.Duration(n) * interval)
		if due.Sub(begin) >= lasts || pause(ctx, time.Until(due)) != nil {
			break
		}
		select {
		case waiting <- struct{}{}:
		default:
			offer.HeldBack += size
			continue
		}
		l.work.Go(func() {
			defer func() { <-waiting }()
			if a, err := l.take(ctx); err == nil {
				_ = l.send(ctx, a, size, flight{due: due, measured: measured, landed: func() {}}) // saturation signs the same and would have told
			}
		})
	}
	l.awaitSent(ctx, waiting)
	after, _, _ := l.figures()
	offer.Offered = after - before
	return offer
}

// awaitSent gives what is due a moment to be handed over.
func (l *Load) awaitSent(ctx context.Context, waiting <-chan struct{}) {
	for end := time.Now().Add(5 * time.Second); len(waiting) > 0 && time.Now().Before(end); {
		if pause(ctx, 20*time.Millisecond) != nil {
			return
		}
	}
}

// drain waits until nothing flies any more, at most so long.
func (l *Load) drain(ctx context.Context, most time.Duration) {
	for end := time.Now().Add(most); l.inFlight() > 0 && time.Now().Before(end); {
		if pause(ctx, 50*time.Millisecond) != nil {
			return
		}
	}
}

// finality measures the time from when a payment is due until the client sees it in a block with its results.
func (l *Load) finality(ctx context.Context, perSecond float64, size int, lasts time.Duration) Latency {
	l.mu.Lock()
	l.samples = nil
	l.mu.Unlock()
	_, _, before := l.figures()
	offer := l.pace(ctx, perSecond, size, lasts, true)
	l.drain(ctx, 10*time.Second)
	_, _, after := l.figures()
	l.mu.Lock()
	defer l.mu.Unlock()
	latency := newLatency(perSecond, offer.Offered, l.samples)
	latency.Refusals = since(before, after)
	return latency
}

// since is what was counted between two readings; nil if nothing was.
func since(before, after map[string]int) map[string]int {
	var more map[string]int
	for reason, n := range after {
		if n > before[reason] {
			if more == nil {
				more = map[string]int{}
			}
			more[reason] = n - before[reason]
		}
	}
	return more
}
