// SPDX-License-Identifier: Apache-2.0

package signer_test

import (
	"path/filepath"
	"testing"
	"time"

	"github.com/cometbft/cometbft/crypto"
	"github.com/cometbft/cometbft/crypto/ed25519"
	cmtproto "github.com/cometbft/cometbft/proto/tendermint/types"
	cmttypes "github.com/cometbft/cometbft/types"
	"github.com/stretchr/testify/require"

	"github.com/taelnet/tael/signer"
	"github.com/taelnet/tael/signer/mark"
)

const chainID = "tael-1"

// memoryKey is a key without a home.
type memoryKey struct {
	ed25519.PrivKey
	fail error
}

func (k *memoryKey) PubKey() crypto.PubKey { return k.PrivKey.PubKey() }
func (k *memoryKey) Close() error          { return nil }
func (k *memoryKey) Sign(message []byte) ([]byte, error) {
	if k.fail != nil {
		return nil, k.fail
	}
	return k.PrivKey.Sign(message)
}

// memoryCounter is a counter that remembers how often it was written.
type memoryCounter struct {
	count  mark.Count
	writes int
	fail   error
}

func (c *memoryCounter) Read() (mark.Count, error) { return c.count, nil }
func (c *memoryCounter) Write(count mark.Count) error {
	if c.fail != nil {
		return c.fail
	}
	c.count, c.writes = count, c.writes+1
	return nil
}

type fixture struct {
	key     *memoryKey
	file    string
	marks   *mark.File
	counter *memoryCounter
	signer  *signer.Signer
}

func newFixture(t *testing.T) *fixture {
	t.Helper()
	f := &fixture{key: &memoryKey{PrivKey: ed25519.GenPrivKey()}, file: filepath.Join(t.TempDir(), "mark")}
	f.counter = &memoryCounter{count: mark.Floor(0).Count()}
	var err error
	f.marks, err = mark.Create(f.file, f.owner(), mark.Floor(0))
	require.NoError(t, err)
	f.signer, err = signer.New(chainID, f.key, f.marks, f.counter)
	require.NoError(t, err)
	return f
}

func (f *fixture) owner() mark.Owner {
	return mark.Owner{ChainID: chainID, PubKey: f.key.PubKey().Bytes()}
}

// reopen is what a restart does.
func (f *fixture) reopen(t *testing.T) error {
	t.Helper()
	marks, err := mark.Open(f.file, f.owner())
	require.NoError(t, err)
	again, err := signer.New(chainID, f.key, marks, f.counter)
	if err == nil {
		f.marks, f.signer = marks, again
	}
	return err
}

func blockID(hash byte) cmtproto.BlockID {
	id := cmttypes.BlockID{Hash: make([]byte, 32), PartSetHeader: cmttypes.PartSetHeader{Total: 1, Hash: make([]byte, 32)}}
	id.Hash[0] = hash
	return id.ToProto()
}

func vote(kind cmtproto.SignedMsgType, height int64, round int32, hash byte) *cmtproto.Vote {
	v := &cmtproto.Vote{Type: kind, Height: height, Round: round, Timestamp: time.Unix(height, 0).UTC()}
	if hash != 0 {
		v.BlockID = blockID(hash)
	}
	return v
}

func precommit(height int64, hash byte) *cmtproto.Vote {
	return vote(cmtproto.PrecommitType, height, 0, hash)
}

func proposal(height int64, hash byte) *cmtproto.Proposal {
	return &cmtproto.Proposal{
		Type: cmtproto.ProposalType, Height: height, PolRound: -1, BlockID: blockID(hash), Timestamp: time.Unix(height, 0).UTC(),
	}
}
