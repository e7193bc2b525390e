// SPDX-License-Identifier: Apache-2.0

package payfile

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/taelnet/tael/x/wallet"
)

func TestKeystoreIsForLocalChains(t *testing.T) {
	for id, local := range map[string]bool{
		"tael-local-1": true, "tael-local-42": true,
		"tael-1": false, "tael-sandbox-1": false, "tael-local-": false, "tael-local-1x": false, "xtael-local-1": false, "": false,
	} {
		k, err := OpenKeystore(t.TempDir(), id)
		if local {
			require.NoError(t, err, id)
			continue
		}
		require.ErrorIs(t, err, ErrNotLocal, id)
		require.Nil(t, k)
	}
}

func TestKeysAreWrittenAndFound(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "keys")
	for _, algorithm := range algorithmNames {
		k, err := OpenKeystore(folder, localChainID)
		require.NoError(t, err)
		device, err := k.Add(algorithm, Secret{1})
		require.NoError(t, err)
		again, err := k.Add(algorithm, Secret{1})
		require.NoError(t, err)
		require.Equal(t, device, again)

		info, err := os.Stat(k.file(device))
		require.NoError(t, err)
		require.Equal(t, os.FileMode(0o600), info.Mode().Perm())
		content, err := os.ReadFile(k.file(device))
		require.NoError(t, err)
		require.True(t, strings.HasPrefix(string(content), "tael development key\n"))

		fresh, err := OpenKeystore(folder, localChainID)
		require.NoError(t, err)
		signer, err := fresh.Signer(device)
		require.NoError(t, err)
		require.Equal(t, device, wallet.DeviceID(signer.Algorithm(), signer.PublicKey()))
	}
}

func TestKeystoreRefuses(t *testing.T) {
	tests := map[string]struct {
		spoil func(t *testing.T, path string)
		want  error
	}{
		"a key that is not there":    {func(t *testing.T, path string) { require.NoError(t, os.Remove(path)) }, ErrKeyMissing},
		"a key that others can read": {func(t *testing.T, path string) { require.NoError(t, os.Chmod(path, 0o644)) }, ErrExposed},
		"a folder": {func(t *testing.T, path string) {
			require.NoError(t, os.Remove(path))
			require.NoError(t, os.Mkdir(path, 0o700))
		}, ErrExposed},
		"a key without the mark":  {replace(keyMark, "key"), ErrKey},
		"an unknown algorithm":    {replace("ed25519", "rsa"), ErrKey},
		"another seed":            {replace("seed: 01", "seed: 02"), ErrKey},
		"a seed too short":        {replace("seed: 01", "seed: "), ErrKey},
		"something after the end": {replace("\nseed", "\n\nseed"), ErrKey},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			folder := t.TempDir()
			k, err := OpenKeystore(folder, localChainID)
			require.NoError(t, err)
			device, err := k.Add(wallet.KEY_ALGORITHM_ED25519, Secret{1})
			require.NoError(t, err)
			tc.spoil(t, k.file(device))
			fresh, err := OpenKeystore(folder, localChainID)
			require.NoError(t, err)
			signer, err := fresh.Signer(device)
			require.ErrorIs(t, err, tc.want)
			require.Nil(t, signer)
			require.NotContains(t, err.Error(), strings.Repeat("0", 40), "no key in an error")
		})
	}
}

func replace(from, to string) func(*testing.T, string) {
	return func(t *testing.T, path string) {
		t.Helper()
		content, err := os.ReadFile(path)
		require.NoError(t, err)
		require.Contains(t, string(content), from)
		require.NoError(t, os.WriteFile(path, []byte(strings.Replace(string(content), from, to, 1)), 0o600))
	}
}
