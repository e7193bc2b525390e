// SPDX-License-Identifier: Apache-2.0

package keeper

import (
	"context"

	"github.com/taelnet/tael/x/payment"
)

// record returns what is remembered under key at block time now. A record past its retention counts as none, pruned or
// not.
func (k Keeper) record(ctx context.Context, key payment.Key, now int64, retention uint64) (payment.Record, bool, error) {
	// Nearly every UETR is new: asking first saves the error that a missing record would be.
	if has, err := k.Records.Has(ctx, key); !has || err != nil {
		return payment.Record{}, false, err
	}
	r, err := k.Records.Get(ctx, key)
	if err != nil {
		return payment.Record{}, false, err
	}
	return r, r.LiveAt(now, retention), nil
}

// save writes a record and lists its key for the block's expiry entry.
func (k Keeper) save(ctx context.Context, key payment.Key, r payment.Record) error {
	if err := k.Records.Set(ctx, key, r); err != nil {
		return err
	}
	return k.transient.OpenTransientStore(ctx).Set(touchedKey(key), []byte{1})
}

// touchedKey is the key of the transient store by which a block remembers a record that it wrote.
func touchedKey(key payment.Key) []byte {
	return append(append(make([]byte, 0, 1+payment.KeyLength), payment.TouchedPrefix.Bytes()...), key[:]...)
}

// touched returns the keys of the records that this block has written or changed so far, ascending.
func (k Keeper) touched(ctx context.Context) ([]byte, error) {
	prefix := payment.TouchedPrefix.Bytes()
	it, err := k.transient.OpenTransientStore(ctx).Iterator(prefix, []byte{prefix[0] + 1})
	if err != nil {
		return nil, err
	}
	defer it.Close()
	var joined []byte
	for ; it.Valid(); it.Next() {
		joined = append(joined, it.Key()[len(prefix):]...)
	}
	// The store's iterator reports its end as an error: there is no other to look for.
	return joined, nil
}
