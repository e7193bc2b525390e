// SPDX-License-Identifier: Apache-2.0

package keeper_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"cosmossdk.io/collections"

	"github.com/taelnet/tael/x/compliance"
	"github.com/taelnet/tael/x/consortium"
	"github.com/taelnet/tael/x/netting"
)

func positionKey(member uint32) collections.Pair[string, uint16] {
	return collections.Join("CNY", uint16(member))
}

func TestObligationIsTested(t *testing.T) {
	tests := map[string]struct {
		arrange func(*fixture)
		amount  uint64
		want    compliance.Reason
	}{
		"within cover and cap it is accepted":  {func(*fixture) {}, 100, compliance.ReasonNone},
		"beyond the cover it is refused":       {func(*fixture) {}, 101, compliance.ReasonLiquidity},
		"beyond the cap it is refused":         {func(f *fixture) { f.withFunds(900, 1) }, 501, compliance.ReasonCap},
		"what is due counts like cover":        {func(f *fixture) { f.withFunds(50, 2); f.mustOwe(2, 1, 50) }, 150, compliance.ReasonNone},
		"what is owed already counts":          {func(f *fixture) { f.mustOwe(1, 2, 60) }, 41, compliance.ReasonLiquidity},
		"a suspended member owes nothing new":  {func(f *fixture) { f.consortium.setStatus(1, consortium.MEMBER_STATUS_SUSPENDED) }, 1, compliance.ReasonMemberSuspended},
		"an exiting member owes nothing new":   {func(f *fixture) { f.consortium.setStatus(1, consortium.MEMBER_STATUS_EXITING) }, 1, compliance.ReasonMemberExiting},
		"an exiting member goes on receiving":  {func(f *fixture) { f.consortium.setStatus(2, consortium.MEMBER_STATUS_EXITING) }, 100, compliance.ReasonNone},
		"a suspended member goes on receiving": {func(f *fixture) { f.consortium.setStatus(2, consortium.MEMBER_STATUS_SUSPENDED) }, 100, compliance.ReasonNone},
		"a blocked member owes nothing new":    {func(f *fixture) { f.mustOwe(1, 2, 60); f.withFunds(-50, 1) }, 1, compliance.ReasonOutboundBlocked},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			f := newFixture(t).withCap(500, 1, 2).withFunds(100, 1)
			tc.arrange(f)
			before := f.state()

			reason, err := f.keeper.Test(f.ctx, netting.Obligation{Denom: "cny", From: 1, To: 2, Amount: tc.amount})

			require.NoError(t, err)
			require.Equal(t, tc.want, reason)
			require.Equal(t, before, f.state(), "a test writes nothing")
		})
	}
}

func TestObligationIsRecorded(t *testing.T) {
	f := newFixture(t).withCap(500, 1).withFunds(500, 1)
	f.mustOwe(1, 2, 60)
	before := f.currency()
	f.nextBlock(5)

	cycle, err := f.keeper.Record(f.ctx, netting.Obligation{Denom: "cny", From: 1, To: 2, Amount: 40})

	require.NoError(t, err)
	require.EqualValues(t, 1, cycle)
	require.Equal(t, before, f.currency(), "only the first obligation of a cycle writes the currency")
	require.Equal(t, netting.Position{
		Currency: "CNY", Member: 1, OpenOwed: 100, LifetimeOut: 100, Cap: 500,
		Balance: 500, Day: 2026_11_23, DaySent: 100, Peak: 100, PeakAt: start + 5,
	}, f.position(1))
	require.Equal(t, netting.Position{
		Currency: "CNY", Member: 2, OpenDue: 100, LifetimeIn: 100, Day: 2026_11_23, DayReceived: 100,
	}, f.position(2))
	pair, err := f.keeper.PairTotals.Get(f.ctx, collections.Join4("CNY", uint64(1), uint16(1), uint16(2)))
	require.NoError(t, err)
	require.Equal(t, netting.PairTotal{Amount: 100, Count: 2}, pair)
	require.Empty(t, f.events(), "obligations emit no event of their own")
	out, in, err := f.keeper.LifetimeTotals(f.ctx, "CNY", 1)
	require.NoError(t, err)
	require.Equal(t, [2]uint64{100, 0}, [2]uint64{out, in})
	require.NoError(t, f.keeper.Invariants(f.ctx))
}

func TestInvalidObligation(t *testing.T) {
	tests := map[string]struct {
		obligation netting.Obligation
		err        error
	}{
		"an unknown denom":         {netting.Obligation{Denom: "gold", From: 1, To: 2, Amount: 1}, netting.ErrCurrencyUnknown},
		"a settling denom":         {netting.Obligation{Denom: "ecny", From: 1, To: 2, Amount: 1}, netting.ErrDenomNotEmoney},
		"one member on both sides": {netting.Obligation{Denom: "cny", From: 1, To: 1, Amount: 1}, netting.ErrObligationInvalid},
		"no amount":                {netting.Obligation{Denom: "cny", From: 1, To: 2}, netting.ErrObligationInvalid},
		"an amount above the cap of amounts": {
			netting.Obligation{Denom: "cny", From: 1, To: 2, Amount: netting.MaxObligation + 1}, netting.ErrObligationInvalid,
		},
		"a member number of three bytes": {netting.Obligation{Denom: "cny", From: 1, To: 65536, Amount: 1}, netting.ErrObligationInvalid},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			f := newFixture(t).withCap(500, 1).withFunds(500, 1)
			before := f.state()

			_, testErr := f.keeper.Test(f.ctx, tc.obligation)
			_, recordErr := f.keeper.Record(f.ctx, tc.obligation)

			require.ErrorIs(t, testErr, tc.err)
			require.ErrorIs(t, recordErr, tc.err)
			require.Equal(t, before, f.state())
			require.Empty(t, f.events())
		})
	}
}

func TestAnOverflowingFigureWritesNothing(t *testing.T) {
	f := newFixture(t)
	require.NoError(t, f.keeper.Positions.Set(f.ctx, positionKey(2), netting.Position{LifetimeIn: 1<<64 - 1}))
	before := f.state()

	_, err := f.keeper.Record(f.ctx, netting.Obligation{Denom: "cny", From: 1, To: 2, Amount: 1})

	require.ErrorIs(t, err, netting.ErrFigureOverflow)
	require.Equal(t, before, f.state())
}

func TestCurrencyIsFoundByBothDenoms(t *testing.T) {
	f := newFixture(t)
	c, settling, err := f.keeper.Currency(f.ctx, "cny")
	require.NoError(t, err)
	require.False(t, settling)
	other, settling, err := f.keeper.Currency(f.ctx, "ecny")
	require.NoError(t, err)
	require.True(t, settling)
	require.Equal(t, c, other)
	_, _, err = f.keeper.Currency(f.ctx, "gold")
	require.ErrorIs(t, err, netting.ErrCurrencyUnknown)
}
