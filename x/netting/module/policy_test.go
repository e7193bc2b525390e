// SPDX-License-Identifier: Apache-2.0

package module

import (
	"bytes"
	"regexp"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/cosmos/cosmos-sdk/codec"
	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/taelnet/tael/x/netting"
)

func TestPolicyFile(t *testing.T) {
	who := sdk.AccAddress(bytes.Repeat([]byte{7}, 20)).String()
	cdc := codec.NewProtoCodec(codectypes.NewInterfaceRegistry())

	example := regexp.MustCompile(`(?s)\{.*\}`).FindString(policyCommand().Long)
	msg, err := readPolicy(cdc, []byte(example), who, "CNY")
	require.NoError(t, err)
	require.Equal(t, &netting.MsgSetCurrencyPolicy{
		Authority: who, Currency: "CNY", Inflow: netting.INFLOW_PERCENT, InflowPercent: 80, AlarmPercents: []uint32{60, 80, 95},
		SettlementDay: &netting.SettlementDay{
			UtcOffsetSeconds: 28_800, CutOffs: []uint32{36_000, 50_400, 61_200}, ClosedWeekdays: []uint32{6, 7}, Holidays: []uint32{2027_01_01},
		},
	}, msg)

	tests := map[string]struct {
		raw string
		err error
	}{
		"defaults":                 {`{}`, nil},
		"no JSON":                  {`inflow: all`, netting.ErrMessageInvalid},
		"an unknown field":         {`{"inflows": 1}`, netting.ErrMessageInvalid},
		"an unknown rule":          {`{"inflow": "SOME"}`, netting.ErrMessageInvalid},
		"a currency of its own":    {`{"currency": "HKD"}`, netting.ErrMessageInvalid},
		"a share out of range":     {`{"inflow": "INFLOW_PERCENT", "inflow_percent": 101}`, netting.ErrPolicyInvalid},
		"a day without cut-offs":   {`{"settlement_day": {}}`, netting.ErrPolicyInvalid},
		"a number of many letters": {`{"inflow_percent": "many"}`, netting.ErrMessageInvalid},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			_, err := readPolicy(cdc, []byte(tc.raw), who, "CNY")
			require.ErrorIs(t, err, tc.err)
		})
	}
	require.Equal(t, "set-currency-policy", AppModule{}.GetTxCmd().Commands()[0].Name())
}
