// SPDX-License-Identifier: Apache-2.0

package keeper

import (
	"context"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/taelnet/tael/x/consortium"
	"github.com/taelnet/tael/x/wallet"
)

// commitPerson commits a customer's wallet to its holder's tag of this year or the next.
// Errors: ErrWalletClosed, ErrPersonYear, ErrWalletInvalid.
func (k Keeper) commitPerson(ctx context.Context, custodian consortium.Member, w wallet.Wallet, year uint32, commitment []byte) error {
	if w.Closed() {
		return wallet.ErrWalletClosed.Wrapf("%s", sdk.AccAddress(w.Address))
	}
	if err := wallet.CheckPersonYear(year, blockTime(ctx)); err != nil {
		return err
	}
	replaced := w.CommitPerson(year, commitment)
	if err := w.Validate(); err != nil {
		return err
	}
	if err := k.Wallets.Set(ctx, w.Address, w); err != nil {
		return err
	}
	return sdk.UnwrapSDKContext(ctx).EventManager().EmitTypedEvent(&wallet.EventPersonCommitted{
		Wallet: sdk.AccAddress(w.Address).String(), Custodian: custodian.Id, Year: year, Replaced: replaced,
	})
}
