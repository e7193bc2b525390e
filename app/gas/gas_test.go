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
	"github.com/taelnet/tael/x/reserve"
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
		"a portion of customers":           {msgs: []sdk.Msg{&reserve.MsgMoveCustomers{Wallets: make([]string, 100)}}, bytes: 300, want: 5_000 + 3_000 + 10_000 + 2_000_000},
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

// carrying is an element with extras.
func carrying(extras wallet.Extras, forms ...wallet.SignatureForm) payment.Decoded {
	d := element(forms...)
	d.Instruction.Extras, d.Instruction.Carried = extras.Encode(), extras
	return d
}

func legs(n int) wallet.Extras {
	var e wallet.Extras
	for i := range n {
		e.Fees = append(e.Fees, wallet.FeeLeg{Payee: [20]byte{byte(i + 1)}, Amount: 1})
	}
	return e
}

func TestPriceOfExtras(t *testing.T) {
	const one = 11_000 + 6_000 // a batch of one with an Ed25519 signature
	person := wallet.Extras{Person: &wallet.PersonOpening{}}
	cases := map[string]struct {
		extras wallet.Extras
		bytes  uint64
		legs   uint64
	}{
		"none":         {wallet.Extras{}, 0, 0},
		"a channel":    {wallet.Extras{Channel: wallet.CHANNEL_ONLINE}, 4, 0},
		"a person":     {person, 67, 0},
		"one leg":      {legs(1), 31, 1},
		"three legs":   {legs(3), 87, 3},
		"an original":  {wallet.Extras{Original: &wallet.Content{}}, 193, 0},
		"both in turn": {wallet.Extras{Fees: legs(2).Fees, Channel: wallet.CHANNEL_ONLINE}, 59 + 4, 2},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			want := tc.bytes*20 + tc.legs*2_000
			batch := []payment.Decoded{carrying(tc.extras, wallet.SIGNATURE_FORM_RAW_ED25519)}
			require.Equal(t, one+want, gas.Price([]sdk.Msg{&payment.MsgPayBatch{}}, batch, 0))
			if tc.extras.Original == nil {
				pay := &payment.MsgPay{Extras: tc.extras.Encode()}
				require.Equal(t, 11_000+want, gas.Price([]sdk.Msg{pay}, nil, 0), "an owner pays the same for it")
			}
		})
	}
	require.EqualValues(t, 11_000, gas.Price([]sdk.Msg{&payment.MsgPay{Extras: []byte{9}}}, nil, 0), "what cannot be read fails by itself")
}

// The dearest batch is one of two shapes of instructions: two limits, on count and on bytes, are what holds it.
func TestFullBatchCoversTheDearestBatch(t *testing.T) {
	const payload, most = 256 << 10, payment.MaxBatch
	type shape struct{ bytes, gas int }
	var shapes []shape
	p256 := wallet.SIGNATURE_FORM_RAW_P256
	for _, extras := range []wallet.Extras{{}, legs(1), legs(2), legs(3), {Original: &wallet.Content{}}} {
		for _, forms := range [][]wallet.SignatureForm{{p256}, {p256, p256}} {
			d := carrying(extras, forms...)
			price := gas.Price(nil, []payment.Decoded{d}, 0) - gas.PerTransaction
			shapes = append(shapes, shape{len(d.Instruction.Encode()), int(price)})
		}
	}
	dearest := 0
	for _, a := range shapes {
		for _, b := range shapes {
			for n := 0; n <= most && n*a.bytes <= payload; n++ {
				rest := min(most-n, (payload-n*a.bytes)/b.bytes)
				dearest = max(dearest, n*a.gas+rest*b.gas)
			}
		}
	}
	require.LessOrEqual(t, dearest+gas.PerTransaction+gas.PerPayment+gas.PerByte*payload, gas.FullBatch)
	t.Logf("dearest batch: %d", dearest+gas.PerTransaction+gas.PerPayment+gas.PerByte*payload)
}

func TestPaymentsAreAlone(t *testing.T) {
	require.True(t, gas.IsPayment(&payment.MsgPay{}))
	require.True(t, gas.IsPayment(&payment.MsgRefund{}))
	require.True(t, gas.IsPayment(&payment.MsgPayBatch{}))
	require.False(t, gas.IsPayment(&netting.MsgOrderCycleClose{}))
}
