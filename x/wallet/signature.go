// SPDX-License-Identifier: Apache-2.0

package wallet

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"math/big"

	"github.com/ethereum/go-ethereum/crypto"
	"github.com/oasisprotocol/curve25519-voi/primitives/ed25519"
)

var (
	p256Order     = elliptic.P256().Params().N
	p256HalfOrder = new(big.Int).Rsh(p256Order, 1)
)

// Algorithm is the key algorithm that a form names; UNSPECIFIED for an unknown form.
func (f SignatureForm) Algorithm() KeyAlgorithm {
	switch f {
	case SIGNATURE_FORM_RAW_SECP256K1, SIGNATURE_FORM_EIP712_SECP256K1:
		return KEY_ALGORITHM_SECP256K1
	case SIGNATURE_FORM_RAW_P256:
		return KEY_ALGORITHM_P256
	case SIGNATURE_FORM_RAW_ED25519:
		return KEY_ALGORITHM_ED25519
	default:
		return KEY_ALGORITHM_UNSPECIFIED
	}
}

// RawForm is the RAW form of an algorithm; UNSPECIFIED for an unknown algorithm.
func (a KeyAlgorithm) RawForm() SignatureForm {
	switch a {
	case KEY_ALGORITHM_SECP256K1:
		return SIGNATURE_FORM_RAW_SECP256K1
	case KEY_ALGORITHM_P256:
		return SIGNATURE_FORM_RAW_P256
	case KEY_ALGORITHM_ED25519:
		return SIGNATURE_FORM_RAW_ED25519
	default:
		return SIGNATURE_FORM_UNSPECIFIED
	}
}

// FormDigest is the digest that a form signs. eip155 is read for the EIP712 form only.
func FormDigest(form SignatureForm, c Content, device [20]byte, eip155 uint64) [32]byte {
	if form == SIGNATURE_FORM_EIP712_SECP256K1 {
		return EIP712Digest(c, device, eip155)
	}
	return RawDigest(c, device)
}

// VerifySignature checks r || s over a digest. Both ECDSA curves take 0 < r, s < n and s <= n/2 only; Ed25519 follows
// ZIP-215. Errors: ErrSignatureForm if the form does not fit the algorithm, else ErrSignatureInvalid.
func VerifySignature(algorithm KeyAlgorithm, publicKey []byte, form SignatureForm, digest [32]byte, signature [64]byte) error {
	if algorithm == KEY_ALGORITHM_UNSPECIFIED || form.Algorithm() != algorithm {
		return ErrSignatureForm.Wrapf("expected a form of %s, got %s", algorithm, form)
	}
	var valid bool
	switch algorithm {
	case KEY_ALGORITHM_SECP256K1:
		valid = len(publicKey) == ecdsaKeyLength && crypto.VerifySignature(publicKey, digest[:], signature[:])
	case KEY_ALGORITHM_P256:
		valid = verifyP256(publicKey, digest[:], signature)
	case KEY_ALGORITHM_ED25519:
		valid = len(publicKey) == ed25519KeyLength && ed25519.VerifyWithOptions(publicKey, digest[:], signature[:], zip215)
	}
	if !valid {
		return ErrSignatureInvalid.Wrapf("expected a %s signature of key %x over %x", form, publicKey, digest)
	}
	return nil
}

func verifyP256(publicKey, digest []byte, signature [64]byte) bool {
	if len(publicKey) != ecdsaKeyLength {
		return false
	}
	r, s := new(big.Int).SetBytes(signature[:32]), new(big.Int).SetBytes(signature[32:])
	if r.Sign() == 0 || s.Sign() == 0 || r.Cmp(p256Order) >= 0 || s.Cmp(p256HalfOrder) > 0 {
		return false
	}
	key, err := p256Key(publicKey)
	return err == nil && ecdsa.Verify(key, digest, r, s)
}

// p256Key reads a compressed public key, which must be a point of the curve.
func p256Key(compressed []byte) (*ecdsa.PublicKey, error) {
	x, y := elliptic.UnmarshalCompressed(elliptic.P256(), compressed)
	if x == nil {
		return nil, ErrDeviceInvalid.Wrapf("expected a point of P-256, got %x", compressed)
	}
	var uncompressed [65]byte
	uncompressed[0] = 4
	x.FillBytes(uncompressed[1:33])
	y.FillBytes(uncompressed[33:])
	return ecdsa.ParseUncompressedPublicKey(elliptic.P256(), uncompressed[:])
}
