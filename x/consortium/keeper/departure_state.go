// SPDX-License-Identifier: Apache-2.0

package keeper

import (
	"context"

	"cosmossdk.io/collections"

	"github.com/taelnet/tael/x/consortium"
)

// initDepartures stores the figures, the default ones if there are none, and what is under way.
func (k Keeper) initDepartures(ctx context.Context, g consortium.Genesis) error {
	policy := consortium.DefaultMemberPolicy()
	if g.MemberPolicy != nil {
		policy = *g.MemberPolicy
	}
	if err := k.memberPolicy.Set(ctx, policy); err != nil || g.MemberProcedures == nil {
		return err
	}
	for _, o := range g.MemberProcedures.SuspensionOrders {
		key := collections.Join(uint16(o.Member), uint16(o.Regulator)) //nolint:gosec // Validate holds numbers in range
		if err := k.suspensionOrders.Set(ctx, key, o); err != nil {
			return err
		}
	}
	for _, s := range g.MemberProcedures.Successions {
		if err := k.successions.Set(ctx, uint16(s.Member), s); err != nil { //nolint:gosec // Validate holds numbers in range
			return err
		}
	}
	return nil
}

func (k Keeper) exportDepartures(ctx context.Context, g *consortium.Genesis) error {
	policy, err := k.memberPolicy.Get(ctx)
	if err != nil {
		return err
	}
	var procedures consortium.MemberProcedures
	err = k.suspensionOrders.Walk(ctx, nil, func(_ collections.Pair[uint16, uint16], o consortium.SuspensionOrder) (bool, error) {
		procedures.SuspensionOrders = append(procedures.SuspensionOrders, o)
		return false, nil
	})
	if err != nil {
		return err
	}
	err = k.successions.Walk(ctx, nil, func(_ uint16, s consortium.Succession) (bool, error) {
		procedures.Successions = append(procedures.Successions, s)
		return false, nil
	})
	g.MemberPolicy, g.MemberProcedures = &policy, &procedures
	return err
}

// checkDepartures holds that nobody acts or validates for a member that left, that orders and successions are those of
// genesis' rules, and that only members that are not ACTIVE have a successor.
func (k Keeper) checkDepartures(ctx context.Context) error {
	g := consortium.Genesis{}
	var err error
	if g.Members, err = k.membersWithDuties(ctx); err != nil {
		return err
	}
	for _, m := range g.Members {
		if m.Status != consortium.MEMBER_STATUS_LEFT {
			continue
		}
		validators, err := k.CountValidators(ctx, m.Number)
		if err != nil {
			return err
		}
		if len(m.Duties) != 0 || validators != 0 {
			return broken("member %s has left, with %d duties and %d validators", m.Id, len(m.Duties), validators)
		}
	}
	if err := k.exportDepartures(ctx, &g); err != nil {
		return broken("policy of members: %s", err)
	}
	if err := g.CheckDepartures(); err != nil {
		return broken("%s", err)
	}
	return nil
}
