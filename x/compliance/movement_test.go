// SPDX-License-Identifier: Apache-2.0

package compliance_test

import (
	"bytes"
	"context"
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	sdkmath "cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/taelnet/tael/x/compliance"
	"github.com/taelnet/tael/x/wallet"
)

var (
	alice = &wallet.Wallet{Address: bytes.Repeat([]byte{1}, 20)}
	bob   = &wallet.Wallet{Address: bytes.Repeat([]byte{2}, 20)}
)

func TestMovementValidate(t *testing.T) {
	good := compliance.Movement{Kind: compliance.MovementPay, Payer: alice, Payee: bob, Denom: "cny", Amount: 1}
	cases := map[string]struct {
		change func(*compliance.Movement)
		err    error
	}{
		"a payment between two wallets is a movement": {func(*compliance.Movement) {}, nil},
		"kind zero is none":                           {func(m *compliance.Movement) { m.Kind = 0 }, compliance.ErrMovementInvalid},
		"kind eleven is none":                         {func(m *compliance.Movement) { m.Kind = 11 }, compliance.ErrMovementInvalid},
		"nothing does not move":                       {func(m *compliance.Movement) { m.Amount = 0 }, compliance.ErrMovementInvalid},
		"a denom is needed":                           {func(m *compliance.Movement) { m.Denom = "" }, compliance.ErrMovementInvalid},
		"16 characters of denom fit":                  {func(m *compliance.Movement) { m.Denom = "abcdefghijklmnop" }, nil},
		"17 characters of denom do not fit":           {func(m *compliance.Movement) { m.Denom = "abcdefghijklmnopq" }, compliance.ErrMovementInvalid},
		"a payment needs a payer":                     {func(m *compliance.Movement) { m.Payer = nil }, compliance.ErrMovementInvalid},
		"a payment needs a payee":                     {func(m *compliance.Movement) { m.Payee = nil }, compliance.ErrMovementInvalid},
		"a give-back needs a payee": {func(m *compliance.Movement) {
			m.Kind, m.Payee = compliance.MovementGiveBack, nil
		}, compliance.ErrMovementInvalid},
		"a redemption needs a payer": {func(m *compliance.Movement) {
			m.Kind, m.Payer = compliance.MovementRedeem, nil
		}, compliance.ErrMovementInvalid},
		"a sweep goes to a SUSPENSE wallet": {func(m *compliance.Movement) { m.Kind = compliance.MovementSweep }, compliance.ErrMovementInvalid},
		"a sweep to a SUSPENSE wallet moves": {func(m *compliance.Movement) {
			m.Kind, m.Payee = compliance.MovementSweep, &wallet.Wallet{Address: bob.Address, Kind: wallet.WALLET_KIND_SUSPENSE}
		}, nil},
		"a custody move is of members": {func(m *compliance.Movement) {
			m.Kind, m.Payer, m.Payee = compliance.MovementCustody, nil, nil
		}, nil},
		"a payee's opening comes with the payer's": {func(m *compliance.Movement) { m.OwnSalt = new([32]byte) }, compliance.ErrMovementInvalid},
		"both openings come together": {func(m *compliance.Movement) {
			m.Person, m.OwnSalt = &wallet.PersonOpening{}, new([32]byte)
		}, nil},
		"fees go to members":            {fees(1, math.MaxUint64-2), nil},
		"fees and amount do not wrap":   {fees(1, math.MaxUint64-1), compliance.ErrMovementInvalid},
		"a fee is above zero":           {fees(1, 0), compliance.ErrMovementInvalid},
		"a fee does not go to a person": {func(m *compliance.Movement) { m.Fees = []compliance.Fee{{Payee: bob, Amount: 1}} }, compliance.ErrMovementInvalid},
		"a fee goes to somebody":        {func(m *compliance.Movement) { m.Fees = []compliance.Fee{{Amount: 1}} }, compliance.ErrMovementInvalid},
		"fees go with payments alone": {func(m *compliance.Movement) {
			fees(1)(m)
			m.Kind = compliance.MovementGiveBack
		}, compliance.ErrMovementInvalid},
		"an issuance may go to what is not a wallet": {func(m *compliance.Movement) {
			m.Kind, m.Payer, m.Payee = compliance.MovementIssue, nil, nil
		}, nil},
		"a settlement concerns no wallet": {func(m *compliance.Movement) {
			m.Kind, m.Payer, m.Payee = compliance.MovementSettle, nil, nil
		}, nil},
		"a payer's address has 20 bytes": {func(m *compliance.Movement) {
			m.Payer = &wallet.Wallet{Address: make([]byte, 19)}
		}, compliance.ErrMovementInvalid},
		"a payee's address has 20 bytes": {func(m *compliance.Movement) {
			m.Payee = &wallet.Wallet{Address: make([]byte, 21)}
		}, compliance.ErrMovementInvalid},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			m := good
			tc.change(&m)
			require.ErrorIs(t, m.Validate(), tc.err)
		})
	}
}

// fees adds fees to a member.
func fees(amounts ...uint64) func(*compliance.Movement) {
	return func(m *compliance.Movement) {
		for _, amount := range amounts {
			m.Fees = append(m.Fees, compliance.Fee{Payee: &wallet.Wallet{Address: bob.Address, Kind: wallet.WALLET_KIND_MEMBER}, Amount: amount})
		}
	}
}

func TestMovementKindNames(t *testing.T) {
	names := make([]string, 0, 8)
	for _, kind := range compliance.MovementKinds() {
		names = append(names, kind.String())
	}
	require.Equal(t, []string{"PAY", "GIVE_BACK", "ISSUE", "REDEEM", "RELEASE", "FUNDS", "SETTLE", "BURN", "SWEEP", "CUSTODY"}, names)
	require.Equal(t, "UNSPECIFIED", compliance.MovementKind(0).String())
	require.Equal(t, "UNSPECIFIED", compliance.MovementKind(11).String())
}

func TestMovementCoversExactlyItself(t *testing.T) {
	m := compliance.Movement{From: alice.Address, To: bob.Address, Denom: "cny", Amount: 7}
	seven := sdk.NewCoins(sdk.NewInt64Coin("cny", 7))
	huge, ok := sdkmath.NewIntFromString("18446744073709551623") // 2^64 + 7
	require.True(t, ok)
	require.True(t, m.Covers(alice.Address, bob.Address, seven))
	require.False(t, m.Covers(bob.Address, alice.Address, seven), "the other way")
	require.False(t, m.Covers(alice.Address, alice.Address, seven), "another receiver")
	require.False(t, m.Covers(alice.Address, bob.Address, sdk.NewCoins(sdk.NewInt64Coin("cny", 8))), "another amount")
	require.False(t, m.Covers(alice.Address, bob.Address, sdk.NewCoins(sdk.NewInt64Coin("ecny", 7))), "another denom")
	require.False(t, m.Covers(alice.Address, bob.Address, seven.Add(sdk.NewInt64Coin("ecny", 7))), "two coins")
	require.False(t, m.Covers(alice.Address, bob.Address, sdk.Coins{}), "no coin")
	require.False(t, m.Covers(alice.Address, bob.Address, sdk.NewCoins(sdk.NewCoin("cny", huge))), "more than 64 bits")
}

func TestMovementTravelsInTheContext(t *testing.T) {
	m := compliance.Movement{Kind: compliance.MovementPay, Amount: 7}
	for name, ctx := range map[string]context.Context{"plain": t.Context(), "sdk": sdk.Context{}.WithContext(t.Context())} {
		_, found := compliance.MovementFrom(ctx)
		require.False(t, found, name)
		got, found := compliance.MovementFrom(compliance.WithMovement(ctx, m))
		require.True(t, found, name)
		require.Equal(t, m, got, name)
	}
}
