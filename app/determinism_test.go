// SPDX-License-Identifier: Apache-2.0

package app_test

import (
	"cmp"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	abci "github.com/cometbft/cometbft/abci/types"
	cmttypes "github.com/cometbft/cometbft/types"
	dbm "github.com/cosmos/cosmos-db"
	"github.com/stretchr/testify/require"

	"github.com/cosmos/cosmos-sdk/baseapp"
	storetypes "github.com/cosmos/cosmos-sdk/store/v2/types"
	simtestutil "github.com/cosmos/cosmos-sdk/testutil/sims"
	genutiltypes "github.com/cosmos/cosmos-sdk/x/genutil/types"

	"github.com/taelnet/tael/app"
)

// What a replay is told by its environment: a recording to replay, where recordings are kept from one run of the test
// to the next, and how many random blocks one holds.
const (
	replayVariable     = "TAEL_REPLAY"
	recordingsVariable = "TAEL_RECORDINGS"
	blocksVariable     = "TAEL_RECORDED_BLOCKS"
)

// recording is a chain as its nodes hear of it, with what they have to come to after every block.
type recording struct {
	Genesis *genutiltypes.AppGenesis `json:"genesis"`
	Blocks  [][]byte                 `json:"blocks"`
	Hashes  [][]string               `json:"hashes"`
}

// commitInfo is what of the store of an application names its parts.
type commitInfo interface {
	GetCommitInfo(version int64) (*storetypes.CommitInfo, error)
	GetStoreByName(name string) storetypes.Store
}

// hashesOf are the hashes after a block: of the application, of the results, and of every store.
func hashesOf(t testing.TB, a *app.App, res *abci.ResponseFinalizeBlock) []string {
	t.Helper()
	hashes := []string{
		fmt.Sprintf("app %X", res.AppHash), fmt.Sprintf("results %X", cmttypes.NewResults(res.TxResults).Hash()),
	}
	info, err := a.CommitMultiStore().(commitInfo).GetCommitInfo(a.LastBlockHeight())
	require.NoError(t, err)
	for _, store := range info.StoreInfos {
		hashes = append(hashes, store.Name+" "+hex.EncodeToString(store.CommitId.Hash))
	}
	return hashes
}

// record draws random blocks of every kind of message and keeps them in a file.
func record(t *testing.T, file string, seed int64, blocks int) {
	t.Helper()
	s := newSimulation(t, seed)
	follower := s.node()
	for _, block := range s.blocks {
		follower.follow(t, block)
	}
	for range blocks {
		s.commit(s.block(follower)...)
		follower.follow(t, s.blocks[len(s.blocks)-1])
	}
	r := recording{Genesis: s.genesis}
	n := s.node()
	for _, block := range s.blocks {
		r.Hashes = append(r.Hashes, hashesOf(t, n.app, n.follow(t, block)))
		raw, err := block.Marshal()
		require.NoError(t, err)
		r.Blocks = append(r.Blocks, raw)
	}
	raw, err := json.Marshal(r)
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(file, raw, 0o600))
}

// The same blocks give the same app hash, the same hash of results and the same hash of every store, in fresh
// processes, on one processor, two or eight, in other time zones, and (`make test-determinism`) under the race detector.
func TestTheSameBlocksGiveTheSameHashes(t *testing.T) {
	dir := cmp.Or(os.Getenv(recordingsVariable), t.TempDir())
	blocks := 25
	if text := os.Getenv(blocksVariable); text != "" {
		var err error
		blocks, err = strconv.Atoi(text)
		require.NoError(t, err)
	}
	for seed := range int64(3) {
		t.Run(fmt.Sprintf("seed=%d", seed), func(t *testing.T) {
			file := filepath.Join(dir, fmt.Sprintf("%d.json", seed))
			if _, err := os.Stat(file); err != nil {
				record(t, file, 100+seed, blocks)
			}
			for _, around := range [][]string{
				{"GOMAXPROCS=1", "TZ=UTC", "LANG=C"}, {"GOMAXPROCS=2", "TZ=Asia/Shanghai", "GOGC=10"}, {"GOMAXPROCS=8", "TZ=America/New_York", "HOME=/nonexistent"},
			} {
				replay := exec.Command(os.Args[0], "-test.run=^TestReplayOfARecording$", "-test.v")
				replay.Env = append(append(os.Environ(), around...), replayVariable+"="+file)
				out, err := replay.CombinedOutput()
				require.NoError(t, err, "%v:\n%s", around, out)
				require.Contains(t, string(out), "every hash agrees", "%v", around)
			}
		})
	}
}

// TestReplayOfARecording is what the fresh processes of the test above run.
func TestReplayOfARecording(t *testing.T) {
	file := os.Getenv(replayVariable)
	if file == "" {
		t.Skip("no recording")
	}
	raw, err := os.ReadFile(file)
	require.NoError(t, err)
	var r recording
	require.NoError(t, json.Unmarshal(raw, &r))
	require.NotEmpty(t, r.Blocks)

	for name, settings := range map[string]simtestutil.AppOptionsMap{"in the database": {}, "in memory": inMemory(t, false)} {
		transactions := replay(t, r, settings)
		t.Logf("%d blocks with %d transactions, state %s: every hash agrees", len(r.Blocks), transactions, name)
	}
}

// replay has a node with settings follow a recording, with a restart on the way, and returns how many transactions it held.
func replay(t *testing.T, r recording, settings simtestutil.AppOptionsMap) int {
	t.Helper()
	n := &node{db: dbm.NewMemDB(), options: []func(*baseapp.BaseApp){baseapp.SetChainID(r.Genesis.ChainID)}, settings: settings}
	n.open()
	params := r.Genesis.Consensus.Params.ToProto()
	_, err := n.app.InitChain(&abci.RequestInitChain{
		ChainId: r.Genesis.ChainID, Time: r.Genesis.GenesisTime, InitialHeight: r.Genesis.InitialHeight, ConsensusParams: &params,
		AppStateBytes: r.Genesis.AppState,
	})
	require.NoError(t, err)
	transactions := 0
	for i, raw := range r.Blocks {
		var block abci.RequestFinalizeBlock
		require.NoError(t, block.Unmarshal(raw))
		if i == len(r.Blocks)/2 {
			n.open() // a node that restarts remembers nothing
		}
		require.Equal(t, strings.Join(r.Hashes[i], "\n"), strings.Join(hashesOf(t, n.app, n.follow(t, block)), "\n"), "height %d", block.Height)
		transactions += len(block.Txs)
	}
	return transactions
}
