// SPDX-License-Identifier: Apache-2.0

package commitment

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"maps"
	"path/filepath"
	"slices"
	"sync"
)

// faultyFiles is a file system in memory that stops at a step, and that knows what would be left after it.
type faultyFiles struct {
	mu sync.Mutex
	// step counts what changes anything; at the step stop everything fails from then on, or once if only says so.
	step, stop int
	once       bool
	stopped    bool
	names      map[string]*inode
	// durable are the names as SyncDir left them.
	durable map[string]*inode
}

type inode struct {
	bytes []byte
	// synced is how much of it, and what, a loss of power leaves.
	synced []byte
}

var errStop = errors.New("the machine stops here")

func newFaultyFiles() *faultyFiles {
	return &faultyFiles{names: map[string]*inode{}, durable: map[string]*inode{}}
}

// do runs a step. The step at which the machine stops may be half done.
func (f *faultyFiles) do(whole, half func()) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.stopped {
		return errStop
	}
	if f.step++; f.step == f.stop {
		f.stopped = !f.once
		if half != nil {
			half()
		}
		return errStop
	}
	whole()
	return nil
}

// killed is what a process that was killed leaves behind: all that it wrote.
func (f *faultyFiles) killed() *faultyFiles {
	left := newFaultyFiles()
	for name, file := range f.names {
		left.names[name] = &inode{bytes: bytes.Clone(file.bytes), synced: bytes.Clone(file.bytes)}
	}
	left.durable = maps.Clone(left.names)
	return left
}

// unpowered is what a loss of power leaves behind: what was made durable, and of the rest a part of the bytes, or as
// many zeros.
func (f *faultyFiles) unpowered(part func(n int) int, zeros bool) *faultyFiles {
	left := newFaultyFiles()
	for name, file := range f.durable {
		kept := bytes.Clone(file.synced)
		if len(file.bytes) > len(kept) {
			rest := bytes.Clone(file.bytes[len(kept):])
			rest = rest[:part(len(rest))]
			if zeros {
				clear(rest)
			}
			kept = append(kept, rest...)
		}
		left.names[name] = &inode{bytes: kept, synced: bytes.Clone(kept)}
	}
	left.durable = maps.Clone(left.names)
	return left
}

func (f *faultyFiles) get(path string) (*inode, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if file := f.names[path]; file != nil {
		return file, nil
	}
	return nil, fs.ErrNotExist
}

func (f *faultyFiles) MakeDir(string) error           { return nil }
func (f *faultyFiles) Lock(string) (io.Closer, error) { return io.NopCloser(nil), nil }

func (f *faultyFiles) List(string) ([]string, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	var names []string
	for _, path := range slices.Sorted(maps.Keys(f.names)) {
		names = append(names, filepath.Base(path))
	}
	return names, nil
}

func (f *faultyFiles) Size(path string) (int64, error) {
	file, err := f.get(path)
	if err != nil {
		return 0, err
	}
	return int64(len(file.bytes)), nil
}

func (f *faultyFiles) Open(path string) (io.ReadCloser, error) {
	file, err := f.get(path)
	if err != nil {
		return nil, err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	return io.NopCloser(bytes.NewReader(bytes.Clone(file.bytes))), nil
}

func (f *faultyFiles) Create(path string) (File, error) {
	file := &inode{}
	err := f.do(func() { f.names[path] = file }, func() { f.names[path] = file })
	return &faultyFile{f, file}, err
}

func (f *faultyFiles) Append(path string) (File, error) {
	file, err := f.get(path)
	return &faultyFile{f, file}, err
}

func (f *faultyFiles) Truncate(path string, size int64) error {
	file, err := f.get(path)
	if err != nil {
		return err
	}
	return f.do(func() {
		file.bytes = file.bytes[:size:size]
		file.synced = bytes.Clone(file.bytes)
	}, nil)
}

func (f *faultyFiles) Rename(from, to string) error {
	return f.do(func() {
		f.names[to] = f.names[from]
		delete(f.names, from)
	}, nil)
}

func (f *faultyFiles) Remove(path string) error {
	return f.do(func() { delete(f.names, path) }, nil)
}

func (f *faultyFiles) SyncDir(string) error {
	return f.do(func() { f.durable = maps.Clone(f.names) }, nil)
}

type faultyFile struct {
	files *faultyFiles
	file  *inode
}

func (f *faultyFile) Write(p []byte) (int, error) {
	err := f.files.do(func() { f.file.bytes = append(f.file.bytes, p...) },
		func() { f.file.bytes = append(f.file.bytes, p[:len(p)*2/3]...) })
	if err != nil {
		return 0, err
	}
	return len(p), nil
}

func (f *faultyFile) Sync() error {
	return f.files.do(func() { f.file.synced = bytes.Clone(f.file.bytes) }, nil)
}

func (f *faultyFile) Close() error { return nil }
