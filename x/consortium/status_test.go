// SPDX-License-Identifier: Apache-2.0

package consortium_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/taelnet/tael/x/consortium"
)

const (
	active    = consortium.MEMBER_STATUS_ACTIVE
	suspended = consortium.MEMBER_STATUS_SUSPENDED
	exiting   = consortium.MEMBER_STATUS_EXITING
	left      = consortium.MEMBER_STATUS_LEFT
)

// Every move from every status: those that are listed succeed, all others are ErrMemberState and change nothing.
func TestEveryMoveOfEveryStatus(t *testing.T) {
	moves := map[string]struct {
		move func(consortium.Member) (consortium.Member, error)
		to   consortium.MemberStatus
		from []consortium.MemberStatus
	}{
		"a member is suspended":   {consortium.Member.Suspend, suspended, []consortium.MemberStatus{active, exiting}},
		"a member is reinstated":  {consortium.Member.Reinstate, active, []consortium.MemberStatus{suspended, exiting}},
		"a member begins to exit": {consortium.Member.BeginExit, exiting, []consortium.MemberStatus{active, suspended}},
		"a member leaves":         {consortium.Member.Leave, left, []consortium.MemberStatus{exiting}},
	}
	for name, tc := range moves {
		t.Run(name, func(t *testing.T) {
			for from := consortium.MemberStatus(-1); from <= left+1; from++ {
				m := northBank()
				m.Status = from
				got, err := tc.move(m)
				require.Equal(t, err == nil, from.MayTake(tc.to))
				if slices.Contains(tc.from, from) {
					require.NoError(t, err)
					require.Equal(t, tc.to, got.Status)
					continue
				}
				require.ErrorIs(t, err, consortium.ErrMemberState)
				require.Equal(t, m, got)
			}
		})
	}
}

func TestStatusNames(t *testing.T) {
	require.Equal(t, "EXITING", exiting.Name())
	require.Equal(t, "9", consortium.MemberStatus(9).Name())
	for status, winds := range map[consortium.MemberStatus]bool{active: false, suspended: true, exiting: true, left: false} {
		require.Equal(t, winds, status.WindsDown(), status)
		require.True(t, status.Stored())
	}
	require.False(t, consortium.MemberStatus(0).Stored())
}

func TestWhoMaySucceed(t *testing.T) {
	leaving := northBank()
	cases := map[string]struct {
		change func(*consortium.Member)
		err    error
	}{
		"another bank that is active":  {func(*consortium.Member) {}, nil},
		"a wallet operator":            {func(m *consortium.Member) { m.Roles = []consortium.Role{consortium.ROLE_WALLET_OPERATOR} }, nil},
		"the member itself":            {func(m *consortium.Member) { m.Number = leaving.Number }, consortium.ErrSuccessorInvalid},
		"a suspended bank":             {func(m *consortium.Member) { m.Status = suspended }, consortium.ErrSuccessorInvalid},
		"an exiting bank":              {func(m *consortium.Member) { m.Status = exiting }, consortium.ErrSuccessorInvalid},
		"a member without customers":   {func(m *consortium.Member) { m.Roles = []consortium.Role{consortium.ROLE_RAIL} }, consortium.ErrSuccessorInvalid},
		"a member that left long ago":  {func(m *consortium.Member) { m.Status = left }, consortium.ErrSuccessorInvalid},
		"a bank that clears, too, may": {func(m *consortium.Member) { m.Roles = append(m.Roles, consortium.ROLE_CLEARING) }, nil},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			m := northBank()
			m.Number = 7
			tc.change(&m)
			if tc.err == nil {
				require.NoError(t, m.MaySucceed(leaving))
				return
			}
			require.ErrorIs(t, m.MaySucceed(leaving), tc.err)
		})
	}
}

func TestGenesisOfDepartures(t *testing.T) {
	order := func() consortium.SuspensionOrder {
		return consortium.SuspensionOrder{Member: 1, Regulator: 2, Officer: address(21), Ground: make([]byte, 32), OrderedAt: 5, ExpiresAt: 9}
	}
	cases := map[string]struct {
		change func(*consortium.Genesis)
		err    error
	}{
		"nothing is under way": {func(*consortium.Genesis) {}, nil},
		"an order waits": {func(g *consortium.Genesis) {
			g.MemberProcedures.SuspensionOrders = append(g.MemberProcedures.SuspensionOrders, order())
		}, nil},
		"an order twice": {func(g *consortium.Genesis) {
			g.MemberProcedures.SuspensionOrders = []consortium.SuspensionOrder{order(), order()}
		}, consortium.ErrGenesisInvalid},
		"an order by no regulator": {func(g *consortium.Genesis) {
			o := order()
			o.Member, o.Regulator = 2, 1
			g.MemberProcedures.SuspensionOrders = []consortium.SuspensionOrder{o}
		}, consortium.ErrGenesisInvalid},
		"an order without a ground": {func(g *consortium.Genesis) {
			o := order()
			o.Ground = nil
			g.MemberProcedures.SuspensionOrders = []consortium.SuspensionOrder{o}
		}, consortium.ErrGenesisInvalid},
		"an order that never waited": {func(g *consortium.Genesis) {
			o := order()
			o.ExpiresAt = 5
			g.MemberProcedures.SuspensionOrders = []consortium.SuspensionOrder{o}
		}, consortium.ErrGenesisInvalid},
		"an order of nobody": {func(g *consortium.Genesis) {
			o := order()
			o.Officer = ""
			g.MemberProcedures.SuspensionOrders = []consortium.SuspensionOrder{o}
		}, consortium.ErrAddressInvalid},
		"a policy without a term": {func(g *consortium.Genesis) { g.MemberPolicy = &consortium.MemberPolicy{} }, consortium.ErrGenesisInvalid},
		"a succession of an active member": {func(g *consortium.Genesis) {
			g.MemberProcedures.Successions = []consortium.Succession{{Member: 1, Successor: 2}}
		}, consortium.ErrGenesisInvalid},
		"a succession of an exiting member": {func(g *consortium.Genesis) {
			g.Members[0].Status = exiting
			g.MemberProcedures.Successions = []consortium.Succession{{Member: 1, Successor: 2, NamedAt: 3, AcceptedAt: 4}}
		}, nil},
		"one that was accepted before it was named": {func(g *consortium.Genesis) {
			g.Members[0].Status = exiting
			g.MemberProcedures.Successions = []consortium.Succession{{Member: 1, Successor: 2, NamedAt: 4, AcceptedAt: 3}}
		}, consortium.ErrGenesisInvalid},
		"successors in a circle": {func(g *consortium.Genesis) {
			for i := range g.Members {
				g.Members[i].Status, g.Members[i].Duties = left, nil
			}
			g.MemberProcedures.Successions = []consortium.Succession{{Member: 1, Successor: 2, AcceptedAt: 1}, {Member: 2, Successor: 1, AcceptedAt: 1}}
		}, consortium.ErrGenesisInvalid},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			g := validGenesis()
			g.MemberProcedures = &consortium.MemberProcedures{}
			tc.change(&g)
			if tc.err == nil {
				require.NoError(t, g.CheckDepartures())
				return
			}
			require.ErrorIs(t, g.CheckDepartures(), tc.err)
		})
	}
}
