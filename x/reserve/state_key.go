// SPDX-License-Identifier: Apache-2.0

package reserve

import (
	"bytes"
	"encoding/binary"
)

// ActKey is the state key of an act: central bank (uint16) and UETR, big-endian.
func ActKey(issuer uint32, uetr [16]byte) []byte {
	key := binary.BigEndian.AppendUint16(make([]byte, 0, 18), uint16(issuer))
	return append(key, uetr[:]...)
}

// RedemptionKey is the state key of a redemption: wallet and UETR.
//
//determinism:allow the wallet is an address of 20 bytes: it is parsed where it comes in
func RedemptionKey(wallet []byte, uetr [16]byte) []byte {
	key := append(make([]byte, 0, len(wallet)+len(uetr)), wallet...)
	return append(key, uetr[:]...)
}

// DenomKey is the state key of what is kept by denom: 16 bytes, zero-padded.
func DenomKey(denom string) []byte {
	return padded(denom, maxDenomLength)
}

// RailKey is the state key of a rail: its slug in 32 bytes, zero-padded.
func RailKey(id string) []byte {
	return padded(id, SlugWidth)
}

// MemberDenomKey is the state key of a member's totals: member (uint16, big-endian) and denom.
func MemberDenomKey(member uint32, denom string) []byte {
	key := binary.BigEndian.AppendUint16(make([]byte, 0, 2+maxDenomLength), uint16(member))
	return append(key, padded(denom, maxDenomLength)...)
}

// ShareKey is the state key of a customer's share of a plan: wallet and denom.
func ShareKey(wallet []byte, denom string) []byte {
	key := append(make([]byte, 0, len(wallet)+maxDenomLength), wallet...) //determinism:allow wallets are 20 bytes: they are checked where they come in
	return append(key, padded(denom, maxDenomLength)...)
}

// WaitingKey is the state key of a waiting receipt: member (uint16), denom (16), rail (32) and number (uint64). Receipts
// of one rail are minted in the order of their numbers.
func WaitingKey(member uint32, denom, rail string, number uint64) []byte {
	return binary.BigEndian.AppendUint64(LaneKey(member, denom, rail), number)
}

// LaneKey begins the keys of what waits for a member over one rail.
func LaneKey(member uint32, denom, rail string) []byte {
	return append(MemberDenomKey(member, denom), RailKey(rail)...)
}

// RetryKey is the state key of a receipt whose mint failed: the unix second from which it is tried again (uint64) and
// its own key (32).
func RetryKey(retryAt int64, receipt []byte) []byte {
	key := binary.BigEndian.AppendUint64(make([]byte, 0, 8+len(receipt)), uint64(retryAt))
	return append(key, receipt...)
}

// RetryTimeOf reads the unix second of a key that RetryKey wrote.
func RetryTimeOf(key []byte) int64 { return int64(binary.BigEndian.Uint64(key)) }

// padded zero-pads a text to the width; a longer text keeps its length and so meets no stored key.
func padded(s string, width int) []byte {
	b := make([]byte, max(width, len(s)))
	copy(b, s)
	return b
}

// DenomOfKey reads the denom of a key that DenomKey wrote.
func DenomOfKey(key []byte) string {
	return string(bytes.TrimRight(key, "\x00"))
}
