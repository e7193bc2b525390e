// SPDX-License-Identifier: Apache-2.0

package keeper_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/taelnet/tael/x/consortium"
	"github.com/taelnet/tael/x/netting"
	"github.com/taelnet/tael/x/reserve"
)

// A bank that covers all it owes does not cover twice as much: its minting stops with the new figure and resumes with the old.
func TestNewPercentagesJudgeEveryMember(t *testing.T) {
	f := newFixture(t)
	f.receive("E-1", 500, nil)
	require.Equal(t, reserve.STOP_CAUSE_UNSPECIFIED, f.reserveOf("bank-a").Coverage.Stopped)
	params, err := f.keeper.Params.Get(f.ctx)
	require.NoError(t, err)

	dearer := params
	dearer.CoveragePercents = []reserve.RolePercent{{Role: consortium.ROLE_BANK, Percent: 200}}
	_, err = deliver(f, f.msgs.SetParams, &reserve.MsgSetParams{Authority: text("authority"), Params: dearer})
	require.NoError(t, err)
	require.Equal(t, reserve.STOP_CAUSE_COVERAGE, f.reserveOf("bank-a").Coverage.Stopped)

	_, err = deliver(f, f.msgs.SetParams, &reserve.MsgSetParams{Authority: text("authority"), Params: params})
	require.NoError(t, err)
	require.Equal(t, reserve.STOP_CAUSE_UNSPECIFIED, f.reserveOf("bank-a").Coverage.Stopped)
}

func TestFiguresAreReplacedByTheAuthorityAlone(t *testing.T) {
	f := newFixture(t)
	before, err := f.keeper.Params.Get(f.ctx)
	require.NoError(t, err)
	moved := before
	moved.UtcOffsetSeconds = 0

	_, err = deliver(f, f.msgs.SetParams, &reserve.MsgSetParams{Authority: text("alice"), Params: before})
	require.ErrorIs(t, err, consortium.ErrUnauthorized)
	_, err = deliver(f, f.msgs.SetParams, &reserve.MsgSetParams{Authority: text("authority"), Params: moved})
	require.ErrorIs(t, err, reserve.ErrParamsInvalid)

	after, err := f.keeper.Params.Get(f.ctx)
	require.NoError(t, err)
	require.Equal(t, before, after)
}

func newCurrency(change func(*reserve.MsgAddCurrency)) *reserve.MsgAddCurrency {
	msg := &reserve.MsgAddCurrency{
		Authority: text("authority"), CycleInterval: 3_600, NextCutOff: noon,
		Emoney:   reserve.Asset{Denom: "sgd", Currency: "SGD", Exponent: 2, Class: reserve.ASSET_CLASS_EMONEY},
		Settling: reserve.Asset{Denom: "esgd", Currency: "SGD", Exponent: 2, Class: reserve.ASSET_CLASS_CBDC, Issuer: "central-bank"},
	}
	if change != nil {
		change(msg)
	}
	return msg
}

func TestACurrencyIsOpenedWhole(t *testing.T) {
	for name, tc := range map[string]struct {
		change func(*reserve.MsgAddCurrency)
		err    error
	}{
		"a new one":                       {nil, reserve.ErrGenesisInvalid}, // the fake's books know CNY alone: see the application's test
		"by somebody else":                {func(m *reserve.MsgAddCurrency) { m.Authority = text("alice") }, consortium.ErrUnauthorized},
		"with a denom that is an asset":   {func(m *reserve.MsgAddCurrency) { m.Emoney.Denom = "cny" }, reserve.ErrAssetExists},
		"with a code that is in use":      {func(m *reserve.MsgAddCurrency) { m.Emoney.Currency, m.Settling.Currency = "CNY", "CNY" }, netting.ErrCurrencyExists},
		"with other decimals":             {func(m *reserve.MsgAddCurrency) { m.Settling.Exponent = 3 }, reserve.ErrFieldInvalid},
		"with two kinds of e-money":       {func(m *reserve.MsgAddCurrency) { m.Settling.Class, m.Settling.Issuer = m.Emoney.Class, "" }, reserve.ErrFieldInvalid},
		"issued by no central bank":       {func(m *reserve.MsgAddCurrency) { m.Settling.Issuer = "bank-a" }, reserve.ErrGenesisInvalid},
		"issued by nobody of the members": {func(m *reserve.MsgAddCurrency) { m.Settling.Issuer = "nobody" }, consortium.ErrMemberUnknown},
	} {
		t.Run(name, func(t *testing.T) {
			f := newFixture(t)
			ctx, _ := f.ctx.CacheContext()
			ctx = ctx.WithEventManager(sdk.NewEventManager())
			_, err := f.msgs.AddCurrency(ctx, newCurrency(tc.change))
			require.ErrorIs(t, err, tc.err)
			require.Empty(t, ctx.EventManager().Events())
			known, err := f.keeper.Assets.Has(f.ctx, reserve.DenomKey("sgd"))
			require.NoError(t, err)
			require.False(t, known)
		})
	}
}
