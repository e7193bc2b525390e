// SPDX-License-Identifier: Apache-2.0

package commitment

import (
	"errors"
	"fmt"
	"io"
	"slices"
)

// Replay reads the records after one version up to another, in order and without a gap.
func (c *Changelog) Replay(after, through int64, apply func(record) error) error {
	c.mu.Lock()
	segments := slices.Clone(c.segments)
	c.mu.Unlock()
	reached := after
	for i, first := range segments {
		if reached >= through || first > through {
			break
		}
		if i+1 < len(segments) && segments[i+1] <= reached+1 {
			continue
		}
		last, err := c.replaySegment(first, reached, through, apply)
		if err != nil {
			return err
		}
		reached = last
	}
	if reached < through {
		return fmt.Errorf("%w: the changelog in %s has no record of height %d: %s", ErrCorrupt, c.dir, reached+1, remedy)
	}
	return nil
}

func (c *Changelog) replaySegment(first, reached, through int64, apply func(record) error) (_ int64, err error) {
	r, err := openSegment(c.files, c.dir, first)
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, r.close()) }()
	if err := r.mark(); err != nil {
		return 0, whole(r, err)
	}
	for reached < through {
		offset := r.offset
		version, payload, err := r.next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return 0, whole(r, err)
		}
		if version <= reached {
			continue
		}
		// The first record of all may be of any height: a chain may begin at one.
		if version != reached+1 && (reached > 0 || version != first) {
			return 0, corrupt(r.path, offset, "expected the record of height %d, got %d", reached+1, version)
		}
		decoded, err := decodeRecord(version, payload)
		if err != nil {
			return 0, corrupt(r.path, offset, "height %d: %s", version, err)
		}
		if err := apply(decoded); err != nil {
			return 0, corrupt(r.path, offset, "height %d: %s", version, err)
		}
		reached = version
	}
	return reached, nil
}

// whole turns a torn record into a corrupt one where nothing may be torn: only the end is, and that was cut.
func whole(r *segmentReader, err error) error {
	if errors.Is(err, errTorn) {
		return corrupt(r.path, r.offset, "a record ends before its length, and it is not the last")
	}
	return err
}

// Forget removes the segments of which every record is of a version up to one.
func (c *Changelog) Forget(through int64) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	removed := false
	for len(c.segments) > 1 && c.segments[1] <= through+1 {
		if err := c.files.Remove(c.path(c.segments[0])); err != nil {
			return err
		}
		c.segments, removed = c.segments[1:], true
	}
	if removed {
		return c.files.SyncDir(c.dir)
	}
	return nil
}

// CutAfter removes the records after a version, the last first, so that what is left is whole whenever it stops.
func (c *Changelog) CutAfter(version int64) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if err := c.roll(); err != nil {
		return err
	}
	for len(c.segments) > 0 && c.segments[len(c.segments)-1] > version {
		if err := errors.Join(c.files.Remove(c.path(c.segments[len(c.segments)-1])), c.files.SyncDir(c.dir)); err != nil {
			return err
		}
		c.segments = c.segments[:len(c.segments)-1]
	}
	if len(c.segments) == 0 {
		c.last = 0
		return nil
	}
	first := c.segments[len(c.segments)-1]
	end, last, err := c.endOf(first, version)
	if err != nil {
		return err
	}
	c.last, c.grown = last, end
	return c.files.Truncate(c.path(first), end)
}

// endOf is where the record of a version ends in its segment, or the last record if that is earlier.
func (c *Changelog) endOf(first, version int64) (end, last int64, err error) {
	r, err := openSegment(c.files, c.dir, first)
	if err != nil {
		return 0, 0, err
	}
	defer func() { err = errors.Join(err, r.close()) }()
	err = r.mark()
	for err == nil && last < version {
		var at int64
		if at, _, err = r.next(); err == nil {
			last = at
		}
	}
	if errors.Is(err, io.EOF) {
		err = nil
	}
	return r.offset, last, err
}
