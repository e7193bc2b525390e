// SPDX-License-Identifier: Apache-2.0

// Package compliance says whether money may move. Its nouns are the Movement that is asked about, the Decision with its
// Reason, the Limit with the usage it weighs, and the restriction Order.
package compliance

const (
	// ModuleName is the name of the module and its error codespace.
	ModuleName = "compliance"
	// StoreKey is the name of the module's store; it is part of what clients prove against.
	StoreKey = ModuleName
	// ModuleNumber stands for this module in packed payment results.
	ModuleNumber = 3
	// AddressLength is the length of a raw address in bytes.
	AddressLength = 20
	// DenomLength is the greatest length of a denom in bytes.
	DenomLength = 16
	// DigestLength is the length of a salted digest in bytes.
	DigestLength = 32
)
