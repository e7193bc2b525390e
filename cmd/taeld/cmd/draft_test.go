// SPDX-License-Identifier: Apache-2.0

package cmd

import (
	"testing"

	"github.com/stretchr/testify/require"

	kmultisig "github.com/cosmos/cosmos-sdk/crypto/keys/multisig"
	"github.com/cosmos/cosmos-sdk/crypto/keys/secp256k1"
	cryptotypes "github.com/cosmos/cosmos-sdk/crypto/types"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/taelnet/tael/app"
	"github.com/taelnet/tael/networks/genesis"
	"github.com/taelnet/tael/x/consortium"
)

const testChainID = "tael-local-1"

// board is an officer of a bank that is a 2-of-3 multisig, with its keys and a transaction that waits for it.
type board struct {
	app.EncodingConfig
	key   *kmultisig.LegacyAminoPubKey
	seats []*secp256k1.PrivKey
	tx    sdk.Tx
}

func newBoard(t *testing.T) board {
	t.Helper()
	keys, err := genesis.DevKeys(testChainID)
	require.NoError(t, err)
	b := board{EncodingConfig: app.MakeEncodingConfig()}
	var public []cryptotypes.PubKey
	for n := range 3 {
		seat := keys.Account(genesis.BankA, "director", n)
		b.seats, public = append(b.seats, seat), append(public, seat.PubKey())
	}
	b.key = kmultisig.NewLegacyAminoPubKey(2, public)
	builder := b.TxConfig.NewTxBuilder()
	require.NoError(t, builder.SetMsgs(&consortium.MsgVote{
		Voter: sdk.AccAddress(b.key.Address()).String(), Proposal: 7, Option: consortium.VOTE_OPTION_YES,
	}))
	builder.SetGasLimit(100_000)
	b.tx = builder.GetTx()
	return b
}

func (b board) draft(t *testing.T, sequence uint64, signers ...int) (*draft, error) {
	t.Helper()
	var chosen []cryptotypes.PubKey
	for _, i := range signers {
		chosen = append(chosen, b.seats[i].PubKey())
	}
	return newDraft(b.TxConfig, b.tx, b.key, chosen, sequence)
}

// carried is a draft after the way it takes between people: written as JSON and read again.
func (b board) carried(t *testing.T, d *draft) *draft {
	t.Helper()
	document, err := b.TxConfig.TxJSONEncoder()(d.builder.GetTx())
	require.NoError(t, err)
	tx, err := b.TxConfig.TxJSONDecoder()(document)
	require.NoError(t, err)
	again, err := openDraft(b.TxConfig, tx)
	require.NoError(t, err)
	return again
}

func TestADraftIsSignedByItsSignersInAnyOrder(t *testing.T) {
	b := newBoard(t)
	d, err := b.draft(t, 4, 2, 0)
	require.NoError(t, err)
	require.Len(t, d.missing(), 2)

	d = b.carried(t, d)
	require.EqualValues(t, 4, d.sequence)
	doc, err := d.signBytes(t.Context(), testChainID, 11)
	require.NoError(t, err)
	for _, i := range []int{2, 0} {
		signature, err := b.seats[i].Sign(doc)
		require.NoError(t, err)
		require.NoError(t, d.add(b.seats[i].PubKey(), doc, signature))
	}
	require.Empty(t, d.missing())

	again, err := b.carried(t, d).signBytes(t.Context(), testChainID, 11)
	require.NoError(t, err)
	require.Equal(t, doc, again, "signatures do not change what is signed")
}

func TestDraftsThatCannotBeSignedAreRefused(t *testing.T) {
	b := newBoard(t)
	cases := map[string]struct {
		signers []int
		fail    string
	}{
		"one signer of two":        {[]int{0}, "expected 2 signers of 3, got 1"},
		"more signers than needed": {[]int{0, 1, 2}, "expected 2 signers of 3, got 3"},
		"one signer twice":         {[]int{1, 1}, "expected each signer once"},
		"no signer":                {nil, "got 0"},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			_, err := b.draft(t, 0, tc.signers...)
			require.ErrorContains(t, err, tc.fail)
		})
	}

	stranger := secp256k1.GenPrivKeyFromSecret([]byte("stranger")).PubKey()
	_, err := newDraft(b.TxConfig, b.tx, b.key, []cryptotypes.PubKey{b.seats[0].PubKey(), stranger}, 0)
	require.ErrorContains(t, err, "expected a key of the multisig")
	_, err = openDraft(b.TxConfig, b.tx)
	require.ErrorContains(t, err, "taeld tx draft")
}

func TestSignaturesThatDoNotBelongAreRefused(t *testing.T) {
	b := newBoard(t)
	cases := map[string]struct {
		seat     int
		chainID  string
		number   uint64
		sequence uint64
		fail     string
	}{
		"of a member who is not among the signers": {seat: 1, chainID: testChainID, number: 11, sequence: 4, fail: "not of this draft's signers"},
		"for another chain":                        {seat: 0, chainID: "tael-local-2", number: 11, sequence: 4, fail: "not for this draft"},
		"for another account number":               {seat: 0, chainID: testChainID, number: 12, sequence: 4, fail: "not for this draft"},
		"for another sequence":                     {seat: 0, chainID: testChainID, number: 11, sequence: 5, fail: "not for this draft"},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			d, err := b.draft(t, 4, 0, 2)
			require.NoError(t, err)
			doc, err := d.signBytes(t.Context(), testChainID, 11)
			require.NoError(t, err)
			other, err := b.draft(t, tc.sequence, 0, 2)
			require.NoError(t, err)
			signed, err := other.signBytes(t.Context(), tc.chainID, tc.number)
			require.NoError(t, err)
			signature, err := b.seats[tc.seat].Sign(signed)
			require.NoError(t, err)

			require.ErrorContains(t, d.add(b.seats[tc.seat].PubKey(), doc, signature), tc.fail)
			require.Len(t, d.missing(), 2)
		})
	}
}
