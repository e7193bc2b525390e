// SPDX-License-Identifier: Apache-2.0

package clock

import (
	"bytes"
	"testing"
	"time"

	cmttypes "github.com/cometbft/cometbft/types"
	"github.com/stretchr/testify/require"
)

var noon = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

const (
	interval = 130 * time.Millisecond
	latency  = 10 * time.Millisecond
)

// network is four validators whose clocks are off, and a node with a clock of its own, by simulated time.
type network struct {
	meter *Meter
	// ahead are the validators' offsets, node the node's own.
	ahead [4]time.Duration
	node  time.Duration
	// absent validators do not vote.
	absent [4]bool

	now       time.Time
	height    int64
	blockTime time.Time
	commit    *cmttypes.Commit
}

func newNetwork(node time.Duration, ahead ...time.Duration) *network {
	n := &network{meter: NewMeter(), node: node, now: noon, blockTime: noon}
	copy(n.ahead[:], ahead)
	return n
}

func validator(i int) cmttypes.Address { return bytes.Repeat([]byte{byte(i + 1)}, 20) }

// block makes one block: the proposer stamps a proposal, all vote by their clocks as the engine lets them, the node
// sees two thirds of the votes and then the block with them in.
func (n *network) block() {
	n.height++
	proposer := int(n.height % 4)
	n.now = n.now.Add(interval)
	if at := n.now.Add(n.node); n.meter.WantsProposal(validator(proposer).String(), at) {
		n.meter.Proposed(validator(proposer).String(), n.now.Add(n.ahead[proposer]-latency), at)
	}
	votes := &cmttypes.Commit{Height: n.height}
	var times []time.Time
	for i, ahead := range n.ahead {
		if n.absent[i] {
			votes.Signatures = append(votes.Signatures, cmttypes.NewCommitSigAbsent())
			continue
		}
		at := n.now.Add(ahead)
		if earliest := n.blockTime.Add(time.Millisecond); !at.After(earliest) {
			at = earliest
		}
		times = append(times, at)
		votes.Signatures = append(votes.Signatures, cmttypes.CommitSig{BlockIDFlag: cmttypes.BlockIDFlagCommit, ValidatorAddress: validator(i), Timestamp: at})
	}
	n.meter.Committed(n.height, n.now.Add(latency).Add(n.node))
	// The median of equal powers is the second of four.
	for i := range times {
		for j := i; j > 0 && times[j].Before(times[j-1]); j-- {
			times[j], times[j-1] = times[j-1], times[j]
		}
	}
	n.blockTime, n.commit = times[1], votes
	n.meter.Block(cmttypes.Header{Height: n.height + 1, Time: n.blockTime}, votes)
}

func (n *network) run(blocks int) {
	for range blocks {
		n.block()
	}
}

func near(t *testing.T, want, got time.Duration) {
	t.Helper()
	require.InDelta(t, want.Seconds(), got.Seconds(), 0.03)
}

func TestOffsetsAreSeenInVotes(t *testing.T) {
	cases := map[string]struct {
		node  time.Duration
		ahead [4]time.Duration
		level [4]Level
		own   Level
	}{
		"all clocks agree":          {0, [4]time.Duration{}, [4]Level{Fine, Fine, Fine, Fine}, Fine},
		"one is a little ahead":     {0, [4]time.Duration{0, 0, 0, 300 * time.Millisecond}, [4]Level{Fine, Fine, Fine, Off}, Fine},
		"one is five seconds ahead": {0, [4]time.Duration{0, 5 * time.Second}, [4]Level{Fine, Alarming, Fine, Fine}, Fine},
		"one is fifty ahead":        {0, [4]time.Duration{50 * time.Second}, [4]Level{Alarming, Fine, Fine, Fine}, Fine},
		"one is behind by less than a block": {
			0, [4]time.Duration{0, 0, -100 * time.Millisecond}, [4]Level{Fine, Fine, Fine, Fine}, Fine,
		},
		"one is five seconds behind": {0, [4]time.Duration{0, 0, -5 * time.Second}, [4]Level{Fine, Fine, Alarming, Fine}, Fine},
		"one is fifty behind":        {0, [4]time.Duration{-50 * time.Second}, [4]Level{Alarming, Fine, Fine, Fine}, Fine},
		"this node is behind":        {-5 * time.Second, [4]time.Duration{}, [4]Level{Fine, Fine, Fine, Fine}, Alarming},
		"this node is ahead":         {2 * time.Second, [4]time.Duration{}, [4]Level{Fine, Fine, Fine, Fine}, Alarming},
		"this node and a validator": {
			-3 * time.Second, [4]time.Duration{-5 * time.Second}, [4]Level{Alarming, Fine, Fine, Fine}, Alarming,
		},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			n := newNetwork(tc.node, tc.ahead[:]...)
			n.run(200)
			own, known := n.meter.Own()
			require.True(t, known)
			near(t, tc.node, own.By)
			require.Equal(t, tc.own, own.Level())
			all := n.meter.Validators(n.now.Add(n.node))
			for i, ahead := range tc.ahead {
				got := all[validator(i).String()]
				near(t, ahead, got.By)
				require.False(t, got.AtLeast)
				require.Equal(t, tc.level[i], got.Level())
			}
		})
	}
}

// Votes alone say that a clock is behind and hide by how much.
func TestAClockBehindIsOffBeforeItsProposalIsSeen(t *testing.T) {
	n := newNetwork(0, 0, 0, 0, -5*time.Second)
	n.run(2)
	require.Empty(t, n.meter.Validators(n.now), "two blocks say nothing")
	for range 4 * fewest {
		n.block()
		if got, known := n.meter.Validators(n.now)[validator(3).String()]; known && got.AtLeast {
			require.Equal(t, Off, got.Level())
			near(t, -interval, got.By)
			return
		}
	}
	t.Fatal("the votes did not say that the clock is behind")
}

func TestProposalsAreAskedForSeldomAndOnlyOfTheSlow(t *testing.T) {
	n := newNetwork(0, 0, 0, 0, -5*time.Second)
	n.run(100)
	for i := range 3 {
		require.False(t, n.meter.WantsProposal(validator(i).String(), n.now.Add(time.Hour)))
	}
	slow := validator(3).String()
	require.True(t, n.meter.WantsProposal(slow, n.now.Add(time.Hour)))
	require.False(t, n.meter.WantsProposal(slow, n.now.Add(time.Hour+askAgain/2)))
	require.True(t, n.meter.WantsProposal(slow, n.now.Add(time.Hour+askAgain)))
	require.False(t, n.meter.WantsProposal("nobody", n.now))
}

func TestACorrectedClockIsFineAgain(t *testing.T) {
	n := newNetwork(0, 0, 0, 0, -5*time.Second)
	n.run(100)
	require.Equal(t, Alarming, n.meter.Validators(n.now)[validator(3).String()].Level())
	n.ahead[3] = 0
	n.run(window)
	require.Equal(t, Fine, n.meter.Validators(n.now)[validator(3).String()].Level())
}

func TestHistoryTellsNothingOfClocks(t *testing.T) {
	n := newNetwork(0)
	n.run(50)
	fetched := NewMeter()
	for height := int64(2); height < 50; height++ {
		fetched.Block(cmttypes.Header{Height: height, Time: noon.Add(time.Duration(height) * interval)}, n.commit)
	}
	_, known := fetched.Own()
	require.False(t, known)
	require.Empty(t, fetched.Validators(noon))
}

func TestAValidatorThatIsGoneIsForgotten(t *testing.T) {
	n := newNetwork(0)
	n.run(50)
	require.Len(t, n.meter.Validators(n.now), 4)
	n.absent[2] = true
	n.run(window + 1)
	require.Len(t, n.meter.Validators(n.now), 3)
}

func TestMemoryIsBounded(t *testing.T) {
	n := newNetwork(0, 0, 0, 0, -5*time.Second)
	n.run(1_000)
	require.LessOrEqual(t, len(n.meter.own.last), window)
	for _, track := range n.meter.tracks {
		require.LessOrEqual(t, len(track.held), window)
		require.LessOrEqual(t, len(track.proposals), keepProposals)
	}
	for height := range int64(10_000) {
		n.meter.Committed(height+100_000, noon)
	}
	require.LessOrEqual(t, len(n.meter.commits), keepCommits)
}
