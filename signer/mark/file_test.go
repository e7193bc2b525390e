// SPDX-License-Identifier: Apache-2.0

package mark_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/taelnet/tael/signer/mark"
)

var owner = mark.Owner{ChainID: "tael-1", PubKey: bytes.Repeat([]byte{7}, 32)}

func signedAt(height int64) mark.Mark {
	return mark.Mark{Place: place(height, 0, mark.StepPrecommit), SignBytes: voteBytes(height, 1, 1), Signature: []byte("signature")}
}

func newFile(t *testing.T) (*mark.File, string) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "high_water_mark")
	file, err := mark.Create(path, owner, mark.Floor(0))
	require.NoError(t, err)
	return file, path
}

func TestAMarkSurvivesARestart(t *testing.T) {
	file, path := newFile(t)
	require.NoError(t, file.Advance(signedAt(1)))
	require.NoError(t, file.Advance(signedAt(2)))

	again, err := mark.Open(path, owner)
	require.NoError(t, err)
	require.Equal(t, signedAt(2), again.Mark())
	info, err := os.Stat(path)
	require.NoError(t, err)
	require.EqualValues(t, 0o600, info.Mode().Perm())
	require.NoFileExists(t, path+".next")
}

func TestAMarkNeverGoesBack(t *testing.T) {
	file, path := newFile(t)
	require.NoError(t, file.Advance(signedAt(2)))
	before, err := os.ReadFile(path)
	require.NoError(t, err)
	for _, height := range []int64{1, 2} {
		require.ErrorIs(t, file.Advance(signedAt(height)), mark.ErrBehind)
	}
	after, err := os.ReadFile(path)
	require.NoError(t, err)
	require.Equal(t, before, after)
	require.Equal(t, signedAt(2), file.Mark())
}

func TestAFirstMarkOverwritesNothing(t *testing.T) {
	_, path := newFile(t)
	_, err := mark.Create(path, owner, mark.Floor(9))
	require.ErrorIs(t, err, mark.ErrExists)
}

func TestAMissingMarkIsRefused(t *testing.T) {
	_, err := mark.Open(filepath.Join(t.TempDir(), "none"), owner)
	require.ErrorIs(t, err, mark.ErrMissing)
}

func TestAMarkOfAnotherKeyOrChainIsRefused(t *testing.T) {
	_, path := newFile(t)
	for name, other := range map[string]mark.Owner{
		"key":   {ChainID: "tael-1", PubKey: bytes.Repeat([]byte{8}, 32)},
		"chain": {ChainID: "tael-2", PubKey: owner.PubKey},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := mark.Open(path, other)
			require.ErrorContains(t, err, "is the mark of key")
		})
	}
}

func TestADamagedMarkIsRefused(t *testing.T) {
	file, path := newFile(t)
	require.NoError(t, file.Advance(signedAt(1)))
	whole, err := os.ReadFile(path)
	require.NoError(t, err)
	refuse := func(t *testing.T, raw []byte) {
		t.Helper()
		require.NoError(t, os.WriteFile(path, raw, 0o600))
		_, err := mark.Open(path, owner)
		require.ErrorIs(t, err, mark.ErrDamaged)
	}
	t.Run("torn at any byte", func(t *testing.T) {
		for n := range whole {
			refuse(t, whole[:n])
		}
	})
	t.Run("any byte flipped", func(t *testing.T) {
		for n := range whole {
			for _, mask := range []byte{0x01, 0x20, 0x80} {
				flipped := bytes.Clone(whole)
				flipped[n] ^= mask
				refuse(t, flipped)
			}
		}
	})
	t.Run("something after it", func(t *testing.T) { refuse(t, append(bytes.Clone(whole), '\n')) })
	t.Run("zeros, as a file system leaves them", func(t *testing.T) { refuse(t, make([]byte, len(whole))) })
}

func TestAFileExchangedWhileItIsHeldIsNoticed(t *testing.T) {
	cases := map[string]func(*testing.T, string, []byte){
		"an old copy restored": func(t *testing.T, path string, old []byte) {
			require.NoError(t, os.WriteFile(path, old, 0o600))
		},
		"removed": func(t *testing.T, path string, _ []byte) { require.NoError(t, os.Remove(path)) },
	}
	for name, spoil := range cases {
		t.Run(name, func(t *testing.T) {
			file, path := newFile(t)
			old, err := os.ReadFile(path)
			require.NoError(t, err)
			require.NoError(t, file.Advance(signedAt(1)))
			spoil(t, path, old)
			require.ErrorIs(t, file.Advance(signedAt(2)), mark.ErrChanged)
			require.Equal(t, signedAt(1), file.Mark())
		})
	}
}

func TestAWriteThatFailsStopsTheSigning(t *testing.T) {
	file, path := newFile(t)
	// A directory in the place of the new file fails for root too.
	require.NoError(t, os.MkdirAll(filepath.Join(path+".next", "x"), 0o700))
	require.Error(t, file.Advance(signedAt(1)))
	require.NoError(t, os.RemoveAll(path+".next"))
	require.ErrorContains(t, file.Advance(signedAt(1)), "until a restart")

	again, err := mark.Open(path, owner)
	require.NoError(t, err)
	require.Equal(t, mark.Floor(0), again.Mark())
}
