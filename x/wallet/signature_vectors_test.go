// SPDX-License-Identifier: Apache-2.0

package wallet_test

import (
	"bytes"
	"crypto/elliptic"
	"crypto/sha512"
	"encoding/hex"
	"math/big"
	"testing"

	"filippo.io/edwards25519"
	"github.com/ethereum/go-ethereum/crypto"
	"github.com/stretchr/testify/require"

	"github.com/taelnet/tael/x/wallet"
)

// signatureVector is one signature that every build judges alike: Valid is the verifier's word, Bindable says whether
// the key may become a device at all.
type signatureVector struct {
	Algorithm string `json:"algorithm"`
	Name      string `json:"name"`
	PublicKey string `json:"public_key"`
	Digest    string `json:"digest"`
	Signature string `json:"signature"`
	Valid     bool   `json:"valid"`
	Bindable  bool   `json:"bindable"`
}

func signatureVectors(t *testing.T) []signatureVector {
	t.Helper()
	vectors := ecdsaVectors(t, "SECP256K1", wallet.KEY_ALGORITHM_SECP256K1, crypto.S256().Params().N, recoverSecp256k1)
	vectors = append(vectors, ecdsaVectors(t, "P256", wallet.KEY_ALGORITHM_P256, elliptic.P256().Params().N, recoverP256)...)
	return append(vectors, ed25519Vectors(t)...)
}

// ecdsaVectors judges r and s at and beyond their ranges. A signature with tiny r and s, for which r+n and s+n still fit
// 32 bytes, exists for the key that is recovered from it.
func ecdsaVectors(t *testing.T, name string, algorithm wallet.KeyAlgorithm, n *big.Int, recovered func(*testing.T, *big.Int, *big.Int, [32]byte) []byte) []signatureVector {
	t.Helper()
	signer, digest := newSigner(t, algorithm, "vector"), seed("digest")
	signature, err := signer.Sign(digest)
	require.NoError(t, err)
	r, s := new(big.Int).SetBytes(signature[:32]), new(big.Int).SetBytes(signature[32:])
	tinyR, tinyS := big.NewInt(tinyX(algorithm)), big.NewInt(2)
	tinyKey := recovered(t, tinyR, tinyS, digest)

	var vectors []signatureVector
	add := func(what string, key []byte, digest [32]byte, r, s *big.Int, valid bool) {
		pair := append(r.FillBytes(make([]byte, 32)), s.FillBytes(make([]byte, 32))...)
		vectors = append(vectors, signatureVector{
			Algorithm: name, Name: what, PublicKey: hex.EncodeToString(key), Digest: hex.EncodeToString(digest[:]),
			Signature: hex.EncodeToString(pair), Valid: valid, Bindable: true,
		})
	}
	plus, minus := func(a *big.Int) *big.Int { return new(big.Int).Add(a, n) }, func(a *big.Int) *big.Int { return new(big.Int).Sub(n, a) }
	half := new(big.Int).Rsh(n, 1)
	zero, full := new(big.Int), new(big.Int).Sub(new(big.Int).Lsh(big.NewInt(1), 256), big.NewInt(1))
	halfKey := recovered(t, tinyR, half, digest)
	add("valid", signer.PublicKey(), digest, r, s, true)
	add("another digest", signer.PublicKey(), seed("another"), r, s, false)
	add("another key", newSigner(t, algorithm, "another").PublicKey(), digest, r, s, false)
	add("high s", signer.PublicKey(), digest, r, minus(s), false)
	add("r and s swapped", signer.PublicKey(), digest, s, r, false)
	add("zero r", signer.PublicKey(), digest, zero, s, false)
	add("zero s", signer.PublicKey(), digest, r, zero, false)
	add("both zero", signer.PublicKey(), digest, zero, zero, false)
	add("r = n", signer.PublicKey(), digest, n, s, false)
	add("s = n", signer.PublicKey(), digest, r, n, false)
	add("r of all ones", signer.PublicKey(), digest, full, s, false)
	add("s of all ones", signer.PublicKey(), digest, r, full, false)
	add("tiny r and s", tinyKey, digest, tinyR, tinyS, true)
	add("tiny r, s+n", tinyKey, digest, tinyR, plus(tinyS), false)
	add("r+n, tiny s", tinyKey, digest, plus(tinyR), tinyS, false)
	add("tiny r, high s", tinyKey, digest, tinyR, minus(tinyS), false)
	add("s = n/2 rounded down", halfKey, digest, tinyR, half, true)
	add("s = n/2 rounded up", halfKey, digest, tinyR, minus(half), false)
	for _, k := range unsoundKeys(signer.PublicKey()) {
		add(k.name, k.key, digest, r, s, false)
		vectors[len(vectors)-1].Bindable = false
	}
	return vectors
}

// tinyX is the least x of a point with even y on the curve.
func tinyX(algorithm wallet.KeyAlgorithm) int64 {
	for x := int64(1); ; x++ {
		key := append([]byte{2}, big.NewInt(x).FillBytes(make([]byte, 32))...)
		if wallet.ValidateKey(algorithm, key) == nil {
			return x
		}
	}
}

type namedKey struct {
	name string
	key  []byte
}

func unsoundKeys(sound []byte) []namedKey {
	off := append([]byte{}, sound...)
	for off[32]++; wallet.ValidateKey(wallet.KEY_ALGORITHM_SECP256K1, off) == nil || wallet.ValidateKey(wallet.KEY_ALGORITHM_P256, off) == nil; {
		off[32]++
	}
	return []namedKey{
		{"a key off the curve", off},
		{"a key with x over p", append([]byte{2}, bytes.Repeat([]byte{0xff}, 32)...)},
		{"a key with prefix 4", append([]byte{4}, sound[1:]...)},
		{"a key with prefix 0", append([]byte{0}, sound[1:]...)},
		{"a key of zeros", make([]byte, 33)},
		{"a key without its last byte", sound[:32]},
	}
}

func recoverSecp256k1(t *testing.T, r, s *big.Int, digest [32]byte) []byte {
	t.Helper()
	signature := append(append(r.FillBytes(make([]byte, 32)), s.FillBytes(make([]byte, 32))...), 0)
	key, err := crypto.SigToPub(digest[:], signature)
	require.NoError(t, err)
	return crypto.CompressPubkey(key)
}

// recoverP256 is the key Q = (s R - z G) / r for the point R with x = r and even y.
func recoverP256(t *testing.T, r, s *big.Int, digest [32]byte) []byte {
	t.Helper()
	curve := elliptic.P256()
	n := curve.Params().N
	x, y := elliptic.UnmarshalCompressed(curve, append([]byte{2}, r.FillBytes(make([]byte, 32))...))
	require.NotNil(t, x)
	inverse := new(big.Int).ModInverse(r, n)
	byR := new(big.Int).Mod(new(big.Int).Mul(s, inverse), n)
	byG := new(big.Int).Mul(new(big.Int).Neg(new(big.Int).SetBytes(digest[:])), inverse)
	byG.Mod(byG, n)
	//nolint:staticcheck // no other interface of the standard library adds points
	{
		rx, ry := curve.ScalarMult(x, y, byR.Bytes())
		gx, gy := curve.ScalarBaseMult(byG.Bytes())
		x, y = curve.Add(rx, ry, gx, gy)
	}
	return elliptic.MarshalCompressed(curve, x, y)
}

// ed25519Vectors judges what ZIP-215 decides where other rules differ.
func ed25519Vectors(t *testing.T) []signatureVector {
	t.Helper()
	signer, digest := newSigner(t, wallet.KEY_ALGORITHM_ED25519, "vector"), seed("digest")
	signature, err := signer.Sign(digest)
	require.NoError(t, err)
	key := signer.PublicKey()

	var vectors []signatureVector
	add := func(what string, key []byte, digest [32]byte, r, s []byte, valid, bindable bool) {
		vectors = append(vectors, signatureVector{
			Algorithm: "ED25519", Name: what, PublicKey: hex.EncodeToString(key), Digest: hex.EncodeToString(digest[:]),
			Signature: hex.EncodeToString(append(append([]byte{}, r...), s...)), Valid: valid, Bindable: bindable,
		})
	}
	r, s, zero := signature[:32], signature[32:], make([]byte, 32)
	add("valid", key, digest, r, s, true, true)
	add("another digest", key, seed("another"), r, s, false, true)
	add("another key", newSigner(t, wallet.KEY_ALGORITHM_ED25519, "another").PublicKey(), digest, r, s, false, true)
	add("s + order", key, digest, r, plusOrder(s), false, true)
	add("zero r and s", key, digest, zero, zero, false, true)
	add("zero s", key, digest, r, zero, false, true)
	add("r not a point", key, digest, unhex(t, notAPoint), s, false, true)
	add("a key that is not a point", unhex(t, notAPoint), digest, r, s, false, false)
	for _, e := range smallOrder {
		point := unhex(t, e.encoding)
		add("a key of small order: "+e.name, point, digest, point, zero, true, false)
		add("r of small order: "+e.name, key, digest, point, answer(t, point, digest), true, true)
	}
	return vectors
}

// answer is the s that an honest key gives to a chosen r of small order: by the cofactored equation it is valid.
func answer(t *testing.T, r []byte, digest [32]byte) []byte {
	t.Helper()
	keySeed := seed("vector")
	expanded := sha512.Sum512(keySeed[:])
	secret, err := new(edwards25519.Scalar).SetBytesWithClamping(expanded[:32])
	require.NoError(t, err)
	public := new(edwards25519.Point).ScalarBaseMult(secret).Bytes()
	challenge := sha512.Sum512(append(append(append([]byte{}, r...), public...), digest[:]...))
	k, err := new(edwards25519.Scalar).SetUniformBytes(challenge[:])
	require.NoError(t, err)
	return k.Multiply(k, secret).Bytes()
}

func plusOrder(s []byte) []byte {
	order, _ := new(big.Int).SetString("7237005577332262213973186563042994240857116359379907606001950938285454250989", 10)
	sum := new(big.Int).Add(new(big.Int).SetBytes(reversed(s)), order)
	return reversed(sum.FillBytes(make([]byte, 32)))
}

func reversed(b []byte) []byte {
	out := make([]byte, len(b))
	for i := range b {
		out[len(b)-1-i] = b[i]
	}
	return out
}

// notAPoint is y = 2, which has no x on the curve.
const notAPoint = "0200000000000000000000000000000000000000000000000000000000000000"

// smallOrder are points of order 1, 2, 4 and 8 and their second, non-canonical encodings, in which y is p or more or the
// sign of x = 0 is set. ZIP-215 takes them all.
var smallOrder = []struct{ name, encoding string }{
	{"order 1", "0100000000000000000000000000000000000000000000000000000000000000"},
	{"order 1, sign set", "0100000000000000000000000000000000000000000000000000000000000080"},
	{"order 1, y = p+1", "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"},
	{"order 1, y = p+1, sign set", "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"},
	{"order 2", "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"},
	{"order 2, sign set", "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"},
	{"order 4", "0000000000000000000000000000000000000000000000000000000000000000"},
	{"order 4, sign set", "0000000000000000000000000000000000000000000000000000000000000080"},
	{"order 4, y = p", "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"},
	{"order 4, y = p, sign set", "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"},
	{"order 8", "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"},
	{"order 8, sign set", "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85"},
	{"order 8, other y", "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"},
	{"order 8, other y, sign set", "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa"},
}
