// SPDX-License-Identifier: Apache-2.0

package keeper

import (
	"bytes"
	"context"

	sdk "github.com/cosmos/cosmos-sdk/types"

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
	now := sdk.UnwrapSDKContext(ctx).BlockTime().Unix()
	if m.Kind.Stoppable() {
		if reason := standing(&m); reason != compliance.ReasonNone {
			return compliance.Refuse(reason), nil
		}
		reason, err := k.restricted(ctx, &m, now)
		if err != nil || reason != compliance.ReasonNone {
			return compliance.Refuse(reason), err
		}
	}
	return k.weigh(ctx, &m, now)
}

// Weigh writes the usage records of an allowed decision. It returns ErrDecisionRefused for any other.
func (k Keeper) Weigh(ctx context.Context, d compliance.Decision) error {
	if !d.Allowed() {
		return compliance.ErrDecisionRefused.Wrapf("expected an allowed decision, got %s", d.Reason)
	}
	first, second := d.Weights()
	if err := k.writeUsage(ctx, first); err != nil {
		return err
	}
	return k.writeUsage(ctx, second)
}

// standing judges what the wallets themselves say: a closed one neither pays nor receives, and what lies in a SUSPENSE
// wallet leaves only by redemption (domain.md 6: one way out of the chain).
func standing(m *compliance.Movement) compliance.Reason {
	switch {
	case m.Payer != nil && m.Payer.Status == wallet.WALLET_STATUS_CLOSED:
		return compliance.ReasonPayerClosed
	case m.Payee != nil && m.Payee.Status == wallet.WALLET_STATUS_CLOSED:
		return compliance.ReasonPayeeClosed
	case m.Payer != nil && m.Payer.Kind == wallet.WALLET_KIND_SUSPENSE && m.Kind != compliance.MovementRedeem:
		return compliance.ReasonPayerSuspense
	default:
		return compliance.ReasonNone
	}
}

// restricted judges the live orders on both wallets.
func (k Keeper) restricted(ctx context.Context, m *compliance.Movement, now int64) (compliance.Reason, error) {
	if m.Payer != nil {
		effect, err := k.effectAt(ctx, m.Payer.Address, m.Denom, now)
		if err != nil {
			return compliance.ReasonNone, err
		}
		if reason := effect.RefusesOut(m.Kind); reason != compliance.ReasonNone {
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
	effect, err := k.effectAt(ctx, m.Payee.Address, m.Denom, now)
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
	return k.effectAt(ctx, addr, denom, sdk.UnwrapSDKContext(ctx).BlockTime().Unix())
}

func (k Keeper) effectAt(ctx context.Context, addr []byte, denom string, now int64) (compliance.Effect, error) {
	live, err := k.live(ctx, addr)
	if err != nil || len(live) == 0 {
		return compliance.EFFECT_UNSPECIFIED, err
	}
	return live.Strictest(denom, now), nil
}
