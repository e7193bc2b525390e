// SPDX-License-Identifier: Apache-2.0

package keeper_test

import (
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/taelnet/tael/x/compliance"
	"github.com/taelnet/tael/x/wallet"
)

func TestLimitsHoldAtExactlyAndNotOneOver(t *testing.T) {
	cases := map[string]struct {
		limit  compliance.Limit
		kind   compliance.MovementKind
		before uint64 // paid by alice to bob earlier today
		exact  uint64
		over   compliance.Reason
	}{
		"one payment out":           {row(compliance.WINDOW_TX, compliance.MEASURE_OUT, 10), compliance.MovementPay, 9, 10, compliance.ReasonLimitTxOut},
		"one payment in":            {row(compliance.WINDOW_TX, compliance.MEASURE_IN, 10), compliance.MovementPay, 9, 10, compliance.ReasonLimitTxIn},
		"a day's payments out":      {row(compliance.WINDOW_DAY, compliance.MEASURE_OUT, 10), compliance.MovementPay, 4, 6, compliance.ReasonLimitDayOut},
		"a day's payments in":       {row(compliance.WINDOW_DAY, compliance.MEASURE_IN, 10), compliance.MovementPay, 4, 6, compliance.ReasonLimitDayIn},
		"what may be held":          {row(compliance.WINDOW_BALANCE, compliance.MEASURE_BALANCE, 10), compliance.MovementPay, 0, 7, compliance.ReasonLimitBalance},
		"one redemption":            {row(compliance.WINDOW_TX, compliance.MEASURE_OUT, 10), compliance.MovementRedeem, 9, 10, compliance.ReasonLimitTxOut},
		"a day with a redemption":   {row(compliance.WINDOW_DAY, compliance.MEASURE_OUT, 10), compliance.MovementRedeem, 4, 6, compliance.ReasonLimitDayOut},
		"one issuance":              {row(compliance.WINDOW_TX, compliance.MEASURE_IN, 10), compliance.MovementIssue, 9, 10, compliance.ReasonLimitTxIn},
		"a day with an issuance":    {row(compliance.WINDOW_DAY, compliance.MEASURE_IN, 10), compliance.MovementIssue, 4, 6, compliance.ReasonLimitDayIn},
		"what an issuance may fill": {row(compliance.WINDOW_BALANCE, compliance.MEASURE_BALANCE, 10), compliance.MovementIssue, 0, 7, compliance.ReasonLimitBalance},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			f := newFixture(t)
			f.limits(tc.limit)
			f.bank.balances[string(bob)+"cny"] = 3
			if tc.before > 0 {
				require.Equal(t, compliance.ReasonNone, f.pay(alice, bob, tc.before))
			}
			over := f.movement(tc.kind, alice, bob, tc.exact+1)
			exact := f.movement(tc.kind, alice, bob, tc.exact)
			before := f.dump()
			require.Equal(t, tc.over, f.move(over), "one over")
			require.Equal(t, before, f.dump(), "a refusal counts nothing")
			require.Equal(t, compliance.ReasonNone, f.move(exact), "exactly")
		})
	}
}

func TestBalanceCountsEscrow(t *testing.T) {
	f := newFixture(t)
	f.limits(row(compliance.WINDOW_BALANCE, compliance.MEASURE_BALANCE, 100))
	f.bank.balances[string(bob)+"cny"] = 40
	f.bank.balances[string(wallet.EscrowAddress("reserve", bob))+"cny"] = 30
	f.bank.balances[string(wallet.EscrowAddress("payment", bob))+"cny"] = 20
	f.bank.balances[string(wallet.EscrowAddress("reserve", bob))+"ecny"] = 1_000
	f.bank.balances[string(wallet.EscrowAddress("reserve", alice))+"cny"] = 1_000
	require.Equal(t, compliance.ReasonLimitBalance, f.pay(alice, bob, 11))
	require.Equal(t, compliance.ReasonNone, f.pay(alice, bob, 10))

	f.bank.balances[string(wallet.EscrowAddress("payment", bob))+"cny"] = math.MaxUint64
	require.Equal(t, compliance.ReasonLimitBalance, f.pay(alice, bob, 1), "a sum beyond 64 bits is above every limit")
	require.Equal(t, compliance.ReasonNone, f.move(f.movement(compliance.MovementGiveBack, alice, bob, 50)),
		"money coming back is never refused by a limit")
	require.Equal(t, compliance.ReasonNone, f.move(f.movement(compliance.MovementRelease, nil, bob, 50)))
}

func TestLimitsBindTheirTierKindAndDenom(t *testing.T) {
	f := newFixture(t)
	other := row(compliance.WINDOW_TX, compliance.MEASURE_OUT, 1)
	other.Tier = 2
	merchant := row(compliance.WINDOW_TX, compliance.MEASURE_IN, 50)
	merchant.Tier, merchant.Kind = 2, wallet.WALLET_KIND_MERCHANT
	f.limits(other, merchant)
	require.Equal(t, compliance.ReasonNone, f.pay(alice, bob, 1_000), "no row for tier 1")
	require.Equal(t, compliance.ReasonLimitTxIn, f.pay(alice, shop, 51), "the shop's row")
	require.Equal(t, compliance.ReasonNone, f.pay(alice, shop, 50))
	m := f.movement(compliance.MovementPay, alice, shop, 51)
	m.Denom = "ecny"
	require.Equal(t, compliance.ReasonNone, f.move(m), "another denom")
}

func TestChangeOfTierWeighsTheSameCounters(t *testing.T) {
	f := newFixture(t)
	lower := row(compliance.WINDOW_DAY, compliance.MEASURE_OUT, 20)
	lower.Tier = 0
	f.limits(row(compliance.WINDOW_DAY, compliance.MEASURE_OUT, 100), lower)
	require.Equal(t, compliance.ReasonNone, f.pay(alice, bob, 60))
	w := f.wallets[string(alice)]
	w.Tier = 0
	f.wallets[string(alice)] = w
	require.Equal(t, compliance.ReasonLimitDayOut, f.pay(alice, bob, 1))
}

func TestDayEndsAtMidnightOfTheOffset(t *testing.T) {
	f := newFixture(t)
	f.limits(row(compliance.WINDOW_DAY, compliance.MEASURE_OUT, 10))
	f.at(chinaMidnight.Add(-time.Second)) // 23:59:59
	require.Equal(t, compliance.ReasonNone, f.pay(alice, bob, 10))
	require.Equal(t, compliance.ReasonLimitDayOut, f.pay(alice, bob, 1), "the same second")
	f.at(chinaMidnight) // 00:00:00
	require.Equal(t, compliance.ReasonNone, f.pay(alice, bob, 10), "a new day")
	require.Equal(t, compliance.ReasonLimitDayOut, f.pay(alice, bob, 1))
	out, _ := f.counted(alice)
	require.Equal(t, uint64(10), out)
}

func TestEqualTimestampsCountTogether(t *testing.T) {
	f := newFixture(t)
	f.limits(row(compliance.WINDOW_DAY, compliance.MEASURE_OUT, 10))
	for range 5 {
		require.Equal(t, compliance.ReasonNone, f.at(noon).pay(alice, bob, 2))
	}
	require.Equal(t, compliance.ReasonLimitDayOut, f.at(noon).pay(alice, bob, 1))
}

func TestGiveBackTakesOffWhatTheOriginalWeighs(t *testing.T) {
	f := newFixture(t)
	require.Equal(t, compliance.ReasonNone, f.pay(alice, bob, 100))
	require.Equal(t, compliance.ReasonNone, f.move(f.movement(compliance.MovementGiveBack, bob, alice, 30)))
	out, in := f.counted(alice)
	require.Equal(t, [2]uint64{70, 0}, [2]uint64{out, in}, "OUT of the original payer")
	out, in = f.counted(bob)
	require.Equal(t, [2]uint64{0, 70}, [2]uint64{out, in}, "IN of the original payee")
}

func TestGiveBackNeverGoesBelowZero(t *testing.T) {
	f := newFixture(t)
	require.Equal(t, compliance.ReasonNone, f.pay(alice, bob, 100))
	require.Equal(t, compliance.ReasonNone, f.move(f.movement(compliance.MovementGiveBack, bob, alice, 101)))
	out, _ := f.counted(alice)
	_, in := f.counted(bob)
	require.Zero(t, out+in)
	before := f.dump()
	require.Equal(t, compliance.ReasonNone, f.move(f.movement(compliance.MovementGiveBack, bob, alice, 101)))
	require.Equal(t, before, f.dump(), "nothing left, nothing written")
}

func TestGiveBackCountsOnlyInTheDayOfTheOriginal(t *testing.T) {
	f := newFixture(t)
	lastSecond := chinaMidnight.Add(-time.Second)
	f.at(lastSecond)
	require.Equal(t, compliance.ReasonNone, f.pay(alice, bob, 100))
	f.at(chinaMidnight)
	require.Equal(t, compliance.ReasonNone, f.pay(alice, bob, 100))
	back := f.movement(compliance.MovementGiveBack, bob, alice, 100)
	back.OriginalAt = lastSecond.Unix()
	require.Equal(t, compliance.ReasonNone, f.move(back))
	out, _ := f.counted(alice)
	require.Equal(t, uint64(100), out, "yesterday's payment weighs nothing today")
	require.Equal(t, [4]uint64{100, 100, 100, 100}, f.sums(alice, compliance.MEASURE_OUT), "and its month, its year and ever are lighter")
	back.OriginalAt = chinaMidnight.Unix()
	require.Equal(t, compliance.ReasonNone, f.move(back))
	require.Zero(t, f.sums(alice, compliance.MEASURE_OUT))
	require.Equal(t, compliance.ReasonNone, f.pay(alice, bob, 100))
	back.OriginalAt = 0
	require.Equal(t, compliance.ReasonNone, f.move(back), "an original without a time gives nothing back")
	require.Equal(t, [4]uint64{100, 100, 100, 100}, f.sums(alice, compliance.MEASURE_OUT))
}

func TestReleaseGivesOutBackToItsOwner(t *testing.T) {
	f := newFixture(t)
	require.Equal(t, compliance.ReasonNone, f.move(f.movement(compliance.MovementRedeem, alice, nil, 50)))
	require.Equal(t, compliance.ReasonNone, f.pay(bob, alice, 9))
	release := f.movement(compliance.MovementRelease, alice, alice, 50)
	require.Equal(t, compliance.ReasonNone, f.move(release))
	out, in := f.counted(alice)
	require.Equal(t, [2]uint64{0, 9}, [2]uint64{out, in})
}

func TestFactsAndFundsWeighNothing(t *testing.T) {
	f := newFixture(t)
	f.limits(row(compliance.WINDOW_TX, compliance.MEASURE_OUT, 0), row(compliance.WINDOW_TX, compliance.MEASURE_IN, 0))
	before := f.dump()
	for _, kind := range []compliance.MovementKind{compliance.MovementFunds, compliance.MovementSettle, compliance.MovementBurn} {
		require.Equal(t, compliance.ReasonNone, f.move(f.movement(kind, alice, bob, 50)), kind)
	}
	require.Equal(t, compliance.ReasonNone, f.move(f.movement(compliance.MovementIssue, nil, nil, 50)), "to a settlement account")
	require.Equal(t, before, f.dump())
}

func TestPaymentToOneselfCountsOnceOnEachSide(t *testing.T) {
	f := newFixture(t)
	f.limits(row(compliance.WINDOW_DAY, compliance.MEASURE_OUT, 10), row(compliance.WINDOW_DAY, compliance.MEASURE_IN, 5),
		row(compliance.WINDOW_BALANCE, compliance.MEASURE_BALANCE, 1))
	f.bank.balances[string(alice)+"cny"] = 10
	require.Equal(t, compliance.ReasonLimitDayIn, f.pay(alice, alice, 6))
	require.Equal(t, compliance.ReasonLimitDayOut, f.pay(alice, alice, 11))
	require.Equal(t, compliance.ReasonNone, f.pay(alice, alice, 5), "it changes nothing that is held")
	out, in := f.counted(alice)
	require.Equal(t, [2]uint64{5, 5}, [2]uint64{out, in})
	require.Equal(t, compliance.ReasonNone, f.move(f.movement(compliance.MovementGiveBack, alice, alice, 2)))
	out, in = f.counted(alice)
	require.Equal(t, [2]uint64{3, 3}, [2]uint64{out, in})
	require.Equal(t, compliance.ReasonPayerSuspense, f.pay(suspense, suspense, 5))
}

func TestCountersNeverWrap(t *testing.T) {
	f := newFixture(t)
	full := compliance.NewUsage(compliance.DefaultParams().Day(f.now()), []compliance.UsageSum{
		{Denom: "cny", Measure: compliance.MEASURE_OUT, Strength: compliance.STRENGTH_ONE, Lifetime: math.MaxUint64},
		{Denom: "cny", Measure: compliance.MEASURE_IN, Strength: compliance.STRENGTH_ONE, Lifetime: math.MaxUint64},
	}, compliance.Opened{})
	require.NoError(t, f.keeper.Usages.Set(f.ctx, alice, full))
	require.Equal(t, compliance.ReasonLimitLifetimeOut, f.pay(alice, bob, 1))
	require.Equal(t, compliance.ReasonLimitLifetimeIn, f.pay(bob, alice, 1))
	require.Equal(t, compliance.ReasonNone, f.pay(alice, alice, 1), "to itself is another way, with its own sums")
}
