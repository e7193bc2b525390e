// SPDX-License-Identifier: Apache-2.0

package keeper

import (
	"context"

	"github.com/taelnet/tael/x/compliance"
	"github.com/taelnet/tael/x/consortium"
	"github.com/taelnet/tael/x/netting"
	"github.com/taelnet/tael/x/reserve"
	"github.com/taelnet/tael/x/wallet"
)

// treasuryWallet returns the signer's own wallet, which must be its member's: a member moves its own money only.
// Errors: wallet.ErrWalletUnknown, reserve.ErrTreasuryWallet.
func (k Keeper) treasuryWallet(ctx context.Context, member consortium.Member, treasury string) (wallet.Wallet, error) {
	addr, err := wallet.ParseAddress(treasury)
	if err != nil {
		return wallet.Wallet{}, err
	}
	w, err := k.wallets.Wallet(ctx, addr)
	if err != nil {
		return wallet.Wallet{}, err
	}
	if w.Custodian != member.Number {
		return w, reserve.ErrTreasuryWallet.Wrapf("wallet %s: expected custodian %d, got %d", treasury, member.Number, w.Custodian)
	}
	return w, nil
}

// settles holds that the denom settles a currency.
func (k Keeper) settles(ctx context.Context, denom string) error {
	c, settling, err := k.netting.Currency(ctx, denom)
	if err != nil {
		return err
	}
	if !settling {
		return reserve.ErrAssetClass.Wrapf("expected %s, the settling denom of %s, got %s", c.SettlingDenom, c.Code, denom)
	}
	return nil
}

// fundsIn fills the settlement account. It is open to a member that is OUTBOUND_BLOCKED or SUSPENDED: money coming in
// is what heals it.
func (k Keeper) fundsIn(ctx context.Context, member consortium.Member, w wallet.Wallet, denom string, amount uint64) error {
	if err := k.settles(ctx, denom); err != nil {
		return err
	}
	decision, err := k.authorizeOut(ctx, compliance.Movement{
		Kind: compliance.MovementFunds, Module: reserve.ModuleName, From: w.Address, To: netting.SettlementAccount(member.Number, denom),
		Payer: &w, Denom: denom, Amount: amount, Strength: compliance.STRENGTH_ONE,
	})
	if err != nil {
		return err
	}
	if !decision.Allowed() {
		return reserve.ErrFundsInRefused.Wrap(decision.Reason.String())
	}
	if err := k.moveFunds(ctx, decision, member, w.Address, netting.SettlementAccount(member.Number, denom), denom, amount); err != nil {
		return err
	}
	return emit(ctx, &reserve.EventFundsMovedIn{Member: member.Id, Treasury: addressText(w.Address), Denom: denom, Amount: amount})
}

// fundsOut takes from the settlement account what position and cover leave free.
func (k Keeper) fundsOut(ctx context.Context, member consortium.Member, w wallet.Wallet, denom string, amount uint64) error {
	if err := k.settles(ctx, denom); err != nil {
		return err
	}
	decision, err := k.authorizeFundsOut(ctx, member, w, denom, amount)
	if err != nil {
		return err
	}
	if !decision.Allowed() {
		return reserve.ErrFundsOutRefused.Wrap(decision.Reason.String())
	}
	if err := k.requireCovered(ctx, member, denom, amount); err != nil {
		return err
	}
	if err := k.moveFunds(ctx, decision, member, netting.SettlementAccount(member.Number, denom), w.Address, denom, amount); err != nil {
		return err
	}
	return emit(ctx, &reserve.EventFundsMovedOut{Member: member.Id, Treasury: addressText(w.Address), Denom: denom, Amount: amount})
}

// authorizeFundsOut asks in the order of all checks: standing, restrictions, balance, cover. A SUSPENDED member's
// settlement balance stays for the cycles it still owes.
func (k Keeper) authorizeFundsOut(ctx context.Context, member consortium.Member, w wallet.Wallet, denom string, amount uint64) (compliance.Decision, error) {
	if member.Status == consortium.MEMBER_STATUS_SUSPENDED {
		return compliance.Refuse(compliance.ReasonMemberSuspended), nil
	}
	decision, err := k.authorizeOut(ctx, compliance.Movement{
		Kind: compliance.MovementFunds, Module: reserve.ModuleName, From: netting.SettlementAccount(member.Number, denom), To: w.Address,
		Payee: &w, Denom: denom, Amount: amount, Strength: compliance.STRENGTH_ONE,
	})
	if err != nil || !decision.Allowed() {
		return decision, err
	}
	reason, err := k.netting.FundsOutAllowed(ctx, member.Number, denom, amount)
	if err != nil {
		return compliance.Decision{}, err
	}
	if reason != compliance.ReasonNone {
		return compliance.Refuse(reason), nil
	}
	return decision, nil
}

// requireCovered holds that the e-money of a member stays covered once the amount has left its settlement account.
// Error: reserve.ErrFundsOutRefused.
func (k Keeper) requireCovered(ctx context.Context, member consortium.Member, denom string, amount uint64) error {
	currency, _, err := k.netting.Currency(ctx, denom)
	if err != nil {
		return err
	}
	coverage, err := k.Coverage(ctx, member.Number, currency.EmoneyDenom)
	if err != nil {
		return err
	}
	if rest := coverage.AfterFundsOut(amount); !rest.Holds() {
		return reserve.ErrFundsOutRefused.Wrapf("COVERAGE: expected what covers %s at %d percent to stay, surplus would be %d at 100 percent",
			currency.EmoneyDenom, rest.Percent, rest.Surplus())
	}
	return nil
}

// moveFunds moves, weighs and tells netting that the cover changed.
func (k Keeper) moveFunds(ctx context.Context, d compliance.Decision, member consortium.Member, from, to []byte, denom string, amount uint64) error {
	if err := k.ledger.Move(ctx, from, to, denom, amount); err != nil {
		return err
	}
	if err := k.compliance.Weigh(ctx, d); err != nil {
		return err
	}
	return k.netting.FundsMoved(ctx, member.Number, denom, false)
}
