// SPDX-License-Identifier: Apache-2.0

package keeper

import (
	"context"
	"errors"

	"cosmossdk.io/collections"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/taelnet/tael/x/consortium"
)

// Charge takes gas out of the quota of a member, at block time; 0 is the consortium's authority, which has the base.
// It returns ErrQuota, which says when to try again, if less is left, and writes one key if not.
func (k Keeper) Charge(ctx context.Context, member uint32, gas uint64) error {
	quota, _, err := k.quota(ctx, member)
	if err != nil {
		return err
	}
	use, err := k.quotaUse(ctx, member)
	if err != nil {
		return err
	}
	if use, err = use.Charge(quota, quotaNow(ctx), gas); err != nil {
		return err
	}
	return k.quotaUses.Set(ctx, uint16(member), use) //nolint:gosec // quota found it in range
}

// quota is what a member has: its own (true), else the largest of its roles', else the base.
func (k Keeper) quota(ctx context.Context, member uint32) (consortium.Quota, bool, error) {
	if member == 0 {
		base, err := k.quotaBase.Get(ctx)
		return base, false, err
	}
	m, err := k.Member(ctx, member)
	if err != nil {
		return consortium.Quota{}, false, err
	}
	own, err := k.quotaMembers.Get(ctx, uint16(member)) //nolint:gosec // Member found it in range
	if err == nil {
		return own, true, nil
	}
	if !errors.Is(err, collections.ErrNotFound) {
		return consortium.Quota{}, false, err
	}
	var policy consortium.QuotaPolicy
	for _, role := range m.Roles {
		quota, err := k.quotaRoles.Get(ctx, uint16(role)) //nolint:gosec // stored roles are known numbers
		if errors.Is(err, collections.ErrNotFound) {
			continue
		}
		if err != nil {
			return consortium.Quota{}, false, err
		}
		policy.Roles = append(policy.Roles, consortium.RoleQuota{Role: role, Quota: quota})
	}
	if len(policy.Roles) == 0 {
		base, err := k.quotaBase.Get(ctx)
		return base, false, err
	}
	quota, _ := policy.Of(member, m.Roles)
	return quota, false, nil
}

func (k Keeper) quotaUse(ctx context.Context, member uint32) (consortium.QuotaUse, error) {
	use, err := k.quotaUses.Get(ctx, uint16(member)) //nolint:gosec // quota found it in range
	if err != nil && !errors.Is(err, collections.ErrNotFound) {
		return consortium.QuotaUse{}, err
	}
	use.Member = member
	return use, nil
}

func quotaNow(ctx context.Context) uint64 {
	return consortium.QuotaTime(sdk.UnwrapSDKContext(ctx).BlockTime())
}

// QuotaPolicy returns the quotas of roles and members and the base.
func (k Keeper) QuotaPolicy(ctx context.Context) (consortium.QuotaPolicy, error) {
	base, err := k.quotaBase.Get(ctx)
	if err != nil {
		return consortium.QuotaPolicy{}, err
	}
	policy := consortium.QuotaPolicy{Base: base}
	err = k.quotaRoles.Walk(ctx, nil, func(role uint16, q consortium.Quota) (bool, error) {
		policy.Roles = append(policy.Roles, consortium.RoleQuota{Role: consortium.Role(role), Quota: q})
		return false, nil
	})
	if err != nil {
		return policy, err
	}
	err = k.quotaMembers.Walk(ctx, nil, func(member uint16, q consortium.Quota) (bool, error) {
		policy.Members = append(policy.Members, consortium.MemberQuota{Member: uint32(member), Quota: q})
		return false, nil
	})
	return policy, err
}

// setQuota changes the quota of a member, else of a role, else the base; nil takes away that of a member or role.
func (k Keeper) setQuota(ctx context.Context, member uint32, role consortium.Role, q *consortium.Quota) error {
	switch {
	case member != 0 && q == nil:
		return k.quotaMembers.Remove(ctx, uint16(member)) //nolint:gosec // the caller found the member
	case member != 0:
		return k.quotaMembers.Set(ctx, uint16(member), *q) //nolint:gosec // the caller found the member
	case role != consortium.ROLE_UNSPECIFIED && q == nil:
		return k.quotaRoles.Remove(ctx, uint16(role)) //nolint:gosec // ValidateBasic holds it to known numbers
	case role != consortium.ROLE_UNSPECIFIED:
		return k.quotaRoles.Set(ctx, uint16(role), *q) //nolint:gosec // ValidateBasic holds it to known numbers
	default:
		return k.quotaBase.Set(ctx, *q)
	}
}

func (k Keeper) initQuotas(ctx context.Context, g consortium.Genesis) error {
	if err := k.quotaBase.Set(ctx, g.Quotas.Base); err != nil {
		return err
	}
	for _, row := range g.Quotas.Roles {
		if err := k.setQuota(ctx, 0, row.Role, &row.Quota); err != nil {
			return err
		}
	}
	for _, row := range g.Quotas.Members {
		if err := k.setQuota(ctx, row.Member, 0, &row.Quota); err != nil {
			return err
		}
	}
	for _, use := range g.QuotaUses {
		if err := k.quotaUses.Set(ctx, uint16(use.Member), use); err != nil { //nolint:gosec // Validate holds it in range
			return err
		}
	}
	return nil
}

func (k Keeper) exportQuotas(ctx context.Context, g *consortium.Genesis) (err error) {
	if g.Quotas, err = k.QuotaPolicy(ctx); err != nil {
		return err
	}
	return k.quotaUses.Walk(ctx, nil, func(member uint16, use consortium.QuotaUse) (bool, error) {
		use.Member = uint32(member)
		g.QuotaUses = append(g.QuotaUses, use)
		return false, nil
	})
}
