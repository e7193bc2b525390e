// SPDX-License-Identifier: Apache-2.0

package filekey_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/cometbft/cometbft/privval"
	"github.com/stretchr/testify/require"

	"github.com/taelnet/tael/signer/filekey"
)

func TestAKeyIsMadeOnceAndReadAgain(t *testing.T) {
	path := filepath.Join(t.TempDir(), "key.json")
	made, err := filekey.Generate(path)
	require.NoError(t, err)
	_, err = filekey.Generate(path)
	require.ErrorContains(t, err, "never overwritten")

	read, err := filekey.Load(path)
	require.NoError(t, err)
	require.Equal(t, made.PubKey(), read.PubKey())
	require.Equal(t, made.PubKey(), privval.LoadFilePVEmptyState(path, "").Key.PubKey, "CometBFT's own form")
	signature, err := read.Sign([]byte("x"))
	require.NoError(t, err)
	require.True(t, made.PubKey().VerifySignature([]byte("x"), signature))
}

func TestAKeyThatOthersMayReadIsRefused(t *testing.T) {
	path := filepath.Join(t.TempDir(), "key.json")
	_, err := filekey.Generate(path)
	require.NoError(t, err)
	for _, mode := range []os.FileMode{0o644, 0o640, 0o602, 0o601} {
		require.NoError(t, os.Chmod(path, mode))
		_, err := filekey.Load(path)
		require.ErrorIs(t, err, filekey.ErrExposed)
		require.ErrorContains(t, err, "chmod 600")
	}
}

func TestAFileThatIsNoKeyIsRefused(t *testing.T) {
	for name, content := range map[string]string{
		"nothing": "", "no JSON": "key", "no key": "{}",
		"another type": `{"priv_key":{"type":"tendermint/PrivKeySecp256k1","value":"MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="}}`,
		"half a key":   `{"priv_key":{"type":"tendermint/PrivKeyEd25519","value":"AAAA"}}`,
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "key.json")
			require.NoError(t, os.WriteFile(path, []byte(content), 0o600))
			_, err := filekey.Load(path)
			require.ErrorContains(t, err, path)
		})
	}
}
