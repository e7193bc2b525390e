// SPDX-License-Identifier: Apache-2.0

package module

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/require"

	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"

	"github.com/taelnet/tael/x/compliance"
	"github.com/taelnet/tael/x/wallet"
)

func TestHeadroomTable(t *testing.T) {
	yuan := unitOf(banktypes.Metadata{Base: "cny", Display: "CNY", DenomUnits: []*banktypes.DenomUnit{{Denom: "cny"}, {Denom: "CNY", Exponent: 2}}})
	day := compliance.Limit{
		Window: compliance.WINDOW_DAY, Measure: compliance.MEASURE_OUT, Strength: compliance.STRENGTH_ONE, Amount: 100_000,
		Channel: wallet.CHANNEL_STATIC_CODE, Scope: compliance.SCOPE_PERSON_AT_MEMBER, ExcludeOwn: true,
	}
	balance := compliance.Limit{Window: compliance.WINDOW_BALANCE, Measure: compliance.MEASURE_BALANCE, Strength: compliance.STRENGTH_CERT, Amount: 2}
	var b bytes.Buffer
	require.NoError(t, writeHeadroom(&b, &compliance.QueryHeadroomResponse{Time: 1_795_406_400, Tier: 2, Headroom: []compliance.Headroom{
		{Denom: "cny", Measure: compliance.MEASURE_OUT, Row: day, Used: 98_766, Left: 1_234, OpeningDue: true, PersonUnknown: true},
		{Denom: "cny", Measure: compliance.MEASURE_IN, Unlimited: true},
		{Denom: "cny", Measure: compliance.MEASURE_BALANCE, Row: balance, Left: 2},
	}}, map[string]unit{"cny": yuan}))
	require.Equal(t, `may                 left        used         limit  row
pay CNY        12.34 CNY  987.66 CNY  1,000.00 CNY  DAY OUT up to ONE by STATIC_CODE of the PERSON_AT_MEMBER but own accounts
receive CNY     no limit           -             -  -
hold more CNY   0.02 CNY    0.00 CNY      0.02 CNY  BALANCE
tier 2, at 2026-11-23 04:00:00Z
a limit of the person applies: a payment needs the opening of the wallet's commitment
the wallet opened no tag this year: what the person used elsewhere is not known and not counted
`, b.String())
	b.Reset()
	require.NoError(t, writeHeadroom(&b, &compliance.QueryHeadroomResponse{}, nil))
	require.Equal(t, "no limit binds this wallet\n", b.String())
}

func TestAmountsAsPeopleWriteThem(t *testing.T) {
	for text, tc := range map[string]struct {
		u     unit
		minor uint64
	}{
		"0.00 CNY": {unit{"CNY", 2}, 0}, "0.05 CNY": {unit{"CNY", 2}, 5}, "12.34 eCNY": {unit{"eCNY", 2}, 1234}, "7 cny": {unitOf(banktypes.Metadata{Base: "cny"}), 7},
	} {
		require.Equal(t, text, tc.u.write(tc.minor))
	}
}

func TestHeadroomFlags(t *testing.T) {
	cmd := headroomCommand()
	require.NotEmpty(t, cmd.Example)
	require.NotNil(t, cmd.Flags().Lookup("output"))
	req, err := headroomRequest(cmd, "tael1")
	require.NoError(t, err)
	require.Equal(t, &compliance.QueryHeadroomRequest{Wallet: "tael1", Strength: compliance.STRENGTH_ONE}, req)
	require.NoError(t, cmd.ParseFlags([]string{"--denom", "cny", "--strength", "cert", "--channel", "static-code"}))
	req, err = headroomRequest(cmd, "tael1")
	require.NoError(t, err)
	require.Equal(t, &compliance.QueryHeadroomRequest{
		Wallet: "tael1", Denom: "cny", Strength: compliance.STRENGTH_CERT, Channel: wallet.CHANNEL_STATIC_CODE,
	}, req)
	for _, bad := range [][]string{{"--strength", "three"}, {"--strength", "unspecified"}, {"--strength", "one", "--channel", "phone"}} {
		require.NoError(t, cmd.ParseFlags(bad))
		_, err = headroomRequest(cmd, "tael1")
		require.ErrorIs(t, err, compliance.ErrRequestInvalid, bad)
	}
	require.Len(t, queryCommand().Commands(), 1)
}
