// SPDX-License-Identifier: Apache-2.0

package keeper

import (
	"context"
	"errors"

	"cosmossdk.io/collections"

	"github.com/taelnet/tael/x/compliance"
	"github.com/taelnet/tael/x/reserve"
	"github.com/taelnet/tael/x/wallet"
)

// requireReturnable checks content that names a redemption when it is stated first: the redemption was paid out by the
// account's member and has not come back yet. Whoever agrees later states a fact whatever became of it. Errors: reserve.ErrRedemptionUnknown,
// reserve.ErrReturnInvalid.
func (k Keeper) requireReturnable(ctx context.Context, rail reserve.RailRecord, i reserve.IssuanceRecord, s reserve.Statement) error {
	if len(s.Returns) == 0 || i.Fact() || i.Heard(s) {
		return nil
	}
	r, err := k.Redemptions.Get(ctx, s.Returns)
	if errors.Is(err, collections.ErrNotFound) {
		return reserve.ErrRedemptionUnknown.Wrapf("receipt %s: expected a redemption that was paid out", i.EntryReference)
	}
	if err != nil {
		return err
	}
	return r.Returnable(rail, i.Member, s.Amount)
}

// creditOfReturn sends the money back to whose it was. It goes to SUSPENSE if the wallet is closed, may not receive, is
// kept by another member by now, or if another receipt has returned the redemption before.
func (k Keeper) creditOfReturn(ctx context.Context, i reserve.IssuanceRecord) (credit, error) {
	r, err := k.Redemptions.Get(ctx, i.Returns)
	if err != nil {
		return credit{}, err
	}
	if r.Status != reserve.REDEMPTION_STATUS_CONFIRMED {
		return credit{cause: reserve.SUSPENSE_CAUSE_RETURNED_TWICE}, nil
	}
	w, err := k.wallets.Wallet(ctx, r.Wallet)
	if err != nil {
		return credit{}, err
	}
	reason, err := k.refusesReturn(ctx, w, i)
	if err != nil {
		return credit{}, err
	}
	if reason != compliance.ReasonNone {
		c := suspended(reserve.SUSPENSE_CAUSE_REFUSED, reason)
		c.returned = &r
		return c, nil
	}
	decision, err := k.compliance.Authorize(ctx, compliance.Movement{
		Kind: compliance.MovementRelease, Module: reserve.ModuleName, From: k.account, To: w.Address,
		Payee: &w, Denom: i.Denom, Amount: i.Amount, Strength: compliance.STRENGTH_ONE, OriginalAt: r.RequestedAt,
	})
	return credit{to: w.Address, decision: decision, returned: &r}, err
}

// refusesReturn: money that comes from outside does not pass a restriction, though it was once the owner's.
func (k Keeper) refusesReturn(ctx context.Context, w wallet.Wallet, i reserve.IssuanceRecord) (compliance.Reason, error) {
	switch {
	case w.Closed():
		return compliance.ReasonPayeeClosed, nil
	case w.Custodian != i.Member:
		return compliance.ReasonCustodianMismatch, nil
	}
	effect, err := k.compliance.RestrictionOn(ctx, w.Address, i.Denom)
	return effect.RefusesIn(compliance.MovementIssue), err
}

// markReturned ends the redemption: what it paid out is back.
func (k Keeper) markReturned(ctx context.Context, r reserve.RedemptionRecord, amount uint64) (fact, error) {
	if err := r.Return(amount, now(ctx)); err != nil {
		return nil, err
	}
	return &reserve.EventRedemptionReturned{
		Uetr: wallet.UETR(r.Uetr).String(), Wallet: addressText(r.Wallet), Denom: r.Denom, Amount: amount,
	}, k.saveRedemption(ctx, r)
}
