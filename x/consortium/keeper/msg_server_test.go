// SPDX-License-Identifier: Apache-2.0

package keeper_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/taelnet/tael/x/consortium"
)

// outcome is one row of a message's table: exactly one of err and events is set.
type outcome[M any] struct {
	change func(*M)
	err    error
	events []string
}

// run sends the message of each row to its own small network.
func run[M any](t *testing.T, valid func() *M, send func(*fixture, context.Context, *M) error, tests map[string]outcome[M]) {
	t.Helper()
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			f := newFixture(t)
			msg := valid()
			if tc.change != nil {
				tc.change(msg)
			}
			act := func(ctx context.Context) error { return send(f, ctx, msg) }
			if tc.err != nil {
				f.refuses(tc.err, act)
				return
			}
			f.does(act, tc.events...)
		})
	}
}

func TestRegisterMember(t *testing.T) {
	type msg = consortium.MsgRegisterMember
	valid := func() *msg {
		m := member(7, "east-bank", "EABACNBJ", consortium.ROLE_BANK)
		return &msg{
			Authority: address(authority), Number: m.Number, Id: m.Id, Name: m.Name, Lei: m.Lei, Bic: m.Bic,
			Jurisdiction: m.Jurisdiction, Roles: m.Roles,
		}
	}
	send := func(f *fixture, ctx context.Context, m *msg) error {
		_, err := f.msgs.RegisterMember(ctx, m)
		return err
	}
	run(t, valid, send, map[string]outcome[msg]{
		"the authority registers a member": {events: []string{"EventMemberRegistered"}},
		"with its first duty holders": {
			func(m *msg) {
				m.Duties = []consortium.DutyHolder{
					holds(consortium.DUTY_OPERATIONS, 51), holds(consortium.DUTY_SUBMITTER, 52), holds(consortium.DUTY_RISK, 51),
				}
			}, nil, []string{"EventMemberRegistered", "EventDutyAssigned", "EventSubmitterAdded", "EventDutyAssigned"},
		},
		"a stranger may not":              {change: func(m *msg) { m.Authority = address(stranger) }, err: consortium.ErrUnauthorized},
		"a seat alone may not":            {change: func(m *msg) { m.Authority = address(northGovernance) }, err: consortium.ErrUnauthorized},
		"an operator may not":             {change: func(m *msg) { m.Authority = address(northOperations) }, err: consortium.ErrUnauthorized},
		"a signer that is no address":     {change: func(m *msg) { m.Authority = "" }, err: consortium.ErrAddressInvalid},
		"a number that is taken":          {change: func(m *msg) { m.Number = 1 }, err: consortium.ErrMemberExists},
		"an id that is taken":             {change: func(m *msg) { m.Id = "north-bank" }, err: consortium.ErrMemberExists},
		"an LEI that is taken":            {change: func(m *msg) { m.Lei = smallNetwork().Members[0].Lei }, err: consortium.ErrMemberExists},
		"a BIC that is taken":             {change: func(m *msg) { m.Bic = "NOBACNBJ" }, err: consortium.ErrMemberExists},
		"a BIC that is taken in its long": {change: func(m *msg) { m.Bic = "NOBACNBJXXX" }, err: consortium.ErrMemberExists},
		"a wrong LEI":                     {change: func(m *msg) { m.Lei = m.Lei[:19] }, err: consortium.ErrLEIInvalid},
		"a wrong BIC":                     {change: func(m *msg) { m.Bic = "eabacnbj" }, err: consortium.ErrBICInvalid},
		"no role":                         {change: func(m *msg) { m.Roles = nil }, err: consortium.ErrMemberInvalid},
		"a duty holder of another member": {
			change: func(m *msg) {
				m.Duties = []consortium.DutyHolder{holds(consortium.DUTY_RISK, 51), holds(consortium.DUTY_RISK, southOperations)}
			}, err: consortium.ErrDutyHeld,
		},
		"the authority as duty holder": {
			change: func(m *msg) { m.Duties = []consortium.DutyHolder{holds(consortium.DUTY_RISK, authority)} }, err: consortium.ErrDutyHeld,
		},
	})
}

func TestAssignDuty(t *testing.T) {
	type msg = consortium.MsgAssignDuty
	valid := func() *msg {
		return &msg{Authority: address(authority), Member: "north-bank", Duty: consortium.DUTY_COMPLIANCE, Address: address(51)}
	}
	send := func(f *fixture, ctx context.Context, m *msg) error {
		_, err := f.msgs.AssignDuty(ctx, m)
		return err
	}
	run(t, valid, send, map[string]outcome[msg]{
		"a new address gets a duty":           {events: []string{"EventDutyAssigned"}},
		"an officer gets another duty":        {change: func(m *msg) { m.Address = address(northTreasury) }, events: []string{"EventDutyAssigned"}},
		"a suspended member gets an officer":  {change: func(m *msg) { m.Member = "south-bank" }, events: []string{"EventDutyAssigned"}},
		"a stranger may not":                  {change: func(m *msg) { m.Authority = address(stranger) }, err: consortium.ErrUnauthorized},
		"the member's own operations may not": {change: func(m *msg) { m.Authority = address(northOperations) }, err: consortium.ErrUnauthorized},
		"an unknown member":                   {change: func(m *msg) { m.Member = "east-bank" }, err: consortium.ErrMemberUnknown},
		"an unknown duty":                     {change: func(m *msg) { m.Duty = 8 }, err: consortium.ErrDutyInvalid},
		"a lane, which OPERATIONS opens":      {change: func(m *msg) { m.Duty = consortium.DUTY_SUBMITTER }, err: consortium.ErrDutyInvalid},
		"a holder that is no address":         {change: func(m *msg) { m.Address = "tael1" }, err: consortium.ErrAddressInvalid},
		"a duty that the address holds":       {change: func(m *msg) { m.Address, m.Duty = address(northTreasury), consortium.DUTY_RISK }, err: consortium.ErrDutyHeld},
		"an address of another member":        {change: func(m *msg) { m.Address = address(southOperations) }, err: consortium.ErrDutyHeld},
		"a lane becomes no officer":           {change: func(m *msg) { m.Address = address(northLane) }, err: consortium.ErrDutyHeld},
		"the authority serves no member":      {change: func(m *msg) { m.Address = address(authority) }, err: consortium.ErrDutyHeld},
	})
}

func TestWithdrawDuty(t *testing.T) {
	type msg = consortium.MsgWithdrawDuty
	valid := func() *msg {
		return &msg{Authority: address(authority), Member: "north-bank", Duty: consortium.DUTY_OPERATIONS, Address: address(northOperations)}
	}
	send := func(f *fixture, ctx context.Context, m *msg) error {
		_, err := f.msgs.WithdrawDuty(ctx, m)
		return err
	}
	run(t, valid, send, map[string]outcome[msg]{
		"the only duty of an address":     {events: []string{"EventDutyWithdrawn"}},
		"one duty of two":                 {change: func(m *msg) { m.Duty, m.Address = consortium.DUTY_RISK, address(northTreasury) }, events: []string{"EventDutyWithdrawn"}},
		"a stranger may not":              {change: func(m *msg) { m.Authority = address(stranger) }, err: consortium.ErrUnauthorized},
		"the holder may not":              {change: func(m *msg) { m.Authority = address(northOperations) }, err: consortium.ErrUnauthorized},
		"an unknown member":               {change: func(m *msg) { m.Member = "east-bank" }, err: consortium.ErrMemberUnknown},
		"a duty that is not held":         {change: func(m *msg) { m.Duty = consortium.DUTY_RISK }, err: consortium.ErrDutyUnknown},
		"a duty held at another member":   {change: func(m *msg) { m.Address = address(southOperations) }, err: consortium.ErrDutyUnknown},
		"a lane, which OPERATIONS closes": {change: func(m *msg) { m.Duty, m.Address = consortium.DUTY_SUBMITTER, address(northLane) }, err: consortium.ErrDutyInvalid},
		"an address without duties":       {change: func(m *msg) { m.Address = address(stranger) }, err: consortium.ErrDutyUnknown},
		"a member's only vote":            {change: func(m *msg) { m.Duty, m.Address = consortium.DUTY_GOVERNANCE, address(northGovernance) }, events: []string{"EventDutyWithdrawn"}},
	})
}

func TestAddSubmitter(t *testing.T) {
	type msg = consortium.MsgAddSubmitter
	valid := func() *msg { return &msg{Operator: address(northOperations), Address: address(51)} }
	send := func(f *fixture, ctx context.Context, m *msg) error {
		_, err := f.msgs.AddSubmitter(ctx, m)
		return err
	}
	run(t, valid, send, map[string]outcome[msg]{
		"operations opens a lane":         {events: []string{"EventSubmitterAdded"}},
		"a suspended member opens a lane": {change: func(m *msg) { m.Operator = address(southOperations) }, events: []string{"EventSubmitterAdded"}},
		"a stranger may not":              {change: func(m *msg) { m.Operator = address(stranger) }, err: consortium.ErrUnauthorized},
		"another duty may not":            {change: func(m *msg) { m.Operator = address(northTreasury) }, err: consortium.ErrUnauthorized},
		"a lane may not":                  {change: func(m *msg) { m.Operator = address(northLane) }, err: consortium.ErrUnauthorized},
		"the authority may not":           {change: func(m *msg) { m.Operator = address(authority) }, err: consortium.ErrUnauthorized},
		"a signer that is no address":     {change: func(m *msg) { m.Operator = "x" }, err: consortium.ErrAddressInvalid},
		"a lane that is no address":       {change: func(m *msg) { m.Address = "x" }, err: consortium.ErrAddressInvalid},
		"a lane that is open":             {change: func(m *msg) { m.Address = address(northLane) }, err: consortium.ErrDutyHeld},
		"the operator itself":             {change: func(m *msg) { m.Address = address(northOperations) }, err: consortium.ErrDutyHeld},
		"an address of another member":    {change: func(m *msg) { m.Address = address(southOperations) }, err: consortium.ErrDutyHeld},
		"the authority's address":         {change: func(m *msg) { m.Address = address(authority) }, err: consortium.ErrDutyHeld},
	})
}

func TestRemoveSubmitter(t *testing.T) {
	type msg = consortium.MsgRemoveSubmitter
	valid := func() *msg { return &msg{Operator: address(northOperations), Address: address(northLane)} }
	send := func(f *fixture, ctx context.Context, m *msg) error {
		_, err := f.msgs.RemoveSubmitter(ctx, m)
		return err
	}
	run(t, valid, send, map[string]outcome[msg]{
		"operations closes a lane":    {events: []string{"EventSubmitterRemoved"}},
		"a stranger may not":          {change: func(m *msg) { m.Operator = address(stranger) }, err: consortium.ErrUnauthorized},
		"another duty may not":        {change: func(m *msg) { m.Operator = address(northGovernance) }, err: consortium.ErrUnauthorized},
		"another member's operations": {change: func(m *msg) { m.Operator = address(southOperations) }, err: consortium.ErrDutyUnknown},
		"an address that is no lane":  {change: func(m *msg) { m.Address = address(northTreasury) }, err: consortium.ErrDutyUnknown},
		"an address without duties":   {change: func(m *msg) { m.Address = address(stranger) }, err: consortium.ErrDutyUnknown},
		"a lane that is no address":   {change: func(m *msg) { m.Address = "x" }, err: consortium.ErrAddressInvalid},
	})
}

func TestSuspendMember(t *testing.T) {
	type msg = consortium.MsgSuspendMember
	valid := func() *msg { return &msg{Authority: address(authority), Member: "north-bank"} }
	send := func(f *fixture, ctx context.Context, m *msg) error {
		_, err := f.msgs.SuspendMember(ctx, m)
		return err
	}
	run(t, valid, send, map[string]outcome[msg]{
		"the authority suspends a member": {events: []string{"EventMemberSuspended"}},
		"a stranger may not":              {change: func(m *msg) { m.Authority = address(stranger) }, err: consortium.ErrUnauthorized},
		"a regulator alone may not":       {change: func(m *msg) { m.Authority = address(regulatorCompliance) }, err: consortium.ErrUnauthorized},
		"an unknown member":               {change: func(m *msg) { m.Member = "east-bank" }, err: consortium.ErrMemberUnknown},
		"a member that is suspended":      {change: func(m *msg) { m.Member = "south-bank" }, err: consortium.ErrMemberState},
	})
}

func TestReinstateMember(t *testing.T) {
	type msg = consortium.MsgReinstateMember
	valid := func() *msg { return &msg{Authority: address(authority), Member: "south-bank"} }
	send := func(f *fixture, ctx context.Context, m *msg) error {
		_, err := f.msgs.ReinstateMember(ctx, m)
		return err
	}
	run(t, valid, send, map[string]outcome[msg]{
		"the authority reinstates a member": {events: []string{"EventMemberReinstated"}},
		"a stranger may not":                {change: func(m *msg) { m.Authority = address(stranger) }, err: consortium.ErrUnauthorized},
		"the member itself may not":         {change: func(m *msg) { m.Authority = address(southGovernance) }, err: consortium.ErrUnauthorized},
		"an unknown member":                 {change: func(m *msg) { m.Member = "east-bank" }, err: consortium.ErrMemberUnknown},
		"a member that is active":           {change: func(m *msg) { m.Member = "north-bank" }, err: consortium.ErrMemberState},
	})
}

func TestRegisteredMemberIsFoundAndHasAccounts(t *testing.T) {
	f := newFixture(t)
	m := member(7, "east-bank", "EABACNBJ", consortium.ROLE_BANK, holds(consortium.DUTY_OPERATIONS, 51))
	m.Roles = []consortium.Role{consortium.ROLE_RAIL, consortium.ROLE_BANK}
	f.does(func(ctx context.Context) error {
		_, err := f.msgs.RegisterMember(ctx, &consortium.MsgRegisterMember{
			Authority: address(authority), Number: m.Number, Id: m.Id, Name: m.Name, Lei: m.Lei, Bic: m.Bic,
			Jurisdiction: m.Jurisdiction, Roles: m.Roles, Duties: m.Duties,
		})
		return err
	}, "EventMemberRegistered", "EventDutyAssigned")

	resp, err := f.queries.Member(f.ctx, &consortium.QueryMemberRequest{Id: "east-bank"})
	require.NoError(t, err)
	m.Roles = []consortium.Role{consortium.ROLE_BANK, consortium.ROLE_RAIL}
	require.Equal(t, m, resp.Member)
	require.True(t, f.accounts.HasAccount(f.ctx, raw(51)))
}
