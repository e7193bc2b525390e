// SPDX-License-Identifier: Apache-2.0

package reserve

import (
	"google.golang.org/grpc/codes"

	errorsmod "cosmossdk.io/errors"
)

// Errors of the module. Codes are stable: never reused, never renumbered. A refusal by policy is none of them but a
// status with a reason; only FundsIn and FundsOut, which are no payments and leave no record, refuse by an error.
var (
	// ErrFieldInvalid means: a field of a message or query is malformed.
	ErrFieldInvalid = errorsmod.RegisterWithGRPCCode(ModuleName, 2, codes.InvalidArgument, "field invalid")
	// ErrAssetUnknown means: no asset has this denom.
	ErrAssetUnknown = errorsmod.RegisterWithGRPCCode(ModuleName, 3, codes.NotFound, "asset unknown")
	// ErrAssetClass means: the asset's class does not allow this act.
	ErrAssetClass = errorsmod.Register(ModuleName, 4, "asset class does not allow this")
	// ErrRailUnknown means: no rail has this slug.
	ErrRailUnknown = errorsmod.RegisterWithGRPCCode(ModuleName, 5, codes.NotFound, "rail unknown")
	// ErrAccountUnknown means: the rail has no such account, or none of the custodian.
	ErrAccountUnknown = errorsmod.RegisterWithGRPCCode(ModuleName, 6, codes.NotFound, "rail account unknown")
	// ErrDenomMismatch means: the rail carries another denom.
	ErrDenomMismatch = errorsmod.Register(ModuleName, 7, "denom is not the rail's")
	// ErrNotAttestor means: the member is not named as attestor of the rail.
	ErrNotAttestor = errorsmod.Register(ModuleName, 8, "member does not attest for the rail")
	// ErrAlreadyAttested means: the member has already stated this fact; it speaks once.
	ErrAlreadyAttested = errorsmod.Register(ModuleName, 9, "member has already attested")
	// ErrUetrConflict means: the UETR was used with other content.
	ErrUetrConflict = errorsmod.Register(ModuleName, 10, "uetr was used with other content")
	// ErrIssuanceUnknown means: nobody has stated this receipt.
	ErrIssuanceUnknown = errorsmod.RegisterWithGRPCCode(ModuleName, 11, codes.NotFound, "issuance unknown")
	// ErrRedemptionUnknown means: the wallet has no redemption with this UETR.
	ErrRedemptionUnknown = errorsmod.RegisterWithGRPCCode(ModuleName, 12, codes.NotFound, "redemption unknown")
	// ErrRedemptionEnded means: the redemption is CONFIRMED, RELEASED or REFUSED and takes no such message.
	ErrRedemptionEnded = errorsmod.Register(ModuleName, 13, "redemption has ended")
	// ErrAttemptLocked means: an attempt is IN_FLIGHT or UNKNOWN; no other attempt and no release until a fact ends it.
	ErrAttemptLocked = errorsmod.Register(ModuleName, 14, "an attempt is open")
	// ErrAttemptUnknown means: the redemption has no attempt of this number.
	ErrAttemptUnknown = errorsmod.RegisterWithGRPCCode(ModuleName, 15, codes.NotFound, "attempt unknown")
	// ErrDeadlineInvalid means: the deadline is not after the block time or too far ahead.
	ErrDeadlineInvalid = errorsmod.Register(ModuleName, 16, "deadline invalid")
	// ErrAbsentTooEarly means: ABSENT can be stated only of an attempt past its deadline.
	ErrAbsentTooEarly = errorsmod.Register(ModuleName, 17, "attempt is not past its deadline")
	// ErrNotOwner means: the signer may not redeem from this wallet.
	ErrNotOwner = errorsmod.Register(ModuleName, 18, "signer may not redeem from the wallet")
	// ErrNotCustodian means: the signer's member is not the wallet's custodian.
	ErrNotCustodian = errorsmod.Register(ModuleName, 19, "member is not the wallet's custodian")
	// ErrNotIssuer means: the signer's member is not the central bank that issues the denom.
	ErrNotIssuer = errorsmod.Register(ModuleName, 20, "member does not issue the asset")
	// ErrTreasuryWallet means: the signer's own wallet does not belong to its member.
	ErrTreasuryWallet = errorsmod.Register(ModuleName, 21, "treasury wallet is not the member's own")
	// ErrActUnknown means: the central bank has no act with this UETR.
	ErrActUnknown = errorsmod.RegisterWithGRPCCode(ModuleName, 22, codes.NotFound, "act unknown")
	// ErrFundsInRefused means: restriction or balance refuses the funds-in; the reason's name follows.
	ErrFundsInRefused = errorsmod.Register(ModuleName, 23, "funds-in refused")
	// ErrFundsOutRefused means: restriction, position, cover or balance refuses the funds-out; the reason's name follows.
	ErrFundsOutRefused = errorsmod.Register(ModuleName, 24, "funds-out refused")
	// ErrMintForbidden means: somebody other than this module tried to mint.
	ErrMintForbidden = errorsmod.Register(ModuleName, 25, "minting is reserved to the reserve module")
	// ErrTotalOverflow means: a running total would leave its range.
	ErrTotalOverflow = errorsmod.Register(ModuleName, 26, "running total out of range")
	// ErrGenesisInvalid means: the genesis contradicts itself, bank or netting.
	ErrGenesisInvalid = errorsmod.Register(ModuleName, 27, "genesis invalid")
	// ErrInvariantBroken means: what the module promises does not hold.
	ErrInvariantBroken = errorsmod.Register(ModuleName, 28, "invariant broken")
	// ErrBookingDateInvalid means: the day is before the last attested one, or not over yet (a statement of a reserve), or too
	// far ahead (a receipt, a pay-out).
	ErrBookingDateInvalid = errorsmod.Register(ModuleName, 29, "booking date invalid")
	// ErrReceiptNotHeld means: the receipt is not ON_HOLD, so there is nothing to decide.
	ErrReceiptNotHeld = errorsmod.Register(ModuleName, 30, "receipt is not on hold")
	// ErrReceiptDropped means: the receipt was decided not to be minted and takes no statement.
	ErrReceiptDropped = errorsmod.Register(ModuleName, 31, "receipt was dropped")
	// ErrReturnInvalid means: the redemption cannot be returned by this receipt.
	ErrReturnInvalid = errorsmod.Register(ModuleName, 32, "return invalid")
	// ErrRailNotStopped means: the rail's receipts are minted; there is nothing to resume.
	ErrRailNotStopped = errorsmod.Register(ModuleName, 33, "rail is not stopped")
	// ErrCustodyNotAsked means: another member was asked to take the wallet.
	ErrCustodyNotAsked = errorsmod.Register(ModuleName, 34, "member was not asked to take the wallet")
	// ErrCustodyLocked means: a redemption of the wallet has an open attempt.
	ErrCustodyLocked = errorsmod.Register(ModuleName, 35, "wallet has a redemption in flight")
	// ErrCustodyCoverShort means: the old custodian has not the cover that must go along.
	ErrCustodyCoverShort = errorsmod.Register(ModuleName, 36, "custodian's cover is short")
	// ErrNotDormant means: the wallet's notice has not run out, or its money has moved since.
	ErrNotDormant = errorsmod.Register(ModuleName, 37, "wallet is not dormant")
	// ErrSweepRefused means: restriction or balance refuses the sweep; the reason's name follows.
	ErrSweepRefused = errorsmod.Register(ModuleName, 38, "sweep refused")
	// ErrPayOutStopped means: the custodian is SUSPENDED or EXITING and lacks cover, and no plan lets the money leave; the
	// reason's name follows.
	ErrPayOutStopped = errorsmod.Register(ModuleName, 39, "pay-out stopped")
	// ErrPlanUnknown means: the consortium has set no plan for this member and denom.
	ErrPlanUnknown = errorsmod.RegisterWithGRPCCode(ModuleName, 40, codes.NotFound, "plan unknown")
	// ErrExitOpen means: the member cannot leave yet; everything that is open follows.
	ErrExitOpen = errorsmod.Register(ModuleName, 41, "exit is not complete")
	// ErrParamsInvalid: the parameters may not replace those in force.
	ErrParamsInvalid = errorsmod.Register(ModuleName, 42, "parameters invalid")
	// ErrAssetExists: a currency or denom of this name is there already.
	ErrAssetExists = errorsmod.Register(ModuleName, 43, "asset exists")
)
