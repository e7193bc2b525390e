// SPDX-License-Identifier: Apache-2.0

//go:build cgo

package home_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/miekg/pkcs11"
	"github.com/stretchr/testify/require"

	"github.com/taelnet/tael/signer"
	"github.com/taelnet/tael/signer/filekey"
	"github.com/taelnet/tael/signer/home"
	"github.com/taelnet/tael/signer/lock"
	"github.com/taelnet/tael/signer/mark"
	"github.com/taelnet/tael/signer/possession"
	"github.com/taelnet/tael/signer/token"
	"github.com/taelnet/tael/signer/token/softhsm"
)

// tokenKilled is how often a signer with a token is killed: each start opens the token.
const tokenKilled = 15

func newTokenStation(t *testing.T) *station {
	t.Helper()
	module := softhsm.New(t, "tael")
	pin := filepath.Join(t.TempDir(), "pin")
	require.NoError(t, os.WriteFile(pin, []byte(softhsm.PIN+"\n"), 0o600))
	return newStationWith(t, home.KeySource{Token: &home.TokenKey{
		Where: token.Where{Module: module, Token: "tael", Label: "validator"}, PINFile: pin,
	}})
}

func open(t *testing.T, h home.Home) *home.Running {
	t.Helper()
	running, err := h.Open()
	require.NoError(t, err)
	return running
}

func TestATokenRefusesARolledBackFile(t *testing.T) {
	s := newTokenStation(t)
	c, err := s.home.Config()
	require.NoError(t, err)
	require.True(t, c.Key.Token.Counter)
	running := open(t, s.home)
	require.NoError(t, running.Signer.SignVote(precommit(5, 0, 1, 1)))
	old, err := os.ReadFile(s.home.MarkFile())
	require.NoError(t, err)
	require.NoError(t, running.Signer.SignVote(precommit(6, 0, 1, 1)))
	latest, err := os.ReadFile(s.home.MarkFile())
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(s.home.MarkFile(), old, 0o600))
	require.ErrorIs(t, running.Signer.SignVote(precommit(7, 0, 1, 1)), mark.ErrChanged, "while it runs")
	require.NoError(t, running.Close())

	_, err = s.home.Open()
	require.ErrorIs(t, err, mark.ErrRolledBack)
	_, held, err := lock.Look(s.home.LockFile())
	require.NoError(t, err)
	require.False(t, held)

	require.NoError(t, os.Remove(s.home.MarkFile()))
	require.ErrorIs(t, s.home.Init(c, mark.Floor(0)), mark.ErrRolledBack, "nor does a fresh start forget what the token knows")
	require.NoError(t, os.WriteFile(s.home.MarkFile(), latest, 0o600))
	running = open(t, s.home)
	require.NoError(t, running.Signer.SignVote(precommit(7, 0, 1, 1)))
	require.NoError(t, running.Close())
}

// The token's library is restarted under a running signer, as a restart of the card service does.
func TestASignerGoesOnAfterItsTokenWasRestarted(t *testing.T) {
	s := newTokenStation(t)
	c, err := s.home.Config()
	require.NoError(t, err)
	running := open(t, s.home)
	renewed := 0
	running.Signer.Renewed = func(error) { renewed++ }
	library := pkcs11.New(c.Key.Token.Where.Module)
	require.NotNil(t, library)
	defer library.Destroy()

	for height := int64(5); height < 10; height++ {
		require.NoError(t, running.Signer.SignVote(precommit(height, 0, 1, 1)))
		require.NoError(t, library.Finalize())
		require.ErrorIs(t, running.Signer.SignVote(precommit(height, 0, 2, 1)), mark.ErrConflict)
		require.NoError(t, library.Finalize())
		require.ErrorIs(t, running.Signer.SignVote(precommit(height-1, 0, 1, 1)), mark.ErrBehind)
		require.NoError(t, library.Finalize())
	}
	require.NoError(t, running.Signer.SignVote(precommit(10, 0, 1, 1)))
	require.Equal(t, 15, renewed)
	require.Equal(t, int64(10), running.Signer.Mark().Height)
	require.NoError(t, running.Close())
}

func TestATokenProvesItsKey(t *testing.T) {
	s := newTokenStation(t)
	c, err := s.home.Config()
	require.NoError(t, err)
	key, err := s.home.Key(c.Key)
	require.NoError(t, err)
	proof, err := signer.Prove(key, testChain, 3)
	require.NoError(t, err)
	message, err := possession.Message(testChain, 3, s.key.Bytes())
	require.NoError(t, err)
	require.True(t, s.key.VerifySignature(message, proof))
	require.NoError(t, key.Close())
}

func TestAPINThatOthersMayReadIsRefused(t *testing.T) {
	s := newTokenStation(t)
	c, err := s.home.Config()
	require.NoError(t, err)
	require.NoError(t, os.Chmod(c.Key.Token.PINFile, 0o644))
	_, err = s.home.Open()
	require.ErrorIs(t, err, filekey.ErrExposed)
}

func TestASignerWithATokenKilledAtRandomMomentsNeverSignsTwice(t *testing.T) {
	killAtRandom(t, newTokenStation(t), tokenKilled, 300*time.Millisecond)
}
