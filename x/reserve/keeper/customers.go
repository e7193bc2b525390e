// SPDX-License-Identifier: Apache-2.0

package keeper

import (
	"context"
	"errors"

	errorsmod "cosmossdk.io/errors"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/taelnet/tael/x/consortium"
	"github.com/taelnet/tael/x/reserve"
	"github.com/taelnet/tael/x/wallet"
)

// staying are the errors of one wallet that let the others of its portion move.
var staying = []error{
	wallet.ErrWalletUnknown, wallet.ErrWalletClosed, wallet.ErrCustodyMoveInvalid, wallet.ErrCustodyMovePending,
	reserve.ErrCustodyLocked, reserve.ErrCustodyCoverShort,
}

// moveCustomers takes a portion of a member's wallets to its successor, each for itself.
func (k Keeper) moveCustomers(ctx context.Context, from, to consortium.Member, wallets []string) (*reserve.MsgMoveCustomersResponse, error) {
	res := &reserve.MsgMoveCustomersResponse{Results: make([]reserve.CustomerMove, 0, len(wallets))}
	var taken uint32
	for _, text := range wallets {
		addr, err := wallet.ParseAddress(text)
		if err != nil {
			return nil, err
		}
		result, now, err := k.moveCustomer(ctx, from, to, addr)
		if err != nil {
			return nil, err
		}
		if result.Moved {
			res.Moved++
		}
		if now {
			taken++
		}
		res.Results = append(res.Results, result)
	}
	return res, emit(ctx, &reserve.EventCustomersMoved{
		From: from.Id, To: to.Id, Moved: taken, Stayed: uint32(len(wallets)) - res.Moved, //nolint:gosec // at most MaxPortion
	})
}

// moveCustomer takes one wallet; it says whether the successor has it, and whether by this act.
func (k Keeper) moveCustomer(ctx context.Context, from, to consortium.Member, addr []byte) (result reserve.CustomerMove, now bool, err error) {
	result.Wallet = addressText(addr)
	w, err := k.wallets.Wallet(ctx, addr)
	if err == nil && w.Custodian == to.Number && !w.Closed() {
		result.Moved = true
		return result, false, nil
	}
	if err == nil {
		err = isolate(sdk.UnwrapSDKContext(ctx), func(ctx sdk.Context) (err error) {
			result.Cover, err = k.takeOver(ctx, from, to, addr, func() error { return k.wallets.Succeed(ctx, addr, from, to) })
			return err
		})
	}
	if err == nil {
		result.Moved = true
		return result, true, nil
	}
	result.Cover = nil
	for _, known := range staying {
		if errors.Is(err, known) {
			result.Codespace, result.Code, _ = errorsmod.ABCIInfo(err, false)
			return result, false, nil
		}
	}
	return result, false, err
}
