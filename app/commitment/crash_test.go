// SPDX-License-Identifier: Apache-2.0

package commitment

import (
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"testing"

	"cosmossdk.io/log/v2"
	"github.com/stretchr/testify/require"

	pruningtypes "github.com/cosmos/cosmos-sdk/store/v2/pruning/types"
	storetypes "github.com/cosmos/cosmos-sdk/store/v2/types"
)

// writeBlock writes what the block of a height writes, the same whenever it is repeated.
func writeBlock(m *MultiStore, keys []*storetypes.KVStoreKey, height int64) {
	r := rand.New(rand.NewPCG(uint64(height), 1))
	for range 1 + r.IntN(12) {
		store := m.GetKVStore(keys[r.IntN(len(keys))])
		key := binary.BigEndian.AppendUint16(nil, uint16(r.IntN(60)))
		if r.IntN(4) == 0 {
			store.Delete(key)
		} else {
			store.Set(key, fmt.Appendf(nil, "value %d of height %d", r.IntN(100), height))
		}
	}
}

// lifetime is a node that commits blocks, writes snapshots, prunes, starts again and goes back, up to a height.
type lifetime struct {
	files *faultyFiles
	keys  []*storetypes.KVStoreKey
	opts  Options
	// acknowledged is the last height that a commit returned for, attempted the last that one began for.
	acknowledged, attempted int64
	// hashes are the app hashes by height.
	hashes map[int64][]byte
}

const lifetimeBlocks = 40

func newLifetime(files *faultyFiles, durable bool) *lifetime {
	return &lifetime{
		files: files, keys: []*storetypes.KVStoreKey{storetypes.NewKVStoreKey("bank"), storetypes.NewKVStoreKey("payment")},
		opts: Options{Durable: durable, SnapshotBytes: 1_500, Recent: 3, Files: files}, hashes: map[int64][]byte{},
	}
}

func (l *lifetime) open() (*MultiStore, error) {
	m, err := Open("state", log.NewNopLogger(), l.opts)
	if err != nil {
		return nil, err
	}
	m.SetPruning(pruningtypes.NewCustomPruningOptions(4, 2))
	for _, key := range l.keys {
		m.MountStoreWithDB(key, storetypes.StoreTypeIAVL, nil)
	}
	return m, m.LoadLatestVersion()
}

// commit ends one block, and waits for what runs beside it so that steps have an order.
func (l *lifetime) commit(m *MultiStore) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = r.(error)
		}
	}()
	height := m.LatestVersion() + 1
	writeBlock(m, l.keys, height)
	l.attempted = max(l.attempted, height)
	hash := m.WorkingHash()
	if known := l.hashes[height]; known != nil && string(known) != string(hash) {
		return fmt.Errorf("height %d had the app hash %X and now has %X", height, known, hash)
	}
	l.hashes[height] = hash
	m.Commit()
	l.acknowledged = max(l.acknowledged, height)
	m.archive.log.syncer.rest()
	m.archive.rewrite.wait()
	return nil
}

// live runs the node until it stops.
func (l *lifetime) live() error {
	m, err := l.open()
	if err != nil {
		return err
	}
	for height := m.LatestVersion() + 1; height <= lifetimeBlocks; height++ {
		if err := l.commit(m); err != nil {
			return err
		}
		if height == 15 || height == 30 {
			if err := m.Close(); err != nil {
				return err
			}
			if m, err = l.open(); err != nil {
				return err
			}
		}
		if height == 33 {
			// Going back forgets what was acknowledged.
			l.acknowledged = 31
			if err := m.RollbackToVersion(31); err != nil {
				return err
			}
			if err := l.commit(m); err != nil {
				return err
			}
			if err := l.commit(m); err != nil {
				return err
			}
		}
	}
	return m.Close()
}

// revive starts a node over what was left and has it come to the same.
func revive(t *testing.T, before *lifetime, files *faultyFiles, least int64, what string) {
	t.Helper()
	after := newLifetime(files, before.opts.Durable)
	after.hashes = before.hashes
	m, err := after.open()
	require.NoError(t, err, what)
	found := m.LastCommitID()
	require.GreaterOrEqual(t, found.Version, least, what)
	require.LessOrEqual(t, found.Version, before.attempted, what)
	if found.Version > 0 {
		require.Equal(t, before.hashes[found.Version], found.Hash, what)
	}
	for range 6 {
		require.NoError(t, after.commit(m), what)
	}
	require.NoError(t, m.Close(), what)
	m, err = after.open()
	require.NoError(t, err, what)
	require.Equal(t, after.hashes[found.Version+6], m.LastCommitID().Hash, what)
	require.NoError(t, m.Close(), what)
}

// steps counts what a lifetime does to files.
func steps(t *testing.T, durable bool) int {
	t.Helper()
	files := newFaultyFiles()
	l := newLifetime(files, durable)
	require.NoError(t, l.live())
	require.EqualValues(t, lifetimeBlocks, l.acknowledged)
	snapshots := 0
	for name := range files.names {
		if _, ok := fileVersion(snapshotPrefix, name[len("state/"):]); ok {
			snapshots++
		}
	}
	require.Positive(t, snapshots, "snapshots are part of what is tried")
	return files.step
}

// A node that is killed at any step finds every block that it acknowledged, and goes on to the same hashes.
func TestAKillAtEveryStepLosesNothing(t *testing.T) {
	for stop := 1; stop <= steps(t, false); stop++ {
		files := newFaultyFiles()
		files.stop = stop
		l := newLifetime(files, false)
		require.Error(t, l.live())
		revive(t, l, files.killed(), l.acknowledged, fmt.Sprintf("killed at step %d", stop))
	}
}

// A machine that loses power at any step leaves a whole history, without its last blocks unless they were made durable.
func TestALossOfPowerAtEveryStepLeavesAWholeHistory(t *testing.T) {
	parts := map[string]func(int) int{
		"nothing": func(int) int { return 0 }, "half": func(n int) int { return n / 2 },
		"all but one byte": func(n int) int { return n - 1 }, "all": func(n int) int { return n },
	}
	for _, durable := range []bool{true, false} {
		for stop := 1; stop <= steps(t, durable); stop++ {
			for name, part := range parts {
				for _, zeros := range []bool{false, true} {
					if zeros && name != "half" && name != "all" || durable && zeros {
						continue
					}
					files := newFaultyFiles()
					files.stop = stop
					l := newLifetime(files, durable)
					require.Error(t, l.live())
					least := int64(0)
					if durable {
						least = l.acknowledged
					}
					revive(t, l, files.unpowered(part, zeros), least,
						fmt.Sprintf("power lost at step %d, %s of what was not durable left, as zeros: %t, durable: %t", stop, name, zeros, durable))
				}
			}
		}
	}
}

// A node of which one write, sync, rename or removal fails either goes on as if nothing had been, or stops; it never
// goes on beside what is on disk.
func TestAFailureAtEveryStepStopsTheNodeOrDoesNoHarm(t *testing.T) {
	for _, durable := range []bool{true, false} {
		for stop := 1; stop <= steps(t, durable); stop++ {
			files := newFaultyFiles()
			files.stop, files.once = stop, true
			l := newLifetime(files, durable)
			_ = l.live()
			revive(t, l, files.killed(), l.acknowledged, fmt.Sprintf("failure at step %d, durable: %t", stop, durable))
		}
	}
}
