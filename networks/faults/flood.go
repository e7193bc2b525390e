// SPDX-License-Identifier: Apache-2.0

package faults

import (
	"context"
	"sync"
	"sync/atomic"
	"time"

	"github.com/taelnet/tael/app/gas"
	"github.com/taelnet/tael/networks/genesis"
	"github.com/taelnet/tael/x/payment"
)

const (
	// floodBatch is how many instructions a transaction of a flood carries.
	floodBatch = 40
	// saturation is how many times the capacity of the blocks a flood offers.
	saturation = 3
	// floodLane is the first of the SUBMITTER lanes that floods use; all below are the load's.
	floodLane, floodLanes = 4, 4
)

// Flood offers more than the blocks can hold, without waiting for any end.
type Flood struct {
	load     *Load
	net      *Network
	interval time.Duration // of blocks on the quiet network
	// Offered and Taken count transactions: handed to a node, and taken into its mempool.
	Offered, Taken atomic.Int64
}

// run has members offer together saturation times the capacity of the blocks, until ctx ends. It returns once every
// outcome is known, so that nothing of the flood is in flight afterwards.
func (f *Flood) run(ctx context.Context, seed uint64, members ...string) {
	var lanes sync.WaitGroup
	for _, member := range members {
		for n := range floodLanes {
			lanes.Go(func() { f.lane(ctx, seed, member, n, len(members)*floodLanes) })
		}
	}
	lanes.Wait()
}

// lane is one of several lanes that share the rate.
func (f *Flood) lane(ctx context.Context, seed uint64, member string, n, of int) {
	own := f.net.node(member)
	mouth, err := newMouth(ctx, own, f.load.town.keys.Account(member, genesis.KeySubmitter, floodLane+n))
	if err != nil {
		return // a node that is down floods nobody; the figure of what was offered says so
	}
	defer mouth.close()
	work := newWorkload(seed, member+" flood "+string(rune('a'+n)), f.load.own(member), f.load.customers)
	work.smallOnly = true
	beat := f.beat(of)
	next := time.Now()
	for ctx.Err() == nil {
		f.offer(ctx, work, mouth)
		next = next.Add(beat)
		if pause(ctx, time.Until(next)) != nil {
			break
		}
		// A node that is slow to answer is not made up for with a burst.
		if behind := time.Now().Add(-time.Second); next.Before(behind) {
			next = behind
		}
	}
	mouth.emptied(f.load.ctx)
}

// beat is the pause between two transactions of one of several lanes, so that all of them together offer saturation
// times the gas that the blocks hold.
func (f *Flood) beat(lanes int) time.Duration {
	return f.interval * time.Duration(lanes*floodGas) / (saturation * blockGas)
}

// floodPayment is about what the price list asks for one instruction of a flood, the mean over the signatures of the
// customers; floodGas is that of a transaction.
const (
	floodPayment = 7_700
	floodGas     = gas.PerTransaction + gas.PerPayment + floodBatch*floodPayment
)

func (f *Flood) offer(ctx context.Context, work *Workload, mouth *mouth) {
	batch, _ := draw(work, 1)
	for range floodBatch - 1 {
		one, _ := draw(work, 1)
		batch = append(batch, one...)
	}
	msg := &payment.MsgPayBatch{Carrier: mouth.address().String(), Mode: payment.BATCH_MODE_EACH}
	for i := range batch {
		msg.Instructions = append(msg.Instructions, batch[i].Encode())
	}
	f.Offered.Add(1)
	if mouth.offer(ctx, msg) {
		f.Taken.Add(1)
	}
}
