// SPDX-License-Identifier: Apache-2.0

package commitment

import (
	"errors"
	"fmt"
	"io"
	"os"
	"syscall"
)

// Files is what the store asks of a file system. Tests put one in its place that fails and forgets.
type Files interface {
	// MakeDir makes a directory with those above it.
	MakeDir(path string) error
	// List returns the names in a directory.
	List(dir string) ([]string, error)
	// Size is the length of a file.
	Size(path string) (int64, error)
	// Open reads a file.
	Open(path string) (io.ReadCloser, error)
	// Create writes a new file, or anew a file that is there.
	Create(path string) (File, error)
	// Append writes on at the end of a file.
	Append(path string) (File, error)
	// Truncate shortens a file, for good once it returns.
	Truncate(path string, size int64) error
	// Rename puts a file in the place of another.
	Rename(from, to string) error
	// Remove deletes a file.
	Remove(path string) error
	// SyncDir makes the names in a directory durable.
	SyncDir(dir string) error
	// Lock takes a file for this process alone until it is closed.
	Lock(path string) (io.Closer, error)
}

// File is a file being written.
type File interface {
	io.WriteCloser
	// Sync makes what was written durable.
	Sync() error
}

type disk struct{}

func (disk) MakeDir(path string) error { return os.MkdirAll(path, 0o750) }

func (disk) List(dir string) ([]string, error) {
	entries, err := os.ReadDir(dir)
	names := make([]string, len(entries))
	for i, entry := range entries {
		names[i] = entry.Name()
	}
	return names, err
}

func (disk) Size(path string) (int64, error) {
	info, err := os.Stat(path)
	if err != nil {
		return 0, err
	}
	return info.Size(), nil
}

func (disk) Open(path string) (io.ReadCloser, error) { return os.Open(path) }

func (disk) Create(path string) (File, error) {
	return os.OpenFile(path, os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o640)
}

func (disk) Append(path string) (File, error) {
	return os.OpenFile(path, os.O_WRONLY|os.O_APPEND, 0o640)
}

func (disk) Truncate(path string, size int64) (err error) {
	file, err := os.OpenFile(path, os.O_WRONLY, 0o640)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	if err := file.Truncate(size); err != nil {
		return err
	}
	return file.Sync()
}

func (disk) Rename(from, to string) error { return os.Rename(from, to) }
func (disk) Remove(path string) error     { return os.Remove(path) }

func (disk) SyncDir(dir string) (err error) {
	file, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	return file.Sync()
}

// Lock belongs to the open file and ends with the process, however it ends.
func (disk) Lock(path string) (io.Closer, error) {
	file, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, err
	}
	if err := syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		return nil, errors.Join(fmt.Errorf("%s is held by another process: only one node may run on a home", path), file.Close())
	}
	return file, nil
}
