// SPDX-License-Identifier: Apache-2.0

package lock_test

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/taelnet/tael/signer/lock"
)

func TestOneHolderAtATime(t *testing.T) {
	path := filepath.Join(t.TempDir(), "lock")
	_, held, err := lock.Look(path)
	require.NoError(t, err)
	require.False(t, held, "no lock was ever taken")

	first, err := lock.Take(path, "/home/first")
	require.NoError(t, err)
	_, err = lock.Take(path, "/home/second")
	require.ErrorIs(t, err, lock.ErrHeld)
	require.ErrorContains(t, err, fmt.Sprintf("by process %d (home /home/first)", os.Getpid()))

	require.NoError(t, first.Serve("unix:///s", true))
	holder, held, err := lock.Look(path)
	require.NoError(t, err)
	require.True(t, held)
	require.Equal(t, "unix:///s", holder.Node)
	require.True(t, holder.Connected)

	require.NoError(t, first.Release())
	_, held, err = lock.Look(path)
	require.NoError(t, err)
	require.False(t, held)
	again, err := lock.Take(path, "/home/second")
	require.NoError(t, err)
	require.NoError(t, again.Release())
}

func TestALockIsNotTakenThroughALink(t *testing.T) {
	dir := t.TempDir()
	require.NoError(t, os.Symlink(filepath.Join(dir, "elsewhere"), filepath.Join(dir, "lock")))
	_, err := lock.Take(filepath.Join(dir, "lock"), dir)
	require.Error(t, err)
	require.NoFileExists(t, filepath.Join(dir, "elsewhere"))
}
