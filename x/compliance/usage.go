// SPDX-License-Identifier: Apache-2.0

package compliance

import (
	"bytes"
	"encoding/binary"
	"math"
)

// Usage is the record of what one wallet moved in one day, all denoms together, in its stored form:
//
//	day (4) | { denom, zero-padded (16) | out (8) | in (8) } ascending by denom
//
// Numbers are big-endian, sums in minor units. The zero value is a record of no day. It is kept encoded because it is
// read and written for every payment. Denoms are those of registered assets, so that a record stays small.
type Usage []byte

const (
	usageHeader = 4
	usageEntry  = DenomLength + 8 + 8
)

// NewUsage returns the record of a day with the given counters, which it expects ascending by denom.
func NewUsage(day uint32, counters []Counter) Usage {
	u := make(Usage, usageHeader, usageHeader+len(counters)*usageEntry)
	binary.BigEndian.PutUint32(u, day)
	for _, c := range counters {
		denom := padDenom(c.Denom)
		u = append(u, denom[:]...)
		u = binary.BigEndian.AppendUint64(u, c.Out)
		u = binary.BigEndian.AppendUint64(u, c.In)
	}
	return u
}

// Validate returns ErrRecordCorrupt unless the record has whole entries with valid denoms, strictly ascending.
func (u Usage) Validate() error {
	if len(u) < usageHeader || (len(u)-usageHeader)%usageEntry != 0 {
		return ErrRecordCorrupt.Wrapf("expected a usage record of %d + n x %d bytes, got %d", usageHeader, usageEntry, len(u))
	}
	for i := range u.entries() {
		denom := u.denom(i)
		if d := unpadDenom(denom); !validDenom(d) {
			return ErrRecordCorrupt.Wrapf("expected a denom, got %q", d)
		}
		if i > 0 && bytes.Compare(u.denom(i-1), denom) >= 0 {
			return ErrRecordCorrupt.Wrapf("expected denoms ascending, got %q after %q", unpadDenom(denom), unpadDenom(u.denom(i-1)))
		}
	}
	return nil
}

// Day returns the local day that the counters belong to, 0 for the zero value.
func (u Usage) Day() uint32 {
	if len(u) < usageHeader {
		return 0
	}
	return binary.BigEndian.Uint32(u)
}

// Counters returns all counters of the record's day, ascending by denom.
func (u Usage) Counters() []Counter {
	counters := make([]Counter, 0, u.entries())
	for i := range u.entries() {
		out, in := u.sums(i)
		counters = append(counters, Counter{Denom: unpadDenom(u.denom(i)), Out: out, In: in})
	}
	return counters
}

// On returns what was counted in a denom on a day; the record of another day counts nothing.
func (u Usage) On(day uint32, denom string) (out, in uint64) {
	if u.Day() != day {
		return 0, 0
	}
	if i, found := u.find(padDenom(denom)); found {
		return u.sums(i)
	}
	return 0, 0
}

// Add returns a new record of the day with the sums added, and false if one of them would exceed 2^64-1.
func (u Usage) Add(day uint32, denom string, out, in uint64) (Usage, bool) {
	wasOut, wasIn := u.On(day, denom)
	if out > math.MaxUint64-wasOut || in > math.MaxUint64-wasIn {
		return nil, false
	}
	return u.with(day, denom, wasOut+out, wasIn+in), true
}

// Take returns a new record with the sums taken off, never below zero, and false if the record does not weigh them: it
// is of another day or nothing is left to take.
func (u Usage) Take(day uint32, denom string, out, in uint64) (Usage, bool) {
	wasOut, wasIn := u.On(day, denom)
	out, in = min(out, wasOut), min(in, wasIn)
	if out == 0 && in == 0 {
		return nil, false
	}
	return u.with(day, denom, wasOut-out, wasIn-in), true
}

// with returns a copy of the record rolled to the day in which the denom has the given sums.
func (u Usage) with(day uint32, denom string, out, in uint64) Usage {
	padded := padDenom(denom)
	if u.Day() != day || len(u) < usageHeader {
		return NewUsage(day, []Counter{{Denom: denom, Out: out, In: in}})
	}
	i, found := u.find(padded)
	at := usageHeader + i*usageEntry
	size := len(u)
	if !found {
		size += usageEntry
	}
	next := make(Usage, size)
	copy(next, u[:at])
	copy(next[size-(len(u)-at):], u[at:])
	copy(next[at:], padded[:])
	binary.BigEndian.PutUint64(next[at+DenomLength:], out)
	binary.BigEndian.PutUint64(next[at+DenomLength+8:], in)
	return next
}

// find returns the place of a denom and whether it is there.
func (u Usage) find(denom paddedDenom) (int, bool) {
	n := u.entries()
	for i := range n {
		if c := bytes.Compare(u.denom(i), denom[:]); c >= 0 {
			return i, c == 0
		}
	}
	return n, false
}

func (u Usage) entries() int {
	if len(u) < usageHeader {
		return 0
	}
	return (len(u) - usageHeader) / usageEntry
}

func (u Usage) denom(i int) []byte {
	at := usageHeader + i*usageEntry
	return u[at : at+DenomLength]
}

func (u Usage) sums(i int) (out, in uint64) {
	at := usageHeader + i*usageEntry + DenomLength
	return binary.BigEndian.Uint64(u[at:]), binary.BigEndian.Uint64(u[at+8:])
}
