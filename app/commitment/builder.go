// SPDX-License-Identifier: Apache-2.0

package commitment

import (
	"fmt"
	"math"
)

// builder makes a tree of its nodes in the order in which each side comes before the node above it: left, right, node.
type builder struct {
	// open are the subtrees that still wait for the node above them, with their smallest keys.
	open []subtree
	// last is the key of the last leaf, which the next must exceed.
	last string
	some bool
}

type subtree struct {
	root     *node
	smallest string
}

func (b *builder) leaf(key, value string, version int64) error {
	switch {
	case b.some && key <= b.last:
		return fmt.Errorf("expected keys in order, got %X after %X", key, b.last)
	case version < 1:
		return fmt.Errorf("expected the version of leaf %X to be at least 1, got %d", key, version)
	}
	b.last, b.some = key, true
	n := newLeaf(key, value, version)
	n.digestOnly()
	b.open = append(b.open, subtree{n, key})
	return nil
}

// inner joins the last two subtrees. It fails unless they make a balanced node of that height, so that a tree from a
// foreign source has no more than one way to be read.
func (b *builder) inner(height int8, version int64) error {
	count := len(b.open)
	if count < 2 {
		return fmt.Errorf("expected two subtrees below a node of height %d, got %d", height, count)
	}
	left, right := b.open[count-2], b.open[count-1]
	size := uint64(left.root.size) + uint64(right.root.size)
	if size > math.MaxUint32 {
		return fmt.Errorf("expected at most %d leaves, got %d", uint32(math.MaxUint32), size)
	}
	n := &node{key: right.smallest, left: left.root, right: right.root, version: version}
	n.measure()
	switch lean := n.lean(); {
	case n.height != height:
		return fmt.Errorf("expected a node of height %d above its sides, got %d", n.height, height)
	case lean < -1 || lean > 1:
		return fmt.Errorf("expected sides that differ by one in height at most, got %d and %d", n.left.height, n.right.height)
	case version < max(n.left.version, n.right.version):
		return fmt.Errorf("expected a node not older than its sides, of versions %d and %d, got %d", n.left.version, n.right.version, version)
	}
	n.digestOnly()
	b.open = append(b.open[:count-2], subtree{n, left.smallest})
	return nil
}

// tree returns the finished tree of a version.
func (b *builder) tree(version int64) (*Tree, error) {
	switch {
	case len(b.open) == 0:
		return &Tree{version: version}, nil
	case len(b.open) > 1:
		return nil, fmt.Errorf("expected one tree, got %d that nothing joins", len(b.open))
	case b.open[0].root.version > version:
		return nil, fmt.Errorf("expected nodes of versions up to %d, got %d", version, b.open[0].root.version)
	}
	return &Tree{root: b.open[0].root, version: version}, nil
}

// walk visits every node after both of its sides, until visit fails.
func (n *node) walk(visit func(*node) error) error {
	if n == nil {
		return nil
	}
	if !n.leaf() {
		if err := n.left.walk(visit); err != nil {
			return err
		}
		if err := n.right.walk(visit); err != nil {
			return err
		}
	}
	return visit(n)
}
