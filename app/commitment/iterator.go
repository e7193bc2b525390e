// SPDX-License-Identifier: Apache-2.0

package commitment

import (
	"errors"

	storetypes "github.com/cosmos/cosmos-sdk/store/v2/types"
)

// iterator walks the leaves of a tree between two keys. Over a committed tree it may run beside writes; over a working
// tree nobody may write while it is open.
type iterator struct {
	start, end []byte
	ascending  bool
	// waiting are the nodes still to be visited, the next one last.
	waiting []*node
	at      *node
}

var _ storetypes.Iterator = (*iterator)(nil)

// Iterator walks from start to before end; nil means without bound.
func (t *Tree) Iterator(start, end []byte, ascending bool) storetypes.Iterator {
	i := &iterator{start: start, end: end, ascending: ascending}
	if t.root != nil {
		i.waiting = append(make([]*node, 0, t.root.height+1), t.root)
	}
	i.advance()
	return i
}

func (i *iterator) advance() {
	i.at = nil
	for len(i.waiting) > 0 {
		n := i.waiting[len(i.waiting)-1]
		i.waiting = i.waiting[:len(i.waiting)-1]
		if n.leaf() {
			if i.before(n.key) || i.after(n.key) {
				continue
			}
			i.at = n
			return
		}
		// Left holds what is smaller than the node's key, right the rest.
		left, right := i.start == nil || string(i.start) < n.key, i.end == nil || n.key < string(i.end)
		if i.ascending {
			i.wait(n.right, right)
			i.wait(n.left, left)
		} else {
			i.wait(n.left, left)
			i.wait(n.right, right)
		}
	}
}

func (i *iterator) wait(n *node, wanted bool) {
	if wanted {
		i.waiting = append(i.waiting, n)
	}
}

func (i *iterator) before(key string) bool { return i.start != nil && key < string(i.start) }
func (i *iterator) after(key string) bool  { return i.end != nil && key >= string(i.end) }

// Domain returns the bounds.
func (i *iterator) Domain() (start, end []byte) { return i.start, i.end }

// Valid says whether there is a key at the position.
func (i *iterator) Valid() bool { return i.at != nil }

// Next moves on. It panics past the end.
func (i *iterator) Next() {
	i.must()
	i.advance()
}

// Key returns a copy of the key at the position. It panics past the end.
func (i *iterator) Key() []byte {
	i.must()
	return []byte(i.at.key)
}

// Value returns a copy of the value at the position. It panics past the end.
func (i *iterator) Value() []byte {
	i.must()
	return append(make([]byte, 0, len(i.at.value)), i.at.value...)
}

// Error is nil: memory does not fail.
func (i *iterator) Error() error { return nil }

// Close ends the walk.
func (i *iterator) Close() error {
	i.waiting, i.at = nil, nil
	return nil
}

func (i *iterator) must() {
	if i.at == nil {
		panic(errors.New("the iterator is past its end"))
	}
}
