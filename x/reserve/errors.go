// SPDX-License-Identifier: Apache-2.0

package reserve

import (
	"google.golang.org/grpc/codes"

	errorsmod "cosmossdk.io/errors"
)

// Errors of the module. Codes are stable: never reused, never renumbered. A refusal by policy is none of them but a
// status with a reason; only FundsIn and FundsOut, which are no payments and leave no record, refuse by an error.
var (
	// ErrFieldInvalid: a field of a message or query is malformed.
	ErrFieldInvalid = errorsmod.RegisterWithGRPCCode(ModuleName, 2, codes.InvalidArgument, "field invalid")
	// ErrAssetUnknown: no asset has this denom.
	ErrAssetUnknown = errorsmod.RegisterWithGRPCCode(ModuleName, 3, codes.NotFound, "asset unknown")
	// ErrAssetClass: the asset's class does not allow this act.
	ErrAssetClass = errorsmod.Register(ModuleName, 4, "asset class does not allow this")
	// ErrRailUnknown: no rail has this slug.
	ErrRailUnknown = errorsmod.RegisterWithGRPCCode(ModuleName, 5, codes.NotFound, "rail unknown")
	// ErrAccountUnknown: the rail has no such account, or none of the custodian.
	ErrAccountUnknown = errorsmod.RegisterWithGRPCCode(ModuleName, 6, codes.NotFound, "rail account unknown")
	// ErrDenomMismatch: the rail carries another denom.
	ErrDenomMismatch = errorsmod.Register(ModuleName, 7, "denom is not the rail's")
	// ErrNotAttestor: the member is not named as attestor of the rail.
	ErrNotAttestor = errorsmod.Register(ModuleName, 8, "member does not attest for the rail")
	// ErrAlreadyAttested: the member has already stated this fact; it speaks once.
	ErrAlreadyAttested = errorsmod.Register(ModuleName, 9, "member has already attested")
	// ErrUetrConflict: the UETR was used with other content.
	ErrUetrConflict = errorsmod.Register(ModuleName, 10, "uetr was used with other content")
	// ErrIssuanceUnknown: nobody has stated this receipt.
	ErrIssuanceUnknown = errorsmod.RegisterWithGRPCCode(ModuleName, 11, codes.NotFound, "issuance unknown")
	// ErrRedemptionUnknown: the wallet has no redemption with this UETR.
	ErrRedemptionUnknown = errorsmod.RegisterWithGRPCCode(ModuleName, 12, codes.NotFound, "redemption unknown")
	// ErrRedemptionEnded: the redemption is CONFIRMED, RELEASED or REFUSED and takes no such message.
	ErrRedemptionEnded = errorsmod.Register(ModuleName, 13, "redemption has ended")
	// ErrAttemptLocked: an attempt is IN_FLIGHT or UNKNOWN; no other attempt and no release until a fact ends it.
	ErrAttemptLocked = errorsmod.Register(ModuleName, 14, "an attempt is open")
	// ErrAttemptUnknown: the redemption has no attempt of this number.
	ErrAttemptUnknown = errorsmod.RegisterWithGRPCCode(ModuleName, 15, codes.NotFound, "attempt unknown")
	// ErrDeadlineInvalid: the deadline is not after the block time or too far ahead.
	ErrDeadlineInvalid = errorsmod.Register(ModuleName, 16, "deadline invalid")
	// ErrAbsentTooEarly: ABSENT can be stated only of an attempt past its deadline.
	ErrAbsentTooEarly = errorsmod.Register(ModuleName, 17, "attempt is not past its deadline")
	// ErrNotOwner: the signer may not redeem from this wallet.
	ErrNotOwner = errorsmod.Register(ModuleName, 18, "signer may not redeem from the wallet")
	// ErrNotCustodian: the signer's member is not the wallet's custodian.
	ErrNotCustodian = errorsmod.Register(ModuleName, 19, "member is not the wallet's custodian")
	// ErrNotIssuer: the signer's member is not the central bank that issues the denom.
	ErrNotIssuer = errorsmod.Register(ModuleName, 20, "member does not issue the asset")
	// ErrTreasuryWallet: the signer's own wallet does not belong to its member.
	ErrTreasuryWallet = errorsmod.Register(ModuleName, 21, "treasury wallet is not the member's own")
	// ErrActUnknown: the central bank has no act with this UETR.
	ErrActUnknown = errorsmod.RegisterWithGRPCCode(ModuleName, 22, codes.NotFound, "act unknown")
	// ErrFundsInRefused: restriction or balance refuses the funds-in; the reason's name follows.
	ErrFundsInRefused = errorsmod.Register(ModuleName, 23, "funds-in refused")
	// ErrFundsOutRefused: restriction, position, cover or balance refuses the funds-out; the reason's name follows.
	ErrFundsOutRefused = errorsmod.Register(ModuleName, 24, "funds-out refused")
	// ErrMintForbidden: somebody other than this module tried to mint.
	ErrMintForbidden = errorsmod.Register(ModuleName, 25, "minting is reserved to the reserve module")
	// ErrTotalOverflow: a running total would leave its range.
	ErrTotalOverflow = errorsmod.Register(ModuleName, 26, "running total out of range")
	// ErrGenesisInvalid: the genesis contradicts itself, bank or netting.
	ErrGenesisInvalid = errorsmod.Register(ModuleName, 27, "genesis invalid")
	// ErrInvariantBroken: what the module promises does not hold.
	ErrInvariantBroken = errorsmod.Register(ModuleName, 28, "invariant broken")
)
