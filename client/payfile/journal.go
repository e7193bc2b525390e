// SPDX-License-Identifier: Apache-2.0

package payfile

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"os"
	"path/filepath"
	"syscall"
	"time"

	"github.com/taelnet/tael/x/payment"
)

const (
	// JournalExtension is put behind the file's name where no other name is given.
	JournalExtension = ".journal"

	journalMark  = "TAELPAY1"
	frameLength  = 8 // length and CRC-32C of what follows, big-endian
	mostPayload  = 256
	notSentBytes = 1 + 4 + 2
	finalBytes   = 1 + 4 + payment.ResultLength + 8 + 8
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// subject is what a journal is about. A journal of another file or another chain answers for nothing here.
type subject struct {
	file      [32]byte // SHA-256
	transfers int
	chainID   string
}

func (s subject) encode() []byte {
	b := append([]byte(journalMark), s.file[:]...)
	b = binary.BigEndian.AppendUint32(b, uint32(s.transfers))
	return appendFrame(nil, append(b, s.chainID...))
}

// journal keeps the answers of one file's transfers, in the order in which they came: append only, each with its length
// and checksum. What a process that died left torn at the end is cut off when the journal is opened: those transfers
// are sent again, and their UETRs make that safe. A journal is for one process, which holds the file's lock.
type journal struct {
	file    *os.File
	pending []byte
}

// openJournal opens or begins a journal and reads the answers by the transfers' places. Errors: ErrJournalHeld,
// ErrJournal.
func openJournal(path string, about subject) (*journal, []Answer, error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, nil, err
	}
	j := &journal{file: f}
	answers, err := j.open(path, about)
	if err != nil {
		return nil, nil, errors.Join(err, f.Close())
	}
	return j, answers, nil
}

func (j *journal) open(path string, about subject) ([]Answer, error) {
	// The lock belongs to the open file and ends with the process, however it ends.
	if err := syscall.Flock(int(j.file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		return nil, ErrJournalHeld.Wrapf("expected nobody at %s, got another run: wait for it", path)
	}
	raw, err := io.ReadAll(j.file)
	if err != nil {
		return nil, err
	}
	answers, sound, err := readJournal(raw, path, about)
	if err != nil {
		return nil, err
	}
	if sound == 0 {
		return answers, j.begin(path, about.encode())
	}
	return answers, j.cut(int64(sound))
}

// readJournal reads a whole journal as far as it is sound; nothing is sound before its head is whole.
func readJournal(raw []byte, path string, about subject) (answers []Answer, sound int, err error) {
	head := about.encode()
	if len(raw) < len(head) && bytes.HasPrefix(head, raw) {
		return make([]Answer, about.transfers), 0, nil
	}
	if !bytes.HasPrefix(raw, head) {
		return nil, 0, ErrJournal.Wrapf("expected the journal of this file and chain at %s, got something else: name another journal", path)
	}
	answers, sound, err = readAnswers(raw[len(head):], about.transfers)
	if err != nil {
		return nil, 0, ErrJournal.Wrapf("%s: %s", path, err)
	}
	return answers, len(head) + sound, nil
}

// peekJournal reads what a journal holds at present, without its lock and without a change to it.
func peekJournal(path string, about subject) ([]Answer, error) {
	raw, err := os.ReadFile(path)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return nil, err
	}
	answers, _, err := readJournal(raw, path, about)
	return answers, err
}

// begin writes the head of a new journal and makes sure that its name survives.
func (j *journal) begin(path string, head []byte) error {
	if err := j.cut(0); err != nil {
		return err
	}
	j.pending = append(j.pending, head...)
	if err := j.sync(); err != nil {
		return err
	}
	folder, err := os.Open(filepath.Dir(path))
	if err != nil {
		return err
	}
	return errors.Join(folder.Sync(), folder.Close())
}

// cut drops what lies behind the last sound record.
func (j *journal) cut(length int64) error {
	if err := j.file.Truncate(length); err != nil {
		return err
	}
	_, err := j.file.Seek(length, io.SeekStart)
	return err
}

// add takes one answer; sync makes all that were taken durable.
func (j *journal) add(index int, a Answer) {
	j.pending = appendFrame(j.pending, encodeAnswer(index, a))
}

func (j *journal) sync() error {
	if len(j.pending) == 0 {
		return nil
	}
	if _, err := j.file.Write(j.pending); err != nil {
		return err
	}
	j.pending = j.pending[:0]
	return j.file.Sync()
}

func (j *journal) close() error { return j.file.Close() }

// readAnswers reads records as far as they are sound, and says how many bytes that is.
func readAnswers(raw []byte, transfers int) (answers []Answer, sound int, err error) {
	answers = make([]Answer, transfers)
	for {
		payload, ok := readFrame(raw[sound:])
		if !ok {
			return answers, sound, nil
		}
		index, a, err := decodeAnswer(payload)
		if err != nil {
			return nil, 0, err
		}
		if index >= transfers {
			return nil, 0, fmt.Errorf("expected transfers below %d, got %d", transfers, index)
		}
		answers[index] = a
		sound += frameLength + len(payload)
	}
}

func appendFrame(b, payload []byte) []byte {
	b = binary.BigEndian.AppendUint32(b, uint32(len(payload)))
	b = binary.BigEndian.AppendUint32(b, crc32.Checksum(payload, castagnoli))
	return append(b, payload...)
}

// readFrame is false at the end, and for whatever is not whole.
func readFrame(raw []byte) (payload []byte, ok bool) {
	if len(raw) < frameLength {
		return nil, false
	}
	length := binary.BigEndian.Uint32(raw)
	if length == 0 || length > mostPayload || int(length) > len(raw)-frameLength {
		return nil, false
	}
	payload = raw[frameLength : frameLength+int(length)]
	return payload, crc32.Checksum(payload, castagnoli) == binary.BigEndian.Uint32(raw[4:])
}

func encodeAnswer(index int, a Answer) []byte {
	b := append(make([]byte, 0, finalBytes), byte(a.State))
	b = binary.BigEndian.AppendUint32(b, uint32(index))
	if a.State == AnswerNotSent {
		return binary.BigEndian.AppendUint16(b, uint16(a.Reason))
	}
	b = a.Result.AppendTo(b)
	b = binary.BigEndian.AppendUint64(b, uint64(a.Height))
	return binary.BigEndian.AppendUint64(b, uint64(a.Time.UnixNano()))
}

// decodeAnswer refuses what this release does not know: a later one's journal is for a later release.
func decodeAnswer(b []byte) (int, Answer, error) {
	switch {
	case len(b) == notSentBytes && AnswerState(b[0]) == AnswerNotSent:
		reason := Reason(binary.BigEndian.Uint16(b[5:]))
		return int(binary.BigEndian.Uint32(b[1:])), Answer{State: AnswerNotSent, Reason: reason}, nil
	case len(b) == finalBytes && AnswerState(b[0]) == AnswerFinal:
		results, err := payment.ParseResults(b[5 : 5+payment.ResultLength])
		if err != nil {
			return 0, Answer{}, err
		}
		rest := b[5+payment.ResultLength:]
		return int(binary.BigEndian.Uint32(b[1:])), Answer{
			State: AnswerFinal, Result: results[0],
			Height: int64(binary.BigEndian.Uint64(rest)), Time: time.Unix(0, int64(binary.BigEndian.Uint64(rest[8:]))).UTC(),
		}, nil
	default:
		return 0, Answer{}, fmt.Errorf("expected a record of this release, got %d bytes of kind %d", len(b), b[0])
	}
}
