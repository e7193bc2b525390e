// SPDX-License-Identifier: Apache-2.0

package networks

import "strconv"

// Setting is a limit or timing as a key of config.toml or app.toml.
type Setting struct {
	// Key is the key with its section, as `taeld config show` takes it.
	Key string
	// Value is the text in the file.
	Value string
}

// Settings are the keys by which a node of that role holds the network's limits and timings.
func Settings(role NodeRole) []Setting {
	cfg, application := NodeConfig(role), NodeAppConfig(role)
	number := func(n int64) string { return strconv.FormatInt(n, 10) }
	return []Setting{
		{"consensus.timeout_commit", cfg.Consensus.TimeoutCommit.String()},
		{"consensus.timeout_propose", cfg.Consensus.TimeoutPropose.String()},
		{"consensus.timeout_propose_delta", cfg.Consensus.TimeoutProposeDelta.String()},
		{"consensus.timeout_prevote", cfg.Consensus.TimeoutPrevote.String()},
		{"consensus.timeout_prevote_delta", cfg.Consensus.TimeoutPrevoteDelta.String()},
		{"consensus.timeout_precommit", cfg.Consensus.TimeoutPrecommit.String()},
		{"consensus.timeout_precommit_delta", cfg.Consensus.TimeoutPrecommitDelta.String()},
		{"consensus.peer_gossip_sleep_duration", cfg.Consensus.PeerGossipSleepDuration.String()},
		{"consensus.block_time_tolerance", cfg.Consensus.BlockTimeTolerance.String()},
		{"consensus.create_empty_blocks", strconv.FormatBool(cfg.Consensus.CreateEmptyBlocks)},
		{"mempool.size", number(int64(cfg.Mempool.Size))},
		{"mempool.max_txs_bytes", number(cfg.Mempool.MaxTxsBytes)},
		{"mempool.max_tx_bytes", number(int64(cfg.Mempool.MaxTxBytes))},
		{"mempool.cache_size", number(int64(cfg.Mempool.CacheSize))},
		{"mempool.recheck", strconv.FormatBool(cfg.Mempool.Recheck)},
		{"p2p.flush_throttle_timeout", cfg.P2P.FlushThrottleTimeout.String()},
		{"p2p.max_packet_msg_payload_size", number(int64(cfg.P2P.MaxPacketMsgPayloadSize))},
		{"p2p.send_rate", number(cfg.P2P.SendRate)},
		{"p2p.recv_rate", number(cfg.P2P.RecvRate)},
		{"p2p.persistent_peers_max_dial_period", cfg.P2P.PersistentPeersMaxDialPeriod.String()},
		{"p2p.pex", strconv.FormatBool(cfg.P2P.PexReactor)},
		{"tx_index.indexer", cfg.TxIndex.Indexer},
		{"rpc.max_body_bytes", number(cfg.RPC.MaxBodyBytes)},
		{"query-gas-limit", strconv.FormatUint(application.QueryGasLimit, 10)},
		{"inter-block-cache", strconv.FormatBool(application.InterBlockCache)},
		{"pruning", application.Pruning},
		{"pruning-keep-recent", application.PruningKeepRecent},
		{"pruning-interval", application.PruningInterval},
		{"grpc.max-recv-msg-size", number(int64(application.GRPC.MaxRecvMsgSize))},
		{"grpc.max-send-msg-size", number(int64(application.GRPC.MaxSendMsgSize))},
	}
}
