// SPDX-License-Identifier: Apache-2.0

package commitment

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"path/filepath"
	"strconv"
	"strings"
)

// A segment is a file of the changelog: this mark, then records.
//
//	record: length of payload (4) | version (8) | checksum of payload (4) | checksum of the 16 bytes before (4) | payload
//
// Numbers are little-endian, checksums CRC-32C.
const (
	segmentMark   = "TAELLOG1"
	segmentPrefix = "changelog-"
	headLength    = 20
	// numberLength is the number of digits of a version in a file's name, so that names sort like versions.
	numberLength = 20
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// errTorn is a last record that was not written whole.
var errTorn = errors.New("the last record is torn")

func fileName(prefix string, version int64) string {
	return fmt.Sprintf("%s%0*d", prefix, numberLength, version)
}

// fileVersion reads the version in a file's name.
func fileVersion(prefix, name string) (int64, bool) {
	digits, ok := strings.CutPrefix(name, prefix)
	if !ok || len(digits) != numberLength {
		return 0, false
	}
	version, err := strconv.ParseInt(digits, 10, 64)
	return version, err == nil && version >= 0
}

func frame(version int64, payload []byte) []byte {
	bytes := make([]byte, headLength, headLength+len(payload))
	binary.LittleEndian.PutUint32(bytes, uint32(len(payload)))
	binary.LittleEndian.PutUint64(bytes[4:], uint64(version))
	binary.LittleEndian.PutUint32(bytes[12:], crc32.Checksum(payload, castagnoli))
	binary.LittleEndian.PutUint32(bytes[16:], crc32.Checksum(bytes[:16], castagnoli))
	return append(bytes, payload...)
}

// segmentReader reads the records of one segment in order.
type segmentReader struct {
	path   string
	size   int64
	offset int64
	in     *bufio.Reader
	closer io.Closer
}

func openSegment(files Files, dir string, first int64) (*segmentReader, error) {
	r := &segmentReader{path: filepath.Join(dir, fileName(segmentPrefix, first))}
	var err error
	if r.size, err = files.Size(r.path); err != nil {
		return nil, err
	}
	file, err := files.Open(r.path)
	if err != nil {
		return nil, err
	}
	r.in, r.closer = bufio.NewReaderSize(file, 1<<18), file
	return r, nil
}

func (r *segmentReader) close() error { return r.closer.Close() }

// mark reads what every segment begins with.
func (r *segmentReader) mark() error {
	found := make([]byte, len(segmentMark))
	if r.size < int64(len(found)) {
		return errTorn
	}
	if _, err := io.ReadFull(r.in, found); err != nil {
		return err
	}
	if string(found) == string(make([]byte, len(found))) && r.zeros() {
		return errTorn
	}
	if string(found) != segmentMark {
		return corrupt(r.path, 0, "expected a segment of the changelog, beginning with %q, got %q", segmentMark, found)
	}
	r.offset = int64(len(found))
	return nil
}

// next reads a record. It returns io.EOF after the last, errTorn if what follows was not written whole, and ErrCorrupt
// for anything else. The offset stays before a record that is not good.
func (r *segmentReader) next() (version int64, payload []byte, err error) {
	left := r.size - r.offset
	if left == 0 {
		return 0, nil, io.EOF
	}
	if left < headLength {
		return 0, nil, errTorn
	}
	var head [headLength]byte
	if _, err := io.ReadFull(r.in, head[:]); err != nil {
		return 0, nil, err
	}
	if crc32.Checksum(head[:16], castagnoli) != binary.LittleEndian.Uint32(head[16:]) {
		// A file may have grown before its bytes were there: they read as zeros.
		if head == [headLength]byte{} && r.zeros() {
			return 0, nil, errTorn
		}
		return 0, nil, corrupt(r.path, r.offset, "the head of a record has another checksum")
	}
	length := int64(binary.LittleEndian.Uint32(head[:]))
	if length > left-headLength {
		return 0, nil, errTorn
	}
	payload = make([]byte, length)
	if _, err := io.ReadFull(r.in, payload); err != nil {
		return 0, nil, err
	}
	version = int64(binary.LittleEndian.Uint64(head[4:]))
	if crc32.Checksum(payload, castagnoli) != binary.LittleEndian.Uint32(head[12:]) {
		if headLength+length == left {
			return 0, nil, errTorn
		}
		return 0, nil, corrupt(r.path, r.offset, "the record of height %d has another checksum", version)
	}
	r.offset += headLength + length
	return version, payload, nil
}

// zeros says that nothing but zeros is left.
func (r *segmentReader) zeros() bool {
	for {
		b, err := r.in.ReadByte()
		if err != nil {
			return errors.Is(err, io.EOF)
		}
		if b != 0 {
			return false
		}
	}
}
