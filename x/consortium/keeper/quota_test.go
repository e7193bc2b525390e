// SPDX-License-Identifier: Apache-2.0

package keeper_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/taelnet/tael/x/consortium"
)

// at is the fixture at so many seconds after 2026 began.
func (f *fixture) at(seconds int) *fixture {
	f.ctx = f.ctx.WithBlockTime(time.Date(2026, 1, 1, 0, 0, seconds, 0, time.UTC))
	return f
}

func (f *fixture) left(member string) uint64 {
	f.tb.Helper()
	res, err := f.queries.Quota(f.ctx, &consortium.QueryQuotaRequest{Member: member})
	require.NoError(f.tb, err)
	return res.Left
}

func TestChargeTakesAndTimeGivesBack(t *testing.T) {
	f := newFixture(t).at(0)
	require.EqualValues(t, 100_000_000, f.left("north-bank"), "nobody used any: the whole burst")

	require.NoError(t, f.k.Charge(f.ctx, 1, 60_000_000))
	require.NoError(t, f.k.Charge(f.ctx, 1, 40_000_000), "all of a burst may go in one block")
	require.Zero(t, f.left("north-bank"))
	require.EqualValues(t, 100_000_000, f.left("south-bank"), "each member has its own")
	f.refuses(consortium.ErrQuota, func(ctx context.Context) error { return f.k.Charge(ctx, 1, 1) })

	f.at(10)
	require.EqualValues(t, 20_000_000, f.left("north-bank"))
	require.NoError(t, f.k.Charge(f.ctx, 1, 5_000_000))
	err := f.k.Charge(f.ctx, 1, 25_000_000)
	require.ErrorIs(t, err, consortium.ErrQuota)
	require.ErrorContains(t, err, "expected at most 15000000 gas, got 25000000: member 1 has used its quota, try again in 5 s")
	require.NoError(t, f.at(15).k.Charge(f.ctx, 1, 25_000_000), "as the error said")

	require.EqualValues(t, 100_000_000, f.at(10_000_000).left("north-bank"), "no more than the burst comes back")
	require.NoError(t, f.k.Invariants(f.ctx))
}

func TestChargeReadsLittleAndWritesOneKey(t *testing.T) {
	f := newFixture(t).at(0)
	before := f.dump()
	*f.reads = 0
	require.NoError(t, f.k.Charge(f.ctx, 1, 1_000))
	require.LessOrEqual(t, *f.reads, 4, "the member, its own quota, its role's, what it used")
	after := f.dump()
	require.Len(t, after, len(before)+1)
	require.NoError(t, f.k.Charge(f.ctx, 1, 1_000))
	require.Len(t, f.dump(), len(after))
}

func TestWhoseQuota(t *testing.T) {
	cases := map[string]struct {
		member uint32
		burst  uint64
	}{
		"a bank has that of its role":        {1, 100_000_000},
		"a suspended one as well":            {2, 100_000_000},
		"a member with its own":              {300, 30_000_000},
		"a role without one has the base":    {65_535, 50_000_000},
		"the consortium itself has the base": {0, 50_000_000},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			f := newFixture(t).at(0)
			f.ctx = f.ctx.WithBlockTime(time.Unix(1<<31, 0)) // what genesis says was used has come back
			f.refuses(consortium.ErrQuota, func(ctx context.Context) error { return f.k.Charge(ctx, tc.member, tc.burst+1) })
			require.NoError(t, f.k.Charge(f.ctx, tc.member, tc.burst))
		})
	}
	f := newFixture(t)
	f.refuses(consortium.ErrMemberUnknown, func(ctx context.Context) error { return f.k.Charge(ctx, 9, 1) })
	f.refuses(consortium.ErrMemberUnknown, func(ctx context.Context) error { return f.k.Charge(ctx, 65_536, 1) })
}

func TestSetQuota(t *testing.T) {
	quota := &consortium.Quota{Rate: 1_000_000, Burst: 40_000_000}
	set := func(f *fixture, msg consortium.MsgSetQuota) func(context.Context) error {
		return func(ctx context.Context) error {
			if msg.Authority == "" {
				msg.Authority = address(authority)
			}
			_, err := f.msgs.SetQuota(ctx, &msg)
			return err
		}
	}
	f := newFixture(t).at(0)
	require.NoError(t, f.k.Charge(f.ctx, 1, 90_000_000))

	f.does(set(f, consortium.MsgSetQuota{Member: "north-bank", Quota: quota}), "EventQuotaSet")
	require.Zero(t, f.left("north-bank"), "a burst below what is used leaves nothing")
	err := f.k.Charge(f.ctx, 1, 10_000_000)
	require.ErrorIs(t, err, consortium.ErrQuota)
	require.ErrorContains(t, err, "try again in 60 s", "the excess comes back first")
	require.NoError(t, f.at(60).k.Charge(f.ctx, 1, 10_000_000))

	f.does(set(f, consortium.MsgSetQuota{Member: "north-bank"}), "EventQuotaSet")
	f.does(set(f, consortium.MsgSetQuota{Role: consortium.ROLE_BANK}), "EventQuotaSet")
	f.does(set(f, consortium.MsgSetQuota{Quota: quota}), "EventQuotaSet")
	policy, err := f.queries.QuotaPolicy(f.ctx, &consortium.QueryQuotaPolicyRequest{})
	require.NoError(t, err)
	require.Equal(t, *quota, policy.Policy.Base)
	require.Len(t, policy.Policy.Roles, 1)
	require.Len(t, policy.Policy.Members, 1)
	require.EqualValues(t, 40_000_000, f.left("south-bank"), "a bank has the base now")
	res, err := f.queries.Quota(f.ctx, &consortium.QueryQuotaRequest{Member: "clearing"})
	require.NoError(t, err)
	require.Equal(t, consortium.QueryQuotaResponse{
		Member: "clearing", Quota: consortium.Quota{Rate: 500_000, Burst: 30_000_000}, Own: true, Left: 30_000_000,
	}, *res)
	_, err = f.queries.Quota(f.ctx, &consortium.QueryQuotaRequest{Member: "west-bank"})
	require.ErrorContains(t, err, "NotFound")

	f.refuses(consortium.ErrUnauthorized, set(f, consortium.MsgSetQuota{Authority: address(northGovernance), Quota: quota}))
	f.refuses(consortium.ErrMemberUnknown, set(f, consortium.MsgSetQuota{Member: "west-bank", Quota: quota}))
	f.refuses(consortium.ErrQuotaInvalid, set(f, consortium.MsgSetQuota{Member: "north-bank", Quota: &consortium.Quota{}}))
	f.refuses(consortium.ErrQuotaInvalid, set(f, consortium.MsgSetQuota{}))
}
