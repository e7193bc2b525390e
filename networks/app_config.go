// SPDX-License-Identifier: Apache-2.0

package networks

import (
	"strconv"

	serverconfig "github.com/cosmos/cosmos-sdk/server/config"
	pruningtypes "github.com/cosmos/cosmos-sdk/store/v2/pruning/types"
)

// NodeRoleOption is the key under which an app option or an environment variable names the node's role.
const NodeRoleOption = "tael.node-role"

// SignatureBatchesOption is the key of TaelConfig.SignatureBatches.
const SignatureBatchesOption = "tael.signature-batches"

// TaelConfig is the section [tael] of app.toml.
type TaelConfig struct {
	// NodeRole is one of validator, full and audit.
	NodeRole string `mapstructure:"node-role"`
	// SignatureBatches says that Ed25519 signatures of devices are verified together.
	SignatureBatches bool `mapstructure:"signature-batches"`
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
	return AppConfig{Config: cfg, Tael: TaelConfig{NodeRole: string(role), SignatureBatches: true}}
}
