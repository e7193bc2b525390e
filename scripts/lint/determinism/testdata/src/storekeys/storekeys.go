// SPDX-License-Identifier: Apache-2.0

package storekeys

import (
	"context"
	"encoding/binary"
	"fmt"

	"cosmossdk.io/collections"
)

type AccAddress []byte

func (a AccAddress) String() string { return "tael1" }

type store interface {
	Get([]byte) []byte
	Set(key, value []byte)
	Delete([]byte)
	Iterator(start, end []byte) any
	ReverseIterator(start, end []byte) any
}

const room = "wallet"

func planted(ctx context.Context, s store, m collections.Map[string, uint64], a AccAddress, id, denom string, p []byte) {
	_ = s.Get([]byte(id + denom))                       // want `a key of joined text`
	s.Set([]byte(fmt.Sprintf("%s/%s", id, denom)), nil) // want `a key of formatted text`
	_, _ = m.Get(ctx, a.String())                       // want `an address as text in a key`
	_ = m.Set(ctx, id+"/"+denom, 1)                     // want `a key of joined text`
	_ = collections.Join(a.String(), uint64(1))         // want `an address as text in a key`
	_ = collections.NewPrefix(p)                        // want `a prefix that is not a constant`
}

func limitKey(id, denom string) []byte {
	return []byte(id + denom) // want `a key of joined text`
}

func pairKey(a, b []byte) []byte {
	return append(append([]byte{1}, a...), b...) // want `a part of any length with another behind it`
}

func roomKey(a, b []byte) []byte {
	key := append(make([]byte, 0, len(a)+len(b)), a...) // want `a part of any length with another behind it`
	return append(key, b...)
}

func memberPrefix(a AccAddress) []byte {
	return []byte(a.String()) // want `an address as text in a key`
}

func good(ctx context.Context, s store, m collections.Map[collections.Pair[string, uint64], uint64], a AccAddress) string {
	_ = s.Get([]byte(room + "/params"))
	_ = s.Get(lengthKey(a, nil))
	_ = s.Get(fixedKey([20]byte{}, a))
	_ = m.Set(ctx, collections.Join("CNY", uint64(1)), 1)
	_ = collections.NewPrefix(1)
	return a.String() + "/" + room
}

func lengthKey(a, b []byte) []byte {
	return append(append([]byte{byte(len(a))}, a...), b...)
}

func fixedKey(a [20]byte, rest []byte) []byte {
	return append(append(binary.BigEndian.AppendUint64(nil, 1), a[:]...), rest...)
}
