// SPDX-License-Identifier: Apache-2.0

package consortium

import errorsmod "cosmossdk.io/errors"

// Errors of the consortium. Codes are stable: never reused, never renumbered.
var (
	// ErrUnauthorized is returned when the signer is not the authority, or does not hold the duty that is asked for.
	ErrUnauthorized = errorsmod.Register(ModuleName, 2, "not authorised")
	// ErrAddressInvalid is returned for text that is no bech32 account address of 20 bytes.
	ErrAddressInvalid = errorsmod.Register(ModuleName, 3, "address is invalid")
	// ErrMemberInvalid is returned when a field of a member breaks its form.
	ErrMemberInvalid = errorsmod.Register(ModuleName, 4, "member is invalid")
	// ErrMemberUnknown is returned when no member has the number or id.
	ErrMemberUnknown = errorsmod.Register(ModuleName, 5, "member is unknown")
	// ErrMemberExists is returned when a number, id, LEI or BIC belongs to a member already.
	ErrMemberExists = errorsmod.Register(ModuleName, 6, "member exists")
	// ErrMemberState is returned when the member's status does not allow the change.
	ErrMemberState = errorsmod.Register(ModuleName, 7, "member is in another state")
	// ErrLEIInvalid is returned for text that is no ISO 17442 identifier with valid check digits.
	ErrLEIInvalid = errorsmod.Register(ModuleName, 8, "LEI is invalid")
	// ErrBICInvalid is returned for text that is no ISO 9362 identifier.
	ErrBICInvalid = errorsmod.Register(ModuleName, 9, "BIC is invalid")
	// ErrDutyInvalid is returned for a duty that does not exist or that this message does not give or take.
	ErrDutyInvalid = errorsmod.Register(ModuleName, 10, "duty is invalid")
	// ErrDutyHeld is returned when the address already holds something that excludes the new duty.
	ErrDutyHeld = errorsmod.Register(ModuleName, 11, "address is taken")
	// ErrDutyUnknown is returned when the address does not hold the duty at the member.
	ErrDutyUnknown = errorsmod.Register(ModuleName, 12, "duty is not held")
	// ErrDutiesFull is returned when the member has as many submitters or officers as it may.
	ErrDutiesFull = errorsmod.Register(ModuleName, 13, "no place for another duty holder")
	// ErrAuthoritySeat is returned when a change would take the GOVERNANCE duty from a seat of the authority.
	ErrAuthoritySeat = errorsmod.Register(ModuleName, 14, "address is a seat of the authority")
	// ErrValidatorInvalid is returned when a validator breaks its form or its member may not run one.
	ErrValidatorInvalid = errorsmod.Register(ModuleName, 15, "validator is invalid")
	// ErrMatrixIncomplete is returned when the access policy and the registered message types differ.
	ErrMatrixIncomplete = errorsmod.Register(ModuleName, 16, "matrix is incomplete")
	// ErrGenesisInvalid is returned when the parts of a genesis do not fit together.
	ErrGenesisInvalid = errorsmod.Register(ModuleName, 17, "genesis is invalid")
	// ErrInvariantBroken is returned when the state contradicts itself.
	ErrInvariantBroken = errorsmod.Register(ModuleName, 18, "invariant is broken")

	// ErrQuota is returned when a transaction asks for more gas than its institution's quota has left.
	ErrQuota = errorsmod.Register(ModuleName, 45, "quota is used up")
	// ErrQuotaInvalid is returned for a quota below its bounds or a policy out of order.
	ErrQuotaInvalid = errorsmod.Register(ModuleName, 46, "quota is invalid")
)
