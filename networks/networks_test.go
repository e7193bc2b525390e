// SPDX-License-Identifier: Apache-2.0

package networks_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	cmtcfg "github.com/cometbft/cometbft/config"
	"github.com/spf13/viper"
	"github.com/stretchr/testify/require"

	serverconfig "github.com/cosmos/cosmos-sdk/server/config"

	"github.com/taelnet/tael/networks"
)

func TestGenesisHoldsTheLimits(t *testing.T) {
	params := networks.ConsensusParams("tael1authority")

	require.NoError(t, params.ValidateBasic())
	require.EqualValues(t, 2_097_152, params.Block.MaxBytes)
	require.EqualValues(t, networks.MaxBlockGas, params.Block.MaxGas)
	require.EqualValues(t, 10*networks.FullBatchGas, params.Block.MaxGas)
	require.Equal(t, networks.EvidenceAge, params.Evidence.MaxAgeDuration)
	require.Equal(t, networks.EvidenceAge, time.Duration(params.Evidence.MaxAgeNumBlocks)*networks.TimeoutCommit)
	require.EqualValues(t, networks.EvidenceBytes, params.Evidence.MaxBytes)
	require.Equal(t, []string{"ed25519"}, params.Validator.PubKeyTypes)
	require.Equal(t, "tael1authority", params.Authority.Authority)
}

func TestLimitsFitEachOther(t *testing.T) {
	require.Less(t, networks.MaxBatchBytes, networks.MaxTxBytes, "a batch at the boundary can be sent")
	require.Less(t, networks.MaxTxBytes, networks.MaxBlockBytes, "the largest transaction fits a block")
	require.Less(t, networks.MaxTxBytes*4/3+1_024, networks.MaxRequestBytes, "the largest transaction fits a request, also in base64")
	require.Less(t, networks.MaxBlockBytes, networks.MaxResponseBytes, "a full block fits an answer")
	require.EqualValues(t, 10*networks.MempoolTxs, networks.GossipTxs, "gossip is never what is full")
	require.EqualValues(t, 10*networks.MempoolBytes, networks.GossipBytes, "in bytes neither")
	require.LessOrEqual(t, networks.ValidAhead, networks.Retention, "a UETR outlives the instructions that may name it")
}

func TestNodeConfigurationHoldsTheLimits(t *testing.T) {
	for _, role := range []networks.NodeRole{networks.RoleValidator, networks.RoleFull, networks.RoleAudit} {
		t.Run(string(role), func(t *testing.T) {
			cfg := networks.NodeConfig(role)

			require.NoError(t, cfg.ValidateBasic())
			require.Equal(t, networks.TimeoutCommit, cfg.Consensus.TimeoutCommit)
			require.Equal(t, networks.PeerGossipSleep, cfg.Consensus.PeerGossipSleepDuration)
			require.EqualValues(t, networks.DoubleSignCheckBlocks, cfg.Consensus.DoubleSignCheckHeight)
			require.EqualValues(t, 50_000, cfg.Mempool.Size)
			require.EqualValues(t, 640<<20, cfg.Mempool.MaxTxsBytes)
			require.EqualValues(t, 100_000, cfg.Mempool.CacheSize)
			require.True(t, cfg.Mempool.Recheck)
			require.Equal(t, cmtcfg.MempoolTypeFlood, cfg.Mempool.Type)
			require.EqualValues(t, 272<<10, cfg.Mempool.MaxTxBytes)
			require.Equal(t, time.Millisecond, cfg.P2P.FlushThrottleTimeout)
			require.EqualValues(t, 16<<10, cfg.P2P.MaxPacketMsgPayloadSize)
			require.EqualValues(t, 100_000_000, cfg.P2P.SendRate)
			require.EqualValues(t, 100_000_000, cfg.P2P.RecvRate)
			require.False(t, cfg.RPC.Unsafe)
			require.Contains(t, cfg.RPC.ListenAddress, "127.0.0.1")
		})
	}
}

func TestRolesDifferWhereTheyMust(t *testing.T) {
	require.Equal(t, "null", networks.NodeConfig(networks.RoleValidator).TxIndex.Indexer)
	require.Equal(t, "kv", networks.NodeConfig(networks.RoleAudit).TxIndex.Indexer)
	require.False(t, networks.NodeConfig(networks.RoleAudit).Mempool.Broadcast)
	require.True(t, networks.NodeConfig(networks.RoleValidator).Mempool.Broadcast)
	require.Equal(t, "nothing", networks.NodeAppConfig(networks.RoleAudit).Pruning)
	require.False(t, networks.NodeAppConfig(networks.RoleValidator).API.Enable, "validators serve no public queries")
}

func TestNodeRoleNames(t *testing.T) {
	cases := map[string]struct {
		text string
		role networks.NodeRole
		fail string
	}{
		"a validator is named":            {text: "validator", role: networks.RoleValidator},
		"an audit node is named":          {text: "audit", role: networks.RoleAudit},
		"no name is a full node":          {text: "", role: networks.RoleFull},
		"an unknown name is refused":      {text: "observer", fail: `expected validator, full or audit, got "observer"`},
		"a name in capitals is no name":   {text: "AUDIT", fail: `got "AUDIT"`},
		"a name with a space is no name ": {text: "audit ", fail: `got "audit "`},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			role, err := networks.ParseNodeRole(tc.text)
			if tc.fail != "" {
				require.ErrorContains(t, err, tc.fail)
				return
			}
			require.NoError(t, err)
			require.Equal(t, tc.role, role)
		})
	}
}

// What is written to the files is read back as the same limits, by the keys that people use.
func TestWrittenFilesHoldTheSettings(t *testing.T) {
	for _, role := range []networks.NodeRole{networks.RoleValidator, networks.RoleFull, networks.RoleAudit} {
		t.Run(string(role), func(t *testing.T) {
			dir := t.TempDir()
			cmtcfg.WriteConfigFile(filepath.Join(dir, "config.toml"), networks.NodeConfig(role))
			serverconfig.SetConfigTemplate(networks.AppConfigTemplate)
			serverconfig.WriteConfigFile(filepath.Join(dir, "app.toml"), networks.NodeAppConfig(role))

			v := viper.New()
			for _, name := range []string{"config.toml", "app.toml"} {
				v.SetConfigFile(filepath.Join(dir, name))
				require.NoError(t, v.MergeInConfig())
			}
			for _, s := range networks.Settings(role) {
				require.Equal(t, s.Value, v.GetString(s.Key), s.Key)
			}
			require.Equal(t, string(role), v.GetString(networks.NodeRoleOption))
		})
	}
}

func TestReadmeTableIsTheLimits(t *testing.T) {
	raw, err := os.ReadFile("README.md")
	require.NoError(t, err)

	var rows []networks.Limit
	for _, line := range strings.Split(string(raw), "\n") {
		cells := strings.Split(line, "|")
		if len(cells) != 6 || !strings.HasPrefix(strings.TrimSpace(cells[1]), "`") {
			continue
		}
		cell := func(i int) string { return strings.Trim(strings.TrimSpace(cells[i]), "`") }
		rows = append(rows, networks.Limit{Name: cell(1), Value: cell(2), Scope: cell(3)})
	}
	require.Equal(t, networks.Limits(), rows)
}
