// SPDX-License-Identifier: Apache-2.0

package reserve_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/taelnet/tael/x/reserve"
)

func TestAssetValidate(t *testing.T) {
	cases := map[string]struct {
		asset reserve.Asset
		err   error
	}{
		"e-money is nobody's own issue":     {asset: emoney("cny", "CNY")},
		"central-bank money has an issuer":  {asset: cbdc("ecny", "central-bank")},
		"a denom of 16 characters is taken": {asset: emoney("a"+strings.Repeat("9", 15), "CNY")},
		"a denom of 17 characters is not": {
			asset: emoney("a"+strings.Repeat("9", 16), "CNY"), err: reserve.ErrFieldInvalid,
		},
		"an empty denom is refused":                     {asset: emoney("", "CNY"), err: reserve.ErrFieldInvalid},
		"a denom begins with a letter":                  {asset: emoney("1cny", "CNY"), err: reserve.ErrFieldInvalid},
		"a denom has no capitals":                       {asset: emoney("Cny", "CNY"), err: reserve.ErrFieldInvalid},
		"a currency has three letters":                  {asset: emoney("cny", "CN"), err: reserve.ErrFieldInvalid},
		"a currency is written in capitals":             {asset: emoney("cny", "cny"), err: reserve.ErrFieldInvalid},
		"central-bank money without issuer is refused":  {asset: cbdc("ecny", ""), err: reserve.ErrFieldInvalid},
		"an issuer is a slug":                           {asset: cbdc("ecny", "Central Bank"), err: reserve.ErrFieldInvalid},
		"e-money with an issuer is refused":             {asset: withIssuer(emoney("cny", "CNY"), "north-bank"), err: reserve.ErrFieldInvalid},
		"an exponent above four is refused":             {asset: withExponent(emoney("cny", "CNY"), 5), err: reserve.ErrFieldInvalid},
		"no class is refused":                           {asset: reserve.Asset{Denom: "cny", Currency: "CNY"}, err: reserve.ErrFieldInvalid},
		"a claim on a settlement agent has no use here": {asset: reserve.Asset{Denom: "cny", Currency: "CNY", Class: reserve.ASSET_CLASS_SETTLEMENT}, err: reserve.ErrFieldInvalid},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			require.ErrorIs(t, tc.asset.Validate(), tc.err)
		})
	}
}

func TestValidateAmount(t *testing.T) {
	require.ErrorIs(t, reserve.ValidateAmount(0), reserve.ErrFieldInvalid)
	require.NoError(t, reserve.ValidateAmount(1))
	require.NoError(t, reserve.ValidateAmount(reserve.MaxAmount))
	require.ErrorIs(t, reserve.ValidateAmount(reserve.MaxAmount+1), reserve.ErrFieldInvalid)
}

func emoney(denom, currency string) reserve.Asset {
	return reserve.Asset{Denom: denom, Currency: currency, Exponent: 2, Class: reserve.ASSET_CLASS_EMONEY}
}

func cbdc(denom, issuer string) reserve.Asset {
	return reserve.Asset{Denom: denom, Currency: "CNY", Exponent: 2, Class: reserve.ASSET_CLASS_CBDC, Issuer: issuer}
}

func withIssuer(a reserve.Asset, issuer string) reserve.Asset {
	a.Issuer = issuer
	return a
}

func withExponent(a reserve.Asset, exponent uint32) reserve.Asset {
	a.Exponent = exponent
	return a
}
