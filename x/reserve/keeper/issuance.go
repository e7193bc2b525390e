// SPDX-License-Identifier: Apache-2.0

package keeper

import (
	"context"
	"errors"

	"cosmossdk.io/collections"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/taelnet/tael/x/compliance"
	"github.com/taelnet/tael/x/consortium"
	"github.com/taelnet/tael/x/reserve"
	"github.com/taelnet/tael/x/wallet"
)

// Issuance returns the receipt of a key. Error: reserve.ErrIssuanceUnknown.
func (k Keeper) Issuance(ctx context.Context, key reserve.ReceiptKey) (reserve.IssuanceRecord, error) {
	issuance, err := k.Issuances.Get(ctx, key.Bytes())
	if errors.Is(err, collections.ErrNotFound) {
		return issuance, reserve.ErrIssuanceUnknown.Wrapf("rail %q, account %q, booked %d, reference %q",
			key.Rail, key.Account, key.BookingDate, key.EntryReference)
	}
	return issuance, err
}

// attestReceipt records what a member states and mints once the rail's rule is met.
func (k Keeper) attestReceipt(ctx context.Context, attestor consortium.Member, msg *reserve.MsgAttestReceipt) (*reserve.MsgAttestReceiptResponse, error) {
	rail, err := k.Rail(ctx, msg.Rail)
	if err != nil {
		return nil, err
	}
	if !rail.Attests(attestor.Number) {
		return nil, reserve.ErrNotAttestor.Wrapf("rail %s: expected one of its %d attestors, got %s", rail.Id, len(rail.Attestors), attestor.Id)
	}
	if rail.Denom != msg.Denom {
		return nil, reserve.ErrDenomMismatch.Wrapf("rail %s: expected %s, got %s", rail.Id, rail.Denom, msg.Denom)
	}
	beneficiary, err := optionalAddress(msg.Beneficiary)
	if err != nil {
		return nil, err
	}
	issuance, err := k.receipt(ctx, rail, msg, beneficiary)
	if err != nil {
		return nil, err
	}

	pending := issuance.Status == reserve.ISSUANCE_STATUS_PENDING
	contradicted, err := issuance.Attest(attestor.Number, beneficiary, msg.Amount, now(ctx))
	if err != nil {
		return nil, err
	}
	facts := receiptFacts(msg, attestor, issuance, contradicted, pending)
	if issuance.Status == reserve.ISSUANCE_STATUS_PENDING && rail.Establishes(issuance.Attestors(), issuance.Member) {
		minted, err := k.mintReceipt(ctx, &issuance)
		if err != nil {
			return nil, err
		}
		facts = append(facts, minted)
	}
	if err := k.Issuances.Set(ctx, issuance.Key().Bytes(), issuance); err != nil {
		return nil, err
	}
	return &reserve.MsgAttestReceiptResponse{
		Status: issuance.Status, Credited: addressText(issuance.Credited), Contradicted: contradicted,
	}, emit(ctx, facts...)
}

// receipt loads the receipt or begins it with what is stated first. The account's member is fixed from then on.
func (k Keeper) receipt(ctx context.Context, rail reserve.RailRecord, msg *reserve.MsgAttestReceipt, beneficiary []byte) (reserve.IssuanceRecord, error) {
	issuance, err := k.Issuance(ctx, msg.Key())
	if err == nil || !errors.Is(err, reserve.ErrIssuanceUnknown) {
		return issuance, err
	}
	member, err := rail.AccountMember(msg.Account)
	if err != nil {
		return reserve.IssuanceRecord{}, err
	}
	return reserve.IssuanceRecord{
		Rail: msg.Rail, Account: msg.Account, BookingDate: msg.BookingDate, EntryReference: msg.EntryReference,
		Beneficiary: beneficiary, Denom: msg.Denom, Amount: msg.Amount,
		Status: reserve.ISSUANCE_STATUS_PENDING, Member: member,
	}, nil
}

// mintReceipt mints the whole receipt: to its beneficiary, or where that credit is not to be, to the custodian's
// SUSPENSE wallet, which nothing stops because the receipt backs it one to one.
func (k Keeper) mintReceipt(ctx context.Context, i *reserve.IssuanceRecord) (*reserve.EventIssuanceMinted, error) {
	member, err := k.consortium.Member(ctx, i.Member)
	if err != nil {
		return nil, err
	}
	cause, decision, err := k.creditable(ctx, i, member)
	if err != nil {
		return nil, err
	}
	to := sdk.AccAddress(i.Beneficiary)
	if cause != reserve.SUSPENSE_CAUSE_UNSPECIFIED {
		if to, err = k.wallets.Suspense(ctx, i.Member, i.Denom); err != nil {
			return nil, err
		}
	}

	if err := k.mint(ctx, i.Member, to, i.Denom, i.Amount); err != nil {
		return nil, err
	}
	if cause == reserve.SUSPENSE_CAUSE_UNSPECIFIED {
		if err := k.compliance.Weigh(ctx, decision); err != nil {
			return nil, err
		}
	}
	i.Mint(to, cause, uint32(decision.Reason), now(ctx))
	return &reserve.EventIssuanceMinted{
		Rail: i.Rail, Account: i.Account, BookingDate: i.BookingDate, EntryReference: i.EntryReference, Member: member.Id,
		Credited: to.String(), Denom: i.Denom, Amount: i.Amount,
		Suspense: cause != reserve.SUSPENSE_CAUSE_UNSPECIFIED, Reason: uint32(decision.Reason),
	}, nil
}

// creditable says whether the beneficiary may be credited, and if not, why.
func (k Keeper) creditable(ctx context.Context, i *reserve.IssuanceRecord, member consortium.Member) (reserve.SuspenseCause, compliance.Decision, error) {
	if len(i.Beneficiary) == 0 {
		return reserve.SUSPENSE_CAUSE_NO_BENEFICIARY, compliance.Decision{}, nil
	}
	w, err := k.wallets.Wallet(ctx, i.Beneficiary)
	if errors.Is(err, wallet.ErrWalletUnknown) {
		return reserve.SUSPENSE_CAUSE_WALLET_UNKNOWN, compliance.Decision{}, nil
	}
	if err != nil {
		return reserve.SUSPENSE_CAUSE_UNSPECIFIED, compliance.Decision{}, err
	}
	// One member's receipt must not become another's liability.
	if w.Custodian != i.Member {
		return reserve.SUSPENSE_CAUSE_REFUSED, compliance.Refuse(compliance.ReasonCustodianMismatch), nil
	}
	if member.Status == consortium.MEMBER_STATUS_SUSPENDED {
		return reserve.SUSPENSE_CAUSE_REFUSED, compliance.Refuse(compliance.ReasonMemberSuspended), nil
	}
	decision, err := k.compliance.Authorize(ctx, compliance.Movement{
		Kind: compliance.MovementIssue, Module: reserve.ModuleName, From: k.account, To: i.Beneficiary,
		Payee: &w, Denom: i.Denom, Amount: i.Amount, Strength: compliance.STRENGTH_ONE,
	})
	if err != nil || decision.Allowed() {
		return reserve.SUSPENSE_CAUSE_UNSPECIFIED, decision, err
	}
	return reserve.SUSPENSE_CAUSE_REFUSED, decision, nil
}

// receiptFacts are the events of one statement, apart from the mint. A statement against a minted receipt is not
// recorded: it only says that somebody contradicts.
func receiptFacts(msg *reserve.MsgAttestReceipt, attestor consortium.Member, i reserve.IssuanceRecord, contradicted, pending bool) []fact {
	var facts []fact
	if !contradicted || i.Status == reserve.ISSUANCE_STATUS_ON_HOLD {
		facts = append(facts, &reserve.EventReceiptAttested{
			Rail: msg.Rail, Account: msg.Account, BookingDate: msg.BookingDate, EntryReference: msg.EntryReference, Attestor: attestor.Id,
		})
	}
	if contradicted {
		facts = append(facts, &reserve.EventFactContradicted{
			Rail: msg.Rail, Attestor: attestor.Id, Account: msg.Account, BookingDate: msg.BookingDate,
			EntryReference: msg.EntryReference, Amount: msg.Amount, Beneficiary: msg.Beneficiary,
		})
	}
	if contradicted && pending {
		facts = append(facts, &reserve.EventIssuanceHeld{
			Rail: msg.Rail, Account: msg.Account, BookingDate: msg.BookingDate, EntryReference: msg.EntryReference,
		})
	}
	return facts
}
