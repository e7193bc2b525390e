// SPDX-License-Identifier: Apache-2.0

package keeper

import "context"

// LastMoved returns the start of the local day in which limits last counted something of a wallet, unix seconds, and 0 if
// they never did. What is weighed nowhere, like the money of SUSPENSE and MEMBER wallets, does not show here.
func (k Keeper) LastMoved(ctx context.Context, addr []byte) (int64, error) {
	r := k.records(ctx)
	usage, err := r.usage(addr)
	if err != nil || len(usage) == 0 {
		return 0, err
	}
	params, err := r.params()
	if err != nil {
		return 0, err
	}
	return params.DayStart(usage.Day()), nil
}
