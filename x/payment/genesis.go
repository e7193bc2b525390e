// SPDX-License-Identifier: Apache-2.0

package payment

import (
	"bytes"

	"github.com/taelnet/tael/x/compliance"
)

// DefaultGenesis returns an empty room with the default clocks.
func DefaultGenesis() *GenesisState { return &GenesisState{Params: DefaultParams()} }

// Validate checks the rules of the room: clocks that fit each other, records and entries in ascending order without
// repetition, and for every record an entry of the time of its last change, without which it would never be pruned.
// It returns ErrParamsInvalid or ErrGenesisInvalid.
func (g *GenesisState) Validate() error {
	if err := g.Params.Validate(); err != nil {
		return err
	}
	listed, err := g.listed()
	if err != nil {
		return err
	}
	var last []byte
	for i := range g.Records {
		key, record, err := g.Records[i].Record()
		if err != nil {
			return err
		}
		if err := record.Validate(); err != nil {
			return err
		}
		if last != nil && bytes.Compare(last, key[:]) >= 0 {
			return ErrGenesisInvalid.Wrapf("expected records by ascending key, got %x after %x", key, last)
		}
		if !listed[expiry{key, record.ChangedAt}] {
			return ErrGenesisInvalid.Wrapf("expected an expiry entry of time %d for record %x, got none", record.ChangedAt, key)
		}
		last = key[:]
	}
	return nil
}

// expiry is one key in the entry of one time.
type expiry struct {
	key  Key
	time int64
}

// listed is what the expiry entries name.
func (g *GenesisState) listed() (map[expiry]bool, error) {
	all := make(map[expiry]bool)
	for i, e := range g.Expiries {
		if e.Time < 0 || e.Height < 0 {
			return nil, ErrGenesisInvalid.Wrapf("expected an expiry entry with a time and height, got %d and %d", e.Time, e.Height)
		}
		if i > 0 {
			before := g.Expiries[i-1]
			if e.Time < before.Time || (e.Time == before.Time && e.Height <= before.Height) {
				return nil, ErrGenesisInvalid.Wrapf("expected expiry entries by ascending time and height, got %d/%d after %d/%d",
					e.Time, e.Height, before.Time, before.Height)
			}
		}
		keys, err := SplitKeys(e.Keys)
		if err != nil {
			return nil, err
		}
		for _, key := range keys {
			all[expiry{key, e.Time}] = true
		}
	}
	return all, nil
}

// SplitKeys separates the joined keys of an expiry entry: at least one, ascending. Anything else is ErrGenesisInvalid.
func SplitKeys(joined []byte) ([]Key, error) {
	if len(joined) == 0 || len(joined)%KeyLength != 0 {
		return nil, ErrGenesisInvalid.Wrapf("expected one or more keys of %d bytes, got %d bytes", KeyLength, len(joined))
	}
	keys := make([]Key, 0, len(joined)/KeyLength)
	for ; len(joined) > 0; joined = joined[KeyLength:] {
		key := Key(joined[:KeyLength])
		if n := len(keys); n > 0 && bytes.Compare(keys[n-1][:], key[:]) >= 0 {
			return nil, ErrGenesisInvalid.Wrapf("expected ascending keys, got %x after %x", key, keys[n-1])
		}
		keys = append(keys, key)
	}
	return keys, nil
}

// Record returns the record and its key; fields of a wrong length or range are ErrGenesisInvalid.
func (u *UetrRecord) Record() (Key, Record, error) {
	if len(u.Key) != KeyLength || len(u.Digest) != DigestLength {
		return Key{}, Record{}, ErrGenesisInvalid.Wrapf("expected key and digest of %d bytes, got %d and %d", KeyLength, len(u.Key), len(u.Digest))
	}
	if u.Reason > 1<<16-1 {
		return Key{}, Record{}, ErrGenesisInvalid.Wrapf("expected a reason of 16 bits, got %d", u.Reason)
	}
	return Key(u.Key), Record{
		Digest: [DigestLength]byte(u.Digest), Status: u.Status, Reason: compliance.Reason(u.Reason),
		Settlement: u.Settlement, Strength: u.Strength, Channel: u.Channel, Own: u.Own, PaidAt: u.PaidAt, ChangedAt: u.ChangedAt,
		Cycle: u.Cycle, Amount: u.Amount, Refunded: u.Refunded,
	}, nil
}

// Export returns the record as genesis writes it.
func (r *Record) Export(key Key) UetrRecord {
	return UetrRecord{
		Key: key[:], Digest: r.Digest[:], Status: r.Status, Reason: uint32(r.Reason), Settlement: r.Settlement,
		Strength: r.Strength, Channel: r.Channel, Own: r.Own, PaidAt: r.PaidAt, ChangedAt: r.ChangedAt, Cycle: r.Cycle, Amount: r.Amount, Refunded: r.Refunded,
	}
}
