// SPDX-License-Identifier: Apache-2.0

package commitment

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"testing"

	"cosmossdk.io/log/v2"
	dbm "github.com/cosmos/cosmos-db"
	"github.com/stretchr/testify/require"

	protoio "github.com/cosmos/gogoproto/io"

	"github.com/cosmos/cosmos-sdk/store/v2/rootmulti"
	"github.com/cosmos/cosmos-sdk/store/v2/snapshots"
	snapshottypes "github.com/cosmos/cosmos-sdk/store/v2/snapshots/types"
	storetypes "github.com/cosmos/cosmos-sdk/store/v2/types"
)

// busyTwins have a history of blocks in three stores, one of them empty.
func busyTwins(t *testing.T, blocks int) *twins {
	t.Helper()
	w := newTwins(t, t.TempDir(), Options{}, "bank", "empty", "wallet")
	r := rand.New(rand.NewPCG(3, 4))
	for range blocks {
		for range 100 {
			at := w.keys[2*r.IntN(2)]
			k, v := fmt.Appendf(nil, "key %d", r.IntN(800)), make([]byte, r.IntN(40))
			if r.IntN(4) == 0 {
				w.want.GetKVStore(at).Delete(k)
				w.have.GetKVStore(at).Delete(k)
				continue
			}
			w.want.GetKVStore(at).Set(k, v)
			w.have.GetKVStore(at).Set(k, v)
		}
		w.commit()
	}
	return w
}

// items are what a store writes for state sync.
func items(t *testing.T, height int64, s snapshottypes.Snapshotter) []byte {
	t.Helper()
	var out bytes.Buffer
	require.NoError(t, s.Snapshot(uint64(height), protoio.NewDelimitedWriter(&out)))
	return out.Bytes()
}

func manager(t *testing.T, s storetypes.CommitMultiStore) *snapshots.Manager {
	t.Helper()
	store, err := snapshots.NewStore(dbm.NewMemDB(), t.TempDir())
	require.NoError(t, err)
	return snapshots.NewManager(store, snapshottypes.NewSnapshotOptions(1, 2), s, nil, log.NewNopLogger())
}

// carry takes a snapshot with one manager and restores it with another, chunk by chunk.
func carry(t *testing.T, from, to storetypes.CommitMultiStore, height int64) {
	t.Helper()
	source, sink := manager(t, from), manager(t, to)
	made, err := source.Create(uint64(height))
	require.NoError(t, err)
	require.NoError(t, sink.Restore(*made))
	for chunk := range made.Chunks {
		bytes, err := source.LoadChunk(made.Height, made.Format, chunk)
		require.NoError(t, err)
		done, err := sink.RestoreChunk(bytes)
		require.NoError(t, err)
		require.Equal(t, chunk == made.Chunks-1, done)
	}
}

func emptyIAVL(t *testing.T, keys []*storetypes.KVStoreKey) *rootmulti.Store {
	t.Helper()
	s := rootmulti.NewStore(dbm.NewMemDB(), log.NewNopLogger())
	for _, key := range keys {
		s.MountStoreWithDB(key, storetypes.StoreTypeIAVL, nil)
	}
	require.NoError(t, s.LoadLatestVersion())
	return s
}

func TestStateSyncGoesBothWaysBetweenTheStores(t *testing.T) {
	w := busyTwins(t, 12)
	for _, height := range []int64{1, 7, 12} {
		require.Equal(t, items(t, height, w.want), items(t, height, w.have), "height %d", height)
	}
	latest := w.have.LastCommitID()
	w.sameAnswer(storetypes.RequestQuery{Path: "/bank/subspace", Data: []byte("key 1")})
	w.sameAnswer(storetypes.RequestQuery{Path: "/empty/subspace", Data: []byte("key 1"), Height: 3})
	w.sameAnswer(storetypes.RequestQuery{Path: "/empty/key", Data: []byte("key 1"), Prove: true})
	for _, path := range []string{"bank", "/other/key", "/bank/other"} {
		w.sameAnswer(storetypes.RequestQuery{Path: path, Data: []byte("key")})
	}
	w.sameAnswer(storetypes.RequestQuery{Path: "/bank/key"})

	dir := t.TempDir()
	ours := openMounted(t, dir, Options{}, w.keys)
	require.NoError(t, ours.LoadLatestVersion())
	carry(t, w.want, ours, latest.Version)
	require.Equal(t, latest, ours.LastCommitID())
	require.EqualValues(t, 12, ours.EarliestVersion(), "a restored node has no history")
	_, err := ours.CacheMultiStoreWithVersion(11)
	require.ErrorIs(t, err, ErrNotKept)

	theirs := emptyIAVL(t, w.keys)
	carry(t, w.have, theirs, latest.Version)
	require.Equal(t, latest, theirs.LastCommitID())

	// All four go on alike, the restored one after a start of its own.
	require.NoError(t, ours.Close())
	ours = openMounted(t, dir, Options{}, w.keys)
	require.NoError(t, ours.LoadLatestVersion())
	require.Equal(t, latest, ours.LastCommitID())
	for _, s := range []storetypes.CommitMultiStore{ours, theirs} {
		s.GetKVStore(w.keys[1]).Set([]byte("key"), []byte("value"))
	}
	w.want.GetKVStore(w.keys[1]).Set([]byte("key"), []byte("value"))
	w.have.GetKVStore(w.keys[1]).Set([]byte("key"), []byte("value"))
	next := w.commit()
	require.Equal(t, next, ours.Commit())
	require.Equal(t, next, theirs.Commit())
	for _, key := range w.keys {
		sameEntries(t, theirs.GetKVStore(key), ours.GetKVStore(key), nil, nil)
	}
	require.NoError(t, ours.Close())
}

// A state that a snapshot is made of is held until the manager says that it is done, however many blocks follow.
func TestTheStateOfASnapshotIsHeldUntilItIsDone(t *testing.T) {
	w := newTwins(t, t.TempDir(), Options{Recent: 1}, "bank")
	w.have.SetSnapshotInterval(2)
	var held []byte
	for height := range int64(5) {
		w.want.GetKVStore(w.keys[0]).Set([]byte("key"), []byte{byte(height)})
		w.have.GetKVStore(w.keys[0]).Set([]byte("key"), []byte{byte(height)})
		if id := w.commit(); id.Version == 2 {
			held = items(t, 2, w.have)
		}
	}
	require.NotNil(t, w.have.history.find(2))
	require.NotNil(t, w.have.history.find(4))
	require.Equal(t, held, items(t, 2, w.have))
	w.have.PruneSnapshotHeight(2)
	require.Nil(t, w.have.history.find(2))
	require.Equal(t, held, items(t, 2, w.have), "then it is read from disk")
}

// What a peer sends is refused where it is not a tree, and leaves the node empty.
func TestARestorationThatIsNoStateIsRefused(t *testing.T) {
	leaf := func(key string, version int64) *snapshottypes.SnapshotItem {
		return &snapshottypes.SnapshotItem{Item: &snapshottypes.SnapshotItem_IAVL{
			IAVL: &snapshottypes.SnapshotIAVLItem{Key: []byte(key), Value: []byte("v"), Version: version},
		}}
	}
	inner := func(height int32, version int64) *snapshottypes.SnapshotItem {
		return &snapshottypes.SnapshotItem{Item: &snapshottypes.SnapshotItem_IAVL{
			IAVL: &snapshottypes.SnapshotIAVLItem{Key: []byte("b"), Height: height, Version: version},
		}}
	}
	store := func(name string) *snapshottypes.SnapshotItem {
		return &snapshottypes.SnapshotItem{Item: &snapshottypes.SnapshotItem_Store{Store: &snapshottypes.SnapshotStoreItem{Name: name}}}
	}
	cases := map[string]struct {
		items []*snapshottypes.SnapshotItem
		fail  string
	}{
		"a node before any store":     {[]*snapshottypes.SnapshotItem{leaf("a", 1)}, "before store item"},
		"a store that there is not":   {[]*snapshottypes.SnapshotItem{store("other")}, `non-IAVL store "other"`},
		"a store twice":               {[]*snapshottypes.SnapshotItem{store("bank"), store("bank")}, "comes twice"},
		"keys out of order":           {[]*snapshottypes.SnapshotItem{store("bank"), leaf("b", 1), leaf("a", 1)}, "expected keys in order"},
		"two trees":                   {[]*snapshottypes.SnapshotItem{store("bank"), leaf("a", 1), leaf("b", 1)}, "expected one tree, got 2"},
		"a node over nothing":         {[]*snapshottypes.SnapshotItem{store("bank"), inner(1, 1)}, "expected two subtrees"},
		"a node of another height":    {[]*snapshottypes.SnapshotItem{store("bank"), leaf("a", 1), leaf("b", 1), inner(2, 1)}, "expected a node of height 1"},
		"a height that no tree has":   {[]*snapshottypes.SnapshotItem{store("bank"), inner(128, 1)}, "cannot exceed 127"},
		"a height below zero":         {[]*snapshottypes.SnapshotItem{store("bank"), inner(-1, 1)}, "cannot exceed 127"},
		"a node older than its sides": {[]*snapshottypes.SnapshotItem{store("bank"), leaf("a", 2), leaf("b", 1), inner(1, 1)}, "not older than its sides"},
		"a leaf of no version":        {[]*snapshottypes.SnapshotItem{store("bank"), leaf("a", 0)}, "at least 1"},
		"a tree of a later version":   {[]*snapshottypes.SnapshotItem{store("bank"), leaf("a", 10)}, "versions up to 9"},
		"a store too few":             {[]*snapshottypes.SnapshotItem{store("bank"), leaf("a", 1)}, `no store "wallet"`},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			keys := []*storetypes.KVStoreKey{storetypes.NewKVStoreKey("bank"), storetypes.NewKVStoreKey("wallet")}
			m := openMounted(t, t.TempDir(), Options{}, keys)
			require.NoError(t, m.LoadLatestVersion())
			var raw bytes.Buffer
			out := protoio.NewDelimitedWriter(&raw)
			for _, item := range tc.items {
				require.NoError(t, out.WriteMsg(item))
			}
			_, err := m.Restore(9, snapshottypes.CurrentFormat, protoio.NewDelimitedReader(&raw, 1<<20))
			require.ErrorContains(t, err, tc.fail)
			require.Zero(t, m.LastCommitID().Version)
			require.NoError(t, m.Close())
		})
	}
}
