// SPDX-License-Identifier: Apache-2.0

package commitment

import (
	"errors"

	"github.com/cosmos/cosmos-sdk/store/v2/cachekv"
	pruningtypes "github.com/cosmos/cosmos-sdk/store/v2/pruning/types"
	storetypes "github.com/cosmos/cosmos-sdk/store/v2/types"
)

// Store is a substore as a block writes it: the working tree, and the writes that will go into the changelog. It has
// one owner at a time; branches and queries read committed trees instead.
type Store struct {
	tree *Tree
	// writes are those since the last commit, in their order.
	writes []byte
	// added says that the changelog does not know the substore yet.
	added bool
	// committed is the tree after the last commit.
	committed *Tree
}

var _ storetypes.CommitKVStore = (*Store)(nil)

func newStore(committed *Tree) *Store {
	working := *committed
	return &Store{tree: &working, committed: committed}
}

// GetStoreType is that of IAVL, whose trees these are.
func (s *Store) GetStoreType() storetypes.StoreType { return storetypes.StoreTypeIAVL }

// Get returns a copy of a key's value, nil if there is none.
func (s *Store) Get(key []byte) []byte { return s.tree.Get(key) }

// Has says whether a key is there.
func (s *Store) Has(key []byte) bool { return s.tree.Has(key) }

// Set writes a value. It panics on an empty key or a nil value, as the SDK's stores do.
func (s *Store) Set(key, value []byte) {
	storetypes.AssertValidKey(key)
	storetypes.AssertValidValue(value)
	s.tree.Set(key, value)
	s.writes = appendSet(s.writes, key, value)
}

// Delete removes a key, if it is there.
func (s *Store) Delete(key []byte) {
	if s.tree.Remove(key) {
		s.writes = appendDelete(s.writes, key)
	}
}

// Iterator walks the working tree upwards; nobody may write while it is open.
func (s *Store) Iterator(start, end []byte) storetypes.Iterator {
	return s.tree.Iterator(start, end, true)
}

// ReverseIterator walks the working tree downwards; nobody may write while it is open.
func (s *Store) ReverseIterator(start, end []byte) storetypes.Iterator {
	return s.tree.Iterator(start, end, false)
}

// CacheWrap branches the substore.
func (s *Store) CacheWrap() storetypes.CacheWrap { return cachekv.NewStore(s) }

// WorkingHash is the root hash with everything written.
func (s *Store) WorkingHash() []byte { return s.tree.Hash() }

// LastCommitID is the version and root hash of the last commit.
func (s *Store) LastCommitID() storetypes.CommitID {
	return storetypes.CommitID{Version: s.committed.version, Hash: s.committed.Hash()}
}

// Commit panics: a substore commits with the others, in one record.
func (s *Store) Commit() storetypes.CommitID {
	panic(errors.New("a substore commits with its multistore"))
}

// SetPruning panics: what is kept is decided for all substores.
func (s *Store) SetPruning(pruningtypes.PruningOptions) {
	panic(errors.New("pruning is set on the multistore"))
}

// GetPruning panics: what is kept is decided for all substores.
func (s *Store) GetPruning() pruningtypes.PruningOptions {
	panic(errors.New("pruning is set on the multistore"))
}

// change is what the block did to the substore, and whether it did anything.
func (s *Store) change(name string) (change, bool) {
	kind := storeChanged
	if s.added {
		kind = storeAdded
	}
	return change{name: name, kind: kind, hash: s.tree.Hash(), writes: s.writes}, s.added || len(s.writes) > 0
}

// commit ends the block.
func (s *Store) commit(version int64) *Tree {
	s.committed = s.tree.commit(version)
	s.writes, s.added = s.writes[:0], false
	if cap(s.writes) > maxKeptWrites {
		s.writes = nil
	}
	return s.committed
}

// maxKeptWrites is the room for writes that a substore keeps between blocks.
const maxKeptWrites = 4 << 20
