// SPDX-License-Identifier: Apache-2.0

package commitment

import (
	"encoding/binary"
	"math/rand/v2"
	"testing"

	"cosmossdk.io/log/v2"
	"github.com/cosmos/iavl"
	iavldb "github.com/cosmos/iavl/db"
	"github.com/stretchr/testify/require"
)

// plain is an IAVL tree in memory, the model of ours.
func plain(t testing.TB) *iavl.MutableTree {
	t.Helper()
	return iavl.NewMutableTree(iavldb.NewMemDB(), 0, true, log.NewNopLogger())
}

// check compares heights, sizes, order and smallest keys below a node, and returns its smallest key.
func (n *node) check(t testing.TB) string {
	t.Helper()
	if n.leaf() {
		require.EqualValues(t, 1, n.size)
		return n.key
	}
	left, right := n.left.check(t), n.right.check(t)
	require.Less(t, left, right)
	require.Equal(t, right, n.key, "an inner node's key is the smallest of its right side")
	require.Equal(t, n.left.size+n.right.size, n.size)
	require.Equal(t, max(n.left.height, n.right.height)+1, n.height)
	require.LessOrEqual(t, max(n.lean(), -n.lean()), 1)
	return left
}

func TestTreesHaveTheHashesOfIAVL(t *testing.T) {
	for _, keys := range []uint64{1, 3, 50, 3_000} {
		r := rand.New(rand.NewPCG(7, keys))
		model, tree := plain(t), &Tree{}
		for version := int64(1); version <= 150; version++ {
			for range r.IntN(60) {
				key := binary.BigEndian.AppendUint64(nil, r.Uint64N(keys))
				if r.IntN(5) < 2 {
					_, removed, err := model.Remove(key)
					require.NoError(t, err)
					require.Equal(t, removed, tree.Remove(key))
				} else {
					value := make([]byte, r.IntN(300))
					_, err := model.Set(key, value)
					require.NoError(t, err)
					tree.Set(key, value)
				}
				if r.IntN(20) == 0 {
					require.Equal(t, model.WorkingHash(), tree.Hash(), "in the middle of a block")
				}
			}
			require.Equal(t, model.WorkingHash(), tree.Hash(), "version %d", version)
			hash, saved, err := model.SaveVersion()
			require.NoError(t, err)
			require.Equal(t, version, saved)
			require.Equal(t, hash, tree.commit(version).Hash())
			if tree.root != nil {
				tree.root.check(t)
			}
		}
	}
}
