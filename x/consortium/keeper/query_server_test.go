// SPDX-License-Identifier: Apache-2.0

package keeper_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/taelnet/tael/x/consortium"
)

func TestQueryMember(t *testing.T) {
	f := newFixture(t)
	resp, err := f.queries.Member(f.ctx, &consortium.QueryMemberRequest{Id: "north-bank"})
	require.NoError(t, err)
	require.Equal(t, smallNetwork().Members[0].Id, resp.Member.Id)
	require.ElementsMatch(t, smallNetwork().Members[0].Duties, resp.Member.Duties)

	for _, id := range []string{"", "east-bank", "NORTH-BANK"} {
		_, err = f.queries.Member(f.ctx, &consortium.QueryMemberRequest{Id: id})
		require.Equal(t, codes.NotFound, status.Code(err))
	}
	_, err = f.queries.Member(f.ctx, nil)
	require.Equal(t, codes.NotFound, status.Code(err))
}

func TestQueryMembersByPages(t *testing.T) {
	f := newFixture(t)
	first, err := f.queries.Members(f.ctx, &consortium.QueryMembersRequest{Pagination: &query.PageRequest{Limit: 3}})
	require.NoError(t, err)
	require.Len(t, first.Members, 3)
	require.Len(t, first.Members[0].Duties, 5)
	rest, err := f.queries.Members(f.ctx, &consortium.QueryMembersRequest{Pagination: &query.PageRequest{Key: first.Pagination.NextKey}})
	require.NoError(t, err)
	require.Len(t, rest.Members, 1)
	require.Equal(t, "regulator", rest.Members[0].Id)
	require.Empty(t, rest.Pagination.NextKey)

	all, err := f.queries.Members(f.ctx, nil)
	require.NoError(t, err)
	require.Len(t, all.Members, 4)
}

func TestQueryPagesAreCapped(t *testing.T) {
	f := newFixture(t)
	for i := range uint32(501) {
		msg := member(1_000+i, fmt.Sprintf("m%d", i), fmt.Sprintf("%04dCNBJ", i), consortium.ROLE_RAIL)
		_, err := f.msgs.RegisterMember(f.ctx, &consortium.MsgRegisterMember{
			Authority: address(authority), Number: msg.Number, Id: msg.Id, Name: msg.Name, Lei: msg.Lei, Bic: msg.Bic,
			Jurisdiction: msg.Jurisdiction, Roles: msg.Roles,
		})
		require.NoError(t, err)
	}

	for limit, expected := range map[uint64]int{499: 499, 500: 500, 501: 500, 1 << 63: 500} {
		page, err := f.queries.Members(f.ctx, &consortium.QueryMembersRequest{Pagination: &query.PageRequest{Limit: limit}})
		require.NoError(t, err)
		require.Len(t, page.Members, expected)
		require.NotEmpty(t, page.Pagination.NextKey)
	}
}

func TestQueryValidators(t *testing.T) {
	f := newFixture(t)
	resp, err := f.queries.Validators(f.ctx, &consortium.QueryValidatorsRequest{Pagination: &query.PageRequest{Limit: 1}})
	require.NoError(t, err)
	require.Len(t, resp.Validators, 1)
	require.Equal(t, int64(17), resp.TotalPower)

	resp, err = f.queries.Validators(f.ctx, &consortium.QueryValidatorsRequest{})
	require.NoError(t, err)
	require.Len(t, resp.Validators, 2)
	members := []string{resp.Validators[0].Member, resp.Validators[1].Member}
	require.ElementsMatch(t, []string{"north-bank", "clearing"}, members)
	require.Contains(t, resp.Validators[0].ConsensusAddress, "taelvalcons1")
}

func TestQueryActor(t *testing.T) {
	f := newFixture(t)
	lanes := []string{"/tael.consortium.v1.MsgAddSubmitter", "/tael.consortium.v1.MsgRemoveSubmitter"}
	tests := map[string]struct {
		addr     byte
		expected consortium.QueryActorResponse
	}{
		"an operator may open and close lanes": {northOperations, consortium.QueryActorResponse{
			Member: "north-bank", Number: 1, Name: "Member north-bank", Status: consortium.MEMBER_STATUS_ACTIVE,
			Roles: []consortium.Role{consortium.ROLE_BANK}, Duties: []consortium.Duty{consortium.DUTY_OPERATIONS}, MaySend: lanes,
		}},
		"an operator of a clearinghouse may close cycles, too": {clearingOperations, consortium.QueryActorResponse{
			Member: "clearing", Number: 300, Name: "Member clearing", Status: consortium.MEMBER_STATUS_ACTIVE,
			Roles: []consortium.Role{consortium.ROLE_CLEARING}, Duties: []consortium.Duty{consortium.DUTY_OPERATIONS},
			MaySend: append(append([]string{}, lanes...), "/tael.netting.v1.MsgOrderCycleClose"),
		}},
		"a seat of a suspended member": {southGovernance, consortium.QueryActorResponse{
			Member: "south-bank", Number: 2, Name: "Member south-bank", Status: consortium.MEMBER_STATUS_SUSPENDED,
			Roles: []consortium.Role{consortium.ROLE_BANK}, Duties: []consortium.Duty{consortium.DUTY_GOVERNANCE}, AuthoritySeat: true,
		}},
		"the authority serves nobody": {authority, consortium.QueryActorResponse{
			Authority: true, MaySend: []string{"/tael.consortium.v1.MsgAssignDuty", "/tael.consortium.v1.MsgSuspendMember"},
		}},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			tc.expected.Address = address(tc.addr)
			resp, err := f.queries.Actor(f.ctx, &consortium.QueryActorRequest{Address: address(tc.addr)})
			require.NoError(t, err)
			require.Equal(t, tc.expected, *resp)
		})
	}

	_, err := f.queries.Actor(f.ctx, &consortium.QueryActorRequest{Address: address(stranger)})
	require.Equal(t, codes.NotFound, status.Code(err))
	_, err = f.queries.Actor(f.ctx, &consortium.QueryActorRequest{Address: "north-bank"})
	require.Equal(t, codes.InvalidArgument, status.Code(err))
}

func TestQueryAuthority(t *testing.T) {
	f := newFixture(t)
	resp, err := f.queries.Authority(f.ctx, &consortium.QueryAuthorityRequest{})
	require.NoError(t, err)
	require.Equal(t, address(authority), resp.Address)
	require.Equal(t, uint32(2), resp.Threshold)
	require.Equal(t, []consortium.AuthoritySeat{
		{Address: address(regulatorGovernance), Member: "regulator", Name: "Member regulator", Status: consortium.MEMBER_STATUS_ACTIVE},
		{Address: address(northGovernance), Member: "north-bank", Name: "Member north-bank", Status: consortium.MEMBER_STATUS_ACTIVE},
		{Address: address(southGovernance), Member: "south-bank", Name: "Member south-bank", Status: consortium.MEMBER_STATUS_SUSPENDED},
	}, resp.Seats)
	require.Equal(t, []string{"/tael.consortium.v1.MsgAssignDuty", "/tael.consortium.v1.MsgSuspendMember"}, resp.MaySend)
}

func TestQueryMatrixAndNetwork(t *testing.T) {
	f := newFixture(t)
	policy, err := f.queries.Matrix(f.ctx, &consortium.QueryMatrixRequest{})
	require.NoError(t, err)
	require.Len(t, policy.Rules, len(matrix()))
	for i, rule := range policy.Rules {
		expected := matrix()[rule.TypeUrl]
		require.Equal(t, expected, consortium.AccessRule{Authority: rule.Authority, WalletOwner: rule.WalletOwner, Duties: rule.Duties, Roles: rule.Roles, Lane: rule.Lane})
		require.True(t, i == 0 || policy.Rules[i-1].TypeUrl < rule.TypeUrl)
	}

	network, err := f.queries.Network(f.ctx, &consortium.QueryNetworkRequest{})
	require.NoError(t, err)
	require.Equal(t, consortium.QueryNetworkResponse{
		Eip155Id: 7_001, DataZone: "cn-mainland", ValidatorRoles: []consortium.Role{consortium.ROLE_BANK, consortium.ROLE_CLEARING},
	}, *network)
}

func TestQueriesWriteNothing(t *testing.T) {
	f := newFixture(t)
	before := f.dump()
	asks := []func(context.Context) error{
		func(ctx context.Context) error { _, err := f.queries.Members(ctx, nil); return err },
		func(ctx context.Context) error { _, err := f.queries.Validators(ctx, nil); return err },
		func(ctx context.Context) error { _, err := f.queries.Authority(ctx, nil); return err },
	}
	for _, ask := range asks {
		require.NoError(t, ask(f.ctx))
	}
	require.Equal(t, before, f.dump())
}
