// SPDX-License-Identifier: Apache-2.0

package payment

import (
	"crypto/sha256"

	"cosmossdk.io/collections"

	"github.com/taelnet/tael/x/wallet"
)

const (
	// ModuleName is the name of the room; it is also the codespace of its errors.
	ModuleName = "payment"
	// StoreKey names the store of the clocks and the expiry list.
	StoreKey = ModuleName
	// UETRStoreKey names the store that holds one record per remembered payment and nothing else. No block iterates it.
	UETRStoreKey = "uetr"
	// TransientStoreKey names the store that collects the keys which a block writes or changes.
	TransientStoreKey = "transient_payment"
)

// Prefixes of the store "payment".
var (
	// ParamsPrefix holds the clocks.
	ParamsPrefix = collections.NewPrefix(1)
	// ExpiriesPrefix holds one entry per block that wrote or changed a record: time, height -> joined keys.
	ExpiriesPrefix = collections.NewPrefix(2)
	// PrunedPrefix holds how many keys of the oldest entry are pruned already.
	PrunedPrefix = collections.NewPrefix(3)
)

// RecordsPrefix of the store "uetr" holds the records: key of 16 bytes -> record.
var RecordsPrefix = collections.NewPrefix(1)

// TouchedPrefix of the transient store holds the keys of the records which the block writes or changes.
var TouchedPrefix = collections.NewPrefix(1)

// KeyLength is the length of a record's key in bytes.
const KeyLength = 16

// Key names a UETR record: the first 16 bytes of SHA-256(payer || UETR). A UETR is thereby unique per payer's wallet,
// so that nobody can spend another's.
type Key [KeyLength]byte

// NewKey returns the key of the payment that payer sends under uetr.
func NewKey(payer [20]byte, uetr wallet.UETR) Key {
	var both [36]byte
	copy(both[:], payer[:])
	copy(both[20:], uetr[:])
	sum := sha256.Sum256(both[:])
	return Key(sum[:KeyLength])
}
