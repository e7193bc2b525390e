// SPDX-License-Identifier: Apache-2.0

package keeper_test

import (
	"context"
	"errors"
	"fmt"

	"cosmossdk.io/collections"
	corestore "cosmossdk.io/core/store"

	"github.com/taelnet/tael/x/consortium"
	"github.com/taelnet/tael/x/netting"
)

var errUnauthorized = errors.New("unauthorized")

// fakeConsortium knows members by number; an address acts for one of them or is the authority.
type fakeConsortium struct {
	members   map[uint32]consortium.Member
	duties    map[string]consortium.Duty
	acts      map[string]uint32
	authority string
}

func newConsortium(count uint32) *fakeConsortium {
	f := &fakeConsortium{
		members: map[uint32]consortium.Member{}, duties: map[string]consortium.Duty{}, acts: map[string]uint32{},
		authority: address("authority"),
	}
	for number := uint32(1); number <= count; number++ {
		f.members[number] = consortium.Member{
			Number: number, Id: fmt.Sprintf("member-%d", number), Status: consortium.MEMBER_STATUS_ACTIVE,
			Roles: []consortium.Role{consortium.ROLE_BANK},
		}
	}
	return f
}

func (f *fakeConsortium) setStatus(number uint32, status consortium.MemberStatus) {
	member := f.members[number]
	member.Status = status
	f.members[number] = member
}

// withDuty lets an address hold a duty at a member.
func (f *fakeConsortium) withDuty(name string, number uint32, duty consortium.Duty) string {
	f.duties[address(name)], f.acts[address(name)] = duty, number
	return address(name)
}

func (f *fakeConsortium) Member(_ context.Context, number uint32) (consortium.Member, error) {
	member, known := f.members[number]
	if !known {
		return member, consortium.ErrMemberUnknown
	}
	return member, nil
}

func (f *fakeConsortium) MemberByID(_ context.Context, id string) (consortium.Member, error) {
	for _, member := range f.members {
		if member.Id == id {
			return member, nil
		}
	}
	return consortium.Member{}, consortium.ErrMemberUnknown
}

func (f *fakeConsortium) RequireAuthority(_ context.Context, address string) error {
	if address != f.authority {
		return errUnauthorized
	}
	return nil
}

func (f *fakeConsortium) RequireDuty(_ context.Context, address string, duty consortium.Duty, roles ...consortium.Role) (consortium.Member, error) {
	member := f.members[f.acts[address]]
	if f.duties[address] != duty {
		return consortium.Member{}, errUnauthorized
	}
	for _, role := range roles {
		for _, have := range member.Roles {
			if role == have {
				return member, nil
			}
		}
	}
	if len(roles) > 0 {
		return consortium.Member{}, errUnauthorized
	}
	return member, nil
}

// fakeBank keeps balances in a store, so that a discarded cache context takes its movements back. It fails or panics
// when it is told to move money into a named account.
type fakeBank struct {
	balances collections.Map[collections.Pair[[]byte, string], uint64]
	failing  []byte
	panicky  bool
	reads    int
}

var errBank = errors.New("bank fails")

func newBank(ss corestore.KVStoreService) *fakeBank {
	sb := collections.NewSchemaBuilder(ss)
	return &fakeBank{balances: collections.NewMap(sb, collections.NewPrefix(1), "balances",
		collections.PairKeyCodec(collections.BytesKey, collections.StringKey), collections.Uint64Value)}
}

func (f *fakeBank) Balance(ctx context.Context, address []byte, denom string) (uint64, error) {
	f.reads++
	held, err := f.balances.Get(ctx, collections.Join(address, denom))
	if errors.Is(err, collections.ErrNotFound) {
		return 0, nil
	}
	return held, err
}

func (f *fakeBank) Move(ctx context.Context, from, to []byte, denom string, amount uint64) error {
	if f.failing != nil && string(f.failing) == string(to) {
		if f.panicky {
			panic("bank panics")
		}
		return errBank
	}
	if err := f.add(ctx, from, denom, -int64(amount)); err != nil {
		return err
	}
	return f.add(ctx, to, denom, int64(amount))
}

// add changes what an address holds; it fails rather than go below zero.
func (f *fakeBank) add(ctx context.Context, address []byte, denom string, change int64) error {
	held, err := f.Balance(ctx, address, denom)
	if err != nil {
		return err
	}
	if int64(held)+change < 0 {
		return fmt.Errorf("%d of %d: %w", change, held, errBank)
	}
	return f.balances.Set(ctx, collections.Join(address, denom), uint64(int64(held)+change))
}

var (
	_ netting.ConsortiumKeeper = (*fakeConsortium)(nil)
	_ netting.BankKeeper       = (*fakeBank)(nil)
)
