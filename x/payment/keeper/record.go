// SPDX-License-Identifier: Apache-2.0

package keeper

import (
	"context"

	corestore "cosmossdk.io/core/store"

	"github.com/taelnet/tael/x/payment"
)

// book is the store of records, opened once for a message: opening costs more than reading. It reads and writes exactly
// what the collection Records declares.
type book struct {
	records, touched corestore.KVStore
}

func (k Keeper) book(ctx context.Context) book {
	return book{k.uetrs.OpenKVStore(ctx), k.transient.OpenTransientStore(ctx)}
}

// record returns what is remembered under key at block time now. A record past its retention counts as none, pruned or
// not.
func (b book) record(key payment.Key, now int64, retention uint64) (payment.Record, bool, error) {
	raw, err := b.records.Get(prefixed(payment.RecordsPrefix.Bytes(), key))
	if raw == nil || err != nil {
		return payment.Record{}, false, err
	}
	r, err := payment.DecodeRecord(raw)
	if err != nil {
		return payment.Record{}, false, err
	}
	return r, r.LiveAt(now, retention), nil
}

// save writes a record and lists its key for the block's expiry entry.
func (b book) save(key payment.Key, r *payment.Record) error {
	if err := b.records.Set(prefixed(payment.RecordsPrefix.Bytes(), key), r.Encode()); err != nil {
		return err
	}
	return b.touched.Set(prefixed(payment.TouchedPrefix.Bytes(), key), []byte{1})
}

func prefixed(prefix []byte, key payment.Key) []byte {
	return append(append(make([]byte, 0, 1+payment.KeyLength), prefix...), key[:]...)
}

// touched returns the keys of the records that this block has written or changed so far, ascending.
func (k Keeper) touched(ctx context.Context) ([]byte, error) {
	prefix := payment.TouchedPrefix.Bytes()
	it, err := k.transient.OpenTransientStore(ctx).Iterator(prefix, []byte{prefix[0] + 1})
	if err != nil {
		return nil, err
	}
	defer func() { _ = it.Close() }() // it only reads
	var joined []byte
	for ; it.Valid(); it.Next() {
		joined = append(joined, it.Key()[len(prefix):]...)
	}
	// The store's iterator reports its end as an error: there is no other to look for.
	return joined, nil
}
