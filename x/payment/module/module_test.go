// SPDX-License-Identifier: Apache-2.0

package module

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/cosmos/cosmos-sdk/client"
	"github.com/cosmos/cosmos-sdk/codec"
	codectypes "github.com/cosmos/cosmos-sdk/codec/types"

	"github.com/taelnet/tael/x/payment"
)

func TestValidateGenesis(t *testing.T) {
	cdc := codec.NewProtoCodec(codectypes.NewInterfaceRegistry())
	am := AppModule{}
	cases := map[string]struct {
		genesis string
		want    string
	}{
		"default":            {string(am.DefaultGenesis(cdc)), ""},
		"no clocks":          {`{}`, payment.ErrParamsInvalid.Error()},
		"an unknown field":   {`{"paramms":{}}`, "genesis of payment"},
		"no JSON":            {`{`, "genesis of payment"},
		"a record of no key": {`{"params":{"valid_ahead":"1","retention":"3","refund_window":"2"},"records":[{}]}`, payment.ErrGenesisInvalid.Error()},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			err := am.ValidateGenesis(cdc, client.TxEncodingConfig(nil), []byte(tc.genesis))
			if tc.want == "" {
				require.NoError(t, err)
				return
			}
			require.ErrorContains(t, err, tc.want)
		})
	}
}
