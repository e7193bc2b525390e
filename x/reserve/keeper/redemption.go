// SPDX-License-Identifier: Apache-2.0

package keeper

import (
	"bytes"
	"context"
	"errors"

	"cosmossdk.io/collections"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/taelnet/tael/x/compliance"
	"github.com/taelnet/tael/x/consortium"
	"github.com/taelnet/tael/x/reserve"
	"github.com/taelnet/tael/x/wallet"
)

// Redemption returns the redemption of a wallet and UETR. Error: reserve.ErrRedemptionUnknown.
func (k Keeper) Redemption(ctx context.Context, holder []byte, uetr wallet.UETR) (reserve.RedemptionRecord, error) {
	r, err := k.Redemptions.Get(ctx, reserve.RedemptionKey(holder, uetr))
	if errors.Is(err, collections.ErrNotFound) {
		return r, reserve.ErrRedemptionUnknown.Wrapf("wallet %s, uetr %s", addressText(holder), uetr)
	}
	return r, err
}

func (k Keeper) saveRedemption(ctx context.Context, r reserve.RedemptionRecord) error {
	return k.Redemptions.Set(ctx, reserve.RedemptionKey(r.Wallet, wallet.UETR(r.Uetr)), r)
}

// requestRedemption puts money into the wallet's escrow, or records why not. The same request again answers with the
// redemption's present state.
func (k Keeper) requestRedemption(ctx context.Context, w wallet.Wallet, r reserve.RedemptionRecord) (*reserve.MsgRequestRedemptionResponse, error) {
	known, err := k.Redemption(ctx, w.Address, wallet.UETR(r.Uetr))
	if err == nil {
		return k.replayRedemption(ctx, known, r)
	}
	if !errors.Is(err, reserve.ErrRedemptionUnknown) {
		return nil, err
	}
	if err := k.redeemable(ctx, w, r); err != nil {
		return nil, err
	}

	escrow := wallet.EscrowAddress(reserve.ModuleName, w.Address)
	decision, err := k.authorizeRedemption(ctx, w, &r, compliance.Movement{
		Kind: compliance.MovementRedeem, Module: reserve.ModuleName, From: w.Address, To: escrow,
		Payer: &w, Denom: r.Denom, Amount: r.Amount, Strength: compliance.STRENGTH_ONE,
	})
	if err != nil {
		return nil, err
	}
	r.RequestedAt, r.ChangedAt = now(ctx), now(ctx)
	if !decision.Allowed() {
		return k.refuseRedemption(ctx, r, decision.Reason)
	}
	if err := k.ledger.Move(ctx, w.Address, escrow, r.Denom, r.Amount); err != nil {
		return nil, err
	}
	if err := k.compliance.Weigh(ctx, decision); err != nil {
		return nil, err
	}
	r.Status = reserve.REDEMPTION_STATUS_REQUESTED
	if err := k.saveRedemption(ctx, r); err != nil {
		return nil, err
	}
	return &reserve.MsgRequestRedemptionResponse{Status: r.Status}, emit(ctx, &reserve.EventRedemptionRequested{
		Uetr: wallet.UETR(r.Uetr).String(), Wallet: addressText(r.Wallet), Rail: r.Rail, Denom: r.Denom, Amount: r.Amount,
	})
}

// authorizeRedemption asks compliance, the balance, and whether the custodian's cover or a plan lets the money leave. The
// plan counts the amount at once.
func (k Keeper) authorizeRedemption(ctx context.Context, w wallet.Wallet, r *reserve.RedemptionRecord, m compliance.Movement) (compliance.Decision, error) {
	decision, err := k.authorizeOut(ctx, m)
	if err != nil || !decision.Allowed() {
		return decision, err
	}
	reason, err := k.mayPayOut(ctx, w, r)
	if err != nil {
		return compliance.Decision{}, err
	}
	if reason != compliance.ReasonNone {
		return compliance.Refuse(reason), nil
	}
	return decision, nil
}

// authorizeOut asks compliance and then the balance, in this order.
func (k Keeper) authorizeOut(ctx context.Context, m compliance.Movement) (compliance.Decision, error) {
	decision, err := k.compliance.Authorize(ctx, m)
	if err != nil || !decision.Allowed() {
		return decision, err
	}
	balance, err := k.ledger.Balance(ctx, m.From, m.Denom)
	if err != nil {
		return compliance.Decision{}, err
	}
	if balance < m.Amount {
		return compliance.Refuse(compliance.ReasonBalance), nil
	}
	return decision, nil
}

// redeemable checks that the rail can pay out this denom for the wallet's custodian.
func (k Keeper) redeemable(ctx context.Context, w wallet.Wallet, r reserve.RedemptionRecord) error {
	if _, err := k.assetOfClass(ctx, r.Denom, reserve.ASSET_CLASS_EMONEY); err != nil {
		return err
	}
	rail, err := k.Rail(ctx, r.Rail)
	if err != nil {
		return err
	}
	if rail.Denom != r.Denom {
		return reserve.ErrDenomMismatch.Wrapf("rail %s: expected %s, got %s", rail.Id, rail.Denom, r.Denom)
	}
	if !rail.Serves(w.Custodian) {
		return reserve.ErrAccountUnknown.Wrapf("rail %s: expected an account of member %d, got none", rail.Id, w.Custodian)
	}
	return nil
}

func (k Keeper) refuseRedemption(ctx context.Context, r reserve.RedemptionRecord, reason compliance.Reason) (*reserve.MsgRequestRedemptionResponse, error) {
	r.Status = reserve.REDEMPTION_STATUS_REFUSED
	r.Reason = uint32(reason)
	if err := k.saveRedemption(ctx, r); err != nil {
		return nil, err
	}
	return &reserve.MsgRequestRedemptionResponse{Status: r.Status, Reason: r.Reason}, emit(ctx, &reserve.EventRedemptionRefused{
		Uetr: wallet.UETR(r.Uetr).String(), Wallet: addressText(r.Wallet), Reason: r.Reason,
	})
}

func (k Keeper) replayRedemption(ctx context.Context, known, asked reserve.RedemptionRecord) (*reserve.MsgRequestRedemptionResponse, error) {
	if known.Digest() != asked.Digest() {
		return nil, reserve.ErrUetrConflict.Wrapf("%s: expected content %x with amount %d, got %x with amount %d",
			wallet.UETR(asked.Uetr), known.Digest(), known.Amount, asked.Digest(), asked.Amount)
	}
	return &reserve.MsgRequestRedemptionResponse{Status: known.StatusAt(now(ctx)), Reason: known.Reason, Replay: true}, nil
}

// openAttempt takes the attempt lock. The wallet's custodian pays, so it must have an account at the rail, also if it
// took the wallet over since the request.
func (k Keeper) openAttempt(ctx context.Context, w wallet.Wallet, r reserve.RedemptionRecord, reference string, deadline int64) (*reserve.MsgOpenAttemptResponse, error) {
	params, err := k.Params.Get(ctx)
	if err != nil {
		return nil, err
	}
	if err := r.OpenAttempt(w.Custodian, reference, deadline, now(ctx), params.MaxAttemptTerm); err != nil {
		return nil, err
	}
	if err := k.redeemable(ctx, w, r); err != nil {
		return nil, err
	}
	reason, err := k.mayPayOut(ctx, w, &r)
	if err != nil {
		return nil, err
	}
	if reason != compliance.ReasonNone {
		return nil, reserve.ErrPayOutStopped.Wrapf("%s: %s", reason, reason.Meaning())
	}
	if err := k.changeReserve(ctx, w.Custodian, r.Denom, func(own *reserve.ReserveRecord) error { return own.Fly(r.Amount) }); err != nil {
		return nil, err
	}
	if err := k.countAttempt(ctx, w.Address, 1); err != nil {
		return nil, err
	}
	if err := k.saveRedemption(ctx, r); err != nil {
		return nil, err
	}
	return &reserve.MsgOpenAttemptResponse{Attempt: r.Attempt}, emit(ctx, &reserve.EventAttemptOpened{
		Uetr: wallet.UETR(r.Uetr).String(), Wallet: addressText(r.Wallet), Attempt: r.Attempt,
		Rail: r.Rail, RailReference: r.RailReference, Deadline: r.Deadline,
	})
}

// countAttempt counts the redemptions of a wallet that have an open attempt; none is no record.
func (k Keeper) countAttempt(ctx context.Context, holder []byte, change int) error {
	open, err := k.openAttempts(ctx, holder)
	if err != nil {
		return err
	}
	count := int(open) + change
	if count <= 0 {
		return k.OpenAttempts.Remove(ctx, holder)
	}
	return k.OpenAttempts.Set(ctx, holder, uint32(count))
}

func (k Keeper) openAttempts(ctx context.Context, holder []byte) (uint32, error) {
	open, err := k.OpenAttempts.Get(ctx, holder)
	if errors.Is(err, collections.ErrNotFound) {
		return 0, nil
	}
	return open, err
}

// releaseRedemption gives the escrow back to its owner, whom nothing stops from getting it, and the limits what the
// request still weighs.
func (k Keeper) releaseRedemption(ctx context.Context, w wallet.Wallet, r reserve.RedemptionRecord) error {
	if err := r.Release(now(ctx)); err != nil {
		return err
	}
	escrow := wallet.EscrowAddress(reserve.ModuleName, w.Address)
	decision, err := k.compliance.Authorize(ctx, compliance.Movement{
		Kind: compliance.MovementRelease, Module: reserve.ModuleName, From: escrow, To: w.Address,
		Payee: &w, Denom: r.Denom, Amount: r.Amount, Strength: compliance.STRENGTH_ONE, OriginalAt: r.RequestedAt,
	})
	if err != nil {
		return err
	}

	if err := k.ledger.Move(ctx, escrow, w.Address, r.Denom, r.Amount); err != nil {
		return err
	}
	if err := k.compliance.Weigh(ctx, decision); err != nil {
		return err
	}
	if err := k.giveBackShare(ctx, w, &r); err != nil {
		return err
	}
	if err := k.saveRedemption(ctx, r); err != nil {
		return err
	}
	return emit(ctx, &reserve.EventRedemptionReleased{
		Uetr: wallet.UETR(r.Uetr).String(), Wallet: addressText(r.Wallet), Denom: r.Denom, Amount: r.Amount,
	})
}

// requireOwner holds that the signer is the wallet's own key, or for a SUSPENSE wallet, which has none, its custodian.
func (k Keeper) requireOwner(ctx context.Context, w wallet.Wallet, owner string) error {
	if w.Kind != wallet.WALLET_KIND_SUSPENSE {
		signer, err := wallet.ParseAddress(owner)
		if err == nil && !bytes.Equal(signer, w.Address) {
			err = reserve.ErrNotOwner.Wrapf("expected %s, got %s", addressText(w.Address), owner)
		}
		return err
	}
	return k.requireCustodian(ctx, w, owner)
}

// requireCustodian holds that the signer has the OPERATIONS duty of the wallet's custodian.
func (k Keeper) requireCustodian(ctx context.Context, w wallet.Wallet, operator string) error {
	member, err := k.consortium.RequireDuty(ctx, operator, consortium.DUTY_OPERATIONS)
	if err != nil {
		return err
	}
	if member.Number != w.Custodian {
		return reserve.ErrNotCustodian.Wrapf("wallet %s: expected member %d, got %d", sdk.AccAddress(w.Address), w.Custodian, member.Number)
	}
	return nil
}
