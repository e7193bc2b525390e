// SPDX-License-Identifier: Apache-2.0

package keeper

import (
	"context"
	"errors"

	"cosmossdk.io/collections"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/taelnet/tael/x/consortium"
)

// Actor says in one read what an address (20 bytes) is; false if it holds no duty. The authority is no actor.
func (k Keeper) Actor(ctx context.Context, addr []byte) (consortium.Actor, bool, error) {
	actor, err := k.actors.Get(ctx, addr)
	if errors.Is(err, collections.ErrNotFound) {
		return consortium.Actor{}, false, nil
	}
	return actor, err == nil, err
}

// RequireDuty is the doorman: the address holds the duty at the returned member, and the member has one of the roles
// (any if none is given), else ErrUnauthorized. A SUSPENDED member passes: the caller judges its status, because a
// suspension stops some business and not all. The member comes without duties.
func (k Keeper) RequireDuty(ctx context.Context, addr string, duty consortium.Duty, roles ...consortium.Role) (consortium.Member, error) {
	raw, err := consortium.ParseAddress(addr)
	if err != nil {
		return consortium.Member{}, err
	}
	actor, found, err := k.Actor(ctx, raw)
	if err != nil {
		return consortium.Member{}, err
	}
	if !found {
		return consortium.Member{}, consortium.ErrUnauthorized.Wrapf("expected a holder of %s, %s holds no duty", duty, addr)
	}
	if !actor.Duties.Has(duty) {
		return consortium.Member{}, consortium.ErrUnauthorized.Wrapf("expected a holder of %s, %s holds %v", duty, addr, actor.Duties.Duties())
	}
	if !actor.Roles.HasAny(roles) {
		return consortium.Member{}, consortium.ErrUnauthorized.Wrapf("expected a member with one of %v, the member of %s has %v", roles, addr, actor.Roles.Roles())
	}
	return k.Member(ctx, actor.Member)
}

// Duties lists who holds what for a member, by address and then by duty.
func (k Keeper) Duties(ctx context.Context, number uint32) ([]consortium.DutyHolder, error) {
	key, err := consortium.Number(number)
	if err != nil {
		return nil, err
	}
	holders, err := k.holders(ctx, key)
	if err != nil {
		return nil, err
	}

	var duties []consortium.DutyHolder
	for _, h := range holders {
		for _, duty := range h.Actor.Duties.Duties() {
			duties = append(duties, consortium.DutyHolder{Duty: duty, Address: h.Address.String()})
		}
	}
	return duties, nil
}

// holders lists the addresses that act for a member, ascending.
func (k Keeper) holders(ctx context.Context, number uint16) ([]consortium.Holder, error) {
	it, err := k.actorsByMember.Iterate(ctx, collections.NewPrefixedPairRange[uint16, []byte](number))
	if err != nil {
		return nil, err
	}
	keys, err := it.Keys()
	if err != nil {
		return nil, err
	}

	holders := make([]consortium.Holder, 0, len(keys))
	for _, key := range keys {
		actor, err := k.actors.Get(ctx, key.K2())
		if err != nil {
			return nil, err
		}
		holders = append(holders, consortium.Holder{Address: key.K2(), Actor: actor})
	}
	return holders, nil
}

// assign gives an address a duty of the member, and an account if it has none.
func (k Keeper) assign(ctx context.Context, m consortium.Member, duty consortium.Duty, addr sdk.AccAddress) error {
	number, err := consortium.Number(m.Number)
	if err != nil {
		return err
	}
	actor, found, err := k.Actor(ctx, addr)
	if err != nil {
		return err
	}
	if found && actor.Member != m.Number {
		return consortium.ErrDutyHeld.Wrapf("expected an address that serves no other member, %s serves number %d", addr, actor.Member)
	}
	if !found {
		if actor, err = k.newActor(ctx, m, number, duty, addr); err != nil {
			return err
		}
	}

	if actor, err = actor.Assign(duty); err != nil {
		return err
	}
	return k.setHolder(ctx, number, consortium.Holder{Address: addr, Actor: actor})
}

// newActor returns an address that gets its first duty; it needs a free place at the member.
func (k Keeper) newActor(
	ctx context.Context, m consortium.Member, number uint16, duty consortium.Duty, addr sdk.AccAddress,
) (consortium.Actor, error) {
	if err := k.requireUnnamed(ctx, addr); err != nil {
		return consortium.Actor{}, err
	}
	holders, err := k.holders(ctx, number)
	if err != nil {
		return consortium.Actor{}, err
	}
	if err := m.Room(holders, duty); err != nil {
		return consortium.Actor{}, err
	}
	return m.NewActor()
}

// requireUnnamed returns ErrDutyHeld if the address serves a member or is the authority.
func (k Keeper) requireUnnamed(ctx context.Context, addr sdk.AccAddress) error {
	actor, found, err := k.Actor(ctx, addr)
	if err != nil {
		return err
	}
	if found {
		return consortium.ErrDutyHeld.Wrapf("expected an address that serves no other member, %s serves number %d", addr, actor.Member)
	}
	if consortium.IsAuthority(addr) {
		return consortium.ErrDutyHeld.Wrapf("expected an address other than the authority's, got %s", addr)
	}
	return nil
}

// setHolder stores what the address is to the member and gives it an account if it has none.
func (k Keeper) setHolder(ctx context.Context, number uint16, h consortium.Holder) error {
	if err := k.actors.Set(ctx, h.Address, h.Actor); err != nil {
		return err
	}
	if err := k.actorsByMember.Set(ctx, collections.Join(number, []byte(h.Address))); err != nil {
		return err
	}
	k.ensureAccount(ctx, h.Address)
	return nil
}

// withdraw takes a duty of the member from an address. The account stays: its sequence must never start again.
func (k Keeper) withdraw(ctx context.Context, m consortium.Member, duty consortium.Duty, addr sdk.AccAddress) error {
	actor, found, err := k.Actor(ctx, addr)
	if err != nil {
		return err
	}
	if !found || actor.Member != m.Number {
		return consortium.ErrDutyUnknown.Wrapf("expected a holder of %s at member %s, %s serves it not", duty, m.Id, addr)
	}
	if actor, err = actor.Withdraw(duty); err != nil {
		return err
	}

	if actor.Duties != 0 {
		return k.actors.Set(ctx, addr, actor)
	}
	number, err := consortium.Number(m.Number)
	if err != nil {
		return err
	}
	if err := k.actors.Remove(ctx, addr); err != nil {
		return err
	}
	return k.actorsByMember.Remove(ctx, collections.Join(number, []byte(addr)))
}

func (k Keeper) ensureAccount(ctx context.Context, addr sdk.AccAddress) {
	if !k.accounts.HasAccount(ctx, addr) {
		k.accounts.SetAccount(ctx, k.accounts.NewAccountWithAddress(ctx, addr))
	}
}
