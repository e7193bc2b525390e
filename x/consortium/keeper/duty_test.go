// SPDX-License-Identifier: Apache-2.0

package keeper_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/taelnet/tael/x/consortium"
)

func TestRequireDuty(t *testing.T) {
	f := newFixture(t)
	tests := map[string]struct {
		addr  string
		duty  consortium.Duty
		roles []consortium.Role
		id    string
		err   error
	}{
		"a holder of the duty":               {address(northOperations), consortium.DUTY_OPERATIONS, nil, "north-bank", nil},
		"the second duty of an address":      {address(northTreasury), consortium.DUTY_RISK, nil, "north-bank", nil},
		"at a member with one of the roles":  {address(clearingOperations), consortium.DUTY_OPERATIONS, []consortium.Role{1, 2}, "clearing", nil},
		"a lane":                             {address(northLane), consortium.DUTY_SUBMITTER, nil, "north-bank", nil},
		"a suspended member passes the door": {address(southOperations), consortium.DUTY_OPERATIONS, nil, "south-bank", nil},
		"an address without duties":          {address(stranger), consortium.DUTY_OPERATIONS, nil, "", consortium.ErrUnauthorized},
		"the authority holds no duty":        {address(authority), consortium.DUTY_GOVERNANCE, nil, "", consortium.ErrUnauthorized},
		"a holder of another duty":           {address(northGovernance), consortium.DUTY_OPERATIONS, nil, "", consortium.ErrUnauthorized},
		"at a member without the role":       {address(northOperations), consortium.DUTY_OPERATIONS, []consortium.Role{2}, "", consortium.ErrUnauthorized},
		"nobody holds duty 0":                {address(northOperations), consortium.DUTY_UNSPECIFIED, nil, "", consortium.ErrUnauthorized},
		"text that is no address":            {"north-bank", consortium.DUTY_OPERATIONS, nil, "", consortium.ErrAddressInvalid},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			m, err := f.k.RequireDuty(f.ctx, tc.addr, tc.duty, tc.roles...)
			if tc.err != nil {
				require.ErrorIs(t, err, tc.err)
				require.Zero(t, m)
				return
			}
			require.NoError(t, err)
			require.Equal(t, tc.id, m.Id)
		})
	}
}

func TestHotReadsCostOneStoreRead(t *testing.T) {
	f := newFixture(t)
	reads := map[string]func() error{
		"actor":         func() error { _, _, err := f.k.Actor(f.ctx, raw(northLane)); return err },
		"no actor":      func() error { _, _, err := f.k.Actor(f.ctx, raw(stranger)); return err },
		"member":        func() error { _, err := f.k.Member(f.ctx, 1); return err },
		"member status": func() error { _, err := f.k.MemberStatus(f.ctx, 1); return err },
		"authority":     func() error { _, err := f.k.IsAuthority(f.ctx, raw(authority)); return err },
		"EIP-155 id":    func() error { _, err := f.k.EIP155ID(f.ctx); return err },
	}
	for name, read := range reads {
		t.Run(name, func(t *testing.T) {
			*f.reads = 0
			require.NoError(t, read())
			require.LessOrEqual(t, *f.reads, 1)
		})
	}
}

func TestActorFollowsItsMember(t *testing.T) {
	f := newFixture(t)
	f.does(func(ctx context.Context) error {
		_, err := f.msgs.SuspendMember(ctx, &consortium.MsgSuspendMember{Authority: address(authority), Member: "north-bank"})
		return err
	}, "EventMemberSuspended")

	for _, n := range []byte{northGovernance, northOperations, northTreasury, northLane} {
		actor, found, err := f.k.Actor(f.ctx, raw(n))
		require.NoError(t, err)
		require.True(t, found)
		require.Equal(t, consortium.MEMBER_STATUS_SUSPENDED, actor.Status)
	}
	status, err := f.k.MemberStatus(f.ctx, 1)
	require.NoError(t, err)
	require.Equal(t, consortium.MEMBER_STATUS_SUSPENDED, status)

	_, err = f.k.MemberStatus(f.ctx, 9)
	require.ErrorIs(t, err, consortium.ErrMemberUnknown)
	for _, number := range []uint32{0, 9, 65_536 + 1} {
		_, err = f.k.Member(f.ctx, number)
		require.ErrorIs(t, err, consortium.ErrMemberUnknown)
	}
}

func TestWithdrawnAddressIsFreeAgain(t *testing.T) {
	f := newFixture(t)
	f.does(func(ctx context.Context) error {
		_, err := f.msgs.RemoveSubmitter(ctx, &consortium.MsgRemoveSubmitter{Operator: address(northOperations), Address: address(northLane)})
		return err
	}, "EventSubmitterRemoved")
	_, found, err := f.k.Actor(f.ctx, raw(northLane))
	require.NoError(t, err)
	require.False(t, found)
	require.True(t, f.accounts.HasAccount(f.ctx, raw(northLane)), "the account stays, so that no sequence starts again")

	// ACT: the other bank takes the address that is free now.
	made := f.accounts.made
	f.does(func(ctx context.Context) error {
		_, err := f.msgs.AddSubmitter(ctx, &consortium.MsgAddSubmitter{Operator: address(southOperations), Address: address(northLane)})
		return err
	}, "EventSubmitterAdded")
	require.Equal(t, made, f.accounts.made, "no second account is made")
}

func TestPlacesAtAMember(t *testing.T) {
	f := newFixture(t)
	add := func(n byte) func(context.Context) error {
		return func(ctx context.Context) error {
			_, err := f.msgs.AddSubmitter(ctx, &consortium.MsgAddSubmitter{Operator: address(northOperations), Address: address(n)})
			return err
		}
	}
	for i := range byte(consortium.MaxSubmitters - 1) {
		require.NoError(t, add(100+i)(f.ctx))
	}
	f.refuses(consortium.ErrDutiesFull, add(200))

	assign := func(n byte) func(context.Context) error {
		return func(ctx context.Context) error {
			_, err := f.msgs.AssignDuty(ctx, &consortium.MsgAssignDuty{
				Authority: address(authority), Member: "clearing", Duty: consortium.DUTY_RISK, Address: address(n),
			})
			return err
		}
	}
	for i := range byte(consortium.MaxOfficers - 2) {
		require.NoError(t, assign(180+i)(f.ctx))
	}
	f.refuses(consortium.ErrDutiesFull, assign(250))
	require.NoError(t, assign(clearingOperations)(f.ctx), "an officer needs no new place for a second duty")
	require.NoError(t, f.k.Invariants(f.ctx))
}
