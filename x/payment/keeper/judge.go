// SPDX-License-Identifier: Apache-2.0

package keeper

import (
	"context"

	"github.com/taelnet/tael/x/compliance"
	"github.com/taelnet/tael/x/payment"
	"github.com/taelnet/tael/x/wallet"
)

// judge asks everyone who may refuse: the original, compliance (restrictions, then limits), the payer's balance, and
// the cover of the payer's custodian; amount and fees together, so that all legs are paid or none. Nothing is written.
func (r *run) judge(ctx context.Context, o *order) (compliance.Decision, error) {
	if o.extras.Original != nil {
		if reason := o.mayGiveBack(); reason != compliance.ReasonNone {
			return compliance.Refuse(reason), nil
		}
	}
	movement := o.movement()
	decision, err := r.compliance.Authorize(ctx, movement)
	if err != nil || !decision.Allowed() {
		return decision, err
	}
	held, err := r.bank.Balance(ctx, o.content.Payer[:], o.content.Denom)
	if err != nil {
		return compliance.Decision{}, err
	}
	if held < movement.Total() {
		return compliance.Refuse(compliance.ReasonBalance), nil
	}
	reason, err := r.testCover(ctx, o)
	if err != nil {
		return compliance.Decision{}, err
	}
	if reason != compliance.ReasonNone {
		return compliance.Refuse(reason), nil
	}
	return decision, nil
}

// movement is what compliance is asked about, once for all legs.
func (o *order) movement() compliance.Movement {
	receiver := o.receiver()
	m := compliance.Movement{
		Kind: compliance.MovementPay, Module: payment.ModuleName,
		From: o.content.Payer[:], To: receiver.Address, Payer: o.payer, Payee: receiver,
		Denom: o.content.Denom, Amount: o.content.Amount, Strength: o.strength, Channel: o.extras.Channel,
		Fees: o.fees, Person: o.extras.Person, OwnSalt: o.extras.OwnSalt, Suspense: o.suspense != nil,
	}
	if original := o.originalRecord; original != nil {
		m.Kind, m.OriginalAt = compliance.MovementGiveBack, original.PaidAt
		m.OriginalStrength, m.OriginalChannel, m.OriginalOwn = original.Strength, original.Channel, original.Own
	}
	return m
}

// receiver is the wallet that the amount goes to.
func (o *order) receiver() *wallet.Wallet {
	if o.suspense != nil {
		return o.suspense
	}
	return o.payee
}

// testCover asks whether the payer's custodian may owe what goes to other members, once for the sum of all legs; a
// SUSPENDED or EXITING one takes no new obligation.
func (r *run) testCover(ctx context.Context, o *order) (compliance.Reason, error) {
	total, crossing := o.owed()
	if !crossing {
		return compliance.ReasonNone, nil
	}
	reason, err := r.standing(ctx, o.payer.Custodian)
	if err != nil || reason != compliance.ReasonNone {
		return reason, err
	}
	return r.netting.Test(ctx, total)
}
