// SPDX-License-Identifier: Apache-2.0

package wallet_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/taelnet/tael/x/wallet"
)

var allForms = []wallet.SignatureForm{
	wallet.SIGNATURE_FORM_RAW_SECP256K1, wallet.SIGNATURE_FORM_RAW_P256,
	wallet.SIGNATURE_FORM_RAW_ED25519, wallet.SIGNATURE_FORM_EIP712_SECP256K1,
}

func TestSignWithVerifiesInEveryForm(t *testing.T) {
	for _, form := range allForms {
		t.Run(form.String(), func(t *testing.T) {
			ins := signed(t, payContent(), nil, form)
			s := ins.Signatures[0]
			signer := newSigner(t, form.Algorithm(), form.String())
			digest := wallet.FormDigest(form, ins.Content, s.Device, testEIP155)
			require.NoError(t, wallet.VerifySignature(signer.Algorithm(), signer.PublicKey(), form, digest, s.Signature))

			other := ins.Content
			other.Amount++
			digest = wallet.FormDigest(form, other, s.Device, testEIP155)
			require.ErrorIs(t, wallet.VerifySignature(signer.Algorithm(), signer.PublicKey(), form, digest, s.Signature), wallet.ErrSignatureInvalid)
		})
	}
}

func TestSignWithRefuses(t *testing.T) {
	signer := newSigner(t, wallet.KEY_ALGORITHM_P256, "one")
	ins, err := wallet.NewInstruction(payContent(), nil)
	require.NoError(t, err)

	require.ErrorIs(t, ins.SignWith(signer, wallet.SIGNATURE_FORM_RAW_ED25519, 0), wallet.ErrSignatureForm)
	require.Empty(t, ins.Signatures)

	require.NoError(t, ins.SignWith(signer, wallet.SIGNATURE_FORM_RAW_P256, 0))
	require.ErrorIs(t, ins.SignWith(signer, wallet.SIGNATURE_FORM_RAW_P256, 0), wallet.ErrInstructionMalformed)
	require.NoError(t, ins.SignWith(newSigner(t, wallet.KEY_ALGORITHM_P256, "two"), wallet.SIGNATURE_FORM_RAW_P256, 0))
	require.ErrorIs(t, ins.SignWith(newSigner(t, wallet.KEY_ALGORITHM_P256, "three"), wallet.SIGNATURE_FORM_RAW_P256, 0), wallet.ErrInstructionMalformed)
	require.Len(t, ins.Signatures, 2)
}

func TestNewInstructionRefuses(t *testing.T) {
	refund, original := refundContent()
	cases := map[string]struct {
		content wallet.Content
		extras  []byte
	}{
		"a PAY with an original":    {payContent(), original},
		"a REFUND with a channel":   {refund, wallet.Extras{Channel: wallet.CHANNEL_ONLINE}.Encode()},
		"a CONTEST with a channel":  {contestContent(), wallet.Extras{Channel: wallet.CHANNEL_ONLINE}.Encode()},
		"a REFUND without extras":   {refund, nil},
		"a REFUND of unknown extra": {refund, []byte{9, 0, 1, 1}},
		"a CONTEST with extras":     {contestContent(), original},
		"no kind":                   {wallet.Content{ChainID: testChain, UETR: payContent().UETR}, nil},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			_, err := wallet.NewInstruction(tc.content, tc.extras)
			require.ErrorIs(t, err, wallet.ErrInstructionMalformed)
		})
	}
}

func TestOriginalOfARefund(t *testing.T) {
	content, extras := refundContent()
	refund := signed(t, content, extras, wallet.SIGNATURE_FORM_RAW_ED25519)
	require.Equal(t, payContent(), *refund.Carried.Original)

	pay := signed(t, payContent(), nil, wallet.SIGNATURE_FORM_RAW_ED25519)
	require.Nil(t, pay.Carried.Original)
}

func TestSizesStayWithinTheirLimits(t *testing.T) {
	widest := payContent()
	widest.Denom, widest.Amount, widest.ValidUntil = "abcdefghijklmnop", wallet.MaxAmount, 1<<64-1
	one := signed(t, widest, nil, allForms[0])
	two := signed(t, widest, nil, allForms[:2]...)
	require.LessOrEqual(t, len(one.Encode()), wallet.MaxInstructionOne)
	require.LessOrEqual(t, len(two.Encode()), wallet.MaxInstructionTwo)
	t.Logf("widest: %d bytes with one signature, %d with two", len(one.Encode()), len(two.Encode()))
}
