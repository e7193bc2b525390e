// SPDX-License-Identifier: Apache-2.0

package keeper

import (
	"context"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/taelnet/tael/x/wallet"
)

// SetParams replaces the parameters of the room by decision of the consortium.
func (s msgServer) SetParams(ctx context.Context, msg *wallet.MsgSetParams) (*wallet.MsgSetParamsResponse, error) {
	if err := s.consortium.RequireAuthority(ctx, msg.Authority); err != nil {
		return nil, err
	}
	params, err := s.setParams(ctx, msg.Params)
	if err != nil {
		return nil, err
	}
	return &wallet.MsgSetParamsResponse{}, sdk.UnwrapSDKContext(ctx).EventManager().EmitTypedEvent(&wallet.EventParamsSet{Params: params})
}

func (k Keeper) setParams(ctx context.Context, p wallet.Params) (wallet.Params, error) {
	before, err := k.Params.Get(ctx)
	if err != nil {
		return before, err
	}
	if err := p.Follow(before); err != nil {
		return before, err
	}
	return p, k.Params.Set(ctx, p)
}
