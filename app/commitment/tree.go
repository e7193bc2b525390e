// SPDX-License-Identifier: Apache-2.0

package commitment

import "crypto/sha256"

// Tree is one substore: a Merkle tree of the shape, node versions and hashes of IAVL, held in memory. A working tree
// has one owner, who writes; a committed tree is a copy that never changes and that anybody may read.
type Tree struct {
	root *node
	// version is the last block committed, zero before the first.
	version int64
	// initial is the block that commits first, if it is not the first of the chain.
	initial int64
	// changed says that something was written since the last commit.
	changed bool
}

// working is the version that what is set now belongs to.
func (t *Tree) working() int64 {
	if t.version == 0 && t.initial > 0 {
		return t.initial
	}
	return t.version + 1
}

// Set writes a value. The tree keeps copies of both.
func (t *Tree) Set(key, value []byte) {
	t.changed = true
	if t.root == nil {
		t.root = newLeaf(string(key), string(value), t.working())
		return
	}
	t.root, _ = t.root.set(key, string(value), t.working())
}

// Remove deletes a key and says whether it was there.
func (t *Tree) Remove(key []byte) bool {
	if !t.Has(key) {
		return false
	}
	t.changed = true
	t.root, _, _ = t.root.remove(key, t.working())
	return true
}

// find returns the leaf of a key, nil if there is none.
func (t *Tree) find(key []byte) *node {
	n := t.root
	if n == nil {
		return nil
	}
	for !n.leaf() {
		if string(key) < n.key {
			n = n.left
		} else {
			n = n.right
		}
	}
	if n.key != string(key) {
		return nil
	}
	return n
}

// Get returns a copy of a key's value, nil if there is none.
func (t *Tree) Get(key []byte) []byte {
	n := t.find(key)
	if n == nil {
		return nil
	}
	return append(make([]byte, 0, len(n.value)), n.value...)
}

// Has says whether a key is there.
func (t *Tree) Has(key []byte) bool { return t.find(key) != nil }

// Size is the number of keys.
func (t *Tree) Size() int64 {
	if t.root == nil {
		return 0
	}
	return int64(t.root.size)
}

// Hash is the root hash of the tree as it is; that of an empty one is the hash of nothing.
func (t *Tree) Hash() []byte {
	if t.root == nil {
		empty := sha256.Sum256(nil)
		return empty[:]
	}
	hash := *t.root.digest()
	return hash[:]
}

// commit makes the tree's changes part of a version and returns the committed tree. All hashes are computed, so that
// readers of it write nothing.
func (t *Tree) commit(version int64) *Tree {
	t.Hash()
	t.version, t.changed = version, false
	committed := *t
	return &committed
}
