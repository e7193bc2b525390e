// SPDX-License-Identifier: Apache-2.0

package books

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/taelnet/tael/client"
	"github.com/taelnet/tael/x/payment"
	"github.com/taelnet/tael/x/wallet"
)

// BenchmarkApply reads blocks of one batch with 1,000 payments.
func BenchmarkApply(b *testing.B) {
	t := &testing.T{}
	f := &fixture{T: t, state: &fakeState{}}
	books, err := New(Config{ChainID: chainID, State: f.state, Sink: func(Entry) error { return nil }}, Snapshot{})
	require.NoError(b, err)
	msg := &payment.MsgPayBatch{Carrier: text(person("lane")), Mode: payment.BATCH_MODE_EACH}
	all := make([]payment.Result, 1000)
	for i := range all {
		payer := fmt.Sprintf("payer %d", i)
		books.balances[Holding{person(payer), "cny"}] = 1 << 40
		msg.Instructions = append(msg.Instructions, f.instruction(content(wallet.INSTRUCTION_KIND_PAY, payer, payer, "ben", 1), nil))
		all[i] = paidNet
	}
	tx := f.tx(msg, &payment.MsgPayBatchResponse{Results: results(all...)})
	for b.Loop() {
		require.NoError(b, books.Apply(b.Context(), client.Block{Height: books.Height() + 1, Time: noon, Txs: []client.Tx{tx}}))
	}
	b.ReportMetric(float64(b.N*1000)/b.Elapsed().Seconds(), "payments/s")
}
