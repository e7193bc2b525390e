// SPDX-License-Identifier: Apache-2.0

package wallet

import (
	"crypto/sha256"
	"encoding/hex"

	"filippo.io/edwards25519"
	"github.com/ethereum/go-ethereum/crypto"
)

const (
	ecdsaKeyLength   = 33
	ed25519KeyLength = 32
)

// DeviceID is the identity of a device key: SHA-256(algorithm byte || compressed public key), first 20 bytes.
func DeviceID(algorithm KeyAlgorithm, publicKey []byte) [20]byte {
	var preimage [1 + ecdsaKeyLength]byte
	sum := sha256.Sum256(append(append(preimage[:0], byte(algorithm)), publicKey...))
	return [20]byte(sum[:20])
}

// Validate checks a key before it is bound: a sound point, and the digest of a certificate or none. Errors: ErrDeviceInvalid.
func (k DeviceKey) Validate() error {
	if err := ValidateKey(k.Algorithm, k.PublicKey); err != nil {
		return err
	}
	return ValidateCertificate(k.Certificate)
}

// NewDevice makes a device of a key. activeFrom is the unix second from which its signatures count. Errors: ErrDeviceInvalid.
func NewDevice(algorithm KeyAlgorithm, publicKey []byte, boundAt, activeFrom int64) (Device, error) {
	if err := ValidateKey(algorithm, publicKey); err != nil {
		return Device{}, err
	}
	id := DeviceID(algorithm, publicKey)
	return Device{Id: id[:], Algorithm: algorithm, PublicKey: publicKey, BoundAt: boundAt, ActiveFrom: activeFrom}, nil
}

// Certified reports whether the custodian checked a certificate for the key.
func (d Device) Certified() bool { return len(d.Certificate) != 0 }

// ActiveAt says whether the device's signatures count at a unix second. Errors: ErrDeviceRevoked, ErrDevicePending.
func (d Device) ActiveAt(now int64) error {
	if d.RevokedAt != 0 {
		return ErrDeviceRevoked.Wrapf("device %s was revoked at %d", hex.EncodeToString(d.Id), d.RevokedAt)
	}
	if now < d.ActiveFrom {
		return ErrDevicePending.Wrapf("device %s is active from %d, block time is %d", hex.EncodeToString(d.Id), d.ActiveFrom, now)
	}
	return nil
}

// Live reports whether the device was not revoked: active, or going to be.
func (d Device) Live() bool { return d.RevokedAt == 0 }

// Validate checks a device on its own: a sound key, an id that is the key's, times in order. Errors: ErrDeviceInvalid.
func (d Device) Validate() error {
	if err := ValidateKey(d.Algorithm, d.PublicKey); err != nil {
		return err
	}
	if id := DeviceID(d.Algorithm, d.PublicKey); string(id[:]) != string(d.Id) {
		return ErrDeviceInvalid.Wrapf("expected id %x of its key, got %x", id, d.Id)
	}
	if d.BoundAt < 0 || d.ActiveFrom < d.BoundAt || d.RevokedAt < 0 || (d.RevokedAt != 0 && d.RevokedAt < d.BoundAt) {
		return ErrDeviceInvalid.Wrapf("expected bound <= active and bound <= revoked, got %d, %d, %d", d.BoundAt, d.ActiveFrom, d.RevokedAt)
	}
	return ValidateCertificate(d.Certificate)
}

// ValidateCertificate checks the digest of a certificate: 32 bytes that are not zero, or none. Errors: ErrDeviceInvalid.
func ValidateCertificate(digest []byte) error {
	if len(digest) != 0 && (len(digest) != digestLength || zero(digest)) {
		return ErrDeviceInvalid.Wrapf("expected a certificate's digest of %d bytes, not zero, or none, got %x", digestLength, digest)
	}
	return nil
}

// ParseDeviceID reads 40 lower-case hex characters. Errors: ErrDeviceInvalid.
func ParseDeviceID(text string) ([20]byte, error) {
	var id [20]byte
	if len(text) != 2*AddressLength {
		return id, ErrDeviceInvalid.Wrapf("expected a device id of 40 hex characters, got %q", clip(text))
	}
	raw, err := hex.DecodeString(text)
	if err != nil || hex.EncodeToString(raw) != text {
		return id, ErrDeviceInvalid.Wrapf("expected a device id of 40 lower-case hex characters, got %q", text)
	}
	return [20]byte(raw), nil
}

// ValidateKey checks that a public key is a sound point in its one canonical encoding. An Ed25519 key of small order is
// refused here, since by ZIP-215 anyone could sign for it. Errors: ErrDeviceInvalid.
func ValidateKey(algorithm KeyAlgorithm, publicKey []byte) error {
	length := ecdsaKeyLength
	if algorithm == KEY_ALGORITHM_ED25519 {
		length = ed25519KeyLength
	}
	if algorithm < KEY_ALGORITHM_SECP256K1 || algorithm > KEY_ALGORITHM_ED25519 {
		return ErrDeviceInvalid.Wrapf("expected algorithm SECP256K1, P256 or ED25519, got %s", algorithm)
	}
	if len(publicKey) != length {
		return ErrDeviceInvalid.Wrapf("expected a compressed %s key of %d bytes, got %d", algorithm, length, len(publicKey))
	}
	if !pointSound(algorithm, publicKey) {
		return ErrDeviceInvalid.Wrapf("expected a point of %s in canonical form, got %x", algorithm, publicKey)
	}
	return nil
}

func pointSound(algorithm KeyAlgorithm, publicKey []byte) bool {
	switch algorithm {
	case KEY_ALGORITHM_SECP256K1:
		_, err := crypto.DecompressPubkey(publicKey)
		return err == nil
	case KEY_ALGORITHM_P256:
		_, err := p256Key(publicKey)
		return err == nil
	default:
		point, err := new(edwards25519.Point).SetBytes(publicKey)
		if err != nil || string(point.Bytes()) != string(publicKey) {
			return false
		}
		return new(edwards25519.Point).MultByCofactor(point).Equal(edwards25519.NewIdentityPoint()) == 0
	}
}
