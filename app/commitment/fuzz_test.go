// SPDX-License-Identifier: Apache-2.0

package commitment

import (
	"path/filepath"
	"testing"

	"cosmossdk.io/log/v2"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	storetypes "github.com/cosmos/cosmos-sdk/store/v2/types"
)

// FuzzHistory has a fuzzer choose the history of TestTheSameHistoryHasTheSameHashes.
func FuzzHistory(f *testing.F) {
	f.Fuzz(func(t *testing.T, data []byte) {
		dir := t.TempDir()
		rapid.MakeFuzz(func(t *rapid.T) { oneHistory(t, filepath.Join(dir, rapid.StringMatching(`[a-z]{8}`).Draw(t, "home"))) })(t, data)
	})
}

// FuzzFiles opens whatever stands in a directory: it is refused, or it is a state that goes on.
func FuzzFiles(f *testing.F) {
	l := newLifetime(newFaultyFiles(), true)
	if err := l.live(); err != nil {
		f.Fatal(err)
	}
	for _, prefix := range []string{segmentPrefix, snapshotPrefix} {
		for _, path := range l.named(prefix) {
			f.Add(prefix == segmentPrefix, l.files.names[path].bytes)
		}
	}
	f.Add(true, []byte(segmentMark))
	f.Fuzz(func(t *testing.T, segment bool, content []byte) {
		files, name := newFaultyFiles(), fileName(snapshotPrefix, 3)
		if segment {
			name = fileName(segmentPrefix, 1)
		}
		files.names["state/"+name] = &inode{bytes: content}
		m, err := Open("state", log.NewNopLogger(), Options{Files: files})
		if err != nil {
			return
		}
		key := storetypes.NewKVStoreKey("bank")
		m.MountStoreWithDB(key, storetypes.StoreTypeIAVL, nil)
		if m.LoadLatestVersion() == nil {
			m.GetKVStore(key).Set([]byte("key"), []byte("value"))
			m.Commit()
			require.Equal(t, []byte("value"), m.GetKVStore(key).Get([]byte("key")))
		}
		require.NoError(t, m.Close())
	})
}
