// SPDX-License-Identifier: Apache-2.0

package commitment

import (
	"encoding/binary"
	"math/rand/v2"
	"runtime"
	"syscall"
	"testing"
	"time"

	"cosmossdk.io/log/v2"
	dbm "github.com/cosmos/cosmos-db"
	"github.com/stretchr/testify/require"

	pruningtypes "github.com/cosmos/cosmos-sdk/store/v2/pruning/types"
	"github.com/cosmos/cosmos-sdk/store/v2/rootmulti"
	storetypes "github.com/cosmos/cosmos-sdk/store/v2/types"
)

const (
	// benchUpdates is the number of keys that a measured block writes.
	benchUpdates = 2_000
	// benchTurn is the number of blocks after which the other store has its turn.
	benchTurn = 5
	// benchTurns is the number of turns of each.
	benchTurns = 5
)

// benchKey is like that of a balance: a prefix, an address, a denom, all over the tree.
func benchKey(n int) []byte {
	key := make([]byte, 0, 26)
	key = append(key, 2, 20)
	key = binary.BigEndian.AppendUint64(key, uint64(n)*0x9E3779B97F4A7C15)
	key = binary.BigEndian.AppendUint64(key, uint64(n))
	return append(key, "....cny"...)
}

func benchValue(r *rand.Rand) []byte {
	return binary.BigEndian.AppendUint64(binary.BigEndian.AppendUint64(nil, r.Uint64()), r.Uint64())
}

// processorTime is what the process has used of all processors: what a store does behind the block's back counts too,
// and what else runs on the machine does not.
func processorTime() time.Duration {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		panic(err)
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}

// bench is a store that is measured: block by block through a branch, as baseapp does.
type bench struct {
	store storetypes.CommitMultiStore
	key   *storetypes.KVStoreKey
	r     *rand.Rand
	spent time.Duration
	keys  int
}

func (s *bench) block(numbers func() int, updates int) {
	begin := processorTime()
	branch := s.store.CacheMultiStore()
	kv := branch.GetKVStore(s.key)
	for range updates {
		kv.Set(benchKey(numbers()), benchValue(s.r))
	}
	branch.Write()
	s.store.WorkingHash()
	s.store.Commit()
	s.spent += processorTime() - begin
	s.keys += updates
}

func (s *bench) fill(keys int) {
	for n := 0; n < keys; n += 10_000 {
		next := n
		s.block(func() int { next++; return next - 1 }, min(10_000, keys-n))
	}
	s.spent, s.keys = 0, 0
}

func (s *bench) turn(keys int) {
	for range benchTurn {
		s.block(func() int { return s.r.IntN(keys) }, benchUpdates)
	}
}

func (s *bench) report(b *testing.B, name string) {
	b.Run(name, func(b *testing.B) {
		for b.Loop() { //nolint:revive // the time was taken in turns with the other's
		}
		b.ReportMetric(float64(s.spent.Nanoseconds())/float64(s.keys), "ns/op")
	})
}

func benchStores(b *testing.B, dir string) (iavl, memory *bench) {
	b.Helper()
	iavlKey, memoryKey := storetypes.NewKVStoreKey("bank"), storetypes.NewKVStoreKey("bank")
	db, err := dbm.NewGoLevelDB("application", dir, nil)
	require.NoError(b, err)
	root := rootmulti.NewStore(db, log.NewNopLogger())
	root.MountStoreWithDB(iavlKey, storetypes.StoreTypeIAVL, nil)
	own := openMounted(b, dir+"/commitment", Options{}, []*storetypes.KVStoreKey{memoryKey})
	for _, s := range []storetypes.CommitMultiStore{root, own} {
		s.SetPruning(pruningtypes.NewCustomPruningOptions(10_000, 100))
		require.NoError(b, s.LoadLatestVersion())
	}
	return &bench{store: root, key: iavlKey, r: rand.New(rand.NewPCG(1, 1))}, &bench{store: own, key: memoryKey, r: rand.New(rand.NewPCG(1, 1))}
}

// BenchmarkBlock is the processor time of a written key: set in a branch, hashed and committed, in blocks of 2,000 over
// a tree of 100,000 keys. Both stores write the same, in turns, and come to the same hash.
func BenchmarkBlock(b *testing.B) { benchBlocks(b, 100_000) }

// BenchmarkBlockMillion is the same over a million keys, which IAVL takes minutes to write before anything is measured.
func BenchmarkBlockMillion(b *testing.B) { benchBlocks(b, 1_000_000) }

func benchBlocks(b *testing.B, keys int) {
	b.Helper()
	iavl, memory := benchStores(b, b.TempDir())
	iavl.fill(keys)
	memory.fill(keys)
	for range benchTurns {
		iavl.turn(keys)
		memory.turn(keys)
	}
	require.Equal(b, iavl.store.LastCommitID(), memory.store.LastCommitID())
	iavl.report(b, "iavl")
	memory.report(b, "memory")
	require.NoError(b, memory.store.(*MultiStore).Close())
}

// BenchmarkLoad is a start with a million keys: from a snapshot, and the heap that they take.
func BenchmarkLoad(b *testing.B) {
	const keys = 1_000_000
	dir := b.TempDir()
	writeMillion(b, dir, keys)
	for b.Loop() {
		before, key := heap(), storetypes.NewKVStoreKey("bank")
		m := openMounted(b, dir, Options{}, []*storetypes.KVStoreKey{key})
		require.NoError(b, m.LoadLatestVersion())
		b.StopTimer()
		b.ReportMetric(float64(heap()-before)/keys, "B/key")
		require.NoError(b, m.Close())
		b.StartTimer()
	}
}

// writeMillion leaves a snapshot of many keys in a directory.
func writeMillion(b *testing.B, dir string, keys int) {
	b.Helper()
	key := storetypes.NewKVStoreKey("bank")
	m := openMounted(b, dir, Options{SnapshotBytes: 1 << 40}, []*storetypes.KVStoreKey{key})
	require.NoError(b, m.LoadLatestVersion())
	(&bench{store: m, key: key, r: rand.New(rand.NewPCG(1, 1))}).fill(keys)
	require.NoError(b, m.archive.log.Roll())
	begin := time.Now()
	require.NoError(b, m.archive.snapshot(m.last.Load(), 0))
	b.Logf("snapshot of %d bytes written in %s", m.archive.written, time.Since(begin))
	require.NoError(b, m.Close())
}

func heap() uint64 {
	runtime.GC()
	runtime.GC()
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	return stats.HeapAlloc
}
