// SPDX-License-Identifier: Apache-2.0

package keeper_test

import (
	"bytes"
	"context"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"cosmossdk.io/collections"

	"github.com/taelnet/tael/x/consortium"
	"github.com/taelnet/tael/x/consortium/keeper"
)

// contradiction is a change of the state behind the keeper's back and what the invariants say of it.
type contradiction struct {
	breakIt func(*fixture) error
	text    string
}

func findsEach(t *testing.T, tests map[string]contradiction) {
	t.Helper()
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			f := newFixture(t)
			require.NoError(t, tc.breakIt(f))

			err := f.k.Invariants(f.ctx)
			require.ErrorIs(t, err, consortium.ErrInvariantBroken)
			require.ErrorContains(t, err, tc.text)
		})
	}
}

func changeActor(n byte, change func(*consortium.Actor)) func(*fixture) error {
	return func(f *fixture) error {
		actor, err := keeper.ActorsOf(f.k).Get(f.ctx, raw(n))
		if err != nil {
			return err
		}
		change(&actor)
		return keeper.ActorsOf(f.k).Set(f.ctx, raw(n), actor)
	}
}

// changeMember changes the record of north-bank.
func changeMember(change func(*consortium.Member)) func(*fixture) error {
	return func(f *fixture) error {
		m, err := keeper.RecordsOf(f.k).Get(f.ctx, 1)
		if err != nil {
			return err
		}
		change(&m)
		return keeper.RecordsOf(f.k).Set(f.ctx, 1, m)
	}
}

func TestInvariantsOfMembersAndActors(t *testing.T) {
	findsEach(t, map[string]contradiction{
		"a record under another number":     {changeMember(func(m *consortium.Member) { m.Number = 2 }), "stored under number 1"},
		"a record with duties":              {changeMember(func(m *consortium.Member) { m.Duties = smallNetwork().Members[0].Duties }), "carries 5 duties"},
		"a record that breaks its form":     {changeMember(func(m *consortium.Member) { m.Lei = "" }), "LEI is invalid"},
		"an id that no index finds":         {changeMember(func(m *consortium.Member) { m.Id = "elsewhere" }), "leads to 0"},
		"an id that leads to nobody":        {func(f *fixture) error { return keeper.IDsOf(f.k).Set(f.ctx, "ghost", 9) }, "4 members have 5 entries by id"},
		"an address of a member not there":  {changeActor(northLane, func(a *consortium.Actor) { a.Member = 9 }), "serves member 9"},
		"a status out of step":              {changeActor(northLane, func(a *consortium.Actor) { a.Status = consortium.MEMBER_STATUS_SUSPENDED }), "its member north-bank"},
		"roles out of step":                 {changeActor(northLane, func(a *consortium.Actor) { a.Roles = 0 }), "its member north-bank"},
		"an address without duties":         {changeActor(northLane, func(a *consortium.Actor) { a.Duties = 0 }), "holds duties 0"},
		"a duty that does not exist":        {changeActor(northLane, func(a *consortium.Actor) { a.Duties |= 1 << 8 }), "holds duties 110000000"},
		"a lane with another duty":          {changeActor(northLane, func(a *consortium.Actor) { a.Duties |= 1 << 2 }), "submitter"},
		"an address moved to a second bank": {changeActor(northLane, func(a *consortium.Actor) { a.Member, a.Status = 2, consortium.MEMBER_STATUS_SUSPENDED }), "missing in the index by member"},
		"an address at two members": {func(f *fixture) error {
			return keeper.ActorsByMemberOf(f.k).Set(f.ctx, collections.Join(uint16(2), []byte(raw(northLane))))
		}, "9 duty addresses have 10 entries by member"},
		"more lanes than a member may have": {moreLanes, "no place for another duty holder"},
	})
}

func TestInvariantsOfValidatorsAndAuthority(t *testing.T) {
	northKey := smallNetwork().Validators[1]
	findsEach(t, map[string]contradiction{
		"no validator": {func(f *fixture) error { return keeper.ValidatorsOf(f.k).Clear(f.ctx, nil) }, "at least one validator"},
		"a validator under another key": {func(f *fixture) error {
			return keeper.ValidatorsOf(f.k).Set(f.ctx, raw(5), northKey)
		}, "its key gives"},
		"a validator of a regulator": {func(f *fixture) error {
			v := northKey
			v.Member = 65_535
			return keeper.ValidatorsOf(f.k).Set(f.ctx, v.ConsensusAddress(), v)
		}, "member regulator has"},
		"a validator of nobody": {func(f *fixture) error {
			v := northKey
			v.Member = 9
			return keeper.ValidatorsOf(f.k).Set(f.ctx, v.ConsensusAddress(), v)
		}, "of member 9"},
		"a validator without power": {func(f *fixture) error {
			v := northKey
			v.Power = 0
			return keeper.ValidatorsOf(f.k).Set(f.ctx, v.ConsensusAddress(), v)
		}, "power above zero"},
		"no authority":                      {func(f *fixture) error { return keeper.AuthorityOf(f.k).Remove(f.ctx) }, "authority"},
		"an authority that serves a member": {func(f *fixture) error { return keeper.AuthorityOf(f.k).Set(f.ctx, raw(northLane)) }, "serves a member: true"},
		"a threshold above the seats":       {func(f *fixture) error { return keeper.ThresholdOf(f.k).Set(f.ctx, 4) }, "needs 4 of 3 seats"},
		"a seat without its duty":           {changeActor(northGovernance, func(a *consortium.Actor) { a.Duties = 1 << consortium.DUTY_RISK }), "expected GOVERNANCE"},
		"EIP-155 id 0":                      {func(f *fixture) error { return keeper.EIP155IDOf(f.k).Set(f.ctx, 0) }, "EIP-155 id is 0"},
	})
}

func moreLanes(f *fixture) error {
	lane, err := keeper.ActorsOf(f.k).Get(f.ctx, raw(northLane))
	if err != nil {
		return err
	}
	for i := range byte(consortium.MaxSubmitters) {
		addr := raw(100 + i)
		if err := keeper.ActorsOf(f.k).Set(f.ctx, addr, lane); err != nil {
			return err
		}
		if err := keeper.ActorsByMemberOf(f.k).Set(f.ctx, collections.Join(uint16(1), []byte(addr))); err != nil {
			return err
		}
	}
	return nil
}

// Whatever is sent by whomever in whichever order: the invariants hold, an error changes nothing, and the state that
// is exported comes back the same.
func TestAnyActsKeepTheInvariants(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		f := newFixture(t)
		people := []byte{northGovernance, northOperations, northTreasury, northLane, southOperations, clearingOperations, authority, stranger, 51, 52}
		for range rapid.IntRange(1, 20).Draw(rt, "acts") {
			act := drawAct(rt, f, people)
			before := f.dump()
			if err := act(f.ctx); err != nil {
				require.Equal(t, before, f.dump())
				continue
			}
			require.NoError(t, f.k.Invariants(f.ctx))
		}

		exported, err := f.k.ExportGenesis(f.ctx)
		require.NoError(t, err)
		require.NoError(t, exported.Validate())
		g := emptyFixture(t)
		_, err = g.k.InitGenesis(g.ctx, *exported)
		require.NoError(t, err)
		require.Equal(t, f.dump(), g.dump())
	})
}

func drawAct(rt *rapid.T, f *fixture, people []byte) func(context.Context) error {
	signer := address(rapid.SampledFrom(append(bytes.Repeat([]byte{authority, northOperations}, 5), people...)).Draw(rt, "signer"))
	addr := address(rapid.SampledFrom(people).Draw(rt, "address"))
	id := rapid.SampledFrom([]string{"north-bank", "south-bank", "clearing", "regulator", "east-bank"}).Draw(rt, "member")
	duty := consortium.Duty(rapid.Int32Range(1, 7).Draw(rt, "duty"))
	number := rapid.Uint32Range(1, 5).Draw(rt, "number")

	acts := []func(context.Context) error{
		func(ctx context.Context) error {
			m := member(number, fmt.Sprintf("new-%d", number), fmt.Sprintf("NEW%dCNBJ", number), consortium.ROLE_RAIL, holds(duty, 51))
			_, err := f.msgs.RegisterMember(ctx, &consortium.MsgRegisterMember{
				Authority: signer, Number: m.Number, Id: m.Id, Name: m.Name, Lei: m.Lei, Bic: m.Bic,
				Jurisdiction: m.Jurisdiction, Roles: m.Roles, Duties: m.Duties,
			})
			return err
		},
		func(ctx context.Context) error {
			_, err := f.msgs.AssignDuty(ctx, &consortium.MsgAssignDuty{Authority: signer, Member: id, Duty: duty, Address: addr})
			return err
		},
		func(ctx context.Context) error {
			_, err := f.msgs.WithdrawDuty(ctx, &consortium.MsgWithdrawDuty{Authority: signer, Member: id, Duty: duty, Address: addr})
			return err
		},
		func(ctx context.Context) error {
			_, err := f.msgs.AddSubmitter(ctx, &consortium.MsgAddSubmitter{Operator: signer, Address: addr})
			return err
		},
		func(ctx context.Context) error {
			_, err := f.msgs.RemoveSubmitter(ctx, &consortium.MsgRemoveSubmitter{Operator: signer, Address: addr})
			return err
		},
		func(ctx context.Context) error {
			_, err := f.msgs.SuspendMember(ctx, &consortium.MsgSuspendMember{Authority: signer, Member: id})
			return err
		},
		func(ctx context.Context) error {
			_, err := f.msgs.ReinstateMember(ctx, &consortium.MsgReinstateMember{Authority: signer, Member: id})
			return err
		},
	}
	return rapid.SampledFrom(acts).Draw(rt, "act")
}

func TestInvariantsOfQuotas(t *testing.T) {
	quota := consortium.Quota{Rate: consortium.MinQuotaRate, Burst: consortium.MinQuotaBurst}
	findsEach(t, map[string]contradiction{
		"a quota below its bound": {
			func(f *fixture) error { return keeper.QuotaRolesOf(f.k).Set(f.ctx, 2, consortium.Quota{}) }, "quotas: ROLE_CLEARING",
		},
		"a quota of an unknown role": {
			func(f *fixture) error { return keeper.QuotaRolesOf(f.k).Set(f.ctx, 99, quota) }, "expected known roles",
		},
		"a quota of nobody": {
			func(f *fixture) error { return keeper.QuotaMembersOf(f.k).Set(f.ctx, 9, quota) }, "quota of member 9",
		},
		"a use by nobody": {
			func(f *fixture) error { return keeper.QuotaUsesOf(f.k).Set(f.ctx, 9, consortium.QuotaUse{}) }, "use of a quota by member 9",
		},
	})
}
