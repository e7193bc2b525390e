// SPDX-License-Identifier: Apache-2.0

package keeper

import (
	"context"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/taelnet/tael/x/consortium"
)

// Authority returns the account under which accepted proposals act.
func (k Keeper) Authority(context.Context) (sdk.AccAddress, error) {
	return consortium.AuthorityAddress(), nil
}

// IsAuthority says whether the address (20 bytes) is the account under which accepted proposals act.
func (k Keeper) IsAuthority(_ context.Context, addr []byte) (bool, error) {
	return consortium.IsAuthority(addr), nil
}

// RequireAuthority returns ErrUnauthorized unless the bech32 address is the account under which accepted proposals act.
func (k Keeper) RequireAuthority(_ context.Context, addr string) error {
	raw, err := consortium.ParseAddress(addr)
	if err != nil {
		return err
	}
	if !consortium.IsAuthority(raw) {
		return consortium.ErrUnauthorized.Wrapf("expected the authority %s, got %s", consortium.AuthorityAddress(), addr)
	}
	return nil
}

// EIP155ID returns the chain's id in EIP-712 domains.
func (k Keeper) EIP155ID(ctx context.Context) (uint64, error) {
	return k.eip155ID.Get(ctx)
}
