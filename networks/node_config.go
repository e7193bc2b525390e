// SPDX-License-Identifier: Apache-2.0

package networks

import (
	"fmt"
	"strings"

	cmtcfg "github.com/cometbft/cometbft/config"
)

// NodeRole is what a node does in its network; the app reads it from [tael] node-role in app.toml.
type NodeRole string

const (
	// RoleValidator signs blocks, takes transactions and answers no public queries.
	RoleValidator NodeRole = "validator"

	// RoleFull follows the chain without a vote and passes transactions on.
	RoleFull NodeRole = "full"

	// RoleAudit follows the chain, has no validator key, keeps all history and refuses every transaction.
	RoleAudit NodeRole = "audit"
)

// ParseNodeRole reads a role from a configuration file; an empty one is a full node.
func ParseNodeRole(s string) (NodeRole, error) {
	switch role := NodeRole(s); role {
	case "":
		return RoleFull, nil
	case RoleValidator, RoleFull, RoleAudit:
		return role, nil
	default:
		return "", fmt.Errorf("node-role: expected %s, %s or %s, got %q", RoleValidator, RoleFull, RoleAudit, s)
	}
}

// NodeConfig is the consensus node's configuration (config.toml) for a role. Addresses and peers are the defaults of
// loopback; the caller sets its own.
func NodeConfig(role NodeRole) *cmtcfg.Config {
	cfg := cmtcfg.DefaultConfig()
	cfg.LogLevel = "error"
	if role == RoleValidator {
		cfg.TxIndex.Indexer = "null"
	}
	cfg.RPC.PprofListenAddress = ""
	cfg.RPC.MaxBodyBytes = MaxRequestBytes
	setConsensusTimings(cfg.Consensus)
	setMempool(cfg.Mempool, role)
	setPeers(cfg.P2P)
	return cfg
}

func setConsensusTimings(c *cmtcfg.ConsensusConfig) {
	c.TimeoutCommit = TimeoutCommit
	c.TimeoutPropose = TimeoutPropose
	c.TimeoutPrevote = TimeoutVote
	c.TimeoutPrecommit = TimeoutVote
	c.TimeoutProposeDelta = TimeoutDelta
	c.TimeoutPrevoteDelta = TimeoutDelta
	c.TimeoutPrecommitDelta = TimeoutDelta
	c.PeerGossipSleepDuration = PeerGossipSleep
	c.BlockTimeTolerance = BlockTimeTolerance
	c.DoubleSignCheckHeight = DoubleSignCheckBlocks
	// Block time is the median of the previous votes: a pause between blocks would make it as old as the pause.
	c.CreateEmptyBlocks = true
}

func setMempool(m *cmtcfg.MempoolConfig, role NodeRole) {
	m.Size = GossipTxs
	m.MaxTxsBytes = GossipBytes
	m.MaxTxBytes = MaxTxBytes
	m.CacheSize = MempoolCacheTxs
	// A lane has several transactions in flight: only a recheck re-applies their sequences to the new state, only a
	// recheck frees the place of what a block has made invalid, and what is not rechecked leaves the application's pool.
	m.Recheck = true
	// An audit node's application refuses every transaction, so that nothing waits there and the sender is told why.
	m.Broadcast = role != RoleAudit
}

func setPeers(p *cmtcfg.P2PConfig) {
	p.FlushThrottleTimeout = PeerFlushThrottle
	p.MaxPacketMsgPayloadSize = PeerPacketBytes
	p.SendRate = PeerRate
	p.RecvRate = PeerRate
	p.PersistentPeersMaxDialPeriod = PeerDialPeriod
	// Peers are named by configuration, never discovered.
	p.PexReactor = false
}

// Peer names a node to another: its id and its address, host and port.
type Peer struct {
	ID      string
	Address string
}

// SetPersistentPeers makes cfg keep a connection to every peer.
func SetPersistentPeers(cfg *cmtcfg.Config, peers []Peer) {
	entries := make([]string, 0, len(peers))
	for _, p := range peers {
		entries = append(entries, p.ID+"@"+p.Address)
	}
	cfg.P2P.PersistentPeers = strings.Join(entries, ",")
}
