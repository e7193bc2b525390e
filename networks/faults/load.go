// SPDX-License-Identifier: Apache-2.0

package faults

import (
	"context"
	"math/rand/v2"
	"sync"
	"time"

	"github.com/taelnet/tael/client"
	"github.com/taelnet/tael/networks/genesis"
	"github.com/taelnet/tael/x/payment"
	"github.com/taelnet/tael/x/wallet"
)

const (
	// singlesEvery and batchesEvery are the beats of each institution's streams: with three institutions about
	// 15 transactions a second.
	singlesEvery = 250 * time.Millisecond
	batchesEvery = time.Second
	// openMost is how many transactions of one stream wait at a time; while a network stands still no more are made.
	openMost = 40
	// againShare of all instructions are delivered a second time, by whomever, up to againAfter later.
	againShare = 0.3
	againAfter = 12 * time.Second
	// patience is how long the load waits for the ends of what it has sent once it is told to stop.
	patience = 90 * time.Second
)

// Sample is how long one transaction took to be final for its backend.
type Sample struct {
	Member string
	At     time.Time
	Took   time.Duration
	// Blocks is the same in blocks: 1 is the block after the last one that was known when it was sent.
	Blocks int64
}

// Load is the backends of all institutions.
type Load struct {
	seed      uint64
	town      *Town
	customers []Customer
	clients   map[string]*client.Client
	height    func() int64 // the last block known

	stop   context.CancelFunc
	making context.Context
	ctx    context.Context
	work   sync.WaitGroup

	mu      sync.Mutex
	told    []Told
	samples []Sample
	sent    int
	unknown int
}

// newLoad connects a backend per institution, each to its own node first.
func newLoad(ctx context.Context, net *Network, town *Town, seed uint64, customers []Customer, height func() int64) (*Load, error) {
	l := &Load{seed: seed, town: town, customers: customers, clients: map[string]*client.Client{}, height: height}
	for _, member := range genesis.LocalCustodians() {
		c, err := net.dial(ctx, member)
		if err != nil {
			l.close()
			return nil, err
		}
		l.clients[member] = c
	}
	l.ctx = ctx
	l.making, l.stop = context.WithCancel(ctx)
	return l, nil
}

func (l *Load) close() {
	for _, c := range l.clients {
		c.Close()
	}
}

func (l *Load) own(member string) []Customer {
	var own []Customer
	for _, c := range l.customers {
		if c.custodian == member {
			own = append(own, c)
		}
	}
	return own
}

// run begins the streams of all institutions: singles and batches on lanes of their own, a third for what is sent again.
func (l *Load) run() {
	for place, member := range genesis.LocalCustodians() {
		lanes := make([]*client.Lane, 3)
		for n := range lanes {
			lanes[n] = l.clients[member].Lane(l.town.keys.Account(member, genesis.KeySubmitter, n))
		}
		own := l.own(member)
		again := make(chan []wallet.SignedInstruction, 1_000)
		start := time.Duration(place) * 80 * time.Millisecond
		l.stream(member, lanes[0], newWorkload(l.seed, member+" singles", own, l.customers), singlesEvery, start, 1, again)
		l.stream(member, lanes[1], newWorkload(l.seed, member+" batches", own, l.customers), batchesEvery, start, 20, again)
		l.work.Go(func() { l.deliverAgain(member, lanes[2], again) })
	}
}

// stream sends one transaction per beat, of 1 to most instructions.
func (l *Load) stream(member string, lane *client.Lane, work *Workload, beat, start time.Duration, most int, again chan<- []wallet.SignedInstruction) {
	open := make(chan struct{}, openMost)
	l.work.Go(func() {
		if pause(l.making, start) != nil {
			return
		}
		ticker := time.NewTicker(beat)
		defer ticker.Stop()
		for {
			select {
			case <-l.making.Done():
				return
			case <-ticker.C:
			}
			batch, mode := draw(work, most)
			select {
			case open <- struct{}{}:
			case <-l.making.Done():
				return
			}
			l.work.Go(func() {
				defer func() { <-open }()
				l.deliver(member, lane, mode, batch)
			})
			if work.random.Float64() < againShare {
				select {
				case again <- batch:
				default: // a network that stands still for long is sent enough again
				}
			}
		}
	})
}

// draw takes the next transaction of a workload; every sixth batch is atomic.
func draw(work *Workload, most int) ([]wallet.SignedInstruction, payment.BatchMode) {
	mode, size := payment.BATCH_MODE_EACH, 1
	if most > 1 {
		size = 4 + work.random.IntN(most-3)
		if work.random.IntN(6) == 0 {
			mode, size = payment.BATCH_MODE_ATOMIC, 3
		}
	}
	var batch []wallet.SignedInstruction
	for range size {
		ins, err := work.next()
		if err != nil {
			panic(err) // every content is well formed, whatever becomes of it
		}
		batch = append(batch, ins)
	}
	return batch, mode
}

// deliverAgain sends what was sent before once more after a while, through another institution's node at times, one by
// one or as the batch it was.
func (l *Load) deliverAgain(member string, lane *client.Lane, again <-chan []wallet.SignedInstruction) {
	random := rand.New(rand.NewPCG(l.seed, uint64(l.town.members[member])))
	foreign := l.clients[genesis.LocalCustodians()[random.IntN(len(genesis.LocalCustodians()))]].Lane(
		l.town.keys.Account(member, genesis.KeySubmitter, 3))
	for {
		var batch []wallet.SignedInstruction
		select {
		case <-l.making.Done():
			return
		case batch = <-again:
		}
		way := lane
		if random.IntN(2) == 0 {
			way = foreign
		}
		after := time.Duration(random.Int64N(int64(againAfter)))
		l.work.Go(func() {
			if pause(l.making, after) == nil {
				l.deliver(member, way, payment.BATCH_MODE_EACH, batch)
			}
		})
	}
}

// deliver submits one transaction until its end is known, and writes down what the backend was told.
func (l *Load) deliver(member string, lane *client.Lane, mode payment.BatchMode, batch []wallet.SignedInstruction) {
	msg := &payment.MsgPayBatch{Carrier: lane.Address().String(), Mode: mode}
	for i := range batch {
		msg.Instructions = append(msg.Instructions, batch[i].Encode())
	}
	l.mu.Lock()
	l.sent++
	l.mu.Unlock()
	start, from := time.Now(), l.height()
	outcome, err := lane.Submit(l.ctx, msg)
	took := time.Since(start)

	l.mu.Lock()
	defer l.mu.Unlock()
	if outcome.Failed() {
		return // an atomic batch with an error; nothing was acknowledged
	}
	if err != nil {
		l.unknown++
		return
	}
	l.samples = append(l.samples, Sample{member, start, took, outcome.Height - from})
	results, err := outcome.Payments()
	if err != nil || len(results) != len(batch) {
		l.unknown++
		return
	}
	for i, result := range results {
		l.told = append(l.told, Told{Order{SignedInstruction: batch[i]}, result, outcome.Height})
	}
}

// end stops the streams and waits for every end that is still open; those that stay open are counted.
func (l *Load) end(cancel context.CancelFunc) {
	l.stop()
	done := make(chan struct{})
	go func() { l.work.Wait(); close(done) }()
	select {
	case <-done:
	case <-time.After(patience):
		cancel()
		<-done
	}
}

// figures are what the load has seen.
func (l *Load) figures() (told []Told, samples []Sample, sent, unknown int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.told, l.samples, l.sent, l.unknown
}
