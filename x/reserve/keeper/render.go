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
	rail := reserve.Rail{Id: r.Id, Denom: r.Denom, Threshold: r.Threshold}
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
	}
	for _, a := range i.Attestations {
		id, err := k.memberID(ctx, a.Member)
		if err != nil {
			return reserve.Issuance{}, err
		}
		issuance.Attestations = append(issuance.Attestations, &reserve.ReceiptAttestation{
			Member: id, Beneficiary: addressText(a.Beneficiary), Amount: a.Amount, At: a.At,
		})
	}
	return issuance, nil
}

// renderRedemption shows the stored status; a query puts the status of its time in its place.
func (k Keeper) renderRedemption(ctx context.Context, r reserve.RedemptionRecord) (reserve.Redemption, error) {
	redemption := reserve.Redemption{
		Uetr: wallet.UETR(r.Uetr).String(), Wallet: addressText(r.Wallet), Denom: r.Denom, Amount: r.Amount, Rail: r.Rail,
		Creditor: r.Creditor, Status: r.Status, Reason: r.Reason, Attempt: r.Attempt, Deadline: r.Deadline,
		RailReference: r.RailReference, RequestedAt: r.RequestedAt, ChangedAt: r.ChangedAt,
	}
	for _, a := range r.Attestations {
		id, err := k.memberID(ctx, a.Member)
		if err != nil {
			return reserve.Redemption{}, err
		}
		redemption.Attestations = append(redemption.Attestations, &reserve.OutcomeAttestation{Member: id, Outcome: a.Outcome, At: a.At})
	}
	return redemption, nil
}

func (k Keeper) renderAct(ctx context.Context, a reserve.ActRecord) (reserve.Act, error) {
	issuer, err := k.memberID(ctx, a.Issuer)
	if err != nil {
		return reserve.Act{}, err
	}
	member, err := k.memberID(ctx, a.Member)
	return reserve.Act{
		Issuer: issuer, Uetr: wallet.UETR(a.Uetr).String(), Kind: a.Kind, Member: member, Wallet: addressText(a.Wallet),
		Denom: a.Denom, Amount: a.Amount, Ground: a.Ground, Status: a.Status, Reason: a.Reason, At: a.At,
	}, err
}
