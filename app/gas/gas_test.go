// SPDX-License-Identifier: Apache-2.0

package gas_test

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/taelnet/tael/app/gas"
	"github.com/taelnet/tael/x/netting"
	"github.com/taelnet/tael/x/payment"
	"github.com/taelnet/tael/x/wallet"
)

func element(forms ...wallet.SignatureForm) payment.Decoded {
	var d payment.Decoded
	for _, form := range forms {
		d.Instruction.Signatures = append(d.Instruction.Signatures, wallet.DeviceSignature{Form: form})
	}
	return d
}

func TestPrice(t *testing.T) {
	order, pay, batch := &netting.MsgOrderCycleClose{}, &payment.MsgPay{}, &payment.MsgPayBatch{}
	malformed := element(wallet.SIGNATURE_FORM_RAW_P256)
	malformed.Err = errors.New("malformed")
	cases := map[string]struct {
		msgs  []sdk.Msg
		batch []payment.Decoded
		bytes int
		want  uint64
	}{
		"an act of an officer":             {msgs: []sdk.Msg{order}, bytes: 300, want: 5_000 + 3_000 + 10_000},
		"three acts":                       {msgs: []sdk.Msg{order, order, order}, bytes: 300, want: 5_000 + 3_000 + 30_000},
		"an owner's payment":               {msgs: []sdk.Msg{pay}, bytes: 400, want: 5_000 + 4_000 + 6_000},
		"a refund":                         {msgs: []sdk.Msg{&payment.MsgRefund{}}, want: 11_000},
		"one Ed25519 device":               {msgs: []sdk.Msg{batch}, batch: []payment.Decoded{element(wallet.SIGNATURE_FORM_RAW_ED25519)}, want: 11_000 + 6_000},
		"one secp256k1 device":             {msgs: []sdk.Msg{batch}, batch: []payment.Decoded{element(wallet.SIGNATURE_FORM_RAW_SECP256K1)}, want: 11_000 + 6_500},
		"typed data":                       {msgs: []sdk.Msg{batch}, batch: []payment.Decoded{element(wallet.SIGNATURE_FORM_EIP712_SECP256K1)}, want: 11_000 + 6_800},
		"one P-256 device":                 {msgs: []sdk.Msg{batch}, batch: []payment.Decoded{element(wallet.SIGNATURE_FORM_RAW_P256)}, want: 11_000 + 10_000},
		"a form nobody knows is dearest":   {msgs: []sdk.Msg{batch}, batch: []payment.Decoded{element(99)}, want: 11_000 + 10_000},
		"two devices":                      {msgs: []sdk.Msg{batch}, batch: []payment.Decoded{element(wallet.SIGNATURE_FORM_RAW_P256, wallet.SIGNATURE_FORM_RAW_ED25519)}, want: 11_000 + 13_000},
		"what does not decode costs a try": {msgs: []sdk.Msg{batch}, batch: []payment.Decoded{malformed}, want: 11_000 + 3_000},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			require.Equal(t, tc.want, gas.Price(tc.msgs, tc.batch, tc.bytes))
		})
	}
}

func TestPaymentsAreAlone(t *testing.T) {
	require.True(t, gas.IsPayment(&payment.MsgPay{}))
	require.True(t, gas.IsPayment(&payment.MsgRefund{}))
	require.True(t, gas.IsPayment(&payment.MsgPayBatch{}))
	require.False(t, gas.IsPayment(&netting.MsgOrderCycleClose{}))
}
