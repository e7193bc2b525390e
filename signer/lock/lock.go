// SPDX-License-Identifier: Apache-2.0

// Package lock keeps a consensus key to one process of a host.
package lock

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"syscall"
	"time"
)

// ErrHeld says that another process has the lock.
var ErrHeld = errors.New("the key is in use")

// Holder is what the process that holds a lock says of itself, for people and `taeld signer status`.
type Holder struct {
	// Pid is the process id of the holder.
	Pid int `json:"pid"`
	// Home is the directory it signs from.
	Home string `json:"home"`
	// Since is when it took the lock.
	Since time.Time `json:"since"`
	// Node is the address it serves; empty before it dials.
	Node string `json:"node,omitempty"`
	// Connected says whether a node has accepted it.
	Connected bool `json:"connected"`
}

// Lock is a held lock. It belongs to the open file and ends with the process, however that ends.
type Lock struct {
	file   *os.File
	holder Holder
}

// Take takes the lock at path for this process, or fails with ErrHeld, naming the holder.
func Take(path, home string) (*Lock, error) {
	file, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR|syscall.O_NOFOLLOW, 0o600)
	if errors.Is(err, fs.ErrPermission) {
		return nil, fmt.Errorf("%w: %s belongs to another user of this host: %w", ErrHeld, path, err)
	}
	if err != nil {
		return nil, err
	}
	if !take(file) {
		_ = file.Close()
		other, _ := read(path)
		return nil, fmt.Errorf("%w by process %d (home %s): stop it first; two processes with one key sign twice (lock %s)",
			ErrHeld, other.Pid, other.Home, path)
	}
	l := &Lock{file: file, holder: Holder{Pid: os.Getpid(), Home: home, Since: time.Now().UTC().Truncate(time.Second)}}
	return l, l.write()
}

// take tries for a moment, since a process that only looks at the lock has it for an instant too.
func take(file *os.File) bool {
	for range 5 {
		if syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB) == nil {
			return true
		}
		time.Sleep(10 * time.Millisecond)
	}
	return false
}

// Serve writes down which node the holder serves and whether it is connected.
func (l *Lock) Serve(node string, connected bool) error {
	l.holder.Node, l.holder.Connected = node, connected
	return l.write()
}

// Release frees the lock. The file stays: removing it would let two processes hold two files of one name.
func (l *Lock) Release() error {
	return errors.Join(l.file.Truncate(0), l.file.Close())
}

// Look is the holder of the lock at path, if a process holds it.
func Look(path string) (Holder, bool, error) {
	file, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return Holder{}, false, nil
	}
	if err != nil {
		return Holder{}, false, err
	}
	defer func() { _ = file.Close() }() // it was only read
	if syscall.Flock(int(file.Fd()), syscall.LOCK_SH|syscall.LOCK_NB) == nil {
		return Holder{}, false, nil
	}
	holder, err := read(path)
	return holder, true, err
}

func (l *Lock) write() error {
	raw, err := json.Marshal(l.holder)
	if err != nil {
		return err
	}
	// Padded, so that one write replaces what was there and a reader never sees the end of a longer record.
	raw = fmt.Appendf(nil, "%-*s\n", recordSize, raw)
	_, err = l.file.WriteAt(raw, 0)
	return err
}

// recordSize is the least length of the record in bytes.
const recordSize = 1024

func read(path string) (Holder, error) {
	raw, err := os.ReadFile(path)
	if err != nil {
		return Holder{}, err
	}
	var holder Holder
	return holder, json.Unmarshal(raw, &holder)
}
