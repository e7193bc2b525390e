// SPDX-License-Identifier: Apache-2.0

package wallet

import (
	"encoding/binary"

	"cosmossdk.io/collections"
)

const (
	// ModuleName is the name of the module and of its errors' codespace.
	ModuleName = "wallet"
	// StoreKey is the name of the module's store.
	StoreKey = ModuleName
)

// Prefixes of the store, one byte each, never reused.
var (
	// ParamsPrefix holds the Params.
	ParamsPrefix = collections.NewPrefix(1)
	// WalletsPrefix holds a Wallet by its address (20 bytes).
	WalletsPrefix = collections.NewPrefix(2)
	// DevicesPrefix holds a Device by wallet address (20 bytes) and device id (20 bytes).
	DevicesPrefix = collections.NewPrefix(3)
	// SuspensePrefix holds the address of a SUSPENSE wallet by custodian (2 bytes) and denom (16 bytes, zero-padded).
	SuspensePrefix = collections.NewPrefix(4)
)

// DeviceStoreKey is the key of a device below DevicesPrefix.
func DeviceStoreKey(walletAddress, deviceID []byte) []byte {
	key := make([]byte, 0, 2*AddressLength)
	return append(append(key, walletAddress...), deviceID...)
}

// SuspenseStoreKey is the key of a SUSPENSE wallet's address below SuspensePrefix.
func SuspenseStoreKey(custodian uint32, denom string) []byte {
	key := binary.BigEndian.AppendUint16(make([]byte, 0, 2+denomWidth), uint16(custodian))
	return appendPadded(key, denom, denomWidth)
}
