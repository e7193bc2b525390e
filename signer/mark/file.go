// SPDX-License-Identifier: Apache-2.0

package mark

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

var (
	// ErrMissing says that a key has no mark: what it signed is unknown, so that it signs nothing.
	ErrMissing = errors.New("no high-water mark")

	// ErrDamaged says that a mark file is not what was written last. It is never repaired by a guess.
	ErrDamaged = errors.New("damaged high-water mark")

	// ErrChanged says that the file was exchanged behind the back of the process that holds it.
	ErrChanged = errors.New("the high-water mark was changed by somebody else")

	// ErrExists says that a mark is there and is not to be overwritten.
	ErrExists = errors.New("a high-water mark exists")
)

// Owner is the key that a mark belongs to: one key on one chain.
type Owner struct {
	ChainID string `json:"chain_id"`
	// PubKey is the 32-byte Ed25519 public key.
	PubKey []byte `json:"pub_key"`
}

// content is the first line of the file. The second is the SHA-256 of that line in hex.
type content struct {
	Owner
	Mark
}

// File is a mark on disk. It is written whole into a new file that replaces the old one; file and directory are
// synced before Advance returns. Not safe for use by several goroutines or processes: the caller holds a lock.
type File struct {
	path   string
	owner  Owner
	mark   Mark
	raw    []byte
	broken error
}

// Create writes the first mark of a key. It fails with ErrExists if there is a file.
func Create(path string, owner Owner, first Mark) (*File, error) {
	if err := first.Check(); err != nil {
		return nil, err
	}
	if _, err := os.Lstat(path); err == nil {
		return nil, fmt.Errorf("%w: %s", ErrExists, path)
	} else if !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	f := &File{path: path, owner: owner}
	return f, f.write(first)
}

// Open reads the mark of a key. It fails with ErrMissing or ErrDamaged, or if the mark belongs to another key or chain.
func Open(path string, owner Owner) (*File, error) {
	stored, m, raw, err := read(path)
	if err != nil {
		return nil, err
	}
	if stored.ChainID != owner.ChainID || !bytes.Equal(stored.PubKey, owner.PubKey) {
		return nil, fmt.Errorf("%s is the mark of key %X on chain %q, expected key %X on chain %q",
			path, stored.PubKey, stored.ChainID, owner.PubKey, owner.ChainID)
	}
	return &File{path: path, owner: owner, mark: m, raw: raw}, nil
}

// Read is the mark in a file and the key it belongs to, to look at. It takes no part in signing.
func Read(path string) (Owner, Mark, error) {
	owner, m, _, err := read(path)
	return owner, m, err
}

// Mark is the last mark written.
func (f *File) Mark() Mark { return f.mark }

// Unchanged fails with ErrChanged if the file is no longer what this process wrote or read last: somebody restored an
// old one, or another process signs. It also fails for good once a write has failed, since nobody knows what is on
// disk then.
func (f *File) Unchanged() error {
	if f.broken != nil {
		return f.broken
	}
	raw, err := os.ReadFile(f.path)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrChanged, err)
	}
	if !bytes.Equal(raw, f.raw) {
		return fmt.Errorf("%w: %s is not what this process wrote; stop it, find out who did, and see the runbook", ErrChanged, f.path)
	}
	return nil
}

// Advance writes a mark that comes after the present one. When it returns nil the mark survives a loss of power.
func (f *File) Advance(next Mark) error {
	if err := f.Unchanged(); err != nil {
		return err
	}
	if next.Compare(f.mark.Place) <= 0 {
		return fmt.Errorf("%w: %s after %s", ErrBehind, next.Place, f.mark.Place)
	}
	if err := next.Check(); err != nil {
		return err
	}
	if err := f.write(next); err != nil {
		f.broken = fmt.Errorf("the high-water mark could not be written, so nothing is signed until a restart: %w", err)
		return f.broken
	}
	return nil
}

func (f *File) write(m Mark) error {
	line, err := json.Marshal(content{f.owner, m})
	if err != nil {
		return err
	}
	raw := seal(line)
	if err := replace(f.path, raw); err != nil {
		return err
	}
	f.mark, f.raw = m, raw
	return nil
}

// seal is the whole file for a content line.
func seal(line []byte) []byte {
	sum := sha256.Sum256(line)
	return append(append(bytes.Clone(line), '\n'), hex.EncodeToString(sum[:])+"\n"...)
}

func read(path string) (Owner, Mark, []byte, error) {
	raw, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return Owner{}, Mark{}, nil, fmt.Errorf("%w at %s", ErrMissing, path)
	}
	if err != nil {
		return Owner{}, Mark{}, nil, err
	}
	c, err := parse(raw)
	if err != nil {
		return Owner{}, Mark{}, nil, fmt.Errorf("%w: %s: %w", ErrDamaged, path, err)
	}
	return c.Owner, c.Mark, raw, nil
}

func parse(raw []byte) (content, error) {
	line, _, ok := bytes.Cut(raw, []byte{'\n'})
	if !ok || !bytes.Equal(seal(line), raw) {
		return content{}, errors.New("its checksum does not fit its content")
	}
	var c content
	decoder := json.NewDecoder(bytes.NewReader(line))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&c); err != nil {
		return content{}, err
	}
	return c, c.Check()
}

// replace puts raw at path so that after a crash at any moment either the old or the new content is there.
func replace(path string, raw []byte) error {
	next := path + ".next"
	file, err := os.OpenFile(next, os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	if _, err := file.Write(raw); err != nil {
		return errors.Join(err, file.Close())
	}
	if err := file.Sync(); err != nil {
		return errors.Join(err, file.Close())
	}
	if err := file.Close(); err != nil {
		return err
	}
	if err := os.Rename(next, path); err != nil {
		return err
	}
	dir, err := os.Open(filepath.Dir(path))
	if err != nil {
		return err
	}
	return errors.Join(dir.Sync(), dir.Close())
}
