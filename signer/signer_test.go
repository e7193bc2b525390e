// SPDX-License-Identifier: Apache-2.0

package signer_test

import (
	"errors"
	"os"
	"testing"
	"time"

	cmtproto "github.com/cometbft/cometbft/proto/tendermint/types"
	cmttypes "github.com/cometbft/cometbft/types"
	"github.com/stretchr/testify/require"

	"github.com/taelnet/tael/signer"
	"github.com/taelnet/tael/signer/mark"
)

func TestARoundIsSigned(t *testing.T) {
	f := newFixture(t)
	p := proposal(5, 1)
	require.NoError(t, f.signer.SignProposal(p))
	require.True(t, f.key.PubKey().VerifySignature(cmttypes.ProposalSignBytes(chainID, p), p.Signature))

	for _, kind := range []cmtproto.SignedMsgType{cmtproto.PrevoteType, cmtproto.PrecommitType} {
		v := vote(kind, 5, 0, 1)
		require.NoError(t, f.signer.SignVote(v))
		require.True(t, f.key.PubKey().VerifySignature(cmttypes.VoteSignBytes(chainID, v), v.Signature))
		require.Equal(t, kind == cmtproto.PrecommitType, len(v.ExtensionSignature) > 0, "a precommit's extension is signed, even if empty")
	}
	require.Equal(t, mark.Place{Height: 5, Step: mark.StepPrecommit}, f.signer.Mark().Place)
	require.Equal(t, f.signer.Mark().Count(), f.counter.count)
	nilVote := vote(cmtproto.PrecommitType, 5, 1, 0)
	require.NoError(t, f.signer.SignVote(nilVote))
	require.Empty(t, nilVote.ExtensionSignature)
}

func TestAnExtensionIsSignedWithItsPrecommit(t *testing.T) {
	f := newFixture(t)
	v := precommit(5, 1)
	v.Extension = []byte("price")
	require.NoError(t, f.signer.SignVote(v))
	require.True(t, f.key.PubKey().VerifySignature(cmttypes.VoteExtensionSignBytes(chainID, v), v.ExtensionSignature))

	again := precommit(5, 1)
	again.Extension = []byte("another price")
	require.NoError(t, f.signer.SignVote(again))
	require.Equal(t, v.Signature, again.Signature)
	require.True(t, f.key.PubKey().VerifySignature(cmttypes.VoteExtensionSignBytes(chainID, again), again.ExtensionSignature))
}

func TestWhatIsSignedIsAnsweredAgain(t *testing.T) {
	f := newFixture(t)
	first := precommit(5, 1)
	require.NoError(t, f.signer.SignVote(first))
	require.NoError(t, f.reopen(t))

	later := precommit(5, 1)
	later.Timestamp = later.Timestamp.Add(time.Second)
	require.NoError(t, f.signer.SignVote(later))
	require.Equal(t, first.Signature, later.Signature)
	require.Equal(t, first.Timestamp, later.Timestamp, "the stored time, which is the signed one")
	require.Equal(t, 1, f.counter.writes)

	p := proposal(6, 1)
	require.NoError(t, f.signer.SignProposal(p))
	q := proposal(6, 1)
	q.Timestamp = q.Timestamp.Add(time.Second)
	require.NoError(t, f.signer.SignProposal(q))
	require.Equal(t, p, q)
}

func TestWhatConflictsIsRefused(t *testing.T) {
	f := newFixture(t)
	require.NoError(t, f.signer.SignVote(precommit(5, 1)))
	before, err := os.ReadFile(f.file)
	require.NoError(t, err)
	cases := map[string]struct {
		sign func() error
		fail error
	}{
		"another block":       {func() error { return f.signer.SignVote(precommit(5, 2)) }, mark.ErrConflict},
		"nil after a block":   {func() error { return f.signer.SignVote(precommit(5, 0)) }, mark.ErrConflict},
		"the prevote before":  {func() error { return f.signer.SignVote(vote(cmtproto.PrevoteType, 5, 0, 1)) }, mark.ErrBehind},
		"the proposal before": {func() error { return f.signer.SignProposal(proposal(5, 1)) }, mark.ErrBehind},
		"an earlier height":   {func() error { return f.signer.SignVote(vote(cmtproto.PrecommitType, 4, 9, 1)) }, mark.ErrBehind},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			require.ErrorIs(t, tc.sign(), tc.fail)
			after, err := os.ReadFile(f.file)
			require.NoError(t, err)
			require.Equal(t, before, after)
		})
	}
}

func TestWhatNoNodeAsksForIsRefused(t *testing.T) {
	broken := func(change func(*cmtproto.Vote)) func(*signer.Signer) error {
		v := precommit(5, 1)
		change(v)
		return func(s *signer.Signer) error { return s.SignVote(v) }
	}
	brokenProposal := func(change func(*cmtproto.Proposal)) func(*signer.Signer) error {
		p := proposal(5, 1)
		change(p)
		return func(s *signer.Signer) error { return s.SignProposal(p) }
	}
	cases := map[string]func(*signer.Signer) error{
		"no vote":                         func(s *signer.Signer) error { return s.SignVote(nil) },
		"no proposal":                     func(s *signer.Signer) error { return s.SignProposal(nil) },
		"a vote of no type":               broken(func(v *cmtproto.Vote) { v.Type = 0 }),
		"a vote that says proposal":       broken(func(v *cmtproto.Vote) { v.Type = cmtproto.ProposalType }),
		"height zero":                     broken(func(v *cmtproto.Vote) { v.Height = 0 }),
		"a negative round":                broken(func(v *cmtproto.Vote) { v.Round = -1 }),
		"the round that stands for all":   broken(func(v *cmtproto.Vote) { v.Round = 1<<31 - 1 }),
		"a hash of one byte":              broken(func(v *cmtproto.Vote) { v.BlockID.Hash = []byte{1} }),
		"half a block id":                 broken(func(v *cmtproto.Vote) { v.BlockID.PartSetHeader = cmtproto.PartSetHeader{} }),
		"an extension of a vote for none": broken(func(v *cmtproto.Vote) { v.BlockID, v.Extension = cmtproto.BlockID{}, []byte{1} }),
		"an extension beyond the limit": broken(func(v *cmtproto.Vote) {
			v.Extension = make([]byte, cmttypes.MaxVoteExtensionSize+1)
		}),
		"a proposal that says vote":      brokenProposal(func(p *cmtproto.Proposal) { p.Type = cmtproto.PrevoteType }),
		"a proposal for no block":        brokenProposal(func(p *cmtproto.Proposal) { p.BlockID = cmtproto.BlockID{} }),
		"a proof of lock from the round": brokenProposal(func(p *cmtproto.Proposal) { p.PolRound = 0 }),
	}
	for name, sign := range cases {
		t.Run(name, func(t *testing.T) {
			f := newFixture(t)
			require.ErrorIs(t, sign(f.signer), signer.ErrMalformed)
			require.Equal(t, mark.Floor(0), f.signer.Mark())
		})
	}
}

func TestAKeyThatFailsMovesNoMark(t *testing.T) {
	f := newFixture(t)
	f.key.fail = errors.New("the token is gone")
	v := precommit(5, 1)
	require.ErrorIs(t, f.signer.SignVote(v), signer.ErrKey)
	require.Empty(t, v.Signature)
	require.Equal(t, mark.Floor(0), f.signer.Mark())
}

func TestNothingIsAnsweredBeforeItIsCounted(t *testing.T) {
	f := newFixture(t)
	f.counter.fail = errors.New("the token is gone")
	v := precommit(5, 1)
	require.ErrorIs(t, f.signer.SignVote(v), signer.ErrKey)
	require.Empty(t, v.Signature)

	f.counter.fail = nil
	require.ErrorIs(t, f.signer.SignVote(precommit(5, 2)), mark.ErrConflict, "the mark is on disk all the same")
	require.NoError(t, f.signer.SignVote(precommit(5, 1)))
	require.Equal(t, f.signer.Mark().Count(), f.counter.count, "what was not counted is counted before it is answered")
}

func TestAMarkBehindItsCounterIsRefused(t *testing.T) {
	f := newFixture(t)
	require.NoError(t, f.signer.SignVote(precommit(5, 1)))
	old, err := os.ReadFile(f.file)
	require.NoError(t, err)
	require.NoError(t, f.signer.SignVote(precommit(6, 1)))
	latest, err := os.ReadFile(f.file)
	require.NoError(t, err)

	require.NoError(t, os.WriteFile(f.file, old, 0o600))
	require.ErrorIs(t, f.signer.SignVote(precommit(7, 1)), mark.ErrChanged, "while it runs")
	require.ErrorIs(t, f.reopen(t), mark.ErrRolledBack, "at a start")

	require.NoError(t, os.WriteFile(f.file, latest, 0o600))
	require.NoError(t, f.reopen(t))
	f.counter.count = mark.Mark{Place: mark.Place{Height: 9}, SignBytes: []byte("other"), Signature: []byte("s")}.Count()
	require.ErrorIs(t, f.signer.SignVote(precommit(7, 1)), mark.ErrRolledBack, "another process signs with the same token")
}

func TestAProofOfPossession(t *testing.T) {
	f := newFixture(t)
	proof, err := signer.Prove(f.key, "tael-1", 0x0102)
	require.NoError(t, err)
	message := append([]byte("tael/validator/v1tael-1"), make([]byte, 26)...)
	message = append(append(message, 1, 2), f.key.PubKey().Bytes()...)
	require.True(t, f.key.PubKey().VerifySignature(message, proof))

	_, err = signer.Prove(f.key, "", 1)
	require.ErrorContains(t, err, "expected a chain id of 1 to 32 bytes")
}
