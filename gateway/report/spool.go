// SPDX-License-Identifier: Apache-2.0

package report

import (
	"bufio"
	"encoding/binary"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/taelnet/tael/gateway/books"
	"github.com/taelnet/tael/x/wallet"
)

// recordLength is the length of an entry in the file but for its reference: credit and kind (1 each), ordinal and
// transaction (4 each), height, time, amount, balance and cycle (8 each), UETR (16), counterparty (20), value date (4),
// and the length of the reference (2).
const recordLength = 1 + 1 + 4 + 4 + 8 + 8 + 8 + 8 + 8 + 16 + 20 + 4 + 2

// maxReference bounds a reference: what books write is far shorter.
const maxReference = 1 << 10

// spool appends entries to a file and reads them back by their place.
type spool struct {
	file *os.File
	out  *bufio.Writer
	end  int64
	buf  []byte
}

func newSpool(file *os.File) spool { return spool{file: file, out: bufio.NewWriterSize(file, 1<<16)} }

// append writes an entry, account and denom apart, and returns its place.
func (s *spool) append(e books.Entry) (int64, error) {
	if len(e.Reference) > maxReference {
		return 0, fmt.Errorf("entry %s: expected a reference of at most %d bytes, got %d", e.ID(), maxReference, len(e.Reference))
	}
	var credit byte
	if e.Credit {
		credit = 1
	}
	b := append(s.buf[:0], credit, byte(e.Kind))
	b = binary.BigEndian.AppendUint32(b, uint32(e.Ordinal))
	b = binary.BigEndian.AppendUint32(b, uint32(int32(e.Tx)))
	for _, n := range []uint64{uint64(e.Height), uint64(e.Time.UnixNano()), e.Amount, e.Balance, e.Cycle} {
		b = binary.BigEndian.AppendUint64(b, n)
	}
	b = append(append(b, e.UETR[:]...), e.Counterparty[:]...)
	b = binary.BigEndian.AppendUint32(b, e.ValueDate)
	b = binary.BigEndian.AppendUint16(b, uint16(len(e.Reference)))
	b = append(b, e.Reference...)
	s.buf = b

	at := s.end
	n, err := s.out.Write(b)
	s.end += int64(n)
	return at, err
}

// read gives back the entry at a place.
func (s *spool) read(h books.Holding, at int64) (books.Entry, error) {
	b := make([]byte, recordLength)
	if _, err := s.file.ReadAt(b, at); err != nil {
		return books.Entry{}, err
	}
	e := books.Entry{
		Account: h.Account, Denom: h.Denom, Credit: b[0] == 1, Kind: books.Kind(b[1]),
		Ordinal: int(binary.BigEndian.Uint32(b[2:])), Tx: int(int32(binary.BigEndian.Uint32(b[6:]))),
		Height: int64(binary.BigEndian.Uint64(b[10:])), Time: time.Unix(0, int64(binary.BigEndian.Uint64(b[18:]))).UTC(),
		Amount: binary.BigEndian.Uint64(b[26:]), Balance: binary.BigEndian.Uint64(b[34:]), Cycle: binary.BigEndian.Uint64(b[42:]),
		UETR: wallet.UETR(b[50:66]), Counterparty: books.Account(b[66:86]),
		ValueDate: binary.BigEndian.Uint32(b[86:]),
	}
	reference := make([]byte, binary.BigEndian.Uint16(b[90:]))
	if _, err := s.file.ReadAt(reference, at+recordLength); err != nil && len(reference) > 0 {
		return books.Entry{}, err
	}
	e.Reference = string(reference)
	return e, nil
}

// flush makes what was appended readable.
func (s *spool) flush() error { return s.out.Flush() }

// reset forgets everything.
func (s *spool) reset() error {
	s.out.Reset(s.file)
	s.end = 0
	if err := s.file.Truncate(0); err != nil {
		return err
	}
	_, err := s.file.Seek(0, io.SeekStart)
	return err
}
