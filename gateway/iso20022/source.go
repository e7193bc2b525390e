// SPDX-License-Identifier: Apache-2.0

package iso20022

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"hash"
	"io"
	"unicode/utf8"
)

const sourceBuffer = 32 << 10

// source hands bytes to the tokenizer. It is the one place that sees every byte: it counts them, holds the two byte
// limits, refuses what is not UTF-8 (comments and tags too, which the tokenizer does not look at) and keeps the digest.
type source struct {
	r        io.Reader
	limits   Limits
	buf      []byte
	pos, end int // the bytes that may be handed out
	held     int // buf[end:held] is the beginning of a character whose rest has not come yet
	read     int64
	token    int   // bytes left for the present token
	err      error // after the bytes in buf
	sum      hash.Hash
}

func newSource(r io.Reader, limits Limits) *source {
	return &source{r: r, limits: limits, buf: make([]byte, sourceBuffer), sum: sha256.New()}
}

// beginToken gives the next token its budget of bytes.
func (s *source) beginToken() { s.token = s.limits.Token }

// ReadByte implements io.ByteReader, which keeps the tokenizer from buffering ahead of the budget.
func (s *source) ReadByte() (byte, error) {
	for s.pos == s.end {
		if s.err != nil {
			return 0, s.err
		}
		s.fill()
	}
	if s.token == 0 {
		s.err = faultf(CodeToken, "expected a tag, comment or value of at most %d bytes", s.limits.Token)
		s.pos, s.end = 0, 0
		return 0, s.err
	}
	s.token--
	b := s.buf[s.pos]
	s.pos++
	return b, nil
}

// Read implements io.Reader, which the tokenizer demands of a source whose declaration names an encoding.
func (s *source) Read(p []byte) (int, error) {
	if len(p) == 0 {
		return 0, nil
	}
	b, err := s.ReadByte()
	if err != nil {
		return 0, err
	}
	p[0] = b
	return 1, nil
}

// fill takes the next bytes in. At most one byte above the limit is ever read.
func (s *source) fill() {
	first := s.read == 0
	n := copy(s.buf, s.buf[s.end:s.held])
	room := s.buf[n:]
	if left := s.limits.Bytes + 1 - s.read; int64(len(room)) > left {
		room = room[:left]
	}
	got, err := io.ReadAtLeast(s.r, room, min(utf8.UTFMax, len(room)))
	s.sum.Write(room[:got])
	s.read += int64(got)
	s.pos, s.end, s.held = 0, n+got, n+got
	if over := s.read - s.limits.Bytes; over > 0 {
		s.end, s.held = s.end-int(over), s.end-int(over)
		s.err = faultf(CodeTooLarge, "expected at most %d bytes; the file has more", s.limits.Bytes)
	} else if err != nil {
		s.err = readFault(err)
	}
	s.judge()
	if first && bytes.HasPrefix(s.buf[:s.end], []byte("\xef\xbb\xbf")) {
		s.pos = 3
	}
}

// judge moves end back to the last whole character and stops at the first byte that is none.
func (s *source) judge() {
	if utf8.Valid(s.buf[:s.end]) {
		return
	}
	for i := 0; i < s.held; {
		r, size := utf8.DecodeRune(s.buf[i:s.held])
		if r == utf8.RuneError && size == 1 {
			s.end = i
			if !errors.Is(s.err, io.EOF) && !utf8.FullRune(s.buf[i:s.held]) {
				return
			}
			offset := s.read - int64(s.held-i)
			s.err = faultf(CodeEncoding, "expected UTF-8; byte 0x%02x at offset %d is not", s.buf[i], offset)
			return
		}
		i += size
	}
}

// digest is SHA-256 over the bytes read so far.
func (s *source) digest() (d [sha256.Size]byte) {
	s.sum.Sum(d[:0])
	return d
}

func readFault(err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return io.EOF
	}
	return &fault{code: CodeRead, detail: "the file could not be read: " + err.Error(), cause: err}
}
