// SPDX-License-Identifier: Apache-2.0

package keeper_test

import (
	"context"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/taelnet/tael/x/consortium"
	"github.com/taelnet/tael/x/wallet"
)

// fakeConsortium knows members by number and duty holders by address.
type fakeConsortium struct {
	authority string
	members   map[uint32]consortium.Member
	duties    map[string]duty
}

type duty struct {
	member uint32
	duty   consortium.Duty
}

func (f *fakeConsortium) Member(_ context.Context, number uint32) (consortium.Member, error) {
	m, found := f.members[number]
	if !found {
		return consortium.Member{}, consortium.ErrMemberUnknown.Wrapf("%d", number)
	}
	return m, nil
}

func (f *fakeConsortium) MemberByID(_ context.Context, id string) (consortium.Member, error) {
	for _, m := range f.members {
		if m.Id == id {
			return m, nil
		}
	}
	return consortium.Member{}, consortium.ErrMemberUnknown.Wrap(id)
}

func (f *fakeConsortium) RequireDuty(ctx context.Context, addr string, d consortium.Duty, _ ...consortium.Role) (consortium.Member, error) {
	held, found := f.duties[addr]
	if !found || held.duty != d {
		return consortium.Member{}, consortium.ErrUnauthorized.Wrapf("expected a holder of %s, got %s", d, addr)
	}
	return f.Member(ctx, held.member)
}

func (f *fakeConsortium) RequireAuthority(_ context.Context, addr string) error {
	if addr != f.authority {
		return consortium.ErrUnauthorized.Wrapf("expected %s, got %s", f.authority, addr)
	}
	return nil
}

// fakeWallets knows wallets by raw address.
type fakeWallets map[string]wallet.Wallet

func (f fakeWallets) Wallet(_ context.Context, addr []byte) (wallet.Wallet, error) {
	w, found := f[string(addr)]
	if !found {
		return wallet.Wallet{}, wallet.ErrWalletUnknown.Wrap(sdk.AccAddress(addr).String())
	}
	return w, nil
}

// fakeBank knows balances by address and denom, and counts how often it is asked.
type fakeBank struct {
	balances map[string]uint64
	asked    int
}

func (f *fakeBank) Balance(_ context.Context, addr []byte, denom string) (uint64, error) {
	f.asked++
	return f.balances[string(addr)+denom], nil
}
