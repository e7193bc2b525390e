// SPDX-License-Identifier: Apache-2.0

package keeper

import (
	"bytes"
	"context"

	"github.com/taelnet/tael/x/compliance"
	"github.com/taelnet/tael/x/wallet"
)

// Authorize says whether money may move, and reads only. It judges in this order: closed wallets, restrictions, limits;
// of each the payer before the payee. A refusal is a decision; an error means that the movement makes no sense or that
// state could not be read. Per wallet it reads at most one record of orders, one of usage and one of limits.
func (k Keeper) Authorize(ctx context.Context, m compliance.Movement) (compliance.Decision, error) {
	if err := m.Validate(); err != nil {
		return compliance.Decision{}, err
	}
	r, now := k.records(ctx), blockTime(ctx)
	if m.Kind.Stoppable() {
		if reason := standing(&m); reason != compliance.ReasonNone {
			return compliance.Refuse(reason), nil
		}
		reason, err := r.restricted(&m, now)
		if err != nil || reason != compliance.ReasonNone {
			return compliance.Refuse(reason), err
		}
	}
	return k.weigh(ctx, r, &m, now)
}

// Weigh writes the usage records of an allowed decision. It returns ErrDecisionRefused for any other.
func (k Keeper) Weigh(ctx context.Context, d compliance.Decision) error {
	if !d.Allowed() {
		return compliance.ErrDecisionRefused.Wrapf("expected an allowed decision, got %s", d.Reason)
	}
	first, second := d.Weights()
	r := k.records(ctx)
	if err := r.write(first); err != nil {
		return err
	}
	if err := r.write(second); err != nil {
		return err
	}
	atMember, overall := d.PersonWeights()
	if err := r.write(atMember); err != nil {
		return err
	}
	return r.write(overall)
}

// standing judges what the wallets themselves say: a closed one neither pays nor receives, and what lies in a SUSPENSE
// wallet leaves only by redemption. Hence nobody may pay into one: central-bank money, which is not redeemed, would
// lie there for ever. What finds its owner's wallet closed or dormant may, because it was e-money there before.
func standing(m *compliance.Movement) compliance.Reason {
	switch {
	case m.Payer != nil && m.Payer.Status == wallet.WALLET_STATUS_CLOSED:
		return compliance.ReasonPayerClosed
	case m.Payee != nil && m.Payee.Status == wallet.WALLET_STATUS_CLOSED:
		return compliance.ReasonPayeeClosed
	case m.Payer != nil && m.Payer.Kind == wallet.WALLET_KIND_SUSPENSE && m.Kind != compliance.MovementRedeem:
		return compliance.ReasonPayerSuspense
	case m.Payee != nil && m.Payee.Kind == wallet.WALLET_KIND_SUSPENSE && entersFromOutside(m):
		return compliance.ReasonPayeeSuspense
	}
	for _, fee := range m.Fees {
		if fee.Payee.Status == wallet.WALLET_STATUS_CLOSED {
			return compliance.ReasonPayeeClosed
		}
	}
	return compliance.ReasonNone
}

// entersFromOutside: issuance is what a SUSPENSE wallet is for, and a released redemption is its own money.
func entersFromOutside(m *compliance.Movement) bool {
	return m.Kind != compliance.MovementIssue && m.Kind != compliance.MovementRelease && m.Kind != compliance.MovementSweep && !m.Suspense
}

// restricted judges the live orders on both wallets, and on those that fees go to.
func (r records) restricted(m *compliance.Movement, now int64) (compliance.Reason, error) {
	if m.Payer != nil {
		effect, err := r.effect(m.Payer.Address, m.Denom, now)
		if err != nil {
			return compliance.ReasonNone, err
		}
		if reason := effect.RefusesOut(m.Kind); reason != compliance.ReasonNone {
			return reason, nil
		}
	}
	for _, fee := range m.Fees {
		effect, err := r.effect(fee.Payee.Address, m.Denom, now)
		if err != nil {
			return compliance.ReasonNone, err
		}
		if reason := effect.RefusesIn(m.Kind); reason != compliance.ReasonNone {
			return reason, nil
		}
	}
	if m.Payee == nil || issueToSuspense(m) {
		return compliance.ReasonNone, nil
	}
	if m.Payer != nil && bytes.Equal(m.Payer.Address, m.Payee.Address) {
		// Whoever may pay may receive.
		return compliance.ReasonNone, nil
	}
	effect, err := r.effect(m.Payee.Address, m.Denom, now)
	if err != nil {
		return compliance.ReasonNone, err
	}
	return effect.RefusesIn(m.Kind), nil
}

// issueToSuspense: a receipt that may be credited to nobody must find a place, so that nothing stops a mint to SUSPENSE.
func issueToSuspense(m *compliance.Movement) bool {
	return m.Kind == compliance.MovementIssue && m.Payee != nil && m.Payee.Kind == wallet.WALLET_KIND_SUSPENSE
}

// RestrictionOn returns the strictest live effect on a wallet in a denom.
func (k Keeper) RestrictionOn(ctx context.Context, addr []byte, denom string) (compliance.Effect, error) {
	return k.records(ctx).effect(addr, denom, blockTime(ctx))
}
