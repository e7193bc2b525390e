// SPDX-License-Identifier: Apache-2.0

package ledger_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	sdk "github.com/cosmos/cosmos-sdk/types"
)

// BenchmarkMove and BenchmarkSendCoins do the same work: one coin to and fro between two holders.
func BenchmarkMove(b *testing.B) {
	books := newBooks(b)
	books.fund(b, alice, "cny", 1_000_000)
	books.fund(b, bob, "cny", 1_000_000)
	from, to := alice, bob
	b.ReportAllocs()
	for b.Loop() {
		require.NoError(b, books.ledger.Move(books.raw, from, to, "cny", 1))
		from, to = to, from
	}
}

func BenchmarkSendCoins(b *testing.B) {
	books := newBooks(b)
	books.fund(b, alice, "cny", 1_000_000)
	books.fund(b, bob, "cny", 1_000_000)
	coins := sdk.NewCoins(sdk.NewInt64Coin("cny", 1))
	from, to := alice, bob
	b.ReportAllocs()
	for b.Loop() {
		ctx := books.sent.WithEventManager(sdk.NewEventManager())
		require.NoError(b, books.bank.SendCoins(ctx, from, to, coins))
		from, to = to, from
	}
}
