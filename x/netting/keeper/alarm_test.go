// SPDX-License-Identifier: Apache-2.0

package keeper_test

import (
	"testing"

	"github.com/cosmos/gogoproto/proto"
	"github.com/stretchr/testify/require"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/taelnet/tael/x/netting"
)

// alarms are the alarms of this block: percent, and whether it is cleared.
func (f *fixture) alarms() []netting.EventPositionAlarm {
	var all []netting.EventPositionAlarm
	for _, event := range f.ctx.EventManager().ABCIEvents() {
		parsed, err := sdk.ParseTypedEvent(event)
		require.NoError(f.t, err)
		if alarm, is := parsed.(*netting.EventPositionAlarm); is {
			all = append(all, *alarm)
		}
	}
	return all
}

var _ proto.Message = (*netting.EventPositionAlarm)(nil)

func raised(percent uint32, used, limit uint64) netting.EventPositionAlarm {
	return netting.EventPositionAlarm{Currency: "CNY", Member: "member-1", Percent: percent, Used: used, Limit: limit}
}

func cleared(percent uint32, used, limit uint64) netting.EventPositionAlarm {
	alarm := raised(percent, used, limit)
	alarm.Cleared = true
	return alarm
}

func TestAlarmsOfABlock(t *testing.T) {
	tests := map[string]struct {
		arrange func(*fixture)
		act     func(*fixture)
		want    []netting.EventPositionAlarm
	}{
		"below the first there is none": {nil, func(f *fixture) { f.mustOwe(1, 2, 49) }, nil},
		"at the first it is raised":     {nil, func(f *fixture) { f.mustOwe(1, 2, 50) }, []netting.EventPositionAlarm{raised(50, 50, 100)}},
		"each that is passed is raised": {nil, func(f *fixture) { f.mustOwe(1, 2, 80) }, []netting.EventPositionAlarm{raised(50, 80, 100), raised(75, 80, 100)}},
		"one that stands is not repeated": {
			func(f *fixture) { f.mustOwe(1, 2, 50) }, func(f *fixture) { f.mustOwe(1, 2, 24) }, nil,
		},
		"what comes and goes in a block raises none": {nil, func(f *fixture) { f.mustOwe(1, 2, 60); f.mustOwe(2, 1, 30) }, nil},
		"what is received clears it": {
			func(f *fixture) { f.mustOwe(1, 2, 80) }, func(f *fixture) { f.mustOwe(2, 1, 40) },
			[]netting.EventPositionAlarm{cleared(75, 40, 100), cleared(50, 40, 100)},
		},
		"new funds clear it": {
			func(f *fixture) { f.mustOwe(1, 2, 60); f.withFunds(-30, 1) }, func(f *fixture) { f.withFunds(30, 1) },
			[]netting.EventPositionAlarm{cleared(75, 60, 100)},
		},
		"a correction raises it": {
			func(f *fixture) { f.mustOwe(1, 2, 40) }, func(f *fixture) { f.withFunds(-20, 1) },
			[]netting.EventPositionAlarm{raised(50, 40, 80)},
		},
		"an earmark raises it": {
			func(f *fixture) { f.mustOwe(1, 2, 40) }, func(f *fixture) { require.NoError(f.t, f.earmark(1, 60)) },
			[]netting.EventPositionAlarm{raised(50, 40, 40), raised(75, 40, 40), raised(90, 40, 40)},
		},
		"a cut of the cap raises it": {
			func(f *fixture) { f.mustOwe(1, 2, 40) }, func(f *fixture) { require.NoError(f.t, f.cut(1, 80)) },
			[]netting.EventPositionAlarm{raised(50, 40, 80)},
		},
		"a raise of the cap clears it, as it stands in the next block": {
			func(f *fixture) {
				f.mustOwe(1, 2, 40)
				require.NoError(f.t, f.cut(1, 80))
				require.NoError(f.t, f.propose(1, 90))
			},
			func(f *fixture) { require.NoError(f.t, f.accept(1, 90)) },
			[]netting.EventPositionAlarm{cleared(50, 40, 90)},
		},
		"settlement clears it": {
			func(f *fixture) { f.mustOwe(1, 2, 60) }, func(f *fixture) { f.order() },
			[]netting.EventPositionAlarm{cleared(50, 0, 40)},
		},
		"another rule raises it": {
			func(f *fixture) { f.mustOwe(2, 1, 60); f.mustOwe(1, 2, 80) },
			func(f *fixture) {
				_, err := f.policy(netting.MsgSetCurrencyPolicy{Inflow: netting.INFLOW_SETTLED_ONLY})
				require.NoError(f.t, err)
			},
			[]netting.EventPositionAlarm{raised(50, 80, 100), raised(75, 80, 100)},
		},
		"other alarms replace those that stand": {
			func(f *fixture) { f.mustOwe(1, 2, 80) },
			func(f *fixture) {
				_, err := f.policy(netting.MsgSetCurrencyPolicy{AlarmPercents: []uint32{75, 85}})
				require.NoError(f.t, err)
			},
			[]netting.EventPositionAlarm{cleared(75, 80, 100), cleared(50, 80, 100), raised(75, 80, 100)},
		},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			f := newFixture(t).withCap(100, 1).withCap(100_000, 2).withFunds(100, 1).withFunds(10_000, 2)
			f.endBlock(1)
			if tc.arrange != nil {
				tc.arrange(f)
				f.endBlock(1)
			}
			tc.act(f)
			f.closeBlock()
			require.Equal(t, tc.want, f.alarms())

			f.nextBlock(1)
			before := f.state()
			f.closeBlock()
			require.Empty(t, f.alarms(), "nothing repeats")
			require.Equal(t, before, f.state(), "an empty block writes nothing")
		})
	}
}

// Alarms that cannot be raised are not tried in every block, and the rest of the block stands.
func TestAlarmsThatFailAreLeftToTheNextPayment(t *testing.T) {
	f := newFixture(t).withCap(100, 1).withFunds(100, 1)
	f.nextBlock(1)
	f.mustOwe(1, 2, 60)
	member := f.consortium.members[1]
	delete(f.consortium.members, 1)
	f.closeBlock()
	require.Empty(t, f.alarms())
	require.False(t, f.currency().AlarmDue)
	require.Zero(t, f.position(1).AlarmPercent)
	require.EqualValues(t, 60, f.position(1).OpenOwed)

	f.nextBlock(1)
	f.consortium.members[1] = member
	f.closeBlock()
	require.Empty(t, f.alarms())
	f.nextBlock(1)
	f.mustOwe(1, 2, 1)
	f.closeBlock()
	require.Equal(t, []netting.EventPositionAlarm{raised(50, 61, 100)}, f.alarms())
}

// Alarms cost a payment no read and no write, but for the one that passes an alarm.
func TestAPaymentThatPassesNoAlarmWritesNoCurrency(t *testing.T) {
	f := newFixture(t).withCap(100, 1).withFunds(100, 1)
	f.mustOwe(1, 2, 10)
	before, reads := f.currency(), f.bank.reads
	_, err := f.keeper.Record(f.ctx, netting.Obligation{Denom: "cny", From: 1, To: 2, Amount: 10})
	require.NoError(t, err)
	require.Equal(t, before, f.currency())
	require.Equal(t, reads, f.bank.reads)

	f.mustOwe(1, 2, 30)
	require.True(t, f.currency().AlarmDue)
	f.closeBlock()
	require.False(t, f.currency().AlarmDue)
}
