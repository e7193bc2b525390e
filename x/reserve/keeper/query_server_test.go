// SPDX-License-Identifier: Apache-2.0

package keeper_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/taelnet/tael/x/consortium"
	"github.com/taelnet/tael/x/reserve"
	"github.com/taelnet/tael/x/wallet"
)

func TestQueries(t *testing.T) {
	f := rich(t)

	params, err := f.queries.Params(f.ctx, &reserve.QueryParamsRequest{})
	require.NoError(t, err)
	require.Equal(t, reserve.DefaultParams(), params.Params)

	assets, err := f.queries.Assets(f.ctx, &reserve.QueryAssetsRequest{})
	require.NoError(t, err)
	require.Equal(t, genesis().Assets, assets.Assets)

	rails, err := f.queries.Rails(f.ctx, &reserve.QueryRailsRequest{})
	require.NoError(t, err)
	require.Equal(t, []reserve.Rail{cityRail()}, rails.Rails)

	issuance, err := f.queries.Issuance(f.ctx, &reserve.QueryIssuanceRequest{
		Rail: "city-rail", Account: "a-collect", BookingDate: 20261123, EntryReference: "E-0001",
	})
	require.NoError(t, err)
	require.Equal(t, reserve.ISSUANCE_STATUS_MINTED, issuance.Issuance.Status)
	require.Equal(t, "bank-a", issuance.Issuance.Member)
	require.Equal(t, "bank-b", issuance.Issuance.Attestations[0].Member)

	require.Equal(t, unknown, f.redemption().Status, "read as of now")
	require.Equal(t, inFlight, f.export().Redemptions[0].Status, "stored as it is")

	act, err := f.queries.Act(f.ctx, &reserve.QueryActRequest{Issuer: "central-bank", Uetr: uetr("less")})
	require.NoError(t, err)
	require.Equal(t, reserve.ACT_KIND_CORRECT, act.Act.Kind)
	require.Equal(t, "bank-a", act.Act.Member)

	supply, err := f.queries.Supply(f.ctx, &reserve.QuerySupplyRequest{})
	require.NoError(t, err)
	require.Equal(t, []reserve.SupplyFigures{
		{Denom: "cny", Issued: 1_000, Supply: 1_000},
		{Denom: "ecny", Issued: 500, Redeemed: 50, Supply: 450},
	}, supply.Supplies)
	supply, err = f.queries.Supply(f.ctx, &reserve.QuerySupplyRequest{Denom: "ecny"})
	require.NoError(t, err)
	require.Len(t, supply.Supplies, 1)
}

func TestQueryLiability(t *testing.T) {
	f := redemptionAt(t, confirmed)
	f.netting.out[bankA], f.netting.in[bankB] = 100, 100
	cases := map[string]struct {
		member, denom string
		want          uint64
	}{
		"less what was redeemed and what went to others":  {"bank-a", "cny", 500},
		"what came from others":                           {"bank-b", "cny", 100},
		"a member without customers owes nothing":         {"clearing", "cny", 0},
		"nobody but its issuer owes central-bank money":   {"bank-a", "ecny", 0},
		"its issuer owes what it issued, and that is all": {"central-bank", "ecny", 70},
	}
	_, err := deliver(f, f.msgs.IssueCbdc, issueTo("bank-a", "", "in", 70))
	require.NoError(t, err)
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			res, err := f.queries.Liability(f.ctx, &reserve.QueryLiabilityRequest{Member: tc.member, Denom: tc.denom})
			require.NoError(t, err)
			require.Equal(t, tc.want, res.Liability)
		})
	}
}

func TestQueryRedemptionsPages(t *testing.T) {
	f := newFixture(t)
	f.fund()
	const all = 7
	for i := range all {
		_, err := deliver(f, f.msgs.RequestRedemption, request(func(m *reserve.MsgRequestRedemption) {
			m.Uetr, m.Amount = uetr(fmt.Sprint(i)), 1
		}))
		require.NoError(t, err)
	}
	_, err := deliver(f, f.msgs.RequestRedemption, request(func(m *reserve.MsgRequestRedemption) { m.Owner, m.Wallet = text("bob"), text("bob") }))
	require.NoError(t, err)

	var found []reserve.Redemption
	page := &query.PageRequest{Limit: 3}
	for {
		res, err := f.queries.Redemptions(f.ctx, &reserve.QueryRedemptionsRequest{Wallet: text("alice"), Pagination: page})
		require.NoError(t, err)
		require.LessOrEqual(t, len(res.Redemptions), 3)
		found = append(found, res.Redemptions...)
		if len(res.Pagination.NextKey) == 0 {
			break
		}
		page = &query.PageRequest{Limit: 3, Key: res.Pagination.NextKey}
	}
	require.Len(t, found, all)
	for _, r := range found {
		require.Equal(t, text("alice"), r.Wallet)
	}

	none, err := f.queries.Redemptions(f.ctx, &reserve.QueryRedemptionsRequest{Wallet: text("nobody")})
	require.NoError(t, err)
	require.Empty(t, none.Redemptions)
}

func TestQueryPageIsCapped(t *testing.T) {
	f := newFixture(t)
	f.fund()
	record, err := f.keeper.Rail(f.ctx, "city-rail")
	require.NoError(t, err)
	for i := range 501 {
		record.Id = fmt.Sprintf("rail-%d", i)
		require.NoError(t, f.keeper.Rails.Set(f.ctx, reserve.RailKey(record.Id), record))
	}
	for _, limit := range []uint64{0, 500, 501, 1 << 62} {
		res, err := f.queries.Rails(f.ctx, &reserve.QueryRailsRequest{Pagination: &query.PageRequest{Limit: limit}})
		require.NoError(t, err)
		require.Len(t, res.Rails, 500)
		require.NotEmpty(t, res.Pagination.NextKey)
	}
}

func TestQueryErrors(t *testing.T) {
	f := newFixture(t)
	q := f.queries
	_, err := q.Issuance(f.ctx, &reserve.QueryIssuanceRequest{Rail: "city-rail", Account: "a-collect", BookingDate: 20261123, EntryReference: "E-9"})
	require.ErrorIs(t, err, reserve.ErrIssuanceUnknown)
	_, err = q.Issuance(f.ctx, &reserve.QueryIssuanceRequest{})
	require.ErrorIs(t, err, reserve.ErrFieldInvalid)
	_, err = q.Redemption(f.ctx, &reserve.QueryRedemptionRequest{Wallet: text("alice"), Uetr: uetr("no")})
	require.ErrorIs(t, err, reserve.ErrRedemptionUnknown)
	_, err = q.Redemption(f.ctx, &reserve.QueryRedemptionRequest{Wallet: "alice", Uetr: uetr("no")})
	require.ErrorIs(t, err, wallet.ErrAddressInvalid)
	_, err = q.Redemption(f.ctx, &reserve.QueryRedemptionRequest{Wallet: text("alice"), Uetr: "no"})
	require.ErrorIs(t, err, wallet.ErrUETRInvalid)
	_, err = q.Redemptions(f.ctx, &reserve.QueryRedemptionsRequest{})
	require.ErrorIs(t, err, wallet.ErrAddressInvalid)
	_, err = q.Act(f.ctx, &reserve.QueryActRequest{Issuer: "central-bank", Uetr: uetr("no")})
	require.ErrorIs(t, err, reserve.ErrActUnknown)
	_, err = q.Act(f.ctx, &reserve.QueryActRequest{Issuer: "no-bank", Uetr: uetr("no")})
	require.ErrorIs(t, err, consortium.ErrMemberUnknown)
	_, err = q.Act(f.ctx, &reserve.QueryActRequest{Issuer: "central-bank"})
	require.ErrorIs(t, err, wallet.ErrUETRInvalid)
	_, err = q.Supply(f.ctx, &reserve.QuerySupplyRequest{Denom: "hkd"})
	require.ErrorIs(t, err, reserve.ErrAssetUnknown)
	_, err = q.Liability(f.ctx, &reserve.QueryLiabilityRequest{Member: "bank-a", Denom: "hkd"})
	require.ErrorIs(t, err, reserve.ErrAssetUnknown)
	_, err = q.Liability(f.ctx, &reserve.QueryLiabilityRequest{Member: "no-bank", Denom: "cny"})
	require.ErrorIs(t, err, consortium.ErrMemberUnknown)
}
