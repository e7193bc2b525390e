// SPDX-License-Identifier: Apache-2.0

package keeper

import (
	"context"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/taelnet/tael/x/payment"
)

// Invariants returns the first broken rule of the stored state with its figures, as ErrInvariantBroken: no record has
// given back more than it was paid, or is otherwise not one that this room writes; every record is named by an expiry
// entry of the time of its last change, or is listed for the entry of the block at work; and the state can be exported
// and imported as it is. It reads everything and never runs inside a block.
func (k Keeper) Invariants(ctx context.Context) error {
	g, err := k.ExportGenesis(ctx)
	if err != nil {
		return payment.ErrInvariantBroken.Wrap(err.Error())
	}
	joined, err := k.touched(ctx)
	if err != nil {
		return err
	}
	if len(joined) > 0 {
		sdkCtx := sdk.UnwrapSDKContext(ctx)
		now, height := sdkCtx.BlockTime().Unix(), sdkCtx.BlockHeight()
		last := len(g.Expiries) - 1
		if last < 0 || g.Expiries[last].Time != now || g.Expiries[last].Height != height {
			g.Expiries = append(g.Expiries, payment.ExpiryEntry{Time: now, Height: height, Keys: joined})
		}
	}
	if err := g.Validate(); err != nil {
		return payment.ErrInvariantBroken.Wrap(err.Error())
	}
	return nil
}
