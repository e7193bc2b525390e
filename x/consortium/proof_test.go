// SPDX-License-Identifier: Apache-2.0

package consortium_test

import (
	"bytes"
	"encoding/hex"
	"testing"

	"github.com/cometbft/cometbft/crypto/ed25519"
	"github.com/stretchr/testify/require"

	"github.com/taelnet/tael/x/consortium"
)

func TestProofBodyIsPinned(t *testing.T) {
	body, err := consortium.ProofBody("tael-local-1", 0x0102, bytes.Repeat([]byte{7}, 32))
	require.NoError(t, err)
	require.Equal(t, "7461656c2f76616c696461746f722f7631"+"7461656c2d6c6f63616c2d31"+"0000000000000000000000000000000000000000"+
		"0102"+"0707070707070707070707070707070707070707070707070707070707070707", hex.EncodeToString(body))
}

func TestVerifyProof(t *testing.T) {
	const chain, member = "tael-local-1", 7
	key := ed25519.GenPrivKeyFromSecret([]byte("a consensus key"))
	other := ed25519.GenPrivKeyFromSecret([]byte("another"))
	sign := func(by ed25519.PrivKey, chain string, member uint32, pubKey []byte) []byte {
		body, err := consortium.ProofBody(chain, member, pubKey)
		require.NoError(t, err)
		proof, err := by.Sign(body)
		require.NoError(t, err)
		return proof
	}
	pub := key.PubKey().Bytes()
	proof := sign(key, chain, member, pub)
	require.NoError(t, consortium.VerifyProof(chain, member, pub, proof))

	// The neutral point "signs" everything: a signature of the neutral point and zero fits any body.
	neutral := append([]byte{1}, make([]byte, 31)...)
	forged := append(append([]byte{}, neutral...), make([]byte, 32)...)
	tests := map[string]struct {
		chain  string
		member uint32
		pub    []byte
		proof  []byte
	}{
		"of another chain":            {"tael-local-2", member, pub, proof},
		"for another member":          {chain, 8, pub, proof},
		"by another key":              {chain, member, pub, sign(other, chain, member, pub)},
		"of another key":              {chain, member, other.PubKey().Bytes(), proof},
		"that is cut":                 {chain, member, pub, proof[:63]},
		"that is missing":             {chain, member, pub, nil},
		"of a key that is cut":        {chain, member, pub[:31], proof},
		"for no member":               {chain, 0, pub, proof},
		"on no chain":                 {"", member, pub, proof},
		"on a chain with a long name": {string(bytes.Repeat([]byte{'t'}, 33)), member, pub, proof},
		"with a key that all may use": {chain, member, neutral, forged},
		"with a key that is no point": {chain, member, append([]byte{2}, make([]byte, 31)...), proof},
	}
	for name, tc := range tests {
		t.Run("a proof "+name+" is refused", func(t *testing.T) {
			require.ErrorIs(t, consortium.VerifyProof(tc.chain, tc.member, tc.pub, tc.proof), consortium.ErrProofInvalid)
		})
	}
	require.True(t, ed25519.PubKey(neutral).VerifySignature([]byte("anything"), forged), "consensus alone would take it")
}
