// SPDX-License-Identifier: Apache-2.0

package keeper

import (
	"context"
	"errors"

	"github.com/taelnet/tael/x/compliance"
	"github.com/taelnet/tael/x/consortium"
	"github.com/taelnet/tael/x/reserve"
	"github.com/taelnet/tael/x/wallet"
)

// attestOutcome weighs what a member states about an attempt, and burns the escrow once it is a fact that the attempt
// executed. Recording a fact asks nobody's leave: no restriction and no suspension stops it.
func (k Keeper) attestOutcome(
	ctx context.Context, attestor consortium.Member, w wallet.Wallet, r reserve.RedemptionRecord, s reserve.OutcomeAttestationRecord,
) (*reserve.MsgAttestOutcomeResponse, error) {
	rail, err := k.Rail(ctx, r.Rail)
	if err != nil {
		return nil, err
	}
	if !rail.Attests(attestor.Number) {
		return nil, reserve.ErrNotAttestor.Wrapf("rail %s: expected one of its %d attestors, got %s", rail.Id, len(rail.Attestors), attestor.Id)
	}
	if err := k.requireBooked(ctx, s.BookingDate, bookingAhead); err != nil {
		return nil, err
	}
	s.Member, s.At = attestor.Number, now(ctx)
	verdict, err := r.Attest(rail, w.Custodian, s)
	if err != nil {
		return nil, err
	}

	facts := statementFacts(attestor, r, s, verdict)
	consequences, err := k.follow(ctx, w, r, s, verdict)
	if err != nil {
		return nil, err
	}
	if verdict.Recorded || verdict.Against {
		if err := k.saveRedemption(ctx, r); err != nil {
			return nil, err
		}
	}
	return &reserve.MsgAttestOutcomeResponse{
		Status: r.StatusAt(now(ctx)), Contradicted: verdict.Contradicted,
	}, emit(ctx, append(facts, consequences...)...)
}

// follow does what a completed fact demands.
func (k Keeper) follow(ctx context.Context, w wallet.Wallet, r reserve.RedemptionRecord, s reserve.OutcomeAttestationRecord, v reserve.Verdict) ([]fact, error) {
	switch {
	case v.Decided:
		return k.decideAttempt(ctx, w, r)
	case v.Contested:
		return k.contestAttempt(ctx, w, r, s, v)
	default:
		return nil, nil
	}
}

// decideAttempt ends the attempt: a burn that the reserve has paid for, or nothing but to tell.
func (k Keeper) decideAttempt(ctx context.Context, w wallet.Wallet, r reserve.RedemptionRecord) ([]fact, error) {
	uetr := wallet.UETR(r.Uetr).String()
	if err := k.countAttempt(ctx, w.Address, -1); err != nil {
		return nil, err
	}
	if r.Status == reserve.REDEMPTION_STATUS_REJECTED {
		rejected := &reserve.EventRedemptionRejected{Uetr: uetr, Wallet: addressText(r.Wallet), Attempt: r.Attempt}
		return []fact{rejected}, k.changeReserve(ctx, w.Custodian, r.Denom, func(own *reserve.ReserveRecord) error { return own.Land(r.Amount) })
	}
	member, err := k.consortium.Member(ctx, w.Custodian)
	if err != nil {
		return nil, err
	}
	today, err := k.today(ctx)
	if err != nil {
		return nil, err
	}
	escrow := wallet.EscrowAddress(reserve.ModuleName, w.Address)
	if err := k.burn(ctx, w.Custodian, escrow, r.Denom, r.Amount); err != nil {
		return nil, err
	}
	err = k.changeReserve(ctx, w.Custodian, r.Denom, func(own *reserve.ReserveRecord) error {
		return errors.Join(own.Land(r.Amount), own.Pay(r.PaidOn(today), r.Amount, now(ctx)))
	})
	if err != nil {
		return nil, err
	}
	judged, err := k.judge(ctx, w.Custodian, r.Denom)
	return append([]fact{&reserve.EventRedemptionConfirmed{
		Uetr: uetr, Wallet: addressText(r.Wallet), Attempt: r.Attempt, Member: member.Id, Denom: r.Denom, Amount: r.Amount,
	}}, judged...), err
}

// contestAttempt answers a fact against a decided attempt: no state changes, the custodian that opened the attempt bears
// it, and its reserve counts as lower by the amount until it is attested again.
func (k Keeper) contestAttempt(
	ctx context.Context, w wallet.Wallet, r reserve.RedemptionRecord, s reserve.OutcomeAttestationRecord, v reserve.Verdict,
) ([]fact, error) {
	bears, booked := r.CustodianOf(s.Attempt, w.Custodian), v.BookedOn
	if booked == 0 {
		var err error
		if booked, err = k.today(ctx); err != nil {
			return nil, err
		}
	}
	lowered, err := k.lower(ctx, bears, r.Denom, booked, r.Amount)
	if err != nil {
		return nil, err
	}
	_, err = k.compliance.OpenCase(ctx, compliance.Case{
		Kind: compliance.CASE_KIND_CONTRADICTED_OUTCOME, Member: bears, Wallet: r.Wallet, Denom: r.Denom, Amount: r.Amount, Reference: r.Uetr,
	})
	return append([]fact{&reserve.EventOutcomeContested{
		Uetr: wallet.UETR(r.Uetr).String(), Wallet: addressText(r.Wallet), Attempt: s.Attempt, Executed: s.Outcome == reserve.OUTCOME_EXECUTED,
	}}, lowered...), err
}

// statementFacts are the events of one statement, apart from the decision. One against a decided attempt is told as a
// contradiction only.
func statementFacts(attestor consortium.Member, r reserve.RedemptionRecord, s reserve.OutcomeAttestationRecord, v reserve.Verdict) []fact {
	var facts []fact
	uetr, holder := wallet.UETR(r.Uetr).String(), addressText(r.Wallet)
	if v.Recorded {
		facts = append(facts, &reserve.EventOutcomeAttested{
			Uetr: uetr, Wallet: holder, Attempt: s.Attempt, Attestor: attestor.Id, Outcome: s.Outcome,
		})
	}
	if v.Contradicted {
		facts = append(facts, &reserve.EventFactContradicted{
			Rail: r.Rail, Attestor: attestor.Id, Wallet: holder, Uetr: uetr, Attempt: s.Attempt, Outcome: s.Outcome,
		})
	}
	return facts
}
