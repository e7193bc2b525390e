// SPDX-License-Identifier: Apache-2.0

package keeper_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/taelnet/tael/x/consortium"
	"github.com/taelnet/tael/x/netting"
)

// withClearing makes a member a clearing one and names its operations desk.
func (f *fixture) withClearing(number uint32) string {
	member := f.consortium.members[number]
	member.Roles = []consortium.Role{consortium.ROLE_CLEARING}
	f.consortium.members[number] = member
	return f.consortium.withDuty("operations", number, consortium.DUTY_OPERATIONS)
}

func TestOrderCycleClose(t *testing.T) {
	f := newFixture(t).withCap(500, 1).withFunds(500, 1)
	operator := f.withClearing(4)
	f.endBlock(60) // not on a cut-off
	f.mustOwe(1, 2, 50)

	res, err := f.msgs.OrderCycleClose(f.ctx, &netting.MsgOrderCycleClose{Operator: operator, Currency: "CNY"})

	require.NoError(t, err)
	require.EqualValues(t, 1, res.Cycle)
	require.EqualValues(t, 1, f.currency().OpenCycle, "the message only marks the cycle")
	f.mustOwe(1, 2, 7)
	f.closeBlock()
	require.Equal(t, []string{"EventCycleOrdered", "EventCycleClosed", "EventCycleSettled"}, f.events())
	require.EqualValues(t, 443, f.balance(1), "all obligations of the block are in it")
	f.nextBlock(1)
	f.mustOwe(1, 2, 9)
	f.closeBlock()
	require.Empty(t, f.events(), "the order closes one cycle")
}

func TestRefusedOrders(t *testing.T) {
	tests := map[string]struct {
		msg netting.MsgOrderCycleClose
		err error
	}{
		"by a desk that is not of a clearing member": {netting.MsgOrderCycleClose{Operator: address("bank desk"), Currency: "CNY"}, errUnauthorized},
		"by an unknown address":                      {netting.MsgOrderCycleClose{Operator: address("mallory"), Currency: "CNY"}, errUnauthorized},
		"for an unknown currency":                    {netting.MsgOrderCycleClose{Operator: address("operations"), Currency: "HKD"}, netting.ErrCurrencyUnknown},
		"for an empty cycle":                         {netting.MsgOrderCycleClose{Operator: address("operations"), Currency: "CNY"}, netting.ErrCycleEmpty},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			f := newFixture(t)
			f.withClearing(4)
			f.consortium.withDuty("bank desk", 1, consortium.DUTY_OPERATIONS)
			before := f.state()

			_, err := f.msgs.OrderCycleClose(f.ctx, &tc.msg)

			require.ErrorIs(t, err, tc.err)
			require.Equal(t, before, f.state())
			require.Empty(t, f.events())
		})
	}
}

// With nothing open an order is a new attempt for the cycles that wait.
func TestOrderRetriesWaitingCycles(t *testing.T) {
	f := newFixture(t).withCap(500, 1).withFunds(500, 1)
	operator := f.withClearing(4)
	f.mustOwe(1, 2, 50)
	f.bank.failing = netting.SettlementAccount(2, "ecny")
	f.order()
	f.endBlock(1)
	require.True(t, f.currency().Flagged)
	f.bank.failing = nil

	_, err := f.msgs.OrderCycleClose(f.ctx, &netting.MsgOrderCycleClose{Operator: operator, Currency: "CNY"})
	require.NoError(t, err)
	f.closeBlock()

	require.Zero(t, f.currency().Waiting())
	require.False(t, f.currency().CloseOrdered)
	require.EqualValues(t, 2, f.currency().OpenCycle, "an empty cycle does not close")
}
