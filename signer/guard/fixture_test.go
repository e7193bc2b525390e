// SPDX-License-Identifier: Apache-2.0

package guard

import (
	"context"
	"errors"
	"net"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"cosmossdk.io/log/v2"
	cmtcfg "github.com/cometbft/cometbft/config"
	"github.com/cometbft/cometbft/crypto/ed25519"
	cmtlog "github.com/cometbft/cometbft/libs/log"
	"github.com/cometbft/cometbft/libs/protoio"
	"github.com/cometbft/cometbft/p2p"
	privvalproto "github.com/cometbft/cometbft/proto/tendermint/privval"
	cmtproto "github.com/cometbft/cometbft/proto/tendermint/types"
	cmttypes "github.com/cometbft/cometbft/types"
	"github.com/stretchr/testify/require"

	"github.com/taelnet/tael/signer"
	"github.com/taelnet/tael/signer/filekey"
	"github.com/taelnet/tael/signer/mark"
)

const testChain = "tael-1"

// fixture is a node's home and a signer that dials it.
type fixture struct {
	cfg    *cmtcfg.Config
	node   p2p.NodeKey
	signer string // the signer's directory
	key    *filekey.Key
	guard  *Guard
}

// newFixture is a node that listens on a unix socket and has never had a signer.
func newFixture(t *testing.T) *fixture {
	t.Helper()
	dir, err := os.MkdirTemp("", "g") //nolint:usetesting // the path of a socket is short, that of a test is not
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, os.RemoveAll(dir)) })
	f := &fixture{cfg: cmtcfg.DefaultConfig(), node: p2p.NodeKey{PrivKey: ed25519.GenPrivKey()}, signer: filepath.Join(dir, "signer")}
	f.cfg.SetRoot(dir)
	f.cfg.PrivValidatorListenAddr = "unix://" + filepath.Join(dir, "sock")
	for _, sub := range []string{f.signer, f.cfg.DBDir()} {
		require.NoError(t, os.MkdirAll(sub, 0o700))
	}
	f.key, err = filekey.Generate(filepath.Join(f.signer, "key"))
	require.NoError(t, err)
	_, err = mark.Create(f.markFile(), f.owner(), mark.Floor(0))
	require.NoError(t, err)
	return f
}

func (f *fixture) markFile() string { return filepath.Join(f.signer, "mark") }
func (f *fixture) owner() mark.Owner {
	return mark.Owner{ChainID: testChain, PubKey: f.key.PubKey().Bytes()}
}

// listen starts the node's side, as a start of the node does.
func (f *fixture) listen(t *testing.T) {
	t.Helper()
	g, err := Listen(f.cfg, testChain, f.node, cmtlog.NewNopLogger())
	require.NoError(t, err)
	f.guard = g
	t.Cleanup(func() { require.NoError(t, g.Close()) })
}

func (f *fixture) wait(t *testing.T, patience time.Duration) error {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	return f.guard.WaitForSigner(ctx)
}

// bend is what a signer does to its answers in a test.
type bend func(request, answer *privvalproto.Message)

// dial runs a signer on its directory until the returned function is called: a process that starts and is killed.
func (f *fixture) dial(t *testing.T, bent bend) (kill func()) {
	t.Helper()
	marks, err := mark.Open(f.markFile(), f.owner())
	require.NoError(t, err)
	s, err := signer.New(testChain, f.key, marks, nil)
	require.NoError(t, err)
	address, err := signer.ParseAddress(f.cfg.PrivValidatorListenAddr)
	require.NoError(t, err)
	return serve(t, s, address.Dialer(nil), bent)
}

func serve(t *testing.T, s *signer.Signer, dial signer.Dialer, bent bend) (kill func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() {
		defer close(done)
		if bent == nil {
			_ = (&signer.Session{Signer: s, Dial: dial, Log: log.NewNopLogger()}).Run(ctx)
			return
		}
		serveBent(ctx, s, dial, bent)
	}()
	stop := sync.OnceFunc(func() { cancel(); <-done })
	t.Cleanup(stop)
	return stop
}

func serveBent(ctx context.Context, s *signer.Signer, dial signer.Dialer, bent bend) {
	for ctx.Err() == nil {
		line, err := dial(ctx)
		if err != nil {
			time.Sleep(20 * time.Millisecond)
			continue
		}
		stop := context.AfterFunc(ctx, func() { _ = line.Close() })
		_ = answerBent(s, line, bent)
		stop()
		_ = line.Close()
	}
}

func answerBent(s *signer.Signer, line net.Conn, bent bend) error {
	for {
		var request privvalproto.Message
		if _, err := protoio.NewDelimitedReader(line, signer.MaxMessageBytes).ReadMsg(&request); err != nil {
			return err
		}
		answer, _, err := s.Answer(&request)
		if err != nil {
			return err
		}
		bent(&request, &answer)
		if _, err := protoio.NewDelimitedWriter(line).WriteMsg(&answer); err != nil {
			return err
		}
	}
}

func precommit(height int64, hash byte) *cmtproto.Vote {
	id := cmttypes.BlockID{Hash: make([]byte, 32), PartSetHeader: cmttypes.PartSetHeader{Total: 1, Hash: make([]byte, 32)}}
	id.Hash[0] = hash
	return &cmtproto.Vote{
		Type: cmtproto.PrecommitType, Height: height, BlockID: id.ToProto(), Timestamp: time.Unix(height, 0).UTC(),
	}
}

// requireSigns waits until the node gets a vote signed.
func (f *fixture) requireSigns(t *testing.T, v *cmtproto.Vote) {
	t.Helper()
	require.Eventually(t, func() bool {
		err := f.guard.SignVote(testChain, v)
		if err != nil && !errors.Is(err, ErrAway) {
			require.NoError(t, err)
		}
		return err == nil
	}, 15*time.Second, 10*time.Millisecond)
	require.True(t, f.key.PubKey().VerifySignature(cmttypes.VoteSignBytes(testChain, v), v.Signature))
}
