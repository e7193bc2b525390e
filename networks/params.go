// SPDX-License-Identifier: Apache-2.0

// Package networks holds the limits and timings of a Tael network in one place, and the node configuration and
// consensus parameters that follow from them. A test compares genesis, node configuration and the README with it.
package networks

import "time"

// Limits of the chain. Every validator holds them; a change of one is a change of the network.
const (
	// MaxBlockBytes is the largest block in bytes, header, evidence and commit included.
	MaxBlockBytes = 2 << 20

	// MaxBatchInstructions is the largest number of instructions in one batch.
	MaxBatchInstructions = 1_000

	// MaxBatchBytes is the largest transaction that carries a batch, in bytes, counted on the whole TxRaw.
	MaxBatchBytes = 256 << 10

	// MaxTxBytes is the largest transaction a node takes into its mempool, in bytes. It lies above MaxBatchBytes so
	// that a batch at the boundary can be sent and a batch beyond it is refused with the chain's own error.
	MaxTxBytes = 272 << 10

	// FullBatchGas is the ceiling of the price of a full batch: MaxBatchInstructions instructions with their dearest
	// signatures and MaxBatchBytes bytes by the gas price list.
	FullBatchGas = 25_000_000

	// BlockBatches is the number of full batches that fit into one block by gas.
	BlockBatches = 10

	// MaxBlockGas is the largest sum of gas wanted in a block.
	MaxBlockGas = BlockBatches * FullBatchGas

	// InstitutionShare is the part of a block, by bytes and by gas, that the payments of one institution take at most:
	// one in this many. A block that one institution floods then takes little longer than any other, and those beside
	// it do not wait for it. One transaction is always within the share.
	InstitutionShare = 4

	// EvidenceAge is how long misbehaviour can be proven; both ages must be over before evidence is too old.
	EvidenceAge = 48 * time.Hour

	// EvidenceAgeBlocks is EvidenceAge in blocks at the shortest block interval, TimeoutCommit.
	EvidenceAgeBlocks = int64(EvidenceAge / TimeoutCommit)

	// EvidenceBytes is the largest amount of evidence in a block, in bytes.
	EvidenceBytes = 64 << 10

	// ValidAhead (V) is how far ahead of block time an instruction's valid_until may lie.
	ValidAhead = 24 * time.Hour

	// Retention (R) is how long the chain remembers a UETR after the last change of its record.
	Retention = 35 * 24 * time.Hour

	// MaxPageLimit is the largest page of a query, in records.
	MaxPageLimit = 500
)

// Limits of a node. They protect the operator's machine and may differ between nodes.
const (
	// MempoolTxs is the largest number of transactions waiting in a node, in the application's pool.
	MempoolTxs = 5_000

	// MempoolBytes is the largest sum of transactions waiting in a node, in bytes, in the application's pool.
	MempoolBytes = 64 << 20

	// GossipTxs is the capacity of CometBFT's pool in transactions. It holds what the application's pool let in and is
	// never the one that is full: it would refuse an order behind payments.
	GossipTxs = 10 * MempoolTxs

	// GossipBytes is the capacity of CometBFT's pool in bytes.
	GossipBytes = 10 * MempoolBytes

	// MempoolCacheTxs is the number of transaction hashes a node remembers so as not to check one twice: twice what
	// CometBFT's pool holds.
	MempoolCacheTxs = 2 * GossipTxs

	// QueryGasLimit is the gas one query may use: several full pages, and far from a scan of a store.
	QueryGasLimit = 50_000_000

	// MaxRequestBytes is the largest gRPC request in bytes: a transaction of MaxTxBytes with room.
	MaxRequestBytes = 8 << 20

	// MaxResponseBytes is the largest gRPC answer in bytes: a full block with its decoded transactions.
	MaxResponseBytes = 16 << 20

	// PeerRate is what a node sends to and takes from one peer, in bytes per second.
	PeerRate = 100_000_000

	// PeerPacketBytes is the payload of one packet between peers, in bytes.
	PeerPacketBytes = 16 << 10

	// KeepStates is the number of past states a validator keeps for queries and proofs.
	KeepStates = 10_000

	// PruneInterval is the number of blocks between two prunings of past states.
	PruneInterval = 100

	// DoubleSignCheckBlocks is the number of past blocks in which a starting validator looks for its own signature
	// and refuses to start if it finds one: another process may be signing with its key. A local network sets it to
	// zero, because there all validators stop and start together.
	DoubleSignCheckBlocks = 10
)

// Timings of consensus. They are set per node, and all nodes of a network should agree on them.
const (
	// TimeoutCommit is the pause after a block before the next one starts, hence the shortest block interval.
	TimeoutCommit = 100 * time.Millisecond

	// TimeoutPropose is how long a node waits for a proposal before it votes for none. A dead proposer costs this.
	TimeoutPropose = 1_000 * time.Millisecond

	// TimeoutVote is how long a node waits for late votes once two thirds have voted, but not for one block.
	TimeoutVote = 200 * time.Millisecond

	// TimeoutDelta is added to each of these per round.
	TimeoutDelta = 250 * time.Millisecond

	// PeerGossipSleep is the pause of a gossip routine that has nothing to send.
	PeerGossipSleep = 5 * time.Millisecond

	// PeerFlushThrottle is how long small packets to a peer wait for company.
	PeerFlushThrottle = time.Millisecond

	// PeerDialPeriod is the longest pause between two attempts to reach a lost persistent peer.
	PeerDialPeriod = 2 * time.Second

	// BlockTimeTolerance is how far ahead of a node's clock a block's time may lie; a node further behind stops.
	BlockTimeTolerance = 60 * time.Second
)
