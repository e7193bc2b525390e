// SPDX-License-Identifier: Apache-2.0

package client

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/taelnet/tael/client/fakenet"
	"github.com/taelnet/tael/x/payment"
)

// Under random losses, duplicates, full mempools and restarts, every instruction handed to a payer has exactly one
// effect on the ledger and exactly one answer. The seeds are fixed; the interleaving is the machine's.
func TestEveryInstructionHasOneEffectAndOneAnswer(t *testing.T) {
	const seeds, instructions = 8, 300
	for seed := range uint64(seeds) {
		t.Run(fmt.Sprintf("seed %d", seed), func(t *testing.T) {
			t.Parallel()
			random := rand.New(rand.NewPCG(seed, 1))
			n := newNetwork(t, 3)
			c := n.dial(t, 300*time.Millisecond)
			trouble := 0.05 + random.Float64()/3
			for i, node := range n.Nodes {
				own := rand.New(rand.NewPCG(seed, uint64(i)+2))
				node.Does(func(int, []byte) fakenet.Act { // the ledger's lock guards own
					if own.Float64() > trouble {
						return fakenet.Honest
					}
					return []fakenet.Act{fakenet.Lose, fakenet.Lose, fakenet.Drop, fakenet.Swallow, fakenet.Full, fakenet.Rechecking, fakenet.Audit}[own.IntN(7)]
				})
				node.Set(func(f *fakenet.Node) { f.Gossips = random.IntN(3) > 0 })
			}
			stop := make(chan struct{})
			restarted := make(chan struct{})
			go func() {
				defer close(restarted)
				for {
					victim := n.Nodes[random.IntN(len(n.Nodes))]
					select {
					case <-stop:
						return
					case <-time.After(time.Duration(50+random.IntN(250)) * time.Millisecond):
					}
					victim.Kill()
					time.Sleep(time.Duration(random.IntN(150)) * time.Millisecond)
					victim.Start(t)
				}
			}()

			told := newReceipts()
			p, err := NewPayer(within(t, time.Minute), PayerConfig{Batch: 8, InFlight: 2, Linger: 5 * time.Millisecond},
				told.take, lane(c, 1), lane(c, 2), lane(c, 3))
			require.NoError(t, err)
			for i := range instructions {
				require.NoError(t, p.Pay(instruction(t, i)))
			}
			require.NoError(t, p.Close())
			close(stop)
			<-restarted

			effects := n.Effects(t)
			require.Len(t, effects, instructions)
			for i := range instructions {
				require.Equal(t, 1, effects[uetr(i)], "effects of %d", i)
				answers := told.paid[uetr(i)]
				require.Len(t, answers, 1, "answers to %d", i)
				require.NoError(t, answers[0].Err)
				require.Equal(t, payment.ResultPaid, answers[0].Result.Status)
				require.False(t, answers[0].Result.Replay, "paid by the transaction that answered")
			}
			require.Equal(t, instructions, told.count())
		})
	}
}
