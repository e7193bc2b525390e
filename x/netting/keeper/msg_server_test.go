// SPDX-License-Identifier: Apache-2.0

package keeper_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/taelnet/tael/x/compliance"
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

func TestCapsAreSet(t *testing.T) {
	f := newFixture(t).withFunds(1000, 1)
	treasury := f.consortium.withDuty("treasury", 1, consortium.DUTY_TREASURY)

	_, err := f.msgs.SetCap(f.ctx, &netting.MsgSetCap{Authority: f.consortium.authority, Member: "member-1", Currency: "CNY", Cap: 400})
	require.NoError(t, err)
	require.Equal(t, []string{"EventCapSet"}, f.events())
	require.Equal(t, compliance.ReasonCap, f.owe(1, 2, 1), "a raise holds from the next block on")
	f.endBlock(1)
	require.Equal(t, compliance.ReasonNone, f.owe(1, 2, 100))

	_, err = f.msgs.LowerCap(f.ctx, &netting.MsgLowerCap{Treasury: treasury, Currency: "CNY", Cap: 150})
	require.NoError(t, err)
	require.Equal(t, compliance.ReasonCap, f.owe(1, 2, 51), "a cut holds at once")
	require.Equal(t, compliance.ReasonNone, f.owe(1, 2, 50))
	f.endBlock(1)
}

func TestRefusedCaps(t *testing.T) {
	set := func(authority, member, currency string, limit uint64) func(*fixture) error {
		return func(f *fixture) error {
			_, err := f.msgs.SetCap(f.ctx, &netting.MsgSetCap{Authority: authority, Member: member, Currency: currency, Cap: limit})
			return err
		}
	}
	lower := func(treasury, currency string, limit uint64) func(*fixture) error {
		return func(f *fixture) error {
			_, err := f.msgs.LowerCap(f.ctx, &netting.MsgLowerCap{Treasury: treasury, Currency: currency, Cap: limit})
			return err
		}
	}
	authority, treasury := address("authority"), address("treasury")
	tests := map[string]struct {
		act func(*fixture) error
		err error
	}{
		"by one who is not the authority":       {set(treasury, "member-1", "CNY", 900), errUnauthorized},
		"of an unknown member":                  {set(authority, "nobody", "CNY", 900), consortium.ErrMemberUnknown},
		"in an unknown currency":                {set(authority, "member-1", "HKD", 900), netting.ErrCurrencyUnknown},
		"below what the member owes":            {set(authority, "member-1", "CNY", 79), netting.ErrCapBelowPosition},
		"beyond every figure":                   {set(authority, "member-1", "CNY", netting.MaxFigure+1), netting.ErrCapInvalid},
		"lowered by one who is not treasury":    {lower(authority, "CNY", 90), errUnauthorized},
		"lowered to what it is":                 {lower(treasury, "CNY", 500), netting.ErrCapNotLowered},
		"lowered below what the member owes":    {lower(treasury, "CNY", 79), netting.ErrCapBelowPosition},
		"lowered in a currency that is unknown": {lower(treasury, "HKD", 79), netting.ErrCurrencyUnknown},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			f := newFixture(t).withCap(500, 1).withFunds(100, 1)
			f.consortium.withDuty("treasury", 1, consortium.DUTY_TREASURY)
			f.mustOwe(1, 2, 80)
			before := f.state()

			require.ErrorIs(t, tc.act(f), tc.err)
			require.Equal(t, before, f.state())
			require.Empty(t, f.events())
		})
	}
}
