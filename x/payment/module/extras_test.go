// SPDX-License-Identifier: Apache-2.0

package module

import (
	"bytes"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/taelnet/tael/x/payment"
	"github.com/taelnet/tael/x/wallet"
)

func TestPayCommandWritesExtras(t *testing.T) {
	low, high := [20]byte(bytes.Repeat([]byte{3}, 20)), [20]byte(bytes.Repeat([]byte{4}, 20))
	text := func(addr [20]byte) string { return sdk.AccAddress(addr[:]).String() }
	ones, twos := strings.Repeat("11", 32), strings.Repeat("22", 32)
	salt := [32]byte(bytes.Repeat([]byte{0x22}, 32))
	person := &wallet.PersonOpening{Tag: [32]byte(bytes.Repeat([]byte{0x11}, 32)), Salt: salt}
	cases := map[string]struct {
		flags []string
		want  wallet.Extras
		err   error
	}{
		"nothing beside": {nil, wallet.Extras{}, nil},
		"fees in any order": {
			[]string{"--fee=" + text(high) + "=0.02 CNY", "--fee=" + text(low) + "=0.1 CNY"},
			wallet.Extras{Fees: []wallet.FeeLeg{{Payee: low, Amount: 10}, {Payee: high, Amount: 2}}},
			nil,
		},
		"a channel":                     {[]string{"--channel=static_code"}, wallet.Extras{Channel: wallet.CHANNEL_STATIC_CODE}, nil},
		"a person":                      {[]string{"--person=" + ones + ":" + twos}, wallet.Extras{Person: person}, nil},
		"to one's own":                  {[]string{"--person=" + ones + ":" + twos, "--own=" + twos}, wallet.Extras{Person: person, OwnSalt: &salt}, nil},
		"a fee to nobody":               {[]string{"--fee=0.02 CNY"}, wallet.Extras{}, payment.ErrFeePayeeInvalid},
		"a fee to no address":           {[]string{"--fee=bob=0.02 CNY"}, wallet.Extras{}, wallet.ErrAddressInvalid},
		"a fee in bare coins":           {[]string{"--fee=" + text(low) + "=2cny"}, wallet.Extras{}, payment.ErrAmountText},
		"a fee in another currency":     {[]string{"--fee=" + text(low) + "=0.02 HKD"}, wallet.Extras{}, payment.ErrAmountText},
		"two fees to one":               {[]string{"--fee=" + text(low) + "=1 CNY", "--fee=" + text(low) + "=2 CNY"}, wallet.Extras{}, wallet.ErrInstructionMalformed},
		"a fee to the payee":            {[]string{"--fee=" + bob.String() + "=1 CNY"}, wallet.Extras{}, wallet.ErrInstructionMalformed},
		"an unknown channel":            {[]string{"--channel=pigeon"}, wallet.Extras{}, payment.ErrPaymentMalformed},
		"the channel that is none":      {[]string{"--channel=unspecified"}, wallet.Extras{}, payment.ErrPaymentMalformed},
		"a person without salt":         {[]string{"--person=" + ones}, wallet.Extras{}, payment.ErrPaymentMalformed},
		"a tag that is not hex":         {[]string{"--person=zz:" + twos}, wallet.Extras{}, payment.ErrPaymentMalformed},
		"to one's own without a person": {[]string{"--own=" + twos}, wallet.Extras{}, wallet.ErrInstructionMalformed},
		"an own salt cut short":         {[]string{"--person=" + ones + ":" + twos, "--own=22"}, wallet.Extras{}, payment.ErrPaymentMalformed},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			msg, err := run(t, append([]string{"pay", bob.String(), "1 CNY", "--denom=cny", "--exponent=2", "--valid-until=1795449600"}, tc.flags...)...)
			require.ErrorIs(t, err, tc.err)
			if tc.err != nil {
				return
			}
			pay := msg.(*payment.MsgPay)
			_, extras, err := pay.Read("tael-local-1")
			require.NoError(t, err)
			require.Equal(t, tc.want, extras)
			require.Equal(t, tc.want.Encode(), pay.Extras)
		})
	}
}
