// SPDX-License-Identifier: Apache-2.0

package commitment

import (
	"bufio"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"io"
)

// A snapshot's bytes are written in chunks, each with its length and a checksum over length and bytes, so that damage
// is found before it is believed and reported with its place. An empty chunk ends the file.
const (
	chunkLength = 1 << 20
	chunkHead   = 8
)

type chunkWriter struct {
	out io.Writer
	// pending begins with room for the head.
	pending []byte
	written int64
}

func newChunkWriter(out io.Writer) *chunkWriter {
	return &chunkWriter{out: out, pending: make([]byte, chunkHead, chunkHead+chunkLength)}
}

// Write keeps what is written until a chunk is full.
func (w *chunkWriter) Write(bytes []byte) (int, error) {
	count := len(bytes)
	for len(bytes) > 0 {
		n := min(len(bytes), cap(w.pending)-len(w.pending))
		w.pending = append(w.pending, bytes[:n]...)
		bytes = bytes[n:]
		if len(w.pending) == cap(w.pending) {
			if err := w.flush(); err != nil {
				return 0, err
			}
		}
	}
	return count, nil
}

func (w *chunkWriter) flush() error {
	binary.LittleEndian.PutUint32(w.pending, uint32(len(w.pending)-chunkHead))
	sum := crc32.Update(crc32.Checksum(w.pending[:4], castagnoli), castagnoli, w.pending[chunkHead:])
	binary.LittleEndian.PutUint32(w.pending[4:], sum)
	n, err := w.out.Write(w.pending)
	w.written += int64(n)
	w.pending = w.pending[:chunkHead]
	return err
}

// finish writes what is left and the end.
func (w *chunkWriter) finish() error {
	if len(w.pending) > chunkHead {
		if err := w.flush(); err != nil {
			return err
		}
	}
	return w.flush()
}

// chunkReader reads what a chunkWriter wrote. After the end it returns io.EOF; whatever is not as written is ErrCorrupt.
type chunkReader struct {
	path   string
	in     *bufio.Reader
	offset int64
	chunk  []byte
	ended  bool
}

func newChunkReader(path string, in io.Reader, offset int64) *chunkReader {
	return &chunkReader{path: path, in: bufio.NewReaderSize(in, 1<<18), offset: offset}
}

// Read returns bytes of chunks whose checksum holds.
func (r *chunkReader) Read(bytes []byte) (int, error) {
	if err := r.fill(); err != nil {
		return 0, err
	}
	n := copy(bytes, r.chunk)
	r.chunk = r.chunk[n:]
	return n, nil
}

// ReadByte returns the next byte of chunks whose checksum holds.
func (r *chunkReader) ReadByte() (byte, error) {
	if err := r.fill(); err != nil {
		return 0, err
	}
	b := r.chunk[0]
	r.chunk = r.chunk[1:]
	return b, nil
}

func (r *chunkReader) fill() error {
	if len(r.chunk) > 0 {
		return nil
	}
	if r.ended {
		return io.EOF
	}
	var head [chunkHead]byte
	if _, err := io.ReadFull(r.in, head[:]); err != nil {
		return r.short(err)
	}
	length := binary.LittleEndian.Uint32(head[:])
	if length > chunkLength {
		return corrupt(r.path, r.offset, "expected a chunk of at most %d bytes, got %d", chunkLength, length)
	}
	chunk := make([]byte, length)
	if _, err := io.ReadFull(r.in, chunk); err != nil {
		return r.short(err)
	}
	if crc32.Update(crc32.Checksum(head[:4], castagnoli), castagnoli, chunk) != binary.LittleEndian.Uint32(head[4:]) {
		return corrupt(r.path, r.offset, "a chunk has another checksum")
	}
	r.offset += chunkHead + int64(length)
	if r.chunk = chunk; length == 0 {
		return r.end()
	}
	return nil
}

func (r *chunkReader) end() error {
	r.ended = true
	if _, err := r.in.ReadByte(); !errors.Is(err, io.EOF) {
		return corrupt(r.path, r.offset, "bytes follow the end")
	}
	return io.EOF
}

func (r *chunkReader) short(err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return corrupt(r.path, r.offset, "the file ends before its last chunk")
	}
	return err
}
