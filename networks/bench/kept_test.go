// SPDX-License-Identifier: Apache-2.0

package bench

import (
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"cosmossdk.io/log/v2"
	dbm "github.com/cosmos/cosmos-db"
	"github.com/stretchr/testify/require"

	"github.com/cosmos/cosmos-sdk/store/v2/rootmulti"
	storetypes "github.com/cosmos/cosmos-sdk/store/v2/types"
)

// grow commits so many states of two stores; each changes the same hundred keys.
func grow(t *testing.T, data string, states int) {
	t.Helper()
	db, err := dbm.NewGoLevelDB("application", data, nil)
	require.NoError(t, err)
	store := rootmulti.NewStore(db, log.NewNopLogger())
	keys := storetypes.NewKVStoreKeys("one", "two")
	for _, key := range keys {
		store.MountStoreWithDB(key, storetypes.StoreTypeIAVL, nil)
	}
	require.NoError(t, store.LoadLatestVersion())
	for state := range states {
		for i := range 100 {
			key, value := sha256.Sum256(fmt.Appendf(nil, "key %d", i)), sha256.Sum256(fmt.Appendf(nil, "value %d %d", i, state))
			store.GetKVStore(keys["one"]).Set(key[:], value[:])
		}
		store.Commit()
	}
	require.NoError(t, db.Close())
}

// The bytes of a state do not tell how many states there were before it, once it is pruned and compacted.
func TestShrinkLeavesTheLastStateAlone(t *testing.T) {
	weights := map[int]int64{}
	for _, states := range []int{3, 60} {
		home := t.TempDir()
		data := filepath.Join(home, "data")
		require.NoError(t, os.MkdirAll(filepath.Join(data, turnsOver), 0o700))
		require.NoError(t, os.WriteFile(filepath.Join(data, turnsOver, "wal"), make([]byte, 1<<20), 0o600))
		grow(t, data, states)
		folders, pruned, err := shrink(home)
		require.NoError(t, err)
		require.True(t, pruned)
		require.NotContains(t, folders, turnsOver)
		weights[states] = folders["application.db"]
	}
	t.Log(weights)
	require.Less(t, weights[60], 2*weights[3])
}

func TestAStateOfAnotherFormIsWeighedAsItIs(t *testing.T) {
	home := t.TempDir()
	state := filepath.Join(home, "data", "memiavl.db")
	require.NoError(t, os.MkdirAll(state, 0o700))
	require.NoError(t, os.WriteFile(filepath.Join(state, "snapshot"), make([]byte, 4_096), 0o600))
	folders, pruned, err := shrink(home)
	require.NoError(t, err)
	require.False(t, pruned)
	require.Equal(t, Folders{"memiavl.db": 4_096}, folders)
}
