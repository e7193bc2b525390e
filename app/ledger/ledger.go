// SPDX-License-Identifier: Apache-2.0

// Package ledger moves money by writing x/bank's balances directly.
//
// x/bank stays the only book: the keys and values are bank's own, so its queries, its exports and its supply read
// what is written here. Bank's own path rewrites its denom index on every change of a balance, which doubles the
// tree writes of a payment; the index only says who holds a denom, so here it is touched when a balance becomes or
// leaves zero and at no other time. Nothing is minted or burnt here: a move keeps the sum of all balances.
//
// A raw write passes no send restriction, makes no auth account and emits no event. Whoever moves money here has
// asked compliance first.
package ledger

import (
	"context"
	"strconv"

	corestore "cosmossdk.io/core/store"

	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"
)

const (
	addressLength  = 20
	maxDenomLength = 16
)

// Ledger reads and moves balances in the store of x/bank.
type Ledger struct {
	store corestore.KVStoreService
}

// New returns a ledger over bankStore, which must be the store service of x/bank.
func New(bankStore corestore.KVStoreService) Ledger {
	return Ledger{store: bankStore}
}

// Balance returns what addr holds of denom, in minor units; zero if it holds none.
func (l Ledger) Balance(ctx context.Context, addr []byte, denom string) (uint64, error) {
	if err := validate(addr, denom); err != nil {
		return 0, err
	}
	return read(l.store.OpenKVStore(ctx), balanceKey(addr, denom))
}

// Empty says whether addr holds nothing in any denom.
func (l Ledger) Empty(ctx context.Context, addr []byte) (bool, error) {
	if len(addr) != addressLength {
		return false, ErrAddress.Wrapf("expected %d bytes, got %d", addressLength, len(addr))
	}
	start := balanceKey(addr, "")
	it, err := l.store.OpenKVStore(ctx).Iterator(start, prefixEnd(start))
	if err != nil {
		return false, err
	}
	empty := !it.Valid()
	return empty, it.Close()
}

// Move takes amount minor units of denom from one address and gives them to another. It writes nothing unless it
// can do both: ErrInsufficient when from holds less, ErrOverflow when to would hold more than 64 bits, ErrAmount for
// an amount of zero. A move to oneself asks the same and changes nothing.
func (l Ledger) Move(ctx context.Context, from, to []byte, denom string, amount uint64) error {
	if err := validate(from, denom); err != nil {
		return err
	}
	if err := validate(to, denom); err != nil {
		return err
	}
	if amount == 0 {
		return ErrAmount.Wrapf("expected at least one minor unit of %s, got 0", denom)
	}

	kv := l.store.OpenKVStore(ctx)
	fromKey, toKey := balanceKey(from, denom), balanceKey(to, denom)
	held, err := read(kv, fromKey)
	if err != nil {
		return err
	}
	if held < amount {
		return ErrInsufficient.Wrapf("expected %d%s, got %d%s", amount, denom, held, denom)
	}
	if string(from) == string(to) {
		return nil
	}
	before, err := read(kv, toKey)
	if err != nil {
		return err
	}
	after := before + amount
	if after < before {
		return ErrOverflow.Wrapf("%d%s and %d%s more exceed 64 bits", before, denom, amount, denom)
	}
	if err := (change{fromKey, from, held, held - amount}).write(kv, denom); err != nil {
		return err
	}
	return change{toKey, to, before, after}.write(kv, denom)
}

// change is one balance going from before to after.
type change struct {
	key, addr     []byte
	before, after uint64
}

// write stores the balance in bank's form: the decimal text of the amount, no entry at zero, and one index entry
// for as long as the balance is not zero.
func (c change) write(kv corestore.KVStore, denom string) error {
	if c.after == 0 {
		if err := kv.Delete(c.key); err != nil {
			return err
		}
		return kv.Delete(indexKey(c.addr, denom))
	}
	if c.before == 0 {
		if err := kv.Set(indexKey(c.addr, denom), []byte{}); err != nil {
			return err
		}
	}
	return kv.Set(c.key, strconv.AppendUint(make([]byte, 0, 20), c.after, 10))
}

// read returns the balance stored under key.
func read(kv corestore.KVStore, key []byte) (uint64, error) {
	value, err := kv.Get(key)
	if err != nil || value == nil {
		return 0, err
	}
	return parse(value)
}

// parse reads bank's decimal text. Its older form, a whole coin, never occurs on this chain and is refused.
func parse(value []byte) (uint64, error) {
	if len(value) == 0 || len(value) > 20 {
		return 0, ErrBalance.Wrapf("expected 1 to 20 digits, got %d bytes", len(value))
	}
	var n uint64
	for _, c := range value {
		if c < '0' || c > '9' {
			return 0, ErrBalance.Wrapf("expected digits, got %q", value)
		}
		next := n*10 + uint64(c-'0')
		if n > (1<<64-1)/10 || next < n*10 {
			return 0, ErrBalance.Wrapf("expected at most 64 bits, got %s", value)
		}
		n = next
	}
	return n, nil
}

// balanceKey is bank's key of one balance: prefix, length-prefixed address, denom.
func balanceKey(addr []byte, denom string) []byte {
	prefix := banktypes.BalancesPrefix.Bytes()
	key := make([]byte, 0, len(prefix)+1+len(addr)+len(denom))
	key = append(key, prefix...)
	key = append(key, byte(len(addr)))
	key = append(key, addr...)
	return append(key, denom...)
}

// indexKey is bank's key of the denom index: prefix, denom, zero byte, length-prefixed address.
func indexKey(addr []byte, denom string) []byte {
	prefix := banktypes.DenomAddressPrefix.Bytes()
	key := make([]byte, 0, len(prefix)+len(denom)+2+len(addr))
	key = append(key, prefix...)
	key = append(key, denom...)
	key = append(key, 0, byte(len(addr)))
	return append(key, addr...)
}

// prefixEnd is the first key behind every key that starts with prefix, which begins with bank's prefix byte and so
// is never all ones.
func prefixEnd(prefix []byte) []byte {
	end := append([]byte(nil), prefix...)
	for i := len(end) - 1; ; i-- {
		if end[i]++; end[i] != 0 {
			return end[:i+1]
		}
	}
}

// validate refuses what would not be a key of bank's: a zero byte in a denom would end it early.
func validate(addr []byte, denom string) error {
	if len(addr) != addressLength {
		return ErrAddress.Wrapf("expected %d bytes, got %d", addressLength, len(addr))
	}
	if len(denom) == 0 || len(denom) > maxDenomLength || denom[0] < 'a' || denom[0] > 'z' {
		return ErrDenom.Wrapf("expected a letter and at most %d characters, got %q", maxDenomLength, denom)
	}
	for i := 1; i < len(denom); i++ {
		if c := denom[i]; (c < 'a' || c > 'z') && (c < '0' || c > '9') {
			return ErrDenom.Wrapf("expected lower-case letters and digits, got %q", denom)
		}
	}
	return nil
}
