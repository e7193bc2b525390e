// SPDX-License-Identifier: Apache-2.0

package ledger

import errorsmod "cosmossdk.io/errors"

// Codespace of the ledger's errors.
const Codespace = "ledger"

// Errors of the ledger. A caller that has read the balance first meets none of them.
var (
	// ErrInsufficient: the address holds less than is to be moved.
	ErrInsufficient = errorsmod.Register(Codespace, 2, "balance is smaller than the amount")
	// ErrAmount: nothing was to be moved.
	ErrAmount = errorsmod.Register(Codespace, 3, "amount is zero")
	// ErrAddress: not an address of 20 bytes.
	ErrAddress = errorsmod.Register(Codespace, 4, "address has a wrong length")
	// ErrDenom: not a denom of this chain.
	ErrDenom = errorsmod.Register(Codespace, 5, "denom is malformed")
	// ErrOverflow: the receiver would hold more than 64 bits of minor units.
	ErrOverflow = errorsmod.Register(Codespace, 6, "balance would exceed 64 bits")
	// ErrBalance: the stored balance is not one this chain writes.
	ErrBalance = errorsmod.Register(Codespace, 7, "stored balance is unreadable")
)
