// SPDX-License-Identifier: Apache-2.0

package compliance

import errorsmod "cosmossdk.io/errors"

// Errors of the room; a code is never reused or renumbered. README.md says what each means.
var (
	ErrRequestInvalid     = errorsmod.Register(ModuleName, 2, "request invalid")
	ErrMovementInvalid    = errorsmod.Register(ModuleName, 3, "movement invalid")
	ErrMovementDenied     = errorsmod.Register(ModuleName, 4, "movement denied")
	ErrDecisionRefused    = errorsmod.Register(ModuleName, 5, "decision refuses")
	ErrLimitInvalid       = errorsmod.Register(ModuleName, 6, "limit invalid")
	ErrOrderUnknown       = errorsmod.Register(ModuleName, 7, "order unknown")
	ErrOrderStatus        = errorsmod.Register(ModuleName, 8, "order has another status")
	ErrOrderLane          = errorsmod.Register(ModuleName, 9, "order has another lane")
	ErrOrderTooMany       = errorsmod.Register(ModuleName, 10, "too many live orders")
	ErrOrderTerm          = errorsmod.Register(ModuleName, 11, "term of the order is over")
	ErrOfficerNotEntitled = errorsmod.Register(ModuleName, 12, "officer not entitled")
	ErrSecondMember       = errorsmod.Register(ModuleName, 13, "second member required")
	ErrEmergencyPaused    = errorsmod.Register(ModuleName, 14, "emergency orders of this member are paused")
	ErrLiftNotProposed    = errorsmod.Register(ModuleName, 15, "lift not proposed")
	ErrLiftProposed       = errorsmod.Register(ModuleName, 16, "lift already proposed")
	ErrRecordCorrupt      = errorsmod.Register(ModuleName, 17, "stored record corrupt")
	ErrGenesisInvalid     = errorsmod.Register(ModuleName, 18, "genesis invalid")
	ErrInvariantBroken    = errorsmod.Register(ModuleName, 19, "invariant broken")
	ErrCaseInvalid        = errorsmod.Register(ModuleName, 20, "case invalid")
	ErrCaseUnknown        = errorsmod.Register(ModuleName, 21, "case unknown")
	ErrCaseStatus         = errorsmod.Register(ModuleName, 22, "case has another status")
	ErrParamsInvalid      = errorsmod.Register(ModuleName, 23, "parameters invalid")
)
