// SPDX-License-Identifier: Apache-2.0

package keeper_test

import (
	"context"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"cosmossdk.io/core/comet"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/taelnet/tael/x/consortium"
	"github.com/taelnet/tael/x/consortium/keeper"
)

const (
	active  = consortium.VALIDATOR_STATUS_ACTIVE
	jailed  = consortium.VALIDATOR_STATUS_JAILED
	removed = consortium.VALIDATOR_STATUS_REMOVED
)

func names(events []sdk.Event) []string {
	var out []string
	for _, e := range events {
		out = append(out, strings.TrimPrefix(e.Type, "tael.consortium.v1."))
	}
	return out
}

func TestAQuietBlockWritesNothing(t *testing.T) {
	n := newValidators(t, testPolicy(), 10, 10, 10, 10)
	missed(1, consensusAddress(1, 0))(n)
	before := n.dump()
	*n.reads = 0
	require.Empty(t, n.block(news{}))
	require.Equal(t, before, n.dump())
	n.ctx = n.ctx.WithCometInfo(n.info(n.ctx.BlockHeight(), news{}))
	*n.reads = 0
	n.k.BeginBlock(n.ctx)
	require.Zero(t, *n.reads, "a block that all have signed reads nothing")
	_, err := n.k.ValidatorUpdates(n.ctx)
	require.NoError(t, err)
	require.Equal(t, 1, *n.reads, "nor does its end but for one key")
}

func TestMisses(t *testing.T) {
	four := consensusAddress(4, 0)
	t.Run("W of the last N jail, and W-1 do not", func(t *testing.T) {
		n := newValidators(t, testPolicy(), 10, 10, 10, 10)
		missed(3, four)(n)
		later(7)(n)
		require.Empty(t, n.block(news{absent: []string{four}}), "the first of four has left the window of ten")
		require.Equal(t, active, n.statusOf(four))

		n = newValidators(t, testPolicy(), 10, 10, 10, 10)
		missed(3, four)(n)
		later(6)(n)
		require.Equal(t, []string{"EventValidatorJailed"}, names(n.block(news{absent: []string{four}})), "the first is in it still")
		require.Equal(t, jailed, n.statusOf(four))
		require.Empty(t, n.block(news{absent: []string{four}}), "last commits go on naming it for two blocks")
		require.Empty(t, n.block(news{absent: []string{four}}))
	})
	t.Run("at the minimum it stays, with one alarm, and is jailed once others suffice", func(t *testing.T) {
		n := newValidators(t, testPolicy(), 10, 10, 10)
		three := consensusAddress(3, 0)
		missed(3, three)(n)
		require.Equal(t, []string{"EventValidatorKept"}, names(n.block(news{absent: []string{three}})))
		for range 20 {
			require.Empty(t, n.block(news{absent: []string{three}}))
		}
		require.Equal(t, active, n.statusOf(three))
		require.Equal(t, uint32(10), n.missedBy(three))

		n.block(news{absent: []string{three}}, func(ctx sdk.Context) error { return add()(n, ctx) })
		require.Equal(t, []string{"EventValidatorJailed"}, names(n.block(news{absent: []string{three}})))
	})
	t.Run("the alarm is raised anew after it signed for long enough", func(t *testing.T) {
		n := newValidators(t, testPolicy(), 10, 10, 10)
		three := consensusAddress(3, 0)
		missed(5, three)(n)
		later(9)(n)
		missed(3, three)(n)
		require.Equal(t, []string{"EventValidatorKept"}, names(n.block(news{absent: []string{three}})))
	})
	t.Run("misses go with a rotated key, whose old address still counts", func(t *testing.T) {
		n := newValidators(t, testPolicy(), 10, 10, 10, 10)
		missed(2, four)(n)
		n.block(news{absent: []string{four}}, func(ctx sdk.Context) error { return rotate(4, 0, 1)(n, ctx) })
		require.Equal(t, uint32(3), n.missedBy(consensusAddress(4, 1)))
		require.Equal(t, []string{"EventValidatorJailed"}, names(n.block(news{absent: []string{four}})))
		require.Equal(t, jailed, n.statusOf(consensusAddress(4, 1)))
	})
	t.Run("out of jail its misses start anew", func(t *testing.T) {
		n := newValidators(t, testPolicy(), 10, 10, 10, 10)
		missed(4, four)(n)
		later(20)(n)
		done(unjail(operationsOf(4), four))(n)
		later(2)(n)
		missed(3, four)(n)
		require.Equal(t, active, n.statusOf(four))
		missed(1, four)(n)
		require.Equal(t, jailed, n.statusOf(four))
	})
	t.Run("of two at once the minimum keeps one", func(t *testing.T) {
		n := newValidators(t, testPolicy(), 10, 10, 10, 10)
		both := news{absent: []string{four, consensusAddress(3, 0)}}
		for range 3 {
			n.block(both)
		}
		require.ElementsMatch(t, []string{"EventValidatorJailed", "EventValidatorKept"}, names(n.block(both)))
	})
}

func (n *network) missedBy(addr string) uint32 {
	n.tb.Helper()
	resp, err := n.queries.Liveness(n.ctx, &consortium.QueryLivenessRequest{})
	require.NoError(n.tb, err)
	for _, v := range resp.Validators {
		if v.ConsensusAddress == addr {
			return v.Missed
		}
	}
	require.Fail(n.tb, "no such validator")
	return 0
}

func TestMisbehaviour(t *testing.T) {
	one, two, three, four := consensusAddress(1, 0), consensusAddress(2, 0), consensusAddress(3, 0), consensusAddress(4, 0)
	fresh := func() *network { return newValidators(t, testPolicy(), 10, 10, 10, 10) }

	t.Run("it overrides minimum and share, to the last, who raises an alarm each time", func(t *testing.T) {
		n := fresh()
		done(rotate(1, 0, 1))(n)
		require.Equal(t, []string{"EventValidatorPunished", "EventValidatorPunished"}, names(n.block(news{doubles: []string{four, three}})))
		require.Equal(t, []string{"EventValidatorPunished"}, names(n.block(news{doubles: []string{two}})))
		for range 2 {
			require.Equal(t, []string{"EventLastValidatorMisbehaved"}, names(n.block(news{doubles: []string{one}})))
		}
		require.Equal(t, active, n.statusOf(consensusAddress(1, 1)))
	})
	t.Run("all at once", func(t *testing.T) {
		n := fresh()
		events := names(n.block(news{doubles: []string{one, two, three, four}}))
		require.Equal(t, []string{"EventValidatorPunished", "EventValidatorPunished", "EventValidatorPunished", "EventLastValidatorMisbehaved"}, events)
	})
	t.Run("it is told of once", func(t *testing.T) {
		n := fresh()
		require.Equal(t, []string{"EventValidatorPunished"}, names(n.block(news{doubles: []string{four, four}})))
		require.Empty(t, n.block(news{doubles: []string{four}}))
	})
	t.Run("with a key that was rotated away, twice", func(t *testing.T) {
		n := fresh()
		done(setPower(authority, four, 3))(n)
		later(60)(n)
		done(rotate(4, 0, 1))(n)
		done(rotate(4, 1, 2))(n)
		require.Equal(t, []string{"EventValidatorPunished"}, names(n.block(news{doubles: []string{four}})))
		require.Equal(t, removed, n.statusOf(consensusAddress(4, 2)))
		require.Empty(t, n.block(news{doubles: []string{consensusAddress(4, 1)}}))
	})
	t.Run("in jail", func(t *testing.T) {
		n := fresh()
		missed(4, four)(n)
		require.Equal(t, []string{"EventValidatorPunished"}, names(n.block(news{doubles: []string{four}})))
		require.Equal(t, removed, n.statusOf(four))
	})
	t.Run("of one that was removed long ago is put on record", func(t *testing.T) {
		n := fresh()
		done(remove(authority, four))(n)
		later(40)(n)
		require.Equal(t, []string{"EventValidatorPunished"}, names(n.block(news{doubles: []string{four}})))
		require.Equal(t, removed, n.statusOf(four))
	})
	t.Run("of one that misses the same block", func(t *testing.T) {
		n := fresh()
		missed(3, four)(n)
		require.Equal(t, []string{"EventValidatorPunished"}, names(n.block(news{doubles: []string{four}, absent: []string{four}})))
	})
	t.Run("of nobody is set aside, and the others are worked on", func(t *testing.T) {
		n := fresh()
		require.Equal(t, []string{"EventConsensusReportSetAside", "EventValidatorPunished"},
			names(n.block(news{doubles: []string{consensusAddress(9, 9), four}})))
	})
}

func TestAReportThatBreaksOffIsSetAside(t *testing.T) {
	// ARRANGE: a state that no rule can bring about: the policy is gone, and so is the member.
	n := newValidators(t, testPolicy(), 10, 10, 10, 10)
	policy, err := n.k.ValidatorPolicy(n.ctx)
	require.NoError(t, err)
	require.NoError(t, keeper.PolicyOf(n.k).Remove(n.ctx))
	require.NoError(t, keeper.RecordsOf(n.k).Remove(n.ctx, 4))
	before := n.dump()

	ctx := n.ctx.WithEventManager(sdk.NewEventManager()).WithCometInfo(n.info(firstHeight, news{
		absent: []string{consensusAddress(1, 0)}, doubles: []string{consensusAddress(4, 0)},
	}))
	n.k.BeginBlock(ctx)
	require.Equal(t, []string{"EventConsensusReportSetAside", "EventConsensusReportSetAside"}, names(ctx.EventManager().Events()))
	require.Equal(t, before, n.dump())

	// A report that panics: consensus names nobody at all.
	require.NoError(t, keeper.PolicyOf(n.k).Set(n.ctx, policy))
	ctx = n.ctx.WithEventManager(sdk.NewEventManager()).WithCometInfo(cometInfo{
		evidence: evidence{{kind: comet.DuplicateVote}, {kind: comet.LightClientAttack, key: key{address: []byte("short")}}},
		votes:    votes{{flag: comet.BlockIDFlagAbsent}, {flag: comet.BlockIDFlagNil}, {flag: 99}},
	})
	require.NotPanics(t, func() { n.k.BeginBlock(ctx) })
	require.NotPanics(t, func() { n.k.BeginBlock(n.ctx.WithCometInfo(nil)) })

	ctx = n.ctx.WithEventManager(sdk.NewEventManager()).WithCometInfo(n.info(firstHeight, news{doubles: []string{consensusAddress(3, 0)}}))
	broken := keeper.WithoutStore(n.k)
	require.NotPanics(t, func() { broken.BeginBlock(ctx) })
	require.Equal(t, []string{"EventConsensusReportSetAside"}, names(ctx.EventManager().Events()))
}

// What one block does together.
func TestOneBlockManyChanges(t *testing.T) {
	four, five := consensusAddress(4, 0), consensusAddress(5, 0)
	all := func(sends ...func(*network, context.Context) error) func(*network) {
		return func(n *network) {
			var acts []func(sdk.Context) error
			for _, send := range sends {
				acts = append(acts, func(ctx sdk.Context) error {
					err := send(n, ctx)
					require.NoError(n.tb, err)
					return err
				})
			}
			n.block(news{}, acts...)
		}
	}
	small := func(m *consortium.MsgAddValidator) { m.Power = 4 }
	tests := map[string]struct {
		block   func(*network)
		updates int
	}{
		"added and removed":          {all(add(small), remove(authority, five)), 0},
		"added and rotated":          {all(add(small), rotate(5, 0, 1)), 1},
		"added, rotated and removed": {all(add(small), rotate(5, 0, 1), remove(authority, consensusAddress(5, 1))), 0},
		"power up and down":          {all(setPower(authority, four, 12), setPower(authority, four, 10)), 0},
		"removed although it misbehaved": {func(n *network) {
			n.block(news{doubles: []string{four}}, func(ctx sdk.Context) error {
				require.ErrorIs(n.tb, remove(authority, four)(n, ctx), consortium.ErrValidatorState)
				return nil
			})
		}, 1},
		"rotated although it is jailed": {func(n *network) {
			missed(3, four)(n)
			n.block(news{absent: []string{four}}, func(ctx sdk.Context) error { return rotate(4, 0, 1)(n, ctx) })
		}, 1},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			n := newValidators(t, testPolicy(), 10, 10, 10, 10)
			tc.block(n)
			require.Len(t, n.updates, tc.updates)
		})
	}

	t.Run("rotated twice, then removed", func(t *testing.T) {
		n := newValidators(t, testPolicy(), 20, 20, 20, 4)
		all(rotate(4, 0, 1), rotate(4, 1, 2))(n)
		require.Len(t, n.updates, 2, "the first key goes, the third comes, the second was never told")
		all(rotate(4, 2, 3), remove(authority, consensusAddress(4, 3)))(n)
		require.Len(t, n.updates, 1)
	})
}
