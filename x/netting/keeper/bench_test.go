// SPDX-License-Identifier: Apache-2.0

package keeper_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	storetypes "github.com/cosmos/cosmos-sdk/store/v2/types"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/taelnet/tael/x/netting"
)

const benchMembers = 100

// BenchmarkCloseCycle closes, states and settles a cycle of 100 members: what it costs depends on the pairs that owe
// each other and not on how many obligations they have. Both cases touch the same ten pairs.
func BenchmarkCloseCycle(b *testing.B) {
	for _, obligations := range []int{10, 1_000_000} {
		b.Run(fmt.Sprintf("obligations=%d", obligations), func(b *testing.B) {
			f := newFixtureOf(b, benchMembers)
			for member := uint32(1); member <= benchMembers; member++ {
				f.withCap(1_000_000_000, member).withFunds(1_000_000_000, member)
			}
			f.nextBlock(1)
			for i := range obligations {
				from := uint32(i%10)*10 + 1
				_, err := f.keeper.Record(f.ctx, netting.Obligation{Denom: "cny", From: from, To: from + 1, Amount: 3})
				require.NoError(b, err)
			}
			closeAgain(b, f)
		})
	}
}

// BenchmarkCloseFullCycle closes a cycle in which every one of 100 members owes every other.
func BenchmarkCloseFullCycle(b *testing.B) {
	f := newFixtureOf(b, benchMembers)
	for member := uint32(1); member <= benchMembers; member++ {
		f.withCap(1_000_000_000, member).withFunds(1_000_000_000, member)
	}
	f.nextBlock(1)
	for from := uint32(1); from <= benchMembers; from++ {
		for to := uint32(1); to <= benchMembers; to++ {
			if from == to {
				continue
			}
			_, err := f.keeper.Record(f.ctx, netting.Obligation{Denom: "cny", From: from, To: to, Amount: uint64(from)})
			require.NoError(b, err)
		}
	}
	closeAgain(b, f)
}

// closeAgain ends the block over and over, each time from the same state.
func closeAgain(b *testing.B, f *fixture) {
	b.Helper()
	f.order()
	// What the day wrote is committed before: iterating over a tree that is not measures the tree.
	f.ctx.MultiStore().(storetypes.CommitMultiStore).Commit()
	b.ReportAllocs()
	for b.Loop() {
		cached, _ := f.ctx.CacheContext()
		require.NoError(b, f.keeper.EndBlocker(cached))
	}
}

func BenchmarkTest(b *testing.B) {
	f := newFixtureOf(b, 2).withCap(1_000_000_000, 1).withFunds(1_000_000_000, 1)
	o := netting.Obligation{Denom: "cny", From: 1, To: 2, Amount: 3}
	b.ReportAllocs()
	for b.Loop() {
		_, err := f.keeper.Test(f.ctx, o)
		require.NoError(b, err)
	}
}

func BenchmarkRecord(b *testing.B) {
	f := newFixtureOf(b, 2)
	o := netting.Obligation{Denom: "cny", From: 1, To: 2, Amount: 3}
	b.ReportAllocs()
	for b.Loop() {
		_, err := f.keeper.Record(f.ctx, o)
		require.NoError(b, err)
	}
}

func BenchmarkEmptyEndBlock(b *testing.B) {
	f := newFixtureOf(b, benchMembers)
	f.ctx = f.ctx.WithEventManager(sdk.NewEventManager())
	b.ReportAllocs()
	for b.Loop() {
		require.NoError(b, f.keeper.EndBlocker(f.ctx))
	}
}
