// SPDX-License-Identifier: Apache-2.0

package keeper

import (
	"github.com/taelnet/tael/x/compliance"
	"github.com/taelnet/tael/x/payment"
)

// findOriginal looks up what is remembered of the payment that a refund gives back. The refund restates it whole, and
// what it says must be what was paid: ErrOriginalMismatch if the digests differ. After the refund window it is
// ErrRefundTooLate. Nothing remembered is no error here: mayGiveBack refuses it.
func (r *run) findOriginal(o *order) error {
	o.originalKey = payment.NewKey(o.original.Payer, o.original.UETR)
	record, known, err := r.records.record(o.originalKey, r.now, r.params.Retention)
	if !known || err != nil {
		return err
	}
	digest := o.original.Digest()
	if record.Digest != [payment.DigestLength]byte(digest[:payment.DigestLength]) {
		return payment.ErrOriginalMismatch.Wrapf("expected content %x of payment %s, got %x",
			record.Digest, o.original.UETR, digest[:payment.DigestLength])
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
