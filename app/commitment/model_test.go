// SPDX-License-Identifier: Apache-2.0

package commitment

import (
	"bytes"
	"fmt"
	"slices"
	"testing"

	"cosmossdk.io/log/v2"
	dbm "github.com/cosmos/cosmos-db"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	pruningtypes "github.com/cosmos/cosmos-sdk/store/v2/pruning/types"
	"github.com/cosmos/cosmos-sdk/store/v2/rootmulti"
	storetypes "github.com/cosmos/cosmos-sdk/store/v2/types"
)

// TB is what the twins need of testing.T and rapid.T.
type TB interface {
	require.TestingT
	Helper()
}

// twins are the SDK's store over IAVL and ours, with the same history.
type twins struct {
	t     TB
	keys  []*storetypes.KVStoreKey
	db    dbm.DB
	dir   string
	opts  Options
	prune pruningtypes.PruningOptions

	want *rootmulti.Store
	have *MultiStore
	// began is the first height of the history.
	began int64
}

var nothing = pruningtypes.NewPruningOptions(pruningtypes.PruningNothing)

func newTwins(t TB, dir string, opts Options, names ...string) *twins {
	w := &twins{t: t, db: dbm.NewMemDB(), dir: dir, opts: opts, prune: nothing, began: 1}
	for _, name := range names {
		w.keys = append(w.keys, storetypes.NewKVStoreKey(name))
	}
	w.open(nil)
	return w
}

// open starts both over their data.
func (w *twins) open(upgrades *storetypes.StoreUpgrades) {
	w.want = rootmulti.NewStore(w.db, log.NewNopLogger())
	w.have = openMounted(w.t, w.dir, w.opts, w.keys)
	w.have.SetPruning(w.prune)
	w.want.SetPruning(w.prune)
	w.want.SetIAVLSyncPruning(true)
	for _, key := range w.keys {
		w.want.MountStoreWithDB(key, storetypes.StoreTypeIAVL, nil)
	}
	require.NoError(w.t, w.want.LoadLatestVersionAndUpgrade(upgrades))
	require.NoError(w.t, w.have.LoadLatestVersionAndUpgrade(upgrades))
}

func openMounted(t TB, dir string, opts Options, keys []*storetypes.KVStoreKey) *MultiStore {
	m, err := Open(dir, log.NewNopLogger(), opts)
	require.NoError(t, err)
	for _, key := range keys {
		m.MountStoreWithDB(key, storetypes.StoreTypeIAVL, nil)
	}
	return m
}

func (w *twins) restart(upgrades *storetypes.StoreUpgrades) {
	require.NoError(w.t, w.have.Close())
	w.open(upgrades)
	w.same()
}

// same compares what both say of the last commit.
func (w *twins) same() {
	require.Equal(w.t, w.want.LastCommitID(), w.have.LastCommitID())
	require.Equal(w.t, w.want.LatestVersion(), w.have.LatestVersion())
}

// commit ends a block on both.
func (w *twins) commit() storetypes.CommitID {
	require.Equal(w.t, w.want.WorkingHash(), w.have.WorkingHash())
	want, have := w.want.Commit(), w.have.Commit()
	require.Equal(w.t, want, have)
	w.same()
	wantInfo, err := w.want.GetCommitInfo(want.Version)
	require.NoError(w.t, err)
	haveInfo, err := w.have.GetCommitInfo(want.Version)
	require.NoError(w.t, err)
	require.Equal(w.t, wantInfo.StoreInfos, haveInfo.StoreInfos)
	return have
}

// entries are all pairs of a store in a range.
func entries(t TB, store storetypes.KVStore, start, end []byte, ascending bool) (pairs []string) {
	walk := store.Iterator
	if !ascending {
		walk = store.ReverseIterator
	}
	i := walk(start, end)
	for ; i.Valid(); i.Next() {
		pairs = append(pairs, fmt.Sprintf("%x=%x", i.Key(), i.Value()))
	}
	require.NoError(t, i.Close())
	return pairs
}

// sameEntries compares two stores in a range both ways.
func sameEntries(t TB, want, have storetypes.KVStore, start, end []byte) {
	require.Equal(t, entries(t, want, start, end, true), entries(t, have, start, end, true))
	require.Equal(t, entries(t, want, start, end, false), entries(t, have, start, end, false))
}

// sameAt compares what both have of a height, or that neither has it.
func (w *twins) sameAt(height int64) {
	want, wantErr := w.want.CacheMultiStoreWithVersion(height)
	have, haveErr := w.have.CacheMultiStoreWithVersion(height)
	if wantErr != nil {
		w.mayKeepMore(height, haveErr)
		return
	}
	require.NoError(w.t, haveErr, "height %d of %d", height, w.have.LatestVersion())
	for _, key := range w.keys {
		sameEntries(w.t, want.GetKVStore(key), have.GetKVStore(key), nil, nil)
	}
}

// mayKeepMore says what ours may do with a height that the SDK's store does not keep: after a start, pruned heights are
// there again until their files go.
func (w *twins) mayKeepMore(height int64, err error) {
	if err == nil {
		require.Less(w.t, height, w.want.EarliestVersion())
		require.GreaterOrEqual(w.t, height, w.have.EarliestVersion())
		return
	}
	require.ErrorIs(w.t, err, ErrNotKept, "height %d of %d", height, w.have.LatestVersion())
}

// sameAnswer compares the answers to a query, proofs byte for byte.
func (w *twins) sameAnswer(req storetypes.RequestQuery) *storetypes.ResponseQuery {
	again := req
	want, wantErr := w.want.Query(&req)
	have, haveErr := w.have.Query(&again)
	if height := w.have.height(&again); height < w.want.EarliestVersion() && height >= w.have.EarliestVersion() {
		require.NoError(w.t, haveErr)
		return have
	}
	if wantErr != nil {
		require.EqualError(w.t, haveErr, wantErr.Error())
		return have
	}
	require.NoError(w.t, haveErr)
	require.Equal(w.t, want, have)
	return have
}

func drawKey(t *rapid.T) []byte {
	return rapid.OneOf(
		rapid.SliceOfN(rapid.ByteRange(0, 3), 1, 3), rapid.SliceOfN(rapid.Byte(), 1, 40),
	).Draw(t, "key")
}

func drawBound(t *rapid.T, label string) []byte {
	if rapid.Bool().Draw(t, label+" is open") {
		return nil
	}
	return rapid.SliceOfN(rapid.ByteRange(0, 3), 1, 3).Draw(t, label)
}

func drawValue(t *rapid.T) []byte {
	value := rapid.SliceOfN(rapid.Byte(), 0, 60).Draw(t, "value")
	return append([]byte{}, value...)
}

// history is what may happen to the twins.
func (w *twins) history(t *rapid.T) map[string]func(*rapid.T) {
	key := func(t *rapid.T) *storetypes.KVStoreKey { return rapid.SampledFrom(w.keys).Draw(t, "store") }
	return map[string]func(*rapid.T){
		"write": func(t *rapid.T) {
			for range rapid.IntRange(1, 12).Draw(t, "writes") {
				at, k := key(t), drawKey(t)
				want, have := w.want.GetKVStore(at), w.have.GetKVStore(at)
				if rapid.IntRange(0, 2).Draw(t, "delete") == 0 {
					want.Delete(k)
					have.Delete(k)
				} else {
					v := drawValue(t)
					want.Set(k, v)
					have.Set(k, bytes.Clone(v))
				}
				require.Equal(t, want.Get(k), have.Get(k))
				require.Equal(t, want.Has(k), have.Has(k))
			}
		},
		"write in a branch": func(t *rapid.T) {
			want, have := w.want.CacheMultiStore(), w.have.CacheMultiStore()
			at := key(t)
			for range rapid.IntRange(1, 8).Draw(t, "writes") {
				k, v := drawKey(t), drawValue(t)
				want.GetKVStore(at).Set(k, v)
				have.GetKVStore(at).Set(k, v)
			}
			if some := entries(t, want.GetKVStore(at), nil, nil, true); rapid.Bool().Draw(t, "delete") && len(some) > 0 {
				i := have.GetKVStore(at).Iterator(nil, nil)
				k := i.Key()
				require.NoError(t, i.Close())
				want.GetKVStore(at).Delete(k)
				have.GetKVStore(at).Delete(k)
			}
			sameEntries(t, want.GetKVStore(at), have.GetKVStore(at), nil, nil)
			if rapid.Bool().Draw(t, "keep") {
				want.Write()
				have.Write()
				sameEntries(t, want.GetKVStore(at), have.GetKVStore(at), nil, nil)
			}
		},
		"hash":   func(t *rapid.T) { require.Equal(t, w.want.WorkingHash(), w.have.WorkingHash()) },
		"commit": func(*rapid.T) { w.commit() },
		"commit many": func(t *rapid.T) {
			for range rapid.IntRange(1, 5).Draw(t, "blocks") {
				w.have.GetKVStore(w.keys[0]).Set([]byte{9}, []byte{byte(w.have.LatestVersion())})
				w.want.GetKVStore(w.keys[0]).Set([]byte{9}, []byte{byte(w.want.LatestVersion())})
				w.commit()
			}
		},
		"restart": func(*rapid.T) { w.restart(nil) },
		"walk": func(t *rapid.T) {
			at, start, end := key(t), drawBound(t, "start"), drawBound(t, "end")
			if start != nil && end != nil && bytes.Compare(start, end) >= 0 {
				t.Skip("no range")
			}
			sameEntries(t, w.want.GetKVStore(at), w.have.GetKVStore(at), start, end)
		},
		"look back": func(t *rapid.T) {
			w.sameAt(rapid.Int64Range(0, w.have.LatestVersion()+1).Draw(t, "height"))
		},
		"prove": func(t *rapid.T) {
			if w.have.LatestVersion() == 0 {
				t.Skip("no block")
			}
			w.sameAnswer(storetypes.RequestQuery{
				Path: "/" + key(t).Name() + "/key", Data: drawKey(t), Prove: rapid.Bool().Draw(t, "prove"),
				Height: rapid.Int64Range(0, w.have.LatestVersion()+1).Draw(t, "height"),
			})
		},
		"snapshot": func(t *rapid.T) {
			if v := w.have.LatestVersion(); v > 0 {
				s := w.have.last.Load()
				if slices.Contains(w.have.archive.snapshots, v) {
					t.Skip("there is one")
				}
				require.NoError(t, w.have.archive.log.Roll())
				require.NoError(t, w.have.archive.snapshot(s, w.have.floor.Load()))
			}
		},
		"go back": func(t *rapid.T) {
			if w.prune != nothing || w.have.LatestVersion() < 2 {
				t.Skip("nothing to go back to")
			}
			// Both begin over their data first, as the command does: a rollback is of committed states.
			w.restart(nil)
			height := rapid.Int64Range(max(w.have.EarliestVersion(), w.have.LatestVersion()-4), w.have.LatestVersion()).Draw(t, "height")
			require.NoError(t, w.want.RollbackToVersion(height))
			require.NoError(t, w.have.RollbackToVersion(height))
			w.same()
		},
	}
}

// oneHistory is a random history of a new pair.
func oneHistory(t *rapid.T, dir string) {
	opts := Options{Recent: rapid.SampledFrom([]int{1, 3, 100}).Draw(t, "recent")}
	w := newTwins(t, dir, opts, "bank", "consortium", "wallet")
	if first := rapid.SampledFrom([]int64{1, 1, 7}).Draw(t, "first height"); first > 1 {
		require.NoError(t, w.want.SetInitialVersion(first))
		require.NoError(t, w.have.SetInitialVersion(first))
		w.began = first
		w.commit()
	}
	if rapid.Bool().Draw(t, "prune") {
		w.prune = pruningtypes.NewCustomPruningOptions(2, rapid.Uint64Range(1, 4).Draw(t, "interval"))
		w.restart(nil)
	}
	t.Repeat(w.history(t))
	w.commit()
	require.NoError(t, w.have.Close())
}

// Over random histories both stores have the same hashes, values, order, past states, answers and proofs.
func TestTheSameHistoryHasTheSameHashes(t *testing.T) {
	root, n := t.TempDir(), 0
	rapid.Check(t, func(t *rapid.T) {
		n++
		oneHistory(t, fmt.Sprintf("%s/%d", root, n))
	})
}
