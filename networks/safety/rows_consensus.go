// SPDX-License-Identifier: Apache-2.0

package safety

import (
	"fmt"
	"strconv"
	"time"

	cmtcfg "github.com/cometbft/cometbft/config"

	"github.com/taelnet/tael/networks"
)

// consensusRows are about how the node votes.
func consensusRows() []Row {
	rows := []Row{
		{
			ID: "C01", File: fileComet, Key: "consensus.double_sign_check_height",
			Demand: fmt.Sprintf("at least %d", networks.DoubleSignCheckBlocks), Local: true,
			Why: "a starting validator must notice another process that signs with its key; 0 is off",
			Do:  fmt.Sprintf("set it to %d", networks.DoubleSignCheckBlocks), Grade: Refuse, Roles: validators,
			look: func(h *Home) (string, bool) {
				n := h.Comet.Consensus.DoubleSignCheckHeight
				return strconv.FormatInt(n, 10), n >= networks.DoubleSignCheckBlocks
			},
		},
		{
			ID: "C02", File: fileComet, Key: "blocksync.adaptive_sync", Demand: "false",
			Why: "a validator that fetches and votes at once risks voting twice", Do: "set it to false", Grade: Refuse, Roles: validators,
			look: func(h *Home) (string, bool) { return is(h.Comet.BlockSync.AdaptiveSync, false) },
		},
		{
			ID: "C03", File: fileComet, Key: "consensus.create_empty_blocks", Demand: "true",
			Why: "block time is the median of the previous votes: after a pause it is as old as the pause", Do: "set it to true",
			Grade: Refuse, look: func(h *Home) (string, bool) { return is(h.Comet.Consensus.CreateEmptyBlocks, true) },
		},
		{
			ID: "C04", File: fileComet, Key: "consensus.create_empty_blocks_interval", Demand: "0s",
			Why: "block time is the median of the previous votes: after a pause it is as old as the pause", Do: `set it to "0s"`,
			Grade: Refuse, look: func(h *Home) (string, bool) {
				d := h.Comet.Consensus.CreateEmptyBlocksInterval
				return d.String(), d == 0
			},
		},
		{
			ID: "C05", File: fileComet, Key: "consensus.skip_timeout_commit", Demand: "false",
			Why: "without the pause the slowest validator's votes never enter a block", Do: "set it to false", Grade: Refuse,
			look: func(h *Home) (string, bool) { return is(h.Comet.Consensus.SkipTimeoutCommit, false) },
		},
		{
			ID: "C06", File: fileComet, Key: "consensus.block_time_tolerance",
			Demand: fmt.Sprintf("%s to %s", networks.BlockTimeTolerance/slack, networks.BlockTimeTolerance),
			Why:    "it bounds how far a block's time may run ahead of this node's clock", Do: fmt.Sprintf("set it to %q", networks.BlockTimeTolerance),
			Grade: Refuse, look: func(h *Home) (string, bool) {
				d := h.Comet.Consensus.BlockTimeTolerance
				return d.String(), d >= networks.BlockTimeTolerance/slack && d <= networks.BlockTimeTolerance
			},
		},
		{
			ID: "C07", File: fileApp, Key: "block-executor", Demand: `"sequential"`,
			Why: "that the same blocks give the same state is shown for this one", Do: `set it to "sequential"`, Grade: Refuse,
			look: func(h *Home) (string, bool) { return quoted(h.App.BlockExecutor), h.App.BlockExecutor == "sequential" },
		},
		{
			ID: "C08", File: fileComet, Key: "p2p.persistent_peers", Demand: "at least one",
			Why: "a validator without named peers votes for nobody to hear", Do: "name the other members' nodes", Grade: Warn, Roles: validators,
			look: func(h *Home) (string, bool) {
				return quoted(h.Comet.P2P.PersistentPeers), h.Comet.P2P.PersistentPeers != ""
			},
		},
	}
	return append(rows, timeoutRows()...)
}

// farOff is how many times longer, or shorter, a timeout may be than the network's.
const farOff = 5

func timeoutRows() []Row {
	timeouts := []struct {
		id, key string
		network time.Duration
		get     func(*cmtcfg.ConsensusConfig) time.Duration
	}{
		{"C09", "timeout_commit", networks.TimeoutCommit, func(c *cmtcfg.ConsensusConfig) time.Duration { return c.TimeoutCommit }},
		{"C10", "timeout_propose", networks.TimeoutPropose, func(c *cmtcfg.ConsensusConfig) time.Duration { return c.TimeoutPropose }},
		{"C11", "timeout_prevote", networks.TimeoutVote, func(c *cmtcfg.ConsensusConfig) time.Duration { return c.TimeoutPrevote }},
		{"C12", "timeout_precommit", networks.TimeoutVote, func(c *cmtcfg.ConsensusConfig) time.Duration { return c.TimeoutPrecommit }},
		{"C13", "timeout_propose_delta", networks.TimeoutDelta, func(c *cmtcfg.ConsensusConfig) time.Duration { return c.TimeoutProposeDelta }},
		{"C14", "timeout_prevote_delta", networks.TimeoutDelta, func(c *cmtcfg.ConsensusConfig) time.Duration { return c.TimeoutPrevoteDelta }},
		{"C15", "timeout_precommit_delta", networks.TimeoutDelta, func(c *cmtcfg.ConsensusConfig) time.Duration { return c.TimeoutPrecommitDelta }},
	}
	var rows []Row
	for _, t := range timeouts {
		rows = append(rows, Row{
			ID: t.id, File: fileComet, Key: "consensus." + t.key, Demand: fmt.Sprintf("%s to %s", t.network/farOff, t.network*farOff),
			Why: "validators with very different timeouts need many rounds to agree", Do: fmt.Sprintf("set it to %q", t.network),
			Grade: Refuse, Roles: validators, look: func(h *Home) (string, bool) {
				d := t.get(h.Comet.Consensus)
				return d.String(), d >= t.network/farOff && d <= t.network*farOff
			},
		})
	}
	return rows
}
