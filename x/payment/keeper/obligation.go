// SPDX-License-Identifier: Apache-2.0

package keeper

import (
	"context"

	"github.com/taelnet/tael/x/netting"
	"github.com/taelnet/tael/x/payment"
	"github.com/taelnet/tael/x/wallet"
)

// crosses says whether paying a wallet makes the payer's custodian owe another member: e-money does, central-bank money
// and money inside one custodian do not.
func (o *order) crosses(to *wallet.Wallet) bool {
	return o.settlement != payment.SETTLEMENT_DIRECT && to.Custodian != o.payer.Custodian
}

func (o *order) obligation(to *wallet.Wallet, amount uint64) netting.Obligation {
	return netting.Obligation{Denom: o.content.Denom, From: o.payer.Custodian, To: to.Custodian, Amount: amount}
}

// owed is what the payer's custodian will owe for all legs together, and whether it is anything. Cover and cap are the
// debtor's alone, so one test stands for all creditors; the first of them is named.
func (o *order) owed() (total netting.Obligation, crossing bool) {
	add := func(to *wallet.Wallet, amount uint64) {
		switch {
		case !o.crosses(to):
		case crossing:
			total.Amount += amount
		default:
			total, crossing = o.obligation(to, amount), true
		}
	}
	add(o.receiver(), o.content.Amount)
	for _, fee := range o.fees {
		add(fee.Payee, fee.Amount)
	}
	return total, crossing
}

// recordObligations books an obligation for each leg that crosses, and returns the cycle that takes them, 0 if none does.
func (r *run) recordObligations(ctx context.Context, o *order) (cycle uint64, err error) {
	if o.crosses(o.receiver()) {
		if cycle, err = r.netting.Record(ctx, o.obligation(o.receiver(), o.content.Amount)); err != nil {
			return 0, err
		}
	}
	for _, fee := range o.fees {
		if !o.crosses(fee.Payee) {
			continue
		}
		if cycle, err = r.netting.Record(ctx, o.obligation(fee.Payee, fee.Amount)); err != nil {
			return 0, err
		}
	}
	return cycle, nil
}
