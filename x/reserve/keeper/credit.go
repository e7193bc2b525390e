// SPDX-License-Identifier: Apache-2.0

package keeper

import (
	"context"
	"errors"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/taelnet/tael/x/compliance"
	"github.com/taelnet/tael/x/consortium"
	"github.com/taelnet/tael/x/reserve"
	"github.com/taelnet/tael/x/wallet"
)

// credit says where a receipt goes: to its owner, or whole to SUSPENSE for a cause.
type credit struct {
	to       sdk.AccAddress
	cause    reserve.SuspenseCause
	decision compliance.Decision
	// returned is the redemption that came back, nil if none did.
	returned *reserve.RedemptionRecord
}

func suspended(cause reserve.SuspenseCause, reason compliance.Reason) credit {
	return credit{cause: cause, decision: compliance.Refuse(reason)}
}

// creditOf says where the receipt goes now, and if not to its owner, why.
func (k Keeper) creditOf(ctx context.Context, i reserve.IssuanceRecord) (credit, error) {
	if len(i.Returns) != 0 {
		return k.creditOfReturn(ctx, i)
	}
	if len(i.Beneficiary) == 0 {
		return credit{cause: reserve.SUSPENSE_CAUSE_NO_BENEFICIARY}, nil
	}
	w, err := k.wallets.Wallet(ctx, i.Beneficiary)
	if errors.Is(err, wallet.ErrWalletUnknown) {
		return credit{cause: reserve.SUSPENSE_CAUSE_WALLET_UNKNOWN}, nil
	}
	if err != nil {
		return credit{}, err
	}
	member, err := k.consortium.Member(ctx, i.Member)
	if err != nil {
		return credit{}, err
	}
	// One member's receipt must not become another's liability.
	if w.Custodian != i.Member {
		return suspended(reserve.SUSPENSE_CAUSE_REFUSED, compliance.ReasonCustodianMismatch), nil
	}
	if member.Status == consortium.MEMBER_STATUS_SUSPENDED {
		return suspended(reserve.SUSPENSE_CAUSE_REFUSED, compliance.ReasonMemberSuspended), nil
	}
	decision, err := k.compliance.Authorize(ctx, compliance.Movement{
		Kind: compliance.MovementIssue, Module: reserve.ModuleName, From: k.account, To: i.Beneficiary,
		Payee: &w, Denom: i.Denom, Amount: i.Amount, Strength: compliance.STRENGTH_ONE,
	})
	if err != nil {
		return credit{}, err
	}
	if !decision.Allowed() {
		return credit{cause: reserve.SUSPENSE_CAUSE_REFUSED, decision: decision}, nil
	}
	return credit{to: i.Beneficiary, decision: decision}, nil
}

// mintReceipt mints the whole receipt, which waited or would have: to its owner, or to the custodian's SUSPENSE wallet,
// which nothing stops because the receipt backs it one to one.
func (k Keeper) mintReceipt(ctx context.Context, i *reserve.IssuanceRecord, c credit) ([]fact, error) {
	member, err := k.consortium.Member(ctx, i.Member)
	if err != nil {
		return nil, err
	}
	if c.cause != reserve.SUSPENSE_CAUSE_UNSPECIFIED {
		if c.to, err = k.wallets.Suspense(ctx, i.Member, i.Denom); err != nil {
			return nil, err
		}
	}
	if err := k.changeReserve(ctx, i.Member, i.Denom, func(r *reserve.ReserveRecord) error { return r.EndWait(i.Amount) }); err != nil {
		return nil, err
	}
	if err := k.mint(ctx, i.Member, c.to, i.Denom, i.Amount); err != nil {
		return nil, err
	}
	if c.cause == reserve.SUSPENSE_CAUSE_UNSPECIFIED {
		if err := k.compliance.Weigh(ctx, c.decision); err != nil {
			return nil, err
		}
	}
	if err := k.keepForClosed(ctx, i, c); err != nil {
		return nil, err
	}
	i.Mint(c.to, c.cause, uint32(c.decision.Reason), now(ctx))
	facts := []fact{&reserve.EventIssuanceMinted{
		Rail: i.Rail, Account: i.Account, BookingDate: i.BookingDate, EntryReference: i.EntryReference, Member: member.Id,
		Credited: c.to.String(), Denom: i.Denom, Amount: i.Amount,
		Suspense: c.cause != reserve.SUSPENSE_CAUSE_UNSPECIFIED, Reason: uint32(c.decision.Reason),
	}}
	if c.returned == nil {
		return facts, nil
	}
	returned, err := k.markReturned(ctx, *c.returned, i.Amount)
	return append(facts, returned), err
}

// keepForClosed opens a case for money that came to a wallet that is closed: it lies in SUSPENSE and is somebody's.
func (k Keeper) keepForClosed(ctx context.Context, i *reserve.IssuanceRecord, c credit) error {
	if c.cause != reserve.SUSPENSE_CAUSE_REFUSED || c.decision.Reason != compliance.ReasonPayeeClosed {
		return nil
	}
	owner := i.Beneficiary
	if c.returned != nil {
		owner = c.returned.Wallet
	}
	_, err := k.compliance.OpenCase(ctx, compliance.Case{
		Kind: compliance.CASE_KIND_CLOSED_WALLET, Member: i.Member, Wallet: owner, Denom: i.Denom, Amount: i.Amount,
		Reference: i.Key().Bytes(),
	})
	return err
}
