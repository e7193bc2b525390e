// SPDX-License-Identifier: Apache-2.0

package reserve

import (
	"github.com/taelnet/tael/x/wallet"
)

// Key returns the receipt's key.
func (i Issuance) Key() ReceiptKey {
	return ReceiptKey{Rail: i.Rail, Account: i.Account, BookingDate: i.BookingDate, EntryReference: i.EntryReference}
}

func (i Issuance) validate(rails map[string]Rail) error {
	if err := i.Key().Validate(); err != nil {
		return err
	}
	if err := validateMoney(i.Denom, i.Amount); err != nil {
		return err
	}
	if rails[i.Rail].Denom != i.Denom {
		return ErrGenesisInvalid.Wrapf("receipt %s: expected a rail that carries %s, got %q", i.EntryReference, i.Denom, i.Rail)
	}
	if i.Status < ISSUANCE_STATUS_PENDING || i.Status > ISSUANCE_STATUS_DROPPED {
		return ErrGenesisInvalid.Wrapf("receipt %s: status %s", i.EntryReference, i.Status)
	}
	minted, waits := i.Status == ISSUANCE_STATUS_MINTED, i.Status == ISSUANCE_STATUS_ATTESTED
	if waits != (i.WaitingNumber != 0) || (i.RetryAt != 0 && !waits) || (len(i.Contradictions) != 0 && !minted) || i.Lowered > i.Amount {
		return ErrGenesisInvalid.Wrapf("receipt %s: status %s does not fit place %d, retry at %d, %d contradictions and %d lowered",
			i.EntryReference, i.Status, i.WaitingNumber, i.RetryAt, len(i.Contradictions), i.Lowered)
	}
	if (i.ReturnWallet == "") != (i.ReturnUetr == "") {
		return ErrGenesisInvalid.Wrapf("receipt %s: returns %q of %q", i.EntryReference, i.ReturnUetr, i.ReturnWallet)
	}
	if minted != (i.Credited != "") || len(i.Attestations) == 0 {
		return ErrGenesisInvalid.Wrapf("receipt %s: status %s does not fit credited %q and %d attestations",
			i.EntryReference, i.Status, i.Credited, len(i.Attestations))
	}
	return nil
}

func (r Redemption) validate(rails map[string]Rail) error {
	if err := validateItem(r.Wallet, r.Wallet, r.Uetr); err != nil {
		return err
	}
	if err := validateMoney(r.Denom, r.Amount); err != nil {
		return err
	}
	if err := validateDigest("creditor", r.Creditor); err != nil {
		return err
	}
	if rails[r.Rail].Denom != r.Denom {
		return ErrGenesisInvalid.Wrapf("redemption %s: expected a rail that carries %s, got %q", r.Uetr, r.Denom, r.Rail)
	}
	tried := false
	switch r.Status {
	case REDEMPTION_STATUS_IN_FLIGHT, REDEMPTION_STATUS_REJECTED, REDEMPTION_STATUS_CONFIRMED, REDEMPTION_STATUS_RETURNED:
		tried = true
	case REDEMPTION_STATUS_REQUESTED, REDEMPTION_STATUS_REFUSED:
	case REDEMPTION_STATUS_RELEASED:
		tried = r.Attempt != 0
	default:
		return ErrGenesisInvalid.Wrapf("redemption %s: status %s is not stored", r.Uetr, r.Status)
	}
	if tried != (r.Attempt != 0) || (r.Status == REDEMPTION_STATUS_REFUSED) != (r.Reason != 0) {
		return ErrGenesisInvalid.Wrapf("redemption %s: status %s does not fit attempt %d and reason %d", r.Uetr, r.Status, r.Attempt, r.Reason)
	}
	if (r.Status == REDEMPTION_STATUS_RETURNED) != (r.ReturnedAmount != 0) || r.ReturnedAmount > r.Amount || uint64(len(r.Custodians)) > uint64(r.Attempt) {
		return ErrGenesisInvalid.Wrapf("redemption %s: status %s does not fit %d returned and %d custodians of %d attempts",
			r.Uetr, r.Status, r.ReturnedAmount, len(r.Custodians), r.Attempt)
	}
	return nil
}

func (a Act) validate(assets map[string]Asset) error {
	if _, err := wallet.ParseUETR(a.Uetr); err != nil {
		return err
	}
	if err := validateMoney(a.Denom, a.Amount); err != nil {
		return err
	}
	if asset := assets[a.Denom]; asset.Class != ASSET_CLASS_CBDC || asset.Issuer != a.Issuer {
		return ErrGenesisInvalid.Wrapf("act %s: expected CBDC issued by %q, got %q", a.Uetr, a.Issuer, a.Denom)
	}
	if a.Status != ACT_STATUS_DONE && a.Status != ACT_STATUS_REFUSED || (a.Status == ACT_STATUS_REFUSED) != (a.Reason != 0) {
		return ErrGenesisInvalid.Wrapf("act %s: status %s does not fit reason %d", a.Uetr, a.Status, a.Reason)
	}
	return a.validateTarget()
}

func (r Reserve) validate(assets map[string]Asset, rails map[string]Rail) error {
	if err := validateSlug("member", r.Member); err != nil {
		return err
	}
	if assets[r.Denom].Class != ASSET_CLASS_EMONEY {
		return ErrGenesisInvalid.Wrapf("reserve of %s: expected an asset of class EMONEY, got %q", r.Member, r.Denom)
	}
	if err := r.Anchor.validate(r.Denom, rails); err != nil {
		return err
	}
	if r.Stopped < STOP_CAUSE_UNSPECIFIED || r.Stopped > STOP_CAUSE_STALE || r.BeganAt < 0 || max(r.Waiting, r.InFlight) > MaxFigure {
		return ErrGenesisInvalid.Wrapf("reserve of %s in %s: stopped %s, began at %d, waiting %d, in flight %d",
			r.Member, r.Denom, r.Stopped, r.BeganAt, r.Waiting, r.InFlight)
	}
	for _, days := range [][]DayAmount{r.Received, r.Paid} {
		if err := validateDays(days, r.Anchor.BookingDate); err != nil {
			return err
		}
	}
	seen := make(map[string]struct{}, len(r.Statements))
	for _, s := range r.Statements {
		if _, twice := seen[s.Member]; twice || s.BookingDate < r.Anchor.BookingDate || s.Amount > MaxFigure || len(s.Digest) != DigestLength {
			return ErrGenesisInvalid.Wrapf("reserve of %s in %s: statement of %s as of %d", r.Member, r.Denom, s.Member, s.BookingDate)
		}
		seen[s.Member] = struct{}{}
	}
	return nil
}

func (a ReserveAnchor) validate(denom string, rails map[string]Rail) error {
	if a.BookingDate == 0 {
		if a.Amount != 0 || a.Rail != "" || a.AttestedAt != 0 || len(a.Digest) != 0 || len(a.Attestors) != 0 {
			return ErrGenesisInvalid.Wrapf("anchor in %s: expected nothing without a booking date, got %d", denom, a.Amount)
		}
		return nil
	}
	if err := validateBookingDate(a.BookingDate); err != nil {
		return err
	}
	if a.Amount > MaxFigure || rails[a.Rail].Denom != denom || len(a.Attestors) == 0 {
		return ErrGenesisInvalid.Wrapf("anchor in %s: amount %d on rail %q by %d attestors", denom, a.Amount, a.Rail, len(a.Attestors))
	}
	return validateDigest("digest of the anchor", a.Digest)
}

// validateDays holds that days ascend after the anchor's, are few, and that their sum is in range.
func validateDays(days []DayAmount, last uint32) error {
	if len(days) > MaxBookedDays {
		return ErrGenesisInvalid.Wrapf("booked days: expected at most %d, got %d", MaxBookedDays, len(days))
	}
	var sum uint64
	for _, d := range days {
		if err := validateBookingDate(d.BookingDate); err != nil {
			return err
		}
		if d.BookingDate <= last || d.Amount == 0 {
			return ErrGenesisInvalid.Wrapf("booked days: expected a day after %d with an amount, got %d on %d", last, d.Amount, d.BookingDate)
		}
		if err := enter(&sum, d.Amount); err != nil {
			return err
		}
		last = d.BookingDate
	}
	return nil
}
