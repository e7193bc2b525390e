// SPDX-License-Identifier: Apache-2.0

package wallet_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/taelnet/tael/x/wallet"
)

// Addresses that must never change; computed apart from this code.
const (
	escrowOfZero = "tael1pjadqvq4akfe8237v7qn0nt3ytp37g4dfcvede"
	walletOfZero = "tael10vhysjuf5x24gdhp9qkrtg48a6593an6gtpr4c"
)

func TestWalletValidate(t *testing.T) {
	addr := address("alice")
	person := wallet.Wallet{Address: addr[:], Custodian: 1, Kind: wallet.WALLET_KIND_PERSON, Tier: 2, Status: wallet.WALLET_STATUS_ACTIVE, HasOwnerKey: true, LiveDevices: 3}
	suspense := wallet.Wallet{Address: addr[:], Custodian: 1, Kind: wallet.WALLET_KIND_SUSPENSE, Status: wallet.WALLET_STATUS_ACTIVE, Currency: "cny"}
	tag := seed("tag")
	with := func(w wallet.Wallet, edit func(*wallet.Wallet)) wallet.Wallet { edit(&w); return w }
	cases := map[string]struct {
		wallet wallet.Wallet
		err    error
	}{
		"a person's is sound":          {person, nil},
		"a closed one is sound":        {with(person, func(w *wallet.Wallet) { w.Status = wallet.WALLET_STATUS_CLOSED }), nil},
		"a suspense wallet is sound":   {suspense, nil},
		"an address of 32 bytes":       {with(person, func(w *wallet.Wallet) { w.Address = make([]byte, 32) }), wallet.ErrAddressInvalid},
		"no custodian":                 {with(person, func(w *wallet.Wallet) { w.Custodian = 0 }), wallet.ErrWalletInvalid},
		"a custodian beyond 65535":     {with(person, func(w *wallet.Wallet) { w.Custodian = 1 << 16 }), wallet.ErrWalletInvalid},
		"no status":                    {with(person, func(w *wallet.Wallet) { w.Status = 0 }), wallet.ErrWalletInvalid},
		"no kind":                      {with(person, func(w *wallet.Wallet) { w.Kind = 0 }), wallet.ErrWalletInvalid},
		"an unknown kind":              {with(person, func(w *wallet.Wallet) { w.Kind = 6 }), wallet.ErrWalletInvalid},
		"a member's is sound":          {with(person, func(w *wallet.Wallet) { w.Kind, w.Tier = wallet.WALLET_KIND_MEMBER, 0 }), nil},
		"a member's with a tier":       {with(person, func(w *wallet.Wallet) { w.Kind = wallet.WALLET_KIND_MEMBER }), wallet.ErrWalletInvalid},
		"a member's with a currency":   {with(person, func(w *wallet.Wallet) { w.Kind, w.Tier, w.Currency = wallet.WALLET_KIND_MEMBER, 0, "cny" }), wallet.ErrWalletInvalid},
		"a member's with a person tag": {with(person, func(w *wallet.Wallet) { w.Kind, w.Tier = wallet.WALLET_KIND_MEMBER, 0; w.CommitPerson(2026, tag[:]) }), wallet.ErrWalletInvalid},
		"a member's that is dormant":   {with(person, func(w *wallet.Wallet) { w.Kind, w.Tier, w.DormantNoticeAt = wallet.WALLET_KIND_MEMBER, 0, 1 }), wallet.ErrWalletInvalid},
		"a notice before time itself":  {with(person, func(w *wallet.Wallet) { w.DormantNoticeAt = -1 }), wallet.ErrWalletInvalid},
		"two years' commitments":       {with(person, func(w *wallet.Wallet) { w.CommitPerson(2027, tag[:]); w.CommitPerson(2026, tag[:]) }), nil},
		"a commitment without year":    {with(person, func(w *wallet.Wallet) { w.PersonCommitment = tag[:] }), wallet.ErrWalletInvalid},
		"a year without commitment":    {with(person, func(w *wallet.Wallet) { w.PersonYear = 2026 }), wallet.ErrWalletInvalid},
		"a commitment of 31 bytes":     {with(person, func(w *wallet.Wallet) { w.CommitPerson(2026, tag[:31]) }), wallet.ErrWalletInvalid},
		"a commitment of zeros":        {with(person, func(w *wallet.Wallet) { w.CommitPerson(2026, make([]byte, 32)) }), wallet.ErrWalletInvalid},
		"years out of order": {with(person, func(w *wallet.Wallet) {
			w.PersonYear, w.NextPersonYear = 2027, 2026
			w.PersonCommitment, w.NextPersonCommitment = tag[:], tag[:]
		}), wallet.ErrWalletInvalid},
		"a next year alone":              {with(person, func(w *wallet.Wallet) { w.NextPersonYear, w.NextPersonCommitment = 2026, tag[:] }), wallet.ErrWalletInvalid},
		"a year beyond 65535":            {with(person, func(w *wallet.Wallet) { w.CommitPerson(1<<16, tag[:]) }), wallet.ErrWalletInvalid},
		"a currency on a person's":       {with(person, func(w *wallet.Wallet) { w.Currency = "cny" }), wallet.ErrWalletInvalid},
		"suspense without currency":      {with(suspense, func(w *wallet.Wallet) { w.Currency = "" }), wallet.ErrWalletInvalid},
		"suspense of a malformed denom":  {with(suspense, func(w *wallet.Wallet) { w.Currency = "CNY" }), wallet.ErrWalletInvalid},
		"suspense with a tier":           {with(suspense, func(w *wallet.Wallet) { w.Tier = 1 }), wallet.ErrWalletInvalid},
		"suspense with an owner key":     {with(suspense, func(w *wallet.Wallet) { w.HasOwnerKey = true }), wallet.ErrWalletInvalid},
		"suspense with a device counted": {with(suspense, func(w *wallet.Wallet) { w.LiveDevices = 1 }), wallet.ErrWalletInvalid},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			require.ErrorIs(t, tc.wallet.Validate(), tc.err)
		})
	}
}

func TestValidateDenom(t *testing.T) {
	for _, sound := range []string{"cny", "ecny", "a", "a1", "abcdefghijklmnop"} {
		require.NoError(t, wallet.ValidateDenom(sound))
	}
	for _, unsound := range []string{"", "1cny", "CNY", "c-ny", "c ny", "cn\x00", "abcdefghijklmnopq", "人民币"} {
		require.ErrorIs(t, wallet.ValidateDenom(unsound), wallet.ErrWalletInvalid)
	}
}

func TestDerivedAddressesNeverMeet(t *testing.T) {
	payer := address("alice")
	require.NotEqual(t, wallet.EscrowAddress("payment", payer[:]), wallet.EscrowAddress("reserve", payer[:]))
	require.NotEqual(t, wallet.EscrowAddress("payment", payer[:]), wallet.AddressFromSalt(append([]byte("payment"), payer[:]...)))
	require.Len(t, wallet.EscrowAddress("payment", payer[:]), wallet.AddressLength)
	// Fixed for ever: SHA-256("tael/escrow/v1" || "reserve" || 20 zero bytes)[:20] and SHA-256("tael/wallet/v1" || 32 zero bytes)[:20].
	require.Equal(t, escrowOfZero, wallet.EscrowAddress("reserve", make([]byte, 20)).String())
	require.Equal(t, walletOfZero, wallet.AddressFromSalt(make([]byte, 32)).String())
}

func TestParseAddress(t *testing.T) {
	addr := address("alice")
	got, err := wallet.ParseAddress(sdk.AccAddress(addr[:]).String())
	require.NoError(t, err)
	require.Equal(t, addr[:], got.Bytes())
	for name, text := range map[string]string{
		"nothing":                "",
		"another chain's prefix": "cosmos1qyqszqgpqyqszqgpqyqszqgpqyqszqgpjnp7du",
		"32 bytes":               sdk.AccAddress(make([]byte, 32)).String(),
		"the zero address":       sdk.AccAddress(make([]byte, 20)).String(),
		"hex":                    "0102030405060708090a0b0c0d0e0f1011121314",
	} {
		t.Run(name, func(t *testing.T) {
			_, err := wallet.ParseAddress(text)
			require.ErrorIs(t, err, wallet.ErrAddressInvalid)
		})
	}
}
