// SPDX-License-Identifier: Apache-2.0

package client

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/taelnet/tael/client/fakenet"
)

// follow reads count blocks from a height on; between is called with each.
func follow(t *testing.T, c *Client, from, count int64, between func(Block)) {
	t.Helper()
	next := from
	err := c.Follow(within(t, 30*time.Second), from, func(b Block) error {
		require.Equal(t, next, b.Height, "no gap and no repetition")
		next++
		if between != nil {
			between(b)
		}
		if next == from+count {
			return errEnough
		}
		return nil
	})
	require.ErrorIs(t, err, errEnough)
}

func TestFollow(t *testing.T) {
	tests := map[string]struct {
		nodes  int
		before func(t *testing.T, n network)
		at50   func(t *testing.T, n network)
	}{
		"one node": {nodes: 1},
		"the node dies and another goes on": {
			nodes: 2, at50: func(_ *testing.T, n network) { n.Nodes[0].Kill() },
		},
		"the node dies and comes back": {
			nodes: 1, at50: func(t *testing.T, n network) {
				n.Nodes[0].Kill()
				time.AfterFunc(200*time.Millisecond, func() { n.Nodes[0].Start(t) })
			},
		},
		"the node falls behind for good": {
			nodes: 2, at50: func(_ *testing.T, n network) {
				n.Nodes[0].Set(func(f *fakenet.Node) { f.Lag = 1_000_000 })
			},
		},
		"the node turns out to be of another network": {
			nodes: 2, at50: func(_ *testing.T, n network) {
				n.Nodes[0].Set(func(f *fakenet.Node) { f.ChainID = "tael-local-8" })
			},
		},
		"the node has forgotten old blocks": {
			nodes: 2, before: func(_ *testing.T, n network) {
				n.Nodes[0].Set(func(f *fakenet.Node) { f.Base = 60 })
			},
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			n := newNetwork(t, tt.nodes)
			c := n.dial(t, time.Second)
			if tt.before != nil {
				for n.Height() < 70 {
					time.Sleep(fakenet.Interval)
				}
				tt.before(t, n)
			}
			follow(t, c, 1, 120, func(b Block) {
				if b.Height == 50 && tt.at50 != nil {
					tt.at50(t, n)
				}
			})
		})
	}
}

func TestFollowContinuesFromACursor(t *testing.T) {
	n := newNetwork(t, 1)
	c := n.dial(t, time.Second)
	follow(t, c, 1, 10, nil)
	follow(t, c, 11, 10, nil)
}

func TestFollowRefuses(t *testing.T) {
	n := newNetwork(t, 2)
	c := n.dial(t, time.Second)
	ignore := func(Block) error { return nil }

	require.ErrorIs(t, c.Follow(t.Context(), 0, ignore), ErrConfig)

	for _, node := range n.Nodes {
		node.Set(func(f *fakenet.Node) { f.Base = 3 })
	}
	require.ErrorIs(t, c.Follow(within(t, 5*time.Second), 1, ignore), ErrPruned)
}

func TestBlockAndHeightAskTheNextNode(t *testing.T) {
	n := newNetwork(t, 3)
	c := n.dial(t, time.Second)
	n.Nodes[0].Kill()
	n.Nodes[1].Set(func(f *fakenet.Node) { f.ChainID = "tael-local-8" })

	height, err := c.Height(within(t, 5*time.Second))
	require.NoError(t, err)
	b, err := c.Block(within(t, 5*time.Second), height)
	require.NoError(t, err)
	require.Equal(t, height, b.Height)

	_, err = c.Block(within(t, 5*time.Second), height+1_000_000)
	require.ErrorIs(t, err, ErrUnavailable)
	require.ErrorContains(t, err, "must be less than or equal to the current blockchain height")
}
