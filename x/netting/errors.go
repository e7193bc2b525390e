// SPDX-License-Identifier: Apache-2.0

package netting

import (
	"google.golang.org/grpc/codes"

	errorsmod "cosmossdk.io/errors"
)

// Errors of the module. A payment that cover or cap do not allow is no error: Test answers it with a reason.
var (
	// ErrCurrencyUnknown means that no currency has the code or denom.
	ErrCurrencyUnknown = errorsmod.RegisterWithGRPCCode(ModuleName, 2, codes.NotFound, "currency unknown")
	// ErrDenomNotSettling means that a settling denom was expected and e-money came.
	ErrDenomNotSettling = errorsmod.RegisterWithGRPCCode(ModuleName, 3, codes.InvalidArgument, "denom is not a settling denom")
	// ErrDenomNotEmoney means that an e-money denom was expected and a settling denom came.
	ErrDenomNotEmoney = errorsmod.Register(ModuleName, 4, "denom is not an e-money denom")
	// ErrObligationInvalid means that an obligation has no amount, too large a one, or one member on both sides.
	ErrObligationInvalid = errorsmod.Register(ModuleName, 5, "obligation invalid")
	// ErrFigureOverflow means that a running figure would exceed MaxFigure.
	ErrFigureOverflow = errorsmod.Register(ModuleName, 6, "figure too large")
	// ErrCapBelowPosition means that a cap would lie below what the member owes already.
	ErrCapBelowPosition = errorsmod.Register(ModuleName, 7, "cap below position")
	// ErrCapNotLowered means that a cap was to be cut and would not lie lower.
	ErrCapNotLowered = errorsmod.Register(ModuleName, 8, "cap not lowered")
	// ErrCapInvalid means that a cap exceeds MaxFigure.
	ErrCapInvalid = errorsmod.Register(ModuleName, 9, "cap invalid")
	// ErrCycleEmpty means that there is nothing to close and nothing that waits for settlement.
	ErrCycleEmpty = errorsmod.Register(ModuleName, 10, "cycle has no obligations")
	// ErrCycleUnknown means that the currency has no cycle with this number yet.
	ErrCycleUnknown = errorsmod.RegisterWithGRPCCode(ModuleName, 11, codes.NotFound, "cycle unknown")
	// ErrCoverMissing means that a movement which nothing forced would leave less cover than the member owes.
	ErrCoverMissing = errorsmod.Register(ModuleName, 12, "cover missing")
	// ErrMessageInvalid means that a field of a message or query is malformed.
	ErrMessageInvalid = errorsmod.RegisterWithGRPCCode(ModuleName, 13, codes.InvalidArgument, "message invalid")
	// ErrGenesisInvalid means that genesis contradicts itself.
	ErrGenesisInvalid = errorsmod.Register(ModuleName, 14, "genesis invalid")
	// ErrInvariantBroken means that the state contradicts itself.
	ErrInvariantBroken = errorsmod.Register(ModuleName, 15, "invariant broken")
	// ErrCapNotRaised means that a raise of a cap would not lie higher.
	ErrCapNotRaised = errorsmod.Register(ModuleName, 16, "cap not raised")
	// ErrProposalUnknown means that no raise of a cap is on offer, or that the offer has expired.
	ErrProposalUnknown = errorsmod.RegisterWithGRPCCode(ModuleName, 17, codes.NotFound, "cap proposal unknown")
	// ErrProposalDiffers means that another cap is on offer than the one restated.
	ErrProposalDiffers = errorsmod.Register(ModuleName, 18, "cap proposal differs")
	// ErrProposalTerm means that an offer would end at once or later than MaxProposalTerm from now.
	ErrProposalTerm = errorsmod.Register(ModuleName, 19, "cap proposal term invalid")
	// ErrPolicyInvalid means that inflow rule, alarms or settlement day of a currency are out of range.
	ErrPolicyInvalid = errorsmod.RegisterWithGRPCCode(ModuleName, 20, codes.InvalidArgument, "currency policy invalid")
	// ErrCurrencyExists means that a new currency shares its code or a denom with one that is there.
	ErrCurrencyExists = errorsmod.Register(ModuleName, 21, "currency exists")
)
