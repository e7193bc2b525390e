// SPDX-License-Identifier: Apache-2.0

package keeper_test

import (
	"context"
	"testing"

	"github.com/taelnet/tael/x/compliance"
)

// BenchmarkAuthorize measures one payment's question and its counting, on a cached store as a block has it.
func BenchmarkAuthorize(b *testing.B) {
	f := newFixture(b)
	f.limits(row(compliance.WINDOW_TX, compliance.MEASURE_OUT, 1<<60), row(compliance.WINDOW_DAY, compliance.MEASURE_OUT, 1<<60),
		row(compliance.WINDOW_DAY, compliance.MEASURE_IN, 1<<60))
	m := f.movement(compliance.MovementPay, alice, bob, 1)
	cached, _ := f.ctx.CacheContext()
	var ctx context.Context = cached
	b.ReportAllocs()
	for b.Loop() {
		d, err := f.keeper.Authorize(ctx, m)
		if err != nil || !d.Allowed() {
			b.Fatal(d.Reason, err)
		}
		if err := f.keeper.Weigh(ctx, d); err != nil {
			b.Fatal(err)
		}
	}
}
