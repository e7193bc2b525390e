// SPDX-License-Identifier: Apache-2.0

package localnet

import (
	"fmt"
	"os"
	"path/filepath"

	cmtcfg "github.com/cometbft/cometbft/config"
	"github.com/cometbft/cometbft/p2p"

	"github.com/taelnet/tael/networks"
	"github.com/taelnet/tael/networks/genesis"
)

// nodeConfig is a node's config.toml: the network's limits and timings, loopback and a full mesh of peers.
func (l *Localnet) nodeConfig(n Node, keys genesis.Keys) *cmtcfg.Config {
	cfg := networks.NodeConfig(n.Role)
	cfg.SetRoot(n.Home)
	cfg.Moniker = n.Name
	cfg.P2P.ListenAddress = fmt.Sprintf("tcp://127.0.0.1:%d", n.Ports.P2P)
	cfg.P2P.AddrBookStrict = false
	cfg.P2P.AllowDuplicateIP = true
	cfg.RPC.ListenAddress = fmt.Sprintf("tcp://127.0.0.1:%d", n.Ports.RPC)
	// All nodes stop and start together here, so that each finds its own signature in the last blocks.
	cfg.Consensus.DoubleSignCheckHeight = 0

	var peers []networks.Peer
	for _, other := range l.Nodes {
		if other.Name != n.Name {
			peers = append(peers, networks.Peer{
				ID:      string(p2p.PubKeyToID(keys.Node(other.Name).PubKey())),
				Address: fmt.Sprintf("127.0.0.1:%d", other.Ports.P2P),
			})
		}
	}
	networks.SetPersistentPeers(cfg, peers)
	return cfg
}

// appConfig is a node's app.toml.
func appConfig(n Node) networks.AppConfig {
	cfg := networks.NodeAppConfig(n.Role)
	cfg.GRPC.Address = n.GRPC()
	cfg.API.Address = fmt.Sprintf("tcp://127.0.0.1:%d", n.Ports.REST)
	return cfg
}

// writeClientConfig makes the home usable as --home of client commands too.
func writeClientConfig(n Node, chainID string) error {
	text := fmt.Sprintf("chain-id = %q\nkeyring-backend = \"test\"\noutput = \"text\"\nnode = %q\nbroadcast-mode = \"sync\"\n",
		chainID, fmt.Sprintf("tcp://127.0.0.1:%d", n.Ports.RPC))
	return os.WriteFile(filepath.Join(n.Home, "config", "client.toml"), []byte(text), 0o600)
}
