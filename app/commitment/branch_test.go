// SPDX-License-Identifier: Apache-2.0

package commitment

import (
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	storetypes "github.com/cosmos/cosmos-sdk/store/v2/types"
)

// A branch sees the state that was committed when it was made; the one that a block writes through sees its own writes.
func TestBranchesSeeACommittedState(t *testing.T) {
	key, transient, object := storetypes.NewKVStoreKey("bank"), storetypes.NewTransientStoreKey("t"), storetypes.NewObjectStoreKey("o")
	memory := storetypes.NewMemoryStoreKey("m")
	m := openMounted(t, t.TempDir(), Options{}, []*storetypes.KVStoreKey{key})
	m.MountStoreWithDB(transient, storetypes.StoreTypeTransient, nil)
	m.MountStoreWithDB(object, storetypes.StoreTypeObject, nil)
	m.MountStoreWithDB(memory, storetypes.StoreTypeMemory, nil)
	require.NoError(t, m.LoadLatestVersion())

	block := m.CacheMultiStore()
	block.GetKVStore(key).Set([]byte("a"), []byte("1"))
	block.GetKVStore(transient).Set([]byte("t"), []byte("1"))
	block.GetObjKVStore(object).Set([]byte("o"), 7)
	block.GetKVStore(memory).Set([]byte("m"), []byte("1"))
	check := m.CacheMultiStore()
	block.Write()
	require.Equal(t, []byte("1"), block.GetKVStore(key).Get([]byte("a")), "the block's branch")
	require.Nil(t, check.GetKVStore(key).Get([]byte("a")), "one made before")
	require.Equal(t, []byte("1"), m.CacheMultiStore().GetKVStore(key).Get([]byte("a")), "one made of what is written and not committed")
	require.Equal(t, 7, m.GetObjKVStore(object).Get([]byte("o")))
	m.Commit()
	require.Nil(t, check.GetKVStore(key).Get([]byte("a")))
	require.Nil(t, m.GetKVStore(transient).Get([]byte("t")), "a transient store ends with its block")
	require.Nil(t, m.GetObjKVStore(object).Get([]byte("o")), "and so does one of objects")
	require.Equal(t, []byte("1"), m.GetKVStore(memory).Get([]byte("m")), "memory stays")

	then, err := m.CacheMultiStoreWithVersion(1)
	require.NoError(t, err)
	then.GetKVStore(key).Set([]byte("a"), []byte("2"))
	require.Equal(t, []byte("2"), then.GetKVStore(key).Get([]byte("a")))
	require.PanicsWithError(t, errPast.Error(), then.Write, "the past cannot be written")
	require.Panics(t, func() { m.GetKVStore(object) })
	require.Panics(t, func() { m.GetObjKVStore(key) })
	require.Panics(t, func() { m.GetKVStore(storetypes.NewKVStoreKey("bank")) }, "a key is what it points to, not its name")
	require.NoError(t, m.Close())
}

// Queries, proofs and branches read committed states while blocks are written and snapshots taken.
func TestReadersNeedNoLock(t *testing.T) {
	keys := []*storetypes.KVStoreKey{storetypes.NewKVStoreKey("bank"), storetypes.NewKVStoreKey("payment")}
	m := openMounted(t, t.TempDir(), Options{Recent: 4, SnapshotBytes: 4 << 10}, keys)
	require.NoError(t, m.LoadLatestVersion())
	hashes := sync.Map{}
	commit := func(height int64) {
		writeBlock(m, keys, height)
		hashes.Store(height, m.WorkingHash())
		m.Commit()
	}
	commit(1)
	commit(2)
	stop, readers := make(chan struct{}), sync.WaitGroup{}
	for range 3 {
		readers.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
				}
				height := m.LatestVersion()
				s, err := m.at(height)
				if err != nil {
					t.Errorf("height %d: %s", height, err)
					return
				}
				if want, _ := hashes.Load(height); string(want.([]byte)) != string(s.info.Hash()) {
					t.Errorf("height %d has another hash", height)
				}
				if _, err := m.Query(&storetypes.RequestQuery{Path: "/bank/key", Data: []byte{0, 7}, Prove: true}); err != nil {
					t.Errorf("query: %s", err)
				}
				past, err := m.CacheMultiStoreWithVersion(height)
				if err == nil {
					_ = entries(t, past.GetKVStore(keys[1]), nil, nil, true)
				}
			}
		})
	}
	for height := int64(3); height < 400; height++ {
		commit(height)
	}
	close(stop)
	readers.Wait()
	require.NoError(t, m.Close())
}
