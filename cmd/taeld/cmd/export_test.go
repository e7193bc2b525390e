// SPDX-License-Identifier: Apache-2.0

package cmd

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
	"time"

	"cosmossdk.io/log/v2"
	abci "github.com/cometbft/cometbft/abci/types"
	cmtproto "github.com/cometbft/cometbft/proto/tendermint/types"
	dbm "github.com/cosmos/cosmos-db"
	"github.com/stretchr/testify/require"

	"github.com/cosmos/cosmos-sdk/baseapp"
	svrcmd "github.com/cosmos/cosmos-sdk/server/cmd"
	simtestutil "github.com/cosmos/cosmos-sdk/testutil/sims"
	sdk "github.com/cosmos/cosmos-sdk/types"
	genutiltypes "github.com/cosmos/cosmos-sdk/x/genutil/types"
	upgradetypes "github.com/cosmos/cosmos-sdk/x/upgrade/types"

	"github.com/taelnet/tael/app"
	"github.com/taelnet/tael/networks/genesis"
)

const exportedChain = "tael-local-1"

// homeWithPlan is a home whose node has one block, and an upgrade ahead if height is not zero.
func homeWithPlan(t *testing.T, height int64) string {
	t.Helper()
	home := t.TempDir()
	for _, dir := range []string{"config", "data"} {
		require.NoError(t, os.MkdirAll(filepath.Join(home, dir), 0o700))
	}
	start := time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC)
	network, err := genesis.Local(exportedChain, start)
	require.NoError(t, err)
	gen, err := network.Build(app.MakeEncodingConfig().Codec, app.DefaultGenesis())
	require.NoError(t, err)
	require.NoError(t, gen.SaveAs(filepath.Join(home, "config", "genesis.json")))

	db, err := dbm.NewDB("application", dbm.GoLevelDBBackend, filepath.Join(home, "data"))
	require.NoError(t, err)
	a, err := app.Open(log.NewNopLogger(), db, simtestutil.EmptyAppOptions{}, baseapp.SetChainID(exportedChain))
	require.NoError(t, err)
	params := gen.Consensus.Params.ToProto()
	_, err = a.InitChain(&abci.RequestInitChain{
		ChainId: exportedChain, Time: start, InitialHeight: 1, ConsensusParams: &params, AppStateBytes: gen.AppState,
	})
	require.NoError(t, err)
	_, err = a.FinalizeBlock(&abci.RequestFinalizeBlock{Height: 1, Time: start})
	require.NoError(t, err)
	if height != 0 {
		ctx := sdk.NewContext(a.CommitMultiStore(), cmtproto.Header{Height: 1, Time: start}, false, log.NewNopLogger())
		require.NoError(t, a.Keepers.Upgrade.ScheduleUpgrade(ctx, upgradetypes.Plan{Name: "v2", Height: height}))
	}
	_, err = a.Commit()
	require.NoError(t, err)
	require.NoError(t, a.Close())
	return home
}

func TestAnExportSaysWhichUpgradeItLeavesOut(t *testing.T) {
	export := func(height int64) (document, said string) {
		root, err := NewRoot()
		require.NoError(t, err)
		var out, errs bytes.Buffer
		root.SetOut(&out)
		root.SetErr(&errs)
		root.SetArgs([]string{
			"export", "--home", homeWithPlan(t, height), "--new-chain-id", "tael-local-2", "--genesis-time", "2026-03-03T00:00:00Z", "--log_level", "error",
		})
		require.NoError(t, svrcmd.Execute(root, EnvPrefix, t.TempDir()), errs.String())
		return out.String(), errs.String()
	}
	with, said := export(1_000)
	require.Equal(t, "left out: upgrade \"v2\" at height 1000 of tael-local-1 is not carried over; decide it again on tael-local-2 if it is wanted there\n", said)
	without, said := export(0)
	require.Empty(t, said)
	require.Equal(t, without, with, "the document is the same")
	var gen genutiltypes.AppGenesis
	require.NoError(t, json.Unmarshal([]byte(with), &gen), "what is said is no part of it")
	require.Equal(t, "tael-local-2", gen.ChainID)
}
