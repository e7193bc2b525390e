// SPDX-License-Identifier: Apache-2.0

package home_test

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/taelnet/tael/signer/filekey"
	"github.com/taelnet/tael/signer/home"
	"github.com/taelnet/tael/signer/lock"
	"github.com/taelnet/tael/signer/mark"
)

func TestTwoProcessesWithOneKey(t *testing.T) {
	s := newStation(t)
	first := s.start(t, actNormal)
	s.accept(t)

	_, err := s.home.Open()
	require.ErrorIs(t, err, lock.ErrHeld)
	require.ErrorContains(t, err, fmt.Sprintf("by process %d", first.Process.Pid))

	t.Run("nor from a copy of the home", func(t *testing.T) {
		copied := home.Home(filepath.Join(t.TempDir(), "copy"))
		require.NoError(t, os.CopyFS(string(copied), os.DirFS(string(s.home))))
		require.NoError(t, os.Chmod(copied.Path(home.KeyFile), 0o600))
		_, err := copied.Open()
		require.ErrorIs(t, err, lock.ErrHeld)
		require.ErrorContains(t, err, fmt.Sprintf("by process %d (home %s)", first.Process.Pid, s.home))
	})

	require.NoError(t, first.Process.Kill())
	_ = first.Wait()
	running, err := s.home.Open()
	require.NoError(t, err, "a lock ends with its process")
	require.NoError(t, running.Close())
}

func TestAHomeThatCannotBeTrustedSignsNothing(t *testing.T) {
	cases := map[string]struct {
		spoil func(*testing.T, home.Home)
		fail  error
	}{
		"a missing mark": {func(t *testing.T, h home.Home) { require.NoError(t, os.Remove(h.MarkFile())) }, mark.ErrMissing},
		"a torn mark": {func(t *testing.T, h home.Home) {
			require.NoError(t, os.Truncate(h.MarkFile(), 40))
		}, mark.ErrDamaged},
		"a key that others may read": {func(t *testing.T, h home.Home) {
			require.NoError(t, os.Chmod(h.Path(home.KeyFile), 0o644))
		}, filekey.ErrExposed},
		"no configuration": {func(t *testing.T, h home.Home) {
			require.NoError(t, os.Remove(h.Path("signer.json")))
		}, home.ErrNotInitialised},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			s := newStation(t)
			tc.spoil(t, s.home)
			_, err := s.home.Open()
			require.ErrorIs(t, err, tc.fail)
			_, held, err := lock.Look(s.home.LockFile())
			require.NoError(t, err)
			require.False(t, held, "what does not open holds no lock")
		})
	}
}

func TestAKeyIsSetUpOnce(t *testing.T) {
	s := newStation(t)
	c, err := s.home.Config()
	require.NoError(t, err)
	require.ErrorIs(t, s.home.Init(c, mark.Floor(0)), mark.ErrExists)

	require.NoError(t, os.Remove(s.home.MarkFile()))
	require.NoError(t, s.home.Init(c, mark.Floor(812)), "a stated floor for a key whose mark is lost")
	running, err := s.home.Open()
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, running.Close()) })
	require.ErrorIs(t, running.Signer.SignVote(precommit(812, 9, 1, 1)), mark.ErrBehind)
	require.NoError(t, running.Signer.SignVote(precommit(813, 0, 1, 1)))
}
