// SPDX-License-Identifier: Apache-2.0

package commitment

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	storetypes "github.com/cosmos/cosmos-sdk/store/v2/types"
)

// fill writes some keys into every store of both.
func (w *twins) fill(round int) {
	for _, key := range w.keys {
		for i := range 20 {
			k, v := fmt.Appendf(nil, "%s %d", key.Name(), i), fmt.Appendf(nil, "%d", round)
			w.want.GetKVStore(key).Set(k, v)
			w.have.GetKVStore(key).Set(k, v)
		}
	}
}

// upgrade starts both with other stores.
func (w *twins) upgrade(upgrades *storetypes.StoreUpgrades, names ...string) {
	w.t.Helper()
	w.keys = nil
	for _, name := range names {
		w.keys = append(w.keys, storetypes.NewKVStoreKey(name))
	}
	w.restart(upgrades)
}

// Stores that an upgrade adds, renames and deletes have the hashes that they have in the SDK's store, before and after
// starts and for heights on both sides.
func TestUpgradesOfStoresAreThoseOfTheSDK(t *testing.T) {
	w := newTwins(t, t.TempDir(), Options{Recent: 1}, "bank", "fees", "old")
	for round := range 3 {
		w.fill(round)
		w.commit()
	}
	before := w.have.LastCommitID()

	w.upgrade(&storetypes.StoreUpgrades{
		Added: []string{"added"}, Renamed: []storetypes.StoreRename{{OldKey: "old", NewKey: "new"}}, Deleted: []string{"fees"},
	}, "bank", "fees", "added", "new")
	require.Equal(t, w.want.WorkingHash(), w.have.WorkingHash())
	w.commit()
	require.Nil(t, w.have.GetStoreByName("fees"), "what was deleted is gone after the block")

	w.upgrade(nil, "bank", "added", "new")
	for round := range 3 {
		w.fill(round)
		w.commit()
	}
	sameEntries(t, w.want.GetKVStore(w.keys[2]), w.have.GetKVStore(w.keys[2]), nil, nil)

	info, err := w.have.GetCommitInfo(before.Version)
	require.NoError(t, err)
	require.Equal(t, before.Hash, info.Hash(), "the stores of before are in the states of before")
	require.Len(t, info.StoreInfos, 3)
	w.sameAnswer(storetypes.RequestQuery{Path: "/added/key", Data: []byte("key"), Height: before.Version})
	w.sameAnswer(storetypes.RequestQuery{Path: "/new/key", Data: []byte("old 1"), Height: 5, Prove: true})

	// A store that is not mounted any more leaves the state with the next block.
	w.upgrade(nil, "bank", "new")
	w.fill(9)
	w.commit()
	w.restart(nil)
}

func TestStoresThatDoNotFitTheStateAreRefused(t *testing.T) {
	w := newTwins(t, t.TempDir(), Options{}, "bank")
	w.fill(1)
	w.commit()
	require.NoError(t, w.have.Close())
	cases := map[string]struct {
		upgrades *storetypes.StoreUpgrades
		key      storetypes.StoreKey
		typ      storetypes.StoreType
		fail     string
	}{
		"a store that no upgrade adds": {
			key: storetypes.NewKVStoreKey("new"), typ: storetypes.StoreTypeIAVL, fail: "new ones are named in an upgrade",
		},
		"a store added that is there": {
			upgrades: &storetypes.StoreUpgrades{Added: []string{"bank"}}, key: storetypes.NewTransientStoreKey("t"), typ: storetypes.StoreTypeTransient,
			fail: "in the state of height 1 already",
		},
		"a key of another kind": {key: storetypes.NewKVStoreKey("t"), typ: storetypes.StoreTypeTransient, fail: "a key of type *types.KVStoreKey"},
		"a plain database":      {key: storetypes.NewKVStoreKey("db"), typ: storetypes.StoreTypeDB, fail: "expected a tree"},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			m := openMounted(t, w.dir, Options{}, w.keys)
			m.MountStoreWithDB(tc.key, tc.typ, nil)
			require.ErrorContains(t, m.LoadLatestVersionAndUpgrade(tc.upgrades), tc.fail)
			require.NoError(t, m.Close())
		})
	}
}

// Blocks repeated after an older version was loaded must come to what they came to; then the history goes on.
func TestABlockRepeatedMustComeToTheSame(t *testing.T) {
	dir, keys := t.TempDir(), []*storetypes.KVStoreKey{storetypes.NewKVStoreKey("bank"), storetypes.NewKVStoreKey("payment")}
	m := openMounted(t, dir, Options{}, keys)
	require.NoError(t, m.LoadLatestVersion())
	var ids []storetypes.CommitID
	for height := range int64(6) {
		writeBlock(m, keys, height+1)
		ids = append(ids, m.Commit())
	}
	require.NoError(t, m.Close())

	m = openMounted(t, dir, Options{}, keys)
	require.NoError(t, m.LoadVersion(3))
	require.Equal(t, ids[2], m.LastCommitID())
	for height := int64(4); height <= 7; height++ {
		writeBlock(m, keys, height)
		if id := m.Commit(); height <= 6 {
			require.Equal(t, ids[height-1], id)
		}
	}
	require.NoError(t, m.Close())

	m = openMounted(t, dir, Options{}, keys)
	require.NoError(t, m.LoadVersion(3))
	m.GetKVStore(keys[0]).Set([]byte("another"), []byte("block"))
	require.PanicsWithError(t, "committing height 4: a repeated block came to another state: height 4 is in the changelog with other hashes",
		func() { m.Commit() })
	require.NoError(t, m.Close())

	m = openMounted(t, dir, Options{}, keys)
	require.ErrorIs(t, m.LoadVersion(99), ErrNotKept)
	require.ErrorContains(t, m.RollbackToVersion(0), "above 0")
	require.NoError(t, m.LoadLatestVersion())
	require.EqualValues(t, 7, m.LatestVersion())
	require.NoError(t, m.Close())
}
