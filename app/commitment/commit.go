// SPDX-License-Identifier: Apache-2.0

package commitment

import (
	"bytes"
	"fmt"
	"maps"
	"slices"

	pruningtypes "github.com/cosmos/cosmos-sdk/store/v2/pruning/types"
	storetypes "github.com/cosmos/cosmos-sdk/store/v2/types"
)

// next is the version that the block belongs to.
func (m *MultiStore) next() int64 {
	last := m.last.Load().version
	if last == 0 && m.initial > 1 {
		return m.initial
	}
	return last + 1
}

// staying are the working trees' substores that the next commit keeps, by name.
func (m *MultiStore) staying() map[string]*Store {
	staying := map[string]*Store{}
	for key, store := range m.all() {
		if tree, ok := store.(*Store); ok && !m.leaving[key] {
			staying[key.Name()] = tree
		}
	}
	return staying
}

// WorkingHash is the app hash with everything written.
func (m *MultiStore) WorkingHash() []byte {
	info := storetypes.CommitInfo{}
	staying := m.staying()
	for _, name := range slices.Sorted(maps.Keys(staying)) {
		info.StoreInfos = append(info.StoreInfos, storetypes.StoreInfo{
			Name: name, CommitId: storetypes.CommitID{Hash: staying[name].WorkingHash()},
		})
	}
	m.sum, m.sumHash = info, info.Hash()
	return bytes.Clone(m.sumHash)
}

// hash is the app hash of a commit; that of WorkingHash if it is the same, which it is unless nobody asked.
func (m *MultiStore) hash(info *storetypes.CommitInfo) []byte {
	if slices.EqualFunc(info.StoreInfos, m.sum.StoreInfos, func(a, b storetypes.StoreInfo) bool {
		return a.Name == b.Name && bytes.Equal(a.CommitId.Hash, b.CommitId.Hash)
	}) && m.sumHash != nil {
		return m.sumHash
	}
	return info.Hash()
}

// Commit ends the block: it writes one record, then shows the new state to readers. It panics if the record cannot be
// written, because a node that goes on without it would sign what it may lose; and if a block that was committed
// before, and is repeated after an older version was loaded, comes to another state.
func (m *MultiStore) Commit() storetypes.CommitID {
	version := m.next()
	staying := m.staying()
	block := m.block(version, staying)
	if err := m.write(block); err != nil {
		panic(fmt.Errorf("committing height %d: %w", version, err))
	}
	trees := make(map[string]*Tree, len(staying))
	for name, store := range staying {
		trees[name] = store.commit(version)
	}
	committed := m.seal(version, trees)
	m.dropLeaving()
	for _, key := range m.sorted() {
		if _, isTree := m.all()[key].(*Store); !isTree {
			m.all()[key].Commit()
		}
	}
	m.publish(committed)
	return committed.id()
}

// block is the record of what was written.
func (m *MultiStore) block(version int64, staying map[string]*Store) record {
	block := record{version: version, time: m.blockTime}
	for _, name := range slices.Sorted(maps.Keys(m.last.Load().trees)) {
		if staying[name] == nil {
			block.changes = append(block.changes, change{name: name, kind: storeRemoved, hash: make([]byte, hashLength)})
		}
	}
	for _, name := range slices.Sorted(maps.Keys(staying)) {
		if c, ok := staying[name].change(name); ok {
			block.changes = append(block.changes, c)
		}
	}
	return block
}

// write appends the record, or compares it with that of the same block written before.
func (m *MultiStore) write(block record) error {
	if block.version > m.archive.latest() {
		return m.archive.log.Append(block.version, block.encode(), m.archive.opts.Durable)
	}
	before, err := m.archive.record(block.version)
	if err != nil {
		return err
	}
	if !slices.EqualFunc(before.changes, block.changes, func(a, b change) bool {
		return a.name == b.name && a.kind == b.kind && bytes.Equal(a.hash, b.hash)
	}) {
		return fmt.Errorf("%w: height %d is in the changelog with other hashes", ErrDiverged, block.version)
	}
	return nil
}

// seal makes the state of a commit without computing again what WorkingHash computed.
func (m *MultiStore) seal(version int64, trees map[string]*Tree) *state {
	committed := describe(version, m.blockTime, trees)
	committed.hash = m.hash(committed.info)
	return committed
}

// dropLeaving forgets the substores that are not part of the state any more.
func (m *MultiStore) dropLeaving() {
	if len(m.leaving) == 0 {
		return
	}
	left := maps.Clone(m.all())
	for key := range m.leaving {
		delete(left, key)
		delete(m.mounts, key)
		delete(m.keys, key.Name())
	}
	m.stores.Store(&left)
	clear(m.leaving)
}

// publish shows a state to readers and lets go of what nobody may ask for any more.
func (m *MultiStore) publish(s *state) {
	m.floor.Store(max(m.floor.Load(), m.prunedTo(s.version)))
	pin := m.snapshotInterval > 0 && s.version%int64(m.snapshotInterval) == 0
	m.history.add(s, m.floor.Load(), pin)
	m.last.Store(s)
	keysHeld.Set(float64(s.size()))
	changelogBytes.Set(float64(m.archive.log.Grown()))
	if s.version < m.archive.latest() {
		return
	}
	if err := m.archive.committed(s, m.floor.Load()); err != nil {
		panic(fmt.Errorf("ending the changelog at height %d: %w", s.version, err))
	}
}

// prunedTo is the first version that the pruning of a height leaves, as the SDK's pruning does, zero if it prunes
// nothing then.
func (m *MultiStore) prunedTo(height int64) int64 {
	if m.pruning.GetPruningStrategy() == pruningtypes.PruningNothing || m.pruning.Interval == 0 ||
		height <= int64(m.pruning.KeepRecent) || height%int64(m.pruning.Interval) != 0 {
		return 0
	}
	return height - int64(m.pruning.KeepRecent)
}
