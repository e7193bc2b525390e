// SPDX-License-Identifier: Apache-2.0

package safety

import (
	"encoding/hex"
	"fmt"
	"strconv"

	pruningtypes "github.com/cosmos/cosmos-sdk/store/v2/pruning/types"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/taelnet/tael/networks"
)

// leastStates is the number of past states below which queries, proofs and a look at yesterday's trouble fail.
const leastStates = 1_000

// noPrice says whether a list of gas prices asks for nothing.
func noPrice(text string) bool {
	prices, err := sdk.ParseDecCoins(text)
	return err == nil && prices.IsZero()
}

// historyRows are about what a node keeps and where it takes it from.
func historyRows() []Row {
	return append([]Row{
		{
			ID: "H01", File: fileApp, Key: "pruning", Demand: "not everything",
			Why: "with two states left no query by height and no rollback works", Do: `set it to "custom"`, Grade: Refuse,
			look: func(h *Home) (string, bool) {
				return quoted(h.App.Pruning), h.App.Pruning != pruningtypes.PruningOptionEverything
			},
		},
		{
			ID: "H02", File: fileApp, Key: "pruning", Demand: "nothing", Why: "an audit node answers for every past height",
			Do: `set it to "nothing"`, Grade: Refuse, Roles: auditors,
			look: func(h *Home) (string, bool) {
				return quoted(h.App.Pruning), h.App.Pruning == pruningtypes.PruningOptionNothing
			},
		},
		{
			ID: "H03", File: fileApp, Key: "pruning", Demand: "custom or default", Why: "a disk that fills up stops the node",
			Do: `set it to "custom"; the audit node keeps all`, Grade: Warn, Roles: untrusted,
			look: func(h *Home) (string, bool) {
				return quoted(h.App.Pruning), h.App.Pruning != pruningtypes.PruningOptionNothing
			},
		},
		{
			ID: "H04", File: fileApp, Key: "pruning-keep-recent", Demand: fmt.Sprintf("at least %d", leastStates),
			Why: "queries, proofs and a look back need states that are still there", Do: fmt.Sprintf("set it to %d", networks.KeepStates),
			Grade: Refuse, Roles: untrusted, look: func(h *Home) (string, bool) {
				n, err := strconv.ParseUint(h.App.PruningKeepRecent, 10, 64)
				return quoted(h.App.PruningKeepRecent), h.App.Pruning != pruningtypes.PruningOptionCustom || (err == nil && n >= leastStates)
			},
		},
		{
			ID: "H05", File: fileApp, Key: "min-retain-blocks", Demand: fmt.Sprintf("0, or at least %d and no audit node", networks.EvidenceAgeBlocks),
			Why: "misbehaviour is proven from blocks that are still there", Do: "set it to 0", Grade: Refuse,
			look: func(h *Home) (string, bool) {
				n := h.App.MinRetainBlocks
				return strconv.FormatUint(n, 10), n == 0 || (h.Role != networks.RoleAudit && n >= uint64(networks.EvidenceAgeBlocks))
			},
		},
		{
			ID: "H06", File: fileComet, Key: "tx_index.indexer", Demand: "null", Why: "a search of the index slows a validator",
			Do: `set it to "null"; full and audit nodes answer by hash`, Grade: Refuse, Roles: validators,
			look: func(h *Home) (string, bool) {
				return quoted(h.Comet.TxIndex.Indexer), h.Comet.TxIndex.Indexer == "null"
			},
		},
		{
			ID: "H07", File: fileComet, Key: "tx_index.indexer", Demand: "kv or psql", Why: "an audit node answers for every transaction",
			Do: `set it to "kv"`, Grade: Refuse, Roles: auditors,
			look: func(h *Home) (string, bool) {
				return quoted(h.Comet.TxIndex.Indexer), h.Comet.TxIndex.Indexer != "null"
			},
		},
		{
			ID: "H08", File: fileComet, Key: "storage.discard_abci_responses", Demand: "false",
			Why: "results of past blocks are what is audited", Do: "set it to false", Grade: Refuse, Roles: auditors,
			look: func(h *Home) (string, bool) { return is(h.Comet.Storage.DiscardABCIResponses, false) },
		},
	}, sourceRows()...)
}

func sourceRows() []Row {
	return []Row{
		{
			ID: "H09", File: fileComet, Key: "statesync.enable", Demand: "false",
			Why: "a state that was fetched has no history to audit", Do: "set it to false and let the node execute every block",
			Grade: Refuse, Roles: auditors, look: func(h *Home) (string, bool) { return is(h.Comet.StateSync.Enable, false) },
		},
		{
			ID: "H10", File: fileComet, Key: "statesync.rpc_servers", Demand: "at least two", Why: "one witness can lie alone",
			Do: "name two nodes of your own or of members you trust", Grade: Refuse, Roles: untrusted,
			look: func(h *Home) (string, bool) {
				n := len(h.Comet.StateSync.RPCServers)
				return strconv.Itoa(n), !h.Comet.StateSync.Enable || n >= 2
			},
		},
		{
			ID: "H11", File: fileComet, Key: "statesync.trust_hash", Demand: "a height above zero and its hash of 32 bytes",
			Why: "without a hash that a person compared, the node believes whoever answers", Do: "take both from a node of your own",
			Grade: Refuse, Roles: untrusted, look: func(h *Home) (string, bool) {
				s := h.Comet.StateSync
				hash, err := hex.DecodeString(s.TrustHash)
				return fmt.Sprintf("%q at %d", s.TrustHash, s.TrustHeight), !s.Enable || (err == nil && len(hash) == 32 && s.TrustHeight > 0)
			},
		},
		{
			ID: "H12", File: fileComet, Key: "statesync.trust_period", Demand: fmt.Sprintf("above zero, at most %s", networks.EvidenceAge),
			Why: "beyond the age of evidence a lying validator can no longer be punished", Do: fmt.Sprintf("set it to %q", networks.EvidenceAge),
			Grade: Refuse, Roles: untrusted, look: func(h *Home) (string, bool) {
				s := h.Comet.StateSync
				return s.TrustPeriod.String(), !s.Enable || (s.TrustPeriod > 0 && s.TrustPeriod <= networks.EvidenceAge)
			},
		},
		{
			ID: "H13", File: fileComet, Key: "db_backend", Demand: "not memdb", Why: "memory forgets the chain and the signing state at stop",
			Do: `set it to "goleveldb"`, Grade: Refuse,
			look: func(h *Home) (string, bool) { return quoted(h.Comet.DBBackend), h.Comet.DBBackend != "memdb" },
		},
		{
			ID: "H14", File: fileApp, Key: "app-db-backend", Demand: "not memdb", Why: "memory forgets the state at stop",
			Do: `set it to ""`, Grade: Refuse,
			look: func(h *Home) (string, bool) { return quoted(h.App.AppDBBackend), h.App.AppDBBackend != "memdb" },
		},
		{
			ID: "H15", File: fileApp, Key: "iavl-cache-size", Demand: "above zero", Why: "without it every read goes to disk",
			Do: "set it to 781250", Grade: Warn,
			look: func(h *Home) (string, bool) {
				return strconv.FormatUint(h.App.IAVLCacheSize, 10), h.App.IAVLCacheSize > 0
			},
		},
		{
			ID: "H16", File: fileApp, Key: "iavl-disable-fastnode", Demand: "false", Why: "without it a read walks the tree",
			Do: "set it to false", Grade: Warn, look: func(h *Home) (string, bool) { return is(h.App.IAVLDisableFastNode, false) },
		},
	}
}
