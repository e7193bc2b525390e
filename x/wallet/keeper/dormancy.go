// SPDX-License-Identifier: Apache-2.0

package keeper

import (
	"context"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/taelnet/tael/x/consortium"
	"github.com/taelnet/tael/x/wallet"
)

// Dormant says whether the term of a wallet's notice is over, and the unix second of the notice (0 without one). What
// moved since the notice is not known here: whoever sweeps the wallet asks compliance. Errors: ErrWalletUnknown.
func (k Keeper) Dormant(ctx context.Context, addr []byte) (dormant bool, since int64, err error) {
	w, err := k.Wallet(ctx, addr)
	if err != nil {
		return false, 0, err
	}
	params, err := k.Params.Get(ctx)
	if err != nil {
		return false, 0, err
	}
	return w.DormantAt(blockTime(ctx), params.DormancyTerm), w.DormantNoticeAt, nil
}

// giveDormancyNotice notes the custodian's notice and returns the second from which the wallet counts as dormant.
func (k Keeper) giveDormancyNotice(ctx context.Context, custodian consortium.Member, w wallet.Wallet) (int64, error) {
	if err := w.GiveDormancyNotice(blockTime(ctx)); err != nil {
		return 0, err
	}
	params, err := k.Params.Get(ctx)
	if err != nil {
		return 0, err
	}
	if err := k.Wallets.Set(ctx, w.Address, w); err != nil {
		return 0, err
	}
	from := w.DormantFrom(params.DormancyTerm)
	return from, sdk.UnwrapSDKContext(ctx).EventManager().EmitTypedEvent(&wallet.EventDormancyNoticeGiven{
		Wallet: sdk.AccAddress(w.Address).String(), Custodian: custodian.Id, DormantFrom: from,
	})
}

func (k Keeper) withdrawDormancyNotice(ctx context.Context, w wallet.Wallet, signer string) error {
	if err := w.WithdrawDormancyNotice(); err != nil {
		return err
	}
	if err := k.Wallets.Set(ctx, w.Address, w); err != nil {
		return err
	}
	return sdk.UnwrapSDKContext(ctx).EventManager().EmitTypedEvent(&wallet.EventDormancyNoticeWithdrawn{
		Wallet: sdk.AccAddress(w.Address).String(), Signer: signer,
	})
}
