// SPDX-License-Identifier: Apache-2.0

package keeper_test

import (
	"context"
	"slices"

	sdk "github.com/cosmos/cosmos-sdk/types"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"

	"github.com/taelnet/tael/x/consortium"
)

// fakeConsortium knows members by number and what each address may do.
type fakeConsortium struct {
	members map[uint32]consortium.Member
	actors  map[string]consortium.Actor
	// successions are by member.
	successions map[uint32]consortium.Succession
}

func (f *fakeConsortium) Succession(_ context.Context, member uint32) (consortium.Succession, error) {
	s, ok := f.successions[member]
	if !ok {
		return s, consortium.ErrSuccessionUnknown.Wrapf("%d", member)
	}
	return s, nil
}

func (f *fakeConsortium) setStatus(number uint32, status consortium.MemberStatus) {
	m := f.members[number]
	m.Status = status
	f.members[number] = m
}

func (f *fakeConsortium) Member(_ context.Context, number uint32) (consortium.Member, error) {
	m, ok := f.members[number]
	if !ok {
		return m, consortium.ErrMemberUnknown.Wrapf("%d", number)
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

func (f *fakeConsortium) Actor(_ context.Context, addr []byte) (consortium.Actor, bool, error) {
	a, ok := f.actors[string(addr)]
	return a, ok, nil
}

func (f *fakeConsortium) RequireDuty(ctx context.Context, addr string, duty consortium.Duty, roles ...consortium.Role) (consortium.Member, error) {
	raw, err := sdk.AccAddressFromBech32(addr)
	if err != nil {
		return consortium.Member{}, err
	}
	a, ok := f.actors[string(raw)]
	if !ok || !a.Duties.Has(duty) {
		return consortium.Member{}, consortium.ErrUnauthorized.Wrap(addr)
	}
	m, err := f.Member(ctx, a.Member)
	if err != nil || len(roles) == 0 {
		return m, err
	}
	for _, role := range roles {
		if slices.Contains(m.Roles, role) {
			return m, nil
		}
	}
	return consortium.Member{}, consortium.ErrUnauthorized.Wrap(addr)
}

func (f *fakeConsortium) IsAuthority(_ context.Context, addr []byte) (bool, error) {
	return string(addr) == string(named("authority")), nil
}

func (f *fakeConsortium) EIP155ID(context.Context) (uint64, error) { return testEIP155, nil }

// fakeAccounts keeps accounts in memory.
type fakeAccounts map[string]sdk.AccountI

func (f fakeAccounts) GetAccount(_ context.Context, addr sdk.AccAddress) sdk.AccountI {
	return f[string(addr)]
}

func (f fakeAccounts) NewAccountWithAddress(_ context.Context, addr sdk.AccAddress) sdk.AccountI {
	return authtypes.NewBaseAccountWithAddress(addr)
}

func (f fakeAccounts) SetAccount(_ context.Context, account sdk.AccountI) {
	f[string(account.GetAddress())] = account
}

// fakeBank holds money at the addresses it names.
type fakeBank map[string]bool

func (f fakeBank) Empty(_ context.Context, addr []byte) (bool, error) { return !f[string(addr)], nil }

func (f *fakeConsortium) RequireAuthority(_ context.Context, addr string) error {
	if addr != named("authority").String() {
		return consortium.ErrUnauthorized.Wrap(addr)
	}
	return nil
}
