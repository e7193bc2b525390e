// SPDX-License-Identifier: Apache-2.0

package faults

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"github.com/cosmos/cosmos-sdk/codec"
	genutiltypes "github.com/cosmos/cosmos-sdk/x/genutil/types"

	"github.com/taelnet/tael/client"
	"github.com/taelnet/tael/networks"
	"github.com/taelnet/tael/networks/genesis"
	"github.com/taelnet/tael/networks/localnet"
	"github.com/taelnet/tael/x/consortium"
)

// ChainID is the chain of every seed; each seed has a fresh one.
const ChainID = "tael-local-4"

const (
	// blockGas is the gas of a block of these networks, some 120 payments. It is a fraction of the real one, so that
	// two cores can offer three times of what the blocks hold.
	blockGas = 1_000_000
	// quotaRate is what a custodian may ask for in each second: all of its share of the blocks at their shortest interval.
	quotaRate = blockGas / networks.InstitutionShare * uint64(time.Second/networks.TimeoutCommit)
)

// Network is four validators and an audit node with breakable wires between them.
type Network struct {
	Dir   string
	Nodes []*Node
	Wires Wires
}

// newNetwork makes the homes of a network in dir and lays its wires; it starts nothing.
func newNetwork(dir, binary, form string, base int) (*Network, error) {
	gen, err := localGenesis(binary)
	if err != nil {
		return nil, err
	}
	local, err := localnet.Init(localnet.Options{Dir: dir, Binary: binary, BasePort: base, Genesis: gen})
	if err != nil {
		return nil, err
	}
	wires, err := newWires(form, base, local.Nodes)
	if err != nil {
		return nil, err
	}
	net := &Network{Dir: local.Dir, Wires: wires}
	for i, n := range local.Nodes {
		for _, name := range []string{"config.toml", "app.toml"} {
			file := filepath.Join(n.Home, "config", name)
			raw, err := os.ReadFile(file)
			if err != nil {
				return nil, firstError(err, wires.Close())
			}
			if err := os.WriteFile(file, []byte(wires.Configure(i, string(raw))), 0o600); err != nil {
				return nil, firstError(err, wires.Close())
			}
		}
		net.Nodes = append(net.Nodes, &Node{Node: n, Place: i, binary: binary, wires: wires})
	}
	return net, nil
}

// localGenesis is the genesis of the local network as the binary makes it, with smaller blocks.
func localGenesis(binary string) (*genutiltypes.AppGenesis, error) {
	cmd := exec.Command(binary, "genesis", "local", ChainID)
	var complaint strings.Builder
	cmd.Stderr = &complaint
	raw, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("genesis: %w: %s", err, complaint.String())
	}
	gen := &genutiltypes.AppGenesis{}
	if err := json.Unmarshal(raw, gen); err != nil {
		return nil, fmt.Errorf("genesis: %w", err)
	}
	gen.Consensus.Params.Block.MaxGas = blockGas
	gen.AppState, err = withQuotas(gen.AppState)
	return gen, err
}

// withQuotas are the modules' states with quotas in proportion to these blocks.
func withQuotas(state json.RawMessage) (json.RawMessage, error) {
	quota := consortium.Quota{Rate: quotaRate, Burst: consortium.MinQuotaBurst}
	policy, err := codec.ProtoMarshalJSON(&consortium.QuotaPolicy{Base: quota}, nil)
	if err != nil {
		return nil, err
	}
	var modules, members map[string]json.RawMessage
	if err := json.Unmarshal(state, &modules); err != nil {
		return nil, fmt.Errorf("genesis: %w", err)
	}
	if err := json.Unmarshal(modules[consortium.ModuleName], &members); err != nil {
		return nil, fmt.Errorf("genesis of %s: %w", consortium.ModuleName, err)
	}
	members["quotas"] = policy
	if modules[consortium.ModuleName], err = json.Marshal(members); err != nil {
		return nil, err
	}
	return json.Marshal(modules)
}

// start starts all nodes and waits for the first blocks of each.
func (n *Network) start(ctx context.Context) error {
	for _, node := range n.Nodes {
		if err := node.Start(-1); err != nil {
			return err
		}
	}
	for _, node := range n.Nodes {
		for {
			status, err := node.status(ctx)
			if err == nil && status.height >= 2 {
				break
			}
			if !node.Running() {
				return fmt.Errorf("%s stopped while starting, see %s", node.Name, node.LogFile())
			}
			if err := pause(ctx, 50*time.Millisecond); err != nil {
				return fmt.Errorf("%s did not make two blocks: %w", node.Name, err)
			}
		}
	}
	return nil
}

// stop ends all nodes and takes the wires away.
func (n *Network) stop() error {
	ends := make(chan error, len(n.Nodes))
	for _, node := range n.Nodes {
		go func() { ends <- node.Kill() }()
	}
	var errs []error
	for range n.Nodes {
		errs = append(errs, <-ends)
	}
	return errors.Join(append(errs, n.Wires.Close())...)
}

// node is the node of a member.
func (n *Network) node(name string) *Node {
	for _, node := range n.Nodes {
		if node.Name == name {
			return node
		}
	}
	return nil
}

// dial connects a backend whose first node is that of its own member. Blocks are read from all nodes.
func (n *Network) dial(ctx context.Context, member string) (*client.Client, error) {
	cfg := client.Config{ChainID: ChainID}
	own := n.node(member)
	order := make([]*Node, 0, len(n.Nodes)+1)
	if own != nil {
		order = append(order, own)
	}
	order = append(order, n.Nodes...)
	seen := map[string]bool{}
	for _, node := range order {
		if seen[node.Name] {
			continue
		}
		seen[node.Name] = true
		e := client.Endpoint{GRPC: node.GRPC(), RPC: node.RPC()}
		cfg.Followers = append(cfg.Followers, e)
		if node.Name != genesis.LocalAuditor {
			cfg.Endpoints = append(cfg.Endpoints, e)
		}
	}
	return client.Dial(ctx, cfg)
}
