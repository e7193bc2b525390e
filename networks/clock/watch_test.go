// SPDX-License-Identifier: Apache-2.0

package clock

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"cosmossdk.io/log/v2"
	coretypes "github.com/cometbft/cometbft/rpc/core/types"
	cmttypes "github.com/cometbft/cometbft/types"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/stretchr/testify/require"
)

// fakeNode hands out events by the query they are for.
type fakeNode struct {
	mu           sync.Mutex
	streams      map[string]chan coretypes.ResultEvent
	dumps        int
	proposal     time.Time
	unsubscribed bool
	fail         error
}

func (f *fakeNode) Subscribe(_ context.Context, _, query string, _ ...int) (<-chan coretypes.ResultEvent, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.streams[query] = make(chan coretypes.ResultEvent)
	return f.streams[query], f.fail
}

func (f *fakeNode) Unsubscribe(context.Context, string, string) error { return nil }

func (f *fakeNode) UnsubscribeAll(context.Context, string) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.unsubscribed = true
	return nil
}

func (f *fakeNode) DumpConsensusState(context.Context) (*coretypes.ResultDumpConsensusState, error) {
	f.dumps++
	raw, err := json.Marshal(map[string]any{
		"height": "9", "proposal": map[string]any{"height": "9", "timestamp": f.proposal.Format(time.RFC3339Nano)},
	})
	return &coretypes.ResultDumpConsensusState{RoundState: raw}, err
}

func TestAWatchEndsWithItsContextAndLeavesNothing(t *testing.T) {
	node := &fakeNode{streams: map[string]chan coretypes.ResultEvent{}}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error)
	watch := Watch{Node: node, Logger: log.NewNopLogger(), Tolerance: time.Minute}
	go func() { done <- watch.Run(ctx) }()
	require.Eventually(t, func() bool { node.mu.Lock(); defer node.mu.Unlock(); return len(node.streams) == 4 }, time.Minute, time.Millisecond)
	node.streams[cmttypes.EventQueryNewRoundStep.String()] <- coretypes.ResultEvent{Data: cmttypes.EventDataRoundState{Height: 1, Step: commitStep}}
	cancel()
	require.NoError(t, <-done)
	require.True(t, node.unsubscribed)
	require.Len(t, watch.meter.commits, 1)
}

func TestAWatchThatCannotSubscribeSaysSo(t *testing.T) {
	node := &fakeNode{streams: map[string]chan coretypes.ResultEvent{}, fail: errors.New("full")}
	watch := Watch{Node: node, Logger: log.NewNopLogger()}
	require.ErrorContains(t, watch.Run(context.Background()), "clock: full")
}

// The step's name and the dump's fields are the engine's; a change of theirs would blind the watch.
func TestAProposalIsReadWhenItIsNeeded(t *testing.T) {
	n := newNetwork(0, 0, 0, 0, -5*time.Second)
	n.run(20)
	slow := validator(3)
	n.meter.tracks[slow.String()].asked = time.Time{}
	n.meter.tracks[slow.String()].proposals = nil
	node := &fakeNode{proposal: n.now.Add(-5 * time.Second)}
	watch := Watch{Node: node, Logger: log.NewNopLogger(), meter: n.meter, now: func() time.Time { return n.now }}
	take := func(event any) { watch.take(context.Background(), event) }

	take(cmttypes.EventDataNewRound{Height: 9, Proposer: cmttypes.ValidatorInfo{Address: validator(0)}})
	take(cmttypes.EventDataCompleteProposal{Height: 9})
	require.Zero(t, node.dumps, "a validator whose votes show its clock is not looked at")

	take(cmttypes.EventDataNewRound{Height: 9, Proposer: cmttypes.ValidatorInfo{Address: slow}})
	take(cmttypes.EventDataCompleteProposal{Height: 8})
	require.Zero(t, node.dumps, "a proposal of another height is not that one's")
	take(cmttypes.EventDataCompleteProposal{Height: 9})
	take(cmttypes.EventDataCompleteProposal{Height: 9})
	require.Equal(t, 1, node.dumps)
	offset := n.meter.Validators(n.now)[slow.String()]
	near(t, -5*time.Second, offset.By)
	require.Equal(t, Alarming, offset.Level())
}

func TestAlarmsAreLoggedOnceAMinuteWhileTheyLast(t *testing.T) {
	var out bytes.Buffer
	a := newAlarms(log.NewLogger(&out, log.ColorOption(false)), time.Minute)
	lines := func() int { return strings.Count(out.String(), "\n") }
	for second := range 130 {
		a.validators(map[string]Offset{"AA": {By: -5 * time.Second}, "BB": {By: Warn}}, noon.Add(time.Duration(second)*time.Second))
	}
	require.Equal(t, 3, lines(), out.String())
	require.Contains(t, out.String(), "ahead_by=-5s")
	require.NotContains(t, out.String(), "BB")

	a.validators(map[string]Offset{"AA": {}}, noon.Add(3*time.Minute))
	a.validators(map[string]Offset{"AA": {}}, noon.Add(4*time.Minute))
	require.Equal(t, 4, lines())
	require.Contains(t, out.String(), "in step again")

	a.own(Offset{By: 2 * time.Second}, noon)
	require.Equal(t, 5, lines())
	require.Contains(t, out.String(), "stops_following_behind=1m0s")
}

// gauge is a metric as it is served.
func gauge(t *testing.T, name string) float64 {
	t.Helper()
	families, err := prometheus.DefaultGatherer.Gather()
	require.NoError(t, err)
	for _, family := range families {
		if family.GetName() == name {
			return family.GetMetric()[0].GetGauge().GetValue()
		}
	}
	require.Fail(t, "no such metric", name)
	return 0
}

// A clock that is set back by more than the tolerance stops the node's engine: no block comes any more.
func TestAClockThatJumpsAlarmsWithoutABlockAndClears(t *testing.T) {
	var out bytes.Buffer
	n := newNetwork(0)
	elapsed := time.Duration(0)
	watch := Watch{
		Logger: log.NewLogger(&out, log.ColorOption(false)), Tolerance: time.Minute, meter: n.meter,
		now: func() time.Time { return n.now.Add(n.node) }, running: func() time.Duration { return elapsed },
	}
	watch.alarms = newAlarms(watch.Logger, watch.Tolerance)
	second := func() {
		n.now, elapsed = n.now.Add(time.Second), elapsed+time.Second
		watch.look()
	}
	follow := func(blocks int) {
		n.run(blocks)
		elapsed += time.Duration(blocks) * interval
		watch.look()
	}
	lines := func(text string) int { return strings.Count(out.String(), text) }

	follow(40)
	second()
	require.Empty(t, out.String())
	require.Zero(t, gauge(t, "tael_clock_alarm"))

	n.node = -90 * time.Second
	second()
	require.Equal(t, 1, lines("the clock of this machine was set"), out.String())
	require.Contains(t, out.String(), "by=-1m30s")
	require.Equal(t, 1, lines("the clock of this machine is off"), out.String())
	require.InDelta(t, -90, gauge(t, "tael_clock_offset_seconds"), 0.05)
	require.EqualValues(t, 1, gauge(t, "tael_clock_alarm"))
	for range 130 {
		second()
	}
	require.Equal(t, 1, lines("the clock of this machine was set"))
	require.Equal(t, 3, lines("the clock of this machine is off"), "once a minute while it lasts")
	require.Zero(t, lines("in step again"))

	n.node = 0
	second()
	require.Equal(t, 2, lines("the clock of this machine was set"))
	require.Equal(t, 1, lines("a clock is in step again"))
	require.InDelta(t, 0, gauge(t, "tael_clock_offset_seconds"), 0.05)
	require.Zero(t, gauge(t, "tael_clock_alarm"))
	follow(40)
	require.Equal(t, 1, lines("a clock is in step again"))
	require.Equal(t, 3, lines("the clock of this machine is off"))
}

// A node that still follows says so from the first second on, and by its blocks from then on.
func TestAClockThatJumpsAndFollows(t *testing.T) {
	n := newNetwork(0)
	n.run(40)
	n.node = -5 * time.Second
	n.meter.Jumped(-5 * time.Second)
	for range 40 {
		own, known := n.meter.Own()
		require.True(t, known)
		near(t, -5*time.Second, own.By)
		n.block()
	}
}

// After a sleep the clock is right and the running time is behind: blocks take the word back within eight.
func TestAMachineThatSleptIsBelievedAgain(t *testing.T) {
	n := newNetwork(0)
	n.run(40)
	n.meter.Jumped(10 * time.Minute)
	own, _ := n.meter.Own()
	require.Equal(t, Alarming, own.Level())
	n.run(fewest + 1)
	own, _ = n.meter.Own()
	require.Equal(t, Fine, own.Level())
}
