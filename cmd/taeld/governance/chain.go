// SPDX-License-Identifier: Apache-2.0

package governance

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	gogogrpc "github.com/cosmos/gogoproto/grpc"
	"github.com/cosmos/gogoproto/proto"

	"github.com/cosmos/cosmos-sdk/types/query"
	upgradetypes "github.com/cosmos/cosmos-sdk/x/upgrade/types"

	"github.com/taelnet/tael/x/consortium"
	"github.com/taelnet/tael/x/netting"
	"github.com/taelnet/tael/x/reserve"
)

// Chain asks a node.
type Chain struct{ Conn gogogrpc.ClientConn }

func (c Chain) consortium() consortium.QueryClient { return consortium.NewQueryClient(c.Conn) }

// Charter is the rules of deciding as they are now.
func (c Chain) Charter(ctx context.Context) (*consortium.QueryCharterResponse, error) {
	return c.consortium().Charter(ctx, &consortium.QueryCharterRequest{})
}

// Members are all members by number.
func (c Chain) Members(ctx context.Context) ([]consortium.Member, error) {
	var all []consortium.Member
	request := &consortium.QueryMembersRequest{}
	for {
		page, err := c.consortium().Members(ctx, request)
		if err != nil {
			return nil, err
		}
		all = append(all, page.Members...)
		if page.Pagination == nil || len(page.Pagination.NextKey) == 0 {
			return all, nil
		}
		request.Pagination = nextPage(page.Pagination)
	}
}

func (c Chain) member(ctx context.Context, id string) (consortium.Member, error) {
	all, err := c.Members(ctx)
	if err != nil {
		return consortium.Member{}, err
	}
	at := slices.IndexFunc(all, func(m consortium.Member) bool { return m.Id == id })
	if at < 0 {
		return consortium.Member{}, fmt.Errorf("expected a member, got %q; see `taeld query consortium members`", id)
	}
	return all[at], nil
}

func nextPage(page *query.PageResponse) *query.PageRequest {
	return &query.PageRequest{Key: page.NextKey}
}

// plan is the upgrade that is planned; nil if none is.
func (c Chain) plan(ctx context.Context) (proto.Message, error) {
	now, err := upgradetypes.NewQueryClient(c.Conn).CurrentPlan(ctx, &upgradetypes.QueryCurrentPlanRequest{})
	if err != nil || now.Plan == nil {
		return nil, err
	}
	return now.Plan, nil
}

// rail is the rail as it is; nil if there is none of the id.
func (c Chain) rail(ctx context.Context, id string) (*reserve.Rail, error) {
	request := &reserve.QueryRailsRequest{}
	for {
		page, err := reserve.NewQueryClient(c.Conn).Rails(ctx, request)
		if err != nil {
			return nil, err
		}
		for _, r := range page.Rails {
			if r.Id == id {
				return &r, nil
			}
		}
		if page.Pagination == nil || len(page.Pagination.NextKey) == 0 {
			return nil, nil
		}
		request.Pagination = nextPage(page.Pagination)
	}
}

func withStatus(ctx context.Context, c Chain, id string, status consortium.MemberStatus) (was, is proto.Message, err error) {
	m, err := c.member(ctx, id)
	if err != nil {
		return nil, nil, err
	}
	after := m
	after.Status = status
	return &m, &after, nil
}

// changedMember is a member before and after a change; what the message leaves empty stays.
func changedMember(ctx context.Context, c Chain, msg *consortium.MsgChangeMember) (was, is proto.Message, err error) {
	m, err := c.member(ctx, msg.Member)
	if err != nil {
		return nil, nil, err
	}
	after := m
	after.Name, after.Bic = cmp.Or(msg.Name, m.Name), cmp.Or(msg.Bic, m.Bic)
	after.Jurisdiction = cmp.Or(msg.Jurisdiction, m.Jurisdiction)
	if len(msg.Roles) > 0 {
		after.Roles = msg.Roles
	}
	return &m, &after, nil
}

func currencyPolicy(ctx context.Context, c Chain, m *netting.MsgSetCurrencyPolicy) (was, is proto.Message, err error) {
	now, err := netting.NewQueryClient(c.Conn).Currencies(ctx, &netting.QueryCurrenciesRequest{})
	if err != nil {
		return nil, nil, err
	}
	for _, known := range now.Currencies {
		if known.Code == m.Currency {
			return &netting.MsgSetCurrencyPolicy{
				Authority: m.Authority, Currency: m.Currency, Inflow: known.Inflow, InflowPercent: known.InflowPercent,
				AlarmPercents: known.AlarmPercents, SettlementDay: known.SettlementDay,
			}, m, nil
		}
	}
	return nil, nil, fmt.Errorf("expected a currency of the network, got %q; see `taeld query netting currencies`", m.Currency)
}
