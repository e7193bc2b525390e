// SPDX-License-Identifier: Apache-2.0

package payment

import (
	"google.golang.org/grpc/codes"

	errorsmod "cosmossdk.io/errors"
)

// Errors of the room. An error leaves nothing behind: no record, no event, and the UETR stays free.
var (
	// ErrUetrConflict: the payer has used the UETR for other content.
	ErrUetrConflict = errorsmod.Register(ModuleName, 2, "uetr was used for other content")
	// ErrExpired: block time is past valid_until.
	ErrExpired = errorsmod.Register(ModuleName, 3, "instruction is expired")
	// ErrValidTooFar: valid_until lies further ahead than the chain remembers UETRs for.
	ErrValidTooFar = errorsmod.Register(ModuleName, 4, "valid_until is too far ahead")
	// ErrDenomUnknown: no currency of the chain has this denom.
	ErrDenomUnknown = errorsmod.Register(ModuleName, 5, "denom belongs to no currency")
	// ErrPaymentMalformed: a field of the message or instruction is not of its form.
	ErrPaymentMalformed = errorsmod.Register(ModuleName, 6, "payment is malformed")
	// ErrSelfPayment: payer and payee are one wallet.
	ErrSelfPayment = errorsmod.Register(ModuleName, 7, "payer and payee are the same wallet")
	// ErrKindNotPayable: the instruction is neither a payment nor a refund.
	ErrKindNotPayable = errorsmod.Register(ModuleName, 8, "instruction kind moves no money")
	// ErrBatchSize: a batch holds no instruction or too many.
	ErrBatchSize = errorsmod.Register(ModuleName, 9, "batch has a wrong number of instructions")
	// ErrBatchMode: neither ATOMIC nor EACH.
	ErrBatchMode = errorsmod.Register(ModuleName, 10, "batch mode is unknown")
	// ErrOriginalMalformed: a refund does not carry the content of a payment it could give back.
	ErrOriginalMalformed = errorsmod.Register(ModuleName, 11, "original payment is malformed")
	// ErrOriginalMismatch: a refund restates its original differently from the record, or is not its mirror.
	ErrOriginalMismatch = errorsmod.Register(ModuleName, 12, "original payment does not match")
	// ErrRefundTooLate: the refund window of the original is over.
	ErrRefundTooLate = errorsmod.Register(ModuleName, 13, "refund window is over")
	// ErrPaymentUnknown: the chain remembers no such payment.
	ErrPaymentUnknown = errorsmod.RegisterWithGRPCCode(ModuleName, 14, codes.NotFound, "payment is unknown")
	// ErrAmountText: an amount written by people is not like "12.34 CNY".
	ErrAmountText = errorsmod.Register(ModuleName, 15, "amount is malformed")
	// ErrResultsMalformed: bytes are not packed results.
	ErrResultsMalformed = errorsmod.Register(ModuleName, 16, "results are malformed")
	// ErrParamsInvalid: the clocks do not fit each other.
	ErrParamsInvalid = errorsmod.Register(ModuleName, 17, "params are invalid")
	// ErrGenesisInvalid: imported state breaks a rule of the room.
	ErrGenesisInvalid = errorsmod.Register(ModuleName, 18, "genesis state is invalid")
	// ErrRecordUnreadable: a stored record is not of the form this chain writes.
	ErrRecordUnreadable = errorsmod.Register(ModuleName, 19, "stored record is unreadable")
	// ErrInvariantBroken: stored state breaks a rule of the room.
	ErrInvariantBroken = errorsmod.Register(ModuleName, 20, "invariant is broken")
	// ErrStepUpRequired: limits would let the payment pass at a greater strength; it may come again with more signatures.
	ErrStepUpRequired = errorsmod.Register(ModuleName, 21, "payment needs a stronger authentication")
	// ErrFeePayeeInvalid: a fee leg goes to something other than an open wallet of kind MEMBER.
	ErrFeePayeeInvalid = errorsmod.Register(ModuleName, 22, "fee payee is invalid")
)
