// SPDX-License-Identifier: Apache-2.0

package keeper

import (
	"bytes"
	"context"

	cmttypes "github.com/cometbft/cometbft/types"

	"cosmossdk.io/collections"

	"github.com/taelnet/tael/x/consortium"
)

// Invariants returns ErrInvariantBroken for the first contradiction in the state, with its figures: each member valid
// and found by its own number, id, LEI and BIC; each duty address at exactly one member, in step with it; validators
// of members that may run one, at least one; the authority set, its seats holding GOVERNANCE; quotas within their bounds
// and, like what is used of them, of members. It scans everything and is meant for tests and audit, never for a block.
func (k Keeper) Invariants(ctx context.Context) error {
	checks := []func(context.Context) error{
		k.checkMembers, k.checkIndexes, k.checkActors, k.checkHolders, k.checkValidators, k.checkAuthority, k.checkQuotas,
	}
	for _, check := range checks {
		if err := check(ctx); err != nil {
			return err
		}
	}
	return nil
}

func broken(format string, args ...any) error {
	return consortium.ErrInvariantBroken.Wrapf(format, args...)
}

// checkMembers holds each record to its own rules, under its own number, found by each of its identifiers.
func (k Keeper) checkMembers(ctx context.Context) error {
	return k.members.Walk(ctx, nil, func(number uint16, m consortium.Member) (bool, error) {
		if m.Number != uint32(number) {
			return true, broken("member %s is stored under number %d and says %d", m.Id, number, m.Number)
		}
		if len(m.Duties) != 0 {
			return true, broken("record of member %s carries %d duties, expected them in the index only", m.Id, len(m.Duties))
		}
		if err := m.Validate(); err != nil {
			return true, broken("member %d: %s", number, err)
		}
		for _, x := range k.indexesOf(m) {
			found, err := x.index.Get(ctx, x.key)
			if err != nil || found != number {
				return true, broken("%s %s of member %d leads to %d (%v)", x.name, x.key, number, found, err)
			}
		}
		return false, nil
	})
}

// checkIndexes compares sizes: with checkMembers it follows that no identifier leads to nobody and none is shared.
func (k Keeper) checkIndexes(ctx context.Context) error {
	members, err := count(ctx, k.members)
	if err != nil {
		return err
	}
	for _, x := range k.indexesOf(consortium.Member{}) {
		entries, err := count(ctx, x.index)
		if err != nil {
			return err
		}
		if entries != members {
			return broken("%d members have %d entries by %s", members, entries, x.name)
		}
	}
	return nil
}

// checkActors holds each duty address to its member's record and to the index by member.
func (k Keeper) checkActors(ctx context.Context) error {
	actors := 0
	err := k.actors.Walk(ctx, nil, func(addr []byte, a consortium.Actor) (bool, error) {
		actors++
		m, err := k.Member(ctx, a.Member)
		if err != nil {
			return true, broken("address %X serves member %d: %s", addr, a.Member, err)
		}
		roles, err := consortium.NewRoleSet(m.Roles)
		if err != nil {
			return true, err
		}
		if a.Roles != roles || a.Status != m.Status {
			return true, broken("address %X has %v %s, its member %s has %v %s", addr, a.Roles.Roles(), a.Status, m.Id, m.Roles, m.Status)
		}
		if len(addr) != consortium.AddressLength || a.Duties == 0 || consortium.NewDutySet(a.Duties.Duties()...) != a.Duties {
			return true, broken("address %X of member %s holds duties %b", addr, m.Id, a.Duties)
		}
		if a.Duties.Has(consortium.DUTY_SUBMITTER) && len(a.Duties.Duties()) != 1 {
			return true, broken("submitter %X of member %s holds %v", addr, m.Id, a.Duties.Duties())
		}
		indexed, err := k.actorsByMember.Has(ctx, collections.Join(uint16(a.Member), addr)) //nolint:gosec // Member found it in range
		if err != nil || !indexed {
			return true, broken("address %X of member %s is missing in the index by member (%v)", addr, m.Id, err)
		}
		return false, nil
	})
	if err != nil {
		return err
	}

	it, err := k.actorsByMember.Iterate(ctx, nil)
	if err != nil {
		return err
	}
	keys, err := it.Keys()
	if err != nil {
		return err
	}
	if len(keys) != actors {
		return broken("%d duty addresses have %d entries by member", actors, len(keys))
	}
	return nil
}

// checkHolders holds each member to the number of duty holders it may have.
func (k Keeper) checkHolders(ctx context.Context) error {
	members, err := k.membersWithDuties(ctx)
	if err != nil {
		return err
	}
	for _, m := range members {
		if _, err := m.Actors(); err != nil {
			return broken("duties of member %s: %s", m.Id, err)
		}
	}
	return nil
}

func (k Keeper) checkValidators(ctx context.Context) error {
	roles, err := k.roles(ctx)
	if err != nil {
		return err
	}
	var total int64
	validators := 0
	err = k.validators.Walk(ctx, nil, func(addr []byte, v consortium.Validator) (bool, error) {
		validators++
		if err := v.Validate(); err != nil {
			return true, broken("validator %X: %s", addr, err)
		}
		if !bytes.Equal(v.ConsensusAddress(), addr) {
			return true, broken("validator %q is stored under %X, its key gives %X", v.Moniker, addr, []byte(v.ConsensusAddress()))
		}
		m, err := k.Member(ctx, v.Member)
		if err != nil {
			return true, broken("validator %q of member %d: %s", v.Moniker, v.Member, err)
		}
		if !consortium.MayValidate(m, roles) {
			return true, broken("validator %q: member %s has %v, expected one of %v", v.Moniker, m.Id, m.Roles, roles.Roles())
		}
		if total += v.Power; total > cmttypes.MaxTotalVotingPower {
			return true, broken("total power %d is above %d", total, cmttypes.MaxTotalVotingPower)
		}
		return false, nil
	})
	if err != nil {
		return err
	}
	if validators == 0 {
		return broken("expected at least one validator, there is none")
	}
	return nil
}

func (k Keeper) checkAuthority(ctx context.Context) error {
	authority, err := k.Authority(ctx)
	if err != nil {
		return broken("authority: %s", err)
	}
	if _, found, err := k.Actor(ctx, authority); err != nil || found || len(authority) != consortium.AddressLength {
		return broken("authority %X has %d bytes, serves a member: %t (%v)", []byte(authority), len(authority), found, err)
	}
	threshold, err := k.threshold.Get(ctx)
	if err != nil {
		return broken("authority threshold: %s", err)
	}
	seats, err := k.seatAddresses(ctx)
	if err != nil {
		return err
	}
	if threshold == 0 || uint64(threshold) > uint64(len(seats)) {
		return broken("authority needs %d of %d seats", threshold, len(seats))
	}
	for _, seat := range seats {
		actor, _, err := k.Actor(ctx, seat)
		if err != nil {
			return err
		}
		if !actor.Duties.Has(consortium.DUTY_GOVERNANCE) {
			return broken("authority seat %s holds %v, expected GOVERNANCE", seat, actor.Duties.Duties())
		}
	}

	id, err := k.EIP155ID(ctx)
	if err != nil || id == 0 {
		return broken("EIP-155 id is %d (%v)", id, err)
	}
	return nil
}

// checkQuotas holds the policy to its form, and quotas and uses to members.
func (k Keeper) checkQuotas(ctx context.Context) error {
	policy, err := k.QuotaPolicy(ctx)
	if err != nil {
		return broken("quotas: %s", err)
	}
	if err := policy.Validate(); err != nil {
		return broken("quotas: %s", err)
	}
	for _, row := range policy.Members {
		if _, err := k.Member(ctx, row.Member); err != nil {
			return broken("quota of member %d: %s", row.Member, err)
		}
	}
	return k.quotaUses.Walk(ctx, nil, func(member uint16, _ consortium.QuotaUse) (bool, error) {
		if member == 0 {
			return false, nil
		}
		if _, err := k.Member(ctx, uint32(member)); err != nil {
			return true, broken("use of a quota by member %d: %s", member, err)
		}
		return false, nil
	})
}

func count[K, V any](ctx context.Context, m collections.Map[K, V]) (int, error) {
	n := 0
	err := m.Walk(ctx, nil, func(K, V) (bool, error) {
		n++
		return false, nil
	})
	return n, err
}
