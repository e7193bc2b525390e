// SPDX-License-Identifier: Apache-2.0

package commitment

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"maps"
	"math"
	"path/filepath"
	"slices"
	"time"
)

// A snapshot is one file with the whole state after a block: this mark, then chunks (chunks.go) of
//
//	version | seconds and nanoseconds of the block | number of substores |
//	per substore: name | root hash | number of nodes | every node after both of its sides
//	node: height | version, and for a leaf key and value
//
// Numbers are varints, bytes have their length before them. Hashes of nodes are computed again when it is read, and
// compared with the root hash.
const (
	snapshotMark       = "TAELSNP1"
	snapshotPrefix     = "snapshot-"
	snapshotUnfinished = ".unfinished"
	// maxField bounds what a length in a snapshot may ask for; keys and values are below it.
	maxField = math.MaxInt32
)

// writeSnapshot writes a state beside the others and puts it in place once it is durable. It returns the file's size.
func writeSnapshot(files Files, dir string, s *state) (size int64, err error) {
	final := filepath.Join(dir, fileName(snapshotPrefix, s.version))
	unfinished := final + snapshotUnfinished
	file, err := files.Create(unfinished)
	if err != nil {
		return 0, err
	}
	size, err = s.write(file)
	if err == nil {
		err = file.Sync()
	}
	if err = errors.Join(err, file.Close()); err != nil {
		return 0, errors.Join(err, files.Remove(unfinished))
	}
	if err := files.Rename(unfinished, final); err != nil {
		return 0, err
	}
	return size, files.SyncDir(dir)
}

func (s *state) write(out io.Writer) (int64, error) {
	if _, err := out.Write([]byte(snapshotMark)); err != nil {
		return 0, err
	}
	w := newChunkWriter(out)
	head := binary.AppendUvarint(nil, uint64(s.version))
	head = binary.AppendVarint(head, s.time.Unix())
	head = binary.AppendUvarint(head, uint64(s.time.Nanosecond()))
	head = binary.AppendUvarint(head, uint64(len(s.trees)))
	if _, err := w.Write(head); err != nil {
		return 0, err
	}
	for _, name := range slices.Sorted(maps.Keys(s.trees)) {
		if err := s.trees[name].write(w, name); err != nil {
			return 0, err
		}
	}
	err := w.finish()
	return int64(len(snapshotMark)) + w.written, err
}

func (t *Tree) write(w io.Writer, name string) error {
	head := appendField(nil, name)
	head = appendField(head, string(t.Hash()))
	head = binary.AppendUvarint(head, uint64(max(2*t.Size()-1, 0)))
	if _, err := w.Write(head); err != nil {
		return err
	}
	var line []byte
	return t.root.walk(func(n *node) error {
		line = append(line[:0], byte(n.height))
		line = binary.AppendUvarint(line, uint64(n.version))
		if n.leaf() {
			line = appendField(line, n.key)
			line = appendField(line, n.value)
		}
		_, err := w.Write(line)
		return err
	})
}

func appendField(bytes []byte, field string) []byte {
	return append(binary.AppendUvarint(bytes, uint64(len(field))), field...)
}

// readSnapshot reads the state that a file holds and proves it against the root hashes.
func readSnapshot(files Files, dir string, version int64) (_ *state, err error) {
	path := filepath.Join(dir, fileName(snapshotPrefix, version))
	file, err := files.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	mark := make([]byte, len(snapshotMark))
	if _, err := io.ReadFull(file, mark); err != nil || string(mark) != snapshotMark {
		return nil, corrupt(path, 0, "expected a snapshot, beginning with %q", snapshotMark)
	}
	chunks := newChunkReader(path, file, int64(len(mark)))
	r := &snapshotReader{in: bufio.NewReaderSize(chunks, chunkLength)}
	s := r.state()
	if r.err == nil && s.version != version {
		r.fail("it is of height %d", s.version)
	}
	if r.err == nil {
		if _, err := r.in.ReadByte(); !errors.Is(err, io.EOF) {
			r.fail("more follows the last substore")
		}
	}
	switch {
	case errors.Is(r.err, ErrCorrupt):
		return nil, r.err
	case r.err != nil:
		return nil, corrupt(path, chunks.offset, "%s", r.err)
	}
	return s, nil
}

// snapshotReader reads fields until one fails; then all are empty.
type snapshotReader struct {
	in  *bufio.Reader
	err error
}

func (r *snapshotReader) fail(format string, args ...any) {
	if r.err == nil {
		r.err = fmt.Errorf(format, args...)
	}
}

func (r *snapshotReader) uvarint() uint64 {
	if r.err != nil {
		return 0
	}
	var value uint64
	value, r.err = binary.ReadUvarint(r.in)
	return value
}

func (r *snapshotReader) varint() int64 {
	if r.err != nil {
		return 0
	}
	var value int64
	value, r.err = binary.ReadVarint(r.in)
	return value
}

func (r *snapshotReader) field() string {
	length := r.uvarint()
	if length > maxField {
		r.fail("expected a field of at most %d bytes, got %d", int64(maxField), length)
	}
	if r.err != nil {
		return ""
	}
	field := make([]byte, length)
	_, r.err = io.ReadFull(r.in, field)
	return string(field)
}

func (r *snapshotReader) state() *state {
	version := int64(r.uvarint())
	seconds, nanos := r.varint(), int64(r.uvarint())
	trees := map[string]*Tree{}
	for count := r.uvarint(); count > 0 && r.err == nil; count-- {
		name := r.field()
		if trees[name] != nil {
			r.fail("substore %q comes twice", name)
		}
		trees[name] = r.tree(name, version)
	}
	if r.err != nil {
		return nil
	}
	return newState(version, time.Unix(seconds, nanos).UTC(), trees)
}

func (r *snapshotReader) tree(name string, version int64) *Tree {
	hash := r.field()
	var b builder
	for count := r.uvarint(); count > 0 && r.err == nil; count-- {
		r.node(&b)
	}
	if r.err != nil {
		return nil
	}
	tree, err := b.tree(version)
	if err != nil {
		r.fail("substore %q: %w", name, err)
		return nil
	}
	if !bytes.Equal(tree.Hash(), []byte(hash)) {
		r.fail("substore %q has the hash %X and had %X when it was written", name, tree.Hash(), hash)
	}
	return tree
}

func (r *snapshotReader) node(b *builder) {
	height, version := r.uvarint(), int64(r.uvarint())
	switch {
	case r.err != nil:
	case height > math.MaxInt8:
		r.fail("expected a node of a height up to %d, got %d", math.MaxInt8, height)
	case height > 0:
		r.err = b.inner(int8(height), version)
	default:
		key, value := r.field(), r.field()
		if r.err == nil {
			r.err = b.leaf(key, value, version)
		}
	}
}
