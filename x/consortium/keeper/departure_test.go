// SPDX-License-Identifier: Apache-2.0

package keeper_test

import (
	"bytes"
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/taelnet/tael/x/consortium"
	"github.com/taelnet/tael/x/consortium/keeper"
)

var ground = bytes.Repeat([]byte{7}, consortium.GroundLength)

const dayLong = 86_400

func (f *fixture) wait(seconds int64) {
	f.ctx = f.ctx.WithBlockTime(f.ctx.BlockTime().Add(time.Duration(seconds) * time.Second))
}

func (f *fixture) order(by byte, member string) func(context.Context) error {
	return func(ctx context.Context) error {
		_, err := f.msgs.OrderSuspension(ctx, &consortium.MsgOrderSuspension{Officer: address(by), Member: member, Ground: ground})
		return err
	}
}

func (f *fixture) confirm(by byte, member string) func(context.Context) error {
	return func(ctx context.Context) error {
		_, err := f.msgs.ConfirmSuspension(ctx, &consortium.MsgConfirmSuspension{Officer: address(by), Member: member})
		return err
	}
}

func (f *fixture) exit(by byte, member, successor string) func(context.Context) error {
	return func(ctx context.Context) error {
		_, err := f.msgs.BeginExit(ctx, &consortium.MsgBeginExit{Signer: address(by), Member: member, Successor: successor})
		return err
	}
}

func (f *fixture) name(by byte, member, successor string) func(context.Context) error {
	return func(ctx context.Context) error {
		_, err := f.msgs.NameSuccessor(ctx, &consortium.MsgNameSuccessor{Signer: address(by), Member: member, Successor: successor})
		return err
	}
}

func (f *fixture) accept(by byte, member string) func(context.Context) error {
	return func(ctx context.Context) error {
		_, err := f.msgs.AcceptSuccession(ctx, &consortium.MsgAcceptSuccession{Officer: address(by), Member: member})
		return err
	}
}

func (f *fixture) reinstate(member string) func(context.Context) error {
	return func(ctx context.Context) error {
		_, err := f.msgs.ReinstateMember(ctx, &consortium.MsgReinstateMember{Authority: address(authority), Member: member})
		return err
	}
}

func (f *fixture) leave(member uint32) func(context.Context) error {
	return func(ctx context.Context) error { return f.k.Leave(ctx, member) }
}

func TestSuspensionByOrderNeedsFourEyes(t *testing.T) {
	f := newFixture(t)
	f.refuses(consortium.ErrOrderUnknown, f.confirm(regulatorGovernance, "north-bank"))
	f.refuses(consortium.ErrUnauthorized, f.order(regulatorGovernance, "north-bank"))
	f.refuses(consortium.ErrUnauthorized, f.order(northGovernance, "south-bank"))
	f.refuses(consortium.ErrUnauthorized, f.order(authority, "north-bank"))
	f.refuses(consortium.ErrMemberState, f.order(regulatorCompliance, "south-bank"))
	f.refuses(consortium.ErrMemberUnknown, f.order(regulatorCompliance, "east-bank"))
	f.refuses(consortium.ErrUnauthorized, f.order(regulatorCompliance, "regulator"))

	f.does(f.order(regulatorCompliance, "north-bank"), "EventSuspensionOrdered")
	require.Equal(t, consortium.MEMBER_STATUS_ACTIVE, f.status("north-bank"), "one pair of eyes suspends nobody")
	f.refuses(consortium.ErrUnauthorized, f.confirm(regulatorCompliance, "north-bank"))
	f.refuses(consortium.ErrUnauthorized, f.confirm(northGovernance, "north-bank"))
	f.refuses(consortium.ErrOrderUnknown, f.confirm(regulatorGovernance, "clearing"))

	f.does(f.confirm(regulatorGovernance, "north-bank"), "EventMemberSuspended")
	require.Equal(t, consortium.MEMBER_STATUS_SUSPENDED, f.status("north-bank"))
	actor, _, err := f.k.Actor(f.ctx, raw(northOperations))
	require.NoError(t, err)
	require.Equal(t, consortium.MEMBER_STATUS_SUSPENDED, actor.Status)
	f.refuses(consortium.ErrOrderUnknown, f.confirm(regulatorGovernance, "north-bank"))
}

func TestTheOfficerWhoOrderedDoesNotConfirm(t *testing.T) {
	f := newFixture(t)
	_, err := f.msgs.AssignDuty(f.ctx, &consortium.MsgAssignDuty{
		Authority: address(authority), Member: "regulator", Duty: consortium.DUTY_GOVERNANCE, Address: address(regulatorCompliance),
	})
	require.NoError(t, err)
	f.does(f.order(regulatorCompliance, "north-bank"), "EventSuspensionOrdered")
	f.refuses(consortium.ErrFourEyes, f.confirm(regulatorCompliance, "north-bank"))
	f.does(f.confirm(regulatorGovernance, "north-bank"), "EventMemberSuspended")
}

func TestAnOrderExpires(t *testing.T) {
	f := newFixture(t)
	f.does(f.order(regulatorCompliance, "north-bank"), "EventSuspensionOrdered")
	f.wait(dayLong - 1)
	resp, err := f.queries.Departure(f.ctx, &consortium.QueryDepartureRequest{Id: "north-bank"})
	require.NoError(t, err)
	require.Len(t, resp.SuspensionOrders, 1)
	require.False(t, resp.SuspensionOrders[0].Expired)
	require.Equal(t, "regulator", resp.SuspensionOrders[0].Regulator)
	f.wait(1)
	f.refuses(consortium.ErrOrderUnknown, f.confirm(regulatorGovernance, "north-bank"))

	// Ordered anew under another term, which is the order's own from then on.
	set := func(term uint64) func(context.Context) error {
		return func(ctx context.Context) error {
			_, err := f.msgs.SetMemberPolicy(ctx, &consortium.MsgSetMemberPolicy{Authority: address(authority), Policy: consortium.MemberPolicy{SuspensionOrderTerm: term}})
			return err
		}
	}
	f.refuses(consortium.ErrGenesisInvalid, set(0))
	f.does(set(2 * dayLong))
	f.does(f.order(regulatorCompliance, "north-bank"), "EventSuspensionOrdered")
	f.does(set(60))
	policy, err := f.queries.MemberPolicy(f.ctx, &consortium.QueryMemberPolicyRequest{})
	require.NoError(t, err)
	require.Equal(t, uint64(60), policy.Policy.SuspensionOrderTerm)
	f.wait(2*dayLong - 1)
	f.does(f.confirm(regulatorGovernance, "north-bank"), "EventMemberSuspended")
}

func TestASuspendedRegulatorOrdersNothing(t *testing.T) {
	f := newFixture(t)
	f.does(f.order(regulatorCompliance, "north-bank"), "EventSuspensionOrdered")
	require.NoError(t, f.k.Suspend(f.ctx, 65_535))
	f.refuses(consortium.ErrMemberState, f.confirm(regulatorGovernance, "north-bank"))
	f.refuses(consortium.ErrMemberState, f.order(regulatorCompliance, "clearing"))
}

func TestSuspensionByDefault(t *testing.T) {
	f := newFixture(t)
	ctx := f.ctx.WithEventManager(sdk.NewEventManager())
	require.NoError(t, f.k.Suspend(ctx, 1))
	event, err := sdk.ParseTypedEvent(ctx.EventManager().ABCIEvents()[0])
	require.NoError(t, err)
	require.Equal(t, &consortium.EventMemberSuspended{Member: "north-bank", Defaulted: true}, event)
	f.does(func(ctx context.Context) error { return f.k.Suspend(ctx, 1) })
	f.refuses(consortium.ErrMemberUnknown, func(ctx context.Context) error { return f.k.Suspend(ctx, 77) })
}

func TestBeginExit(t *testing.T) {
	cases := map[string]struct {
		arrange           func(*fixture)
		by                byte
		member, successor string
		events            []string
		err               error
	}{
		"by the member's own governance":          {arrange: reinstated, by: northGovernance, member: "north-bank", successor: "south-bank", events: []string{"EventExitBegun", "EventSuccessorNamed"}},
		"by the authority":                        {arrange: reinstated, by: authority, member: "north-bank", successor: "south-bank", events: []string{"EventExitBegun", "EventSuccessorNamed"}},
		"of a suspended member, by the authority": {by: authority, member: "south-bank", successor: "north-bank", events: []string{"EventExitBegun", "EventSuccessorNamed"}},
		"of a suspended member, by itself":        {by: southGovernance, member: "south-bank", successor: "north-bank", err: consortium.ErrUnauthorized},
		"of a member without customers":           {by: authority, member: "clearing", events: []string{"EventExitBegun"}},
		"of a bank with nobody named":             {by: northGovernance, member: "north-bank", err: consortium.ErrSuccessionUnknown},
		"to a suspended bank":                     {by: northGovernance, member: "north-bank", successor: "south-bank", err: consortium.ErrSuccessorInvalid},
		"to itself":                               {by: northGovernance, member: "north-bank", successor: "north-bank", err: consortium.ErrSuccessorInvalid},
		"to a clearing house":                     {by: northGovernance, member: "north-bank", successor: "clearing", err: consortium.ErrSuccessorInvalid},
		"to nobody known":                         {by: northGovernance, member: "north-bank", successor: "east-bank", err: consortium.ErrMemberUnknown},
		"by another duty":                         {by: northOperations, member: "north-bank", successor: "south-bank", err: consortium.ErrUnauthorized},
		"by another member":                       {by: southGovernance, member: "north-bank", successor: "south-bank", err: consortium.ErrUnauthorized},
		"by a regulator":                          {by: regulatorGovernance, member: "north-bank", successor: "south-bank", err: consortium.ErrUnauthorized},
		"of a member that is exiting":             {arrange: func(f *fixture) { reinstated(f); f.must(f.exit(authority, "north-bank", "south-bank")) }, by: authority, member: "north-bank", successor: "south-bank", err: consortium.ErrMemberState},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			f := newFixture(t)
			if tc.arrange != nil {
				tc.arrange(f)
			}
			if tc.err != nil {
				f.refuses(tc.err, f.exit(tc.by, tc.member, tc.successor))
				return
			}
			f.does(f.exit(tc.by, tc.member, tc.successor), tc.events...)
			require.Equal(t, consortium.MEMBER_STATUS_EXITING, f.status(tc.member))
		})
	}
}

// reinstated makes both banks ACTIVE.
func reinstated(f *fixture) { f.must(f.reinstate("south-bank")) }

func (f *fixture) must(act func(context.Context) error) {
	f.tb.Helper()
	require.NoError(f.tb, act(f.ctx))
	require.NoError(f.tb, f.k.Invariants(f.ctx))
}

func TestSuccessionIsAcceptedOnce(t *testing.T) {
	f := newFixture(t)
	reinstated(f)
	f.refuses(consortium.ErrMemberState, f.name(authority, "north-bank", "south-bank"))
	f.refuses(consortium.ErrSuccessionUnknown, f.accept(southGovernance, "north-bank"))
	f.must(f.exit(northGovernance, "north-bank", "south-bank"))
	south, err := f.k.MemberByID(f.ctx, "south-bank")
	require.NoError(t, err)
	_, err = f.k.RequireSuccessor(f.ctx, "north-bank", south)
	require.ErrorIs(t, err, consortium.ErrSuccessionUnknown, "asked is not accepted")

	f.refuses(consortium.ErrUnauthorized, f.accept(southOperations, "north-bank"))
	f.refuses(consortium.ErrSuccessionUnknown, f.accept(northGovernance, "north-bank"))
	f.does(f.accept(southGovernance, "north-bank"), "EventSuccessionAccepted")
	f.refuses(consortium.ErrSuccessionUnknown, f.accept(southGovernance, "north-bank"))
	m, err := f.k.RequireSuccessor(f.ctx, "north-bank", south)
	require.NoError(t, err)
	require.Equal(t, "north-bank", m.Id)
	resp, err := f.queries.Departure(f.ctx, &consortium.QueryDepartureRequest{Id: "north-bank"})
	require.NoError(t, err)
	require.Equal(t, "south-bank", resp.Successor)
	require.NotZero(t, resp.AcceptedAt)

	// Named anew, it must be accepted anew; a successor that is suspended meanwhile cannot.
	f.does(f.name(northGovernance, "north-bank", "south-bank"), "EventSuccessorNamed")
	require.NoError(t, f.k.Suspend(f.ctx, 2))
	f.refuses(consortium.ErrSuccessorInvalid, f.accept(southGovernance, "north-bank"))
	f.must(f.reinstate("south-bank"))
	f.must(f.accept(southGovernance, "north-bank"))

	// An exiting member that is suspended keeps its successor, and only the authority names another.
	require.NoError(t, f.k.Suspend(f.ctx, 1))
	_, err = f.k.RequireSuccessor(f.ctx, "north-bank", south)
	require.NoError(t, err)
	f.refuses(consortium.ErrUnauthorized, f.name(northGovernance, "north-bank", "south-bank"))

	// Reinstated, nobody takes its customers any more.
	f.does(f.reinstate("north-bank"), "EventMemberReinstated")
	_, err = f.k.RequireSuccessor(f.ctx, "north-bank", south)
	require.ErrorIs(t, err, consortium.ErrMemberState)
	_, err = f.k.Succession(f.ctx, 1)
	require.ErrorIs(t, err, consortium.ErrSuccessionUnknown)
}

func TestLeave(t *testing.T) {
	// ARRANGE: an east bank that is no seat of the authority.
	f := newFixture(t)
	east := member(7, "east-bank", "EABACNBJ", consortium.ROLE_BANK, holds(consortium.DUTY_GOVERNANCE, 51), holds(consortium.DUTY_OPERATIONS, 52), holds(consortium.DUTY_TREASURY, 52), holds(consortium.DUTY_SUBMITTER, 53))
	register := func(ctx context.Context) error {
		_, err := f.msgs.RegisterMember(ctx, &consortium.MsgRegisterMember{
			Authority: address(authority), Number: east.Number, Id: east.Id, Name: east.Name, Lei: east.Lei, Bic: east.Bic,
			Jurisdiction: east.Jurisdiction, Roles: east.Roles, Duties: east.Duties,
		})
		return err
	}
	f.must(register)
	f.refuses(consortium.ErrMemberState, f.leave(7))
	f.must(f.exit(51, "east-bank", "north-bank"))
	f.must(f.accept(northGovernance, "east-bank"))
	key := bytes.Repeat([]byte{9}, 32)
	v := consortium.Validator{Member: 7, PubKey: key, Power: 1, Moniker: "east-1"}
	require.NoError(t, keeper.ValidatorsOf(f.k).Set(f.ctx, v.ConsensusAddress(), v))
	f.refuses(consortium.ErrMemberValidates, f.leave(7))
	require.NoError(t, keeper.ValidatorsOf(f.k).Remove(f.ctx, v.ConsensusAddress()))

	// ACT
	f.does(f.leave(7), "EventMemberLeft", "EventDutyWithdrawn", "EventDutyWithdrawn", "EventDutyWithdrawn", "EventSubmitterRemoved")

	// ASSERT: nobody acts for it, it is still readable, and nothing of it is used again.
	for _, n := range []byte{51, 52, 53} {
		_, found, err := f.k.Actor(f.ctx, raw(n))
		require.NoError(t, err)
		require.False(t, found)
	}
	resp, err := f.queries.Member(f.ctx, &consortium.QueryMemberRequest{Id: "east-bank"})
	require.NoError(t, err)
	require.Equal(t, consortium.MEMBER_STATUS_LEFT, resp.Member.Status)
	require.Empty(t, resp.Member.Duties)
	succession, err := f.k.Succession(f.ctx, 7)
	require.NoError(t, err)
	require.Equal(t, uint32(1), succession.Successor)
	f.refuses(consortium.ErrMemberExists, register)
	f.refuses(consortium.ErrMemberState, f.reinstate("east-bank"))
	f.refuses(consortium.ErrMemberState, f.exit(authority, "east-bank", "north-bank"))
	f.refuses(consortium.ErrMemberState, f.name(authority, "east-bank", "north-bank"))
	f.refuses(consortium.ErrMemberState, f.order(regulatorCompliance, "east-bank"))
	f.refuses(consortium.ErrMemberState, f.leave(7))
	f.refuses(consortium.ErrMemberState, func(ctx context.Context) error {
		_, err := f.msgs.AssignDuty(ctx, &consortium.MsgAssignDuty{Authority: address(authority), Member: "east-bank", Duty: consortium.DUTY_GOVERNANCE, Address: address(54)})
		return err
	})
	f.refuses(consortium.ErrMemberState, func(ctx context.Context) error { return f.k.Suspend(ctx, 7) })
}
