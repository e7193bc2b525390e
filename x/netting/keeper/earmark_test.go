// SPDX-License-Identifier: Apache-2.0

package keeper_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/taelnet/tael/x/compliance"
	"github.com/taelnet/tael/x/netting"
)

func TestEarmarkedMoneyCoversNothing(t *testing.T) {
	f := newFixture(t).withCap(500, 1).withFunds(100, 1)
	f.mustOwe(1, 2, 30)
	f.nextBlock(1)

	require.NoError(t, f.earmark(1, 50))

	require.Equal(t, []string{"EventEarmarkSet"}, f.events())
	require.Equal(t, compliance.ReasonLiquidity, f.owe(1, 2, 21))
	reason, err := f.keeper.FundsOutAllowed(f.ctx, 1, "ecny", 21)
	require.NoError(t, err)
	require.Equal(t, compliance.ReasonLiquidity, reason, "it does not leave either")
	require.Equal(t, compliance.ReasonNone, f.owe(1, 2, 20))
	require.NoError(t, f.earmark(1, 0))
	require.Equal(t, compliance.ReasonNone, f.owe(1, 2, 50))
	f.closeBlock()
}

func TestRefusedEarmarks(t *testing.T) {
	tests := map[string]struct {
		msg netting.MsgSetEarmark
		err error
	}{
		"of what covers the position":     {netting.MsgSetEarmark{Treasury: address("treasury of 1"), Currency: "CNY", Amount: 41}, netting.ErrCoverMissing},
		"of more than there is":           {netting.MsgSetEarmark{Treasury: address("treasury of 3"), Currency: "CNY", Amount: 1}, netting.ErrCoverMissing},
		"by one who is not treasury":      {netting.MsgSetEarmark{Treasury: address("authority"), Currency: "CNY", Amount: 1}, errUnauthorized},
		"in a currency nobody has":        {netting.MsgSetEarmark{Treasury: address("treasury of 1"), Currency: "HKD", Amount: 1}, netting.ErrCurrencyUnknown},
		"of any size where it is blocked": {netting.MsgSetEarmark{Treasury: address("treasury of 2"), Currency: "CNY", Amount: 1}, netting.ErrCoverMissing},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			f := newFixture(t).withCap(500, 1, 2).withFunds(100, 1, 2)
			for member := uint32(1); member <= 3; member++ {
				f.treasury(member)
			}
			f.mustOwe(1, 3, 60)
			f.mustOwe(2, 3, 60)
			f.withFunds(-50, 2)
			f.nextBlock(1)
			before := f.state()

			_, err := f.msgs.SetEarmark(f.ctx, &tc.msg)

			require.ErrorIs(t, err, tc.err)
			require.Equal(t, before, f.state())
			require.Empty(t, f.events())
		})
	}
}

func TestASmallerEarmarkReleases(t *testing.T) {
	f := newFixture(t).withCap(500, 1).withFunds(100, 1)
	require.NoError(t, f.earmark(1, 40))
	f.mustOwe(1, 2, 60)
	f.withFunds(-20, 1)
	require.True(t, f.position(1).OutboundBlocked)
	f.nextBlock(1)

	require.NoError(t, f.earmark(1, 20))

	require.False(t, f.position(1).OutboundBlocked)
	require.Equal(t, []string{"EventOutboundReleased", "EventEarmarkSet"}, f.events())
}

// A settlement pays out of free money first; only what that lacks is taken from the earmark.
func TestSettlementUsesEarmarkedMoneyLast(t *testing.T) {
	tests := map[string]struct {
		correction int64
		earmark    uint64
	}{
		"free money suffices":                {0, 40},
		"what is lacking is taken from it":   {-25, 15},
		"all of it is taken if it must be":   {-40, 0},
		"beyond that the debtor falls short": {-41, 40},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			f := newFixture(t).withCap(500, 1).withFunds(100, 1)
			require.NoError(t, f.earmark(1, 40))
			f.mustOwe(1, 2, 60)
			if tc.correction != 0 {
				f.withFunds(tc.correction, 1)
			}
			f.order()
			f.closeBlock()

			require.Equal(t, tc.correction >= -40, f.currency().Waiting() == 0)
			require.Equal(t, tc.earmark, f.position(1).Earmark)
		})
	}
}

func TestACorrectionOfEarmarkedMoneyShrinksTheEarmark(t *testing.T) {
	f := newFixture(t).withCap(500, 1).withFunds(100, 1)
	require.NoError(t, f.earmark(1, 90))
	f.nextBlock(1)

	require.NoError(t, f.fund(1, -30, true))

	require.EqualValues(t, 70, f.position(1).Earmark)
	require.Equal(t, []string{"EventEarmarkSet"}, f.events())
	f.nextBlock(1)
	before := f.state()
	require.ErrorIs(t, f.fund(1, -1, false), netting.ErrCoverMissing, "nobody takes it unforced")
	require.Equal(t, before, f.state())
	require.Empty(t, f.events())
}

func TestCustodyFree(t *testing.T) {
	tests := map[string]struct {
		arrange func(*fixture)
		want    uint64
	}{
		"all if nothing is owed":                  {func(*fixture) {}, 100},
		"what covers the position stays":          {func(f *fixture) { f.mustOwe(1, 2, 30) }, 70},
		"what is due frees no more than there is": {func(f *fixture) { f.withFunds(50, 2); f.mustOwe(2, 1, 50) }, 100},
		"the earmark stays":                       {func(f *fixture) { require.NoError(f.t, f.earmark(1, 25)) }, 75},
		"nothing while the member is blocked":     {func(f *fixture) { f.mustOwe(1, 2, 80); f.withFunds(-50, 1) }, 0},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			f := newFixture(t).withCap(500, 1, 2).withFunds(100, 1)
			tc.arrange(f)
			for _, denom := range []string{"cny", "ecny"} {
				free, err := f.keeper.CustodyFree(f.ctx, 1, denom)
				require.NoError(t, err)
				require.Equal(t, tc.want, free)
			}
		})
	}
	f := newFixture(t)
	_, err := f.keeper.CustodyFree(f.ctx, 1, "gold")
	require.ErrorIs(t, err, netting.ErrCurrencyUnknown)
}
