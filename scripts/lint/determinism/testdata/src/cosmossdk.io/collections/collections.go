// SPDX-License-Identifier: Apache-2.0

// Package collections has the shape of the module of its name, as far as the rules look at it.
package collections

import "context"

type Prefix []byte

func NewPrefix[T interface{ int | string | []byte }](p T) Prefix { return nil }

type Pair[A, B any] struct{}

func Join[A, B any](a A, b B) Pair[A, B] { return Pair[A, B]{} }

type Map[K, V any] struct{}

func (Map[K, V]) Get(context.Context, K) (v V, err error) { return v, nil }
func (Map[K, V]) Has(context.Context, K) (bool, error)    { return false, nil }
func (Map[K, V]) Set(context.Context, K, V) error         { return nil }
func (Map[K, V]) Remove(context.Context, K) error         { return nil }
func (Map[K, V]) Clear(context.Context, any) error        { return nil }
func (Map[K, V]) Walk(context.Context, any, func(K, V) (bool, error)) error {
	return nil
}

func (Map[K, V]) Iterate(context.Context, any) (Iterator[K, V], error) {
	return Iterator[K, V]{}, nil
}

type Item[V any] struct{}

func (Item[V]) Set(context.Context, V) error { return nil }

type Sequence struct{}

func (Sequence) Next(context.Context) (uint64, error) { return 0, nil }

type Iterator[K, V any] struct{}

func (Iterator[K, V]) Valid() bool         { return false }
func (Iterator[K, V]) Next()               {}
func (Iterator[K, V]) Close() error        { return nil }
func (Iterator[K, V]) Key() (k K, e error) { return k, nil }
func (Iterator[K, V]) Keys() ([]K, error)  { return nil, nil }
