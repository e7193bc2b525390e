// SPDX-License-Identifier: Apache-2.0

package commitment

import (
	"crypto/sha256"
	"encoding/binary"
)

// hashLength is the number of bytes of a hash.
const hashLength = sha256.Size

// node is a leaf or an inner node of a tree. A node whose version is the one being worked on belongs to the working
// tree alone and changes in place; every other node is shared between versions and never changes again.
type node struct {
	// key is a leaf's key, or the smallest key of an inner node's right side.
	key string
	// value is a leaf's value; inner nodes have none.
	value       string
	left, right *node
	hash        [hashLength]byte
	// version is the block that made the node.
	version int64
	// size is the number of leaves at and below the node.
	size uint32
	// height is zero for a leaf.
	height int8
	// hashed says that hash is that of the node as it is.
	hashed bool
}

func newLeaf(key, value string, version int64) *node {
	return &node{key: key, value: value, version: version, size: 1}
}

func (n *node) leaf() bool { return n.height == 0 }

// own returns the node itself if the version being worked on made it, else a copy that it may change.
func (n *node) own(version int64) *node {
	if n.version == version {
		n.hashed = false
		return n
	}
	mine := *n
	mine.version, mine.hashed = version, false
	return &mine
}

func (n *node) measure() {
	n.height = max(n.left.height, n.right.height) + 1
	n.size = n.left.size + n.right.size
}

func (n *node) lean() int { return int(n.left.height) - int(n.right.height) }

// set returns the tree under n with a leaf set; known says that the key was there before.
func (n *node) set(key []byte, value string, version int64) (result *node, known bool) {
	if n.leaf() {
		return n.setLeaf(key, value, version)
	}
	mine := n.own(version)
	if string(key) < n.key {
		mine.left, known = n.left.set(key, value, version)
	} else {
		mine.right, known = n.right.set(key, value, version)
	}
	if known {
		return mine, true
	}
	mine.measure()
	return mine.balance(version), false
}

func (n *node) setLeaf(key []byte, value string, version int64) (*node, bool) {
	switch {
	case string(key) == n.key:
		mine := n.own(version)
		mine.value = value
		return mine, true
	case string(key) < n.key:
		return &node{key: n.key, left: newLeaf(string(key), value, version), right: n, version: version, size: 2, height: 1}, false
	default:
		right := newLeaf(string(key), value, version)
		return &node{key: right.key, left: n, right: right, version: version, size: 2, height: 1}, false
	}
}

// remove takes away a key that is there. It returns what is left, nil if nothing, and the new smallest key of it if
// the smallest one went.
func (n *node) remove(key []byte, version int64) (result *node, smallest string, moved bool) {
	if n.leaf() {
		return nil, "", false
	}
	if string(key) < n.key {
		left, smallest, moved := n.left.remove(key, version)
		if left == nil {
			return n.right, n.key, true
		}
		mine := n.own(version)
		mine.left = left
		mine.measure()
		return mine.balance(version), smallest, moved
	}
	right, smallest, moved := n.right.remove(key, version)
	if right == nil {
		return n.left, "", false
	}
	mine := n.own(version)
	mine.right = right
	if moved {
		mine.key = smallest
	}
	mine.measure()
	return mine.balance(version), "", false
}

// balance restores the difference of at most one between the heights of both sides. The node is the caller's own.
func (n *node) balance(version int64) *node {
	switch lean := n.lean(); {
	case lean > 1:
		if n.left.lean() < 0 {
			n.left = n.left.own(version).rotateLeft(version)
		}
		return n.rotateRight(version)
	case lean < -1:
		if n.right.lean() > 0 {
			n.right = n.right.own(version).rotateRight(version)
		}
		return n.rotateLeft(version)
	default:
		return n
	}
}

func (n *node) rotateRight(version int64) *node {
	top := n.left.own(version)
	n.left = top.right
	top.right = n
	n.measure()
	top.measure()
	return top
}

func (n *node) rotateLeft(version int64) *node {
	top := n.right.own(version)
	n.right = top.left
	top.left = n
	n.measure()
	top.measure()
	return top
}

// digest computes the hashes that are missing at and below the node.
func (n *node) digest() *[hashLength]byte {
	if n.hashed {
		return &n.hash
	}
	if !n.leaf() {
		n.left.digest()
		n.right.digest()
	}
	n.digestOnly()
	return &n.hash
}

// digestOnly computes the node's own hash from the hashes below it.
func (n *node) digestOnly() {
	var space [192]byte
	bytes := binary.AppendVarint(space[:0], int64(n.height))
	bytes = binary.AppendVarint(bytes, int64(n.size))
	bytes = binary.AppendVarint(bytes, n.version)
	if n.leaf() {
		bytes = binary.AppendUvarint(bytes, uint64(len(n.key)))
		bytes = append(bytes, n.key...)
		value := n.valueDigest()
		bytes = append(bytes, hashLength)
		bytes = append(bytes, value[:]...)
	} else {
		bytes = append(bytes, hashLength)
		bytes = append(bytes, n.left.hash[:]...)
		bytes = append(bytes, hashLength)
		bytes = append(bytes, n.right.hash[:]...)
	}
	n.hash, n.hashed = sha256.Sum256(bytes), true
}

func (n *node) valueDigest() [hashLength]byte {
	var space [256]byte
	return sha256.Sum256(append(space[:0], n.value...))
}
