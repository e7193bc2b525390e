// SPDX-License-Identifier: Apache-2.0

package wallet

import (
	"bytes"
	gocrypto "crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/sha256"
	"encoding/asn1"
	"math/big"

	"github.com/ethereum/go-ethereum/crypto"
)

// Signer holds a device's private key. It signs the 32-byte digest as it is, with no second hash, and answers r || s
// with s in the lower half for ECDSA.
type Signer interface {
	Algorithm() KeyAlgorithm
	PublicKey() []byte
	Sign(digest [32]byte) ([64]byte, error)
}

// NewSigner makes a signer whose key follows from the seed alone, and whose signatures follow from key and digest
// alone. Ed25519 takes the seed as RFC 8032 does; the ECDSA curves take the first of SHA-256("tael/device-key/v1" ||
// algorithm || seed || counter) that is a scalar. Errors: ErrDeviceInvalid for an unknown algorithm.
func NewSigner(algorithm KeyAlgorithm, seed [32]byte) (Signer, error) {
	switch algorithm {
	case KEY_ALGORITHM_SECP256K1:
		key, err := scalarKey(algorithm, seed, crypto.ToECDSA)
		if err != nil {
			return nil, err
		}
		return secp256k1Signer{key}, nil
	case KEY_ALGORITHM_P256:
		key, err := scalarKey(algorithm, seed, func(b []byte) (*ecdsa.PrivateKey, error) {
			return ecdsa.ParseRawPrivateKey(elliptic.P256(), b)
		})
		if err != nil {
			return nil, err
		}
		return newP256Signer(key)
	case KEY_ALGORITHM_ED25519:
		return ed25519Signer{ed25519.NewKeyFromSeed(seed[:])}, nil
	default:
		return nil, ErrDeviceInvalid.Wrapf("expected algorithm SECP256K1, P256 or ED25519, got %s", algorithm)
	}
}

// scalarKey tries counters until the digest is a scalar of the curve; the first one is, but for a chance of 2^-32.
func scalarKey(algorithm KeyAlgorithm, seed [32]byte, parse func([]byte) (*ecdsa.PrivateKey, error)) (*ecdsa.PrivateKey, error) {
	var last error
	for counter := range byte(16) {
		preimage := append([]byte("tael/device-key/v1"), byte(algorithm))
		digest := sha256.Sum256(append(append(preimage, seed[:]...), counter))
		key, err := parse(digest[:])
		if err == nil {
			return key, nil
		}
		last = err
	}
	return nil, ErrDeviceInvalid.Wrapf("no scalar from this seed: %s", last)
}

type secp256k1Signer struct{ key *ecdsa.PrivateKey }

func (secp256k1Signer) Algorithm() KeyAlgorithm { return KEY_ALGORITHM_SECP256K1 }

func (s secp256k1Signer) PublicKey() []byte { return crypto.CompressPubkey(&s.key.PublicKey) }

// Sign drops the recovery byte; the library's s is in the lower half already.
func (s secp256k1Signer) Sign(digest [32]byte) ([64]byte, error) {
	signature, err := crypto.Sign(digest[:], s.key)
	if err != nil {
		return [64]byte{}, err
	}
	return [64]byte(signature[:64]), nil
}

type p256Signer struct {
	key        *ecdsa.PrivateKey
	compressed []byte
}

func newP256Signer(key *ecdsa.PrivateKey) (Signer, error) {
	uncompressed, err := key.PublicKey.Bytes()
	if err != nil {
		return nil, err
	}
	sign := 2 | uncompressed[len(uncompressed)-1]&1
	return p256Signer{key, append([]byte{sign}, uncompressed[1:ecdsaKeyLength]...)}, nil
}

func (p256Signer) Algorithm() KeyAlgorithm { return KEY_ALGORITHM_P256 }

func (s p256Signer) PublicKey() []byte { return bytes.Clone(s.compressed) }

// Sign is deterministic (RFC 6979), which crypto/ecdsa does when it is given no randomness.
func (s p256Signer) Sign(digest [32]byte) ([64]byte, error) {
	encoded, err := s.key.Sign(nil, digest[:], gocrypto.SHA256)
	if err != nil {
		return [64]byte{}, err
	}
	var pair struct{ R, S *big.Int }
	if _, err := asn1.Unmarshal(encoded, &pair); err != nil {
		return [64]byte{}, err
	}
	if pair.S.Cmp(p256HalfOrder) > 0 {
		pair.S.Sub(p256Order, pair.S)
	}
	var signature [64]byte
	pair.R.FillBytes(signature[:32])
	pair.S.FillBytes(signature[32:])
	return signature, nil
}

type ed25519Signer struct{ key ed25519.PrivateKey }

func (ed25519Signer) Algorithm() KeyAlgorithm { return KEY_ALGORITHM_ED25519 }

func (s ed25519Signer) PublicKey() []byte { return s.key.Public().(ed25519.PublicKey) }

func (s ed25519Signer) Sign(digest [32]byte) ([64]byte, error) {
	return [64]byte(ed25519.Sign(s.key, digest[:])), nil
}
