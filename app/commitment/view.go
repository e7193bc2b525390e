// SPDX-License-Identifier: Apache-2.0

package commitment

import (
	"errors"

	"github.com/cosmos/cosmos-sdk/store/v2/cachekv"
	storetypes "github.com/cosmos/cosmos-sdk/store/v2/types"
)

// view is a branch's sight of a substore. It reads the tree that was committed when the branch was made, which no later
// block touches, so that it may be read while one is written. A branch that writes has become the block itself: from
// then on it sees the working tree.
type view struct {
	store     *Store
	committed *Tree
}

var _ storetypes.KVStore = (*view)(nil)

// look is a view of a substore as it is. What was written outside of any branch is not committed and can only be seen
// in the working tree.
func look(store *Store) *view {
	if store.tree.changed {
		return &view{store: store}
	}
	return &view{store: store, committed: store.committed}
}

func (v *view) tree() *Tree {
	if v.committed != nil {
		return v.committed
	}
	return v.store.tree
}

func (v *view) GetStoreType() storetypes.StoreType { return storetypes.StoreTypeIAVL }
func (v *view) Get(key []byte) []byte              { return v.tree().Get(key) }
func (v *view) Has(key []byte) bool                { return v.tree().Has(key) }
func (v *view) CacheWrap() storetypes.CacheWrap    { return cachekv.NewStore(v) }

func (v *view) Set(key, value []byte) {
	v.committed = nil
	v.store.Set(key, value)
}

func (v *view) Delete(key []byte) {
	v.committed = nil
	v.store.Delete(key)
}

func (v *view) Iterator(start, end []byte) storetypes.Iterator {
	return v.tree().Iterator(start, end, true)
}

func (v *view) ReverseIterator(start, end []byte) storetypes.Iterator {
	return v.tree().Iterator(start, end, false)
}

// past is a substore as it was after some block. It cannot be written.
type past struct{ tree *Tree }

var _ storetypes.KVStore = past{}

var errPast = errors.New("a committed state cannot be written")

func (p past) GetStoreType() storetypes.StoreType { return storetypes.StoreTypeIAVL }
func (p past) Get(key []byte) []byte              { return p.tree.Get(key) }
func (p past) Has(key []byte) bool                { return p.tree.Has(key) }
func (p past) CacheWrap() storetypes.CacheWrap    { return cachekv.NewStore(p) }
func (p past) Set([]byte, []byte)                 { panic(errPast) }
func (p past) Delete([]byte)                      { panic(errPast) }

func (p past) Iterator(start, end []byte) storetypes.Iterator {
	return p.tree.Iterator(start, end, true)
}

func (p past) ReverseIterator(start, end []byte) storetypes.Iterator {
	return p.tree.Iterator(start, end, false)
}
