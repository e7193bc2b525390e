// SPDX-License-Identifier: Apache-2.0

//go:build e2e

package e2e

import (
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/taelnet/tael/networks/genesis"
	"github.com/taelnet/tael/networks/localnet"
)

// byzantinePort is the first port of the network with a byzantine proposer.
const byzantinePort = 29_500

// offencesWanted is how many turns the byzantine proposer must have had: each of its offences at least once.
const offencesWanted = 15

// One of four validators proposes junk in each of its turns: the others refuse it, in a second round somebody else
// proposes, and payments go on. Nothing of it is ever in a block, and no honest node panics.
func TestByzantineProposer(t *testing.T) {
	patched := filepath.Join(t.TempDir(), "taeld")
	out, err := exec.Command("go", "build", "-tags", "e2e", "-o", patched, "github.com/taelnet/tael/networks/e2e/byzantine").CombinedOutput()
	require.NoError(t, err, string(out))
	network := newNetworkAt(t, byzantinePort)
	backend := newTeller(t, network)

	require.NoError(t, network.Stop(genesis.WalletOp))
	traitors, err := localnet.Open(network.Dir, patched)
	require.NoError(t, err)
	from := highest(t, network) + 1
	require.NoError(t, traitors.StartNode(genesis.WalletOp))
	stop := backend.load(t)
	traitor, err := network.Node(genesis.WalletOp)
	require.NoError(t, err)
	for deadline := time.Now().Add(2 * patience); ; time.Sleep(time.Second) {
		require.True(t, time.Now().Before(deadline), "the byzantine proposer had %d turns", turns(t, traitor))
		if turns(t, traitor) >= offencesWanted {
			break
		}
	}
	backend.waitMore(t, 100)
	stop()
	until := highest(t, network)

	witness, err := network.Node(genesis.BankA)
	require.NoError(t, err)
	requireNoJunk(t, network, witness, from, until)
	for _, n := range network.Nodes {
		_, running := n.Pid()
		require.True(t, running, "%s runs", n.Name)
		log, err := os.ReadFile(n.LogFile())
		require.NoError(t, err)
		if n.Name != genesis.WalletOp {
			require.NotContains(t, strings.ToLower(string(log)), "panic", n.Name)
			require.NotContains(t, string(log), "CONSENSUS FAILURE", n.Name)
		}
	}
	backend.requireBooks(t)
	backend.requireNothingPaidTwice(t)
	requireOneState(t, network)
}

// turns counts the offences in the byzantine node's log.
func turns(t *testing.T, n localnet.Node) int {
	t.Helper()
	log, err := os.ReadFile(n.LogFile())
	require.NoError(t, err)
	return strings.Count(string(log), "byzantine: height")
}

// requireNoJunk reads every block of the time: none is of the byzantine proposer, every transaction passed admission,
// and no two blocks are far apart.
func requireNoJunk(t *testing.T, network *localnet.Localnet, witness localnet.Node, from, until int64) {
	t.Helper()
	keys, err := genesis.DevKeys(network.ChainID)
	require.NoError(t, err)
	guilty := keys.Validator(genesis.WalletOp).PubKey().Address().String()
	var before time.Time
	var gap time.Duration
	rounds, txs := 0, 0
	for height := from; height < until; height++ {
		var block struct {
			Block struct {
				Header struct {
					Time     time.Time `json:"time"`
					Proposer string    `json:"proposer_address"`
				} `json:"header"`
				LastCommit struct {
					Round int `json:"round"`
				} `json:"last_commit"`
			} `json:"block"`
		}
		ask(t, witness, fmt.Sprintf("block?height=%d", height), &block)
		require.False(t, strings.EqualFold(guilty, block.Block.Header.Proposer), "block %d is the byzantine proposer's", height)
		if !before.IsZero() {
			gap = max(gap, block.Block.Header.Time.Sub(before))
		}
		before = block.Block.Header.Time
		if block.Block.LastCommit.Round > 0 {
			rounds++
		}
		var results struct {
			Results []struct {
				Codespace string `json:"codespace"`
				Log       string `json:"log"`
			} `json:"txs_results"`
		}
		ask(t, witness, fmt.Sprintf("block_results?height=%d", height), &results)
		for _, r := range results.Results {
			txs++
			require.NotContains(t, []string{"ante", "sdk", "undefined"}, r.Codespace, "block %d: %s", height, r.Log)
		}
	}
	t.Logf("%d blocks, %d with a proposal refused before, %d transactions; largest gap %s", until-from, rounds, txs, gap)
	require.GreaterOrEqual(t, rounds, offencesWanted-2)
	require.LessOrEqual(t, gap, 15*time.Second)
}

// ask reads an answer of CometBFT's RPC.
func ask(t *testing.T, n localnet.Node, path string, result any) {
	t.Helper()
	res, err := http.Get(n.RPC() + "/" + path)
	require.NoError(t, err)
	defer res.Body.Close()
	var answer struct {
		Result json.RawMessage `json:"result"`
		Error  json.RawMessage `json:"error"`
	}
	require.NoError(t, json.NewDecoder(res.Body).Decode(&answer))
	require.Empty(t, string(answer.Error), path)
	require.NoError(t, json.Unmarshal(answer.Result, result))
}
