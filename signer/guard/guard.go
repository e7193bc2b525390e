// SPDX-License-Identifier: Apache-2.0

// Package guard is the node's side of a remote signer. It stands in for the node's validator key, keeps a high-water
// mark of its own, and takes no signer whose mark is behind what this node has seen signed.
package guard

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"sync"
	"time"

	cmtcfg "github.com/cometbft/cometbft/config"
	"github.com/cometbft/cometbft/crypto"
	"github.com/cometbft/cometbft/crypto/ed25519"
	cmtlog "github.com/cometbft/cometbft/libs/log"
	"github.com/cometbft/cometbft/p2p"
	"github.com/cometbft/cometbft/privval"
	cmttypes "github.com/cometbft/cometbft/types"

	"github.com/taelnet/tael/signer"
	"github.com/taelnet/tael/signer/mark"
)

var (
	// ErrAway says that no signer is connected. The node follows the chain and does not sign.
	ErrAway = errors.New("no signer is connected")

	// ErrOtherKey says that a signer has another key than this node is known by.
	ErrOtherKey = errors.New("the signer has another key")

	// ErrAnswer says that a signer's answer is not the signature that was asked for. It is not passed on.
	ErrAnswer = errors.New("not the signature that was asked for")
)

// markName is the file of the node's own mark in its data directory.
const markName = "signer_guard"

const (
	// answerTime is how long one answer may take. Meanwhile the node stands still, so that it lies below the time
	// after which the others go on without it.
	answerTime = 2 * time.Second

	// returnTime is how long a signature waits for a signer that is away before the node goes on without it.
	returnTime = 300 * time.Millisecond

	pollTime = 10 * time.Millisecond
)

// Guard is the validator key of a node whose key lives in a remote signer. It implements CometBFT's PrivValidator. A
// signer that is away or slow costs votes and nothing else.
type Guard struct {
	chainID string
	file    string
	history history
	log     cmtlog.Logger
	address signer.Address

	door     *door
	endpoint *privval.SignerListenerEndpoint
	client   *privval.SignerClient

	// asking keeps one signature in the making.
	asking sync.Mutex

	mu      sync.Mutex
	key     ed25519.PubKey
	seen    *mark.File
	refused error
	closed  bool
}

// history is the last place that a node's own stores show a key's signature at, above a height.
type history func(key ed25519.PubKey, above int64) (mark.Place, error)

var _ cmttypes.PrivValidator = (*Guard)(nil)

// Listen opens the address of priv_validator_laddr for the signer. The node's own stores are read here or when the
// first signer connects, so it must be called before the consensus engine opens them, and WaitForSigner after it.
func Listen(cfg *cmtcfg.Config, chainID string, node p2p.NodeKey, log cmtlog.Logger) (*Guard, error) {
	address, err := signer.ParseAddress(cfg.PrivValidatorListenAddr)
	if err != nil {
		return nil, fmt.Errorf("priv_validator_laddr: %w", err)
	}
	g := &Guard{
		chainID: chainID, file: filepath.Join(cfg.DBDir(), markName), address: address, log: log.With("module", "signer"),
		history: func(key ed25519.PubKey, above int64) (mark.Place, error) { return lastVote(cfg, key, above) },
	}
	if err := g.load(); err != nil {
		return nil, err
	}
	listener, err := listen(address, node)
	if err != nil {
		return nil, fmt.Errorf("priv_validator_laddr: %w", err)
	}
	g.door = &door{Listener: listener, guard: g}
	g.endpoint = privval.NewSignerListenerEndpoint(g.log, g.door, privval.SignerListenerEndpointTimeoutReadWrite(answerTime))
	if g.client, err = privval.NewSignerClient(g.endpoint, chainID); err != nil {
		return nil, errors.Join(err, listener.Close())
	}
	go g.takeLines()
	return g, nil
}

// takeLines hands every line that has passed the door to the endpoint at once. Left alone the endpoint takes one only
// when it needs it, and keeps everybody waiting for three seconds if there is none.
func (g *Guard) takeLines() {
	for !g.isClosed() {
		_ = g.endpoint.WaitForConnection(returnTime)
		time.Sleep(pollTime)
	}
}

// connected waits a moment for a signer. It takes no lock that anybody holds while waiting for one.
func (g *Guard) connected(within time.Duration) bool {
	for deadline := time.Now().Add(within); ; time.Sleep(pollTime) {
		if g.endpoint.IsConnected() {
			return true
		}
		if time.Now().After(deadline) {
			return false
		}
	}
}

// load reads the node's own mark, if it has one, and lifts it to what the node's stores show.
func (g *Guard) load() error {
	owner, _, err := mark.Read(g.file)
	if errors.Is(err, mark.ErrMissing) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("%w; the signer's own mark still holds: if that is intact, move %s away and start again", err, g.file)
	}
	seen, err := mark.Open(g.file, mark.Owner{ChainID: g.chainID, PubKey: owner.PubKey})
	if err != nil {
		return err
	}
	last, err := g.history(owner.PubKey, seen.Mark().Height)
	if err != nil {
		return err
	}
	if last.Compare(seen.Mark().Place) > 0 {
		if err := seen.Advance(mark.Mark{Place: last}); err != nil {
			return err
		}
	}
	g.key, g.seen = owner.PubKey, seen
	return nil
}

// WaitForSigner waits for a signer and returns its refusal, if the one that came was refused. If none comes and the
// node knows its key from before, it returns nil: the node may follow the chain until one does.
func (g *Guard) WaitForSigner(ctx context.Context) error {
	for ctx.Err() == nil {
		if g.connected(returnTime) {
			return nil
		}
		if err := g.refusal(); err != nil {
			return err
		}
	}
	if _, err := g.GetPubKey(); err != nil {
		return fmt.Errorf("%w at %s: start `taeld signer start` with --node of that address; the first time the node must learn "+
			"which key it has", ErrAway, g.address)
	}
	g.log.Error("no signer is connected; the node follows the chain and does not sign until one is", "address", g.address.String())
	return nil
}

// GetPubKey is the key that the node is known by. It needs no signer once one was connected.
func (g *Guard) GetPubKey() (crypto.PubKey, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.key == nil {
		return nil, ErrAway
	}
	return g.key, nil
}

// admit judges a signer that has connected: its key must be the node's, and its mark must reach everything that the
// node has seen signed. The first signer of a node tells it its key.
func (g *Guard) admit(key ed25519.PubKey, announced mark.Count) error {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.refused = g.judge(key, announced)
	return g.refused
}

func (g *Guard) judge(key ed25519.PubKey, announced mark.Count) error {
	if g.key == nil {
		return g.adopt(key, announced)
	}
	if !g.key.Equals(key) {
		return fmt.Errorf("%w: expected %X, got %X; if the validator's key was rotated, stop the node and move %s away",
			ErrOtherKey, g.key.Bytes(), key.Bytes(), g.file)
	}
	return g.covers(announced, g.seen.Mark().Count())
}

func (g *Guard) adopt(key ed25519.PubKey, announced mark.Count) error {
	last, err := g.history(key, 0)
	if err != nil {
		return err
	}
	first := mark.Mark{Place: last}
	if err := g.covers(announced, first.Count()); err != nil {
		return err
	}
	seen, err := mark.Create(g.file, mark.Owner{ChainID: g.chainID, PubKey: key.Bytes()}, first)
	if err != nil {
		return err
	}
	g.key, g.seen = key, seen
	return nil
}

func (g *Guard) covers(announced, seen mark.Count) error {
	if err := announced.Covers(seen, "this node"); err != nil {
		return fmt.Errorf("the signer is behind its node and is not taken: %w; bring back its latest mark, or set it up anew "+
			"with `taeld signer init --height` above %d", err, seen.Height)
	}
	return nil
}

// refuse remembers why a signer is not taken, for whoever waits for one.
func (g *Guard) refuse(why error) error {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.refused = why
	return why
}

func (g *Guard) refusal() error {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.refused
}

// Close hangs up and stops listening.
func (g *Guard) Close() error {
	if !g.close() {
		return nil
	}
	err := g.door.Listener.Close()
	g.endpoint.DropConnection()
	// The endpoint stops when its own wait for a signer is over; nobody has to wait for that.
	go func() { _ = g.endpoint.Stop() }()
	return err
}

func (g *Guard) close() (first bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	first, g.closed = !g.closed, true
	return first
}

func (g *Guard) isClosed() bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.closed
}
