// SPDX-License-Identifier: Apache-2.0

package keeper

import (
	"context"

	"github.com/taelnet/tael/x/compliance"
	"github.com/taelnet/tael/x/payment"
)

// prepareRefund looks up the original and where its money comes back to.
func (r *run) prepareRefund(ctx context.Context, o *order) error {
	if err := r.findOriginal(o); err != nil {
		return err
	}
	return r.findSuspense(ctx, o)
}

// findOriginal looks up what is remembered of the payment that a refund gives back. The refund restates it whole, and
// what it says must be what was paid: ErrOriginalMismatch if the digests differ. After the refund window it is
// ErrRefundTooLate. Nothing remembered is no error here: mayGiveBack refuses it.
func (r *run) findOriginal(o *order) error {
	o.originalKey = payment.NewKey(o.extras.Original.Payer, o.extras.Original.UETR)
	record, known, err := r.records.record(o.originalKey, r.now, r.params.Retention)
	if !known || err != nil {
		return err
	}
	digest := o.extras.Original.Digest()
	if record.Digest != [payment.DigestLength]byte(digest[:payment.DigestLength]) {
		return payment.ErrOriginalMismatch.Wrapf("expected content %x of payment %s, got %x",
			record.Digest, o.extras.Original.UETR, digest[:payment.DigestLength])
	}
	if record.Status == payment.PAYMENT_STATUS_PAID && r.now-record.PaidAt > int64(r.params.RefundWindow) {
		return payment.ErrRefundTooLate.Wrapf("expected block time up to %d, %d seconds after the payment, got %d",
			record.PaidAt+int64(r.params.RefundWindow), r.params.RefundWindow, r.now)
	}
	o.originalRecord = &record
	return nil
}

// mayGiveBack says why a refund may not take place, or none.
func (o *order) mayGiveBack() compliance.Reason {
	if o.originalRecord == nil {
		return compliance.ReasonOriginalUnknown
	}
	return o.originalRecord.MayGiveBack(o.content.Amount)
}

// findSuspense turns e-money that comes back to a closed wallet to the SUSPENSE wallet of its custodian, or of that one's
// successor once it has LEFT, which it leaves by a redemption. Central-bank money is not redeemed and is refused. Errors: wallet.ErrSuspenseMissing.
func (r *run) findSuspense(ctx context.Context, o *order) error {
	if !o.payee.Closed() || o.settlement == payment.SETTLEMENT_DIRECT {
		return nil
	}
	addr, err := r.Keeper.wallets.Suspense(ctx, o.payee.Custodian, o.content.Denom)
	if err != nil {
		return err
	}
	if o.suspense, err = r.wallet(ctx, [20]byte(addr)); err != nil {
		return err
	}
	o.settlement = payment.SettlementOf(false, o.payer.Custodian, o.suspense.Custodian)
	return nil
}

// openCase tells the officers of who keeps the SUSPENSE wallet of money that came back to a closed wallet.
func (r *run) openCase(ctx context.Context, o *order) error {
	if o.suspense == nil {
		return nil
	}
	_, err := r.compliance.OpenCase(ctx, compliance.Case{
		Kind: compliance.CASE_KIND_CLOSED_WALLET, Member: o.suspense.Custodian, Wallet: o.payee.Address,
		Denom: o.content.Denom, Amount: o.content.Amount, Reference: o.content.UETR[:],
	})
	return err
}
