// SPDX-License-Identifier: Apache-2.0

package keeper_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/taelnet/tael/x/compliance"
	"github.com/taelnet/tael/x/wallet"
)

func TestQueryUsageIsRolledOnRead(t *testing.T) {
	f := newFixture(t)
	require.Equal(t, compliance.ReasonNone, f.pay(alice, bob, 5))
	request := &compliance.QueryUsageRequest{Wallet: sdk.AccAddress(alice).String()}
	answer, err := f.query.Usage(f.ctx, request)
	require.NoError(t, err)
	midnight := chinaMidnight.Unix()
	require.Equal(t, &compliance.QueryUsageResponse{
		DayStart: midnight - 86_400, DayEnd: midnight, Counters: []compliance.Counter{{Denom: "cny", Out: 5}},
		Sums: []compliance.UsageSum{{Denom: "cny", Measure: compliance.MEASURE_OUT, Strength: compliance.STRENGTH_ONE, Day: 5, Month: 5, Year: 5, Lifetime: 5}},
	}, answer)
	f.at(chinaMidnight)
	answer, err = f.query.Usage(f.ctx, request)
	require.NoError(t, err)
	require.Equal(t, &compliance.QueryUsageResponse{
		DayStart: midnight, DayEnd: midnight + 86_400,
		Sums: []compliance.UsageSum{{Denom: "cny", Measure: compliance.MEASURE_OUT, Strength: compliance.STRENGTH_ONE, Month: 5, Year: 5, Lifetime: 5}},
	}, answer)
}

func TestQueryOrderIsJudgedOnRead(t *testing.T) {
	f := newFixture(t)
	require.NoError(t, f.restrictBy(officerA))
	lifted := f.confirmedOrder(officerB, supervisor)
	require.NoError(t, f.proposeLiftBy(officerA, lifted))
	require.NoError(t, f.confirmLiftBy(officerB, lifted))
	proposal, err := f.proposeBy(officerA)
	require.NoError(t, err)

	now := noon.Unix()
	view := func(id uint64) compliance.OrderView {
		answer, err := f.query.Order(f.ctx, &compliance.QueryOrderRequest{Id: id})
		require.NoError(t, err)
		return answer.Order
	}
	address := sdk.AccAddress(alice).String()
	require.Equal(t, compliance.OrderView{
		Id: 1, Wallet: address, Effect: compliance.EFFECT_FROZEN, Lane: compliance.LANE_EMERGENCY, Status: compliance.ORDER_STATUS_LIVE,
		Member: "bank-a", Ground: ground, ProposedAt: now, EffectiveAt: now, ExpiresAt: now + 72*3_600,
	}, view(1))
	require.Equal(t, compliance.OrderView{
		Id: lifted, Wallet: address, Effect: compliance.EFFECT_FROZEN, Lane: compliance.LANE_CONFIRMED, Status: compliance.ORDER_STATUS_LIFTED,
		Member: "bank-b", Confirmer: "regulator", Ground: ground, ProposedAt: now, EffectiveAt: now, ConfirmBy: now + 86_400,
		LiftedAt: now, LiftMember: "bank-a", LiftGround: ground, LiftProposedAt: now, LiftedBy: "bank-b",
	}, view(lifted))
	f.at(noon.Add(72 * time.Hour))
	require.Equal(t, compliance.ORDER_STATUS_LAPSED, view(1).Status)
	require.Equal(t, compliance.ORDER_STATUS_EXPIRED, view(proposal).Status)
}

func TestQueryRestrictions(t *testing.T) {
	f := newFixture(t)
	f.restrict(bob, "ecny", compliance.EFFECT_SANCTIONED)
	for range 3 {
		f.confirmedOrder(officerA, supervisor)
	}
	request := &compliance.QueryRestrictionsRequest{Wallet: sdk.AccAddress(alice).String(), Pagination: &query.PageRequest{Limit: 2}}
	first, err := f.query.Restrictions(f.ctx, request)
	require.NoError(t, err)
	require.Equal(t, compliance.EFFECT_FROZEN, first.Strictest)
	require.Len(t, first.Orders, 2)
	request.Pagination.Key = first.Pagination.NextKey
	second, err := f.query.Restrictions(f.ctx, request)
	require.NoError(t, err)
	require.Len(t, second.Orders, 1)
	require.Equal(t, []uint64{2, 3, 4}, []uint64{first.Orders[0].Id, first.Orders[1].Id, second.Orders[0].Id})

	request.Pagination = &query.PageRequest{Limit: 500}
	all, err := f.query.Restrictions(f.ctx, request)
	require.NoError(t, err)
	require.Len(t, all.Orders, 3)
	of, err := f.query.Restrictions(f.ctx, &compliance.QueryRestrictionsRequest{Wallet: sdk.AccAddress(bob).String()})
	require.NoError(t, err)
	require.Equal(t, compliance.EFFECT_SANCTIONED, of.Strictest)
	require.Len(t, of.Orders, 1)
}

func TestQueryLimitsAndParams(t *testing.T) {
	f := newFixture(t)
	rows := []compliance.Limit{row(compliance.WINDOW_TX, compliance.MEASURE_OUT, 10)}
	f.limits(rows...)
	limits, err := f.query.Limits(f.ctx, &compliance.QueryLimitsRequest{})
	require.NoError(t, err)
	require.Equal(t, compliance.LimitTable{Version: 2, Limits: rows}, limits.Table)
	params, err := f.query.Params(f.ctx, &compliance.QueryParamsRequest{})
	require.NoError(t, err)
	require.Equal(t, compliance.DefaultParams(), params.Params)
}

func TestQueriesThatCannotBeAnswered(t *testing.T) {
	f := newFixture(t)
	unknown := sdk.AccAddress(stranger).String()
	cases := map[string]struct {
		err error
		ask func() error
	}{
		"usage of nothing":    {compliance.ErrRequestInvalid, func() error { _, err := f.query.Usage(f.ctx, nil); return err }},
		"usage of no address": {wallet.ErrAddressInvalid, func() error { _, err := f.query.Usage(f.ctx, &compliance.QueryUsageRequest{Wallet: "bob"}); return err }},
		"usage of a stranger": {wallet.ErrWalletUnknown, func() error {
			_, err := f.query.Usage(f.ctx, &compliance.QueryUsageRequest{Wallet: unknown})
			return err
		}},
		"restrictions of nothing": {compliance.ErrRequestInvalid, func() error { _, err := f.query.Restrictions(f.ctx, nil); return err }},
		"restrictions of a stranger": {wallet.ErrWalletUnknown, func() error {
			_, err := f.query.Restrictions(f.ctx, &compliance.QueryRestrictionsRequest{Wallet: unknown})
			return err
		}},
		"a page of 501": {compliance.ErrRequestInvalid, func() error {
			_, err := f.query.Restrictions(f.ctx, &compliance.QueryRestrictionsRequest{Wallet: sdk.AccAddress(alice).String(), Pagination: &query.PageRequest{Limit: 501}})
			return err
		}},
		"an order of nothing":     {compliance.ErrRequestInvalid, func() error { _, err := f.query.Order(f.ctx, nil); return err }},
		"an order that is not":    {compliance.ErrOrderUnknown, func() error { _, err := f.query.Order(f.ctx, &compliance.QueryOrderRequest{Id: 1}); return err }},
		"the order with number 0": {compliance.ErrOrderUnknown, func() error { _, err := f.query.Order(f.ctx, &compliance.QueryOrderRequest{}); return err }},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) { f.refuses(tc.err, tc.ask) })
	}
}
