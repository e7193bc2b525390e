// SPDX-License-Identifier: Apache-2.0

package keeper_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/taelnet/tael/x/compliance"
	"github.com/taelnet/tael/x/wallet"
)

// of changes a row.
func of(l compliance.Limit, change func(*compliance.Limit)) compliance.Limit {
	change(&l)
	return l
}

func strong(l compliance.Limit, s compliance.Strength) compliance.Limit {
	l.Strength = s
	return l
}

// dayByStrength lets pay 1,000 a day with one factor, 5,000 with two and any amount with a certificate.
func dayByStrength() []compliance.Limit {
	return []compliance.Limit{
		row(compliance.WINDOW_DAY, compliance.MEASURE_OUT, 1_000),
		strong(row(compliance.WINDOW_DAY, compliance.MEASURE_OUT, 5_000), compliance.STRENGTH_TWO),
	}
}

func (f *fixture) decide(m compliance.Movement) compliance.Decision {
	f.t.Helper()
	d, err := f.keeper.Authorize(f.ctx, m)
	require.NoError(f.t, err)
	return d
}

func TestStepUpNamesTheWeakestStrengthThatPasses(t *testing.T) {
	cases := map[string]struct {
		strength compliance.Strength
		amount   uint64
		reason   compliance.Reason
		stepUp   compliance.Strength
	}{
		"exactly with one factor":           {compliance.STRENGTH_ONE, 1_000, compliance.ReasonNone, 0},
		"what is not stated is one factor":  {compliance.STRENGTH_UNSPECIFIED, 1_001, compliance.ReasonLimitDayOut, compliance.STRENGTH_TWO},
		"without a factor":                  {compliance.STRENGTH_NONE, 1_001, compliance.ReasonLimitDayOut, compliance.STRENGTH_TWO},
		"one over with one factor":          {compliance.STRENGTH_ONE, 1_001, compliance.ReasonLimitDayOut, compliance.STRENGTH_TWO},
		"exactly with two factors":          {compliance.STRENGTH_TWO, 5_000, compliance.ReasonNone, 0},
		"one over two, with one factor":     {compliance.STRENGTH_ONE, 5_001, compliance.ReasonLimitDayOut, compliance.STRENGTH_CERT},
		"one over with two factors":         {compliance.STRENGTH_TWO, 5_001, compliance.ReasonLimitDayOut, compliance.STRENGTH_CERT},
		"any amount with a certificate":     {compliance.STRENGTH_CERT, 1 << 60, compliance.ReasonNone, 0},
		"a row of CERT with a certificate":  {compliance.STRENGTH_CERT, 1<<60 + 1, compliance.ReasonLimitTxOut, 0},
		"a row of CERT lets nothing pass":   {compliance.STRENGTH_ONE, 1<<60 + 1, compliance.ReasonLimitTxOut, 0},
		"the first row in order is told of": {compliance.STRENGTH_TWO, 1<<60 + 1, compliance.ReasonLimitTxOut, 0},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			f := newFixture(t)
			f.limits(append(dayByStrength(), strong(row(compliance.WINDOW_TX, compliance.MEASURE_OUT, 1<<60), compliance.STRENGTH_CERT))...)
			m := f.movement(compliance.MovementPay, alice, bob, tc.amount)
			m.Strength = tc.strength
			d := f.decide(m)
			require.Equal(t, tc.reason, d.Reason)
			require.Equal(t, tc.stepUp, d.StepUp)
		})
	}
}

func TestStrongPaymentsCountForStrongRowsAlone(t *testing.T) {
	f := newFixture(t)
	f.limits(dayByStrength()...)
	two := f.movement(compliance.MovementPay, alice, bob, 4_500)
	two.Strength = compliance.STRENGTH_TWO
	require.Equal(t, compliance.ReasonNone, f.move(two))
	require.Equal(t, compliance.ReasonNone, f.pay(alice, bob, 500), "two factors weigh nothing in the row of ONE, one weighs in that of TWO")
	d := f.decide(f.movement(compliance.MovementPay, alice, bob, 1))
	require.Equal(t, compliance.ReasonLimitDayOut, d.Reason)
	require.Equal(t, compliance.STRENGTH_CERT, d.StepUp, "both rows must hold")

	back := f.movement(compliance.MovementGiveBack, bob, alice, 4_500)
	require.Equal(t, compliance.ReasonNone, f.move(back))
	require.Equal(t, [4]uint64{4_500, 4_500, 4_500, 4_500}, f.sums(alice, compliance.MEASURE_OUT), "one factor had 500 alone")
	back.OriginalStrength = compliance.STRENGTH_TWO
	require.Equal(t, compliance.ReasonNone, f.move(back))
	require.Zero(t, f.sums(alice, compliance.MEASURE_OUT))
}

func TestStepUpIsForLimitsAlone(t *testing.T) {
	f := newFixture(t)
	f.limits(dayByStrength()...)
	f.restrict(alice, "", compliance.EFFECT_FROZEN)
	d := f.decide(f.movement(compliance.MovementPay, alice, bob, 1_001))
	require.Equal(t, compliance.ReasonPayerFrozen, d.Reason)
	require.Zero(t, d.StepUp)

	f = newFixture(t)
	f.limits(row(compliance.WINDOW_TX, compliance.MEASURE_IN, 1))
	d = f.decide(f.movement(compliance.MovementIssue, nil, bob, 2))
	require.Equal(t, compliance.ReasonLimitTxIn, d.Reason)
	require.Zero(t, d.StepUp, "nobody signs an issuance")
	d = f.decide(f.movement(compliance.MovementPay, alice, bob, 2))
	require.Equal(t, compliance.ReasonLimitTxIn, d.Reason)
	require.Zero(t, d.StepUp, "what the payee may receive binds at every strength")
	f.limits(row(compliance.WINDOW_BALANCE, compliance.MEASURE_BALANCE, 1))
	d = f.decide(f.movement(compliance.MovementPay, alice, bob, 2))
	require.Equal(t, compliance.ReasonLimitBalance, d.Reason)
	require.Zero(t, d.StepUp, "and so does what it may hold")
}

func TestRowsOfAChannelWeighThatChannel(t *testing.T) {
	f := newFixture(t)
	f.limits(of(row(compliance.WINDOW_DAY, compliance.MEASURE_OUT, 500), func(l *compliance.Limit) {
		l.Channel, l.Strength = wallet.CHANNEL_STATIC_CODE, compliance.STRENGTH_CERT
	}))
	code := f.movement(compliance.MovementPay, alice, bob, 500)
	code.Channel, code.Strength = wallet.CHANNEL_STATIC_CODE, compliance.STRENGTH_CERT
	require.Equal(t, compliance.ReasonNone, f.pay(alice, bob, 10_000), "no channel stated")
	online := f.movement(compliance.MovementPay, alice, bob, 10_000)
	online.Channel = wallet.CHANNEL_ONLINE
	require.Equal(t, compliance.ReasonNone, f.move(online))
	require.Equal(t, compliance.ReasonNone, f.move(code))
	code.Amount = 1
	require.Equal(t, compliance.ReasonLimitDayOut, f.move(code))

	back := f.movement(compliance.MovementGiveBack, bob, alice, 100)
	back.OriginalStrength, back.OriginalChannel = compliance.STRENGTH_CERT, wallet.CHANNEL_STATIC_CODE
	require.Equal(t, compliance.ReasonNone, f.move(back))
	code.Amount = 100
	require.Equal(t, compliance.ReasonNone, f.move(code))
}

func TestRowsBindFromAndUntilTheirTimes(t *testing.T) {
	f := newFixture(t)
	change := noon.Add(time.Hour)
	f.limits(
		of(row(compliance.WINDOW_DAY, compliance.MEASURE_OUT, 10), func(l *compliance.Limit) { l.Until = change.Unix() }),
		of(row(compliance.WINDOW_DAY, compliance.MEASURE_OUT, 30), func(l *compliance.Limit) { l.From, l.Until = change.Unix(), change.Unix()+60 }),
	)
	require.Equal(t, compliance.ReasonNone, f.pay(alice, bob, 10))
	f.at(change.Add(-time.Second))
	require.Equal(t, compliance.ReasonLimitDayOut, f.pay(alice, bob, 1))
	f.at(change)
	require.Equal(t, compliance.ReasonLimitDayOut, f.pay(alice, bob, 21), "the same counters")
	require.Equal(t, compliance.ReasonNone, f.pay(alice, bob, 20))
	f.at(change.Add(59 * time.Second))
	require.Equal(t, compliance.ReasonLimitDayOut, f.pay(alice, bob, 1))
	f.at(change.Add(time.Minute))
	require.Equal(t, compliance.ReasonNone, f.pay(alice, bob, 1_000), "no row binds any more")
}

func TestFeesWeighOutOfThePayer(t *testing.T) {
	f := newFixture(t)
	f.limits(row(compliance.WINDOW_TX, compliance.MEASURE_OUT, 110), row(compliance.WINDOW_DAY, compliance.MEASURE_IN, 100))
	m := f.movement(compliance.MovementPay, alice, bob, 100)
	m.Fees = []compliance.Fee{{Payee: f.wallet(feesA), Amount: 6}, {Payee: f.wallet(feesA), Amount: 5}}
	require.Equal(t, compliance.ReasonLimitTxOut, f.move(m))
	m.Fees[1].Amount = 4
	require.Equal(t, compliance.ReasonNone, f.move(m))
	require.Equal(t, uint64(110), f.sums(alice, compliance.MEASURE_OUT)[0])
	require.Equal(t, uint64(100), f.sums(bob, compliance.MEASURE_IN)[0], "the payee gets the amount")
	require.Zero(t, f.sums(feesA, compliance.MEASURE_IN), "a member has no limits")

	f.restrict(feesA, "", compliance.EFFECT_DEEP_FROZEN)
	m.Amount = 1
	require.Equal(t, compliance.ReasonPayeeDeepFrozen, f.move(m))
	closedFees := *f.wallet(feesA)
	closedFees.Status = wallet.WALLET_STATUS_CLOSED
	m.Fees[0].Payee = &closedFees
	require.Equal(t, compliance.ReasonPayeeClosed, f.move(m))
}

func TestMembersHaveNoLimits(t *testing.T) {
	f := newFixture(t)
	f.limits(row(compliance.WINDOW_TX, compliance.MEASURE_OUT, 1))
	require.Equal(t, compliance.ReasonNone, f.pay(feesA, bob, 1_000))
	last, err := f.keeper.LastMoved(f.ctx, feesA)
	require.NoError(t, err)
	require.Zero(t, last)
}

func TestMoneyOfClosedAndDormantWalletsGoesToSuspense(t *testing.T) {
	f := newFixture(t)
	require.Equal(t, compliance.ReasonNone, f.pay(alice, bob, 50))
	back := f.movement(compliance.MovementGiveBack, bob, suspense, 50)
	require.Equal(t, compliance.ReasonPayeeSuspense, f.move(back))
	back.Suspense = true
	require.Equal(t, compliance.ReasonNone, f.move(back))
	require.Zero(t, f.sums(bob, compliance.MEASURE_IN))
	require.Equal(t, uint64(50), f.sums(alice, compliance.MEASURE_OUT)[0], "the original payer got nothing back")

	before := f.dump()
	sweep := f.movement(compliance.MovementSweep, alice, suspense, 50)
	require.Equal(t, compliance.ReasonNone, f.move(sweep))
	require.Equal(t, compliance.ReasonNone, f.move(f.movement(compliance.MovementCustody, nil, nil, 50)))
	require.Equal(t, before, f.dump(), "neither is weighed")
	f.restrict(alice, "", compliance.EFFECT_FROZEN)
	require.Equal(t, compliance.ReasonPayerFrozen, f.move(sweep))
}

func TestLastMovedIsADay(t *testing.T) {
	f := newFixture(t)
	last, err := f.keeper.LastMoved(f.ctx, alice)
	require.NoError(t, err)
	require.Zero(t, last)
	require.Equal(t, compliance.ReasonNone, f.pay(alice, bob, 50))
	f.at(noon.Add(72 * time.Hour))
	for _, addr := range [][]byte{alice, bob} {
		last, err = f.keeper.LastMoved(f.ctx, addr)
		require.NoError(t, err)
		require.Equal(t, chinaMidnight.Unix()-86_400, last)
	}
}

func TestWindowsEndWithTheirCalendarPeriods(t *testing.T) {
	local := func(text string) time.Time {
		at, err := time.ParseInLocation("2006-01-02 15:04:05", text, time.FixedZone("China", 28_800))
		require.NoError(t, err)
		return at
	}
	cases := map[string]struct {
		window     compliance.Window
		last, next string
		over       compliance.Reason
	}{
		"a day at midnight":           {compliance.WINDOW_DAY, "2026-11-23 23:59:59", "2026-11-24 00:00:00", compliance.ReasonLimitDayOut},
		"a month of 30 days":          {compliance.WINDOW_MONTH, "2026-11-30 23:59:59", "2026-12-01 00:00:00", compliance.ReasonLimitMonthOut},
		"a month of 31 days":          {compliance.WINDOW_MONTH, "2027-01-31 23:59:59", "2027-02-01 00:00:00", compliance.ReasonLimitMonthOut},
		"February without a leap day": {compliance.WINDOW_MONTH, "2027-02-28 23:59:59", "2027-03-01 00:00:00", compliance.ReasonLimitMonthOut},
		"February with a leap day":    {compliance.WINDOW_MONTH, "2028-02-29 23:59:59", "2028-03-01 00:00:00", compliance.ReasonLimitMonthOut},
		"the last month of a year":    {compliance.WINDOW_MONTH, "2026-12-31 23:59:59", "2027-01-01 00:00:00", compliance.ReasonLimitMonthOut},
		"a year on 31 December":       {compliance.WINDOW_YEAR, "2026-12-31 23:59:59", "2027-01-01 00:00:00", compliance.ReasonLimitYearOut},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			f := newFixture(t)
			f.limits(row(tc.window, compliance.MEASURE_OUT, 10))
			f.at(local(tc.last))
			require.Equal(t, compliance.ReasonNone, f.pay(alice, bob, 10))
			require.Equal(t, tc.over, f.pay(alice, bob, 1), "the same second")
			f.at(local(tc.next))
			require.Equal(t, tc.over, f.pay(alice, bob, 11))
			require.Equal(t, compliance.ReasonNone, f.pay(alice, bob, 10), "a new period")
		})
	}
	f := newFixture(t)
	f.limits(row(compliance.WINDOW_LIFETIME, compliance.MEASURE_OUT, 10), row(compliance.WINDOW_LIFETIME, compliance.MEASURE_IN, 10))
	require.Equal(t, compliance.ReasonNone, f.pay(alice, bob, 10))
	f.at(noon.AddDate(30, 0, 0))
	require.Equal(t, compliance.ReasonLimitLifetimeOut, f.pay(alice, bob, 1))
	require.Equal(t, compliance.ReasonLimitLifetimeIn, f.pay(second, bob, 1))
	back := f.movement(compliance.MovementGiveBack, bob, alice, 4)
	back.OriginalAt = noon.Unix()
	require.Equal(t, compliance.ReasonNone, f.move(back))
	require.Equal(t, compliance.ReasonNone, f.pay(alice, bob, 4), "a lifetime has no end")
}
