// SPDX-License-Identifier: Apache-2.0

package wallet_test

import (
	"encoding/hex"
	"fmt"
	"testing"

	"filippo.io/edwards25519"
	"github.com/hdevalence/ed25519consensus"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/taelnet/tael/x/wallet"
)

// claimOf is a vector as a claim; false for one that no decoder lets through.
func claimOf(t *testing.T, v signatureVector) wallet.Claim {
	t.Helper()
	algorithm := wallet.KeyAlgorithm(wallet.KeyAlgorithm_value["KEY_ALGORITHM_"+v.Algorithm])
	c := wallet.Claim{Algorithm: algorithm, Form: algorithm.RawForm()}
	var err error
	c.PublicKey, err = hex.DecodeString(v.PublicKey)
	require.NoError(t, err)
	for text, into := range map[string][]byte{v.Digest: c.Digest[:], v.Signature: c.Signature[:]} {
		raw, err := hex.DecodeString(text)
		require.NoError(t, err)
		require.Len(t, raw, len(into))
		copy(into, raw)
	}
	return c
}

func goodClaim(t testing.TB, algorithm wallet.KeyAlgorithm, n int) wallet.Claim {
	signer := newSigner(t, algorithm, fmt.Sprintf("signer %d", n%7))
	digest := seed(fmt.Sprintf("digest %d", n))
	signature, err := signer.Sign(digest)
	require.NoError(t, err)
	return wallet.Claim{Algorithm: algorithm, PublicKey: signer.PublicKey(), Form: algorithm.RawForm(), Digest: digest, Signature: signature}
}

// requireAlike holds both verifiers to the same answers, and to what is known of each claim.
func requireAlike(t require.TestingT, claims []wallet.Claim) []error {
	one, together := wallet.OneByOne{}.Verify(claims), wallet.Batched{}.Verify(claims)
	require.Len(t, one, len(claims))
	require.Len(t, together, len(claims))
	for i := range one {
		if c := claims[i]; c.Algorithm == wallet.KEY_ALGORITHM_ED25519 && c.Form == wallet.SIGNATURE_FORM_RAW_ED25519 && len(c.PublicKey) == 32 {
			// Another implementation of the same rule, so that one library's mistake is not everybody's.
			require.Equal(t, ed25519consensus.Verify(c.PublicKey, c.Digest[:], c.Signature[:]), one[i] == nil, "claim %d", i)
		}
		if one[i] == nil {
			require.NoError(t, together[i], "claim %d", i)
			continue
		}
		require.EqualError(t, together[i], one[i].Error(), "claim %d", i)
	}
	return together
}

// Each vector is judged the same alone, in the middle of good claims, and among copies of itself: a batch takes
// nothing that a single verification refuses, and refuses nothing that it takes.
func TestABatchJudgesEveryVectorAsItWouldBeJudgedAlone(t *testing.T) {
	var all []wallet.Claim
	for _, v := range signatureVectors(t) {
		c := claimOf(t, v)
		all = append(all, c)
		var among []wallet.Claim
		for n := range 5 {
			among = append(among, goodClaim(t, wallet.KEY_ALGORITHM_ED25519, n))
		}
		at := 2
		among[at] = c
		require.Equal(t, v.Valid, requireAlike(t, among)[at] == nil, "%s: %s", v.Algorithm, v.Name)
		for _, err := range requireAlike(t, []wallet.Claim{c, c, c, c}) {
			require.Equal(t, v.Valid, err == nil, "%s: %s, four times", v.Algorithm, v.Name)
		}
	}
	requireAlike(t, all)
}

// Claims spoiled in every way that an attacker has: the same answers, whatever else is in the batch.
func TestABatchOfSpoiledClaimsIsJudgedClaimByClaim(t *testing.T) {
	small := smallOrderPoints(t)
	rapid.Check(t, func(r *rapid.T) {
		claims := make([]wallet.Claim, rapid.IntRange(0, 24).Draw(r, "claims"))
		for i := range claims {
			algorithm := rapid.SampledFrom([]wallet.KeyAlgorithm{
				wallet.KEY_ALGORITHM_ED25519, wallet.KEY_ALGORITHM_ED25519, wallet.KEY_ALGORITHM_ED25519,
				wallet.KEY_ALGORITHM_SECP256K1, wallet.KEY_ALGORITHM_P256,
			}).Draw(r, "algorithm")
			claims[i] = goodClaim(t, algorithm, i)
			spoil(r, &claims[i], small)
		}
		requireAlike(r, claims)
	})
}

func spoil(r *rapid.T, c *wallet.Claim, small [][]byte) {
	switch rapid.SampledFrom([]string{"", "", "", "bit", "digest", "key", "short key", "no key", "form", "algorithm", "small R", "small key", "zero", "s+l"}).Draw(r, "how") {
	case "bit":
		c.Signature[rapid.IntRange(0, 63).Draw(r, "at")] ^= 1 << rapid.IntRange(0, 7).Draw(r, "bit")
	case "digest":
		c.Digest[0]++
	case "key":
		c.PublicKey = append([]byte(nil), c.PublicKey...)
		c.PublicKey[rapid.IntRange(0, len(c.PublicKey)-1).Draw(r, "at")]++
	case "short key":
		c.PublicKey = c.PublicKey[:len(c.PublicKey)-1]
	case "no key":
		c.PublicKey = nil
	case "form":
		c.Form = wallet.SignatureForm(rapid.IntRange(0, 9).Draw(r, "form"))
	case "algorithm":
		c.Algorithm = wallet.KeyAlgorithm(rapid.IntRange(0, 9).Draw(r, "other"))
	case "small R":
		copy(c.Signature[:32], rapid.SampledFrom(small).Draw(r, "R"))
	case "small key":
		c.PublicKey = rapid.SampledFrom(small).Draw(r, "A")
		copy(c.Signature[:32], rapid.SampledFrom(small).Draw(r, "R"))
		clear(c.Signature[32:])
	case "zero":
		c.Signature = [64]byte{}
	case "s+l":
		addOrder(c.Signature[32:])
	}
}

// smallOrderPoints are the eight points of small order in their canonical encodings.
func smallOrderPoints(t *testing.T) [][]byte {
	t.Helper()
	raw, err := hex.DecodeString("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a")
	require.NoError(t, err)
	torsion, err := new(edwards25519.Point).SetBytes(raw) // of order eight
	require.NoError(t, err)
	sum := edwards25519.NewIdentityPoint()
	var all [][]byte
	for range 8 {
		all = append(all, sum.Bytes())
		sum = new(edwards25519.Point).Add(sum, torsion)
	}
	require.Equal(t, 1, sum.Equal(edwards25519.NewIdentityPoint()))
	return all
}

// addOrder adds the order of the group to a little-endian scalar: the same scalar, written so that no verifier takes it.
func addOrder(s []byte) {
	order, carry := [32]byte{
		0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde, 0x14, 31: 0x10,
	}, 0
	for i := range s {
		sum := int(s[i]) + int(order[i]) + carry
		s[i], carry = byte(sum), sum>>8
	}
}

func FuzzBatchedClaims(f *testing.F) {
	good := goodClaim(f, wallet.KEY_ALGORITHM_ED25519, 1)
	f.Add(good.PublicKey, good.Digest[:], good.Signature[:])
	f.Fuzz(func(t *testing.T, key, digest, signature []byte) {
		c := wallet.Claim{Algorithm: wallet.KEY_ALGORITHM_ED25519, PublicKey: key, Form: wallet.SIGNATURE_FORM_RAW_ED25519}
		copy(c.Digest[:], digest)
		copy(c.Signature[:], signature)
		requireAlike(t, []wallet.Claim{goodClaim(t, wallet.KEY_ALGORITHM_ED25519, 2), c, c, goodClaim(t, wallet.KEY_ALGORITHM_ED25519, 3)})
	})
}

// BenchmarkVerifiers compares both in one run, per claim.
func BenchmarkVerifiers(b *testing.B) {
	for _, n := range []int{1, 3, 16, 100, 1_000} {
		claims := make([]wallet.Claim, n)
		for i := range claims {
			claims[i] = goodClaim(b, wallet.KEY_ALGORITHM_ED25519, i)
		}
		for name, v := range map[string]wallet.Verifier{"one by one": wallet.OneByOne{}, "batched": wallet.Batched{}} {
			b.Run(fmt.Sprintf("%d %s", n, name), func(b *testing.B) {
				for b.Loop() {
					for _, err := range v.Verify(claims) {
						require.NoError(b, err)
					}
				}
				b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*n), "ns/claim")
			})
		}
	}
}
