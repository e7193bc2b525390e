// SPDX-License-Identifier: Apache-2.0

package compliance

import (
	"bytes"
	"encoding/binary"
)

// MaxLiveOrders is the greatest number of live orders on one wallet, so that judging it costs a known amount.
const MaxLiveOrders = 32

// Live is the index of the live orders of one wallet in its stored form, so that one read decides:
//
//	{ order id (8) | effect (1) | expires at (8), 0 = no term | denom, zero-padded (16), all zero = every asset } ascending by id
//
// An order that has lapsed may still be in it: it is judged on read and dropped at the next write.
type Live []byte

const (
	liveEntry   = 8 + 1 + 8 + DenomLength
	liveEffect  = 8
	liveExpires = 9
	liveDenom   = 17
)

// Validate returns ErrRecordCorrupt unless the record has whole entries, at most MaxLiveOrders, strictly ascending by id.
func (l Live) Validate() error {
	if len(l) == 0 || len(l)%liveEntry != 0 || len(l)/liveEntry > MaxLiveOrders {
		return ErrRecordCorrupt.Wrapf("expected live orders of 1 to %d x %d bytes, got %d", MaxLiveOrders, liveEntry, len(l))
	}
	for at := liveEntry; at < len(l); at += liveEntry {
		if bytes.Compare(l[at-liveEntry:at-liveEntry+8], l[at:at+8]) >= 0 {
			return ErrRecordCorrupt.Wrapf("expected order ids ascending, got %d after %d",
				binary.BigEndian.Uint64(l[at:]), binary.BigEndian.Uint64(l[at-liveEntry:]))
		}
	}
	return nil
}

// Strictest returns the strictest effect on a denom at a time.
func (l Live) Strictest(denom string, now int64) Effect {
	padded := padDenom(denom)
	return l.strictest(now, func(of []byte) bool { return bytes.Equal(of, padded[:]) || of[0] == 0 })
}

// StrictestOfAny returns the strictest effect on any denom at a time.
func (l Live) StrictestOfAny(now int64) Effect {
	return l.strictest(now, func([]byte) bool { return true })
}

func (l Live) strictest(now int64, concerns func(denom []byte) bool) Effect {
	strictest := EFFECT_UNSPECIFIED
	for ; len(l) >= liveEntry; l = l[liveEntry:] {
		if l.lapsed(now) || !concerns(l[liveDenom:liveEntry]) {
			continue
		}
		strictest = max(strictest, Effect(l[liveEffect]))
	}
	return strictest
}

// With returns the index with a live order added and lapsed ones dropped. It returns ErrOrderTooMany if MaxLiveOrders
// others are live. An order id is added once.
func (l Live) With(o Order, now int64) (Live, error) {
	kept := l.Without(o.Id, now)
	if len(kept)/liveEntry >= MaxLiveOrders {
		return nil, ErrOrderTooMany.Wrapf("expected at most %d live orders on a wallet, got another", MaxLiveOrders)
	}
	at := 0
	for at < len(kept) && binary.BigEndian.Uint64(kept[at:]) < o.Id {
		at += liveEntry
	}
	next := make(Live, 0, len(kept)+liveEntry)
	next = append(next, kept[:at]...)
	next = append(next, newLiveEntry(o)...)
	return append(next, kept[at:]...), nil
}

// Without returns the index without an order and without lapsed ones.
func (l Live) Without(id uint64, now int64) Live {
	next := make(Live, 0, len(l))
	for ; len(l) >= liveEntry; l = l[liveEntry:] {
		if binary.BigEndian.Uint64(l) != id && !l.lapsed(now) {
			next = append(next, l[:liveEntry]...)
		}
	}
	return next
}

// Entry returns the encoded entry of an order.
func (l Live) Entry(id uint64) ([]byte, bool) {
	for ; len(l) >= liveEntry; l = l[liveEntry:] {
		if binary.BigEndian.Uint64(l) == id {
			return l[:liveEntry], true
		}
	}
	return nil, false
}

// IDs returns the ids of the orders in the index, also of lapsed ones.
func (l Live) IDs() []uint64 {
	ids := make([]uint64, 0, len(l)/liveEntry)
	for ; len(l) >= liveEntry; l = l[liveEntry:] {
		ids = append(ids, binary.BigEndian.Uint64(l))
	}
	return ids
}

// Shows says whether the index has exactly this order.
func (l Live) Shows(o Order) bool {
	entry, found := l.Entry(o.Id)
	return found && bytes.Equal(entry, newLiveEntry(o))
}

// lapsed judges the first entry: the term of an order ends at the start of the second named in it.
func (l Live) lapsed(now int64) bool {
	expires := int64(binary.BigEndian.Uint64(l[liveExpires:]))
	return expires != 0 && now >= expires
}

func newLiveEntry(o Order) []byte {
	denom := padDenom(o.Denom)
	entry := make([]byte, 0, liveEntry)
	entry = binary.BigEndian.AppendUint64(entry, o.Id)
	entry = append(entry, byte(o.Effect))
	entry = binary.BigEndian.AppendUint64(entry, uint64(o.ExpiresAt))
	return append(entry, denom[:]...)
}
