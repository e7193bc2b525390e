// SPDX-License-Identifier: Apache-2.0

package cmd

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/cometbft/cometbft/privval"
	"github.com/stretchr/testify/require"

	svrcmd "github.com/cosmos/cosmos-sdk/server/cmd"

	"github.com/taelnet/tael/networks/genesis"
	"github.com/taelnet/tael/networks/localnet"
	"github.com/taelnet/tael/networks/safety"
)

// checkedHome is the home of bank-a on a local network that does not run, with the chain id given.
func checkedHome(t *testing.T, chainID string) string {
	t.Helper()
	gen, err := localGenesis(testChainID)
	require.NoError(t, err)
	net, err := localnet.Init(localnet.Options{Dir: t.TempDir(), Binary: "taeld", BasePort: 24_800, Genesis: gen})
	require.NoError(t, err)
	node, err := net.Node(genesis.BankA)
	require.NoError(t, err)
	gen.ChainID = chainID
	require.NoError(t, gen.SaveAs(filepath.Join(node.Home, "config", "genesis.json")))
	return node.Home
}

func command(t *testing.T, args ...string) (string, error) {
	t.Helper()
	root, err := NewRoot()
	require.NoError(t, err)
	var out bytes.Buffer
	root.SetOut(&out)
	root.SetErr(&out)
	root.SetArgs(args)
	err = svrcmd.Execute(root, EnvPrefix, t.TempDir())
	return out.String(), err
}

func TestConfigCheckPassesALocalHome(t *testing.T) {
	out, err := command(t, "config", "check", "--home", checkedHome(t, testChainID))
	require.NoError(t, err)
	require.Contains(t, out, "0 note, 0 warn, 0 refuse")
}

func TestConfigCheckSaysWhatIsUnsafe(t *testing.T) {
	home := checkedHome(t, "tael-1")
	out, err := command(t, "config", "check", "--home", home)
	require.ErrorIs(t, err, safety.ErrUnsafe)
	require.ErrorContains(t, err, "8 rows refuse the validator node at "+home+" on tael-1")
	require.Contains(t, out, "refuse  C01  config.toml   consensus.double_sign_check_height")
	require.Contains(t, out, "C01 consensus.double_sign_check_height: a starting validator must notice")

	out, err = command(t, "config", "check", "--home", home, "--output", "json")
	require.ErrorIs(t, err, safety.ErrUnsafe)
	var document struct {
		ChainID  string           `json:"chain_id"`
		Role     string           `json:"role"`
		Counts   map[string]int   `json:"counts"`
		Findings []safety.Finding `json:"findings"`
	}
	require.NoError(t, json.Unmarshal([]byte(out), &document))
	require.Equal(t, "tael-1", document.ChainID)
	require.Equal(t, "validator", document.Role)
	require.Equal(t, 8, document.Counts["refuse"])
	require.Greater(t, len(document.Findings), 90)
	for _, f := range document.Findings {
		if f.ID == "C01" {
			require.Equal(t, safety.Finding{
				ID: "C01", Verdict: safety.Refuse, File: "config.toml", Key: "consensus.double_sign_check_height", Found: "0", Expected: "at least 10",
				Why: "a starting validator must notice another process that signs with its key; 0 is off", Do: "set it to 10",
			}, f)
		}
	}
}

// A home that is refused does not start, and nothing of it is touched.
func TestAnUnsafeHomeDoesNotStart(t *testing.T) {
	home := checkedHome(t, "tael-1")
	require.NoError(t, os.Remove(filepath.Join(home, "config", "priv_validator_key.json")))
	_, err := command(t, "start", "--home", home)
	require.ErrorContains(t, err, "no validator key at")

	home = checkedHome(t, "tael-sandbox-1")
	privval.GenFilePV(filepath.Join(home, "config", "priv_validator_key.json"), filepath.Join(home, "data", "priv_validator_state.json")).Save()
	_, err = command(t, "start", "--home", home)
	require.ErrorIs(t, err, safety.ErrUnsafe)
	require.ErrorContains(t, err, "C01: config.toml consensus.double_sign_check_height is 0, expected at least 10")
	require.ErrorContains(t, err, "taeld config check")
	require.NoDirExists(t, filepath.Join(home, "data", "application.db"))
	require.NoDirExists(t, filepath.Join(home, "data", "blockstore.db"))
}
