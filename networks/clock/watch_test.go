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
