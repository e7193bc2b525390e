// SPDX-License-Identifier: Apache-2.0

//go:build cgo

package token

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/miekg/pkcs11"
	"github.com/stretchr/testify/require"
)

func TestALostSessionIsOpenedAnew(t *testing.T) {
	ways := map[string]func(*Token) error{
		"the session was closed":   func(t *Token) error { return t.module.CloseSession(t.session) },
		"all sessions were closed": func(t *Token) error { slot, _ := t.slot(t.where.Token); return t.module.CloseAllSessions(slot) },
		"the login was ended":      func(t *Token) error { return t.module.Logout(t.session) },
		"the module was restarted": func(t *Token) error { return t.module.Finalize() },
	}
	for name, lose := range ways {
		t.Run(name, func(t *testing.T) {
			token := generated(t, "lost")
			key := token.PubKey()
			counter, err := token.CreateCounter(count(5))
			require.NoError(t, err)
			require.NoError(t, lose(token))

			_, err = token.Sign([]byte("a vote"))
			require.Error(t, err, "it signs nothing without a session")
			_, err = counter.Read()
			require.Error(t, err)
			require.NotErrorIs(t, err, ErrNoCounter, "a counter that cannot be seen is not deleted")
			require.NoError(t, token.Renew(err))

			require.Equal(t, key, token.PubKey())
			got, err := counter.Read()
			require.NoError(t, err)
			require.Equal(t, count(5), got, "what was counted is there")
			require.NoError(t, counter.Write(count(6)))
			signature, err := token.Sign([]byte("a vote"))
			require.NoError(t, err)
			require.True(t, key.VerifySignature([]byte("a vote"), signature))
		})
	}
}

func TestOnlyALostSessionIsOpenedAnew(t *testing.T) {
	token := generated(t, "other")
	session := token.session
	for _, cause := range []error{errors.New("the disk is full"), pkcs11.Error(pkcs11.CKR_MECHANISM_INVALID), ErrNoCounter} {
		require.Equal(t, cause, token.Renew(cause))
		require.Equal(t, session, token.session)
	}
}

func TestATokenThatIsAwayIsTriedLaterAndLater(t *testing.T) {
	token := generated(t, "away")
	key := token.PubKey()
	now := time.Unix(1_000, 0)
	token.now = func() time.Time { return now }
	store := filepath.Dir(os.Getenv("SOFTHSM2_CONF"))
	hidden := t.TempDir()
	move := func(from, to string) {
		entries, err := os.ReadDir(from)
		require.NoError(t, err)
		for _, e := range entries {
			if e.IsDir() {
				require.NoError(t, os.Rename(filepath.Join(from, e.Name()), filepath.Join(to, e.Name())))
			}
		}
	}
	require.NoError(t, token.module.Finalize())
	move(store, hidden)

	_, lostBy := token.Sign([]byte("a vote"))
	err := token.Renew(lostBy)
	require.ErrorIs(t, err, ErrLost)
	require.ErrorIs(t, err, ErrNoToken)
	_, err = token.Sign([]byte("a vote"))
	require.ErrorIs(t, err, ErrLost)
	require.ErrorContains(t, token.Renew(err), "the next login is in 250ms")

	move(hidden, store)
	require.ErrorContains(t, token.Renew(err), "the next login is in 250ms", "it is back, but not due")
	now = now.Add(250 * time.Millisecond)
	require.NoError(t, token.Renew(err))
	signature, err := token.Sign([]byte("a vote"))
	require.NoError(t, err)
	require.True(t, key.VerifySignature([]byte("a vote"), signature))
	require.Zero(t, token.retry)
}

func TestATokenThatRefusesThePINIsLeftAlone(t *testing.T) {
	token := generated(t, "changed")
	now := time.Unix(1_000, 0)
	token.now, token.pin = func() time.Time { return now }, "0000"
	require.NoError(t, token.module.Finalize())
	err := token.Renew(ErrLost)
	require.ErrorContains(t, err, "CKR_PIN_INCORRECT")
	token.pin = testPIN // so that another login would work
	now = now.Add(time.Hour)
	require.ErrorContains(t, token.Renew(ErrLost), "no login is tried again")
}

func TestATokenThatComesBackWithAnotherKeyIsNotTaken(t *testing.T) {
	token := generated(t, "exchanged")
	token.giveUp()
	other, err := Generate(newToken(t, "exchanged"), testPIN)
	require.NoError(t, err)
	require.NoError(t, other.Close())

	require.ErrorIs(t, token.Renew(ErrLost), ErrOtherKey)
	_, err = token.Sign([]byte("a vote"))
	require.ErrorIs(t, err, ErrLost)
}
