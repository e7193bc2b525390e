// SPDX-License-Identifier: Apache-2.0

package commitment

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
	"time"

	storetypes "github.com/cosmos/cosmos-sdk/store/v2/types"
)

// state is everything after a block: the committed trees by the names of their substores. It never changes.
type state struct {
	version int64
	time    time.Time
	trees   map[string]*Tree
	info    *storetypes.CommitInfo
	// hash is the app hash.
	hash []byte
}

// newState computes the app hash of trees.
func newState(version int64, at time.Time, trees map[string]*Tree) *state {
	s := describe(version, at, trees)
	s.hash = s.info.Hash()
	return s
}

// describe is a state whose app hash is still to be named.
func describe(version int64, at time.Time, trees map[string]*Tree) *state {
	info := &storetypes.CommitInfo{Version: version, Timestamp: at, StoreInfos: make([]storetypes.StoreInfo, 0, len(trees))}
	for _, name := range slices.Sorted(maps.Keys(trees)) {
		info.StoreInfos = append(info.StoreInfos, storetypes.StoreInfo{
			Name: name, CommitId: storetypes.CommitID{Version: version, Hash: trees[name].Hash()},
		})
	}
	return &state{version: version, time: at, trees: trees, info: info}
}

// genesis is the state before the first block.
func genesis() *state { return newState(0, time.Time{}, map[string]*Tree{}) }

func (s *state) id() storetypes.CommitID {
	return storetypes.CommitID{Version: s.version, Hash: bytes.Clone(s.hash)}
}

// size is the number of keys in all trees.
func (s *state) size() (keys int64) {
	for _, tree := range s.trees {
		keys += tree.Size()
	}
	return keys
}

// future is a state that records are being applied to. Hashes are computed only for the last of them.
type future struct {
	version int64
	time    time.Time
	trees   map[string]*Tree
	// hashes are what the substores that records changed must come to.
	hashes map[string][]byte
}

func (s *state) future() *future {
	f := &future{version: s.version, time: s.time, trees: make(map[string]*Tree, len(s.trees)), hashes: map[string][]byte{}}
	for name, tree := range s.trees {
		working := *tree
		f.trees[name] = &working
	}
	return f
}

func (f *future) apply(r record) error {
	for _, c := range r.changes {
		tree := f.trees[c.name]
		switch {
		case c.kind == storeAdded && tree == nil:
			tree = &Tree{initial: r.version}
			f.trees[c.name] = tree
		case c.kind == storeRemoved && tree != nil:
			delete(f.trees, c.name)
			delete(f.hashes, c.name)
			continue
		case c.kind != storeChanged || tree == nil:
			return fmt.Errorf("%w: it names substore %q, which there is not, or is already", errRecord, c.name)
		}
		if err := tree.apply(c.writes); err != nil {
			return err
		}
		f.hashes[c.name] = c.hash
	}
	for _, tree := range f.trees {
		tree.version, tree.changed = r.version, false
	}
	f.version, f.time = r.version, r.time
	return nil
}

// state ends the replay: every hash must be what it was when the block was committed.
func (f *future) state() (*state, error) {
	for _, name := range slices.Sorted(maps.Keys(f.hashes)) {
		if hash := f.trees[name].Hash(); !bytes.Equal(hash, f.hashes[name]) {
			return nil, fmt.Errorf("%w: substore %q at height %d has the hash %X and had %X when it was committed: %s",
				ErrCorrupt, name, f.version, hash, f.hashes[name], remedy)
		}
	}
	return newState(f.version, f.time, f.trees), nil
}
