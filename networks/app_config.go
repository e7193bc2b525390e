// SPDX-License-Identifier: Apache-2.0

package networks

import (
	"fmt"
	"strconv"

	serverconfig "github.com/cosmos/cosmos-sdk/server/config"
	pruningtypes "github.com/cosmos/cosmos-sdk/store/v2/pruning/types"
)

// NodeRoleOption is the key under which an app option or an environment variable names the node's role.
const NodeRoleOption = "tael.node-role"

// SignatureBatchesOption is the key of TaelConfig.SignatureBatches.
const SignatureBatchesOption = "tael.signature-batches"

// StateCommitment is how a node keeps and hashes its state; the app reads it from [tael] state-commitment in app.toml.
// Every kind comes to the same hashes.
type StateCommitment string

const (
	// CommitmentIAVL keeps trees in the database, and every past state at the cost of every block.
	CommitmentIAVL StateCommitment = "iavl"

	// CommitmentMemory keeps trees in memory, with a changelog and snapshots on disk.
	CommitmentMemory StateCommitment = "memory"
)

// CommitmentOption is the key under which an app option or an environment variable names how state is kept;
// CommitmentDurableOption whether a block waits until it is on the disk.
const (
	CommitmentOption        = "tael.state-commitment"
	CommitmentDurableOption = "tael.state-commitment-durable"
)

// ParseStateCommitment reads a kind from a configuration file; an empty one is IAVL.
func ParseStateCommitment(s string) (StateCommitment, error) {
	switch kind := StateCommitment(s); kind {
	case "":
		return CommitmentIAVL, nil
	case CommitmentIAVL, CommitmentMemory:
		return kind, nil
	default:
		return "", fmt.Errorf("state-commitment: expected %s or %s, got %q", CommitmentIAVL, CommitmentMemory, s)
	}
}

// TaelConfig is the section [tael] of app.toml.
type TaelConfig struct {
	// NodeRole is one of validator, full and audit.
	NodeRole string `mapstructure:"node-role"`
	// SignatureBatches says that Ed25519 signatures of devices are verified together.
	SignatureBatches bool `mapstructure:"signature-batches"`
	// StateCommitment is one of iavl and memory.
	StateCommitment string `mapstructure:"state-commitment"`
	// StateCommitmentDurable has a node in memory wait at every block until it is on the disk.
	StateCommitmentDurable bool `mapstructure:"state-commitment-durable"`
}

// AppConfig is app.toml: the SDK's configuration and the section of this chain.
type AppConfig struct {
	serverconfig.Config `mapstructure:",squash"`
	Tael                TaelConfig `mapstructure:"tael"`
}

// AppConfigTemplate renders an AppConfig as app.toml.
const AppConfigTemplate = serverconfig.DefaultConfigTemplate + `
###############################################################################
###                                  Tael                                   ###
###############################################################################

[tael]

# What this node does in its network:
# validator: signs blocks and takes transactions
# full: follows the chain and passes transactions on
# audit: follows the chain, holds no validator key, keeps all history and refuses every transaction
node-role = "{{ .Tael.NodeRole }}"

# Verify the Ed25519 signatures of a batch of payments together. It changes what they cost, not which ones hold: nodes
# of one network may differ.
signature-batches = {{ .Tael.SignatureBatches }}
# How this node keeps and hashes its state. Both come to the same hashes; what is there is carried over by
# "taeld convert-state", with the node stopped.
# iavl: trees in the database. For nodes that answer queries of any height
# memory: trees in memory, with a changelog and snapshots in data/commitment. For validators: a block costs a fraction
state-commitment = "{{ .Tael.StateCommitment }}"

# With memory: true waits at every block until it is on the disk. False gives it to the operating system, and a loss of
# power may cost the last blocks, which the node then takes from its own block store and repeats
state-commitment-durable = {{ .Tael.StateCommitmentDurable }}
`

// NodeAppConfig is the application's configuration (app.toml) for a role.
func NodeAppConfig(role NodeRole) AppConfig {
	cfg := *serverconfig.DefaultConfig()
	// Fees do not exist here; the SDK refuses to start without a price, so the price is zero.
	cfg.MinGasPrices = "0cny"
	cfg.QueryGasLimit = QueryGasLimit
	// Measured: the cache costs more than it saves on wallets that seldom pay twice in a row.
	cfg.InterBlockCache = false
	cfg.Pruning = pruningtypes.PruningOptionCustom
	cfg.PruningKeepRecent = strconv.Itoa(KeepStates)
	cfg.PruningInterval = strconv.Itoa(PruneInterval)
	if role == RoleAudit {
		cfg.Pruning = pruningtypes.PruningOptionNothing
	}
	cfg.GRPC.MaxRecvMsgSize = MaxRequestBytes
	cfg.GRPC.MaxSendMsgSize = MaxResponseBytes
	cfg.GRPCWeb.Enable = false
	cfg.API.Enable = role != RoleValidator
	return AppConfig{Config: cfg, Tael: TaelConfig{NodeRole: string(role), SignatureBatches: true, StateCommitment: string(CommitmentIAVL)}}
}
