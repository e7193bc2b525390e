// SPDX-License-Identifier: Apache-2.0

package commitment

import (
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"sync"
)

// Changelog is what every block wrote, in segments of which the last grows. Appending is for the block's goroutine;
// everything else may run beside it.
type Changelog struct {
	files Files
	dir   string

	mu sync.Mutex
	// segments are the first versions of the files, in order.
	segments []int64
	// last is the version of the last record, zero if there is none.
	last int64
	// grown is the number of bytes in the last segment.
	grown int64
	file  File
	// failed is the first failure to write: after it nothing is known of what is on disk, and nothing is written.
	failed error

	syncer *syncer
}

// openChangelog finds the segments, cuts a record at the end of the last one that was not written whole, and returns
// the number of bytes cut.
func openChangelog(files Files, dir string) (*Changelog, int64, error) {
	c := &Changelog{files: files, dir: dir, syncer: newSyncer()}
	names, err := files.List(dir)
	if err != nil {
		return nil, 0, err
	}
	for _, name := range names {
		if first, ok := fileVersion(segmentPrefix, name); ok {
			c.segments = append(c.segments, first)
		}
	}
	slices.Sort(c.segments)
	cut := int64(0)
	for len(c.segments) > 0 {
		torn, err := c.closeEnd()
		cut += torn
		if err != nil {
			return nil, cut, err
		}
		if c.last > 0 {
			break
		}
	}
	return c, cut, nil
}

func (c *Changelog) path(first int64) string {
	return filepath.Join(c.dir, fileName(segmentPrefix, first))
}

// closeEnd reads the last segment, cuts what is torn off its end, and removes it if nothing is left.
func (c *Changelog) closeEnd() (cut int64, err error) {
	first := c.segments[len(c.segments)-1]
	end, last, size, err := c.scan(first)
	if err != nil {
		return 0, err
	}
	if last == 0 {
		if err := errors.Join(c.files.Remove(c.path(first)), c.files.SyncDir(c.dir)); err != nil {
			return 0, err
		}
		c.segments = c.segments[:len(c.segments)-1]
		return size, nil
	}
	if end < size {
		if err := c.files.Truncate(c.path(first), end); err != nil {
			return 0, err
		}
	}
	c.last, c.grown = last, end
	return size - end, nil
}

// scan reads a segment to its end and returns where its good records end and the version of the last.
func (c *Changelog) scan(first int64) (end, last, size int64, err error) {
	r, err := openSegment(c.files, c.dir, first)
	if err != nil {
		return 0, 0, 0, err
	}
	defer func() { err = errors.Join(err, r.close()) }()
	err = r.mark()
	for err == nil {
		var version int64
		if version, _, err = r.next(); err == nil {
			if err = follows(r, first, last, version); err == nil {
				last = version
			}
		}
	}
	if errors.Is(err, errTorn) || errors.Is(err, io.EOF) {
		err = nil
	}
	return r.offset, last, r.size, err
}

func follows(r *segmentReader, first, last, version int64) error {
	expected := last + 1
	if last == 0 {
		expected = first
	}
	if version != expected {
		return corrupt(r.path, r.offset, "expected the record of height %d before this offset, got %d", expected, version)
	}
	return nil
}

// Last is the version of the last record, zero if there is none.
func (c *Changelog) Last() int64 {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.last
}

// Append writes the record of a block, and waits until it is durable if asked. The first failure is returned for ever:
// after a write that failed nobody knows what is on disk.
func (c *Changelog) Append(version int64, payload []byte, durable bool) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.failed == nil {
		c.failed = c.write(version, payload, durable)
	}
	return c.failed
}

func (c *Changelog) write(version int64, payload []byte, durable bool) error {
	if err := c.syncer.failure(); err != nil {
		return fmt.Errorf("the changelog could not be made durable: %w", err)
	}
	if uint64(len(payload)) > 1<<32-1 {
		return fmt.Errorf("expected a block to write less than 4 GiB, got %d bytes", len(payload))
	}
	if err := c.writable(version); err != nil {
		return fmt.Errorf("opening the changelog: %w", err)
	}
	bytes := frame(version, payload)
	if _, err := c.file.Write(bytes); err != nil {
		return fmt.Errorf("writing height %d into the changelog: %w", version, err)
	}
	c.last, c.grown = version, c.grown+int64(len(bytes))
	if durable {
		if err := c.file.Sync(); err != nil {
			return fmt.Errorf("making height %d durable: %w", version, err)
		}
		return nil
	}
	c.syncer.wake(c.file)
	return nil
}

// writable opens the last segment, or begins one with a version.
func (c *Changelog) writable(version int64) (err error) {
	if c.file != nil {
		return nil
	}
	if len(c.segments) > 0 && c.grown > 0 {
		c.file, err = c.files.Append(c.path(c.segments[len(c.segments)-1]))
		return err
	}
	if c.file, err = c.files.Create(c.path(version)); err != nil {
		return err
	}
	c.segments = append(c.segments, version)
	if _, err := c.file.Write([]byte(segmentMark)); err != nil {
		return err
	}
	c.grown = int64(len(segmentMark))
	return c.files.SyncDir(c.dir)
}

// Roll makes the last segment durable and has the next record begin a new one.
func (c *Changelog) Roll() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.failed == nil {
		c.failed = c.roll()
	}
	return c.failed
}

func (c *Changelog) roll() error {
	c.grown = 0
	if c.file == nil {
		return nil
	}
	c.syncer.rest()
	err := errors.Join(c.file.Sync(), c.file.Close())
	c.file = nil
	return err
}

// Grown is the number of bytes in the last segment.
func (c *Changelog) Grown() int64 {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.grown
}

// Begins is the version of the first record kept, zero if there is none.
func (c *Changelog) Begins() int64 {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.segments) == 0 {
		return 0
	}
	return c.segments[0]
}

// Close makes durable what was written.
func (c *Changelog) Close() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	err := c.roll()
	if c.failed == nil {
		c.failed = errors.New("the changelog is closed")
	}
	return errors.Join(err, c.syncer.stop())
}
