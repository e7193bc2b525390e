// SPDX-License-Identifier: Apache-2.0

package signer_test

import (
	"errors"
	"fmt"
	"os"
	"testing"

	cmtproto "github.com/cometbft/cometbft/proto/tendermint/types"
	cmttypes "github.com/cometbft/cometbft/types"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/taelnet/tael/signer"
	"github.com/taelnet/tael/signer/mark"
)

var errGone = errors.New("session closed")

// tokenKey is a key and its counter in a token that goes away and comes back.
type tokenKey struct {
	*memoryKey
	*memoryCounter
	gone     bool // the session is lost
	pulled   bool // and no login works
	renewals int
	// back is what happens to the token before it is there again.
	back func()
	// after is how many accesses from now the session is lost; below zero never.
	after int
}

func (k *tokenKey) access() error {
	if k.after == 0 {
		k.gone = true
	}
	k.after--
	if k.gone {
		return errGone
	}
	return nil
}

func (k *tokenKey) Sign(message []byte) ([]byte, error) {
	if err := k.access(); err != nil {
		return nil, err
	}
	return k.memoryKey.Sign(message)
}

func (k *tokenKey) Read() (mark.Count, error) {
	if err := k.access(); err != nil {
		return mark.Count{}, err
	}
	return k.memoryCounter.Read()
}

func (k *tokenKey) Write(count mark.Count) error {
	if err := k.access(); err != nil {
		return err
	}
	return k.memoryCounter.Write(count)
}

func (k *tokenKey) Renew(cause error) error {
	if !errors.Is(cause, errGone) {
		return cause
	}
	if k.pulled {
		return fmt.Errorf("still away: %w", cause)
	}
	if k.back != nil {
		k.back()
	}
	k.gone, k.after = false, -1
	k.renewals++
	return nil
}

// inToken puts the fixture's key and counter into a token.
func inToken(t *testing.T) (*fixture, *tokenKey, *signer.Signer) {
	t.Helper()
	f := newFixture(t)
	key := &tokenKey{memoryKey: f.key, memoryCounter: f.counter, after: -1}
	s, err := signer.New(chainID, key, f.marks, key)
	require.NoError(t, err)
	require.NoError(t, s.SignVote(precommit(5, 1)))
	return f, key, s
}

// Wherever in a request the session is lost, the request is answered once, and its repetition by the same signature.
func TestALostKeyIsHadAgainWithinTheRequest(t *testing.T) {
	for access, at := range []string{"the counter is read", "the vote is signed", "the counter is written", "the extension is signed"} {
		t.Run("lost when "+at, func(t *testing.T) {
			f, key, s := inToken(t)
			var told []error
			s.Renewed = func(cause error) { told = append(told, cause) }
			key.after = access
			v := precommit(6, 1)
			require.NoError(t, s.SignVote(v))
			require.True(t, f.key.PubKey().VerifySignature(cmttypes.VoteSignBytes(chainID, v), v.Signature))
			require.Equal(t, 1, key.renewals)
			require.Len(t, told, 1)
			require.ErrorIs(t, told[0], errGone)
			require.Equal(t, s.Mark().Count(), key.count)

			again := precommit(6, 1)
			require.NoError(t, s.SignVote(again))
			require.Equal(t, v.Signature, again.Signature)
			require.ErrorIs(t, s.SignVote(precommit(6, 2)), mark.ErrConflict)
			require.ErrorIs(t, s.SignVote(precommit(5, 1)), mark.ErrBehind)
		})
	}
}

func TestAProposalIsSignedAfterALoss(t *testing.T) {
	f, key, s := inToken(t)
	key.gone = true
	p := proposal(6, 1)
	require.NoError(t, s.SignProposal(p))
	require.True(t, f.key.PubKey().VerifySignature(cmttypes.ProposalSignBytes(chainID, p), p.Signature))
}

func TestAKeyThatStaysAwaySignsNothing(t *testing.T) {
	_, key, s := inToken(t)
	before := s.Mark()
	key.gone, key.pulled = true, true
	v := precommit(6, 1)
	require.ErrorIs(t, s.SignVote(v), signer.ErrKey)
	require.Empty(t, v.Signature)
	require.Equal(t, before, s.Mark())
	key.pulled = false
	require.ErrorIs(t, s.SignVote(precommit(4, 1)), mark.ErrBehind, "what was signed before it went counts")
	require.NoError(t, s.SignVote(v))
}

// What happened while the token was away is looked at before anything is signed.
func TestNothingIsSignedBelowTheMarkAfterALoss(t *testing.T) {
	t.Run("the token was used elsewhere", func(t *testing.T) {
		_, key, s := inToken(t)
		before := s.Mark()
		key.gone = true
		key.back = func() {
			key.count = mark.Mark{Place: mark.Place{Height: 9}, SignBytes: []byte("other"), Signature: []byte("s")}.Count()
		}
		v := precommit(6, 1)
		require.ErrorIs(t, s.SignVote(v), mark.ErrRolledBack)
		require.Empty(t, v.Signature)
		require.Equal(t, before, s.Mark())
	})
	t.Run("an old mark was put back", func(t *testing.T) {
		f, key, s := inToken(t)
		old, err := os.ReadFile(f.file)
		require.NoError(t, err)
		require.NoError(t, s.SignVote(precommit(6, 1)))
		key.gone = true
		key.back = func() { require.NoError(t, os.WriteFile(f.file, old, 0o600)) }
		v := precommit(7, 1)
		require.ErrorIs(t, s.SignVote(v), mark.ErrChanged)
		require.Empty(t, v.Signature)
	})
}

// Whenever the session is lost and had again, one place has one signature.
func TestLossesNeverLetAPlaceBeSignedTwice(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		_, key, s := inToken(t)
		signed := map[int64]string{}
		for range rapid.IntRange(1, 40).Draw(rt, "requests") {
			if rapid.IntRange(0, 2).Draw(rt, "lose") == 0 {
				key.after = rapid.IntRange(0, 3).Draw(rt, "after")
			}
			key.pulled = rapid.IntRange(0, 5).Draw(rt, "pulled") == 0
			height, hash := rapid.Int64Range(6, 12).Draw(rt, "height"), byte(rapid.IntRange(1, 2).Draw(rt, "hash"))
			v := vote(cmtproto.PrevoteType, height, 0, hash)
			highest := s.Mark().Height
			if s.SignVote(v) != nil {
				require.Empty(rt, v.Signature)
				continue
			}
			require.GreaterOrEqual(rt, height, highest)
			bytes := string(cmttypes.VoteSignBytes(chainID, v))
			if before, done := signed[height]; done {
				require.Equal(rt, before, bytes)
			}
			signed[height] = bytes
		}
	})
}
