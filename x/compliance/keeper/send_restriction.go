// SPDX-License-Identifier: Apache-2.0

package keeper

import (
	"context"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/taelnet/tael/x/compliance"
)

// SendRestriction denies every transfer of bank but the one Movement that payment, netting or reserve put into the
// context for this call, with the same sender, receiver, denom and amount. It returns ErrMovementDenied.
func (k Keeper) SendRestriction(ctx context.Context, from, to sdk.AccAddress, amt sdk.Coins) (sdk.AccAddress, error) {
	m, found := compliance.MovementFrom(ctx)
	if !found {
		return nil, compliance.ErrMovementDenied.Wrapf("expected a movement for %s from %s to %s, got none", amt, from, to)
	}
	if !m.Covers(from, to, amt) {
		return nil, compliance.ErrMovementDenied.Wrapf("expected %d%s from %s to %s, got %s from %s to %s",
			m.Amount, m.Denom, sdk.AccAddress(m.From), sdk.AccAddress(m.To), amt, from, to)
	}
	return to, nil
}
