// SPDX-License-Identifier: Apache-2.0

package reserve

import (
	"crypto/sha256"
	"encoding/binary"
	"hash"
)

// writeText hashes a text behind its length, so that two fields cannot be confused.
func writeText(h hash.Hash, s string) {
	writeBytes(h, []byte(s))
}

func writeBytes(h hash.Hash, b []byte) {
	var n [2]byte
	binary.BigEndian.PutUint16(n[:], uint16(len(b)))
	h.Write(n[:])
	h.Write(b)
}

func writeUint64(h hash.Hash, v uint64) {
	var n [8]byte
	binary.BigEndian.PutUint64(n[:], v)
	h.Write(n[:])
}

// short is the form of a content digest in records and messages: the first 16 bytes of SHA-256.
func short(h hash.Hash) [16]byte {
	return [16]byte(h.Sum(nil)[:16])
}

// Digest is the canonical digest of what was asked: SHA-256 over "tael/redemption/v1", wallet, UETR, denom, amount
// (uint64), rail and creditor, each but the amount behind its length (uint16), big-endian; the first 16 bytes.
func (r RedemptionRecord) Digest() [16]byte {
	h := sha256.New()
	h.Write([]byte("tael/redemption/v1"))
	writeBytes(h, r.Wallet)
	writeBytes(h, r.Uetr)
	writeText(h, r.Denom)
	writeUint64(h, r.Amount)
	writeText(h, r.Rail)
	writeBytes(h, r.Creditor)
	return short(h)
}

// Digest is the canonical digest of the act: SHA-256 over "tael/act/v1", kind, issuer and member (uint64 each), UETR,
// wallet, denom, amount (uint64) and ground, each but the numbers behind its length (uint16), big-endian, and the byte 1
// if the member's reserve pays or is paid; the first 16 bytes.
func (a ActRecord) Digest() [16]byte {
	h := sha256.New()
	h.Write([]byte("tael/act/v1"))
	writeUint64(h, uint64(a.Kind))
	writeUint64(h, uint64(a.Issuer))
	writeUint64(h, uint64(a.Member))
	writeBytes(h, a.Uetr)
	writeBytes(h, a.Wallet)
	writeText(h, a.Denom)
	writeUint64(h, a.Amount)
	writeBytes(h, a.Ground)
	if a.Reserve {
		h.Write([]byte{1})
	}
	return short(h)
}
