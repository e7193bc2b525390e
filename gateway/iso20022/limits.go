// SPDX-License-Identifier: Apache-2.0

package iso20022

import "time"

// The limits where Limits leaves a field zero.
const (
	DefaultMaxBytes     int64 = 256 << 20
	DefaultMaxDepth           = 64
	DefaultMaxElements        = 1_000
	DefaultMaxTransfers       = 250_000
	DefaultMaxToken           = 64 << 10
)

// Limits bound what one file may ask of the reader. A zero field is its default.
type Limits struct {
	// Bytes of the whole file.
	Bytes int64
	// Depth of nested elements, the root being 1.
	Depth int
	// Elements in one record, as a transfer, and in each header or supplement around the records.
	Elements int
	// Transfers in the file; in messages of other kinds the records that take their place.
	Transfers int
	// Token is the longest single tag, comment or value, in bytes. It bounds the memory of the tokenizer.
	Token int
}

// Options say how a file is read.
type Options struct {
	// File is the name that errors carry. It is never opened.
	File string
	// Messages are what may be read; nil is all that the reader can read. Messages that it cannot read change nothing.
	Messages []Message
	// Limits bound the file.
	Limits Limits
	// Now judges the requested execution dates: what lies after it is refused. The zero time refuses every date.
	Now time.Time
	// Zone is where a date without an offset is meant, and where Now's day is taken; nil is China, +08:00.
	Zone *time.Location
}

// China is the zone of dates that name none: +08:00 without daylight saving.
var China = time.FixedZone("+08:00", 8*60*60)

func (l Limits) orDefaults() Limits {
	if l.Bytes <= 0 {
		l.Bytes = DefaultMaxBytes
	}
	if l.Depth <= 0 {
		l.Depth = DefaultMaxDepth
	}
	if l.Elements <= 0 {
		l.Elements = DefaultMaxElements
	}
	if l.Transfers <= 0 {
		l.Transfers = DefaultMaxTransfers
	}
	if l.Token <= 0 {
		l.Token = DefaultMaxToken
	}
	return l
}

func (o Options) orDefaults() Options {
	o.Limits = o.Limits.orDefaults()
	if o.Zone == nil {
		o.Zone = China
	}
	return o
}
