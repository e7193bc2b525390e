// SPDX-License-Identifier: Apache-2.0

package wallet

import errorsmod "cosmossdk.io/errors"

// Errors of the room. Codes are never reused or renumbered; the README's table is compared with this list by a test.
var (
	ErrAddressInvalid       = errorsmod.Register(ModuleName, 2, "address is invalid")
	ErrWalletUnknown        = errorsmod.Register(ModuleName, 3, "wallet is unknown")
	ErrWalletExists         = errorsmod.Register(ModuleName, 4, "address was used by a wallet before")
	ErrWalletClosed         = errorsmod.Register(ModuleName, 5, "wallet is closed")
	ErrWalletNotEmpty       = errorsmod.Register(ModuleName, 6, "wallet is not empty")
	ErrWalletInvalid        = errorsmod.Register(ModuleName, 7, "wallet is invalid")
	ErrAddressUnproven      = errorsmod.Register(ModuleName, 8, "address is not proven to be free for a wallet")
	ErrOwnerKeyInvalid      = errorsmod.Register(ModuleName, 9, "owner key is invalid")
	ErrSuspenseExists       = errorsmod.Register(ModuleName, 10, "custodian has a suspense wallet of this denom")
	ErrSuspenseMissing      = errorsmod.Register(ModuleName, 11, "custodian has no suspense wallet of this denom")
	ErrTierInvalid          = errorsmod.Register(ModuleName, 12, "tier is invalid")
	ErrDeviceUnknown        = errorsmod.Register(ModuleName, 13, "device is unknown")
	ErrDeviceInvalid        = errorsmod.Register(ModuleName, 14, "device is invalid")
	ErrDeviceExists         = errorsmod.Register(ModuleName, 15, "device was bound to this wallet before")
	ErrDeviceRevoked        = errorsmod.Register(ModuleName, 16, "device is revoked")
	ErrDevicePending        = errorsmod.Register(ModuleName, 17, "device is not active yet")
	ErrDeviceNotPending     = errorsmod.Register(ModuleName, 18, "device is active and cannot be contested")
	ErrTooManyDevices       = errorsmod.Register(ModuleName, 19, "wallet has the most live devices allowed")
	ErrUnauthorized         = errorsmod.Register(ModuleName, 20, "signer may not do this")
	ErrCustodianSuspended   = errorsmod.Register(ModuleName, 21, "custodian takes no new business")
	ErrUETRInvalid          = errorsmod.Register(ModuleName, 22, "uetr is invalid")
	ErrInstructionMalformed = errorsmod.Register(ModuleName, 23, "instruction is malformed")
	ErrInstructionKind      = errorsmod.Register(ModuleName, 24, "instruction is of another kind")
	ErrInstructionExpired   = errorsmod.Register(ModuleName, 25, "instruction is expired")
	ErrSignatureForm        = errorsmod.Register(ModuleName, 26, "signature form does not fit the device's key")
	ErrSignatureInvalid     = errorsmod.Register(ModuleName, 27, "signature is invalid")
	ErrEvidenceInvalid      = errorsmod.Register(ModuleName, 28, "evidence commitment is invalid")
	ErrGenesisInvalid       = errorsmod.Register(ModuleName, 29, "genesis is invalid")
	ErrInvariantBroken      = errorsmod.Register(ModuleName, 30, "invariant is broken")
	ErrPersonYear           = errorsmod.Register(ModuleName, 31, "year of a person tag is out of range")
	ErrPersonCommitment     = errorsmod.Register(ModuleName, 32, "commitment to a person tag is invalid")
	ErrCustodyMoveUnknown   = errorsmod.Register(ModuleName, 33, "no custody move is requested")
	ErrCustodyMovePending   = errorsmod.Register(ModuleName, 34, "another custody move is requested")
	ErrCustodyMoveInvalid   = errorsmod.Register(ModuleName, 35, "custody move is invalid")
	ErrDormancyNotice       = errorsmod.Register(ModuleName, 36, "notice of dormancy does not fit the wallet")
)
