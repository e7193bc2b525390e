// SPDX-License-Identifier: Apache-2.0

package keeper

import (
	"context"
	"encoding/binary"

	corestore "cosmossdk.io/core/store"

	"github.com/taelnet/tael/x/compliance"
	"github.com/taelnet/tael/x/wallet"
)

// records reads what every payment needs, and most of it is absent. It opens the store once for a whole question and
// uses the keys of the collections directly, because a collection opens the store for each read and answers an absent
// key with a formatted error.
type records struct{ store corestore.KVStore }

func (k Keeper) records(ctx context.Context) records { return records{k.store.OpenKVStore(ctx)} }

// params returns the terms of the room.
func (r records) params() (compliance.Params, error) {
	raw, err := r.store.Get(compliance.ParamsPrefix)
	if err != nil {
		return compliance.Params{}, err
	}
	if raw == nil {
		return compliance.Params{}, compliance.ErrRecordCorrupt.Wrap("expected the terms of the room, got none")
	}
	var p compliance.Params
	err = p.Unmarshal(raw)
	return p, err
}

// usage returns the usage record of a wallet, the zero value if there is none.
func (r records) usage(addr []byte) (compliance.Usage, error) {
	return r.store.Get(addressKey(compliance.UsagePrefix[0], addr))
}

// personUsage returns the usage record of a person, the zero value if there is none.
func (r records) personUsage(key []byte) (compliance.Usage, error) {
	return r.store.Get(addressKey(compliance.PersonUsagePrefix[0], key))
}

// live returns the index of live orders of a wallet, nil if there is none.
func (r records) live(addr []byte) (compliance.Live, error) {
	return r.store.Get(addressKey(compliance.LivePrefix[0], addr))
}

// effect returns the strictest live effect on a wallet in a denom.
func (r records) effect(addr []byte, denom string, now int64) (compliance.Effect, error) {
	live, err := r.live(addr)
	if err != nil || len(live) == 0 {
		return compliance.EFFECT_UNSPECIFIED, err
	}
	return live.Strictest(denom, now), nil
}

// rows returns the limits of the wallet's tier and kind, nil if there are none.
func (r records) rows(w *wallet.Wallet) (compliance.Rows, error) {
	key := make([]byte, 1, 7)
	key[0] = compliance.LimitsPrefix[0]
	key = binary.BigEndian.AppendUint32(key, w.Tier)
	key = binary.BigEndian.AppendUint16(key, uint16(w.Kind))
	return r.store.Get(key)
}

// write writes the record of one wallet or person if the decision has one.
func (r records) write(w compliance.Weight) error {
	switch {
	case w.Usage == nil:
		return nil
	case len(w.Person) != 0:
		return r.store.Set(addressKey(compliance.PersonUsagePrefix[0], w.Person), w.Usage)
	default:
		return r.store.Set(addressKey(compliance.UsagePrefix[0], w.Wallet), w.Usage)
	}
}

func addressKey(prefix byte, addr []byte) []byte {
	key := make([]byte, 1, 1+compliance.AddressLength)
	key[0] = prefix
	return append(key, addr...)
}
