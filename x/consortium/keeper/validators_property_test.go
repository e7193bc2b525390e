// SPDX-License-Identifier: Apache-2.0

package keeper_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/taelnet/tael/x/consortium"
)

// refusals are the only errors that a message about validators may end with here.
var refusals = []error{
	consortium.ErrValidatorUnknown, consortium.ErrConsensusKeyUsed, consortium.ErrValidatorState, consortium.ErrValidatorsFew,
	consortium.ErrValidatorsFull, consortium.ErrPowerShare, consortium.ErrJailTerm, consortium.ErrValidatorInvalid, consortium.ErrMemberState,
}

// ledger is a plain record of what was accepted, against which the chain is held.
type ledger struct {
	moves []move
	gone  map[string]bool // keys that were given up for good
}

type move struct {
	height        int64
	second        int64
	amount, total int64
}

// Under random sequences of everything that can happen to validators, in sets from the minimum to the maximum,
// CometBFT takes every answer of the module, and its set is the module's at every height (network.tell).
func TestConsensusFollowsTheModule(t *testing.T) {
	sets := map[string]struct {
		policy consortium.ValidatorPolicy
		powers []int64
	}{
		"four equal validators, one above the minimum": {testPolicy(), []int64{10, 10, 10, 10}},
		"the minimum": {testPolicy(), []int64{7, 9, 8}},
		"a full set":  {testPolicy(), []int64{30, 20, 10, 5, 3, 2, 1, 1}},
		"one validator": {func() consortium.ValidatorPolicy {
			p := testPolicy()
			p.MinActive = 1
			return p
		}(), []int64{100}},
		"the most power there is": {testPolicy(), []int64{1 << 58, 1 << 58, 1 << 58, 1<<58 - 1}},
	}
	for name, tc := range sets {
		t.Run(name, func(t *testing.T) {
			rapid.Check(t, func(r *rapid.T) {
				n := newValidators(t, tc.policy, tc.powers...)
				log := &ledger{gone: map[string]bool{}}
				for range rapid.IntRange(1, 25).Draw(r, "blocks") {
					randomBlock(t, r, n, log)
				}
			})
		})
	}
}

func randomBlock(t *testing.T, r *rapid.T, n *network, log *ledger) {
	var acts []func(sdk.Context) error
	for range rapid.IntRange(0, 3).Draw(r, "acts") {
		acts = append(acts, randomAct(t, r, n, log))
	}
	report := news{absent: randomKeys(r, n, "absent"), doubles: randomDoubles(r, n)}
	if rapid.IntRange(0, 9).Draw(r, "pause") == 0 {
		n.ctx = n.ctx.WithBlockTime(n.ctx.BlockTime().Add(agePeriod * time.Second))
	}
	before := figures(t, n)
	n.block(report, acts...)

	after := figures(t, n)
	require.NotZero(t, after.Active)
	if len(report.doubles) == 0 && before.Active >= testPolicy().MinActive {
		require.GreaterOrEqual(t, after.Active, min(before.Active, n.policy().MinActive))
	}
	require.LessOrEqual(t, after.Active+after.Jailed, n.policy().MaxValidators)
	for addr := range log.gone {
		require.NotContains(t, n.voters(), addr, "a key that was given up never votes again")
	}
	checkShare(t, n, log)
}

// checkShare holds what was accepted within the present evidence period to a third of every total of it.
func checkShare(t *testing.T, n *network, log *ledger) {
	height, second := n.ctx.BlockHeight(), n.ctx.BlockTime().Unix()
	var sum int64
	var within []move
	for _, m := range log.moves {
		if height-m.height > agePeriod && second-m.second > agePeriod {
			continue
		}
		within = append(within, m)
		sum += m.amount
	}
	for _, m := range within {
		require.LessOrEqual(t, sum, m.total/3, "%v", within)
	}
}

func randomAct(t *testing.T, r *rapid.T, n *network, log *ledger) func(sdk.Context) error {
	kind := rapid.SampledFrom([]string{"add", "remove", "power", "rotate", "unjail"}).Draw(r, "kind")
	subject := randomValidator(t, r, n)
	fresh := rapid.IntRange(0, 400).Draw(r, "key")
	power := rapid.Int64Range(1, 40).Draw(r, "power")
	if subject.Power > 1_000 {
		power = rapid.Int64Range(1, 1<<59).Draw(r, "large power")
	}
	addr := subject.ConsensusAddress().String()

	var send func(*network, context.Context) error
	amount := subject.Power
	switch kind {
	case "add":
		m := rapid.Uint32Range(1, 10).Draw(r, "member")
		amount = power
		send = add(func(msg *consortium.MsgAddValidator) {
			msg.Member, msg.PubKey, msg.Proof, msg.Power = fmt.Sprintf("bank-%d", m), publicKey(m, fresh), proofOf(t, m, fresh), power
		})
	case "remove":
		send = remove(authority, addr)
	case "power":
		amount = max(power-subject.Power, subject.Power-power)
		send = setPower(authority, addr, power)
	case "rotate":
		send = rotate(subject.Member, 0, fresh, func(msg *consortium.MsgRotateValidatorKey) { msg.Validator = addr })
	case "unjail":
		amount = 0
		send = unjail(operationsOf(subject.Member), addr)
	}
	return func(ctx sdk.Context) error {
		before := figuresAt(t, n, ctx)
		now, err := n.k.Validators(ctx)
		require.NoError(t, err)
		err = send(n, ctx)
		if err != nil {
			require.True(t, isRefusal(err), "%s: %s", kind, err)
			return err
		}
		if kind == "remove" || kind == "rotate" {
			log.gone[addr] = true
		}
		for _, v := range now {
			if v.ConsensusAddress().String() != addr {
				continue
			}
			// An earlier act of the block may have changed what the draw saw.
			switch {
			case kind == "remove" && v.Active(), kind == "rotate":
				amount = v.Power
			case kind == "remove":
				amount = 0
			case kind == "power":
				amount = max(power-v.Power, v.Power-power)
			}
		}
		if amount > 0 {
			log.moves = append(log.moves, move{n.ctx.BlockHeight(), n.ctx.BlockTime().Unix(), amount, before.ActivePower})
		}
		return nil
	}
}

func isRefusal(err error) bool {
	for _, known := range refusals {
		if errors.Is(err, known) {
			return true
		}
	}
	return false
}

func randomValidator(t *testing.T, r *rapid.T, n *network) consortium.Validator {
	all, err := n.k.Validators(n.ctx)
	require.NoError(t, err)
	return rapid.SampledFrom(all).Draw(r, "validator")
}

// randomKeys draws who is absent among those that consensus will name.
func randomKeys(r *rapid.T, n *network, label string) []string {
	var out []string
	for _, v := range n.sets[n.ctx.BlockHeight()].Validators {
		if rapid.IntRange(0, 4).Draw(r, label) == 0 {
			out = append(out, sdk.ConsAddress(v.Address).String())
		}
	}
	return out
}

// randomDoubles draws, seldom, a key of the last blocks that voted twice; it may be gone by now.
func randomDoubles(r *rapid.T, n *network) []string {
	if rapid.IntRange(0, 14).Draw(r, "misbehaviour") != 0 {
		return nil
	}
	height := max(int64(firstHeight-1), n.ctx.BlockHeight()-rapid.Int64Range(0, 40).Draw(r, "age"))
	var addrs []string
	for _, v := range n.sets[height].Validators {
		addrs = append(addrs, sdk.ConsAddress(v.Address).String())
	}
	return []string{rapid.SampledFrom(addrs).Draw(r, "who")}
}

func figures(t *testing.T, n *network) consortium.SetFigures { return figuresAt(t, n, n.ctx) }

func figuresAt(t *testing.T, n *network, ctx sdk.Context) consortium.SetFigures {
	all, err := n.k.Validators(ctx)
	require.NoError(t, err)
	var f consortium.SetFigures
	for _, v := range all {
		f = f.Count(v)
	}
	return f
}

func (n *network) policy() consortium.ValidatorPolicy {
	p, err := n.k.ValidatorPolicy(n.ctx)
	require.NoError(n.tb, err)
	return p
}

// voters are the addresses that vote two blocks from now.
func (n *network) voters() []string {
	var out []string
	for _, v := range n.sets[n.ctx.BlockHeight()+2].Validators {
		out = append(out, sdk.ConsAddress(v.Address).String())
	}
	return out
}

// An export at any point starts a chain with the same set.
func TestExportAtAnyPointIsImportedWhole(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		n := newValidators(t, testPolicy(), 10, 10, 10, 10)
		log := &ledger{gone: map[string]bool{}}
		for range rapid.IntRange(1, 30).Draw(r, "blocks") {
			randomBlock(t, r, n, log)
		}
		exported, err := n.k.ExportGenesis(n.ctx)
		require.NoError(t, err)
		again := emptyFixture(t)
		_, err = again.k.InitGenesis(again.ctx, *exported)
		require.NoError(t, err)
		require.Equal(t, n.dump(), again.dump())
	})
}
