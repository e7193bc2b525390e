// SPDX-License-Identifier: Apache-2.0

package keeper_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/taelnet/tael/x/compliance"
	"github.com/taelnet/tael/x/netting"
)

func TestInflowRules(t *testing.T) {
	tests := map[string]struct {
		policy netting.MsgSetCurrencyPolicy
		most   uint64
	}{
		"all that is due counts":             {netting.MsgSetCurrencyPolicy{Inflow: netting.INFLOW_ALL}, 151},
		"without a rule too":                 {netting.MsgSetCurrencyPolicy{}, 151},
		"nothing counts before settlement":   {netting.MsgSetCurrencyPolicy{Inflow: netting.INFLOW_SETTLED_ONLY}, 100},
		"a share counts, rounded down":       {netting.MsgSetCurrencyPolicy{Inflow: netting.INFLOW_PERCENT, InflowPercent: 50}, 125},
		"a share of all is all":              {netting.MsgSetCurrencyPolicy{Inflow: netting.INFLOW_PERCENT, InflowPercent: 100}, 151},
		"a small share of little is nothing": {netting.MsgSetCurrencyPolicy{Inflow: netting.INFLOW_PERCENT, InflowPercent: 1}, 100},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			f := newFixture(t).withCap(500, 1, 2).withFunds(100, 1, 2)
			f.mustOwe(2, 1, 51)
			_, err := f.policy(tc.policy)
			require.NoError(t, err)
			f.nextBlock(1)

			require.Equal(t, compliance.ReasonLiquidity, f.owe(1, 3, tc.most+1))
			require.Equal(t, compliance.ReasonNone, f.owe(1, 3, tc.most))
			require.Equal(t, compliance.ReasonLiquidity, f.owe(1, 3, 1))
			require.NoError(t, f.keeper.Invariants(f.ctx))
			f.order()
			f.endBlock(1)
			require.Zero(t, f.currency().Waiting(), "a cycle can be paid under any rule")
		})
	}
}

// A rule that counts less is a forced change for whom it leaves uncovered; one that counts more releases.
func TestAStricterRuleBlocks(t *testing.T) {
	f := newFixture(t).withCap(500, 1, 2).withFunds(100, 1, 2)
	f.nextBlock(1)
	f.mustOwe(2, 1, 50)
	f.mustOwe(1, 3, 120)
	f.nextBlock(1)

	blocked, err := f.policy(netting.MsgSetCurrencyPolicy{Inflow: netting.INFLOW_SETTLED_ONLY})

	require.NoError(t, err)
	require.EqualValues(t, 1, blocked)
	require.Equal(t, []string{"EventOutboundBlocked", "EventCurrencyPolicySet"}, f.events())
	require.Equal(t, compliance.ReasonOutboundBlocked, f.owe(1, 3, 1))
	f.endBlock(1)

	blocked, err = f.policy(netting.MsgSetCurrencyPolicy{Inflow: netting.INFLOW_PERCENT, InflowPercent: 40})
	require.NoError(t, err)
	require.Zero(t, blocked)
	require.Equal(t, []string{"EventOutboundReleased", "EventCurrencyPolicySet"}, f.events())
	require.NoError(t, f.keeper.Invariants(f.ctx))
}

func TestRefusedPolicies(t *testing.T) {
	authority := address("authority")
	tests := map[string]struct {
		msg netting.MsgSetCurrencyPolicy
		err error
	}{
		"by one who is not the authority": {netting.MsgSetCurrencyPolicy{Authority: address("mallory"), Currency: "CNY"}, errUnauthorized},
		"in an unknown currency":          {netting.MsgSetCurrencyPolicy{Authority: authority, Currency: "HKD"}, netting.ErrCurrencyUnknown},
		"with a share out of range":       {netting.MsgSetCurrencyPolicy{Authority: authority, Currency: "CNY", Inflow: netting.INFLOW_PERCENT}, netting.ErrPolicyInvalid},
		"with alarms out of order":        {netting.MsgSetCurrencyPolicy{Authority: authority, Currency: "CNY", AlarmPercents: []uint32{9, 8}}, netting.ErrPolicyInvalid},
		"with a day without cut-offs":     {netting.MsgSetCurrencyPolicy{Authority: authority, Currency: "CNY", SettlementDay: &netting.SettlementDay{}}, netting.ErrPolicyInvalid},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			f := newFixture(t)
			before := f.state()
			_, err := f.msgs.SetCurrencyPolicy(f.ctx, &tc.msg)
			require.ErrorIs(t, err, tc.err)
			require.Equal(t, before, f.state())
			require.Empty(t, f.events())
		})
	}
}
