// SPDX-License-Identifier: Apache-2.0

package keeper

import (
	"bytes"
	"context"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/taelnet/tael/x/consortium"
)

// Authority returns the account that decides for the consortium.
func (k Keeper) Authority(ctx context.Context) (sdk.AccAddress, error) {
	return k.authority.Get(ctx)
}

// IsAuthority says whether the address (20 bytes) is the account that decides for the consortium.
func (k Keeper) IsAuthority(ctx context.Context, addr []byte) (bool, error) {
	authority, err := k.authority.Get(ctx)
	if err != nil {
		return false, err
	}
	return bytes.Equal(authority, addr), nil
}

// RequireAuthority returns ErrUnauthorized unless the bech32 address is the account that decides for the consortium.
func (k Keeper) RequireAuthority(ctx context.Context, addr string) error {
	raw, err := consortium.ParseAddress(addr)
	if err != nil {
		return err
	}
	authority, err := k.Authority(ctx)
	if err != nil {
		return err
	}
	if !bytes.Equal(authority, raw) {
		return consortium.ErrUnauthorized.Wrapf("expected the authority %s, got %s", authority, addr)
	}
	return nil
}

// EIP155ID returns the chain's id in EIP-712 domains.
func (k Keeper) EIP155ID(ctx context.Context) (uint64, error) {
	return k.eip155ID.Get(ctx)
}

// isSeat says whether the address's signature counts in the authority's multisig.
func (k Keeper) isSeat(ctx context.Context, addr []byte) (bool, error) {
	seats, err := k.seatAddresses(ctx)
	if err != nil {
		return false, err
	}
	for _, seat := range seats {
		if bytes.Equal(seat, addr) {
			return true, nil
		}
	}
	return false, nil
}

// seatAddresses lists the keys of the authority's multisig in their order.
func (k Keeper) seatAddresses(ctx context.Context) ([]sdk.AccAddress, error) {
	it, err := k.seats.Iterate(ctx, nil)
	if err != nil {
		return nil, err
	}
	values, err := it.Values()
	if err != nil {
		return nil, err
	}
	seats := make([]sdk.AccAddress, 0, len(values))
	for _, v := range values {
		seats = append(seats, v)
	}
	return seats, nil
}

// mayLeaveSeat refuses to take the GOVERNANCE duty from a seat: its key would go on deciding for a member that no
// longer stands behind it.
func (k Keeper) mayLeaveSeat(ctx context.Context, duty consortium.Duty, addr sdk.AccAddress) error {
	if duty != consortium.DUTY_GOVERNANCE {
		return nil
	}
	seat, err := k.isSeat(ctx, addr)
	if err != nil {
		return err
	}
	if seat {
		return consortium.ErrAuthoritySeat.Wrapf("expected an address outside the authority's multisig, %s is a seat of it", addr)
	}
	return nil
}
