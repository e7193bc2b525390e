// SPDX-License-Identifier: Apache-2.0

package wallet_test

import (
	"bytes"
	"crypto/sha256"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/taelnet/tael/x/wallet"
)

var algorithms = []wallet.KeyAlgorithm{wallet.KEY_ALGORITHM_SECP256K1, wallet.KEY_ALGORITHM_P256, wallet.KEY_ALGORITHM_ED25519}

func TestDeviceIDIsTheHashOfAlgorithmAndKey(t *testing.T) {
	for _, algorithm := range algorithms {
		key := newSigner(t, algorithm, "alice").PublicKey()
		sum := sha256.Sum256(append([]byte{byte(algorithm)}, key...))
		require.Equal(t, [20]byte(sum[:20]), wallet.DeviceID(algorithm, key))
	}
}

func TestDeviceActiveAt(t *testing.T) {
	key := newSigner(t, wallet.KEY_ALGORITHM_P256, "alice").PublicKey()
	device, err := wallet.NewDevice(wallet.KEY_ALGORITHM_P256, key, 100, 200)
	require.NoError(t, err)
	revoked := device
	revoked.RevokedAt = 150
	cases := map[string]struct {
		device wallet.Device
		now    int64
		err    error
	}{
		"a second too early it is pending":     {device, 199, wallet.ErrDevicePending},
		"from its second on it is active":      {device, 200, nil},
		"long after it is active":              {device, 1 << 40, nil},
		"revoked while pending it stays so":    {revoked, 199, wallet.ErrDeviceRevoked},
		"revoked it signs nothing for ever":    {revoked, 1 << 40, wallet.ErrDeviceRevoked},
		"revoked it signs nothing backdated":   {revoked, 100, wallet.ErrDeviceRevoked},
		"before it was bound it is not active": {device, 0, wallet.ErrDevicePending},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			require.ErrorIs(t, tc.device.ActiveAt(tc.now), tc.err)
		})
	}
}

func TestDeviceValidate(t *testing.T) {
	key := newSigner(t, wallet.KEY_ALGORITHM_ED25519, "alice").PublicKey()
	cases := map[string]struct {
		edit func(*wallet.Device)
		err  error
	}{
		"as made it is sound":        {func(*wallet.Device) {}, nil},
		"revoked it is sound":        {func(d *wallet.Device) { d.RevokedAt = 150 }, nil},
		"certified it is sound":      {func(d *wallet.Device) { d.Certificate = bytes.Repeat([]byte{7}, 32) }, nil},
		"a certificate of 31 bytes":  {func(d *wallet.Device) { d.Certificate = bytes.Repeat([]byte{7}, 31) }, wallet.ErrDeviceInvalid},
		"a certificate of zeros":     {func(d *wallet.Device) { d.Certificate = make([]byte, 32) }, wallet.ErrDeviceInvalid},
		"another id":                 {func(d *wallet.Device) { d.Id[0]++ }, wallet.ErrDeviceInvalid},
		"no id":                      {func(d *wallet.Device) { d.Id = nil }, wallet.ErrDeviceInvalid},
		"another algorithm":          {func(d *wallet.Device) { d.Algorithm = wallet.KEY_ALGORITHM_P256 }, wallet.ErrDeviceInvalid},
		"no algorithm":               {func(d *wallet.Device) { d.Algorithm = 0 }, wallet.ErrDeviceInvalid},
		"an unknown algorithm":       {func(d *wallet.Device) { d.Algorithm = 4 }, wallet.ErrDeviceInvalid},
		"a key cut short":            {func(d *wallet.Device) { d.PublicKey = d.PublicKey[:31] }, wallet.ErrDeviceInvalid},
		"active before bound":        {func(d *wallet.Device) { d.ActiveFrom = 99 }, wallet.ErrDeviceInvalid},
		"revoked before bound":       {func(d *wallet.Device) { d.RevokedAt = 99 }, wallet.ErrDeviceInvalid},
		"bound before time":          {func(d *wallet.Device) { d.BoundAt = -1 }, wallet.ErrDeviceInvalid},
		"revoked before time itself": {func(d *wallet.Device) { d.RevokedAt = -5 }, wallet.ErrDeviceInvalid},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			d, err := wallet.NewDevice(wallet.KEY_ALGORITHM_ED25519, key, 100, 200)
			require.NoError(t, err)
			tc.edit(&d)
			require.ErrorIs(t, d.Validate(), tc.err)
		})
	}
}

func TestParseDeviceID(t *testing.T) {
	id, err := wallet.ParseDeviceID("00112233445566778899aabbccddeeff00112233")
	require.NoError(t, err)
	require.Equal(t, byte(0x33), id[19])
	for name, text := range map[string]string{
		"upper case":      "00112233445566778899AABBCCDDEEFF00112233",
		"a digit less":    "0112233445566778899aabbccddeeff00112233",
		"not hex":         "zz112233445566778899aabbccddeeff00112233",
		"an empty text":   "",
		"a hex prefix 0x": "0x112233445566778899aabbccddeeff00112233",
	} {
		t.Run(name, func(t *testing.T) {
			_, err := wallet.ParseDeviceID(text)
			require.ErrorIs(t, err, wallet.ErrDeviceInvalid)
		})
	}
}

func TestSignerFollowsFromItsSeed(t *testing.T) {
	for _, algorithm := range algorithms {
		t.Run(algorithm.String(), func(t *testing.T) {
			one, again, other := newSigner(t, algorithm, "a"), newSigner(t, algorithm, "a"), newSigner(t, algorithm, "b")
			require.Equal(t, algorithm, one.Algorithm())
			require.Equal(t, one.PublicKey(), again.PublicKey())
			require.NotEqual(t, one.PublicKey(), other.PublicKey())
			require.NoError(t, wallet.ValidateKey(algorithm, one.PublicKey()))

			for _, name := range []string{"x", "y", "z", "w"} {
				first, err := one.Sign(seed(name))
				require.NoError(t, err)
				second, err := again.Sign(seed(name))
				require.NoError(t, err)
				require.Equal(t, first, second)
				require.NoError(t, wallet.VerifySignature(algorithm, one.PublicKey(), algorithm.RawForm(), seed(name), first))
			}
		})
	}
	_, err := wallet.NewSigner(wallet.KEY_ALGORITHM_UNSPECIFIED, seed("a"))
	require.ErrorIs(t, err, wallet.ErrDeviceInvalid)
}

func TestVerifySignatureRefusesAFormOfAnotherAlgorithm(t *testing.T) {
	for _, algorithm := range algorithms {
		signer := newSigner(t, algorithm, "a")
		signature, err := signer.Sign(seed("digest"))
		require.NoError(t, err)
		for form := wallet.SignatureForm(-1); form <= 6; form++ {
			err := wallet.VerifySignature(algorithm, signer.PublicKey(), form, seed("digest"), signature)
			if form.Algorithm() == algorithm {
				require.NoError(t, err)
			} else {
				require.ErrorIs(t, err, wallet.ErrSignatureForm)
			}
		}
	}
	err := wallet.VerifySignature(0, nil, 0, seed("digest"), [64]byte{})
	require.ErrorIs(t, err, wallet.ErrSignatureForm)
}
