// SPDX-License-Identifier: Apache-2.0

package faults

import (
	"context"
	"math/rand/v2"
	"sync"
	"time"

	"github.com/cosmos/gogoproto/proto"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/taelnet/tael/client"
	"github.com/taelnet/tael/networks/genesis"
	"github.com/taelnet/tael/x/compliance"
	"github.com/taelnet/tael/x/netting"
)

// Supervisor freezes wallets and lifts what it froze, and has the clearing house close cycles, while payments go on.
type Supervisor struct {
	net       *Network
	officers  *officers
	random    *rand.Rand
	customers []Customer
	mu        sync.Mutex
	// left are the EMERGENCY orders that may still be placed: one per member and wallet.
	left []emergency
	// Latencies are the blocks from submitting an order under saturation to its effect.
	Latencies []int64
}

type emergency struct {
	member   string
	customer Customer
}

func newSupervisor(net *Network, c *client.Client, town *Town, seed uint64, customers []Customer) *Supervisor {
	s := &Supervisor{
		net: net, officers: newOfficers(c, town), random: rand.New(rand.NewPCG(seed, 0x5e)), customers: customers,
	}
	for _, customer := range customers {
		s.left = append(s.left, emergency{genesis.Regulator, customer}, emergency{customer.custodian, customer})
	}
	s.random.Shuffle(len(s.left), func(i, j int) { s.left[i], s.left[j] = s.left[j], s.left[i] })
	return s
}

// run acts every few seconds until ctx ends.
func (s *Supervisor) run(ctx context.Context) {
	for n := 0; ; n++ {
		if pause(ctx, 2*time.Second+time.Duration(s.random.Int64N(int64(2*time.Second)))) != nil {
			return
		}
		switch n % 4 {
		case 0, 2:
			s.freezeForAWhile(ctx)
		case 1:
			s.closeCycle(ctx)
		case 3:
			if n == 7 {
				s.confirmed(ctx)
			}
		}
	}
}

func (s *Supervisor) closeCycle(ctx context.Context) {
	_, _ = s.officers.act(ctx, genesis.Clearing, genesis.KeyOperations, &netting.MsgOrderCycleClose{
		Operator: s.officers.address(genesis.Clearing, genesis.KeyOperations), Currency: currency,
	}) // an empty cycle is refused; the model says when that is right
}

// freezeForAWhile places an EMERGENCY order and has it lifted after some seconds.
func (s *Supervisor) freezeForAWhile(ctx context.Context) {
	e, effect, ok := s.take()
	if !ok {
		return
	}
	if number, _, ok := s.restrict(ctx, e, effect); ok {
		if pause(ctx, time.Second+time.Duration(s.random.Int64N(int64(3*time.Second)))) != nil {
			return
		}
		s.lift(ctx, e, number)
	}
}

// take takes the next order that may still be placed; false if there is none.
func (s *Supervisor) take() (emergency, compliance.Effect, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.left) == 0 {
		return emergency{}, 0, false
	}
	e := s.left[0]
	s.left = s.left[1:]
	effect := compliance.EFFECT_FROZEN
	if len(s.left)%3 == 0 {
		effect = compliance.EFFECT_DEEP_FROZEN
	}
	return e, effect, true
}

// restrict places an order and says its number and in which block it took effect.
func (s *Supervisor) restrict(ctx context.Context, e emergency, effect compliance.Effect) (number uint64, height int64, ok bool) {
	outcome, err := s.officers.act(ctx, e.member, genesis.KeyCompliance, &compliance.MsgRestrict{
		Officer: s.officers.address(e.member, genesis.KeyCompliance), Wallet: e.customer.text(), Effect: effect, Ground: make([]byte, 32),
	})
	if err != nil {
		return 0, 0, false
	}
	var answer compliance.MsgRestrictResponse
	return readOrder(outcome, &answer, &answer.Order)
}

func readOrder(outcome client.Outcome, answer proto.Message, number *uint64) (uint64, int64, bool) {
	var data sdk.TxMsgData
	if proto.Unmarshal(outcome.Data, &data) != nil || len(data.MsgResponses) != 1 {
		return 0, 0, false
	}
	if proto.Unmarshal(data.MsgResponses[0].Value, answer) != nil {
		return 0, 0, false
	}
	return *number, outcome.Height, true
}

func (s *Supervisor) lift(ctx context.Context, e emergency, number uint64) {
	_, _ = s.officers.act(ctx, e.member, genesis.KeyCompliance, &compliance.MsgLiftRestriction{
		Officer: s.officers.address(e.member, genesis.KeyCompliance), Order: number,
	}) // whatever came of it stands on the chain, where the model reads it
}

// confirmed freezes a wallet by the word of two members, for good.
func (s *Supervisor) confirmed(ctx context.Context) {
	customer := s.customers[s.random.IntN(len(s.customers))]
	outcome, err := s.officers.act(ctx, genesis.Regulator, genesis.KeyCompliance, &compliance.MsgProposeRestriction{
		Officer: s.officers.address(genesis.Regulator, genesis.KeyCompliance), Wallet: customer.text(),
		Effect: compliance.EFFECT_FROZEN, Ground: make([]byte, 32),
	})
	if err != nil {
		return
	}
	var answer compliance.MsgProposeRestrictionResponse
	if number, _, ok := readOrder(outcome, &answer, &answer.Order); ok {
		_, _ = s.officers.act(ctx, customer.custodian, genesis.KeyCompliance, &compliance.MsgConfirmRestriction{
			Officer: s.officers.address(customer.custodian, genesis.KeyCompliance), Order: number,
		}) // likewise
	}
}

// orderEvery is the pause between two orders of a measurement.
const orderEvery = 1_200 * time.Millisecond

// measure places orders, each on its own, until ctx ends, and notes how many blocks each took: 1 is the next block. It
// lifts them once the measurement is over.
func (s *Supervisor) measure(ctx, act context.Context) {
	var placed sync.WaitGroup
	for pause(ctx, orderEvery) == nil {
		e, effect, left := s.take()
		if !left {
			break
		}
		placed.Go(func() {
			top := s.net.top(act)
			number, height, ok := s.restrict(act, e, effect)
			if !ok {
				return
			}
			if top > 0 {
				s.mu.Lock()
				s.Latencies = append(s.Latencies, height-top)
				s.mu.Unlock()
			}
			<-ctx.Done()
			s.lift(act, e, number)
		})
	}
	placed.Wait()
}
