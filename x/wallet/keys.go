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
	// CustodyMovesPrefix holds a CustodyMove by its wallet's address (20 bytes).
	CustodyMovesPrefix = collections.NewPrefix(5)
	// CustodyMembersPrefix names the requested moves of a member: member (2 bytes) and wallet (20 bytes), no value. Each
	// move is under its present and its asked custodian.
	CustodyMembersPrefix = collections.NewPrefix(6)
	// CustodianWalletsPrefix names the open wallets of a custodian, its SUSPENSE wallets excepted: custodian (2 bytes) and
	// wallet (20 bytes), no value.
	CustodianWalletsPrefix = collections.NewPrefix(7)
)

// DeviceStoreKey is the key of a device below DevicesPrefix.
//
//determinism:allow both parts are 20 bytes: wallets and device ids are checked where they come in
func DeviceStoreKey(walletAddress, deviceID []byte) []byte {
	key := make([]byte, 0, 2*AddressLength)
	return append(append(key, walletAddress...), deviceID...)
}

// SuspenseStoreKey is the key of a SUSPENSE wallet's address below SuspensePrefix.
func SuspenseStoreKey(custodian uint32, denom string) []byte {
	key := binary.BigEndian.AppendUint16(make([]byte, 0, 2+denomWidth), uint16(custodian))
	return appendPadded(key, denom, denomWidth)
}

// CustodyMemberPrefix is the prefix of a member's keys below CustodyMembersPrefix.
func CustodyMemberPrefix(member uint32) []byte {
	return binary.BigEndian.AppendUint16(nil, uint16(member))
}

// CustodyMemberStoreKey is the key of a member's requested move below CustodyMembersPrefix.
func CustodyMemberStoreKey(member uint32, walletAddress []byte) []byte {
	key := binary.BigEndian.AppendUint16(make([]byte, 0, 2+AddressLength), uint16(member))
	return append(key, walletAddress...)
}
