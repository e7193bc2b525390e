// SPDX-License-Identifier: Apache-2.0

package commitment

import (
	"fmt"

	"github.com/cosmos/cosmos-sdk/store/v2/mem"
	"github.com/cosmos/cosmos-sdk/store/v2/transient"
	storetypes "github.com/cosmos/cosmos-sdk/store/v2/types"
)

// LoadLatestVersion loads the last committed state.
func (m *MultiStore) LoadLatestVersion() error { return m.load(m.archive.latest(), nil) }

// LoadVersion loads the state after a block. A block committed next that was committed before must come to the same.
func (m *MultiStore) LoadVersion(version int64) error { return m.load(version, nil) }

// LoadLatestVersionAndUpgrade loads the last committed state and adds, renames and deletes substores.
func (m *MultiStore) LoadLatestVersionAndUpgrade(upgrades *storetypes.StoreUpgrades) error {
	return m.load(m.archive.latest(), upgrades)
}

// LoadVersionAndUpgrade loads the state after a block and adds, renames and deletes substores.
func (m *MultiStore) LoadVersionAndUpgrade(version int64, upgrades *storetypes.StoreUpgrades) error {
	return m.load(version, upgrades)
}

func (m *MultiStore) load(version int64, upgrades *storetypes.StoreUpgrades) error {
	loaded := genesis()
	if version > 0 {
		var err error
		if loaded, err = m.archive.read(version); err != nil {
			return err
		}
	}
	return m.begin(loaded, upgrades)
}

// begin makes the substores of a state.
func (m *MultiStore) begin(loaded *state, upgrades *storetypes.StoreUpgrades) error {
	stores := make(map[storetypes.StoreKey]storetypes.CommitStore, len(m.mounts))
	leaving := map[storetypes.StoreKey]bool{}
	for key, typ := range m.mounts {
		store, err := m.open(key, typ, loaded, upgrades)
		if err != nil {
			return err
		}
		stores[key] = store
		if upgrades.IsDeleted(key.Name()) {
			leaving[key] = true
		}
	}
	m.stores.Store(&stores)
	m.leaving = leaving
	m.history.begin(loaded)
	m.last.Store(loaded)
	m.sumHash = nil
	return nil
}

func (m *MultiStore) open(key storetypes.StoreKey, typ storetypes.StoreType, loaded *state, upgrades *storetypes.StoreUpgrades) (storetypes.CommitStore, error) {
	var fits bool
	var store storetypes.CommitStore
	switch typ {
	case storetypes.StoreTypeIAVL:
		return openTree(key.Name(), loaded, upgrades)
	case storetypes.StoreTypeTransient:
		_, fits = key.(*storetypes.TransientStoreKey)
		store = transient.NewStore()
	case storetypes.StoreTypeMemory:
		_, fits = key.(*storetypes.MemoryStoreKey)
		store = mem.NewStore()
	case storetypes.StoreTypeObject:
		_, fits = key.(*storetypes.ObjectStoreKey)
		store = transient.NewObjStore()
	default:
		return nil, fmt.Errorf("substore %s: expected a tree, or one of memory, transient or objects, got %s", key.Name(), typ)
	}
	if !fits {
		return nil, fmt.Errorf("substore %s: a key of type %T is not for %s", key.Name(), key, typ)
	}
	return store, nil
}

// openTree makes a working tree: that of the state; an empty one if an upgrade adds it or the chain begins; or one with
// the keys of the substore that it takes the place of.
func openTree(name string, loaded *state, upgrades *storetypes.StoreUpgrades) (*Store, error) {
	before := upgrades.RenamedFrom(name)
	tree := loaded.trees[name]
	switch {
	case tree != nil && (upgrades.IsAdded(name) || before != ""):
		return nil, fmt.Errorf("substore %s is to be made by an upgrade and is in the state of height %d already", name, loaded.version)
	case upgrades.IsAdded(name), before != "", tree == nil && loaded.version == 0:
		store := newStore(&Tree{})
		store.added = true
		if loaded.version > 0 {
			store.tree.initial = loaded.version + 1
		}
		if old := loaded.trees[before]; old != nil {
			i := old.Iterator(nil, nil, true)
			for ; i.Valid(); i.Next() {
				store.Set(i.Key(), i.Value())
			}
			return store, i.Close()
		}
		return store, nil
	case tree == nil:
		return nil, fmt.Errorf("substore %s is not in the state of height %d: new ones are named in an upgrade", name, loaded.version)
	default:
		return newStore(tree), nil
	}
}

// RollbackToVersion makes a state this node keeps the latest and forgets what came after.
func (m *MultiStore) RollbackToVersion(version int64) error {
	if version <= 0 {
		return fmt.Errorf("expected a height above 0 to go back to, got %d", version)
	}
	kept, err := m.archive.read(version)
	if err != nil {
		return err
	}
	if err := m.archive.cutAfter(version); err != nil {
		return fmt.Errorf("going back to height %d: %w", version, err)
	}
	return m.begin(kept, nil)
}
