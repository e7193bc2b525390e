// SPDX-License-Identifier: Apache-2.0

package commitment

import (
	"bytes"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// lived is a node that ended well, with the files that it left.
func lived(t *testing.T) *lifetime {
	t.Helper()
	l := newLifetime(newFaultyFiles(), true)
	require.NoError(t, l.live())
	return l
}

// files are the names of those that a node left which begin with a prefix.
func (l *lifetime) named(prefix string) (names []string) {
	all, _ := l.files.List("")
	for _, name := range all {
		if strings.HasPrefix(name, prefix) {
			names = append(names, "state/"+name)
		}
	}
	return names
}

// damaged is what a node left with the bytes of one file changed.
func (l *lifetime) damaged(path string, change func([]byte) []byte) *faultyFiles {
	files := l.files.killed()
	files.names[path].bytes = change(bytes.Clone(files.names[path].bytes))
	return files
}

// A last record cut at any byte is forgotten and the block repeated.
func TestEveryTruncationOfTheLastRecordIsCutOff(t *testing.T) {
	l := lived(t)
	segments := l.named(segmentPrefix)
	last := segments[len(segments)-1]
	whole := len(l.files.names[last].bytes)
	c, _, err := openChangelog(l.files.killed(), "state")
	require.NoError(t, err)
	end, at, err := c.endOf(c.segments[len(c.segments)-1], lifetimeBlocks-1)
	require.NoError(t, err)
	require.EqualValues(t, lifetimeBlocks-1, at)
	for length := int(end); length < whole; length++ {
		files := l.damaged(last, func(b []byte) []byte { return b[:length] })
		after := newLifetime(files, true)
		after.hashes = l.hashes
		m, err := after.open()
		require.NoError(t, err, "cut to %d of %d bytes", length, whole)
		require.Equal(t, l.hashes[lifetimeBlocks-1], m.LastCommitID().Hash)
		require.NoError(t, after.commit(m))
		require.Equal(t, l.hashes[lifetimeBlocks], m.LastCommitID().Hash)
		require.NoError(t, m.Close())
	}
}

// A bit that differs anywhere is found: the node refuses to start, or it was in the last record and the block is
// repeated. No other state is ever shown.
func TestEveryBitThatDiffersIsFound(t *testing.T) {
	l := lived(t)
	refused, repeated := 0, 0
	for _, path := range append(l.named(segmentPrefix), l.named(snapshotPrefix)...) {
		size := len(l.files.names[path].bytes)
		for i := 0; i < size; i++ {
			if i > 60 && i < size-60 && i%11 > 0 {
				continue // heads and ends bit by bit, what is between in samples
			}
			files := l.damaged(path, func(b []byte) []byte {
				b[i] ^= 1 << (i % 8)
				return b
			})
			after := newLifetime(files, true)
			m, err := after.open()
			if err != nil {
				require.ErrorIs(t, err, ErrCorrupt, "%s at %d", path, i)
				require.ErrorContains(t, err, "state/", "the file is named")
				require.ErrorContains(t, err, "state-sync", "and what to do")
				refused++
				continue
			}
			// A file that a start does not read may be one of the past.
			require.Equal(t, l.hashes[m.LatestVersion()], m.LastCommitID().Hash, "%s at %d", path, i)
			if m.LatestVersion() < lifetimeBlocks {
				repeated++
			}
			for height := m.EarliestVersion(); height <= m.LatestVersion(); height++ {
				if s, err := m.at(height); err != nil {
					require.ErrorIs(t, err, ErrCorrupt, "%s at %d", path, i)
				} else {
					require.Equal(t, l.hashes[height], s.hash)
				}
			}
			require.NoError(t, m.Close())
		}
	}
	require.Positive(t, refused)
	require.Positive(t, repeated)
}

// A file that is missing is noticed, whichever it is, unless it is a snapshot that the changelog covers.
func TestAMissingFileIsNoticed(t *testing.T) {
	l := lived(t)
	for _, path := range append(l.named(segmentPrefix), l.named(snapshotPrefix)...) {
		files := l.files.killed()
		delete(files.names, path)
		after := newLifetime(files, true)
		m, err := after.open()
		if err != nil {
			require.ErrorIs(t, err, ErrCorrupt, path)
			continue
		}
		require.Equal(t, l.hashes[m.LatestVersion()], m.LastCommitID().Hash, path)
		require.NoError(t, m.Close())
	}
}
