// SPDX-License-Identifier: Apache-2.0

package faults

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/taelnet/tael/client"
	"github.com/taelnet/tael/networks/genesis"
)

const (
	// scanEvery is at which heights all balances are scanned while faults go on; at the end it is every height.
	scanEvery = 10
	// warmUp is how long the load runs alone before the first fault, coolDown after the last.
	warmUp, coolDown = 4 * time.Second, 3 * time.Second
	// allTop is how long nodes may take at the end to show the last blocks.
	allTop = 2 * time.Minute
)

// Options say what a run does.
type Options struct {
	Dir, Binary string
	BasePort    int
	// Lasts is how long the faults of a seed go on.
	Lasts time.Duration
	// Namespaces says that the kernel's network namespaces may be used.
	Namespaces bool
	// Say prints a line of progress.
	Say func(string, ...any)
}

// Outcome is what came of one seed.
type Outcome struct {
	Seed       uint64
	Form       string
	Heights    int64
	Payments   map[string]int
	Told, Sent int
	Unknown    int
	Turned     map[string]int
	Scans      int
	Injected   []Injected
	Violations []Violation
	Latencies  []int64
	Samples    []Sample
	Times      map[int64]time.Time
	Started    time.Time
	// Failed says why the seed could not be run to its end.
	Failed error
	// Kept is the folder of homes and logs, empty if nothing was wrong.
	Kept string
}

// trial is one seed at work.
type trial struct {
	Options
	seed     uint64
	town     *Town
	net      *Network
	observer *Observer
	load     *Load
	scanner  *Scanner

	mu     sync.Mutex
	blocks []Block
	model  *Model
	found  []Violation
	scans  int
}

// RunSeed runs one seed on a fresh network and checks all of it. The homes of a seed in which nothing was wrong are
// removed.
func RunSeed(ctx context.Context, o Options, seed uint64) Outcome {
	schedule := Schedule(seed, o.Lasts)
	t := &trial{Options: o, seed: seed}
	out := Outcome{Seed: seed, Form: FormOf(schedule, o.Namespaces), Started: time.Now()}
	say := o.Say
	t.Say = func(format string, args ...any) {
		say("seed %d  %6.1f s  height %5d  %s", seed, time.Since(out.Started).Seconds(), t.height(), fmt.Sprintf(format, args...))
	}
	dir := filepath.Join(o.Dir, fmt.Sprintf("seed-%d", seed))
	if out.Failed = t.run(ctx, dir, schedule, &out); errors.Is(out.Failed, context.Canceled) {
		return out
	}
	if out.Failed != nil || len(out.Violations) > 0 {
		out.Kept = dir
		return out
	}
	_ = os.RemoveAll(dir) // what stays behind is overwritten by the next run of this seed
	return out
}

func (t *trial) run(ctx context.Context, dir string, schedule []Fault, out *Outcome) (err error) {
	if err := os.RemoveAll(dir); err != nil {
		return err
	}
	if t.town, err = newTown(); err != nil {
		return err
	}
	if t.net, err = newNetwork(dir, t.Binary, out.Form, t.BasePort); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, t.net.stop()) }()
	if err := t.net.start(ctx); err != nil {
		return err
	}
	t.mu.Lock()
	t.model = newModel(t.town)
	t.mu.Unlock()
	t.Say("five nodes up over %s; %d faults, %d customers", t.net.Wires.Form(), len(schedule), len(perCustodian)*3)
	if t.observer, err = newObserver(filepath.Join(dir, "observed.jsonl")); err != nil {
		return err
	}
	defer func() { _ = t.observer.file.Close() }()
	return t.underLoad(ctx, schedule, out)
}

// underLoad opens business, breaks things while payments go on, and checks what came of it.
func (t *trial) underLoad(ctx context.Context, schedule []Fault, out *Outcome) error {
	watching, unwatch := context.WithCancel(ctx)
	defer unwatch()
	var watchers sync.WaitGroup
	defer func() { unwatch(); watchers.Wait() }()
	for _, n := range t.net.Nodes {
		watchers.Go(func() { t.observer.follow(watching, n) })
	}
	customers, err := newCustomers(t.seed)
	if err != nil {
		return err
	}
	authority, err := t.net.dial(ctx, genesis.Clearing)
	if err != nil {
		return err
	}
	defer authority.Close()
	if t.scanner, err = newScanner(t.net.node(genesis.LocalAuditor)); err != nil {
		return err
	}
	defer t.scanner.close()
	watchers.Go(func() { t.followModel(watching, authority) })
	if err := newOfficers(authority, t.town).welcome(ctx, customers); err != nil {
		return err
	}

	working, cancel := context.WithCancel(ctx)
	defer cancel()
	if t.load, err = newLoad(working, t.net, t.town, t.seed, customers, t.height); err != nil {
		return err
	}
	defer t.load.close()
	t.load.run()
	supervisor := newSupervisor(t.net, authority, t.town, t.seed, customers)
	var supervised sync.WaitGroup
	supervising, unsupervise := context.WithCancel(working)
	supervised.Go(func() { supervisor.run(supervising) })

	injector, err := t.inject(ctx, schedule, supervisor)
	out.Injected, out.Latencies, t.found = injector.Injected, supervisor.Latencies, append(t.found, injector.found...)
	if err == nil {
		err = pause(ctx, coolDown)
	}
	unsupervise()
	t.load.end(cancel)
	supervised.Wait()
	told, samples, sent, unknown := t.load.figures()
	out.Told, out.Samples, out.Sent, out.Unknown = len(told), samples, sent, unknown
	t.Say("load ended: %d transactions sent, %d payments answered, %d answers not learned", sent, len(told), unknown)
	if err != nil {
		t.gather(out)
		return err
	}
	return t.checkAll(ctx, told, out, func() { unwatch(); watchers.Wait() })
}

func (t *trial) inject(ctx context.Context, schedule []Fault, s *Supervisor) (*Injector, error) {
	before := time.Now()
	from := t.net.top(ctx)
	injector := &Injector{net: t.net, load: t.load, supervisor: s, seed: t.seed, say: t.Say}
	if err := pause(ctx, warmUp); err != nil {
		return injector, err
	}
	blocks := max(t.net.top(ctx)-from, 1)
	injector.interval = time.Since(before) / time.Duration(blocks)
	t.Say("a block every %d ms under load", injector.interval.Milliseconds())
	return injector, injector.run(ctx, schedule)
}

// height is the last block that the model has followed.
func (t *trial) height() int64 {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.model == nil {
		return 0
	}
	return t.model.height
}

// followModel has the model follow every block, and scans the whole state now and then.
func (t *trial) followModel(ctx context.Context, c *client.Client) {
	err := c.Follow(ctx, 1, func(b client.Block) error {
		block, err := readBlock(b)
		if err != nil {
			t.note(Violation{Height: b.Height, Checker: "MODEL", What: "a block", Expected: "messages of this run", Got: err.Error()})
			return err
		}
		t.mu.Lock()
		t.blocks = append(t.blocks, block)
		found := t.model.Apply(block)
		t.mu.Unlock()
		t.note(found...)
		if block.Height%scanEvery == 0 {
			t.scan(ctx, block.Height)
		}
		return nil
	})
	if err != nil && ctx.Err() == nil {
		t.Say("the model stopped following: %v", err)
	}
}

// scan holds the model against a full scan, if the audit node can show that height at once.
func (t *trial) scan(ctx context.Context, height int64) {
	ctx, cancel := context.WithTimeout(ctx, askTimeout)
	defer cancel()
	s, err := t.scanner.read(ctx, height)
	if err != nil {
		return // cut off or behind: every height is scanned at the end
	}
	t.mu.Lock()
	found := t.model.CheckScan(s)
	t.scans++
	t.mu.Unlock()
	t.note(found...)
}

func (t *trial) note(found ...Violation) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, v := range found {
		if len(t.found) < 20 {
			fmt.Fprintln(os.Stderr, v.Error())
		}
		t.found = append(t.found, v)
	}
}
