// SPDX-License-Identifier: Apache-2.0

package commitment

import (
	"encoding/binary"

	ics23 "github.com/cosmos/ics23/go"
)

// Prove returns the ICS-23 proof that a key has its value in a committed tree, or that it is not there: between its
// neighbours, or beside the only one it has.
func (t *Tree) Prove(key []byte) *ics23.CommitmentProof {
	if t.Has(key) {
		return &ics23.CommitmentProof{Proof: &ics23.CommitmentProof_Exist{Exist: t.existence(key)}}
	}
	absent := &ics23.NonExistenceProof{Key: key}
	if before, ok := t.neighbour(nil, key, false); ok {
		absent.Left = t.existence(before)
	}
	if after, ok := t.neighbour(key, nil, true); ok {
		absent.Right = t.existence(after)
	}
	return &ics23.CommitmentProof{Proof: &ics23.CommitmentProof_Nonexist{Nonexist: absent}}
}

// neighbour is the first key of a walk.
func (t *Tree) neighbour(start, end []byte, ascending bool) ([]byte, bool) {
	i := t.Iterator(start, end, ascending)
	defer func() { _ = i.Close() }()
	if !i.Valid() {
		return nil, false
	}
	return i.Key(), true
}

// existence is the proof of a key that is there: its leaf, and the other side of every node on the way up.
func (t *Tree) existence(key []byte) *ics23.ExistenceProof {
	var path []*ics23.InnerOp
	n := t.root
	for !n.leaf() {
		left := string(key) < n.key
		path = append(path, n.step(left))
		if left {
			n = n.left
		} else {
			n = n.right
		}
	}
	for i, j := 0, len(path)-1; i < j; i, j = i+1, j-1 {
		path[i], path[j] = path[j], path[i]
	}
	return &ics23.ExistenceProof{
		Key: []byte(n.key), Value: append(make([]byte, 0, len(n.value)), n.value...), Path: path,
		Leaf: &ics23.LeafOp{
			Hash: ics23.HashOp_SHA256, PrehashValue: ics23.HashOp_SHA256, Length: ics23.LengthOp_VAR_PROTO, Prefix: n.prefix(),
		},
	}
}

// prefix is what the hash of a node covers first: height, size and version.
func (n *node) prefix() []byte {
	prefix := binary.AppendVarint(nil, int64(n.height))
	prefix = binary.AppendVarint(prefix, int64(n.size))
	return binary.AppendVarint(prefix, n.version)
}

// step is an inner node of a path that goes on to its left or right.
func (n *node) step(left bool) *ics23.InnerOp {
	prefix := n.prefix()
	if left {
		return &ics23.InnerOp{
			Hash: ics23.HashOp_SHA256, Prefix: append(prefix, hashLength),
			Suffix: append([]byte{hashLength}, n.right.hash[:]...),
		}
	}
	prefix = append(prefix, hashLength)
	prefix = append(prefix, n.left.hash[:]...)
	return &ics23.InnerOp{Hash: ics23.HashOp_SHA256, Prefix: append(prefix, hashLength)}
}
