// SPDX-License-Identifier: Apache-2.0

package keeper_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/taelnet/tael/x/payment"
)

// BenchmarkPayBatch1000 executes a batch of 1,000 payments between 100 payers and 100 payees of two custodians over the
// fakes. "handler" trusts signatures and so is the room's own cost; "ed25519" verifies each by itself.
func BenchmarkPayBatch1000(b *testing.B) {
	for name, trust := range map[string]bool{"handler": true, "ed25519": false} {
		b.Run(name, func(b *testing.B) {
			f := newFixture(b)
			f.wallets.trust = trust
			msg := &payment.MsgPayBatch{Carrier: f.anna.String(), Mode: payment.BATCH_MODE_EACH}
			var payers, payees [100]actor
			for i := range payers {
				payers[i], payees[i] = f.open(fmt.Sprint("payer", i), bankA), f.open(fmt.Sprint("payee", i), bankB)
			}
			for i := range payment.MaxBatch {
				payer := payers[i%len(payers)]
				c := f.content(fmt.Sprint("p", i), payer, payees[(i*7)%len(payees)])
				c.Amount = 1
				msg.Instructions = append(msg.Instructions, f.signed(c, nil, payer))
			}
			b.ReportAllocs()
			for b.Loop() {
				f.compliance.asked = f.compliance.asked[:0]
				ctx, _ := f.ctx.CacheContext()
				response, err := f.server.PayBatch(ctx.WithEventManager(sdk.NewEventManager()), msg)
				require.NoError(b, err)
				require.Equal(b, byte(payment.ResultPaid), response.Results[0])
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/payment.MaxBatch, "ns/payment")
		})
	}
}
