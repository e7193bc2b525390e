// SPDX-License-Identifier: Apache-2.0

package client

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"google.golang.org/grpc/connectivity"

	"github.com/taelnet/tael/app/ante"
	"github.com/taelnet/tael/client/fakenet"
	"github.com/taelnet/tael/x/payment"
)

// Whatever the nodes do with the first broadcasts, the instruction is paid once and the caller learns of it.
func TestSubmitEndsPaidOnce(t *testing.T) {
	tests := map[string]struct {
		scripts []fakenet.Script // by node
		setup   func(network)
		// atLeast is set where the truth needs the timeout to pass.
		atLeast time.Duration
	}{
		"two honest nodes":                                       {},
		"the answer is lost after the node took it":              {scripts: []fakenet.Script{fakenet.First(fakenet.Lose, 1)}},
		"the answer is lost and the second node knows the bytes": {scripts: []fakenet.Script{fakenet.First(fakenet.Lose, 1), fakenet.Always(fakenet.Honest)}},
		"every node loses its first answer":                      {scripts: []fakenet.Script{fakenet.First(fakenet.Lose, 1), fakenet.First(fakenet.Lose, 1)}},
		"the first node takes nothing and says nothing":          {scripts: []fakenet.Script{fakenet.Always(fakenet.Drop)}},
		"no node takes it at first": {
			scripts: []fakenet.Script{fakenet.First(fakenet.Drop, 1), fakenet.First(fakenet.Drop, 1)}, atLeast: fakeTimeout,
		},
		"a node says it took it and forgets it": {
			scripts: []fakenet.Script{fakenet.First(fakenet.Swallow, 1), fakenet.Always(fakenet.Honest)}, atLeast: fakeTimeout,
		},
		"the first node's mempool is full":             {scripts: []fakenet.Script{fakenet.Always(fakenet.Full)}},
		"every mempool is full for a while":            {scripts: []fakenet.Script{fakenet.First(fakenet.Full, 3), fakenet.First(fakenet.Rechecking, 3)}},
		"an audit node stands among the endpoints":     {scripts: []fakenet.Script{fakenet.Always(fakenet.Audit)}},
		"the first node has not heard from the second": {setup: func(n network) { n.Nodes[1].Gossips = false }},
		"the first node is down":                       {setup: func(n network) { n.Nodes[0].Kill() }},
		"the answer is lost, then a refusal is believed": {
			// The first node takes it and does not pass it on; the second has seen neither and refuses it. A client that
			// believed the refusal would sign again while the first node still holds the bytes.
			scripts: []fakenet.Script{fakenet.First(fakenet.Lose, 1), fakenet.First(fakenet.Forbid, 1)},
			setup:   func(n network) { n.Nodes[0].Gossips = false },
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			n := newNetwork(t, 2)
			c := n.dial(t, fakeTimeout)
			for i, script := range tt.scripts {
				n.Nodes[i].Does(script)
			}
			if tt.setup != nil {
				tt.setup(n)
			}
			l := lane(c, 1)

			start := time.Now()
			outcome, err := l.Submit(within(t, 10*time.Second), batch(t, l, 1))
			require.NoError(t, err)
			require.GreaterOrEqual(t, time.Since(start), tt.atLeast)
			results, err := outcome.Payments()
			require.NoError(t, err)
			require.Equal(t, payment.ResultPaid, results[0].Status)
			require.Equal(t, 1, n.Effects(t)[uetr(1)])

			// The lane goes on where it is.
			_, err = l.Submit(within(t, 10*time.Second), batch(t, l, 2))
			require.NoError(t, err)
			require.Equal(t, 1, n.Effects(t)[uetr(2)])
		})
	}
}

const fakeTimeout = 400 * time.Millisecond

func TestSendRefusals(t *testing.T) {
	t.Run("a node's refusal is returned as it is and nothing waits", func(t *testing.T) {
		n := newNetwork(t, 1)
		c := n.dial(t, fakeTimeout)
		n.Nodes[0].Does(fakenet.Always(fakenet.Forbid))
		l := lane(c, 1)

		_, err := l.Submit(within(t, 5*time.Second), batch(t, l, 1))

		var refusal Outcome
		require.ErrorAs(t, err, &refusal)
		require.Equal(t, ante.Codespace, refusal.Codespace)
		require.Equal(t, ante.ErrNotPermitted.ABCICode(), refusal.Code)
		require.Empty(t, c.watch.waiting)
		require.Empty(t, n.Effects(t))
	})
	t.Run("with no endpoint in reach nothing was sent, and each is named", func(t *testing.T) {
		n := newNetwork(t, 2)
		c := n.dial(t, fakeTimeout)
		l := lane(c, 1)
		_, err := l.Submit(within(t, 5*time.Second), batch(t, l, 1))
		require.NoError(t, err)
		n.Nodes[0].Kill()
		n.Nodes[1].Kill()
		// Until the client notices, a call may still leave this machine, and then its outcome is unknown.
		require.Eventually(t, func() bool {
			return c.conns[0].GetState() != connectivity.Ready && c.conns[1].GetState() != connectivity.Ready
		}, 5*time.Second, time.Millisecond)

		_, err = l.Send(within(t, 5*time.Second), batch(t, l, 2))

		require.ErrorIs(t, err, ErrUnavailable)
		require.ErrorContains(t, err, n.Nodes[0].GRPC)
		require.ErrorContains(t, err, n.Nodes[1].GRPC)
		require.Empty(t, c.watch.waiting)

		// Both come back: the same lane goes on by itself.
		n.Nodes[0].Start(t)
		n.Nodes[1].Start(t)
		_, err = l.Submit(within(t, 10*time.Second), batch(t, l, 2))
		require.NoError(t, err)
		require.Equal(t, 1, n.Effects(t)[uetr(2)])
	})
	t.Run("full mempools everywhere are told by Send and waited out by Submit", func(t *testing.T) {
		n := newNetwork(t, 1)
		c := n.dial(t, fakeTimeout)
		n.Nodes[0].Does(fakenet.First(fakenet.Full, 1))
		l := lane(c, 1)
		_, err := l.Send(within(t, 5*time.Second), batch(t, l, 1))
		require.ErrorIs(t, err, ErrUnavailable)
		_, err = l.Submit(within(t, 5*time.Second), batch(t, l, 1))
		require.NoError(t, err)
	})
}

// A transaction of unknown outcome is signed again only after a block's time is past its timeout.
func TestUnknownBecomesKnownBeforeItIsSignedAgain(t *testing.T) {
	n := newNetwork(t, 1)
	c := n.dial(t, fakeTimeout)
	var seen []fakenet.Tx
	n.Nodes[0].Does(func(_ int, raw []byte) fakenet.Act {
		t := fakenet.DecodeTx(raw)
		if len(seen) == 0 || !seen[len(seen)-1].Expires.Equal(t.Expires) {
			seen = append(seen, t)
		}
		if len(seen) < 3 {
			return fakenet.Drop
		}
		return fakenet.Honest
	})
	l := lane(c, 1)

	outcome, err := l.Submit(within(t, 10*time.Second), batch(t, l, 1))

	require.NoError(t, err)
	require.Len(t, seen, 3)
	for i := 1; i < len(seen); i++ {
		require.Equal(t, seen[i-1].Sequence, seen[i].Sequence)
		require.Greater(t, seen[i].Expires.Sub(seen[i-1].Expires), fakeTimeout, "signed again after the timeout of the one before")
	}
	require.False(t, outcome.Time.After(seen[2].Expires))
	require.Equal(t, 1, n.Effects(t)[uetr(1)])
}

func TestWaitTellsWhatANodeSaid(t *testing.T) {
	n := newNetwork(t, 2)
	c := n.dial(t, fakeTimeout)
	n.Nodes[0].Does(fakenet.Always(fakenet.Drop))
	n.Nodes[1].Does(fakenet.Always(fakenet.Forbid))
	l := lane(c, 1)

	p, err := l.Send(within(t, 5*time.Second), batch(t, l, 1))
	require.NoError(t, err, "the first node may have it")
	require.Zero(t, p.Latency())
	_, err = p.Wait(within(t, 5*time.Second))

	require.ErrorIs(t, err, ErrNotExecuted)
	var refusal Outcome
	require.ErrorAs(t, err, &refusal)
	require.Equal(t, ante.ErrNotPermitted.ABCICode(), refusal.Code)
	require.Positive(t, p.Latency())
}

// While blocks stand still an outcome stays unknown, however late it is by the wall clock.
func TestUnknownStaysUnknownWithoutBlocks(t *testing.T) {
	n := newNetwork(t, 1)
	c := n.dial(t, 50*time.Millisecond)
	n.Nodes[0].Does(fakenet.First(fakenet.Drop, 1))
	n.Pause(true)
	l := lane(c, 1)
	p, err := l.Send(within(t, 5*time.Second), batch(t, l, 1))
	require.NoError(t, err)

	_, err = p.Wait(within(t, 300*time.Millisecond))
	require.ErrorIs(t, err, context.DeadlineExceeded)

	n.Pause(false)
	_, err = p.Wait(within(t, 5*time.Second))
	require.ErrorIs(t, err, ErrNotExecuted)
}

func TestLaneStepsAndResyncs(t *testing.T) {
	t.Run("many in flight run in the order sent", func(t *testing.T) {
		n := newNetwork(t, 2)
		c := n.dial(t, 5*time.Second)
		l := lane(c, 1)
		var pending []*Pending
		for i := range 40 {
			p, err := l.Send(within(t, 5*time.Second), batch(t, l, i))
			require.NoError(t, err)
			pending = append(pending, p)
		}
		var last int64
		for _, p := range pending {
			outcome, err := p.Wait(within(t, 5*time.Second))
			require.NoError(t, err)
			require.GreaterOrEqual(t, outcome.Height, last)
			last = outcome.Height
		}
		require.Len(t, n.Effects(t), 40)
	})
	t.Run("somebody else spent the sequence", func(t *testing.T) {
		n := newNetwork(t, 1)
		c := n.dial(t, 5*time.Second)
		mine, other := lane(c, 1), lane(c, 1)
		for i := range 6 {
			_, err := mine.Submit(within(t, 5*time.Second), batch(t, mine, 2*i))
			require.NoError(t, err)
			_, err = other.Submit(within(t, 5*time.Second), batch(t, other, 2*i+1))
			require.NoError(t, err)
		}
		require.Len(t, n.Effects(t), 12)
	})
	t.Run("a node dies with what was in flight, and the bytes are offered again", func(t *testing.T) {
		n := newNetwork(t, 2)
		c := n.dial(t, time.Minute)
		for _, node := range n.Nodes {
			node.Set(func(f *fakenet.Node) { f.Gossips = false })
		}
		l := lane(c, 1)
		n.Pause(true)
		var pending []*Pending
		for i := range 3 {
			p, err := l.Send(within(t, 5*time.Second), batch(t, l, i))
			require.NoError(t, err)
			pending = append(pending, p)
		}
		n.Nodes[0].Kill()
		n.Pause(false)
		start := time.Now()
		for _, p := range pending {
			_, err := p.Wait(within(t, 20*time.Second))
			require.NoError(t, err)
		}
		require.Less(t, time.Since(start), 20*time.Second, "long before the timeout of a minute")
		require.Len(t, n.Effects(t), 3)
	})
}

func TestWaitsEnd(t *testing.T) {
	stuck := func(t *testing.T) (network, *Client, *Lane, *Pending) {
		n := newNetwork(t, 1)
		c := n.dial(t, time.Minute)
		n.Nodes[0].Does(fakenet.Always(fakenet.Drop))
		l := lane(c, 1)
		p, err := l.Send(within(t, 5*time.Second), batch(t, l, 1))
		require.NoError(t, err)
		return n, c, l, p
	}
	t.Run("by the context of a Send that waits for what is in flight", func(t *testing.T) {
		_, _, l, _ := stuck(t)
		_, err := l.Send(within(t, 100*time.Millisecond), batch(t, l, 2))
		require.ErrorIs(t, err, context.DeadlineExceeded)
	})
	t.Run("by the context of a Send that waits for its turn", func(t *testing.T) {
		_, _, l, _ := stuck(t)
		held := make(chan error, 1)
		long, end := context.WithCancel(t.Context())
		go func() { _, err := l.Send(long, batch(t, l, 2)); held <- err }()
		time.Sleep(50 * time.Millisecond)
		_, err := l.Send(within(t, 100*time.Millisecond), batch(t, l, 3))
		require.ErrorIs(t, err, context.DeadlineExceeded)
		end()
		require.ErrorIs(t, <-held, context.Canceled)
	})
	t.Run("by the context of a Submit, which says what is unknown", func(t *testing.T) {
		n := newNetwork(t, 1)
		c := n.dial(t, time.Minute)
		n.Nodes[0].Does(fakenet.Always(fakenet.Drop))
		l := lane(c, 1)
		_, err := l.Submit(within(t, 100*time.Millisecond), batch(t, l, 1))
		require.ErrorIs(t, err, context.DeadlineExceeded)
		require.ErrorContains(t, err, "of unknown outcome until block time")
	})
	t.Run("by Close, also twice and at once", func(t *testing.T) {
		_, c, l, p := stuck(t)
		waits := make(chan error, 3)
		go func() { _, err := p.Wait(t.Context()); waits <- err }()
		go func() { _, err := l.Submit(t.Context(), batch(t, l, 2)); waits <- err }()
		go func() { waits <- c.Follow(t.Context(), 1_000_000, func(Block) error { return nil }) }()
		time.Sleep(50 * time.Millisecond)
		closed := make(chan struct{})
		go func() { c.Close(); close(closed) }()
		c.Close()
		<-closed
		for range 3 {
			require.ErrorIs(t, <-waits, ErrClosed)
		}
		_, err := l.Send(t.Context(), batch(t, l, 3))
		require.ErrorIs(t, err, ErrClosed)
		require.ErrorIs(t, c.Follow(t.Context(), 1, func(Block) error { return nil }), ErrClosed)
		_, err = c.Height(t.Context())
		require.ErrorIs(t, err, ErrClosed)
	})
}

func TestDialRefuses(t *testing.T) {
	n := newNetwork(t, 1)
	endpoint := Endpoint{GRPC: n.Nodes[0].GRPC, RPC: "http://" + n.Nodes[0].RPC}
	tests := map[string]struct {
		cfg  Config
		want error
	}{
		"no chain id":           {Config{Endpoints: []Endpoint{endpoint}}, ErrConfig},
		"no endpoint":           {Config{ChainID: fakenet.ChainID}, ErrConfig},
		"a negative timeout":    {Config{ChainID: fakenet.ChainID, Endpoints: []Endpoint{endpoint}, Timeout: -1}, ErrConfig},
		"a malformed address":   {Config{ChainID: fakenet.ChainID, Endpoints: []Endpoint{{GRPC: endpoint.GRPC, RPC: "::"}}}, ErrConfig},
		"another network":       {Config{ChainID: "tael-1", Endpoints: []Endpoint{endpoint}}, ErrConfig},
		"nobody at the address": {Config{ChainID: fakenet.ChainID, Endpoints: []Endpoint{{GRPC: "127.0.0.1:1", RPC: "http://127.0.0.1:1"}}}, ErrUnavailable},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			c, err := Dial(within(t, 5*time.Second), tt.cfg)
			require.ErrorIs(t, err, tt.want)
			require.Nil(t, c)
		})
	}
}

var errEnough = errors.New("enough")
