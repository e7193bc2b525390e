// SPDX-License-Identifier: Apache-2.0

package iteration

import (
	"context"

	"cosmossdk.io/collections"
)

type store interface {
	Get([]byte) []byte
	Set(key, value []byte)
	Delete([]byte)
	Iterator(start, end []byte) iterator
	ReverseIterator(start, end []byte) iterator
}

type iterator interface {
	Valid() bool
	Next()
	Key() []byte
	Close() error
}

type keeper struct {
	wallets collections.Map[string, uint64]
	count   collections.Sequence
}

func (k keeper) planted(ctx context.Context, s store) error {
	_ = k.wallets.Walk(ctx, nil, func(key string, _ uint64) (bool, error) {
		return false, k.wallets.Remove(ctx, key) // want `k.wallets.Remove under Walk`
	})
	_ = k.wallets.Walk(ctx, nil, func(key string, _ uint64) (bool, error) {
		return false, k.forget(ctx, key) // want `k.forget under Walk`
	})
	_ = k.wallets.Walk(ctx, nil, k.visit) // want `visit writes under Walk`
	number := func(string, uint64) (bool, error) {
		_, err := k.count.Next(ctx) // want `k.count.Next under Walk`
		return false, err
	}
	_ = k.wallets.Walk(ctx, nil, number)

	open := s.Iterator(nil, nil) // want `the iterator open is never closed`
	for ; open.Valid(); open.Next() {
		_ = open.Key()
	}
	it := s.Iterator(nil, nil)
	defer it.Close()
	for ; it.Valid(); it.Next() {
		s.Delete(it.Key()) // want `s.Delete while the iterator it is open`
	}
	return nil
}

func (k keeper) forget(ctx context.Context, key string) error { return k.erase(ctx, key) }

func (k keeper) erase(ctx context.Context, key string) error { return k.wallets.Set(ctx, key, 0) }

func (k keeper) visit(key string, _ uint64) (bool, error) {
	return false, k.erase(context.Background(), key)
}

func (k keeper) good(ctx context.Context, s store) error {
	var gone []string
	err := k.wallets.Walk(ctx, nil, func(key string, _ uint64) (bool, error) {
		_, err := k.wallets.Has(ctx, key)
		gone = append(gone, key)
		return false, err
	})
	for _, key := range gone {
		_ = k.wallets.Remove(ctx, key)
	}
	it, err := k.wallets.Iterate(ctx, nil)
	if err != nil {
		return err
	}
	keys, err := it.Keys() // closes it
	for _, key := range keys {
		_ = k.forget(ctx, key)
	}
	raw := s.Iterator(nil, nil)
	first := raw.Key()
	_ = raw.Close()
	s.Delete(first)
	return err
}

func handedOn(s store) iterator {
	it := s.Iterator(nil, nil)
	return it
}
