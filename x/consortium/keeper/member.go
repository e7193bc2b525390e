// SPDX-License-Identifier: Apache-2.0

package keeper

import (
	"context"
	"errors"

	"cosmossdk.io/collections"

	"github.com/taelnet/tael/x/consortium"
)

// Member returns a member's record; it returns ErrMemberUnknown. Its Duties stay empty, so that reading it stays cheap:
// Duties lists them.
func (k Keeper) Member(ctx context.Context, number uint32) (consortium.Member, error) {
	key, err := consortium.Number(number)
	if err != nil {
		return consortium.Member{}, consortium.ErrMemberUnknown.Wrapf("number %d", number)
	}

	m, err := k.members.Get(ctx, key)
	if errors.Is(err, collections.ErrNotFound) {
		return consortium.Member{}, consortium.ErrMemberUnknown.Wrapf("number %d", number)
	}
	return m, err
}

// MemberStatus returns a member's status in one read; it returns ErrMemberUnknown.
func (k Keeper) MemberStatus(ctx context.Context, number uint32) (consortium.MemberStatus, error) {
	m, err := k.Member(ctx, number)
	return m.Status, err
}

// MemberByID returns the record of the member with the slug, without duties; it returns ErrMemberUnknown.
func (k Keeper) MemberByID(ctx context.Context, id string) (consortium.Member, error) {
	number, err := k.membersByID.Get(ctx, id)
	if errors.Is(err, collections.ErrNotFound) {
		return consortium.Member{}, consortium.ErrMemberUnknown.Wrapf("id %q", id)
	}
	if err != nil {
		return consortium.Member{}, err
	}
	return k.Member(ctx, uint32(number))
}

// Members returns all records by number, without duties.
func (k Keeper) Members(ctx context.Context) ([]consortium.Member, error) {
	it, err := k.members.Iterate(ctx, nil)
	if err != nil {
		return nil, err
	}
	return it.Values()
}

// addMember stores a member that is new, with its duty holders. Nothing is written before every test has passed.
func (k Keeper) addMember(ctx context.Context, m consortium.Member) error {
	if err := m.Validate(); err != nil {
		return err
	}
	number, err := consortium.Number(m.Number)
	if err != nil {
		return err
	}
	if err := k.requireFree(ctx, m, number); err != nil {
		return err
	}
	holders, err := m.Actors()
	if err != nil {
		return err
	}
	for _, h := range holders {
		if err := k.requireUnnamed(ctx, h.Address); err != nil {
			return err
		}
	}

	record, err := m.Record()
	if err != nil {
		return err
	}
	if err := k.members.Set(ctx, number, record); err != nil {
		return err
	}
	for _, x := range k.indexesOf(m) {
		if err := x.index.Set(ctx, x.key, number); err != nil {
			return err
		}
	}
	for _, h := range holders {
		if err := k.setHolder(ctx, number, h); err != nil {
			return err
		}
	}
	return nil
}

// uniqueIndex is one identifier of a member that no other member may have.
type uniqueIndex struct {
	name, key string
	index     collections.Map[string, uint16]
}

func (k Keeper) indexesOf(m consortium.Member) []uniqueIndex {
	return []uniqueIndex{
		{name: "id", key: m.Id, index: k.membersByID},
		{name: "LEI", key: m.Lei, index: k.membersByLEI},
		{name: "BIC", key: consortium.LongBIC(m.Bic), index: k.membersByBIC},
	}
}

// requireFree returns ErrMemberExists if the number, id, LEI or BIC belongs to a member already.
func (k Keeper) requireFree(ctx context.Context, m consortium.Member, number uint16) error {
	taken, err := k.members.Has(ctx, number)
	if err != nil {
		return err
	}
	if taken {
		return consortium.ErrMemberExists.Wrapf("expected a free number, %d is taken", number)
	}

	for _, x := range k.indexesOf(m) {
		other, err := x.index.Get(ctx, x.key)
		if err == nil {
			return consortium.ErrMemberExists.Wrapf("expected a free %s, %s belongs to member number %d", x.name, x.key, other)
		}
		if !errors.Is(err, collections.ErrNotFound) {
			return err
		}
	}
	return nil
}

// saveMember stores a changed record and keeps the actors in step: roles and status. The work is bounded by the number
// of holders that a member may have.
func (k Keeper) saveMember(ctx context.Context, m consortium.Member) error {
	number, err := consortium.Number(m.Number)
	if err != nil {
		return err
	}
	roles, err := consortium.NewRoleSet(m.Roles)
	if err != nil {
		return err
	}
	if err := k.members.Set(ctx, number, m); err != nil {
		return err
	}

	holders, err := k.holders(ctx, number)
	if err != nil {
		return err
	}
	for _, h := range holders {
		h.Actor.Status, h.Actor.Roles = m.Status, roles
		if err := k.actors.Set(ctx, h.Address, h.Actor); err != nil {
			return err
		}
	}
	return nil
}

// changeMember replaces the public data and the roles of a member. A validator's member keeps a role that may validate.
func (k Keeper) changeMember(ctx context.Context, msg *consortium.MsgChangeMember) (consortium.Member, error) {
	m, err := k.MemberByID(ctx, msg.Member)
	if err != nil {
		return m, err
	}
	changed, err := m.Change(msg.Name, msg.Bic, msg.Jurisdiction, msg.Roles)
	if err != nil {
		return m, err
	}
	if err := k.mayKeepValidators(ctx, changed); err != nil {
		return m, err
	}
	if err := k.moveBIC(ctx, m, changed); err != nil {
		return m, err
	}
	return changed, k.saveMember(ctx, changed)
}

// moveBIC finds the member by its new code and no longer by the old one.
func (k Keeper) moveBIC(ctx context.Context, from, to consortium.Member) error {
	before, after := consortium.LongBIC(from.Bic), consortium.LongBIC(to.Bic)
	if before == after {
		return nil
	}
	number, err := consortium.Number(to.Number)
	if err != nil {
		return err
	}
	taken, err := k.membersByBIC.Has(ctx, after)
	if err != nil {
		return err
	}
	if taken {
		return consortium.ErrMemberExists.Wrapf("expected a free BIC, %s belongs to another member", to.Bic)
	}
	if err := k.membersByBIC.Remove(ctx, before); err != nil {
		return err
	}
	return k.membersByBIC.Set(ctx, after, number)
}

// mayKeepValidators returns ErrValidatorInvalid if the member runs a validator and would have no role that may.
func (k Keeper) mayKeepValidators(ctx context.Context, m consortium.Member) error {
	roles, err := k.roles(ctx)
	if err != nil {
		return err
	}
	if consortium.MayValidate(m, roles) {
		return nil
	}
	validators, err := k.Validators(ctx)
	if err != nil {
		return err
	}
	for _, v := range validators {
		if v.Member == m.Number {
			return consortium.ErrValidatorInvalid.Wrapf("expected member %s of validator %q to keep one of %v, it would have %v",
				m.Id, v.Moniker, roles.Roles(), m.Roles)
		}
	}
	return nil
}
