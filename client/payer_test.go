// SPDX-License-Identifier: Apache-2.0

package client

import (
	"context"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/taelnet/tael/app/ante"
	"github.com/taelnet/tael/client/fakenet"
	"github.com/taelnet/tael/x/compliance"
	"github.com/taelnet/tael/x/payment"
	"github.com/taelnet/tael/x/wallet"
)

// receipts collects what a payer tells.
type receipts struct {
	mu   sync.Mutex
	paid map[wallet.UETR][]Paid
}

func newReceipts() *receipts { return &receipts{paid: map[wallet.UETR][]Paid{}} }

func (r *receipts) take(p Paid) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.paid[p.Instruction.UETR] = append(r.paid[p.Instruction.UETR], p)
}

func (r *receipts) count() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	count := 0
	for _, all := range r.paid {
		count += len(all)
	}
	return count
}

// batches are the sizes, in instructions and bytes, of the transactions in the fake's blocks.
func (n network) batches() (sizes, bytes []int) {
	for _, t := range n.Transactions() {
		sizes = append(sizes, len(t.Batch.Instructions))
		bytes = append(bytes, len(t.Raw))
	}
	return sizes, bytes
}

func TestPayerMapsEachResultToItsInstruction(t *testing.T) {
	n := newNetwork(t, 1)
	n.Refuse(4, compliance.ReasonBalance) // the fourth, whose amount is 4
	c := n.dial(t, time.Second)
	told := newReceipts()
	p, err := NewPayer(t.Context(), PayerConfig{Batch: 10}, told.take, lane(c, 1))
	require.NoError(t, err)
	for i := range 25 {
		require.NoError(t, p.Pay(instruction(t, i)))
	}
	require.NoError(t, p.Pay(instruction(t, 0)), "the first once more")
	require.NoError(t, p.Close())

	for i := range 25 {
		all := told.paid[uetr(i)]
		require.Equal(t, uint64(i+1), all[0].Instruction.Amount)
		for _, paid := range all {
			require.NoError(t, paid.Err)
			require.Positive(t, paid.Height)
			require.Positive(t, paid.Latency)
		}
		if i == 3 {
			require.Equal(t, payment.ResultRefused, all[0].Result.Status)
			require.Equal(t, compliance.ReasonBalance, all[0].Result.Reason())
			continue
		}
		require.Equal(t, payment.ResultPaid, all[0].Result.Status)
	}
	again := told.paid[uetr(0)]
	require.Len(t, again, 2)
	require.NotEqual(t, again[0].Result.Replay, again[1].Result.Replay, "one delivery moved money, the other answered")
	require.Len(t, n.Effects(t), 24)
}

func TestPayerFillsBatches(t *testing.T) {
	tests := map[string]struct {
		cfg   PayerConfig
		count int
		check func(t *testing.T, sizes, bytes []int)
	}{
		"by count": {
			cfg: PayerConfig{Batch: 7, Linger: time.Minute}, count: 24,
			check: func(t *testing.T, sizes, _ []int) { require.Equal(t, []int{7, 7, 7, 3}, sizes) },
		},
		"by bytes": {
			cfg: PayerConfig{Batch: payment.MaxBatch, Linger: time.Minute}, count: 1_600,
			check: func(t *testing.T, sizes, bytes []int) {
				require.Greater(t, len(sizes), 1)
				for i := range sizes {
					require.LessOrEqual(t, sizes[i], payment.MaxBatch)
					require.LessOrEqual(t, bytes[i], ante.MaxTxBytes)
				}
			},
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			n := newNetwork(t, 1)
			c := n.dial(t, 20*time.Second)
			told := newReceipts()
			tt.cfg.InFlight = 1
			p, err := NewPayer(t.Context(), tt.cfg, told.take, lane(c, 1))
			require.NoError(t, err)
			for i := range tt.count {
				require.NoError(t, p.Pay(instruction(t, i)))
			}
			require.NoError(t, p.Close())
			sizes, bytes := n.batches()
			tt.check(t, sizes, bytes)
			require.Len(t, n.Effects(t), tt.count)
			require.Equal(t, tt.count, told.count())
		})
	}
	t.Run("by time", func(t *testing.T) {
		n := newNetwork(t, 1)
		c := n.dial(t, time.Second)
		told := newReceipts()
		p, err := NewPayer(t.Context(), PayerConfig{Linger: 20 * time.Millisecond}, told.take, lane(c, 1))
		require.NoError(t, err)
		require.NoError(t, p.Pay(instruction(t, 1)))
		require.Eventually(t, func() bool { return told.count() == 1 }, 5*time.Second, 5*time.Millisecond)
		require.NoError(t, p.Close())
	})
}

func TestPayerBlocksWhileEveryLaneIsFull(t *testing.T) {
	n := newNetwork(t, 1)
	c := n.dial(t, time.Minute)
	n.Pause(true)
	told := newReceipts()
	ctx, cancel := context.WithCancel(t.Context())
	p, err := NewPayer(ctx, PayerConfig{Batch: 2, InFlight: 1, Linger: time.Hour}, told.take, lane(c, 1))
	require.NoError(t, err)

	taken := make(chan int)
	go func() {
		count := 0
		for i := range 100 {
			if p.Pay(instruction(t, i)) != nil {
				break
			}
			count++
		}
		taken <- count
	}()
	select {
	case count := <-taken:
		require.Fail(t, "Pay took everything", "%d instructions while no block was made", count)
	case <-time.After(200 * time.Millisecond):
	}

	cancel()
	count := <-taken
	require.Equal(t, 4, count, "two in flight and two that wait for the lane")
	require.NoError(t, p.Close())
	require.NoError(t, p.Close(), "a second time")
	require.Equal(t, count, told.count())
	for _, all := range told.paid {
		require.ErrorIs(t, all[0].Err, context.Canceled)
	}
	require.ErrorIs(t, p.Pay(instruction(t, 1)), ErrClosed)
}

// While blocks are slow a batch goes on filling, and Pay takes more without waiting.
func TestPayerFillsWhileNoLaneIsFree(t *testing.T) {
	n := newNetwork(t, 1)
	c := n.dial(t, time.Minute)
	n.Pause(true)
	told := newReceipts()
	p, err := NewPayer(t.Context(), PayerConfig{Batch: 100, InFlight: 1, Linger: time.Millisecond}, told.take, lane(c, 1))
	require.NoError(t, err)
	for i := range 50 {
		require.NoError(t, p.Pay(instruction(t, i)))
		time.Sleep(2 * time.Millisecond)
	}
	n.Pause(false)
	require.NoError(t, p.Close())
	sizes, _ := n.batches()
	require.Len(t, sizes, 2, "one batch in flight, one that filled meanwhile: %v", sizes)
	require.Equal(t, 50, told.count())
}

func TestPayerTellsOfAFailedBatch(t *testing.T) {
	n := newNetwork(t, 1)
	c := n.dial(t, time.Second)
	n.Nodes[0].Does(fakenet.Always(fakenet.Forbid))
	told := newReceipts()
	p, err := NewPayer(t.Context(), PayerConfig{}, told.take, lane(c, 1))
	require.NoError(t, err)
	for i := range 3 {
		require.NoError(t, p.Pay(instruction(t, i)))
	}
	require.NoError(t, p.Close())
	require.Equal(t, 3, told.count())
	for _, all := range told.paid {
		var refusal Outcome
		require.ErrorAs(t, all[0].Err, &refusal)
		require.Equal(t, ante.ErrNotPermitted.ABCICode(), refusal.Code)
	}
}

func TestNewPayerRefuses(t *testing.T) {
	l := &Lane{}
	for name, tt := range map[string]struct {
		cfg   PayerConfig
		lanes []*Lane
	}{
		"no lane":             {PayerConfig{}, nil},
		"a batch too large":   {PayerConfig{Batch: payment.MaxBatch + 1}, []*Lane{l}},
		"a negative batch":    {PayerConfig{Batch: -1}, []*Lane{l}},
		"nothing in flight":   {PayerConfig{InFlight: -1}, []*Lane{l}},
		"a linger below zero": {PayerConfig{Linger: -1}, []*Lane{l}},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := NewPayer(t.Context(), tt.cfg, func(Paid) {}, tt.lanes...)
			require.ErrorIs(t, err, ErrConfig)
		})
	}
}
