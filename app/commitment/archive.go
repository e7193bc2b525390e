// SPDX-License-Identifier: Apache-2.0

package commitment

import (
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"cosmossdk.io/log/v2"
)

const lockName = "LOCK"

// archive is the directory of a node's state: snapshots, and the changelog that leads from each to the next.
type archive struct {
	dir    string
	opts   Options
	logger log.Logger
	log    *Changelog
	lock   io.Closer

	mu sync.Mutex
	// snapshots are the versions of the files, in order.
	snapshots []int64
	// written is the size of the last snapshot.
	written int64
	// loaded is the last state that was read from disk: the next one asked for is often the one after it.
	loaded *state

	// reading keeps files from being removed while a state is read from them.
	reading sync.RWMutex
	// loading lets one past state be read at a time, because each takes as much memory as the latest.
	loading sync.Mutex
	rewrite rewrite
}

// openArchive takes a directory, which need not be there, and puts it in order after a crash.
func openArchive(dir string, opts Options, logger log.Logger) (_ *archive, err error) {
	a := &archive{dir: dir, opts: opts, logger: logger}
	if err := opts.Files.MakeDir(dir); err != nil {
		return nil, err
	}
	if a.lock, err = opts.Files.Lock(filepath.Join(dir, lockName)); err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, a.lock.Close())
		}
	}()
	if err := a.list(); err != nil {
		return nil, err
	}
	var cut int64
	if a.log, cut, err = openChangelog(opts.Files, dir); err != nil {
		return nil, err
	}
	if cut > 0 {
		logger.Warn("the last block was not written whole and is forgotten; the node repeats it", "bytes", cut, "dir", dir, "height", a.log.Last())
	}
	return a, a.bridge()
}

// list finds the snapshots and removes those that were never finished.
func (a *archive) list() error {
	names, err := a.opts.Files.List(a.dir)
	if err != nil {
		return err
	}
	for _, name := range names {
		if strings.HasSuffix(name, snapshotUnfinished) {
			if err := a.opts.Files.Remove(filepath.Join(a.dir, name)); err != nil {
				return err
			}
		} else if version, ok := fileVersion(snapshotPrefix, name); ok {
			a.snapshots = append(a.snapshots, version)
		}
	}
	slices.Sort(a.snapshots)
	if len(a.snapshots) > 0 {
		a.written, err = a.opts.Files.Size(a.path(a.newest()))
	}
	return err
}

func (a *archive) path(version int64) string {
	return filepath.Join(a.dir, fileName(snapshotPrefix, version))
}

// newest is the version of the last snapshot, zero if there is none.
func (a *archive) newest() int64 {
	a.mu.Lock()
	defer a.mu.Unlock()
	if len(a.snapshots) == 0 {
		return 0
	}
	return a.snapshots[len(a.snapshots)-1]
}

// latest is the last version that can be read.
func (a *archive) latest() int64 { return max(a.newest(), a.log.Last()) }

// earliest is the first version from which on every one can be read, zero if there is none.
func (a *archive) earliest() int64 {
	a.mu.Lock()
	defer a.mu.Unlock()
	begins := a.log.Begins()
	for i, snapshot := range a.snapshots {
		// Segments begin behind snapshots. One that begins before them all is that of the first block.
		if i == 0 && begins > 0 && begins <= snapshot {
			return begins
		}
		if begins <= snapshot+1 || i == len(a.snapshots)-1 {
			return snapshot
		}
	}
	return begins
}

// before is the version of the last snapshot up to a version, zero if there is none.
func (a *archive) before(version int64) (found int64) {
	a.mu.Lock()
	defer a.mu.Unlock()
	for _, snapshot := range a.snapshots {
		if snapshot <= version {
			found = snapshot
		}
	}
	return found
}

// read returns the state of a version: that of the last snapshot before it, with the changelog applied.
func (a *archive) read(version int64) (*state, error) {
	a.loading.Lock()
	defer a.loading.Unlock()
	a.reading.RLock()
	defer a.reading.RUnlock()
	if earliest, latest := a.earliest(), a.latest(); version < earliest || version > latest {
		return nil, fmt.Errorf("%w: %d: this node keeps %d to %d", ErrNotKept, version, earliest, latest)
	}
	from := a.before(version)
	base := a.loaded
	if base == nil || base.version > version || base.version < from {
		base = genesis()
		if from > 0 {
			var err error
			if base, err = readSnapshot(a.opts.Files, a.dir, from); err != nil {
				return nil, err
			}
		}
	}
	next := base.future()
	if err := a.log.Replay(base.version, version, next.apply); err != nil {
		return nil, err
	}
	return next.state()
}

// past is read for a version behind the latest, kept for the next who asks.
func (a *archive) past(version int64) (*state, error) {
	a.mu.Lock()
	loaded := a.loaded
	a.mu.Unlock()
	if loaded != nil && loaded.version == version {
		return loaded, nil
	}
	s, err := a.read(version)
	if err != nil {
		return nil, err
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	a.loaded = s
	return s, nil
}

// record finds what a block wrote.
func (a *archive) record(version int64) (found record, err error) {
	err = a.log.Replay(version-1, version, func(r record) error {
		found = r
		return nil
	})
	return found, err
}

// forget removes the files that no version from one on needs.
func (a *archive) forget(from int64) error {
	base := a.before(from)
	if base == 0 {
		return nil
	}
	a.reading.Lock()
	defer a.reading.Unlock()
	if err := a.log.Forget(base); err != nil {
		return err
	}
	return a.remove(func(version int64) bool { return version < base })
}

// remove removes snapshots, the last first.
func (a *archive) remove(wanted func(version int64) bool) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	removed := false
	for i := len(a.snapshots) - 1; i >= 0; i-- {
		if !wanted(a.snapshots[i]) {
			continue
		}
		if err := a.opts.Files.Remove(a.path(a.snapshots[i])); err != nil {
			return err
		}
		a.snapshots, removed = slices.Delete(a.snapshots, i, i+1), true
	}
	if removed {
		return a.opts.Files.SyncDir(a.dir)
	}
	return nil
}

// cutAfter forgets everything after a version that can be read.
func (a *archive) cutAfter(version int64) error {
	a.rewrite.wait()
	a.reading.Lock()
	defer a.reading.Unlock()
	if err := a.remove(func(snapshot int64) bool { return snapshot > version }); err != nil {
		return err
	}
	a.mu.Lock()
	a.loaded = nil
	a.mu.Unlock()
	return errors.Join(a.log.CutAfter(version), a.bridge())
}

// bridge begins a new segment if the changelog goes no further than the last snapshot: behind every snapshot there is
// the beginning of a segment, so that what came before can go as a whole.
func (a *archive) bridge() error {
	if a.log.Last() <= a.newest() {
		return a.log.Roll()
	}
	return nil
}

// close waits for a snapshot being written, makes everything durable and frees the directory.
func (a *archive) close() error {
	a.rewrite.wait()
	return errors.Join(a.log.Close(), a.lock.Close())
}
