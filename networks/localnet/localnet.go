// SPDX-License-Identifier: Apache-2.0

// Package localnet runs a whole Tael network as processes on one machine: four validators and an audit node on
// loopback, each with a home, a log and a pid file of its own. It is for development and tests; its keys are public.
package localnet

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/taelnet/tael/networks"
	"github.com/taelnet/tael/networks/genesis"
)

// DefaultBasePort is the first port of a network that names none.
const DefaultBasePort = 27_000

// stateFile describes the network inside its directory.
const stateFile = "localnet.json"

var (
	// ErrNotInitialised says that a directory holds no local network.
	ErrNotInitialised = errors.New("no local network here")

	// ErrNodeUnknown says that no node of the network has that name.
	ErrNodeUnknown = errors.New("unknown node")
)

// Node is one process of the network.
type Node struct {
	// Name is the id of the member that runs the node.
	Name string `json:"name"`
	// Role says what the node does.
	Role networks.NodeRole `json:"role"`
	// Home is the node's directory.
	Home string `json:"home"`
	// Ports are where it listens on loopback.
	Ports Ports `json:"ports"`
}

// LogFile is where the node's output goes.
func (n Node) LogFile() string { return filepath.Join(n.Home, "node.log") }

// PidFile names the node's running process.
func (n Node) PidFile() string { return filepath.Join(n.Home, "node.pid") }

// RPC is the address of CometBFT's RPC.
func (n Node) RPC() string { return fmt.Sprintf("http://127.0.0.1:%d", n.Ports.RPC) }

// GRPC is the address of the node's gRPC services.
func (n Node) GRPC() string { return fmt.Sprintf("127.0.0.1:%d", n.Ports.GRPC) }

// Localnet is a local network in a directory.
type Localnet struct {
	// Dir holds the homes of all nodes.
	Dir string `json:"-"`
	// Binary is the taeld to run.
	Binary string `json:"-"`
	// ChainID is tael-local-<n>.
	ChainID string `json:"chain_id"`
	// KeysOf is the chain id whose development keys the network has: its own, or that of the network whose export it
	// started from. Empty is its own.
	KeysOf string `json:"keys_of,omitempty"`
	// BasePort is the network's first port.
	BasePort int `json:"base_port"`
	// Nodes are the validators and then the audit node.
	Nodes []Node `json:"nodes"`

	// grace is how long a node may take to stop before it is killed.
	grace time.Duration
	waits processes
}

// Open reads the network that Init made in dir. binary is the taeld to run its nodes with. It fails with
// ErrNotInitialised if dir holds none.
func Open(dir, binary string) (*Localnet, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return nil, err
	}
	raw, err := os.ReadFile(filepath.Join(dir, stateFile))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%w: %s; start one with `taeld localnet up --home %s`", ErrNotInitialised, dir, dir)
	}
	if err != nil {
		return nil, err
	}
	l := &Localnet{grace: stopGrace}
	if err := json.Unmarshal(raw, l); err != nil {
		return nil, fmt.Errorf("%s: %w", filepath.Join(dir, stateFile), err)
	}
	if !genesis.IsLocal(l.ChainID) {
		return nil, fmt.Errorf("%s: %w: chain id %q", dir, genesis.ErrDevelopmentKey, l.ChainID)
	}
	l.Dir, l.Binary = dir, binary
	// Homes follow the directory, so that a network may be moved while it is down.
	for i := range l.Nodes {
		l.Nodes[i].Home = filepath.Join(dir, l.Nodes[i].Name)
	}
	return l, nil
}

// Node is the node of that name, or ErrNodeUnknown.
func (l *Localnet) Node(name string) (Node, error) {
	for _, n := range l.Nodes {
		if n.Name == name {
			return n, nil
		}
	}
	return Node{}, fmt.Errorf("%w: %q; expected one of %v", ErrNodeUnknown, name, l.names())
}

func (l *Localnet) names() []string {
	names := make([]string, 0, len(l.Nodes))
	for _, n := range l.Nodes {
		names = append(names, n.Name)
	}
	return names
}

func (l *Localnet) save() error {
	raw, err := json.MarshalIndent(l, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(l.Dir, stateFile), append(raw, '\n'), 0o600)
}
