// SPDX-License-Identifier: Apache-2.0

package keeper

import (
	"context"

	"github.com/taelnet/tael/x/consortium"
	"github.com/taelnet/tael/x/reserve"
	"github.com/taelnet/tael/x/wallet"
)

// attestOutcome weighs what a member states about an attempt, and burns the escrow once it is a fact that the attempt
// executed. Recording a fact asks nobody's leave: no restriction and no suspension stops it.
func (k Keeper) attestOutcome(
	ctx context.Context, attestor consortium.Member, w wallet.Wallet, r reserve.RedemptionRecord, attempt uint32, outcome reserve.Outcome,
) (*reserve.MsgAttestOutcomeResponse, error) {
	rail, err := k.Rail(ctx, r.Rail)
	if err != nil {
		return nil, err
	}
	if !rail.Attests(attestor.Number) {
		return nil, reserve.ErrNotAttestor.Wrapf("rail %s: expected one of its %d attestors, got %s", rail.Id, len(rail.Attestors), attestor.Id)
	}
	verdict, err := r.Attest(rail, w.Custodian, attestor.Number, attempt, outcome, now(ctx))
	if err != nil {
		return nil, err
	}

	facts := statementFacts(attestor, r, attempt, outcome, verdict)
	if verdict.Decided {
		decided, err := k.decideAttempt(ctx, w, r)
		if err != nil {
			return nil, err
		}
		facts = append(facts, decided)
	}
	if verdict.Recorded {
		if err := k.saveRedemption(ctx, r); err != nil {
			return nil, err
		}
	}
	return &reserve.MsgAttestOutcomeResponse{
		Status: r.StatusAt(now(ctx)), Contradicted: verdict.Contradicted,
	}, emit(ctx, facts...)
}

// decideAttempt does what the fact demands: a burn, or nothing but to tell.
func (k Keeper) decideAttempt(ctx context.Context, w wallet.Wallet, r reserve.RedemptionRecord) (fact, error) {
	uetr := wallet.UETR(r.Uetr).String()
	if r.Status == reserve.REDEMPTION_STATUS_REJECTED {
		return &reserve.EventRedemptionRejected{Uetr: uetr, Wallet: addressText(r.Wallet), Attempt: r.Attempt}, nil
	}
	member, err := k.consortium.Member(ctx, w.Custodian)
	if err != nil {
		return nil, err
	}
	escrow := wallet.EscrowAddress(reserve.ModuleName, w.Address)
	if err := k.burn(ctx, w.Custodian, escrow, r.Denom, r.Amount); err != nil {
		return nil, err
	}
	return &reserve.EventRedemptionConfirmed{
		Uetr: uetr, Wallet: addressText(r.Wallet), Attempt: r.Attempt, Member: member.Id, Denom: r.Denom, Amount: r.Amount,
	}, nil
}

// statementFacts are the events of one statement, apart from the decision.
func statementFacts(attestor consortium.Member, r reserve.RedemptionRecord, attempt uint32, outcome reserve.Outcome, v reserve.Verdict) []fact {
	var facts []fact
	uetr, holder := wallet.UETR(r.Uetr).String(), addressText(r.Wallet)
	if v.Recorded {
		facts = append(facts, &reserve.EventOutcomeAttested{
			Uetr: uetr, Wallet: holder, Attempt: attempt, Attestor: attestor.Id, Outcome: outcome,
		})
	}
	if v.Contradicted {
		facts = append(facts, &reserve.EventFactContradicted{
			Rail: r.Rail, Attestor: attestor.Id, Wallet: holder, Uetr: uetr, Attempt: attempt, Outcome: outcome,
		})
	}
	return facts
}
