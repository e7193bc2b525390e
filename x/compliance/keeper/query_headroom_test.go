// SPDX-License-Identifier: Apache-2.0

package keeper_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/taelnet/tael/x/compliance"
	"github.com/taelnet/tael/x/wallet"
)

func (f *fixture) headroom(req *compliance.QueryHeadroomRequest) []compliance.Headroom {
	f.t.Helper()
	answer, err := f.query.Headroom(f.ctx, req)
	require.NoError(f.t, err)
	return answer.Headroom
}

func TestHeadroomNamesTheRowThatBinds(t *testing.T) {
	f := newFixture(t)
	day, month := row(compliance.WINDOW_DAY, compliance.MEASURE_OUT, 100), strong(row(compliance.WINDOW_MONTH, compliance.MEASURE_OUT, 120), compliance.STRENGTH_CERT)
	tx := strong(row(compliance.WINDOW_TX, compliance.MEASURE_OUT, 50), compliance.STRENGTH_CERT)
	balance := strong(row(compliance.WINDOW_BALANCE, compliance.MEASURE_BALANCE, 200), compliance.STRENGTH_CERT)
	f.limits(day, month, tx, balance)
	f.bank.balances[string(alice)+"cny"] = 150
	f.bank.balances[string(wallet.EscrowAddress("reserve", alice))+"cny"] = 20
	ask := &compliance.QueryHeadroomRequest{Wallet: sdk.AccAddress(alice).String()}
	out := func(l compliance.Limit, used uint64) compliance.Headroom {
		return compliance.Headroom{Denom: "cny", Measure: compliance.MEASURE_OUT, Row: l, Used: used, Left: l.Amount - used}
	}
	entering := compliance.Headroom{Denom: "cny", Measure: compliance.MEASURE_IN, Row: balance, Used: 170, Left: 30}
	held := entering
	held.Measure = compliance.MEASURE_BALANCE
	require.Equal(t, []compliance.Headroom{out(tx, 0), entering, held}, f.headroom(ask))

	require.Equal(t, compliance.ReasonNone, f.pay(alice, bob, 50))
	require.Equal(t, compliance.ReasonNone, f.pay(alice, bob, 10))
	require.Equal(t, out(day, 60), f.headroom(ask)[0])
	two := f.movement(compliance.MovementPay, alice, bob, 30)
	two.Strength = compliance.STRENGTH_TWO
	require.Equal(t, compliance.ReasonNone, f.move(two))
	require.Equal(t, out(month, 90), f.headroom(ask)[0], "two factors weigh in the month alone")
	ask.Strength = compliance.STRENGTH_TWO
	require.Equal(t, out(month, 90), f.headroom(ask)[0])
	f.at(chinaMidnight)
	ask.Strength = compliance.STRENGTH_ONE
	require.Equal(t, out(month, 90), f.headroom(ask)[0])

	f.bank.balances[string(alice)+"cny"] = 1_000
	require.Zero(t, f.headroom(ask)[1].Left, "what lies above a cap stays and leaves no room")
	ask.Denom = "ecny"
	require.Equal(t, []compliance.Headroom{
		{Denom: "ecny", Measure: compliance.MEASURE_OUT, Unlimited: true},
		{Denom: "ecny", Measure: compliance.MEASURE_IN, Unlimited: true},
		{Denom: "ecny", Measure: compliance.MEASURE_BALANCE, Unlimited: true},
	}, f.headroom(ask))
}

func TestHeadroomIsWhatPasses(t *testing.T) {
	f := newFixture(t)
	f.limits(dayByStrength()...)
	require.Equal(t, compliance.ReasonNone, f.pay(alice, bob, 321))
	for _, strength := range []compliance.Strength{compliance.STRENGTH_ONE, compliance.STRENGTH_TWO} {
		left := f.headroom(&compliance.QueryHeadroomRequest{Wallet: sdk.AccAddress(alice).String(), Strength: strength})[0].Left
		m := f.movement(compliance.MovementPay, alice, bob, left+1)
		m.Strength = strength
		require.Equal(t, compliance.ReasonLimitDayOut, f.decide(m).Reason)
		m.Amount = left
		require.Equal(t, compliance.ReasonNone, f.decide(m).Reason)
	}
}

func TestHeadroomOfAPerson(t *testing.T) {
	f := newFixture(t)
	f.limits(personRow(compliance.SCOPE_PERSON, compliance.WINDOW_YEAR, 100))
	f.commit(alice)
	f.commit(second)
	ask := &compliance.QueryHeadroomRequest{Wallet: sdk.AccAddress(alice).String()}
	h := f.headroom(ask)[0]
	require.True(t, h.OpeningDue && h.PersonUnknown)
	require.Equal(t, uint64(100), h.Left)
	require.Equal(t, compliance.ReasonNone, f.move(f.opened(second, bob, 60)))
	require.Equal(t, compliance.ReasonNone, f.move(f.opened(alice, bob, 10)))
	h = f.headroom(ask)[0]
	require.True(t, h.OpeningDue && !h.PersonUnknown)
	require.Equal(t, uint64(30), h.Left, "with what the other wallet paid")
}

func TestHeadroomOfWalletsWithoutLimits(t *testing.T) {
	f := newFixture(t)
	f.limits(dayByStrength()...)
	for _, addr := range [][]byte{suspense, feesA} {
		require.Empty(t, f.headroom(&compliance.QueryHeadroomRequest{Wallet: sdk.AccAddress(addr).String()}))
	}
	address := sdk.AccAddress(alice).String()
	for name, tc := range map[string]struct {
		err error
		req *compliance.QueryHeadroomRequest
	}{
		"of nothing":         {compliance.ErrRequestInvalid, nil},
		"of no address":      {wallet.ErrAddressInvalid, &compliance.QueryHeadroomRequest{Wallet: "bob"}},
		"of a stranger":      {wallet.ErrWalletUnknown, &compliance.QueryHeadroomRequest{Wallet: sdk.AccAddress(stranger).String()}},
		"of no denom":        {compliance.ErrRequestInvalid, &compliance.QueryHeadroomRequest{Wallet: address, Denom: "CNY"}},
		"of a fifth factor":  {compliance.ErrRequestInvalid, &compliance.QueryHeadroomRequest{Wallet: address, Strength: 5}},
		"of a sixth channel": {compliance.ErrRequestInvalid, &compliance.QueryHeadroomRequest{Wallet: address, Channel: 6}},
	} {
		t.Run(name, func(t *testing.T) {
			f.refuses(tc.err, func() error { _, err := f.query.Headroom(f.ctx, tc.req); return err })
		})
	}
}
