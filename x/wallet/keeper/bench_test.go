// SPDX-License-Identifier: Apache-2.0

package keeper_test

import (
	"testing"

	"github.com/taelnet/tael/x/wallet"
)

func BenchmarkWallet(b *testing.B) {
	f := newFixture(b)
	alice := f.open("alice")
	b.ReportAllocs()
	for b.Loop() {
		if _, err := f.keeper.Wallet(f.ctx, alice); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkAuthenticate(b *testing.B) {
	for _, form := range []wallet.SignatureForm{raw, eip712} {
		b.Run(form.String(), func(b *testing.B) {
			f := newFixture(b)
			ins := f.contest(f.open("alice"), signer(b, "other"), form, signer(b, "alice"))
			b.ReportAllocs()
			for b.Loop() {
				if _, err := f.keeper.Authenticate(f.ctx, ins); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
