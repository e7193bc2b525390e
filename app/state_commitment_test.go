// SPDX-License-Identifier: Apache-2.0

package app_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"cosmossdk.io/log/v2"
	abci "github.com/cometbft/cometbft/abci/types"
	dbm "github.com/cosmos/cosmos-db"
	"github.com/stretchr/testify/require"

	"github.com/cosmos/cosmos-sdk/baseapp"
	"github.com/cosmos/cosmos-sdk/client/flags"
	simtestutil "github.com/cosmos/cosmos-sdk/testutil/sims"

	"github.com/taelnet/tael/app"
	"github.com/taelnet/tael/networks"
)

// followed is a node that has seen every block of a town.
func followed(t *testing.T, w *town, settings simtestutil.AppOptionsMap) *node {
	t.Helper()
	n := w.nodeWith(settings)
	for _, block := range w.blocks {
		n.follow(t, block)
	}
	return n
}

// A node does not begin anew beside a state that it keeps in another way.
func TestStateOfAnotherKindIsRefused(t *testing.T) {
	w := busyDay(t)
	memory := inMemory(t, false)
	n := followed(t, w, memory)
	require.NoError(t, n.app.Close())

	iavl := simtestutil.AppOptionsMap{flags.FlagHome: memory[flags.FlagHome]}
	_, err := app.Open(log.NewNopLogger(), dbm.NewMemDB(), iavl)
	require.ErrorIs(t, err, app.ErrOtherCommitment)
	require.ErrorContains(t, err, "taeld convert-state")

	other := followed(t, w, simtestutil.AppOptionsMap{})
	_, err = app.Open(log.NewNopLogger(), other.db, inMemory(t, false))
	require.ErrorIs(t, err, app.ErrOtherCommitment)
	require.ErrorContains(t, err, `kept by "iavl"`)

	_, err = app.Open(log.NewNopLogger(), dbm.NewMemDB(), simtestutil.AppOptionsMap{networks.CommitmentOption: "memory"})
	require.ErrorContains(t, err, "expected a home")
	_, err = app.Open(log.NewNopLogger(), dbm.NewMemDB(), simtestutil.AppOptionsMap{networks.CommitmentOption: "cloud"})
	require.ErrorContains(t, err, `expected iavl or memory, got "cloud"`)
}

// Queries of the last state, of past ones, with proofs and of exports are answered alike, and in the time of their block.
func TestANodeInMemoryAnswersLikeOneInTheDatabase(t *testing.T) {
	w := busyDay(t)
	iavl, memory := followed(t, w, simtestutil.AppOptionsMap{}), followed(t, w, inMemory(t, false))
	defer func() { require.NoError(t, memory.app.Close()) }()
	last := iavl.app.LastBlockHeight()
	require.Equal(t, last, memory.app.LastBlockHeight())
	requireSameStores(t, iavl.app, memory.app)

	for height := int64(2); height <= last; height++ {
		ask := func(n *node, req abci.RequestQuery) *abci.ResponseQuery {
			res, err := n.app.Query(t.Context(), &req)
			require.NoError(t, err)
			require.Zero(t, res.Code, res.Log)
			return res
		}
		for _, path := range []string{"/store/bank/key", "/store/wallet/key"} {
			req := abci.RequestQuery{Path: path, Data: []byte{0, 1}, Height: height, Prove: true}
			require.Equal(t, ask(iavl, req), ask(memory, req))
		}
		req := abci.RequestQuery{Path: "/cosmos.bank.v1beta1.Query/TotalSupply", Height: height}
		require.Equal(t, ask(iavl, req), ask(memory, req))

		want, err := iavl.app.ExportAt(height)
		require.NoError(t, err)
		have, err := memory.app.ExportAt(height)
		require.NoError(t, err)
		require.Equal(t, string(want.AppState), string(have.AppState), "height %d", height)
	}
	info, err := memory.app.CommitMultiStore().(commitInfo).GetCommitInfo(3)
	require.NoError(t, err)
	require.WithinDuration(t, w.blocks[2].Time, info.Timestamp, time.Duration(0))
}

// A state goes from the database into memory and back without a change, and the node goes on from there.
func TestAStateIsCarriedOverAndBack(t *testing.T) {
	w := busyDay(t)
	home := t.TempDir()
	open := func(kind networks.StateCommitment) *node {
		db, err := dbm.NewGoLevelDB("application", filepath.Join(home, "data"), nil)
		require.NoError(t, err)
		n := &node{db: db, options: []func(*baseapp.BaseApp){baseapp.SetChainID(w.ID)}, settings: simtestutil.AppOptionsMap{
			flags.FlagHome: home, networks.CommitmentOption: string(kind),
		}}
		n.open()
		return n
	}
	convert := func(kind networks.StateCommitment, height int64) {
		id, err := app.ConvertState(log.NewNopLogger(), home, dbm.GoLevelDBBackend, kind)
		require.NoError(t, err)
		require.Equal(t, height, id.Version)
	}
	n := open(networks.CommitmentIAVL)
	require.NoError(t, w.begin(n))
	for i, block := range w.blocks {
		if kind, ok := map[int]networks.StateCommitment{3: networks.CommitmentMemory, 5: networks.CommitmentIAVL}[i]; ok {
			before := n.app.LastCommitID()
			require.NoError(t, n.app.Close())
			convert(kind, before.Version)
			n.app = nil
			n = open(kind)
			require.Equal(t, before, n.app.LastCommitID())
			require.NoError(t, os.RemoveAll(app.CommitmentDir(home)+".converted"))
		}
		res := n.follow(t, block)
		if i > 0 {
			requireSameBlock(t, w.results[i-1], res)
		}
	}
	require.Greater(t, len(w.blocks), 5)
	require.NoError(t, n.app.Close())
	_, err := app.ConvertState(log.NewNopLogger(), home, dbm.GoLevelDBBackend, networks.CommitmentIAVL)
	require.ErrorContains(t, err, "no state")
}
