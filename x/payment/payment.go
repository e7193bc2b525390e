// SPDX-License-Identifier: Apache-2.0

// Package payment holds the nouns of value between wallets: the Record by which a payment is remembered, the Result by
// which its sender learns what became of it, and the rules that need neither store nor clock of their own; keeper
// reads, asks and writes.
//
// A refusal and an error are two things. A refusal is an authentic instruction to which policy, limits, balance or cover
// say no: it has a result, a record and an event, and its UETR is spent. An error leaves nothing, and the UETR stays free.
package payment

import (
	"strings"

	"github.com/taelnet/tael/x/compliance"
	"github.com/taelnet/tael/x/wallet"
)

// EventType is the type of the one event that each message of this room emits. It is built by hand, because typed
// events cost ten times the work; nothing that must be proven is derived from it.
const EventType = "tael.payment.v1.payments"

// Attributes of the event, in their order.
const (
	// AttributeActor is the bech32 address that signed the message.
	AttributeActor = "actor"
	// AttributeMode is pay, refund, atomic or each.
	AttributeMode = "mode"
	// AttributeCount is the number of instructions, decimal.
	AttributeCount = "count"
	// AttributeUetrs is base64 of the UETRs, 16 bytes each; zero where an instruction could not be decoded.
	AttributeUetrs = "uetrs"
	// AttributeResults is base64 of the packed results, as in the response.
	AttributeResults = "results"
)

// Values of AttributeMode.
const (
	EventModePay    = "pay"
	EventModeRefund = "refund"
	EventModeAtomic = "atomic"
	EventModeEach   = "each"
)

// Check tells whether content may move money at all: its kind is PAY or REFUND (ErrKindNotPayable), it has two parties
// (ErrSelfPayment), and a refund mirrors its original in parties and denom (ErrOriginalMismatch). original is nil for
// a PAY. Field by field the content has been checked already (wallet.Content.Validate).
func Check(c, original *wallet.Content) error {
	if c.Kind != wallet.INSTRUCTION_KIND_PAY && c.Kind != wallet.INSTRUCTION_KIND_REFUND {
		return ErrKindNotPayable.Wrapf("expected PAY or REFUND, got %s", c.Kind)
	}
	if c.Payer == c.Payee {
		return ErrSelfPayment.Wrapf("expected two wallets, got %x twice", c.Payer)
	}
	if c.Kind == wallet.INSTRUCTION_KIND_REFUND {
		return checkMirror(c, original)
	}
	return nil
}

// checkMirror holds a refund to the direction and asset of its original. The amount is judged against the record.
func checkMirror(refund, original *wallet.Content) error {
	switch {
	case original == nil || original.Kind != wallet.INSTRUCTION_KIND_PAY:
		return ErrOriginalMalformed.Wrap("expected the content of a PAY, got none")
	case refund.Payer != original.Payee:
		return ErrOriginalMismatch.Wrapf("expected the original's payee %x to give back, got %x", original.Payee, refund.Payer)
	case refund.Payee != original.Payer:
		return ErrOriginalMismatch.Wrapf("expected the original's payer %x to receive, got %x", original.Payer, refund.Payee)
	case refund.Denom != original.Denom:
		return ErrOriginalMismatch.Wrapf("expected the original's denom %q, got %q", original.Denom, refund.Denom)
	}
	return nil
}

// CheckTime tells whether an instruction counts at block time now: ErrExpired after valid_until, ErrValidTooFar if
// valid_until lies more than valid_ahead seconds ahead, for the chain would forget the UETR while it could come again.
func CheckTime(validUntil uint64, now int64, validAhead uint64) error {
	if uint64(now) > validUntil {
		return ErrExpired.Wrapf("expected block time up to %d, got %d", validUntil, now)
	}
	if validUntil-uint64(now) > validAhead {
		return ErrValidTooFar.Wrapf("expected valid_until up to %d, %d seconds after block time, got %d", uint64(now)+validAhead, validAhead, validUntil)
	}
	return nil
}

// StrengthOf is how strongly the devices that signed authenticate the payer: one device ONE, two devices TWO, two of
// which one is certified CERT.
func StrengthOf(f wallet.Factors) compliance.Strength {
	switch {
	case f.Signatures < wallet.MaxSignatures:
		return compliance.STRENGTH_ONE
	case f.Certified:
		return compliance.STRENGTH_CERT
	default:
		return compliance.STRENGTH_TWO
	}
}

// StepUpError is what a payer learns whose payment limits would let pass at a greater strength: ErrStepUpRequired with the
// weakest strength that is enough.
func StepUpError(got, enough compliance.Strength, reason compliance.Reason) error {
	return ErrStepUpRequired.Wrapf("expected strength %s, got %s (%s)", strengthName(enough), strengthName(got), reason)
}

func strengthName(s compliance.Strength) string { return strings.TrimPrefix(s.String(), "STRENGTH_") }

// SettlementOf is how a payment settles: central-bank money directly, e-money inside one custodian without an
// obligation, e-money between custodians net.
func SettlementOf(settlingDenom bool, payerCustodian, payeeCustodian uint32) Settlement {
	switch {
	case settlingDenom:
		return SETTLEMENT_DIRECT
	case payerCustodian == payeeCustodian:
		return SETTLEMENT_INTRA
	default:
		return SETTLEMENT_NET
	}
}
