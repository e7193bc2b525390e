// SPDX-License-Identifier: Apache-2.0

package keeper

import (
	"context"

	"github.com/taelnet/tael/x/compliance"
	"github.com/taelnet/tael/x/reserve"
	"github.com/taelnet/tael/x/wallet"
)

// secondsPerDay is the grain in which compliance knows when a wallet's money last moved.
const secondsPerDay = 86_400

// sweepDormant moves the whole balance of a dormant wallet to its custodian's SUSPENSE wallet and opens a case. Errors:
// reserve.ErrNotDormant, reserve.ErrSweepRefused, reserve.ErrAssetClass, wallet.ErrSuspenseMissing.
func (k Keeper) sweepDormant(ctx context.Context, w wallet.Wallet, denom string) (*reserve.MsgSweepDormantResponse, error) {
	if _, err := k.assetOfClass(ctx, denom, reserve.ASSET_CLASS_EMONEY); err != nil {
		return nil, err
	}
	if err := k.requireDormant(ctx, w); err != nil {
		return nil, err
	}
	amount, err := k.ledger.Balance(ctx, w.Address, denom)
	if err != nil {
		return nil, err
	}
	if amount == 0 {
		return nil, reserve.ErrSweepRefused.Wrapf("%s: expected %s in wallet %s, got none", compliance.ReasonBalance, denom, addressText(w.Address))
	}
	if err := k.sweep(ctx, w, denom, amount); err != nil {
		return nil, err
	}
	member, err := k.consortium.Member(ctx, w.Custodian)
	if err != nil {
		return nil, err
	}
	id, err := k.compliance.OpenCase(ctx, compliance.Case{
		Kind: compliance.CASE_KIND_DORMANT_WALLET, Member: w.Custodian, Wallet: w.Address, Denom: denom, Amount: amount,
	})
	if err != nil {
		return nil, err
	}
	return &reserve.MsgSweepDormantResponse{Amount: amount, CaseId: id}, emit(ctx, &reserve.EventDormantSwept{
		Wallet: addressText(w.Address), Member: member.Id, Denom: denom, Amount: amount, CaseId: id,
	})
}

// requireDormant holds that the term of the notice is over and that nothing moved on or after the day of the notice.
func (k Keeper) requireDormant(ctx context.Context, w wallet.Wallet) error {
	dormant, since, err := k.wallets.Dormant(ctx, w.Address)
	if err != nil {
		return err
	}
	if !dormant {
		return reserve.ErrNotDormant.Wrapf("wallet %s: expected a notice whose term is over, got one of %d", addressText(w.Address), since)
	}
	moved, err := k.compliance.LastMoved(ctx, w.Address)
	if err != nil {
		return err
	}
	if moved != 0 && moved+secondsPerDay > since {
		return reserve.ErrNotDormant.Wrapf("wallet %s: expected nothing to move from the day of the notice at %d on, got the day of %d",
			addressText(w.Address), since, moved)
	}
	return nil
}

func (k Keeper) sweep(ctx context.Context, w wallet.Wallet, denom string, amount uint64) error {
	to, err := k.wallets.Suspense(ctx, w.Custodian, denom)
	if err != nil {
		return err
	}
	suspense, err := k.wallets.Wallet(ctx, to)
	if err != nil {
		return err
	}
	decision, err := k.compliance.Authorize(ctx, compliance.Movement{
		Kind: compliance.MovementSweep, Module: reserve.ModuleName, From: w.Address, To: to,
		Payer: &w, Payee: &suspense, Denom: denom, Amount: amount, Strength: compliance.STRENGTH_ONE, Suspense: true,
	})
	if err != nil {
		return err
	}
	if !decision.Allowed() {
		return reserve.ErrSweepRefused.Wrap(decision.Reason.String())
	}
	if err := k.ledger.Move(ctx, w.Address, to, denom, amount); err != nil {
		return err
	}
	return k.compliance.Weigh(ctx, decision)
}
