// SPDX-License-Identifier: Apache-2.0

package keeper_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/taelnet/tael/x/compliance"
	"github.com/taelnet/tael/x/netting"
)

func TestFundsOut(t *testing.T) {
	tests := map[string]struct {
		arrange func(*fixture)
		amount  uint64
		want    compliance.Reason
	}{
		"what covers no position may leave": {func(f *fixture) { f.mustOwe(1, 2, 60) }, 40, compliance.ReasonNone},
		"what covers the position stays":    {func(f *fixture) { f.mustOwe(1, 2, 60) }, 41, compliance.ReasonLiquidity},
		"more than there is cannot leave":   {func(*fixture) {}, 101, compliance.ReasonLiquidity},
		"a creditor may take all":           {func(f *fixture) { f.withFunds(9, 2); f.mustOwe(2, 1, 9) }, 100, compliance.ReasonNone},
		"what the closed cycles need stays, though more is due in the open one": {func(f *fixture) {
			f.withFunds(200, 2, 3)
			f.mustOwe(3, 2, 150)
			f.mustOwe(1, 2, 60)
			f.withFunds(-100, 3) // member 3 is short, so that the cycle stays CLOSED
			f.order()
			f.endBlock(1)
			f.mustOwe(2, 1, 90)
		}, 41, compliance.ReasonLiquidity},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			f := newFixture(t).withCap(500, 1, 2, 3).withFunds(100, 1)
			tc.arrange(f)
			before := f.state()

			reason, err := f.keeper.FundsOutAllowed(f.ctx, 1, "ecny", tc.amount)

			require.NoError(t, err)
			require.Equal(t, tc.want, reason)
			require.Equal(t, before, f.state())
		})
	}
}

func TestFundsOfAnotherDenom(t *testing.T) {
	tests := map[string]struct {
		denom string
		err   error
	}{
		"e-money settles nothing": {"cny", netting.ErrDenomNotSettling},
		"an unknown denom":        {"gold", netting.ErrCurrencyUnknown},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			f := newFixture(t)
			before := f.state()
			_, err := f.keeper.FundsOutAllowed(f.ctx, 1, tc.denom, 1)
			require.ErrorIs(t, err, tc.err)
			require.ErrorIs(t, f.keeper.FundsMoved(f.ctx, 1, tc.denom, true), tc.err)
			require.Equal(t, before, f.state())
			require.Empty(t, f.events())
		})
	}
}

// A correction takes money that covers a position; the member is blocked until its position is covered again.
func TestForcedChangeBlocksUntilCovered(t *testing.T) {
	f := newFixture(t).withCap(500, 1, 2).withFunds(100, 1, 2)
	f.mustOwe(1, 2, 80)

	require.NoError(t, f.fund(1, -50, true))
	require.True(t, f.position(1).OutboundBlocked)
	require.Equal(t, []string{"EventOutboundBlocked"}, f.events())
	require.Equal(t, compliance.ReasonOutboundBlocked, f.owe(1, 2, 1))
	require.Equal(t, compliance.ReasonNone, f.owe(2, 1, 10), "it goes on receiving")
	require.True(t, f.position(1).OutboundBlocked, "70 are not covered by 50")

	f.nextBlock(1)
	require.NoError(t, f.fund(1, 20, false))
	require.False(t, f.position(1).OutboundBlocked)
	require.Equal(t, []string{"EventOutboundReleased"}, f.events())
	require.NoError(t, f.keeper.Invariants(f.ctx))
}

func TestReceiptReleases(t *testing.T) {
	f := newFixture(t).withCap(500, 1, 2).withFunds(100, 1, 2)
	f.mustOwe(1, 2, 80)
	f.withFunds(-50, 1)
	f.nextBlock(1)

	f.mustOwe(2, 1, 30)

	require.False(t, f.position(1).OutboundBlocked)
	require.Equal(t, []string{"EventOutboundReleased"}, f.events())
}

func TestUnforcedChangeMayNotUncover(t *testing.T) {
	f := newFixture(t).withCap(500, 1).withFunds(100, 1)
	f.mustOwe(1, 2, 80)
	f.nextBlock(1)

	require.ErrorIs(t, f.fund(1, -50, false), netting.ErrCoverMissing)
	require.False(t, f.position(1).OutboundBlocked)
	require.Empty(t, f.events())
}

func TestFundsInThatDoNotSufficeReleaseNothing(t *testing.T) {
	f := newFixture(t).withCap(500, 1).withFunds(100, 1)
	f.mustOwe(1, 2, 80)
	f.withFunds(-90, 1)
	f.nextBlock(1)

	require.NoError(t, f.fund(1, 5, false))
	require.True(t, f.position(1).OutboundBlocked)
	require.Empty(t, f.events())
}
