// SPDX-License-Identifier: Apache-2.0

package ledger_test

import (
	"bytes"
	"math"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	sdkmath "cosmossdk.io/math"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/taelnet/tael/app/ledger"
)

var (
	alice = bytes.Repeat([]byte{1}, 20)
	bob   = bytes.Repeat([]byte{0xff}, 20)
	carol = bytes.Repeat([]byte{2}, 20)
)

func TestMove(t *testing.T) {
	cases := map[string]struct {
		from, to   []byte
		denom      string
		amount     uint64
		wantErr    error
		wantA      uint64
		wantB      uint64
		emptyAlice bool
	}{
		"a part is moved":                      {from: alice, to: bob, denom: "cny", amount: 40, wantA: 60, wantB: 40},
		"all is moved and the entry goes":      {from: alice, to: bob, denom: "cny", amount: 100, wantB: 100, emptyAlice: true},
		"to oneself nothing changes":           {from: alice, to: alice, denom: "cny", amount: 100, wantA: 100},
		"to oneself more than held is refused": {from: alice, to: alice, denom: "cny", amount: 101, wantErr: ledger.ErrInsufficient, wantA: 100},
		"one more than held is refused":        {from: alice, to: bob, denom: "cny", amount: 101, wantErr: ledger.ErrInsufficient, wantA: 100},
		"another denom is not held":            {from: alice, to: bob, denom: "ecny", amount: 1, wantErr: ledger.ErrInsufficient, wantA: 100},
		"nothing is refused":                   {from: alice, to: bob, denom: "cny", amount: 0, wantErr: ledger.ErrAmount, wantA: 100},
		"a short sender is refused":            {from: alice[:19], to: bob, denom: "cny", amount: 1, wantErr: ledger.ErrAddress, wantA: 100},
		"no receiver is refused":               {from: alice, denom: "cny", amount: 1, wantErr: ledger.ErrAddress, wantA: 100},
		"no denom is refused":                  {from: alice, to: bob, amount: 1, wantErr: ledger.ErrDenom, wantA: 100},
		"a zero byte in a denom is refused":    {from: alice, to: bob, denom: "cny\x00", amount: 1, wantErr: ledger.ErrDenom, wantA: 100},
		"a denom of 17 is refused":             {from: alice, to: bob, denom: "abcdefghijklmnopq", amount: 1, wantErr: ledger.ErrDenom, wantA: 100},
		"capitals are refused":                 {from: alice, to: bob, denom: "Cny", amount: 1, wantErr: ledger.ErrDenom, wantA: 100},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			b := newBooks(t)
			b.fund(t, alice, "cny", 100)
			before := b.bytes(b.raw)

			err := b.ledger.Move(b.raw, tc.from, tc.to, tc.denom, tc.amount)

			if tc.wantErr != nil {
				require.ErrorIs(t, err, tc.wantErr)
				require.Equal(t, before, b.bytes(b.raw))
			} else {
				require.NoError(t, err)
			}
			require.Equal(t, tc.wantA, b.balance(t, alice, "cny"))
			require.Equal(t, tc.wantB, b.balance(t, bob, "cny"))
			empty, err := b.ledger.Empty(b.raw, alice)
			require.NoError(t, err)
			require.Equal(t, tc.emptyAlice, empty)
			require.Empty(t, b.raw.EventManager().Events())
		})
	}
}

func TestMoveNeverExceeds64Bits(t *testing.T) {
	b := newBooks(t)
	b.fund(t, alice, "cny", 1)
	b.fund(t, bob, "cny", math.MaxUint64)
	before := b.bytes(b.raw)

	require.ErrorIs(t, b.ledger.Move(b.raw, alice, bob, "cny", 1), ledger.ErrOverflow)
	require.Equal(t, before, b.bytes(b.raw))
	require.NoError(t, b.ledger.Move(b.raw, bob, alice, "cny", math.MaxUint64-1))
	require.Equal(t, uint64(math.MaxUint64), b.balance(t, alice, "cny"))
}

func TestBalanceRefusesWhatThisChainNeverWrites(t *testing.T) {
	cases := map[string]sdkmath.Int{
		"more than 64 bits":   sdkmath.NewIntFromUint64(math.MaxUint64).AddRaw(1),
		"more than 20 digits": sdkmath.NewIntFromUint64(math.MaxUint64).MulRaw(100),
	}
	for name, amount := range cases {
		t.Run(name, func(t *testing.T) {
			b := newBooks(t)
			require.NoError(t, b.bank.UncheckedSetBalance(b.raw, alice, sdk.NewCoin("cny", amount)))
			_, err := b.ledger.Balance(b.raw, alice, "cny")
			require.ErrorIs(t, err, ledger.ErrBalance)
			require.ErrorIs(t, b.ledger.Move(b.raw, alice, bob, "cny", 1), ledger.ErrBalance)
		})
	}
}

func TestEmptyLooksAtOneAddressOnly(t *testing.T) {
	b := newBooks(t)
	b.fund(t, bob, "cny", 1)
	for _, addr := range [][]byte{alice, carol} {
		empty, err := b.ledger.Empty(b.raw, addr)
		require.NoError(t, err)
		require.True(t, empty)
	}
	empty, err := b.ledger.Empty(b.raw, bob)
	require.NoError(t, err)
	require.False(t, empty)
	_, err = b.ledger.Empty(b.raw, bob[:3])
	require.ErrorIs(t, err, ledger.ErrAddress)
}

// The same random moves through the ledger and through the real bank leave the same bytes in bank's store and the
// same export.
func TestMoveEqualsSendCoins(t *testing.T) {
	people := [][]byte{alice, bob, carol, bytes.Repeat([]byte{7}, 20)}
	denoms := []string{"cny", "ecny", "hkd"}
	rapid.Check(t, func(r *rapid.T) {
		b := newBooks(t)
		for _, who := range people {
			for _, denom := range denoms {
				if amount := rapid.Uint64Range(0, 50).Draw(r, "funds"); amount > 0 {
					b.fund(t, who, denom, amount)
				}
			}
		}
		for range rapid.IntRange(1, 40).Draw(r, "moves") {
			from := rapid.SampledFrom(people).Draw(r, "from")
			to := rapid.SampledFrom(people).Draw(r, "to")
			denom := rapid.SampledFrom(denoms).Draw(r, "denom")
			amount := rapid.Uint64Range(0, 60).Draw(r, "amount")

			mine := b.ledger.Move(b.raw, from, to, denom, amount)
			sub, write := b.sent.CacheContext()
			theirs := b.bank.SendCoins(sub, from, to, sdk.Coins{sdk.NewCoin(denom, sdkmath.NewIntFromUint64(amount))})
			if theirs == nil {
				write()
			}

			require.Equal(r, theirs == nil, mine == nil, "ledger: %v, bank: %v", mine, theirs)
			require.Equal(r, b.bytes(b.sent), b.bytes(b.raw))
		}
		require.Equal(r, b.bank.ExportGenesis(b.sent), b.bank.ExportGenesis(b.raw))
	})
}
