// SPDX-License-Identifier: Apache-2.0

package compliance

import (
	"bytes"
	"encoding/binary"
	"math"
)

// Usage is the record of what one wallet or person moved, all denoms and windows together, in its stored form:
//
//	day (4) | 0, or 1 and digest of the person's tag (16) and member (4) | entries ascending by denom and way
//	entry: { denom, zero-padded (16) | way (1) | sum of the day (8) | of its month (8) | of its year (8) | of ever (8) }
//
// Numbers are big-endian, sums in minor units. Sums of a period that is over count nothing; the record says by its day
// which they are, and is rolled when it is next written. The zero value is a record of nothing. It is kept encoded
// because it is read and written for every payment. Denoms are those of registered assets and ways are few, so that a
// record stays small.
type Usage []byte

const (
	usageHeader = 4 + 1
	usageOpened = PersonDigestLength + 4
	usageWay    = DenomLength
	usageSums   = DenomLength + 1
	usageEntry  = usageSums + 4*8
)

// sums are the counters of one entry, by window from DAY to LIFETIME.
type sums [4]uint64

// periodWindows are the windows that a record counts, in the order of sums.
var periodWindows = [...]Window{WINDOW_DAY, WINDOW_MONTH, WINDOW_YEAR, WINDOW_LIFETIME}

// NewUsage returns the record of a day with the given sums, which it expects ascending by denom and way, and what was
// last opened.
func NewUsage(day uint32, all []UsageSum, opened Opened) Usage {
	u := make(Usage, 0, usageHeader+usageOpened+len(all)*usageEntry)
	u = appendHeader(u, day, opened)
	for i := range all {
		s := &all[i]
		denom := padDenom(s.Denom)
		f := Flow{Measure: s.Measure, Strength: s.Strength, Channel: s.Channel, Own: s.Own}
		u = append(append(u, denom[:]...), byte(f.way()))
		for _, sum := range [...]uint64{s.Day, s.Month, s.Year, s.Lifetime} {
			u = binary.BigEndian.AppendUint64(u, sum)
		}
	}
	return u
}

func appendHeader(u Usage, day uint32, opened Opened) Usage {
	u = binary.BigEndian.AppendUint32(u, day)
	if opened.Member == 0 {
		return append(u, 0)
	}
	u = append(append(u, 1), opened.Person[:]...)
	return binary.BigEndian.AppendUint32(u, opened.Member)
}

// Validate returns ErrRecordCorrupt unless the record has whole entries with valid denoms and ways, strictly ascending, and
// none of them counts nothing at all.
func (u Usage) Validate() error {
	if len(u) < usageHeader || u[4] > 1 || len(u) < u.header() || (len(u)-u.header())%usageEntry != 0 {
		return ErrRecordCorrupt.Wrapf("expected a usage record of a header and n x %d bytes, got %d bytes", usageEntry, len(u))
	}
	if u[4] == 1 && u.lastOpened().Member == 0 {
		return ErrRecordCorrupt.Wrap("expected the member at which a person's tag was opened, got 0")
	}
	entries := u.entries()
	for i := 0; i < len(entries); i += usageEntry {
		entry := entries[i : i+usageEntry]
		if denom := unpadDenom(entry[:DenomLength]); !validDenom(denom) {
			return ErrRecordCorrupt.Wrapf("expected a denom, got %q", denom)
		}
		if !way(entry[usageWay]).valid() {
			return ErrRecordCorrupt.Wrapf("expected a way of moving, got %#x", entry[usageWay])
		}
		if i > 0 && bytes.Compare(entries[i-usageEntry:i-usageEntry+usageSums], entry[:usageSums]) >= 0 {
			return ErrRecordCorrupt.Wrapf("expected entries ascending by denom and way, got %q twice or late", unpadDenom(entry[:DenomLength]))
		}
		if sumsOf(entry) == (sums{}) {
			return ErrRecordCorrupt.Wrapf("expected no entry that counts nothing, got one of %q", unpadDenom(entry[:DenomLength]))
		}
	}
	return nil
}

// Day returns the local day of the last change, days since 1970-01-01, 0 for the zero value.
func (u Usage) Day() uint32 {
	if len(u) < usageHeader {
		return 0
	}
	return binary.BigEndian.Uint32(u)
}

// Opened returns the tag that the wallet opened last and where, and nothing if that was in another year.
func (u Usage) Opened(now Periods) Opened {
	opened := u.lastOpened()
	if opened.Member != 0 && PeriodsOf(u.Day()).Year != now.Year {
		return Opened{}
	}
	return opened
}

// Sums returns all entries as they count at a moment, ascending by denom and way.
func (u Usage) Sums(now Periods) []UsageSum {
	var all []UsageSum
	live := u.live(now)
	for e := u.entries(); len(e) >= usageEntry; e = e[usageEntry:] {
		w, s := way(e[usageWay]), sumsOf(e).rolled(live)
		all = append(all, UsageSum{
			Denom: unpadDenom(e[:DenomLength]), Measure: w.measure(), Strength: w.strength(), Channel: w.channel(), Own: w.own(),
			Day: s[0], Month: s[1], Year: s[2], Lifetime: s[3],
		})
	}
	return all
}

// Counters returns what was counted on a day however it moved, ascending by denom.
func (u Usage) Counters(day uint32) []Counter {
	var all []Counter
	for _, s := range u.Sums(PeriodsOf(day)) {
		if s.Day == 0 {
			continue
		}
		if len(all) == 0 || all[len(all)-1].Denom != s.Denom {
			all = append(all, Counter{Denom: s.Denom})
		}
		if c := &all[len(all)-1]; s.Measure == MEASURE_IN {
			c.In += s.Day
		} else {
			c.Out += s.Day
		}
	}
	return all
}

// On returns what was counted in a denom on a day, however it moved; the record of another day counts nothing.
func (u Usage) On(day uint32, denom string) (out, in uint64) {
	for _, c := range u.Counters(day) {
		if c.Denom == denom {
			return c.Out, c.In
		}
	}
	return 0, 0
}

// Add returns a new record rolled to the moment with the flow counted in every window, and false if a sum would exceed
// 2^64-1.
func (u Usage) Add(now Periods, f *Flow) (Usage, bool) {
	if u.Day() == now.Day {
		if at, found := find(u.entries(), f); found {
			return u.addAt(u.header()+at, f.Amount)
		}
	}
	s := u.of(now, f)
	for i := range s {
		if f.Amount > math.MaxUint64-s[i] {
			return nil, false
		}
		s[i] += f.Amount
	}
	return u.with(now, f, s, u.Opened(now)), true
}

// addAt adds to an entry that was counted today already, which most payments find: nothing else changes.
func (u Usage) addAt(at int, amount uint64) (Usage, bool) {
	next := bytes.Clone(u)
	for i := range periodWindows {
		sum := next[at+usageSums+i*8:]
		was := binary.BigEndian.Uint64(sum)
		if amount > math.MaxUint64-was {
			return nil, false
		}
		binary.BigEndian.PutUint64(sum, was+amount)
	}
	return next, true
}

// Take returns a new record with the flow taken off each window that the moment of the original still lies in, never below
// zero, and false if the record weighs nothing of it any more.
func (u Usage) Take(now, original Periods, f *Flow) (Usage, bool) {
	s, changed := u.of(now, f), false
	for i, window := range periodWindows {
		if s[i] != 0 && now.Same(original, window) {
			s[i] -= min(s[i], f.Amount)
			changed = true
		}
	}
	if !changed {
		return nil, false
	}
	return u.with(now, f, s, u.Opened(now)), true
}

// With returns a new record that remembers which tag was opened last.
func (u Usage) With(opened Opened) Usage {
	if len(u) < usageHeader || u.lastOpened() == opened {
		return u
	}
	next := make(Usage, 0, len(u)+usageOpened)
	return append(appendHeader(next, u.Day(), opened), u.entries()...)
}

// of returns what the record counts of a flow's denom and way at a moment.
func (u Usage) of(now Periods, f *Flow) sums {
	entries := u.entries()
	if at, found := find(entries, f); found {
		return sumsOf(entries[at:]).rolled(u.live(now))
	}
	return sums{}
}

// with returns a copy of the record rolled to the moment, in which the flow's denom and way has the given sums.
func (u Usage) with(now Periods, f *Flow, s sums, opened Opened) Usage {
	entries, live := u.entries(), u.live(now)
	at, found := find(entries, f)
	rest := entries[at:]
	if found {
		rest = rest[usageEntry:]
	}
	size := usageHeader + len(entries)
	if !found {
		size += usageEntry
	}
	if opened.Member != 0 {
		size += usageOpened
	}
	next := appendHeader(make(Usage, 0, size), now.Day, opened)
	next = appendRolled(next, entries[:at], live)
	if s != (sums{}) {
		denom := padDenom(f.Denom)
		next = appendSums(append(append(next, denom[:]...), byte(f.way())), s)
	}
	return appendRolled(next, rest, live)
}

// appendRolled appends entries with the sums of ended periods set to zero, and leaves out those that count nothing then.
func appendRolled(next, entries Usage, live int) Usage {
	if live == 0 {
		return append(next, entries...)
	}
	for ; len(entries) >= usageEntry; entries = entries[usageEntry:] {
		if s := sumsOf(entries).rolled(live); s != (sums{}) {
			next = appendSums(append(next, entries[:usageSums]...), s)
		}
	}
	return next
}

func appendSums(u Usage, s sums) Usage {
	for _, sum := range s {
		u = binary.BigEndian.AppendUint64(u, sum)
	}
	return u
}

func sumsOf(entry Usage) (s sums) {
	for i := range s {
		s[i] = binary.BigEndian.Uint64(entry[usageSums+i*8:])
	}
	return s
}

// rolled returns the sums without those of ended periods: the windows before the first live one.
func (s sums) rolled(live int) sums {
	for i := range live {
		s[i] = 0
	}
	return s
}

// live returns the first window, in the order of sums, whose period still runs: a longer period contains a shorter one.
func (u Usage) live(now Periods) int {
	day := u.Day()
	if day == now.Day {
		return 0
	}
	for was, i := PeriodsOf(day), 1; i < len(periodWindows); i++ {
		if was.Same(now, periodWindows[i]) {
			return i
		}
	}
	return len(periodWindows) - 1
}

// find returns the place of a flow's denom and way among entries, and whether it is there.
func find(entries Usage, f *Flow) (int, bool) {
	denom, w := padDenom(f.Denom), byte(f.way())
	for at := 0; at < len(entries); at += usageEntry {
		c := bytes.Compare(entries[at:at+DenomLength], denom[:])
		if c > 0 || c == 0 && entries[at+usageWay] >= w {
			return at, c == 0 && entries[at+usageWay] == w
		}
	}
	return len(entries), false
}

func (u Usage) header() int {
	if u[4] == 0 {
		return usageHeader
	}
	return usageHeader + usageOpened
}

func (u Usage) entries() Usage {
	if len(u) < usageHeader {
		return nil
	}
	return u[u.header():]
}

func (u Usage) lastOpened() Opened {
	if len(u) < usageHeader+usageOpened || u[4] == 0 {
		return Opened{}
	}
	return Opened{
		Person: PersonDigest(u[usageHeader : usageHeader+PersonDigestLength]),
		Member: binary.BigEndian.Uint32(u[usageHeader+PersonDigestLength:]),
	}
}
