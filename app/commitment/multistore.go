// SPDX-License-Identifier: Apache-2.0

package commitment

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"sync/atomic"
	"time"

	"cosmossdk.io/log/v2"
	dbm "github.com/cosmos/cosmos-db"

	"github.com/cosmos/cosmos-sdk/store/v2/cachemulti"
	"github.com/cosmos/cosmos-sdk/store/v2/listenkv"
	pruningtypes "github.com/cosmos/cosmos-sdk/store/v2/pruning/types"
	snapshottypes "github.com/cosmos/cosmos-sdk/store/v2/snapshots/types"
	storetypes "github.com/cosmos/cosmos-sdk/store/v2/types"
)

// MultiStore is the state of a node: substores in memory, kept on disk by a changelog and snapshots, with the hashes,
// proofs and snapshots of the SDK's rootmulti store over IAVL.
//
// Writing, loading and committing are for one goroutine, as in baseapp. What is committed may be read beside them:
// branches made before, CacheMultiStoreWithVersion, Query and Snapshot.
type MultiStore struct {
	archive *archive
	logger  log.Logger
	history history
	last    atomic.Pointer[state]
	mounts  map[storetypes.StoreKey]storetypes.StoreType
	keys    map[string]storetypes.StoreKey
	stores  atomic.Pointer[map[storetypes.StoreKey]storetypes.CommitStore]
	// leaving are substores that the next commit drops.
	leaving   map[storetypes.StoreKey]bool
	listeners map[storetypes.StoreKey]*storetypes.MemoryListener

	pruning          pruningtypes.PruningOptions
	snapshotInterval uint64
	// floor is the first version that pruning has left.
	floor   atomic.Int64
	initial int64
	// blockTime is that of the block about to be committed, for those who ask for its time later.
	blockTime time.Time
	// sum is the app hash that was computed last, with what it was computed from.
	sum     storetypes.CommitInfo
	sumHash []byte
}

var (
	_ storetypes.CommitMultiStore     = (*MultiStore)(nil)
	_ storetypes.Queryable            = (*MultiStore)(nil)
	_ snapshottypes.SnapshotAnnouncer = (*MultiStore)(nil)
)

// Open takes a directory for the state of one node and puts it in order after a crash. Substores are mounted next, then
// a version is loaded. It fails if another process holds the directory or files in it are corrupt.
func Open(dir string, logger log.Logger, options Options) (*MultiStore, error) {
	options = options.filled()
	archive, err := openArchive(dir, options, logger)
	if err != nil {
		return nil, fmt.Errorf("opening the state in %s: %w", dir, err)
	}
	m := &MultiStore{
		archive:   archive,
		logger:    logger,
		history:   history{limit: options.Recent},
		mounts:    map[storetypes.StoreKey]storetypes.StoreType{},
		keys:      map[string]storetypes.StoreKey{},
		leaving:   map[storetypes.StoreKey]bool{},
		listeners: map[storetypes.StoreKey]*storetypes.MemoryListener{},
		pruning:   pruningtypes.NewPruningOptions(pruningtypes.PruningNothing),
	}
	m.stores.Store(&map[storetypes.StoreKey]storetypes.CommitStore{})
	return m, nil
}

// Holds says whether there is state of a node in a directory, which need not be there.
func Holds(dir string) (bool, error) {
	names, err := disk{}.List(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	for _, name := range names {
		_, segment := fileVersion(segmentPrefix, name)
		_, snapshot := fileVersion(snapshotPrefix, name)
		if segment || snapshot {
			return true, nil
		}
	}
	return false, err
}

// Close makes everything durable and frees the directory. Nothing can be committed afterwards.
func (m *MultiStore) Close() error { return m.archive.close() }

// MountStoreWithDB names a substore that the next load makes. It panics on a name or key that is there already, and on a
// database: the state has one place.
func (m *MultiStore) MountStoreWithDB(key storetypes.StoreKey, typ storetypes.StoreType, db dbm.DB) {
	switch {
	case key == nil:
		panic("expected a key to mount a substore under, got none")
	case db != nil:
		panic(fmt.Sprintf("substore %s: expected no database of its own, got one", key.Name()))
	case m.keys[key.Name()] != nil:
		panic(fmt.Sprintf("substore %s is mounted already", key.Name()))
	}
	m.mounts[key] = typ
	m.keys[key.Name()] = key
}

// all are the mounted substores; the map is never changed once it is there.
func (m *MultiStore) all() map[storetypes.StoreKey]storetypes.CommitStore { return *m.stores.Load() }

// sorted are the keys of the substores by name.
func (m *MultiStore) sorted() []storetypes.StoreKey {
	all := m.all()
	keys := make([]storetypes.StoreKey, 0, len(all))
	for key := range all {
		keys = append(keys, key)
	}
	slices.SortFunc(keys, func(a, b storetypes.StoreKey) int { return cmp.Compare(a.Name(), b.Name()) })
	return keys
}

// GetStoreType is that of a multistore.
func (m *MultiStore) GetStoreType() storetypes.StoreType { return storetypes.StoreTypeMulti }

// CacheWrap branches all substores.
func (m *MultiStore) CacheWrap() storetypes.CacheWrap {
	return m.CacheMultiStore().(storetypes.CacheWrap)
}

// CacheMultiStore branches all substores as they are.
func (m *MultiStore) CacheMultiStore() storetypes.CacheMultiStore {
	return m.branch(func(_ string, store *Store) storetypes.KVStore { return look(store) })
}

// CacheMultiStoreWithVersion branches all substores as they were after a block. It fails with ErrNotKept if this node
// does not have that state. A substore that there was not yet is empty.
func (m *MultiStore) CacheMultiStoreWithVersion(version int64) (storetypes.CacheMultiStore, error) {
	s, err := m.at(version)
	if err != nil {
		return nil, err
	}
	return m.branch(func(name string, _ *Store) storetypes.KVStore {
		if tree := s.trees[name]; tree != nil {
			return past{tree}
		}
		return past{&Tree{}}
	}), nil
}

func (m *MultiStore) branch(see func(name string, store *Store) storetypes.KVStore) storetypes.CacheMultiStore {
	all := m.all()
	branches := make(map[storetypes.StoreKey]storetypes.CacheWrapper, len(all))
	for key, store := range all {
		branches[key] = store
		tree, isTree := store.(*Store)
		if isTree {
			branches[key] = see(key.Name(), tree)
		}
		if kv, ok := branches[key].(storetypes.KVStore); ok && m.ListeningEnabled(key) {
			branches[key] = listenkv.NewStore(kv, key, m.listeners[key])
		}
	}
	return cachemulti.NewStore(branches)
}

// GetStore returns a substore. It panics if none is mounted under the key.
func (m *MultiStore) GetStore(key storetypes.StoreKey) storetypes.Store {
	store := m.all()[key]
	if store == nil {
		panic(fmt.Sprintf("no substore is mounted as %s", key.Name()))
	}
	return store
}

// GetStoreByName returns a substore, nil if there is none of that name.
func (m *MultiStore) GetStoreByName(name string) storetypes.Store {
	for key, store := range m.all() {
		if key.Name() == name {
			return store
		}
	}
	return nil
}

// GetKVStore returns a substore of bytes as the block sees it. It panics if none is mounted under the key.
func (m *MultiStore) GetKVStore(key storetypes.StoreKey) storetypes.KVStore {
	store, ok := m.GetStore(key).(storetypes.KVStore)
	if !ok {
		panic(fmt.Sprintf("substore %s holds no bytes", key.Name()))
	}
	if m.ListeningEnabled(key) {
		return listenkv.NewStore(store, key, m.listeners[key])
	}
	return store
}

// GetObjKVStore returns a substore of objects. It panics if none is mounted under the key.
func (m *MultiStore) GetObjKVStore(key storetypes.StoreKey) storetypes.ObjKVStore {
	store, ok := m.GetStore(key).(storetypes.ObjKVStore)
	if !ok {
		panic(fmt.Sprintf("substore %s holds no objects", key.Name()))
	}
	return store
}

// LatestVersion is the version of the last commit.
func (m *MultiStore) LatestVersion() int64 { return m.LastCommitID().Version }

// LastCommitID is the version and app hash of the last commit. Before anything is loaded it is what a load would find,
// without the hash.
func (m *MultiStore) LastCommitID() storetypes.CommitID {
	if s := m.last.Load(); s != nil {
		return s.id()
	}
	return storetypes.CommitID{Version: m.archive.latest(), Hash: genesis().hash}
}

// EarliestVersion is the first version that this node keeps, 1 before there is any.
func (m *MultiStore) EarliestVersion() int64 {
	return max(m.archive.earliest(), m.floor.Load(), 1)
}
