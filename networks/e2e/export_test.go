// SPDX-License-Identifier: Apache-2.0

//go:build e2e

package e2e

import (
	"fmt"
	"math/rand"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/taelnet/tael/networks/genesis"
	"github.com/taelnet/tael/networks/localnet"
)

// exportIsGenesis writes the state of a stopped node, of a height that lies behind it, as the genesis of another chain,
// which then goes on from there beside the first.
func exportIsGenesis(t *testing.T, network *localnet.Localnet) {
	n, err := network.Node(genesis.Regulator) // the audit node keeps every state
	require.NoError(t, err)
	height := 1 + rand.Int63n(highest(t, network)-1)
	require.NoError(t, network.Stop(n.Name))
	file, again := filepath.Join(t.TempDir(), "export.json"), filepath.Join(t.TempDir(), "again.json")

	for want, args := range map[string][]string{
		"name it with --new-chain-id":                      nil,
		`expected tael-local-<n> with n above 1`:           {"--new-chain-id", network.ChainID},
		"expected a height from 1 to":                      {"--new-chain-id", "tael-local-2", "--height", "1000000000"},
		`expected tael-local-<n> with n above 1, got "tae`: {"--new-chain-id", "tael-2"},
	} {
		out, err := taeld(append([]string{"export", "--home", n.Home}, args...)...)
		require.Error(t, err)
		require.Contains(t, out, want)
	}
	for _, document := range []string{file, again} {
		out, err := taeld("export", "--home", n.Home, "--height", fmt.Sprint(height), "--new-chain-id", "tael-local-2", "--output-document", document)
		require.NoError(t, err, out)
	}
	first, err := os.ReadFile(file)
	require.NoError(t, err)
	second, err := os.ReadFile(again)
	require.NoError(t, err)
	require.Equal(t, string(first), string(second), "an export changes nothing and depends on nothing but the height")
	out, err := taeld("genesis", "validate", file)
	require.NoError(t, err, out)
	require.NoError(t, network.StartNode(n.Name))

	dir := filepath.Join(t.TempDir(), "second")
	out, err = taeld("localnet", "up", "--home", dir, "--base-port", fmt.Sprint(basePort+100), "--genesis", file)
	require.NoError(t, err, out)
	successor, err := localnet.Open(dir, binary)
	require.NoError(t, err)
	defer func() { require.NoError(t, successor.Down()) }()
	require.Equal(t, "tael-local-2", successor.ChainID)
	require.Equal(t, network.ChainID, successor.KeysOf)
	require.Greater(t, highest(t, successor), height)
	requireOneState(t, successor)
	requireOneState(t, network)
}
