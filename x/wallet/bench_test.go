// SPDX-License-Identifier: Apache-2.0

package wallet_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/taelnet/tael/x/wallet"
)

func BenchmarkDecodeInstruction(b *testing.B) {
	refund, extras := refundContent()
	for name, ins := range map[string]wallet.SignedInstruction{
		"one signature":  signed(b, payContent(), nil, allForms[0]),
		"two signatures": signed(b, payContent(), nil, allForms[:2]...),
		"every extra":    signed(b, payContent(), fullExtras().Encode(), allForms[0]),
		"refund":         signed(b, refund, extras, allForms[0]),
	} {
		raw := ins.Encode()
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			b.SetBytes(int64(len(raw)))
			for b.Loop() {
				if _, err := wallet.DecodeInstruction(raw, testChain); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkEncode(b *testing.B) {
	ins := signed(b, payContent(), nil, allForms[0])
	b.ReportAllocs()
	for b.Loop() {
		_ = ins.Encode()
	}
}

func BenchmarkDigest(b *testing.B) {
	c, device := payContent(), address("device")
	b.Run("RAW", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			_ = wallet.RawDigest(c, device)
		}
	})
	b.Run("EIP712", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			_ = wallet.EIP712Digest(c, device, testEIP155)
		}
	})
}

// BenchmarkVerify counts digest and signature, as the handler pays for them.
func BenchmarkVerify(b *testing.B) {
	for _, form := range allForms {
		ins := signed(b, payContent(), nil, form)
		s, signer := ins.Signatures[0], newSigner(b, form.Algorithm(), form.String())
		key := signer.PublicKey()
		b.Run(form.String(), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				digest := wallet.FormDigest(form, ins.Content, s.Device, testEIP155)
				if err := wallet.VerifySignature(signer.Algorithm(), key, form, digest, s.Signature); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkSign(b *testing.B) {
	for _, algorithm := range []wallet.KeyAlgorithm{wallet.KEY_ALGORITHM_SECP256K1, wallet.KEY_ALGORITHM_P256, wallet.KEY_ALGORITHM_ED25519} {
		signer := newSigner(b, algorithm, "bench")
		b.Run(algorithm.String(), func(b *testing.B) {
			for b.Loop() {
				_, err := signer.Sign(seed("digest"))
				require.NoError(b, err)
			}
		})
	}
}
