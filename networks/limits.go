// SPDX-License-Identifier: Apache-2.0

package networks

import "fmt"

// Limit is one row of the table of limits in the README.
type Limit struct {
	// Name is the constant's name.
	Name string
	// Value is the constant with its unit, as the README writes it.
	Value string
	// Scope is where it takes effect: genesis, config.toml, app.toml or a module's parameter.
	Scope string
}

// Limits lists every limit and timing of a network, in the order of the README.
func Limits() []Limit {
	return append(chainLimits(), nodeLimits()...)
}

func chainLimits() []Limit {
	return []Limit{
		{"MaxBlockBytes", bytesText(MaxBlockBytes), "genesis"},
		{"MaxBatchInstructions", count(MaxBatchInstructions), "chain"},
		{"MaxBatchBytes", bytesText(MaxBatchBytes), "chain"},
		{"MaxTxBytes", bytesText(MaxTxBytes), "config.toml"},
		{"FullBatchGas", count(FullBatchGas), "chain"},
		{"BlockBatches", count(BlockBatches), "chain"},
		{"MaxBlockGas", count(MaxBlockGas), "genesis"},
		{"InstitutionShare", count(InstitutionShare), "chain"},
		{"EvidenceAge", EvidenceAge.String(), "genesis"},
		{"EvidenceAgeBlocks", count(EvidenceAgeBlocks), "genesis"},
		{"EvidenceBytes", bytesText(EvidenceBytes), "genesis"},
		{"ValidAhead", ValidAhead.String(), "genesis"},
		{"Retention", Retention.String(), "genesis"},
		{"MaxPageLimit", count(MaxPageLimit), "chain"},
	}
}

func nodeLimits() []Limit {
	return []Limit{
		{"MempoolTxs", count(MempoolTxs), "node"},
		{"MempoolBytes", bytesText(MempoolBytes), "node"},
		{"GossipTxs", count(GossipTxs), "config.toml"},
		{"GossipBytes", bytesText(GossipBytes), "config.toml"},
		{"MempoolCacheTxs", count(MempoolCacheTxs), "config.toml"},
		{"QueryGasLimit", count(QueryGasLimit), "app.toml"},
		{"MaxRequestBytes", bytesText(MaxRequestBytes), "app.toml"},
		{"MaxResponseBytes", bytesText(MaxResponseBytes), "app.toml"},
		{"PeerRate", count(PeerRate) + " B/s", "config.toml"},
		{"PeerPacketBytes", bytesText(PeerPacketBytes), "config.toml"},
		{"KeepStates", count(KeepStates), "app.toml"},
		{"PruneInterval", count(PruneInterval), "app.toml"},
		{"DoubleSignCheckBlocks", count(DoubleSignCheckBlocks), "config.toml"},
		{"TimeoutCommit", TimeoutCommit.String(), "config.toml"},
		{"TimeoutPropose", TimeoutPropose.String(), "config.toml"},
		{"TimeoutVote", TimeoutVote.String(), "config.toml"},
		{"TimeoutDelta", TimeoutDelta.String(), "config.toml"},
		{"PeerGossipSleep", PeerGossipSleep.String(), "config.toml"},
		{"PeerFlushThrottle", PeerFlushThrottle.String(), "config.toml"},
		{"PeerDialPeriod", PeerDialPeriod.String(), "config.toml"},
		{"BlockTimeTolerance", BlockTimeTolerance.String(), "config.toml"},
	}
}

// count writes a number with commas between its thousands.
func count(n int64) string {
	if n < 1_000 {
		return fmt.Sprint(n)
	}
	return fmt.Sprintf("%s,%03d", count(n/1_000), n%1_000)
}

// bytesText writes a size in the largest binary unit that divides it.
func bytesText(n int64) string {
	switch {
	case n%(1<<20) == 0:
		return fmt.Sprintf("%d MiB", n>>20)
	case n%(1<<10) == 0:
		return fmt.Sprintf("%d KiB", n>>10)
	default:
		return fmt.Sprintf("%d B", n)
	}
}
