// SPDX-License-Identifier: Apache-2.0

package bench

import (
	"context"
	"time"
)

const (
	// overloadTimes saturation is offered for overloadLasts.
	overloadTimes = 3
	overloadLasts = time.Minute
	// recoveryMost is how long a network may take to be as quick as before; recoveryStep is one look at it.
	recoveryMost = 2 * time.Minute
	recoveryStep = 5 * time.Second
	// recoveryTimes its old finality counts as normal.
	recoveryTimes = 2
	// callPatience is how long a client waits for a node's answer before it turns to another one.
	callPatience = 5 * time.Second
)

// Overload is what becomes of a network that is offered three times of what it can do.
type Overload struct {
	// Saturation and Goodput are payments a second before and during the overload; Kept is the second of the first.
	Saturation float64 `json:"saturation_per_second"`
	Goodput    float64 `json:"goodput_per_second"`
	Kept       float64 `json:"kept"`
	Offer      Offer   `json:"offer"`
	// Refusals are payments that nodes turned away, by reason, the saturation before included.
	Refusals map[string]int `json:"refused_payments,omitempty"`
	// MemoryBefore, MemoryHalf and MemoryAfter are the most that any node held until the overload began, until half of it
	// was over, and until it ended: what is bounded does not grow in the second half.
	MemoryBefore uint64 `json:"memory_before_bytes"`
	MemoryHalf   uint64 `json:"memory_half_bytes"`
	MemoryAfter  uint64 `json:"memory_after_bytes"`
	// Calm is finality at low load before, Looks what it was after, one look after the other. Recovered says whether it
	// came within twice of its median again, after Recovery.
	Calm      Latency   `json:"finality_before"`
	Looks     []Latency `json:"finality_after"`
	Recovered bool      `json:"recovered"`
	Recovery  float64   `json:"recovery_seconds"`
}

// measureOverload offers a network three times what it did under saturation, for a minute, and waits until it is as
// before.
func measureOverload(ctx context.Context, s Setup, subject *Subject) (Overload, error) {
	defer subject.Remove()
	var o Overload
	err := subject.loaded(ctx, func(l *Load) { l.Patience = callPatience }, func(l *Load) error {
		return l.following(ctx, 20*time.Millisecond, false, func(ctx context.Context) error { return l.overload(ctx, s, &o) })
	})
	return o, err
}

// overload fills all figures: calm, overloaded, and until it is calm again.
func (l *Load) overload(ctx context.Context, s Setup, o *Overload) error {
	o.Calm = l.finality(ctx, lowRate, 1, s.LowLasts)
	if err := l.overloadAfterSaturation(ctx, s, o); err != nil {
		return err
	}
	_, _, o.Refusals = l.figures()
	ended := time.Now()
	for time.Since(ended) < recoveryMost && !o.Recovered {
		now := l.finality(ctx, lowRate, 1, recoveryStep)
		if err := ctx.Err(); err != nil {
			return err
		}
		o.Looks = append(o.Looks, now)
		o.Recovered = now.Samples > 0 && now.P50 <= recoveryTimes*o.Calm.P50
		o.Recovery = time.Since(ended).Seconds()
	}
	return nil
}

func (l *Load) overloadAfterSaturation(ctx context.Context, s Setup, o *Overload) (err error) {
	making, stop := context.WithCancel(ctx)
	defer stop()
	l.saturate(ctx, making)
	if o.Saturation, err = l.rate(ctx, s.Warm, s.Lasts); err != nil {
		return err
	}
	if o.MemoryBefore, err = l.subject.memory(); err != nil {
		return err
	}
	stop()
	l.drain(ctx, 30*time.Second)

	offered := make(chan Offer, 1)
	l.work.Go(func() { offered <- l.pace(ctx, overloadTimes*o.Saturation, l.subject.Size, overloadLasts, false) })
	half := time.AfterFunc(overloadLasts/2, func() { o.MemoryHalf, _ = l.subject.memory() })
	defer half.Stop()
	if o.Goodput, err = l.rate(ctx, s.Warm, overloadLasts-2*s.Warm); err != nil {
		return err
	}
	o.Kept = o.Goodput / o.Saturation
	o.Offer = <-offered
	o.MemoryAfter, err = l.subject.memory()
	return err
}

// memory is the most that any node ever held.
func (n *Network) memory() (most uint64, err error) {
	all, err := n.usage()
	for _, u := range all {
		most = max(most, u.PeakRSS)
	}
	return most, err
}
