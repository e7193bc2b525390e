// SPDX-License-Identifier: Apache-2.0

package keeper

import (
	"context"

	"github.com/taelnet/tael/x/consortium"
	"github.com/taelnet/tael/x/reserve"
	"github.com/taelnet/tael/x/wallet"
)

// memberNumber finds a member by its id; no id is no member.
func (k Keeper) memberNumber(ctx context.Context, id string) (uint32, error) {
	if id == "" {
		return 0, nil
	}
	member, err := k.consortium.MemberByID(ctx, id)
	return member.Number, err
}

func (k Keeper) restoreAsset(ctx context.Context, a reserve.Asset) error {
	record := reserve.AssetRecord{Denom: a.Denom, Currency: a.Currency, Exponent: a.Exponent, Class: a.Class}
	if a.Class == reserve.ASSET_CLASS_CBDC {
		issuer, err := k.consortium.MemberByID(ctx, a.Issuer)
		if err != nil {
			return err
		}
		if !issuer.HasRole(consortium.ROLE_CENTRAL_BANK) {
			return reserve.ErrGenesisInvalid.Wrapf("asset %s: expected an issuer with role CENTRAL_BANK, got %s", a.Denom, a.Issuer)
		}
		record.Issuer = issuer.Number
	}
	return k.Assets.Set(ctx, reserve.DenomKey(a.Denom), record)
}

func (k Keeper) restoreIssuance(ctx context.Context, i reserve.Issuance) error {
	member, err := k.consortium.MemberByID(ctx, i.Member)
	if err != nil {
		return err
	}
	record := reserve.IssuanceRecord{
		Rail: i.Rail, Account: i.Account, BookingDate: i.BookingDate, EntryReference: i.EntryReference,
		Denom: i.Denom, Amount: i.Amount, Status: i.Status, SuspenseCause: i.SuspenseCause, Reason: i.Reason,
		Member: member.Number, MintedAt: i.MintedAt,
	}
	if record.Beneficiary, err = optionalAddress(i.Beneficiary); err != nil {
		return err
	}
	if record.Credited, err = optionalAddress(i.Credited); err != nil {
		return err
	}
	for _, a := range i.Attestations {
		attestor, err := k.consortium.MemberByID(ctx, a.Member)
		if err != nil {
			return err
		}
		beneficiary, err := optionalAddress(a.Beneficiary)
		if err != nil {
			return err
		}
		record.Attestations = append(record.Attestations, &reserve.ReceiptAttestationRecord{
			Member: attestor.Number, Beneficiary: beneficiary, Amount: a.Amount, At: a.At,
		})
	}
	return k.Issuances.Set(ctx, record.Key().Bytes(), record)
}

func (k Keeper) restoreRedemption(ctx context.Context, r reserve.Redemption) error {
	holder, err := wallet.ParseAddress(r.Wallet)
	if err != nil {
		return err
	}
	uetr, err := wallet.ParseUETR(r.Uetr)
	if err != nil {
		return err
	}
	record := reserve.RedemptionRecord{
		Uetr: uetr[:], Wallet: holder, Denom: r.Denom, Amount: r.Amount, Rail: r.Rail, Creditor: r.Creditor,
		Status: r.Status, Reason: r.Reason, Attempt: r.Attempt, Deadline: r.Deadline, RailReference: r.RailReference,
		RequestedAt: r.RequestedAt, ChangedAt: r.ChangedAt,
	}
	for _, a := range r.Attestations {
		attestor, err := k.consortium.MemberByID(ctx, a.Member)
		if err != nil {
			return err
		}
		record.Attestations = append(record.Attestations, &reserve.OutcomeAttestationRecord{
			Member: attestor.Number, Outcome: a.Outcome, At: a.At,
		})
	}
	return k.saveRedemption(ctx, record)
}

func (k Keeper) restoreAct(ctx context.Context, a reserve.Act) error {
	uetr, err := wallet.ParseUETR(a.Uetr)
	if err != nil {
		return err
	}
	record := reserve.ActRecord{
		Uetr: uetr[:], Kind: a.Kind, Denom: a.Denom, Amount: a.Amount, Ground: a.Ground,
		Status: a.Status, Reason: a.Reason, At: a.At,
	}
	if record.Issuer, err = k.memberNumber(ctx, a.Issuer); err != nil {
		return err
	}
	if record.Member, err = k.memberNumber(ctx, a.Member); err != nil {
		return err
	}
	if record.Wallet, err = optionalAddress(a.Wallet); err != nil {
		return err
	}
	return k.Acts.Set(ctx, reserve.ActKey(record.Issuer, uetr), record)
}
