// SPDX-License-Identifier: Apache-2.0

package keeper_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"cosmossdk.io/collections"

	"github.com/taelnet/tael/x/payment"
)

const retention = 35 * 86_400

// payMany makes n payments in the block at work.
func (f *fixture) payMany(prefix string, n int) {
	f.t.Helper()
	for i := range n {
		c := f.content(fmt.Sprint(prefix, i), f.alice, f.anna)
		c.Amount = 1
		_, err := f.pay(c)
		require.NoError(f.t, err)
	}
}

// counts are how many records and expiry entries are stored, and how much of the oldest entry is pruned.
func (f *fixture) counts() (records, entries int, pruned uint64) {
	f.t.Helper()
	require.NoError(f.t, f.keeper.Records.Walk(f.ctx, nil, func(payment.Key, payment.Record) (bool, error) {
		records++
		return false, nil
	}))
	require.NoError(f.t, f.keeper.Expiries.Walk(f.ctx, nil, func(collections.Pair[uint64, uint64], []byte) (bool, error) {
		entries++
		return false, nil
	}))
	pruned, err := f.keeper.Pruned.Get(f.ctx)
	if err != nil {
		require.ErrorIs(f.t, err, collections.ErrNotFound)
	}
	return records, entries, pruned
}

func TestABlockWritesOneExpiryEntry(t *testing.T) {
	f := newFixture(t)
	f.payMany("first", 5)
	f.endBlock(1)
	records, entries, _ := f.counts()
	require.Equal(t, 5, records)
	require.Equal(t, 1, entries)

	before := f.state()
	f.endBlock(retention * 2)
	require.Equal(t, before, f.state(), "an empty block writes nothing, not even to prune")

	f.payMany("first", 5)
	f.endBlock(1)
}

func TestPruningIsBoundedByTwiceTheBlocksPayments(t *testing.T) {
	cases := map[string]struct {
		old         []int // payments in each of the blocks that are past their retention
		now         int
		wantRecords int
		wantEntries int
		wantPruned  uint64
	}{
		"fewer than twice: all go":                 {old: []int{3}, now: 2, wantRecords: 2, wantEntries: 1},
		"exactly twice: all go":                    {old: []int{4}, now: 2, wantRecords: 2, wantEntries: 1},
		"one more than twice: one stays":           {old: []int{5}, now: 2, wantRecords: 1 + 2, wantEntries: 2, wantPruned: 4},
		"several entries in one block":             {old: []int{1, 1, 2, 1}, now: 2, wantRecords: 1 + 2, wantEntries: 2},
		"the bound ends within the second entry":   {old: []int{3, 3}, now: 2, wantRecords: 2 + 2, wantEntries: 2, wantPruned: 1},
		"the bound ends with the end of the first": {old: []int{2, 3}, now: 1, wantRecords: 3 + 1, wantEntries: 2},
		"nothing old: nothing goes":                {now: 3, wantRecords: 3, wantEntries: 1},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			f := newFixture(t)
			for i, n := range tc.old {
				f.payMany(fmt.Sprint("old", i, "-"), n)
				f.endBlock(0)
			}
			f.ctx = f.ctx.WithBlockTime(f.ctx.BlockTime().Add(retention * 1e9))
			f.payMany("new", tc.now)
			f.endBlock(0)

			records, entries, pruned := f.counts()
			require.Equal(t, tc.wantRecords, records)
			require.Equal(t, tc.wantEntries, entries)
			require.Equal(t, tc.wantPruned, pruned)
		})
	}
}

func TestPruningGoesOnWhereItStopped(t *testing.T) {
	f := newFixture(t)
	f.payMany("old", 7)
	f.endBlock(retention)
	for _, want := range []struct {
		records, entries int
		pruned           uint64
	}{{5 + 1, 2, 2}, {3 + 2, 3, 4}, {1 + 3, 4, 6}, {4, 4, 0}} {
		f.payMany(fmt.Sprint("new", want.records, want.pruned), 1)
		f.endBlock(1)
		records, entries, pruned := f.counts()
		require.Equal(t, want.records, records)
		require.Equal(t, want.entries, entries)
		require.Equal(t, want.pruned, pruned)
	}
}

func TestPruningWaitsForTheLastSecond(t *testing.T) {
	f := newFixture(t)
	f.payMany("old", 1)
	f.endBlock(retention - 1)
	f.payMany("new", 1)
	f.endBlock(1)
	records, _, _ := f.counts()
	require.Equal(t, 2, records)

	f.payMany("newer", 1)
	f.endBlock(0)
	records, _, _ = f.counts()
	require.Equal(t, 2, records)
}

func TestARefundedPaymentIsRememberedFromItsRefund(t *testing.T) {
	f := newFixture(t)
	original := paidOriginal(f)
	c, _ := f.giveBack("back", original, 10)
	_, err := f.refund(c, original)
	require.NoError(t, err)
	refundedAt := f.now()
	f.endBlock(0)

	f.ctx = f.ctx.WithBlockTime(f.ctx.BlockTime().Add((retention - 1) * 1e9))
	f.payMany("new", 5)
	f.endBlock(1)
	require.Equal(t, refundedAt, f.record(original).ChangedAt, "its first entry is gone, the record is not")
	_, entries, _ := f.counts()
	require.Equal(t, 2, entries)

	f.payMany("newer", 1)
	f.endBlock(0)
	has, err := f.keeper.Records.Has(f.ctx, payment.NewKey(original.Payer, original.UETR))
	require.NoError(t, err)
	require.False(t, has)
}

// However payments, refunds and pauses follow each other, no record goes before its time, every record has its entry, and
// what is stored shrinks to what is remembered while there are payments.
func TestExpiryUnderAnyRhythm(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		f := newFixture(t)
		for block := range rapid.IntRange(1, 25).Draw(r, "blocks") {
			f.payMany(fmt.Sprint("b", block, "-"), rapid.IntRange(0, 3).Draw(r, "payments"))
			f.bank.set(f.ctx, balanceName(f.alice.addr[:], "cny"), 1_000)
			f.endBlock(rapid.SampledFrom([]int64{0, 1, 86_400, 20 * 86_400, retention}).Draw(r, "pause"))
		}
		f.payMany("last", 60)
		f.endBlock(0)
		require.NoError(r, f.keeper.Records.Walk(f.ctx, nil, func(_ payment.Key, record payment.Record) (bool, error) {
			require.True(r, record.LiveAt(f.now(), retention))
			return false, nil
		}))
	})
}
