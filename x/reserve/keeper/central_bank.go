// SPDX-License-Identifier: Apache-2.0

package keeper

import (
	"context"
	"errors"

	"cosmossdk.io/collections"

	"github.com/taelnet/tael/x/compliance"
	"github.com/taelnet/tael/x/consortium"
	"github.com/taelnet/tael/x/netting"
	"github.com/taelnet/tael/x/reserve"
	"github.com/taelnet/tael/x/wallet"
)

// Act returns the act of a central bank with a UETR. Error: reserve.ErrActUnknown.
func (k Keeper) Act(ctx context.Context, issuer uint32, uetr wallet.UETR) (reserve.ActRecord, error) {
	act, err := k.Acts.Get(ctx, reserve.ActKey(issuer, uetr))
	if errors.Is(err, collections.ErrNotFound) {
		return act, reserve.ErrActUnknown.Wrapf("member %d, uetr %s", issuer, uetr)
	}
	return act, err
}

// perform does an act once: known content answers from its record, and a refusal is recorded like a deed. do returns
// the reason of a refusal or has moved the money.
func (k Keeper) perform(ctx context.Context, act reserve.ActRecord, do func() (compliance.Reason, error)) (known reserve.ActRecord, replay bool, err error) {
	known, err = k.Act(ctx, act.Issuer, wallet.UETR(act.Uetr))
	if err == nil {
		if known.Digest() != act.Digest() {
			return known, false, reserve.ErrUetrConflict.Wrapf("%s: expected content %x with amount %d, got %x with amount %d",
				wallet.UETR(act.Uetr), known.Digest(), known.Amount, act.Digest(), act.Amount)
		}
		return known, true, nil
	}
	if !errors.Is(err, reserve.ErrActUnknown) {
		return known, false, err
	}

	reason, err := do()
	if err != nil {
		return act, false, err
	}
	act.Decide(uint32(reason), now(ctx))
	return act, false, k.Acts.Set(ctx, reserve.ActKey(act.Issuer, wallet.UETR(act.Uetr)), act)
}

// requireIssuer holds that the member is the central bank whose money the denom is.
func (k Keeper) requireIssuer(ctx context.Context, member consortium.Member, denom string) error {
	asset, err := k.assetOfClass(ctx, denom, reserve.ASSET_CLASS_CBDC)
	if err != nil {
		return err
	}
	if asset.Issuer != member.Number {
		return reserve.ErrNotIssuer.Wrapf("%s: expected member %d, got %s", denom, asset.Issuer, member.Id)
	}
	return nil
}

// issueToWallet credits a wallet, if compliance lets it be credited.
func (k Keeper) issueToWallet(ctx context.Context, act reserve.ActRecord, w wallet.Wallet) (compliance.Reason, error) {
	decision, err := k.compliance.Authorize(ctx, compliance.Movement{
		Kind: compliance.MovementIssue, Module: reserve.ModuleName, From: k.account, To: w.Address,
		Payee: &w, Denom: act.Denom, Amount: act.Amount, Strength: compliance.STRENGTH_ONE,
	})
	if err != nil || !decision.Allowed() {
		return decision.Reason, err
	}
	if err := k.mint(ctx, act.Issuer, w.Address, act.Denom, act.Amount); err != nil {
		return 0, err
	}
	return 0, k.compliance.Weigh(ctx, decision)
}

// issueToMember fills a settlement account; that is no wallet, so there is nothing to ask compliance. If the member pays
// for it out of its reserve, the reserve must have what belongs to nobody who waits.
func (k Keeper) issueToMember(ctx context.Context, act reserve.ActRecord) (compliance.Reason, error) {
	if act.Reserve {
		reason, err := k.payFromReserve(ctx, act)
		if err != nil || reason != compliance.ReasonNone {
			return reason, err
		}
	}
	to := netting.SettlementAccount(act.Member, act.Denom)
	if err := k.mint(ctx, act.Issuer, to, act.Denom, act.Amount); err != nil {
		return 0, err
	}
	return 0, k.netting.FundsMoved(ctx, act.Member, act.Denom, false)
}

// burnFrom burns what lies at an address, if enough does.
func (k Keeper) burnFrom(ctx context.Context, act reserve.ActRecord, from []byte) (compliance.Reason, error) {
	balance, err := k.ledger.Balance(ctx, from, act.Denom)
	if err != nil {
		return 0, err
	}
	if balance < act.Amount {
		return compliance.ReasonBalance, nil
	}
	return 0, k.burn(ctx, act.Issuer, from, act.Denom, act.Amount)
}

// correct burns from a settlement account whatever position its member has: the one forced change of cover there is.
func (k Keeper) correct(ctx context.Context, act reserve.ActRecord) (compliance.Reason, error) {
	reason, err := k.burnFrom(ctx, act, netting.SettlementAccount(act.Member, act.Denom))
	if err != nil || reason != compliance.ReasonNone {
		return reason, err
	}
	if act.Reserve {
		if err := k.payToReserve(ctx, act); err != nil {
			return 0, err
		}
	}
	return 0, k.netting.FundsMoved(ctx, act.Member, act.Denom, true)
}

// payFromReserve takes the amount of an issue from the member's reserve of the currency's e-money, as of today.
func (k Keeper) payFromReserve(ctx context.Context, act reserve.ActRecord) (compliance.Reason, error) {
	currency, _, err := k.netting.Currency(ctx, act.Denom)
	if err != nil {
		return 0, err
	}
	today, err := k.today(ctx)
	if err != nil {
		return 0, err
	}
	r, err := k.Reserve(ctx, act.Member, currency.EmoneyDenom)
	if err != nil {
		return 0, err
	}
	if r.Free() < act.Amount {
		return compliance.ReasonBalance, nil
	}
	return 0, k.changeReserve(ctx, act.Member, currency.EmoneyDenom, func(r *reserve.ReserveRecord) error {
		return r.Pay(today, act.Amount, now(ctx))
	})
}

// payToReserve adds the amount of a correction to the member's reserve of the currency's e-money, as of today.
func (k Keeper) payToReserve(ctx context.Context, act reserve.ActRecord) error {
	currency, _, err := k.netting.Currency(ctx, act.Denom)
	if err != nil {
		return err
	}
	today, err := k.today(ctx)
	if err != nil {
		return err
	}
	return k.changeReserve(ctx, act.Member, currency.EmoneyDenom, func(r *reserve.ReserveRecord) error {
		return r.Receive(today, act.Amount, now(ctx))
	})
}
