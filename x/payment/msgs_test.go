// SPDX-License-Identifier: Apache-2.0

package payment_test

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/require"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/taelnet/tael/x/payment"
	"github.com/taelnet/tael/x/wallet"
)

const uetrText = "7d9f2a34-5b1c-4e8d-9a6f-3c2b1a0f9e8d"

var (
	aliceAddr = bytes.Repeat([]byte{1}, 20)
	bobAddr   = bytes.Repeat([]byte{2}, 20)
	alice     = sdk.AccAddress(aliceAddr).String()
	bob       = sdk.AccAddress(bobAddr).String()
)

func pay() *payment.MsgPay {
	return &payment.MsgPay{Payer: alice, Uetr: uetrText, Payee: bob, Denom: "cny", Amount: 100, Purpose: "GDDS", Reference: bytes.Repeat([]byte{7}, 32), ValidUntil: 1_000}
}

func TestMsgPayIsTheSameContentAsADeviceSigns(t *testing.T) {
	c, err := pay().Content("tael-1")
	require.NoError(t, err)
	uetr, err := wallet.ParseUETR(uetrText)
	require.NoError(t, err)
	require.Equal(t, wallet.Content{
		Kind: wallet.INSTRUCTION_KIND_PAY, ChainID: "tael-1", UETR: uetr, Payer: [20]byte(aliceAddr), Payee: [20]byte(bobAddr),
		Denom: "cny", Amount: 100, Purpose: "GDDS", Reference: [32]byte(bytes.Repeat([]byte{7}, 32)), ValidUntil: 1_000,
	}, c)
}

func TestMsgPayValidateBasic(t *testing.T) {
	original, err := pay().Content("tael-1")
	require.NoError(t, err)
	originalExtras := wallet.OriginalExtras(original)
	cases := map[string]struct {
		change func(*payment.MsgPay)
		want   error
	}{
		"sound":                {func(*payment.MsgPay) {}, nil},
		"without a reference":  {func(m *payment.MsgPay) { m.Reference = nil }, nil},
		"without a purpose":    {func(m *payment.MsgPay) { m.Purpose = "" }, nil},
		"with a channel":       {func(m *payment.MsgPay) { m.Extras = []byte{3, 0, 1, 2} }, nil},
		"extras that are none": {func(m *payment.MsgPay) { m.Extras = []byte{3} }, wallet.ErrInstructionMalformed},
		"extras of a refund":   {func(m *payment.MsgPay) { m.Extras = originalExtras }, wallet.ErrInstructionMalformed},
		"a fee above the cap": {func(m *payment.MsgPay) {
			m.Extras = wallet.Extras{Fees: []wallet.FeeLeg{{Amount: payment.MaxAmount}}}.Encode()
		}, wallet.ErrInstructionMalformed},
		"a fee to the payee": {func(m *payment.MsgPay) {
			m.Extras = wallet.Extras{Fees: []wallet.FeeLeg{{Payee: [20]byte(bobAddr), Amount: 1}}}.Encode()
		}, wallet.ErrInstructionMalformed},
		"no payer":                   {func(m *payment.MsgPay) { m.Payer = "" }, wallet.ErrAddressInvalid},
		"no payee":                   {func(m *payment.MsgPay) { m.Payee = "bob" }, wallet.ErrAddressInvalid},
		"a payee of 32 bytes":        {func(m *payment.MsgPay) { m.Payee = sdk.AccAddress(make([]byte, 32)).String() }, wallet.ErrAddressInvalid},
		"to oneself":                 {func(m *payment.MsgPay) { m.Payee = m.Payer }, payment.ErrSelfPayment},
		"a uetr in capitals":         {func(m *payment.MsgPay) { m.Uetr = "7D9F2A34-5B1C-4E8D-9A6F-3C2B1A0F9E8D" }, wallet.ErrUETRInvalid},
		"no amount":                  {func(m *payment.MsgPay) { m.Amount = 0 }, wallet.ErrInstructionMalformed},
		"too large an amount":        {func(m *payment.MsgPay) { m.Amount = payment.MaxAmount + 1 }, wallet.ErrInstructionMalformed},
		"no denom":                   {func(m *payment.MsgPay) { m.Denom = "" }, wallet.ErrInstructionMalformed},
		"a purpose that is no code":  {func(m *payment.MsgPay) { m.Purpose = "food" }, wallet.ErrInstructionMalformed},
		"a reference of 31 bytes":    {func(m *payment.MsgPay) { m.Reference = m.Reference[1:] }, payment.ErrPaymentMalformed},
		"a reference that is a zero": {func(m *payment.MsgPay) { m.Reference = make([]byte, 32) }, payment.ErrPaymentMalformed},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			m := pay()
			tc.change(m)
			require.ErrorIs(t, m.ValidateBasic(), tc.want)
		})
	}
}

func TestMsgPayCarriesTheSameExtrasAsADeviceSigns(t *testing.T) {
	extras := wallet.Extras{Fees: []wallet.FeeLeg{{Payee: [20]byte{3}, Amount: 5}}, Channel: wallet.CHANNEL_PROXIMITY}
	m := pay()
	m.Extras = extras.Encode()
	content, read, err := m.Read("tael-1")
	require.NoError(t, err)
	require.Equal(t, extras, read)
	bare, err := pay().Content("tael-1")
	require.NoError(t, err)
	signed, err := wallet.NewInstruction(bare, extras.Encode())
	require.NoError(t, err)
	require.Equal(t, signed.Content, content)
	require.NotEqual(t, bare.Digest(), content.Digest())
}

func TestMsgRefundIsTheSameContentAsADeviceSigns(t *testing.T) {
	original, err := pay().Content("tael-1")
	require.NoError(t, err)
	for name, raw := range map[string][]byte{"without its tag": original.UntaggedBytes(), "with its tag": original.Bytes()} {
		t.Run(name, func(t *testing.T) {
			m := &payment.MsgRefund{Payee: bob, Uetr: "0d9f2a34-5b1c-4e8d-9a6f-3c2b1a0f9e8d", Original: raw, Amount: 40, ValidUntil: 2_000}
			refund, restated, err := m.Contents("tael-2")
			require.NoError(t, err)
			require.Equal(t, original, restated)
			require.Equal(t, [20]byte(bobAddr), refund.Payer)
			require.Equal(t, [20]byte(aliceAddr), refund.Payee)
			signed, err := wallet.NewInstruction(refund, wallet.OriginalExtras(original))
			require.NoError(t, err)
			require.Equal(t, signed.Digest(), refund.Digest())
		})
	}
}

func TestMsgRefundValidateBasic(t *testing.T) {
	original, err := pay().Content("tael-1")
	require.NoError(t, err)
	refund := original
	refund.Kind, refund.ExtrasDigest = wallet.INSTRUCTION_KIND_REFUND, [32]byte{1}
	cases := map[string]struct {
		change func(*payment.MsgRefund)
		want   error
	}{
		"sound":                        {func(*payment.MsgRefund) {}, nil},
		"no original":                  {func(m *payment.MsgRefund) { m.Original = nil }, payment.ErrOriginalMalformed},
		"half an original":             {func(m *payment.MsgRefund) { m.Original = m.Original[:90] }, payment.ErrOriginalMalformed},
		"the refund of a refund":       {func(m *payment.MsgRefund) { m.Original = refund.UntaggedBytes() }, payment.ErrOriginalMalformed},
		"by the original's payer":      {func(m *payment.MsgRefund) { m.Payee = alice }, payment.ErrSelfPayment},
		"by a third":                   {func(m *payment.MsgRefund) { m.Payee = sdk.AccAddress(bytes.Repeat([]byte{3}, 20)).String() }, payment.ErrOriginalMismatch},
		"no amount":                    {func(m *payment.MsgRefund) { m.Amount = 0 }, wallet.ErrInstructionMalformed},
		"a uetr that is none":          {func(m *payment.MsgRefund) { m.Uetr = "1" }, wallet.ErrUETRInvalid},
		"a payee that is none":         {func(m *payment.MsgRefund) { m.Payee = "1" }, wallet.ErrAddressInvalid},
		"a reference of another width": {func(m *payment.MsgRefund) { m.Reference = []byte{1} }, payment.ErrPaymentMalformed},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			m := &payment.MsgRefund{Payee: bob, Uetr: uetrText, Original: original.UntaggedBytes(), Amount: 40, ValidUntil: 2_000}
			tc.change(m)
			require.ErrorIs(t, m.ValidateBasic(), tc.want)
		})
	}
}

func TestCheckTime(t *testing.T) {
	cases := map[string]struct {
		validUntil uint64
		want       error
	}{
		"now":                  {1_000, nil},
		"a second ago":         {999, payment.ErrExpired},
		"never":                {0, payment.ErrExpired},
		"as far as it may":     {1_060, nil},
		"a second further":     {1_061, payment.ErrValidTooFar},
		"as far as one can go": {1<<64 - 1, payment.ErrValidTooFar},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			require.ErrorIs(t, payment.CheckTime(tc.validUntil, 1_000, 60), tc.want)
		})
	}
}

func TestSettlementOf(t *testing.T) {
	require.Equal(t, payment.SETTLEMENT_DIRECT, payment.SettlementOf(true, 1, 1))
	require.Equal(t, payment.SETTLEMENT_DIRECT, payment.SettlementOf(true, 1, 2))
	require.Equal(t, payment.SETTLEMENT_INTRA, payment.SettlementOf(false, 1, 1))
	require.Equal(t, payment.SETTLEMENT_NET, payment.SettlementOf(false, 1, 2))
}

func TestKeyDependsOnPayerAndUetr(t *testing.T) {
	uetr, err := wallet.ParseUETR(uetrText)
	require.NoError(t, err)
	key := payment.NewKey([20]byte(aliceAddr), uetr)
	require.NotEqual(t, key, payment.NewKey([20]byte(bobAddr), uetr))
	uetr[0]++
	require.NotEqual(t, key, payment.NewKey([20]byte(aliceAddr), uetr))
}
