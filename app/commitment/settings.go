// SPDX-License-Identifier: Apache-2.0

package commitment

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	pruningtypes "github.com/cosmos/cosmos-sdk/store/v2/pruning/types"
	storetypes "github.com/cosmos/cosmos-sdk/store/v2/types"
)

// SetPruning says which past states are kept.
func (m *MultiStore) SetPruning(options pruningtypes.PruningOptions) { m.pruning = options }

// GetPruning is what was set, or nothing is pruned.
func (m *MultiStore) GetPruning() pruningtypes.PruningOptions { return m.pruning }

// SetBlockTime names the time of the block about to be committed, which Commit keeps beside its state.
func (m *MultiStore) SetBlockTime(at time.Time) { m.blockTime = at.UTC() }

// SetInitialVersion makes the first block of a chain one of a height above 1. It fails once anything was written.
func (m *MultiStore) SetInitialVersion(version int64) error {
	for _, key := range m.sorted() {
		store, ok := m.all()[key].(*Store)
		if !ok {
			continue
		}
		if store.tree.changed {
			return fmt.Errorf("substore %s was written before the chain's first height was named", key.Name())
		}
		if store.tree.version == 0 {
			store.tree.initial = version
		}
	}
	m.initial = version
	return nil
}

// SetInterBlockCache does nothing: a cache before memory saves nothing.
func (m *MultiStore) SetInterBlockCache(storetypes.MultiStorePersistentCache) {}

// SetIAVLCacheSize does nothing: all nodes are in memory.
func (m *MultiStore) SetIAVLCacheSize(int) {}

// SetIAVLDisableFastNode does nothing: there is no second index.
func (m *MultiStore) SetIAVLDisableFastNode(bool) {}

// SetIAVLSyncPruning does nothing: pruning removes files.
func (m *MultiStore) SetIAVLSyncPruning(bool) {}

// SetSnapshotInterval names the heights of which state-sync snapshots are made, whose states are then held until they
// are done.
func (m *MultiStore) SetSnapshotInterval(interval uint64) { m.snapshotInterval = interval }

// AnnounceSnapshotHeight holds the state of a height until PruneSnapshotHeight.
func (m *MultiStore) AnnounceSnapshotHeight(height int64) { m.history.pin(height) }

// PruneSnapshotHeight lets go of a state that was held for a snapshot.
func (m *MultiStore) PruneSnapshotHeight(height int64) { m.history.unpin(height) }

// AddListeners records the writes to substores for PopStateCache.
func (m *MultiStore) AddListeners(keys []storetypes.StoreKey) {
	for _, key := range keys {
		if m.listeners[key] == nil {
			m.listeners[key] = storetypes.NewMemoryListener()
		}
	}
}

// ListeningEnabled says whether the writes to a substore are recorded.
func (m *MultiStore) ListeningEnabled(key storetypes.StoreKey) bool { return m.listeners[key] != nil }

// PopStateCache returns the writes recorded since it was last asked, by the names of the substores.
func (m *MultiStore) PopStateCache() []*storetypes.StoreKVPair {
	var writes []*storetypes.StoreKVPair
	for _, listener := range m.listeners {
		writes = append(writes, listener.PopStateCache()...)
	}
	slices.SortStableFunc(writes, func(a, b *storetypes.StoreKVPair) int { return cmp.Compare(a.StoreKey, b.StoreKey) })
	return writes
}
