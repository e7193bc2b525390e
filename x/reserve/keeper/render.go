// SPDX-License-Identifier: Apache-2.0

package keeper

import (
	"context"

	"github.com/taelnet/tael/x/reserve"
	"github.com/taelnet/tael/x/wallet"
)

// memberID names a member for people; 0 is no member.
func (k Keeper) memberID(ctx context.Context, number uint32) (string, error) {
	if number == 0 {
		return "", nil
	}
	member, err := k.consortium.Member(ctx, number)
	return member.Id, err
}

func (k Keeper) renderAsset(ctx context.Context, a reserve.AssetRecord) (reserve.Asset, error) {
	issuer, err := k.memberID(ctx, a.Issuer)
	return reserve.Asset{Denom: a.Denom, Currency: a.Currency, Exponent: a.Exponent, Class: a.Class, Issuer: issuer}, err
}

func (k Keeper) renderRail(ctx context.Context, r reserve.RailRecord) (reserve.Rail, error) {
	rail := reserve.Rail{Id: r.Id, Denom: r.Denom, Threshold: r.Threshold, MintingStopped: r.MintingStopped}
	for _, number := range r.Attestors {
		id, err := k.memberID(ctx, number)
		if err != nil {
			return reserve.Rail{}, err
		}
		rail.Attestors = append(rail.Attestors, id)
	}
	for _, a := range r.Accounts {
		id, err := k.memberID(ctx, a.Member)
		if err != nil {
			return reserve.Rail{}, err
		}
		rail.Accounts = append(rail.Accounts, &reserve.RailAccount{Account: a.Account, Member: id})
	}
	return rail, nil
}

func (k Keeper) renderIssuance(ctx context.Context, i reserve.IssuanceRecord) (reserve.Issuance, error) {
	member, err := k.memberID(ctx, i.Member)
	if err != nil {
		return reserve.Issuance{}, err
	}
	issuance := reserve.Issuance{
		Rail: i.Rail, Account: i.Account, BookingDate: i.BookingDate, EntryReference: i.EntryReference,
		Beneficiary: addressText(i.Beneficiary), Denom: i.Denom, Amount: i.Amount, Status: i.Status,
		Credited: addressText(i.Credited), SuspenseCause: i.SuspenseCause, Reason: i.Reason, Member: member, MintedAt: i.MintedAt,
		AttestedAt: i.AttestedAt, WaitingNumber: i.WaitingNumber, RetryAt: i.RetryAt, Lowered: i.Lowered,
	}
	issuance.ReturnWallet, issuance.ReturnUetr = returnText(i.Returns)
	if issuance.Attestations, err = k.renderStatements(ctx, i.Attestations); err != nil {
		return reserve.Issuance{}, err
	}
	issuance.Contradictions, err = k.renderStatements(ctx, i.Contradictions)
	return issuance, err
}

func (k Keeper) renderStatements(ctx context.Context, records []*reserve.ReceiptAttestationRecord) ([]*reserve.ReceiptAttestation, error) {
	var statements []*reserve.ReceiptAttestation
	for _, a := range records {
		id, err := k.memberID(ctx, a.Member)
		if err != nil {
			return nil, err
		}
		holder, uetr := returnText(a.Returns)
		statements = append(statements, &reserve.ReceiptAttestation{
			Member: id, Beneficiary: addressText(a.Beneficiary), Amount: a.Amount, At: a.At,
			ReturnWallet: holder, ReturnUetr: uetr, Anew: a.Anew,
		})
	}
	return statements, nil
}

// returnText names the redemption of a state key for people; no key is no redemption.
func returnText(key []byte) (holder, uetr string) {
	if len(key) == 0 {
		return "", ""
	}
	return addressText(key[:wallet.AddressLength]), wallet.UETR(key[wallet.AddressLength:]).String()
}

// renderRedemption shows the stored status; a query puts the status of its time in its place.
func (k Keeper) renderRedemption(ctx context.Context, r reserve.RedemptionRecord) (reserve.Redemption, error) {
	redemption := reserve.Redemption{
		Uetr: wallet.UETR(r.Uetr).String(), Wallet: addressText(r.Wallet), Denom: r.Denom, Amount: r.Amount, Rail: r.Rail,
		Creditor: r.Creditor, Status: r.Status, Reason: r.Reason, Attempt: r.Attempt, Deadline: r.Deadline,
		RailReference: r.RailReference, RequestedAt: r.RequestedAt, ChangedAt: r.ChangedAt,
		ContestedAttempts: r.ContestedAttempts, ReturnedAmount: r.ReturnedAmount, Plan: r.Plan,
	}
	for _, number := range r.Custodians {
		id, err := k.memberID(ctx, number)
		if err != nil {
			return reserve.Redemption{}, err
		}
		redemption.Custodians = append(redemption.Custodians, id)
	}
	var err error
	if redemption.Attestations, err = k.renderOutcomes(ctx, r.Attestations); err != nil {
		return reserve.Redemption{}, err
	}
	redemption.Contradictions, err = k.renderOutcomes(ctx, r.Contradictions)
	return redemption, err
}

func (k Keeper) renderOutcomes(ctx context.Context, records []*reserve.OutcomeAttestationRecord) ([]*reserve.OutcomeAttestation, error) {
	var outcomes []*reserve.OutcomeAttestation
	for _, a := range records {
		id, err := k.memberID(ctx, a.Member)
		if err != nil {
			return nil, err
		}
		outcomes = append(outcomes, &reserve.OutcomeAttestation{
			Member: id, Outcome: a.Outcome, At: a.At, BookingDate: a.BookingDate, Attempt: a.Attempt,
		})
	}
	return outcomes, nil
}

func (k Keeper) renderReserve(ctx context.Context, r reserve.ReserveRecord) (reserve.Reserve, error) {
	member, err := k.memberID(ctx, r.Member)
	if err != nil {
		return reserve.Reserve{}, err
	}
	own := reserve.Reserve{
		Member: member, Denom: r.Denom, Received: r.Received, Paid: r.Paid, Waiting: r.Waiting, InFlight: r.InFlight,
		Stopped: r.Stopped, BeganAt: r.BeganAt,
		Anchor: reserve.ReserveAnchor{
			Amount: r.Anchor.Amount, BookingDate: r.Anchor.BookingDate, Digest: r.Anchor.Digest, Rail: r.Anchor.Rail, AttestedAt: r.Anchor.AttestedAt,
		},
	}
	for _, number := range r.Anchor.Attestors {
		id, err := k.memberID(ctx, number)
		if err != nil {
			return reserve.Reserve{}, err
		}
		own.Anchor.Attestors = append(own.Anchor.Attestors, id)
	}
	for _, s := range r.Statements {
		id, err := k.memberID(ctx, s.Member)
		if err != nil {
			return reserve.Reserve{}, err
		}
		own.Statements = append(own.Statements, reserve.ReserveStatement{
			Member: id, Rail: s.Rail, Amount: s.Amount, BookingDate: s.BookingDate, Digest: s.Digest, At: s.At,
		})
	}
	return own, nil
}

func (k Keeper) renderAct(ctx context.Context, a reserve.ActRecord) (reserve.Act, error) {
	issuer, err := k.memberID(ctx, a.Issuer)
	if err != nil {
		return reserve.Act{}, err
	}
	member, err := k.memberID(ctx, a.Member)
	return reserve.Act{
		Issuer: issuer, Uetr: wallet.UETR(a.Uetr).String(), Kind: a.Kind, Member: member, Wallet: addressText(a.Wallet),
		Denom: a.Denom, Amount: a.Amount, Ground: a.Ground, Status: a.Status, Reason: a.Reason, At: a.At, Reserve: a.Reserve,
	}, err
}
