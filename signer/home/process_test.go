// SPDX-License-Identifier: Apache-2.0

package home_test

import (
	"context"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"cosmossdk.io/log/v2"
	"github.com/cometbft/cometbft/crypto"
	"github.com/cometbft/cometbft/libs/protoio"
	privvalproto "github.com/cometbft/cometbft/proto/tendermint/privval"
	cmtproto "github.com/cometbft/cometbft/proto/tendermint/types"
	cmttypes "github.com/cometbft/cometbft/types"
	"github.com/stretchr/testify/require"

	"github.com/taelnet/tael/signer"
	"github.com/taelnet/tael/signer/filekey"
	"github.com/taelnet/tael/signer/home"
	"github.com/taelnet/tael/signer/mark"
)

const (
	testChain = "tael-1"

	// actAs says what the test binary is: a signer on a home, or one that dies between its mark and its answer.
	actAs       = "TAEL_TEST_SIGNER"
	actNormal   = "normal"
	actMortally = "dies"
	homeOfTest  = "TAEL_TEST_SIGNER_HOME"
)

// TestMain lets the test binary stand in for `taeld signer start`.
func TestMain(m *testing.M) {
	dir := home.Home(os.Getenv(homeOfTest))
	var err error
	switch os.Getenv(actAs) {
	case actNormal:
		err = runSigner(dir)
	case actMortally:
		err = runMortal(dir)
	default:
		os.Exit(m.Run())
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func runSigner(dir home.Home) error {
	running, err := dir.Open()
	if err != nil {
		return err
	}
	return serve(running.Config, running.Signer)
}

func serve(c home.Config, s *signer.Signer) error {
	address, err := signer.ParseAddress(c.Node)
	if err != nil {
		return err
	}
	session := &signer.Session{Signer: s, Dial: address.Dialer(nil), Log: log.NewNopLogger()}
	return session.Run(context.Background())
}

// mortal is a counter at which the process dies: it is written after the mark is on disk and before the answer.
type mortal struct{}

func (mortal) Read() (mark.Count, error) { return mark.Count{}, nil }
func (mortal) Write(mark.Count) error {
	_ = syscall.Kill(os.Getpid(), syscall.SIGKILL)
	select {}
}

func runMortal(dir home.Home) error {
	c, err := dir.Config()
	if err != nil {
		return err
	}
	key, err := filekey.Load(dir.Path(c.Key.File))
	if err != nil {
		return err
	}
	marks, err := mark.Open(dir.MarkFile(), mark.Owner{ChainID: c.ChainID, PubKey: key.PubKey().Bytes()})
	if err != nil {
		return err
	}
	s, err := signer.New(c.ChainID, key, marks, mortal{})
	if err != nil {
		return err
	}
	return serve(c, s)
}

// station is a signer's home and the socket of its node.
type station struct {
	home   home.Home
	key    crypto.PubKey
	socket net.Listener
}

func newStation(t *testing.T) *station {
	t.Helper()
	return newStationWith(t, home.KeySource{File: home.KeyFile})
}

func newStationWith(t *testing.T, source home.KeySource) *station {
	t.Helper()
	dir, err := os.MkdirTemp("", "s") //nolint:usetesting // the path of a socket is short, that of a test is not
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, os.RemoveAll(dir)) })
	t.Setenv("TMPDIR", dir)
	path := filepath.Join(dir, "node.sock")
	s := &station{home: home.Home(filepath.Join(dir, "home"))}
	key, err := s.home.Generate(source)
	require.NoError(t, err)
	s.key = key.PubKey()
	require.NoError(t, key.Close())
	require.NoError(t, s.home.Init(home.Config{ChainID: testChain, Node: "unix://" + path, Key: source}, mark.Floor(0)))
	s.socket, err = net.Listen("unix", path)
	require.NoError(t, err)
	t.Cleanup(func() { _ = s.socket.Close() })
	return s
}

// start runs a signer of the station in a process of its own.
func (s *station) start(t *testing.T, as string) *exec.Cmd {
	t.Helper()
	process := exec.Command(os.Args[0])
	process.Env = append(os.Environ(), actAs+"="+as, homeOfTest+"="+string(s.home))
	require.NoError(t, process.Start())
	t.Cleanup(func() {
		_ = process.Process.Kill()
		_ = process.Wait()
	})
	return process
}

// accept is the line to the signer that dials.
func (s *station) accept(t *testing.T) net.Conn {
	t.Helper()
	require.NoError(t, s.socket.(*net.UnixListener).SetDeadline(time.Now().Add(20*time.Second)))
	line, err := s.socket.Accept()
	require.NoError(t, err)
	t.Cleanup(func() { _ = line.Close() })
	return line
}

// ask sends a vote and returns the signed one, nothing if it was refused, or an error if the line broke.
func ask(line net.Conn, v *cmtproto.Vote) (*cmtproto.Vote, error) {
	request := privvalproto.Message{Sum: &privvalproto.Message_SignVoteRequest{
		SignVoteRequest: &privvalproto.SignVoteRequest{Vote: v, ChainId: testChain},
	}}
	if err := line.SetDeadline(time.Now().Add(20 * time.Second)); err != nil {
		return nil, err
	}
	if _, err := protoio.NewDelimitedWriter(line).WriteMsg(&request); err != nil {
		return nil, err
	}
	var answer privvalproto.Message
	if _, err := protoio.NewDelimitedReader(line, signer.MaxMessageBytes).ReadMsg(&answer); err != nil {
		return nil, err
	}
	response := answer.GetSignedVoteResponse()
	if response == nil || response.Error != nil {
		return nil, nil
	}
	return &response.Vote, nil
}

func precommit(height int64, round int32, hash byte, second int64) *cmtproto.Vote {
	id := cmttypes.BlockID{Hash: make([]byte, 32), PartSetHeader: cmttypes.PartSetHeader{Total: 1, Hash: make([]byte, 32)}}
	id.Hash[0] = hash
	return &cmtproto.Vote{
		Type: cmtproto.PrecommitType, Height: height, Round: round, BlockID: id.ToProto(), Timestamp: time.Unix(second, 0).UTC(),
	}
}
