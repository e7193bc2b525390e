// SPDX-License-Identifier: Apache-2.0

package faults

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/taelnet/tael/networks/genesis"
)

// crashWithin is how long a node may take to come to its crash point before it is killed instead.
const crashWithin = 20 * time.Second

// narrowRate is 1 Mbit/s in bytes.
const narrowRate = 125_000

// Injector does what a schedule says.
type Injector struct {
	net        *Network
	load       *Load
	supervisor *Supervisor
	seed       uint64
	interval   time.Duration // of blocks before the first fault
	say        func(string, ...any)

	Injected []Injected
	found    findings
}

// Injected is a fault that took place.
type Injected struct {
	Fault
	Form   string
	Height int64
	// From injection to healing, and from there until the last victim had recovered.
	At, Healed, Over time.Time
	// Recovery is, by victim, from healing until it was at the top again and, for a validator, in a commit.
	Recovery map[string]time.Duration
	// Offered and Taken count the transactions of a flood; Times is how many times what the blocks made meanwhile could
	// hold was offered.
	Offered, Taken int64
	Times          float64
}

// run injects one fault after the other.
func (i *Injector) run(ctx context.Context, schedule []Fault) error {
	for n, f := range schedule {
		if err := pause(ctx, f.Pause); err != nil {
			return err
		}
		done := Injected{Fault: f, Form: i.net.Wires.Form(), Height: i.net.top(ctx), At: time.Now(), Recovery: map[string]time.Duration{}}
		i.say("fault %d of %d: %s%s, for %.1f s", n+1, len(schedule), f, i.names(f), f.Lasts.Seconds())
		err := i.inflict(ctx, &done)
		done.Over = time.Now()
		i.Injected = append(i.Injected, done)
		if err != nil {
			return fmt.Errorf("%s: %w", f, err)
		}
	}
	return nil
}

func (i *Injector) names(f Fault) string {
	if f.Kind == Noisy {
		return ", " + genesis.LocalCustodians()[f.Victims[0]]
	}
	var names []string
	for _, v := range f.Victims {
		names = append(names, i.net.Nodes[v].Name)
	}
	if len(names) == 0 {
		return ""
	}
	return ", " + strings.Join(names, " and ")
}

// inflict does one fault, heals it and waits for its victims.
func (i *Injector) inflict(ctx context.Context, done *Injected) error {
	if done.Kind == Noisy || done.Kind == FreezeFlood {
		return i.flood(ctx, done)
	}
	if err := i.begin(ctx, done.Fault); err != nil {
		return errors.Join(err, i.heal(ctx, done.Fault))
	}
	err := i.hold(ctx, done.Fault)
	if err := errors.Join(err, i.heal(ctx, done.Fault)); err != nil {
		return err
	}
	done.Healed = time.Now()
	return i.recover(ctx, done)
}

// begin breaks something.
func (i *Injector) begin(ctx context.Context, f Fault) error {
	switch f.Kind {
	case KillOne, KillTwo, KillAll:
		return i.each(f.Victims, (*Node).Kill)
	case PauseOne:
		return i.each(f.Victims, (*Node).Pause)
	case Crash:
		return i.crash(f)
	case Flapping:
		return nil // hold flaps
	}
	return i.links(f, false)
}

// crash has a node end at a crash point. It may never come to one that lies far ahead; then it is killed there.
func (i *Injector) crash(f Fault) error {
	n := i.net.Nodes[f.Victims[0]]
	if err := n.Kill(); err != nil {
		return err
	}
	if err := n.Start(f.CrashAt); err != nil {
		return err
	}
	if !n.Exited(crashWithin) {
		i.say("%s did not come to crash point %d in %s and is killed", n.Name, f.CrashAt, crashWithin)
		return n.Kill()
	}
	return nil
}

// heal mends it.
func (i *Injector) heal(_ context.Context, f Fault) error {
	switch f.Kind {
	case KillOne, KillTwo, KillAll, Crash:
		return i.each(f.Victims, func(n *Node) error { return n.Start(-1) })
	case PauseOne:
		return i.each(f.Victims, (*Node).Resume)
	}
	return i.links(f, true)
}

func (i *Injector) each(places []int, do func(*Node) error) error {
	ends := make(chan error, len(places))
	for _, p := range places {
		go func() { ends <- do(i.net.Nodes[p]) }()
	}
	var errs []error
	for range places {
		errs = append(errs, <-ends)
	}
	return errors.Join(errs...)
}

// links puts all links that a fault concerns into its condition, or makes them good.
func (i *Injector) links(f Fault, good bool) error {
	condition := Condition{Stalled: !f.Refuses, Cut: f.Refuses}
	switch f.Kind {
	case SlowOne, SlowAll:
		condition = Condition{Delay: f.Delay}
	case NarrowOne:
		condition = Condition{Rate: narrowRate}
	}
	if good {
		condition = Condition{}
	}
	for from := range i.net.Nodes {
		for to := range i.net.Nodes {
			if from == to || !f.concerns(from, to) {
				continue
			}
			if err := i.net.Wires.Set(from, to, condition); err != nil {
				return err
			}
		}
	}
	return nil
}

// concerns says whether a fault changes the direction from one node to another.
func (f Fault) concerns(from, to int) bool {
	in := func(place int) bool {
		for _, v := range f.Victims {
			if v == place {
				return true
			}
		}
		return false
	}
	switch f.Kind {
	case SlowAll:
		return true
	case OneWay:
		return in(from) // what it says is lost, and it hears everything
	case PartitionHalf:
		// The audit node stays with the second half.
		return in(from) != in(to)
	case Ring:
		// Each validator reaches its two neighbours, and the audit node only the first of them.
		if from == validatorCount || to == validatorCount {
			return from != f.Victims[0] && to != f.Victims[0]
		}
		return (f.placeOf(from)-f.placeOf(to))%2 == 0
	default:
		return in(from) || in(to)
	}
}

func (f Fault) placeOf(node int) int {
	for at, v := range f.Victims {
		if v == node {
			return at
		}
	}
	return -1
}

// flapEvery is half a period of flapping links: 1 Hz.
const flapEvery = 500 * time.Millisecond

// hold keeps the fault up for its time. While fewer than three validators are connected no block may be made.
func (i *Injector) hold(ctx context.Context, f Fault) error {
	switch {
	case f.Kind == Flapping:
		for end, good := time.Now().Add(f.Lasts), false; time.Now().Before(end); good = !good {
			if err := i.links(f, good); err != nil {
				return err
			}
			if err := pause(ctx, flapEvery); err != nil {
				return err
			}
		}
		return nil
	case !f.Kind.heavy() || f.Kind == KillAll:
		return pause(ctx, f.Lasts)
	}
	// What was voted for already may still become a block.
	if err := pause(ctx, time.Second); err != nil {
		return err
	}
	before := i.net.top(ctx)
	if err := pause(ctx, f.Lasts-time.Second); err != nil {
		return err
	}
	i.found.standsStill(f, before, i.net.top(ctx))
	return nil
}

// standsStill notes a block that was made while fewer than three validators were connected; 0 is a height nobody told.
func (found *findings) standsStill(f Fault, before, after int64) {
	if before > 0 && after > before {
		found.add("SAFETY", after, fmt.Sprintf("no block after %d", before), fmt.Sprint(after), "%s", f)
	}
}

// flood has one institution, or all, offer more than the blocks can hold.
func (i *Injector) flood(ctx context.Context, done *Injected) error {
	members := genesis.LocalCustodians()
	if done.Kind == Noisy {
		members = members[done.Victims[0] : done.Victims[0]+1]
	}
	flood := &Flood{load: i.load, net: i.net, interval: i.interval}
	during, end := context.WithTimeout(ctx, done.Lasts)
	defer end()
	if done.Kind == FreezeFlood {
		measured := make(chan struct{})
		go func() {
			defer close(measured)
			// The first orders are given once the blocks are full.
			if pause(during, 2*time.Second) == nil {
				i.supervisor.measure(during, ctx)
			}
		}()
		defer func() { <-measured }()
	}
	blocks := make(chan int64, 1)
	go func() { <-during.Done(); blocks <- i.net.top(ctx) - done.Height }()
	flood.run(during, i.seed, members...)
	done.Healed = floodEnd(during, done)
	done.Offered, done.Taken = flood.Offered.Load(), flood.Taken.Load()
	done.Times = float64(done.Offered*floodGas) / float64(max(<-blocks, 1)*blockGas)
	i.say("flood over: %d transactions offered, %.1f times what the blocks could hold, %d taken; all decided %.1f s after its end",
		done.Offered, done.Times, done.Taken, time.Since(done.Healed).Seconds())
	return ctx.Err()
}

// floodEnd is when a flood stopped offering.
func floodEnd(ctx context.Context, done *Injected) time.Time {
	if deadline, ok := ctx.Deadline(); ok && deadline.Before(time.Now()) {
		return deadline
	}
	return done.At.Add(done.Lasts)
}
