// SPDX-License-Identifier: Apache-2.0

package guard

import (
	"net"
	"os"
	"path/filepath"
	"testing"
	"time"

	cmtcfg "github.com/cometbft/cometbft/config"
	"github.com/cometbft/cometbft/consensus"
	"github.com/cometbft/cometbft/crypto/ed25519"
	cmtlog "github.com/cometbft/cometbft/libs/log"
	cmtcons "github.com/cometbft/cometbft/proto/tendermint/consensus"
	"github.com/cometbft/cometbft/store"
	cmttypes "github.com/cometbft/cometbft/types"
	"github.com/stretchr/testify/require"

	"github.com/taelnet/tael/signer/mark"
)

// leaveSocket makes a socket that nobody listens on.
func leaveSocket(t *testing.T, path string) {
	t.Helper()
	listener, err := net.Listen("unix", path)
	require.NoError(t, err)
	listener.(*net.UnixListener).SetUnlinkOnClose(false)
	require.NoError(t, listener.Close())
}

// commit is a commit of a height with a signature of the key, or of somebody else.
func commit(height int64, round int32, address cmttypes.Address) *cmttypes.Commit {
	id := cmttypes.BlockID{Hash: make([]byte, 32), PartSetHeader: cmttypes.PartSetHeader{Total: 1, Hash: make([]byte, 32)}}
	return &cmttypes.Commit{Height: height, Round: round, BlockID: id, Signatures: []cmttypes.CommitSig{{
		BlockIDFlag: cmttypes.BlockIDFlagCommit, ValidatorAddress: address, Timestamp: time.Unix(height, 0), Signature: make([]byte, 64),
	}}}
}

// writeBlocks fills the node's block store up to top; signer says who signed a height.
func writeBlocks(t *testing.T, cfg *cmtcfg.Config, top int64, signer func(int64) cmttypes.Address) {
	t.Helper()
	db, err := cmtcfg.DefaultDBProvider(&cmtcfg.DBContext{ID: "blockstore", Config: cfg})
	require.NoError(t, err)
	blocks := store.NewBlockStore(db)
	last := &cmttypes.Commit{}
	for height := int64(1); height <= top; height++ {
		block := cmttypes.MakeBlock(height, nil, last, nil)
		block.ProposerAddress = make([]byte, 20)
		parts, err := block.MakePartSet(cmttypes.BlockPartSizeBytes)
		require.NoError(t, err)
		last = commit(height, 2, signer(height))
		blocks.SaveBlock(block, parts, last)
	}
	require.NoError(t, blocks.Close())
}

// writeLog puts a vote into the node's consensus log, from itself or from a peer, and half a record after it.
func writeLog(t *testing.T, cfg *cmtcfg.Config, height int64, peer string, address cmttypes.Address) {
	t.Helper()
	require.NoError(t, os.MkdirAll(filepath.Dir(cfg.Consensus.WalFile()), 0o700))
	file, err := os.OpenFile(cfg.Consensus.WalFile(), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	require.NoError(t, err)
	v := precommit(height, 1)
	v.ValidatorAddress, v.Signature = address, make([]byte, 64)
	message, err := consensus.WALFromProto(&cmtcons.WALMessage{Sum: &cmtcons.WALMessage_MsgInfo{MsgInfo: &cmtcons.MsgInfo{
		Msg: cmtcons.Message{Sum: &cmtcons.Message_Vote{Vote: &cmtcons.Vote{Vote: v}}}, PeerID: peer,
	}}})
	require.NoError(t, err)
	require.NoError(t, consensus.NewWALEncoder(file).Encode(&consensus.TimedWALMessage{Time: time.Unix(1, 0).UTC(), Msg: message}))
	require.NoError(t, file.Close())
}

func TestTheLastVoteInTheNodesOwnStores(t *testing.T) {
	key := ed25519.GenPrivKey().PubKey().(ed25519.PubKey)
	own, other := key.Address(), ed25519.GenPrivKey().PubKey().Address()
	always := func(int64) cmttypes.Address { return own }
	cases := map[string]struct {
		fill  func(*testing.T, *cmtcfg.Config)
		above int64
		want  mark.Place
	}{
		"a new node has none": {fill: func(*testing.T, *cmtcfg.Config) {}},
		"in the commit of the top": {
			fill: func(t *testing.T, cfg *cmtcfg.Config) { writeBlocks(t, cfg, 4, always) },
			want: mark.Place{Height: 4, Round: 2, Step: mark.StepPrecommit},
		},
		"in the commit of an earlier block": {
			fill: func(t *testing.T, cfg *cmtcfg.Config) {
				writeBlocks(t, cfg, 6, func(height int64) cmttypes.Address {
					if height <= 3 {
						return own
					}
					return other
				})
			},
			want: mark.Place{Height: 3, Round: 2, Step: mark.StepPrecommit},
		},
		"not at what is known already": {
			fill: func(t *testing.T, cfg *cmtcfg.Config) { writeBlocks(t, cfg, 4, always) }, above: 4,
		},
		"not by somebody else": {
			fill: func(t *testing.T, cfg *cmtcfg.Config) {
				writeBlocks(t, cfg, 4, func(int64) cmttypes.Address { return other })
				writeLog(t, cfg, 5, "", other)
				writeLog(t, cfg, 5, "peer", own)
			},
		},
		"in the log above the blocks": {
			fill: func(t *testing.T, cfg *cmtcfg.Config) {
				writeBlocks(t, cfg, 4, always)
				writeLog(t, cfg, 5, "", own)
			},
			want: mark.Place{Height: 5, Step: mark.StepPrecommit},
		},
		"in a log that was torn": {
			fill: func(t *testing.T, cfg *cmtcfg.Config) {
				writeLog(t, cfg, 5, "", own)
				writeLog(t, cfg, 6, "", own)
				info, err := os.Stat(cfg.Consensus.WalFile())
				require.NoError(t, err)
				require.NoError(t, os.Truncate(cfg.Consensus.WalFile(), info.Size()-3))
			},
			want: mark.Place{Height: 5, Step: mark.StepPrecommit},
		},
		"in the log before the newest": {
			fill: func(t *testing.T, cfg *cmtcfg.Config) {
				writeLog(t, cfg, 5, "", own)
				require.NoError(t, os.Rename(cfg.Consensus.WalFile(), cfg.Consensus.WalFile()+".000"))
			},
			want: mark.Place{Height: 5, Step: mark.StepPrecommit},
		},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			cfg := cmtcfg.DefaultConfig()
			cfg.SetRoot(t.TempDir())
			require.NoError(t, os.MkdirAll(cfg.DBDir(), 0o700))
			tc.fill(t, cfg)
			got, err := lastVote(cfg, key, tc.above)
			require.NoError(t, err)
			require.Equal(t, tc.want, got)
		})
	}
}

// The node has no mark of its own yet, or lost it: its blocks say what the signer has forgotten.
func TestASignerBehindTheNodesBlocksIsRefused(t *testing.T) {
	f := newFixture(t)
	writeBlocks(t, f.cfg, 4, func(int64) cmttypes.Address { return f.key.PubKey().Address() })
	f.listen(t)
	kill := f.dial(t, nil)
	err := f.wait(t, 10*time.Second)
	require.ErrorIs(t, err, mark.ErrRolledBack)
	require.ErrorContains(t, err, "height 4, round 2, step 3")
	require.NoFileExists(t, f.guard.file)
	kill()
	require.NoError(t, f.guard.Close())

	require.NoError(t, os.Remove(f.markFile()))
	_, err = mark.Create(f.markFile(), f.owner(), mark.Floor(4))
	require.NoError(t, err)
	f.listen(t)
	f.dial(t, nil)
	require.NoError(t, f.wait(t, 10*time.Second))
	require.ErrorIs(t, f.guard.SignVote(testChain, precommit(4, 1)), mark.ErrBehind)
	f.requireSigns(t, precommit(5, 1))
}

func TestANodesMarkFollowsItsBlocks(t *testing.T) {
	f := newFixture(t)
	_, err := mark.Create(filepath.Join(f.cfg.DBDir(), markName), f.owner(), mark.Mark{Place: mark.Place{Height: 2}})
	require.NoError(t, err)
	writeBlocks(t, f.cfg, 4, func(int64) cmttypes.Address { return f.key.PubKey().Address() })
	g, err := Listen(f.cfg, testChain, f.node, cmtlog.NewNopLogger())
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, g.Close()) })
	require.Equal(t, mark.Place{Height: 4, Round: 2, Step: mark.StepPrecommit}, g.seen.Mark().Place)
}
