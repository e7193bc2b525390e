// SPDX-License-Identifier: Apache-2.0

package bench

import (
	"context"
	"errors"
	"fmt"
	"time"
)

const (
	// lowRate is the low load at which finality is measured, in payments a second.
	lowRate = 20
	// leastBlocks are in every window: one block is no rate. A window grows for it, to windowMost times its length.
	leastBlocks = 4
	windowMost  = 3
	// calm is the pause between saturation and what is measured at less.
	calm = 3 * time.Second
)

// Run is one measurement of a chain or the database.
type Run struct {
	Kind  Kind `json:"kind"`
	Nodes int  `json:"nodes"`
	// Pair is the round of the rotation it belongs to, from 1; 0 for a run of its own.
	Pair int `json:"pair,omitempty"`
	// Seconds and Payments are of the measured window, which begins and ends with a block.
	Seconds   float64 `json:"seconds"`
	Blocks    int64   `json:"blocks,omitempty"`
	Payments  int     `json:"payments"`
	PerSecond float64 `json:"payments_per_second"`
	// CPU is processor time per payment of each process of the system, ClientCPU of the client, in microseconds.
	CPU       []float64 `json:"cpu_us_per_payment"`
	ClientCPU float64   `json:"client_cpu_us_per_payment"`
	// Written are the bytes per payment that each process had written to storage.
	Written []float64 `json:"bytes_written_per_payment,omitempty"`
	// PeakRSS is the most memory of each process in bytes.
	PeakRSS  []uint64       `json:"peak_rss_bytes,omitempty"`
	Refusals map[string]int `json:"refused_payments,omitempty"`
	Lost     int            `json:"lost_payments,omitempty"`
	// Low and Half are the time to finality at 20 payments a second and at half of PerSecond; Saturated is what the
	// database's clients waited while it did all it could.
	Low       *Latency `json:"finality_low,omitempty"`
	Half      *Latency `json:"finality_half,omitempty"`
	Saturated *Latency `json:"finality_saturated,omitempty"`
	Kept      *Kept    `json:"kept,omitempty"`
}

// Wants says what to measure beside saturation.
type Wants struct{ Finality, Kept bool }

// mark is what was used when the client saw a block.
type mark struct {
	height int64
	at     time.Time
	usage  []Usage
	client time.Duration
}

// mark waits for the next block.
func (l *Load) mark(ctx context.Context) (mark, error) {
	watcher := make(chan Block, 1)
	l.mu.Lock()
	l.watcher = watcher
	l.mu.Unlock()
	select {
	case b := <-watcher:
		usage, err := l.subject.usage()
		return mark{b.Height, b.Seen, usage, ownCPU()}, err
	case <-ctx.Done():
		return mark{}, ctx.Err()
	case <-time.After(time.Minute):
		return mark{}, errors.New("no block for a minute")
	}
}

// measure runs a subject from its genesis to its end and removes it.
func measure(ctx context.Context, s Setup, subject *Subject, wants Wants) (run Run, err error) {
	defer subject.Remove()
	run = Run{Kind: subject.Kind, Nodes: len(subject.Nodes)}
	var bare Folders
	if wants.Kept {
		if bare, err = subject.bare(ctx); err != nil {
			return run, err
		}
	}
	err = subject.loaded(ctx, func(*Load) {}, func(l *Load) error {
		if err := l.saturation(ctx, s, &run); err != nil || !wants.Finality {
			return err
		}
		return l.finalities(ctx, s, &run)
	})
	if err != nil {
		return run, err
	}
	if !wants.Kept {
		return run, nil
	}
	run.Kept, err = subject.kept(ctx, bare)
	return run, err
}

// saturation fills the fields of a run that come from the measured window.
func (l *Load) saturation(ctx context.Context, s Setup, run *Run) error {
	return l.following(ctx, 20*time.Millisecond, false, func(ctx context.Context) error {
		making, stop := context.WithCancel(ctx)
		defer stop()
		failed := l.saturate(ctx, making)
		from, to, err := l.window(ctx, s.Warm, s.Lasts)
		stop()
		select {
		case broken := <-failed:
			return broken
		default:
		}
		if err != nil {
			return err
		}
		l.drain(ctx, 30*time.Second)
		return l.evaluate(ctx, run, from, to)
	})
}

// following runs f with every account idle and while blocks are followed.
func (l *Load) following(ctx context.Context, poll time.Duration, results bool, f func(context.Context) error) error {
	ctx, cancel := context.WithCancel(ctx)
	blocks, err := newFollower(l.subject.Network, poll, results)
	if err == nil {
		err = l.begin(ctx)
	}
	if err == nil {
		err = l.follow(ctx, blocks)
	}
	if err == nil {
		err = f(ctx)
	}
	cancel()
	l.work.Wait()
	return err
}

// window waits for the load to warm up and then takes a mark at both ends of the measured time.
func (l *Load) window(ctx context.Context, warm, lasts time.Duration) (from, to mark, err error) {
	if err = pause(ctx, warm); err != nil {
		return from, to, err
	}
	if from, err = l.mark(ctx); err != nil {
		return from, to, err
	}
	if err = pause(ctx, lasts-time.Since(from.at)); err != nil {
		return from, to, err
	}
	for {
		if to, err = l.mark(ctx); err != nil {
			return from, to, err
		}
		if to.height-from.height >= leastBlocks || to.at.Sub(from.at) >= windowMost*lasts {
			return from, to, nil
		}
	}
}

// evaluate counts what the blocks between two marks paid and divides what was used by it.
func (l *Load) evaluate(ctx context.Context, run *Run, from, to mark) error {
	payments, err := l.subject.count(ctx, from.height, to.height)
	if err != nil {
		return err
	}
	_, run.Lost, run.Refusals = l.figures()
	if payments == 0 {
		return fmt.Errorf("%s with %d nodes paid nothing in %d blocks; refused: %v", run.Kind, run.Nodes, to.height-from.height, run.Refusals)
	}
	run.Seconds, run.Blocks, run.Payments = to.at.Sub(from.at).Seconds(), to.height-from.height, payments
	run.PerSecond = float64(payments) / run.Seconds
	run.ClientCPU = perPayment(to.client-from.client, payments)
	for i, used := range to.usage {
		run.CPU = append(run.CPU, perPayment(used.CPU-from.usage[i].CPU, payments))
		run.Written = append(run.Written, float64(used.Written-from.usage[i].Written)/float64(payments))
		run.PeakRSS = append(run.PeakRSS, used.PeakRSS)
	}
	return nil
}

// perPayment is in microseconds.
func perPayment(used time.Duration, payments int) float64 {
	return float64(used.Nanoseconds()) / 1_000 / float64(payments)
}

// finalities measures at low load and at half of what saturation was.
func (l *Load) finalities(ctx context.Context, s Setup, run *Run) error {
	return l.following(ctx, 5*time.Millisecond, true, func(ctx context.Context) error {
		if err := pause(ctx, calm); err != nil {
			return err
		}
		low := l.finality(ctx, lowRate, 1, s.LowLasts)
		half := l.finality(ctx, run.PerSecond/2, l.subject.HalfSize, s.LowLasts)
		run.Low, run.Half = &low, &half
		return ctx.Err()
	})
}
