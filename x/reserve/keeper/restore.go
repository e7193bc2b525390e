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
		Member: member.Number, MintedAt: i.MintedAt, AttestedAt: i.AttestedAt, WaitingNumber: i.WaitingNumber,
		RetryAt: i.RetryAt, Lowered: i.Lowered,
	}
	if record.Returns, err = returnKey(i.ReturnWallet, i.ReturnUetr); err != nil {
		return err
	}
	if record.Beneficiary, err = optionalAddress(i.Beneficiary); err != nil {
		return err
	}
	if record.Credited, err = optionalAddress(i.Credited); err != nil {
		return err
	}
	if record.Attestations, err = k.restoreStatements(ctx, i.Attestations); err != nil {
		return err
	}
	if record.Contradictions, err = k.restoreStatements(ctx, i.Contradictions); err != nil {
		return err
	}
	if err := k.restorePlace(ctx, record); err != nil {
		return err
	}
	return k.Issuances.Set(ctx, record.Key().Bytes(), record)
}

// restorePlace puts a waiting receipt where it waits.
func (k Keeper) restorePlace(ctx context.Context, i reserve.IssuanceRecord) error {
	switch {
	case i.Status != reserve.ISSUANCE_STATUS_ATTESTED:
		return nil
	case i.RetryAt != 0:
		return k.Retries.Set(ctx, reserve.RetryKey(i.RetryAt, i.Key().Bytes()))
	default:
		return k.Waiting.Set(ctx, waitingKey(i), i.Key().Bytes())
	}
}

func (k Keeper) restoreStatements(ctx context.Context, statements []*reserve.ReceiptAttestation) ([]*reserve.ReceiptAttestationRecord, error) {
	var records []*reserve.ReceiptAttestationRecord
	for _, a := range statements {
		attestor, err := k.consortium.MemberByID(ctx, a.Member)
		if err != nil {
			return nil, err
		}
		beneficiary, err := optionalAddress(a.Beneficiary)
		if err != nil {
			return nil, err
		}
		returns, err := returnKey(a.ReturnWallet, a.ReturnUetr)
		if err != nil {
			return nil, err
		}
		records = append(records, &reserve.ReceiptAttestationRecord{
			Member: attestor.Number, Beneficiary: beneficiary, Amount: a.Amount, At: a.At, Returns: returns, Anew: a.Anew,
		})
	}
	return records, nil
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
		RequestedAt: r.RequestedAt, ChangedAt: r.ChangedAt, ContestedAttempts: r.ContestedAttempts, ReturnedAmount: r.ReturnedAmount,
		Plan: r.Plan,
	}
	for _, id := range r.Custodians {
		custodian, err := k.consortium.MemberByID(ctx, id)
		if err != nil {
			return err
		}
		record.Custodians = append(record.Custodians, custodian.Number)
	}
	if record.Attestations, err = k.restoreOutcomes(ctx, r.Attestations); err != nil {
		return err
	}
	if record.Contradictions, err = k.restoreOutcomes(ctx, r.Contradictions); err != nil {
		return err
	}
	if record.Status == reserve.REDEMPTION_STATUS_IN_FLIGHT {
		if err := k.countAttempt(ctx, holder, 1); err != nil {
			return err
		}
	}
	return k.saveRedemption(ctx, record)
}

func (k Keeper) restoreOutcomes(ctx context.Context, outcomes []*reserve.OutcomeAttestation) ([]*reserve.OutcomeAttestationRecord, error) {
	var records []*reserve.OutcomeAttestationRecord
	for _, a := range outcomes {
		attestor, err := k.consortium.MemberByID(ctx, a.Member)
		if err != nil {
			return nil, err
		}
		records = append(records, &reserve.OutcomeAttestationRecord{
			Member: attestor.Number, Outcome: a.Outcome, At: a.At, BookingDate: a.BookingDate, Attempt: a.Attempt,
		})
	}
	return records, nil
}

func (k Keeper) restoreReserve(ctx context.Context, r reserve.Reserve) error {
	member, err := k.consortium.MemberByID(ctx, r.Member)
	if err != nil {
		return err
	}
	record := reserve.ReserveRecord{
		Member: member.Number, Denom: r.Denom, Received: r.Received, Paid: r.Paid, Waiting: r.Waiting, InFlight: r.InFlight,
		Stopped: r.Stopped, BeganAt: r.BeganAt,
		Anchor: reserve.ReserveAnchorRecord{
			Amount: r.Anchor.Amount, BookingDate: r.Anchor.BookingDate, Digest: r.Anchor.Digest, Rail: r.Anchor.Rail, AttestedAt: r.Anchor.AttestedAt,
		},
	}
	for _, id := range r.Anchor.Attestors {
		attestor, err := k.consortium.MemberByID(ctx, id)
		if err != nil {
			return err
		}
		record.Anchor.Attestors = append(record.Anchor.Attestors, attestor.Number)
	}
	for _, s := range r.Statements {
		attestor, err := k.consortium.MemberByID(ctx, s.Member)
		if err != nil {
			return err
		}
		record.Statements = append(record.Statements, reserve.ReserveStatementRecord{
			Member: attestor.Number, Rail: s.Rail, Amount: s.Amount, BookingDate: s.BookingDate, Digest: s.Digest, At: s.At,
		})
	}
	return k.Reserves.Set(ctx, reserve.MemberDenomKey(member.Number, r.Denom), record)
}

func (k Keeper) restoreAct(ctx context.Context, a reserve.Act) error {
	uetr, err := wallet.ParseUETR(a.Uetr)
	if err != nil {
		return err
	}
	record := reserve.ActRecord{
		Uetr: uetr[:], Kind: a.Kind, Denom: a.Denom, Amount: a.Amount, Ground: a.Ground,
		Status: a.Status, Reason: a.Reason, At: a.At, Reserve: a.Reserve,
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
