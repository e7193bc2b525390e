// SPDX-License-Identifier: Apache-2.0

//go:build e2e

package e2e

import (
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/taelnet/tael/networks/genesis"
	"github.com/taelnet/tael/networks/localnet"
)

// One network serves all these tests in their order: starting one costs more than most of them.
func TestNetwork(t *testing.T) {
	network := newNetwork(t)

	t.Run("five nodes agree on one state", func(t *testing.T) { requireOneState(t, network) })
	t.Run("the client's examples pay and follow", func(t *testing.T) { examplesRun(t, network) })
	backend := newTeller(t, network)
	t.Run("a payment is final well under a second", func(t *testing.T) { finality(t, backend) })
	t.Run("without one of four validators payments go on, and it catches up", func(t *testing.T) { killOneUnderLoad(t, network, backend) })
	t.Run("without two of four validators the chain waits, and goes on with the third", func(t *testing.T) { killTwo(t, network) })
	t.Run("after kill -9 of all nodes nothing acknowledged is lost", func(t *testing.T) { killAllUnderLoad(t, network, backend) })
	t.Run("a payer of a file killed at random moments pays each once", func(t *testing.T) { killPayer(t, network, backend) })
	t.Run("a second up changes nothing", func(t *testing.T) { upAgain(t, network) })
	t.Run("down and up by command continues the chain", func(t *testing.T) { downAndUp(t, network) })
	t.Run("an audit node takes no transaction and says where to send it", func(t *testing.T) { auditNodeRefuses(t, network) })
	t.Run("nor does it over gRPC", func(t *testing.T) { auditNodeRefusesClients(t, network, backend) })
	t.Run("a node's configuration is that of the network", func(t *testing.T) { configurationHolds(t, network) })
	t.Run("a development key does not start on another network", func(t *testing.T) { developmentKeyRefused(t, network) })
	t.Run("an export is a valid genesis", func(t *testing.T) { exportIsGenesis(t, network) })
}

func killTwo(t *testing.T, network *localnet.Localnet) {
	require.NoError(t, network.Kill(genesis.Clearing))
	require.NoError(t, network.Kill(genesis.WalletOp))
	at := highest(t, network)
	time.Sleep(3 * time.Second)
	require.LessOrEqual(t, highest(t, network), at+1, "half of the power decides nothing")

	require.NoError(t, network.StartNode(genesis.Clearing))
	require.NoError(t, network.WaitHeight(patiently(t), genesis.BankA, at+4))
	require.NoError(t, network.StartNode(genesis.WalletOp))
	requireOneState(t, network)
}

func upAgain(t *testing.T, network *localnet.Localnet) {
	before := network.Status(t.Context())
	out, err := taeld("localnet", "up", "--home", network.Dir)
	require.NoError(t, err, out)
	for i, s := range network.Status(t.Context()) {
		require.Equal(t, before[i].Pid, s.Pid, s.Member)
		require.GreaterOrEqual(t, s.Height, before[i].Height, s.Member)
	}
}

func downAndUp(t *testing.T, network *localnet.Localnet) {
	at := highest(t, network)
	out, err := taeld("localnet", "down", "--home", network.Dir)
	require.NoError(t, err, out)
	for _, s := range network.Status(t.Context()) {
		require.False(t, s.Running, s.Member)
	}

	out, err = taeld("localnet", "up", "--home", network.Dir, "--output", "json")
	require.NoError(t, err, out)
	var answer struct {
		ChainID string            `json:"chain_id"`
		Nodes   []localnet.Status `json:"nodes"`
	}
	require.NoError(t, json.Unmarshal([]byte(out), &answer), out)
	require.Equal(t, network.ChainID, answer.ChainID)
	require.Len(t, answer.Nodes, 5)
	for _, s := range answer.Nodes {
		require.Greater(t, s.Height, at, s.Member)
	}
}

func auditNodeRefuses(t *testing.T, network *localnet.Localnet) {
	n, err := network.Node(genesis.Regulator)
	require.NoError(t, err)
	require.NoFileExists(t, filepath.Join(n.Home, "config", "priv_validator_key.json"))

	response, err := http.Get(n.RPC() + "/broadcast_tx_sync?tx=0x0a0b0c")
	require.NoError(t, err)
	defer response.Body.Close()
	var answer struct {
		Result struct {
			Code      uint32 `json:"code"`
			Codespace string `json:"codespace"`
			Log       string `json:"log"`
		} `json:"result"`
	}
	require.NoError(t, json.NewDecoder(response.Body).Decode(&answer))
	require.Equal(t, "ante", answer.Result.Codespace)
	require.Equal(t, uint32(15), answer.Result.Code)
	require.Contains(t, answer.Result.Log, "send the transaction to a validator")
}

func configurationHolds(t *testing.T, network *localnet.Localnet) {
	for _, n := range network.Nodes {
		out, err := taeld("config", "check", "--home", n.Home)
		require.NoError(t, err, out)
	}
}

// The home of a stopped validator, copied and given the genesis of another network.
func developmentKeyRefused(t *testing.T, network *localnet.Localnet) {
	n, err := network.Node(genesis.BankA)
	require.NoError(t, err)
	stolen := filepath.Join(t.TempDir(), "stolen")
	require.NoError(t, os.CopyFS(filepath.Join(stolen, "config"), os.DirFS(filepath.Join(n.Home, "config"))))
	file := filepath.Join(stolen, "config", "genesis.json")
	raw, err := os.ReadFile(file)
	require.NoError(t, err)
	var document map[string]json.RawMessage
	require.NoError(t, json.Unmarshal(raw, &document))
	document["chain_id"] = json.RawMessage(`"tael-1"`)
	raw, err = json.Marshal(document)
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(file, raw, 0o600))

	out, err := taeld("start", "--home", stolen)

	require.Error(t, err)
	require.Contains(t, out, "development keys are public and serve local networks only")
	require.Contains(t, out, "put the validator's own key in its place")
	require.NoDirExists(t, filepath.Join(stolen, "data", "application.db"))
}
