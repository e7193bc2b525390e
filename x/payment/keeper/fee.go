// SPDX-License-Identifier: Apache-2.0

package keeper

import (
	"context"
	"errors"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/taelnet/tael/x/compliance"
	"github.com/taelnet/tael/x/payment"
	"github.com/taelnet/tael/x/wallet"
)

// findFeePayees looks up the wallets that fees go to: each must be open and of kind MEMBER, else ErrFeePayeeInvalid.
func (r *run) findFeePayees(ctx context.Context, o *order) error {
	if len(o.extras.Fees) == 0 {
		return nil
	}
	o.fees = make([]compliance.Fee, 0, len(o.extras.Fees))
	for _, leg := range o.extras.Fees {
		payee, err := r.wallet(ctx, leg.Payee)
		switch {
		case errors.Is(err, wallet.ErrWalletUnknown):
			return payment.ErrFeePayeeInvalid.Wrap(err.Error())
		case err != nil:
			return err
		case payee.Kind != wallet.WALLET_KIND_MEMBER || payee.Closed():
			return payment.ErrFeePayeeInvalid.Wrapf("expected an open wallet of kind MEMBER, got %s of %s, %s",
				sdk.AccAddress(leg.Payee[:]), payee.Kind, payee.Status)
		}
		o.fees = append(o.fees, compliance.Fee{Payee: payee, Amount: leg.Amount})
	}
	return nil
}
