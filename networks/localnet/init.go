// SPDX-License-Identifier: Apache-2.0

package localnet

import (
	"fmt"
	"os"
	"path/filepath"

	cmtcfg "github.com/cometbft/cometbft/config"
	"github.com/cometbft/cometbft/p2p"
	"github.com/cometbft/cometbft/privval"

	serverconfig "github.com/cosmos/cosmos-sdk/server/config"
	genutiltypes "github.com/cosmos/cosmos-sdk/x/genutil/types"

	"github.com/taelnet/tael/networks"
	"github.com/taelnet/tael/networks/genesis"
)

// Options say what Init makes.
type Options struct {
	// Dir is where the network goes.
	Dir string
	// Binary is the taeld that runs the nodes.
	Binary string
	// BasePort is the first port; zero means DefaultBasePort.
	BasePort int
	// Genesis is the genesis of the network; its chain id must be tael-local-<n>.
	Genesis *genutiltypes.AppGenesis
}

// Init makes the homes of a new network: keys, genesis and configuration. It starts nothing. Nothing is left behind
// if it fails.
func Init(o Options) (_ *Localnet, err error) {
	if o.BasePort == 0 {
		o.BasePort = DefaultBasePort
	}
	keys, origin, err := genesis.DevKeysOf(o.Genesis)
	if err != nil {
		return nil, err
	}
	dir, err := filepath.Abs(o.Dir)
	if err != nil {
		return nil, err
	}
	l := &Localnet{Dir: dir, Binary: o.Binary, ChainID: o.Genesis.ChainID, KeysOf: origin, BasePort: o.BasePort, grace: stopGrace}
	l.Nodes = nodes(dir, o.BasePort)
	if err := checkBasePort(o.BasePort, len(l.Nodes)); err != nil {
		return nil, err
	}
	if err := requireEmpty(dir); err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			for _, n := range l.Nodes {
				_ = os.RemoveAll(n.Home)
			}
		}
	}()
	for _, n := range l.Nodes {
		if err := l.initHome(n, keys, o.Genesis); err != nil {
			return nil, fmt.Errorf("home of %s: %w", n.Name, err)
		}
	}
	return l, l.save()
}

// nodes are the nodes of the local network: one per validator and the regulator's audit node.
func nodes(dir string, basePort int) []Node {
	var nodes []Node
	add := func(member string, role networks.NodeRole) {
		nodes = append(nodes, Node{
			Name: member, Role: role, Home: filepath.Join(dir, member), Ports: nodePorts(basePort, len(nodes)),
		})
	}
	for _, member := range genesis.LocalValidators() {
		add(member, networks.RoleValidator)
	}
	add(genesis.LocalAuditor, networks.RoleAudit)
	return nodes
}

// requireEmpty makes dir and refuses one that holds anything: a local network never overwrites.
func requireEmpty(dir string) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	for _, entry := range entries {
		if entry.Name() != lockFile {
			return fmt.Errorf("%s is not empty (it holds %s): choose another --home", dir, entry.Name())
		}
	}
	return nil
}

func (l *Localnet) initHome(n Node, keys genesis.Keys, gen *genutiltypes.AppGenesis) error {
	cfg := l.nodeConfig(n, keys)
	for _, dir := range []string{filepath.Join(n.Home, "config"), filepath.Join(n.Home, "data")} {
		if err := os.MkdirAll(dir, 0o700); err != nil {
			return err
		}
	}
	if err := (&p2p.NodeKey{PrivKey: keys.Node(n.Name)}).SaveAs(cfg.NodeKeyFile()); err != nil {
		return err
	}
	if n.Role == networks.RoleValidator {
		if err := writeValidatorKey(cfg, keys, n.Name); err != nil {
			return err
		}
	}
	if err := gen.SaveAs(cfg.GenesisFile()); err != nil {
		return err
	}
	cmtcfg.WriteConfigFile(filepath.Join(n.Home, "config", "config.toml"), cfg)
	serverconfig.SetConfigTemplate(networks.AppConfigTemplate)
	serverconfig.WriteConfigFile(filepath.Join(n.Home, "config", "app.toml"), appConfig(n))
	return writeClientConfig(n, l.ChainID)
}

// writeValidatorKey writes the marked key and an empty signing state: a validator that finds its key but no state
// refuses to start.
func writeValidatorKey(cfg *cmtcfg.Config, keys genesis.Keys, member string) error {
	raw, err := keys.MarkedValidatorKey(member)
	if err != nil {
		return err
	}
	pv := privval.NewFilePV(keys.Validator(member), cfg.PrivValidatorKeyFile(), cfg.PrivValidatorStateFile())
	pv.Save()
	return os.WriteFile(cfg.PrivValidatorKeyFile(), raw, 0o600)
}
