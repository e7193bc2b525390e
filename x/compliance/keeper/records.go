// SPDX-License-Identifier: Apache-2.0

package keeper

import (
	"context"
	"encoding/binary"

	"github.com/taelnet/tael/x/compliance"
	"github.com/taelnet/tael/x/wallet"
)

// The three records below are read for every payment, and most are absent. They are read from the store by the same keys
// as their collections have, because a collection answers an absent key with a formatted error.

func addressKey(prefix byte, addr []byte) []byte {
	key := make([]byte, 1, 1+compliance.AddressLength)
	key[0] = prefix
	return append(key, addr...)
}

// usage returns the usage record of a wallet, the zero value if there is none.
func (k Keeper) usage(ctx context.Context, addr []byte) (compliance.Usage, error) {
	return k.store.OpenKVStore(ctx).Get(addressKey(compliance.UsagePrefix[0], addr))
}

// live returns the index of live orders of a wallet, nil if there is none.
func (k Keeper) live(ctx context.Context, addr []byte) (compliance.Live, error) {
	return k.store.OpenKVStore(ctx).Get(addressKey(compliance.LivePrefix[0], addr))
}

// rows returns the limits of the wallet's tier and kind, nil if there are none.
func (k Keeper) rows(ctx context.Context, w *wallet.Wallet) (compliance.Rows, error) {
	key := make([]byte, 1, 7)
	key[0] = compliance.LimitsPrefix[0]
	key = binary.BigEndian.AppendUint32(key, w.Tier)
	key = binary.BigEndian.AppendUint16(key, uint16(w.Kind))
	return k.store.OpenKVStore(ctx).Get(key)
}

// writeUsage writes the record of one wallet if the decision has one.
func (k Keeper) writeUsage(ctx context.Context, w compliance.Weight) error {
	if w.Usage == nil {
		return nil
	}
	return k.store.OpenKVStore(ctx).Set(addressKey(compliance.UsagePrefix[0], w.Wallet), w.Usage)
}
