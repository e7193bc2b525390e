// SPDX-License-Identifier: Apache-2.0

package keeper_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/taelnet/tael/x/compliance"
	"github.com/taelnet/tael/x/consortium"
)

// closeCaseOf opens a case of a member and closes it.
func (f *fixture) closeCaseOf(member uint32) uint64 {
	f.t.Helper()
	id := f.openCase(member)
	require.NoError(f.t, f.closeCaseBy(supervisor, id))
	return id
}

func TestCaseIsOpenedAndClosedOnce(t *testing.T) {
	f := newFixture(t)
	id := f.openCase(bankA)
	require.Equal(t, uint64(1), id)
	event, err := sdk.ParseTypedEvent(f.ctx.EventManager().ABCIEvents()[0])
	require.NoError(t, err)
	require.Equal(t, &compliance.EventCaseOpened{
		Case: 1, Member: "bank-a", Kind: compliance.CASE_KIND_CLOSED_WALLET, Wallet: sdk.AccAddress(closed).String(), Denom: "cny", Amount: 5,
	}, event)
	require.Equal(t, uint64(2), f.openCase(bankB))
	require.NoError(t, f.closeCaseBy(officerA, id))
	c, err := f.keeper.Case(f.ctx, id)
	require.NoError(t, err)
	require.Equal(t, compliance.Case{
		Id: 1, Kind: compliance.CASE_KIND_CLOSED_WALLET, Member: bankA, Wallet: closed, Denom: "cny", Amount: 5, Reference: ground,
		OpenedAt: f.now(), Status: compliance.CASE_STATUS_CLOSED, ClosedAt: f.now(), ClosedBy: bankA, Resolution: ground,
	}, c)
	f.refuses(compliance.ErrCaseStatus, func() error { return f.closeCaseBy(officerA, id) })
	f.refuses(compliance.ErrCaseUnknown, func() error { return f.closeCaseBy(officerA, 3) })
	f.refuses(compliance.ErrRequestInvalid, func() error { return f.closeCaseBy(officerA, 0) })
	require.NoError(t, f.keeper.Invariants(f.ctx))
}

func TestCasesThatCannotBeOpened(t *testing.T) {
	good := compliance.Case{Kind: compliance.CASE_KIND_DORMANT_WALLET, Member: bankA}
	cases := map[string]struct {
		change func(*compliance.Case)
		err    error
	}{
		"of no kind":                  {func(c *compliance.Case) { c.Kind = 0 }, compliance.ErrCaseInvalid},
		"of a kind that is not":       {func(c *compliance.Case) { c.Kind = 6 }, compliance.ErrCaseInvalid},
		"of no member":                {func(c *compliance.Case) { c.Member = 0 }, compliance.ErrCaseInvalid},
		"of an unknown member":        {func(c *compliance.Case) { c.Member = 77 }, consortium.ErrMemberUnknown},
		"of half a wallet":            {func(c *compliance.Case) { c.Wallet = alice[:10] }, compliance.ErrCaseInvalid},
		"of a denom that is none":     {func(c *compliance.Case) { c.Denom = "CNY" }, compliance.ErrCaseInvalid},
		"with a reference of 33 byte": {func(c *compliance.Case) { c.Reference = make([]byte, 33) }, compliance.ErrCaseInvalid},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			f, c := newFixture(t), good
			tc.change(&c)
			f.refuses(tc.err, func() error { _, err := f.keeper.OpenCase(f.ctx, c); return err })
		})
	}
}

func TestQueryCases(t *testing.T) {
	f := newFixture(t)
	f.closeCaseOf(bankA)
	f.openCase(bankB)
	f.openCase(bankA)
	ids := func(req *compliance.QueryCasesRequest) []uint64 {
		answer, err := f.query.Cases(f.ctx, req)
		require.NoError(t, err)
		var ids []uint64
		for _, c := range answer.Cases {
			ids = append(ids, c.Id)
		}
		return ids
	}
	require.Equal(t, []uint64{1, 2, 3}, ids(&compliance.QueryCasesRequest{}))
	require.Equal(t, []uint64{2, 3}, ids(&compliance.QueryCasesRequest{Status: compliance.CASE_STATUS_OPEN}))
	require.Equal(t, []uint64{1, 3}, ids(&compliance.QueryCasesRequest{Member: "bank-a"}))
	require.Equal(t, []uint64{3}, ids(&compliance.QueryCasesRequest{Member: "bank-a", Status: compliance.CASE_STATUS_OPEN}))
	require.Equal(t, []uint64{1}, ids(&compliance.QueryCasesRequest{Member: "bank-a", Pagination: &query.PageRequest{Limit: 1}}))
	one, err := f.query.Case(f.ctx, &compliance.QueryCaseRequest{Id: 1})
	require.NoError(t, err)
	require.Equal(t, compliance.CaseView{
		Id: 1, Kind: compliance.CASE_KIND_CLOSED_WALLET, Member: "bank-a", Wallet: sdk.AccAddress(closed).String(), Denom: "cny", Amount: 5,
		Reference: ground, OpenedAt: f.now(), Status: compliance.CASE_STATUS_CLOSED, ClosedAt: f.now(), ClosedBy: "regulator", Resolution: ground,
	}, one.Case)

	for name, tc := range map[string]struct {
		err error
		req *compliance.QueryCasesRequest
	}{
		"of nothing":           {compliance.ErrRequestInvalid, nil},
		"of no such status":    {compliance.ErrRequestInvalid, &compliance.QueryCasesRequest{Status: 3}},
		"of an unknown member": {consortium.ErrMemberUnknown, &compliance.QueryCasesRequest{Member: "bank-z"}},
		"a page of 501":        {compliance.ErrRequestInvalid, &compliance.QueryCasesRequest{Pagination: &query.PageRequest{Limit: 501}}},
	} {
		t.Run(name, func(t *testing.T) {
			f.refuses(tc.err, func() error { _, err := f.query.Cases(f.ctx, tc.req); return err })
		})
	}
	f.refuses(compliance.ErrCaseUnknown, func() error { _, err := f.query.Case(f.ctx, &compliance.QueryCaseRequest{Id: 9}); return err })
	f.refuses(compliance.ErrRequestInvalid, func() error { _, err := f.query.Case(f.ctx, nil); return err })
}
