// SPDX-License-Identifier: Apache-2.0

package cmd

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/cometbft/cometbft/privval"
	"github.com/stretchr/testify/require"

	"github.com/cosmos/cosmos-sdk/server"

	"github.com/taelnet/tael/networks"
	"github.com/taelnet/tael/networks/genesis"
)

// home is a node's directory with a genesis, and with a validator key and state of its own if asked for.
func home(t *testing.T, role, chainID string, key bool) *server.Context {
	t.Helper()
	ctx := server.NewDefaultContext()
	dir := t.TempDir()
	ctx.Config.SetRoot(dir)
	ctx.Viper.Set(networks.NodeRoleOption, role)
	for _, sub := range []string{"config", "data"} {
		require.NoError(t, os.MkdirAll(filepath.Join(dir, sub), 0o700))
	}
	gen, err := localGenesis(testChainID)
	require.NoError(t, err)
	gen.ChainID = chainID
	require.NoError(t, gen.SaveAs(ctx.Config.GenesisFile()))
	if key {
		privval.GenFilePV(ctx.Config.PrivValidatorKeyFile(), ctx.Config.PrivValidatorStateFile()).Save()
	}
	return ctx
}

func TestNodesStartInTheirRole(t *testing.T) {
	for role, key := range map[string]bool{"validator": true, "full": false, "audit": false} {
		t.Run(role, func(t *testing.T) {
			got, err := checkNode(home(t, role, "tael-1", key))
			require.NoError(t, err)
			require.EqualValues(t, role, got)
		})
	}
}

func TestAValidatorWithARemoteSignerNeedsNoKeyFile(t *testing.T) {
	ctx := home(t, "validator", "tael-1", false)
	ctx.Config.PrivValidatorListenAddr = "unix:///run/tael/signer.sock"
	got, err := checkNode(ctx)
	require.NoError(t, err)
	require.Equal(t, networks.RoleValidator, got)
}

func TestNodesThatCouldDoHarmDoNotStart(t *testing.T) {
	cases := map[string]struct {
		role  string
		key   bool
		spoil func(*testing.T, *server.Context)
		fail  string
	}{
		"an unknown role": {role: "observer", fail: `got "observer"`},
		"no genesis": {role: "full", spoil: func(t *testing.T, ctx *server.Context) {
			require.NoError(t, os.Remove(ctx.Config.GenesisFile()))
		}, fail: "taeld localnet up"},
		"an audit node with a validator key": {role: "audit", key: true, fail: "an audit node holds no validator key"},
		"a validator without its key":        {role: "validator", fail: "no validator key at"},
		"a key without its signing state": {role: "validator", key: true, spoil: func(t *testing.T, ctx *server.Context) {
			require.NoError(t, os.Remove(ctx.Config.PrivValidatorStateFile()))
		}, fail: "could sign twice"},
		"a key beside a remote signer": {role: "validator", key: true, spoil: func(_ *testing.T, ctx *server.Context) {
			ctx.Config.PrivValidatorListenAddr = "unix:///run/tael/signer.sock"
		}, fail: "a key in two places signs twice"},
		"an audit node with a remote signer": {role: "audit", spoil: func(_ *testing.T, ctx *server.Context) {
			ctx.Config.PrivValidatorListenAddr = "unix:///run/tael/signer.sock"
		}, fail: "take priv_validator_laddr out of config.toml"},
		"a signer that anybody could be": {role: "validator", spoil: func(_ *testing.T, ctx *server.Context) {
			ctx.Config.PrivValidatorListenAddr = "tcp://0.0.0.0:26659"
		}, fail: "names nobody"},
		"a development key": {role: "validator", key: true, spoil: func(t *testing.T, ctx *server.Context) {
			keys, err := genesis.DevKeys("tael-local-3")
			require.NoError(t, err)
			marked, err := keys.MarkedValidatorKey(genesis.BankA)
			require.NoError(t, err)
			require.NoError(t, os.WriteFile(ctx.Config.PrivValidatorKeyFile(), marked, 0o600))
		}, fail: "development keys are public"},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			ctx := home(t, tc.role, "tael-1", tc.key)
			if tc.spoil != nil {
				tc.spoil(t, ctx)
			}
			_, err := checkNode(ctx)
			require.ErrorContains(t, err, tc.fail)
		})
	}
}
