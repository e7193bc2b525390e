// SPDX-License-Identifier: Apache-2.0

package commitment

import (
	"encoding/binary"
	"errors"
	"fmt"
	"time"
)

// What a block did to a substore as a whole.
const (
	storeChanged byte = iota
	storeAdded
	storeRemoved
)

// change is what a block did to one substore: writes in their order, on which the tree's shape depends.
type change struct {
	name   string
	kind   byte
	hash   []byte
	writes []byte
}

// record is one block in the changelog: the substores that it changed; the others are as before.
type record struct {
	version int64
	time    time.Time
	changes []change
}

var errRecord = errors.New("not a record of a block")

func appendSet(writes, key, value []byte) []byte {
	writes = binary.AppendUvarint(writes, uint64(len(key))<<1)
	writes = append(writes, key...)
	writes = binary.AppendUvarint(writes, uint64(len(value)))
	return append(writes, value...)
}

func appendDelete(writes, key []byte) []byte {
	writes = binary.AppendUvarint(writes, uint64(len(key))<<1|1)
	return append(writes, key...)
}

// apply repeats writes on a working tree.
func (t *Tree) apply(writes []byte) error {
	r := reader{writes}
	for len(r.rest) > 0 {
		head := r.uvarint()
		key := r.take(head >> 1)
		if head&1 == 1 {
			if r.rest == nil || !t.Remove(key) {
				return fmt.Errorf("%w: it deletes %X, which is not there", errRecord, key)
			}
			continue
		}
		value := r.take(r.uvarint())
		if r.rest == nil {
			return errRecord
		}
		t.Set(key, value)
	}
	if r.rest == nil && writes != nil {
		return errRecord
	}
	return nil
}

func (r record) encode() []byte {
	size := 64
	for _, c := range r.changes {
		size += len(c.name) + len(c.hash) + len(c.writes) + 16
	}
	bytes := binary.AppendVarint(make([]byte, 0, size), r.time.Unix())
	bytes = binary.AppendUvarint(bytes, uint64(r.time.Nanosecond()))
	for _, c := range r.changes {
		bytes = append(bytes, c.kind)
		for _, field := range [][]byte{[]byte(c.name), c.hash, c.writes} {
			bytes = binary.AppendUvarint(bytes, uint64(len(field)))
			bytes = append(bytes, field...)
		}
	}
	return bytes
}

func decodeRecord(version int64, payload []byte) (record, error) {
	r := reader{payload}
	seconds, nanos := r.varint(), r.uvarint()
	result := record{version: version, time: time.Unix(seconds, int64(nanos)).UTC()}
	for len(r.rest) > 0 {
		kind := r.take(1)
		name, hash, writes := r.take(r.uvarint()), r.take(r.uvarint()), r.take(r.uvarint())
		if r.rest == nil || kind[0] > storeRemoved || len(hash) != hashLength {
			return record{}, errRecord
		}
		result.changes = append(result.changes, change{string(name), kind[0], hash, writes})
	}
	if r.rest == nil || nanos >= 1e9 {
		return record{}, errRecord
	}
	return result, nil
}

// reader takes fields off the front of bytes. After one that is not there, rest is nil and every field empty.
type reader struct{ rest []byte }

func (r *reader) take(length uint64) []byte {
	if length > uint64(len(r.rest)) {
		r.rest = nil
		return nil
	}
	field := r.rest[:length:length]
	r.rest = r.rest[length:]
	return field
}

func (r *reader) uvarint() uint64 {
	value, n := binary.Uvarint(r.rest)
	if n <= 0 {
		r.rest = nil
		return 0
	}
	r.rest = r.rest[n:]
	return value
}

func (r *reader) varint() int64 {
	value, n := binary.Varint(r.rest)
	if n <= 0 {
		r.rest = nil
		return 0
	}
	r.rest = r.rest[n:]
	return value
}
