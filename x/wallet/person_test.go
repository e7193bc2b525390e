// SPDX-License-Identifier: Apache-2.0

package wallet_test

import (
	"crypto/sha256"
	"encoding/hex"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/taelnet/tael/x/wallet"
)

func TestPersonCommitmentLayout(t *testing.T) {
	addr, tag, salt := address("alice"), seed("tag"), seed("salt")
	// Spelled out a second time: other implementations depend on it.
	preimage := join([]byte("tael/person/v1"), addr[:], []byte{0x07, 0xea}, tag[:], salt[:])
	require.Equal(t, sha256.Sum256(preimage), wallet.PersonCommitment(addr[:], 2026, tag, salt))
	zeros := wallet.PersonCommitment(make([]byte, 20), 2026, [32]byte{}, [32]byte{})
	require.Equal(t, "2918dfc08203038d83beea4071c05c32d47de6cbddaf8335c8d2c9040baa8c85", hex.EncodeToString(zeros[:]))
}

func TestOpensPerson(t *testing.T) {
	addr, tag, salt := address("alice"), seed("tag"), seed("salt")
	c26, c27 := wallet.PersonCommitment(addr[:], 2026, tag, salt), wallet.PersonCommitment(addr[:], 2027, seed("tag of 2027"), salt)
	w := wallet.Wallet{Address: addr[:]}
	require.Empty(t, w.PersonYears())
	require.False(t, w.OpensPerson(2026, tag, salt))
	require.False(t, w.OpensPerson(0, tag, salt), "a wallet without commitment opens no year, not even zero")

	require.False(t, w.CommitPerson(2026, c26[:]))
	require.False(t, w.CommitPerson(2027, c27[:]))
	require.Equal(t, []uint32{2026, 2027}, w.PersonYears())
	require.True(t, w.OpensPerson(2026, tag, salt))
	require.True(t, w.OpensPerson(2027, seed("tag of 2027"), salt))
	require.False(t, w.OpensPerson(2027, tag, salt), "a tag is of one year")
	require.False(t, w.OpensPerson(2026, tag, seed("other")))
	require.False(t, w.OpensPerson(2025, tag, salt))
	require.False(t, w.OpensPerson(2028, tag, salt))

	other := w
	bob := address("bob")
	other.Address = bob[:]
	require.False(t, other.OpensPerson(2026, tag, salt), "a commitment is of one wallet")
}

func TestCommitPersonKeepsTheTwoLatestYears(t *testing.T) {
	cases := map[string]struct {
		commits  []uint32
		years    []uint32
		replaced bool
	}{
		"one year":                        {[]uint32{2026}, []uint32{2026}, false},
		"a year and the next":             {[]uint32{2026, 2027}, []uint32{2026, 2027}, false},
		"the next first":                  {[]uint32{2027, 2026}, []uint32{2026, 2027}, false},
		"a third year drops the first":    {[]uint32{2026, 2027, 2028}, []uint32{2027, 2028}, false},
		"a year that was left out":        {[]uint32{2026, 2028, 2027}, []uint32{2027, 2028}, false},
		"the first again":                 {[]uint32{2026, 2027, 2026}, []uint32{2026, 2027}, true},
		"the next again":                  {[]uint32{2026, 2027, 2027}, []uint32{2026, 2027}, true},
		"years that have nothing between": {[]uint32{2026, 2040}, []uint32{2026, 2040}, false},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			addr := address("alice")
			w := wallet.Wallet{Address: addr[:], Custodian: 1, Kind: wallet.WALLET_KIND_PERSON, Status: wallet.WALLET_STATUS_ACTIVE}
			var replaced bool
			for i, year := range tc.commits {
				c := seed(string(rune('a' + i)))
				replaced = w.CommitPerson(year, c[:])
				require.Equal(t, c[:], w.Commitment(year))
				require.NoError(t, w.Validate())
			}
			require.Equal(t, tc.years, w.PersonYears())
			require.Equal(t, tc.replaced, replaced)
		})
	}
}

func TestCheckPersonYear(t *testing.T) {
	lastSecond := time.Date(2026, 12, 31, 23, 59, 59, 0, time.UTC).Unix()
	cases := map[string]struct {
		year uint32
		now  int64
		err  error
	}{
		"this year":                       {2026, lastSecond, nil},
		"the next":                        {2027, lastSecond, nil},
		"the one after":                   {2028, lastSecond, wallet.ErrPersonYear},
		"last year":                       {2025, lastSecond, wallet.ErrPersonYear},
		"this year a second later":        {2026, lastSecond + 1, wallet.ErrPersonYear},
		"the year after a second later":   {2028, lastSecond + 1, nil},
		"no year":                         {0, lastSecond, wallet.ErrPersonYear},
		"a year that 32 bits do not hold": {1<<32 - 1, lastSecond, wallet.ErrPersonYear},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			require.ErrorIs(t, wallet.CheckPersonYear(tc.year, tc.now), tc.err)
		})
	}
}
