// SPDX-License-Identifier: Apache-2.0

package reserve_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/taelnet/tael/x/reserve"
)

func TestPart(t *testing.T) {
	require.Equal(t, uint64(0), reserve.Part(99, 1))
	require.Equal(t, uint64(1), reserve.Part(100, 1))
	require.Equal(t, uint64(149), reserve.Part(299, 50))
	require.Equal(t, uint64(math.MaxUint64), reserve.Part(math.MaxUint64, 100), "no overflow")
}

// However customers ask, release and ask again, nobody takes more than its part, and all together no more than theirs.
func TestNobodyTakesMoreThanThePlanAllows(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		percent := rapid.Uint32Range(1, 100).Draw(r, "percent")
		bases := rapid.SliceOfN(rapid.Uint64Range(0, 1_000), 1, 5).Draw(r, "bases")
		plan := reserve.ResolutionPlan{Member: 1, Denom: "cny", Number: 1, Percent: percent, Liability: rapid.Uint64Range(0, 3_000).Draw(r, "liability")}
		shares := make([]reserve.ResolutionShare, len(bases))
		for i, base := range bases {
			shares[i] = reserve.ResolutionShare{Wallet: make([]byte, 20), Denom: "cny", Plan: 1, Base: base}
		}
		var total uint64
		for range rapid.IntRange(1, 30).Draw(r, "acts") {
			s := &shares[rapid.IntRange(0, len(shares)-1).Draw(r, "who")]
			amount := rapid.Uint64Range(1, 600).Draw(r, "amount")
			if rapid.Bool().Draw(r, "release") {
				amount = min(amount, s.Taken)
				plan.GiveBack(s, amount)
				total -= amount
			} else {
				may := amount <= plan.LeftOf(*s)
				require.Equal(r, may, plan.Take(s, amount))
				if may {
					total += amount
				}
			}
			require.Equal(r, total, plan.Taken)
			require.LessOrEqual(r, s.Taken, reserve.Part(s.Base, percent))
			require.LessOrEqual(r, plan.Taken, reserve.Part(plan.Liability, percent))
			require.NoError(r, plan.Validate())
			require.NoError(r, s.Validate())
		}
	})
}

func TestPlansThatCannotBe(t *testing.T) {
	plan := reserve.ResolutionPlan{Member: 1, Denom: "cny", Number: 1, Percent: 40, Liability: 1_000, Taken: 400}
	require.NoError(t, plan.Validate())
	cases := map[string]func(*reserve.ResolutionPlan){
		"of nobody":                 func(p *reserve.ResolutionPlan) { p.Member = 0 },
		"without a number":          func(p *reserve.ResolutionPlan) { p.Number = 0 },
		"of nothing":                func(p *reserve.ResolutionPlan) { p.Percent = 0 },
		"of more than all":          func(p *reserve.ResolutionPlan) { p.Percent = 101 },
		"with more taken than may":  func(p *reserve.ResolutionPlan) { p.Taken = 401 },
		"set before there was time": func(p *reserve.ResolutionPlan) { p.SetAt = -1 },
	}
	for name, change := range cases {
		t.Run(name, func(t *testing.T) {
			p := plan
			change(&p)
			require.ErrorIs(t, p.Validate(), reserve.ErrGenesisInvalid)
		})
	}
	plan.Denom = "CNY"
	require.ErrorIs(t, plan.Validate(), reserve.ErrFieldInvalid)
	share := reserve.ResolutionShare{Wallet: make([]byte, 20), Denom: "cny", Plan: 1, Base: 5, Taken: 6}
	require.ErrorIs(t, share.Validate(), reserve.ErrGenesisInvalid)
}

func TestWhatIsInFlightStaysOwed(t *testing.T) {
	c := reserve.Coverage{Percent: 100, Liability: 100, InFlight: 40, Reserve: 60}
	require.True(t, c.HoldsInFull())
	require.False(t, c.HoldsForAll())
	c.Reserve = 100
	require.True(t, c.HoldsForAll())
	c.Percent, c.Reserve = 0, 0
	require.True(t, c.HoldsForAll(), "nothing is asked of the member")
}
