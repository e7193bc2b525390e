// SPDX-License-Identifier: Apache-2.0

package compliance

import (
	"crypto/sha256"
	"encoding/binary"
)

const (
	// PersonDigestLength is the length of a person's digest in bytes.
	PersonDigestLength = 16
	// PersonKeyLength is the length of the key of a person's counters in bytes.
	PersonKeyLength = PersonDigestLength + 4
)

// PersonDigest stands for a person's tag of one calendar year in counters.
type PersonDigest [PersonDigestLength]byte

// DigestOf returns the digest of a tag: the first 16 bytes of its SHA-256.
func DigestOf(tag [32]byte) PersonDigest {
	sum := sha256.Sum256(tag[:])
	return PersonDigest(sum[:PersonDigestLength])
}

// Key returns the key of the person's counters at a member, or with member 0 those over all members.
func (d PersonDigest) Key(member uint32) []byte {
	key := make([]byte, 0, PersonKeyLength)
	key = append(key, d[:]...)
	return binary.BigEndian.AppendUint32(key, member)
}

// ParsePersonKey takes a key apart. It returns ErrRecordCorrupt.
func ParsePersonKey(key []byte) (PersonDigest, uint32, error) {
	if len(key) != PersonKeyLength {
		return PersonDigest{}, 0, ErrRecordCorrupt.Wrapf("expected the key of a person's counters of %d bytes, got %d", PersonKeyLength, len(key))
	}
	return PersonDigest(key[:PersonDigestLength]), binary.BigEndian.Uint32(key[PersonDigestLength:]), nil
}

// Opened is the person tag that a wallet opened last, and at which custodian.
type Opened struct {
	// Person is the digest of the tag.
	Person PersonDigest
	// Member is the number of the custodian; 0 stands for nothing opened.
	Member uint32
}
