// SPDX-License-Identifier: Apache-2.0

package mark

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
)

// ErrRolledBack says that a mark lies below what another witness has seen: an old copy was restored.
var ErrRolledBack = errors.New("the high-water mark was rolled back")

// Count is a mark in short: its place, and the digest of what is signed there. It is what a token keeps, what a signer
// announces and what a node compares.
type Count struct {
	Place
	// Digest is the SHA-256 of the sign bytes; of no bytes for a floor.
	Digest [sha256.Size]byte
}

// Count is the mark in short.
func (m Mark) Count() Count {
	return Count{Place: m.Place, Digest: sha256.Sum256(m.SignBytes)}
}

// Covers fails with ErrRolledBack if the mark does not reach what the witness has seen of the same key, or holds
// something else at the same place. who names the witness.
func (m Count) Covers(seen Count, who string) error {
	switch order := m.Compare(seen.Place); {
	case order < 0:
		return fmt.Errorf("%w: it is at %s, and %s has seen %s signed", ErrRolledBack, m.Place, who, seen.Place)
	case order == 0 && m.Digest != seen.Digest && !m.floor() && !seen.floor():
		return fmt.Errorf("%w: %s has seen other content signed at %s", ErrRolledBack, who, m.Place)
	default:
		return nil
	}
}

func (m Count) floor() bool { return m.Digest == sha256.Sum256(nil) }

// countSize is the length of an encoded count: height, round, step, digest and a checksum of 8 bytes.
const countSize = 8 + 4 + 1 + sha256.Size + 8

// Bytes is the count for a store that may tear it: fixed length, big-endian, with a checksum.
func (m Count) Bytes() []byte {
	raw := make([]byte, 0, countSize)
	raw = binary.BigEndian.AppendUint64(raw, uint64(m.Height))
	raw = binary.BigEndian.AppendUint32(raw, uint32(m.Round))
	raw = append(raw, byte(m.Step))
	raw = append(raw, m.Digest[:]...)
	sum := sha256.Sum256(raw)
	return append(raw, sum[:8]...)
}

// ParseCount reads what Bytes wrote, or fails with ErrDamaged.
func ParseCount(raw []byte) (Count, error) {
	if len(raw) != countSize {
		return Count{}, fmt.Errorf("%w: expected %d bytes, got %d", ErrDamaged, countSize, len(raw))
	}
	body := raw[:countSize-8]
	if sum := sha256.Sum256(body); !bytes.Equal(sum[:8], raw[countSize-8:]) {
		return Count{}, fmt.Errorf("%w: the checksum does not fit", ErrDamaged)
	}
	count := Count{Place: Place{
		Height: int64(binary.BigEndian.Uint64(body)), Round: int32(binary.BigEndian.Uint32(body[8:])), Step: Step(body[12]),
	}}
	copy(count.Digest[:], body[13:])
	return count, Mark{Place: count.Place}.Check()
}
