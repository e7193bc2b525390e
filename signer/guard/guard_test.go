// SPDX-License-Identifier: Apache-2.0

package guard

import (
	"os"
	"strings"
	"testing"
	"time"

	"github.com/cometbft/cometbft/crypto/ed25519"
	cmtlog "github.com/cometbft/cometbft/libs/log"
	"github.com/cometbft/cometbft/p2p"
	"github.com/cometbft/cometbft/privval"
	privvalproto "github.com/cometbft/cometbft/proto/tendermint/privval"
	cmttypes "github.com/cometbft/cometbft/types"
	"github.com/stretchr/testify/require"

	"github.com/taelnet/tael/signer"
	"github.com/taelnet/tael/signer/filekey"
	"github.com/taelnet/tael/signer/mark"
)

func TestANodeSignsThroughItsSigner(t *testing.T) {
	f := newFixture(t)
	f.listen(t)
	_, err := f.guard.GetPubKey()
	require.ErrorIs(t, err, ErrAway)
	f.dial(t, nil)
	require.NoError(t, f.wait(t, 10*time.Second))
	key, err := f.guard.GetPubKey()
	require.NoError(t, err)
	require.Equal(t, f.key.PubKey(), key)

	v := precommit(5, 1)
	f.requireSigns(t, v)
	p := &cmttypes.Proposal{Type: 32, Height: 6, POLRound: -1, Timestamp: time.Unix(6, 0).UTC()}
	p.BlockID.Hash, p.BlockID.PartSetHeader = v.BlockID.Hash, cmttypes.PartSetHeader{Total: 1, Hash: v.BlockID.Hash}
	asked := p.ToProto()
	require.NoError(t, f.guard.SignProposal(testChain, asked))
	require.True(t, key.VerifySignature(cmttypes.ProposalSignBytes(testChain, asked), asked.Signature))

	_, seen, err := mark.Read(f.guard.file)
	require.NoError(t, err)
	require.Equal(t, mark.Place{Height: 6, Step: mark.StepPropose}, seen.Place, "the node keeps what it has seen signed")

	again := precommit(5, 2)
	require.ErrorIs(t, f.guard.SignVote(testChain, again), mark.ErrBehind, "it does not even ask")
	require.Empty(t, again.Signature)
	require.ErrorIs(t, f.guard.SignVote("tael-2", precommit(7, 1)), signer.ErrChain)
}

func TestASignerWithARolledBackMarkIsRefused(t *testing.T) {
	f := newFixture(t)
	f.listen(t)
	kill := f.dial(t, nil)
	f.requireSigns(t, precommit(5, 1))
	old, err := os.ReadFile(f.markFile())
	require.NoError(t, err)
	f.requireSigns(t, precommit(6, 1))
	latest, err := os.ReadFile(f.markFile())
	require.NoError(t, err)

	kill()
	require.NoError(t, os.WriteFile(f.markFile(), old, 0o600))
	kill = f.dial(t, nil)
	require.Eventually(t, func() bool { return f.guard.refusal() != nil }, 10*time.Second, 10*time.Millisecond)
	v := precommit(7, 1)
	err = f.guard.SignVote(testChain, v)
	require.ErrorIs(t, err, ErrAway)
	require.ErrorIs(t, err, mark.ErrRolledBack)
	require.ErrorContains(t, err, "the signer is behind its node")
	require.Empty(t, v.Signature)

	require.NoError(t, f.guard.Close())
	f.listen(t)
	require.ErrorIs(t, f.wait(t, 10*time.Second), mark.ErrRolledBack, "also by a node that was started again")

	kill()
	require.NoError(t, os.WriteFile(f.markFile(), latest, 0o600))
	f.dial(t, nil)
	f.requireSigns(t, v)
}

func TestANodeKnowsItsKeyWithoutASigner(t *testing.T) {
	f := newFixture(t)
	f.listen(t)
	require.ErrorIs(t, f.wait(t, 100*time.Millisecond), ErrAway, "a node that never had a signer has no key")
	kill := f.dial(t, nil)
	require.NoError(t, f.wait(t, 10*time.Second))
	f.requireSigns(t, precommit(5, 1))
	kill()
	require.NoError(t, f.guard.Close())

	f.listen(t)
	require.NoError(t, f.wait(t, 100*time.Millisecond))
	key, err := f.guard.GetPubKey()
	require.NoError(t, err)
	require.Equal(t, f.key.PubKey(), key)
	for range 5 {
		started := time.Now()
		require.ErrorIs(t, f.guard.SignVote(testChain, precommit(6, 1)), ErrAway)
		require.Less(t, time.Since(started), 2*returnTime, "the node does not stand still for a signer that is away")
	}
	f.dial(t, nil)
	f.requireSigns(t, precommit(6, 1))
}

func TestASlowSigner(t *testing.T) {
	for name, tc := range map[string]struct {
		delay  time.Duration
		answer bool
	}{
		"half a second is waited for": {600 * time.Millisecond, true},
		"three seconds are not":       {3 * time.Second, false},
	} {
		t.Run(name, func(t *testing.T) {
			f := newFixture(t)
			f.listen(t)
			slow := false
			kill := f.dial(t, func(request, _ *privvalproto.Message) {
				if slow && request.GetSignVoteRequest() != nil {
					time.Sleep(tc.delay)
				}
			})
			f.requireSigns(t, precommit(5, 1))
			slow = true
			v := precommit(6, 1)
			started := time.Now()
			err := f.guard.SignVote(testChain, v)
			if tc.answer {
				require.NoError(t, err)
				return
			}
			require.ErrorIs(t, err, ErrAway)
			require.Empty(t, v.Signature)
			require.Less(t, time.Since(started), 2*answerTime)
			kill()

			f.dial(t, nil)
			f.requireSigns(t, v)
			require.ErrorIs(t, f.guard.SignVote(testChain, precommit(6, 2)), mark.ErrConflict)
		})
	}
}

func TestASignerThatLiesIsNotPassedOn(t *testing.T) {
	other := ed25519.GenPrivKey()
	cases := map[string]func(f *fixture, v *privvalproto.SignedVoteResponse){
		"another block": func(_ *fixture, v *privvalproto.SignedVoteResponse) { v.Vote.BlockID.Hash[0]++ },
		"another key signed": func(_ *fixture, v *privvalproto.SignedVoteResponse) {
			v.Vote.Signature, _ = other.Sign(cmttypes.VoteSignBytes(testChain, &v.Vote))
		},
		"another time than is signed": func(_ *fixture, v *privvalproto.SignedVoteResponse) {
			v.Vote.Timestamp = v.Vote.Timestamp.Add(time.Second)
		},
		"another time, signed anew": func(f *fixture, v *privvalproto.SignedVoteResponse) {
			v.Vote.Timestamp = v.Vote.Timestamp.Add(time.Second)
			v.Vote.Signature, _ = f.key.Sign(cmttypes.VoteSignBytes(testChain, &v.Vote))
		},
	}
	for name, lie := range cases {
		t.Run(name, func(t *testing.T) {
			f := newFixture(t)
			f.listen(t)
			lying := false
			f.dial(t, func(_, answer *privvalproto.Message) {
				if response := answer.GetSignedVoteResponse(); lying && response != nil {
					lie(f, response)
				}
			})
			v := precommit(5, 1)
			f.requireSigns(t, v)
			lying = true
			again := precommit(5, 1)
			require.ErrorIs(t, f.guard.SignVote(testChain, again), ErrAnswer)
			require.Empty(t, again.Signature)
			_, seen, err := mark.Read(f.guard.file)
			require.NoError(t, err)
			require.Equal(t, v.Signature, seen.Signature)
		})
	}
}

func TestASignerWithAnotherKeyIsRefused(t *testing.T) {
	f := newFixture(t)
	f.listen(t)
	kill := f.dial(t, nil)
	f.requireSigns(t, precommit(5, 1))
	kill()
	require.NoError(t, os.Remove(f.signer+"/key"))
	require.NoError(t, os.Remove(f.markFile()))
	var err error
	f.key, err = filekey.Generate(f.signer + "/key")
	require.NoError(t, err)
	_, err = mark.Create(f.markFile(), f.owner(), mark.Floor(100))
	require.NoError(t, err)
	f.dial(t, nil)
	require.Eventually(t, func() bool { return f.guard.refusal() != nil }, 10*time.Second, 10*time.Millisecond)
	require.ErrorIs(t, f.guard.refusal(), ErrOtherKey)
	require.ErrorContains(t, f.guard.refusal(), "if the validator's key was rotated")
}

// CometBFT's own signer does not tell its mark, and whether its store was rolled back nobody can say.
func TestASignerThatHidesItsMarkIsRefused(t *testing.T) {
	f := newFixture(t)
	f.listen(t)
	endpoint := privval.NewSignerDialerEndpoint(cmtlog.NewNopLogger(), privval.DialUnixFn(strings.TrimPrefix(f.cfg.PrivValidatorListenAddr, "unix://")))
	server := privval.NewSignerServer(endpoint, testChain, cmttypes.NewMockPV())
	require.NoError(t, server.Start())
	t.Cleanup(func() { require.NoError(t, server.Stop()) })
	require.ErrorIs(t, f.wait(t, 10*time.Second), signer.ErrNoAnnouncement)
}

func TestADamagedGuardIsRefused(t *testing.T) {
	f := newFixture(t)
	f.listen(t)
	f.dial(t, nil)
	f.requireSigns(t, precommit(5, 1))
	require.NoError(t, f.guard.Close())
	require.NoError(t, os.Truncate(f.guard.file, 30))
	_, err := Listen(f.cfg, testChain, f.node, cmtlog.NewNopLogger())
	require.ErrorIs(t, err, mark.ErrDamaged)
	require.ErrorContains(t, err, "move "+f.guard.file+" away")
}

func TestASocketThatAKilledNodeLeft(t *testing.T) {
	f := newFixture(t)
	path := strings.TrimPrefix(f.cfg.PrivValidatorListenAddr, "unix://")
	f.listen(t)
	_, err := Listen(f.cfg, testChain, f.node, cmtlog.NewNopLogger())
	require.ErrorContains(t, err, "another process listens")
	require.NoError(t, f.guard.Close())

	leaveSocket(t, path)
	f.listen(t)
	require.NoError(t, f.guard.Close())
	require.NoError(t, os.WriteFile(path, nil, 0o600))
	_, err = Listen(f.cfg, testChain, f.node, cmtlog.NewNopLogger())
	require.ErrorContains(t, err, "is no socket")
}

func TestOverTCPBothEndsAreKnown(t *testing.T) {
	connection := p2p.NodeKey{PrivKey: ed25519.GenPrivKey()}
	stranger := p2p.NodeKey{PrivKey: ed25519.GenPrivKey()}
	cases := map[string]struct {
		expected p2p.ID // who the node lets in
		wrong    bool   // the signer expects another node
		taken    bool
	}{
		"each knows the other":            {expected: connection.ID(), taken: true},
		"the node expects another signer": {expected: stranger.ID()},
		"the signer expects another node": {expected: connection.ID(), wrong: true},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			f := newFixture(t)
			where := privval.GetFreeLocalhostAddrPort()
			f.cfg.PrivValidatorListenAddr = "tcp://" + string(tc.expected) + "@" + where
			f.listen(t)
			marks, err := mark.Open(f.markFile(), f.owner())
			require.NoError(t, err)
			s, err := signer.New(testChain, f.key, marks, nil)
			require.NoError(t, err)
			address := signer.Address{Network: "tcp", Where: where, Peer: f.node.ID()}
			if tc.wrong {
				address.Peer = stranger.ID()
				_, err := address.Dialer(connection.PrivKey)(t.Context())
				require.ErrorIs(t, err, signer.ErrPeer)
			}
			serve(t, s, address.Dialer(connection.PrivKey), nil)
			err = f.wait(t, 3*time.Second)
			if tc.taken {
				require.NoError(t, err)
				f.requireSigns(t, precommit(5, 1))
				return
			}
			require.ErrorIs(t, err, ErrAway)
		})
	}
}
