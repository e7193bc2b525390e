// SPDX-License-Identifier: Apache-2.0

package clock

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"cosmossdk.io/log/v2"
	rpcclient "github.com/cometbft/cometbft/rpc/client"
	coretypes "github.com/cometbft/cometbft/rpc/core/types"
	cmttypes "github.com/cometbft/cometbft/types"
	cmttime "github.com/cometbft/cometbft/types/time"
)

const (
	subscriber = "tael-clock"
	// buffer holds events while one is dealt with; a full one loses samples and nothing else.
	buffer = 64
	// lookEvery is how often offsets are judged and shown, kernelEvery how often the kernel is asked.
	lookEvery, kernelEvery = time.Second, time.Minute
	// commitStep is the engine's name of the step in which more than two thirds have precommitted.
	commitStep = "RoundStepCommit"
)

// Node is what a watch asks of its node, over its own RPC or inside its process.
type Node interface {
	rpcclient.EventsClient
	DumpConsensusState(ctx context.Context) (*coretypes.ResultDumpConsensusState, error)
}

// Watch measures the clocks of a running node and of the validators it hears.
type Watch struct {
	// Node is the node itself.
	Node Node
	// Logger takes alarms.
	Logger log.Logger
	// Tolerance is the node's tolerance for block times.
	Tolerance time.Duration

	meter *Meter
	now   func() time.Time
	// running is a time that nobody sets; wall is the clock's lead over it at the last look, once there was one.
	running func() time.Duration
	wall    time.Time
	// proposer of the current height and round.
	proposer       string
	height         int64
	alarms         alarms
	lastKernelLook time.Time
}

// Run measures until the context ends, and then unsubscribes. It returns an error only if it cannot subscribe.
func (w *Watch) Run(ctx context.Context) error {
	if w.meter == nil {
		w.meter = NewMeter()
	}
	if w.now == nil {
		w.now = cmttime.Now
	}
	if w.running == nil {
		began := time.Now()
		w.running = func() time.Duration { return time.Since(began) }
	}
	w.alarms = newAlarms(w.Logger, w.Tolerance)
	var streams [4]<-chan coretypes.ResultEvent
	for i, query := range []fmt.Stringer{
		cmttypes.EventQueryNewRoundStep, cmttypes.EventQueryNewRound, cmttypes.EventQueryCompleteProposal, cmttypes.EventQueryNewBlock,
	} {
		stream, err := w.Node.Subscribe(ctx, subscriber, query.String(), buffer)
		if err != nil {
			return fmt.Errorf("clock: %w", err)
		}
		streams[i] = stream
	}
	// The context has ended by then, and so has the node it belongs to.
	defer func() { _ = w.Node.UnsubscribeAll(context.WithoutCancel(ctx), subscriber) }()

	tick := time.NewTicker(lookEvery)
	defer tick.Stop()
	for {
		var event coretypes.ResultEvent
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
			w.look()
			continue
		case event = <-streams[0]:
		case event = <-streams[1]:
		case event = <-streams[2]:
		case event = <-streams[3]:
		}
		w.take(ctx, event.Data)
	}
}

func (w *Watch) take(ctx context.Context, event any) {
	switch event := event.(type) {
	case cmttypes.EventDataRoundState:
		if event.Step == commitStep {
			w.meter.Committed(event.Height, w.now())
		}
	case cmttypes.EventDataNewRound:
		w.height, w.proposer = event.Height, event.Proposer.Address.String()
	case cmttypes.EventDataCompleteProposal:
		if now := w.now(); event.Height == w.height && w.meter.WantsProposal(w.proposer, now) {
			w.askProposal(ctx, event.Height, now)
		}
	case cmttypes.EventDataNewBlock:
		if event.Block != nil {
			w.meter.Block(event.Block.Header, event.Block.LastCommit)
		}
	}
}

// roundState is the part of the engine's dump that carries the proposal's time.
type roundState struct {
	Height   int64 `json:"height,string"`
	Proposal *struct {
		Height    int64     `json:"height,string"`
		Timestamp time.Time `json:"timestamp"`
	} `json:"proposal"`
}

// askProposal reads the time of the proposal that the node holds. The dump names everything of the round and is asked
// for while a validator's votes hide its clock, every few seconds.
func (w *Watch) askProposal(ctx context.Context, height int64, at time.Time) {
	dump, err := w.Node.DumpConsensusState(ctx)
	if err != nil {
		w.Logger.Debug("clock: the state of consensus", "err", err)
		return
	}
	var state roundState
	if err := json.Unmarshal(dump.RoundState, &state); err != nil {
		w.Logger.Debug("clock: the state of consensus", "err", err)
		return
	}
	if state.Height == height && state.Proposal != nil && state.Proposal.Height == height {
		w.meter.Proposed(w.proposer, state.Proposal.Timestamp, at)
	}
}

// lookForJump compares the clock with a time that nobody sets. A clock that is set far back stops the engine at the next
// block, after which no block would tell of it.
func (w *Watch) lookForJump(now time.Time) {
	wall := now.Add(-w.running())
	by := wall.Sub(w.wall)
	if w.wall.IsZero() || by.Abs() < Warn {
		// A clock that is led back slowly is measured by blocks; the lead follows it, so that it never adds up to a jump.
		w.wall = wall
		return
	}
	w.wall = wall
	w.meter.Jumped(by)
	w.Logger.Error("the clock of this machine was set", "by", by.Round(time.Millisecond).String(), "stops_following_behind", w.Tolerance.String())
}

// look judges what has been measured.
func (w *Watch) look() {
	now := w.now()
	w.lookForJump(now)
	if now.Sub(w.lastKernelLook).Abs() >= kernelEvery {
		w.lastKernelLook = now
		showKernel(AskKernel())
	}
	if own, known := w.meter.Own(); known {
		w.alarms.own(own, now)
	}
	w.alarms.validators(w.meter.Validators(now), now)
}
