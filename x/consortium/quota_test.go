// SPDX-License-Identifier: Apache-2.0

package consortium_test

import (
	"math"
	"math/big"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/taelnet/tael/x/consortium"
)

// Any charges at any times of any quota: never more than burst + rate x time, computed without bounds.
func TestAQuotaIsNeverExceeded(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		edges := rapid.OneOf(rapid.Uint64(), rapid.Uint64Range(0, 100), rapid.Just(uint64(math.MaxUint64)), rapid.Uint64Range(0, 1<<40))
		q := consortium.Quota{
			Rate:  max(consortium.MinQuotaRate, edges.Draw(r, "rate")),
			Burst: max(consortium.MinQuotaBurst, edges.Draw(r, "burst")),
		}
		start := edges.Draw(r, "start")
		now, use := start, consortium.QuotaUse{Member: 1}
		taken := new(big.Int)
		for range rapid.IntRange(1, 20).Draw(r, "charges") {
			if step := edges.Draw(r, "step"); step <= math.MaxUint64-now {
				now += step
			}
			gas := edges.Draw(r, "gas")
			left := use.Left(q, now)
			charged, err := use.Charge(q, now, gas)
			if gas > left {
				require.ErrorIs(r, err, consortium.ErrQuota)
				require.Equal(r, use, charged)
				continue
			}
			require.NoError(r, err)
			require.Equal(r, left-gas, charged.Left(q, now), "exactly what was asked for goes")
			use = charged
			taken.Add(taken, new(big.Int).SetUint64(gas))
		}
		most := new(big.Int).Mul(new(big.Int).SetUint64(q.Rate), new(big.Int).SetUint64(now-start))
		most.Div(most, big.NewInt(int64(time.Second)))
		most.Add(most, new(big.Int).SetUint64(q.Burst))
		require.LessOrEqual(r, taken.Cmp(most), 0, "%s taken, at most %s", taken, most)
	})
}

// What is promised holds: after so many seconds the burst is whole, and a second earlier it is not.
func TestTheWaitIsExact(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		q := consortium.Quota{Rate: rapid.Uint64Range(consortium.MinQuotaRate, 1<<30).Draw(r, "rate"), Burst: 1 << 32}
		use := consortium.QuotaUse{Used: rapid.Uint64Range(0, 1<<33).Draw(r, "used"), At: 17}
		wait := use.FullIn(q, 17)
		require.Equal(r, q.Burst, use.Left(q, 17+wait*uint64(time.Second)))
		if wait > 0 {
			require.Less(r, use.Left(q, 17+(wait-1)*uint64(time.Second)), q.Burst)
		}
	})
}

func TestTimeOfAQuota(t *testing.T) {
	cases := map[string]struct {
		at   time.Time
		want uint64
	}{
		"no time":               {time.Time{}, 0},
		"the epoch":             {time.Unix(0, 0), 0},
		"before the epoch":      {time.Unix(-5, 7), 0},
		"a nanosecond after":    {time.Unix(0, 1), 1},
		"a time beyond 63 bits": {time.Unix(10_000_000_000, 3), 10_000_000_000_000_000_003},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) { require.Equal(t, tc.want, consortium.QuotaTime(tc.at)) })
	}
}

func TestTheClockGoesBackForNobody(t *testing.T) {
	q := consortium.Quota{Rate: 1_000_000, Burst: 30_000_000}
	use := consortium.QuotaUse{Used: 10_000_000, At: 50}
	require.EqualValues(t, 20_000_000, use.Left(q, 0), "a node that has seen no block yet")
	use, err := use.Charge(q, 10, 1)
	require.NoError(t, err)
	require.EqualValues(t, 50, use.At)
}

func TestTheLargestQuotaOfTheRoles(t *testing.T) {
	small, large := consortium.Quota{Rate: 1, Burst: 9}, consortium.Quota{Rate: 2, Burst: 1}
	policy := consortium.QuotaPolicy{
		Base:    consortium.Quota{Rate: 5, Burst: 5},
		Roles:   []consortium.RoleQuota{{Role: 1, Quota: small}, {Role: 2, Quota: large}},
		Members: []consortium.MemberQuota{{Member: 7, Quota: small}},
	}
	for name, tc := range map[string]struct {
		member uint32
		roles  []consortium.Role
		want   consortium.Quota
		own    bool
	}{
		"the larger of two roles":        {1, []consortium.Role{1, 2, 3}, large, false},
		"one role":                       {1, []consortium.Role{1}, small, false},
		"a role without a quota":         {1, []consortium.Role{3}, policy.Base, false},
		"its own goes before its roles'": {7, []consortium.Role{2}, small, true},
	} {
		t.Run(name, func(t *testing.T) {
			quota, own := policy.Of(tc.member, tc.roles)
			require.Equal(t, tc.want, quota)
			require.Equal(t, tc.own, own)
		})
	}
}
