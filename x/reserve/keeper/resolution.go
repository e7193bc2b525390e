// SPDX-License-Identifier: Apache-2.0

package keeper

import (
	"context"
	"errors"

	"cosmossdk.io/collections"

	"github.com/taelnet/tael/x/compliance"
	"github.com/taelnet/tael/x/consortium"
	"github.com/taelnet/tael/x/reserve"
	"github.com/taelnet/tael/x/wallet"
)

// mayLeave says whether a member's customers may take their money away: anybody's of an ACTIVE member that is covered in
// full, and of one that winds down only if everybody could.
func mayLeave(m consortium.Member, c reserve.Coverage) bool {
	if m.Status.WindsDown() {
		return c.HoldsForAll()
	}
	return c.HoldsInFull()
}

// Plan returns the plan of a member and denom. Error: reserve.ErrPlanUnknown.
func (k Keeper) Plan(ctx context.Context, member uint32, denom string) (reserve.ResolutionPlan, error) {
	plan, err := k.Plans.Get(ctx, reserve.MemberDenomKey(member, denom))
	if errors.Is(err, collections.ErrNotFound) {
		return plan, reserve.ErrPlanUnknown.Wrapf("expected a plan of member %d in %s, got none", member, denom)
	}
	return plan, err
}

// share returns what a wallet took under a plan; its base is what it holds now if it took nothing yet.
func (k Keeper) share(ctx context.Context, addr []byte, plan reserve.ResolutionPlan) (reserve.ResolutionShare, error) {
	s, err := k.Shares.Get(ctx, reserve.ShareKey(addr, plan.Denom))
	if err != nil && !errors.Is(err, collections.ErrNotFound) {
		return s, err
	}
	if err == nil && s.Plan == plan.Number {
		return s, nil
	}
	base, err := k.holding(ctx, addr, plan.Denom)
	return reserve.ResolutionShare{Wallet: addr, Denom: plan.Denom, Plan: plan.Number, Base: base}, err
}

// vouched says whether a plan of 100 percent lets custody moves of a member that winds down go on without cover for all.
func (k Keeper) vouched(ctx context.Context, m consortium.Member, denom string) (bool, error) {
	if !m.Status.WindsDown() {
		return false, nil
	}
	plan, err := k.Plan(ctx, m.Number, denom)
	if errors.Is(err, reserve.ErrPlanUnknown) {
		return false, nil
	}
	return plan.Percent == reserve.FullPercent, err
}

// mayPayOut says why a redemption may not leave the wallet's custodian, or none. Of a member that is SUSPENDED or EXITING
// and lacks cover money leaves under a plan alone, which counts the redemption once.
func (k Keeper) mayPayOut(ctx context.Context, w wallet.Wallet, r *reserve.RedemptionRecord) (compliance.Reason, error) {
	member, err := k.consortium.Member(ctx, w.Custodian)
	if err != nil || !member.Status.WindsDown() {
		return compliance.ReasonNone, err
	}
	coverage, err := k.Coverage(ctx, w.Custodian, r.Denom)
	if err != nil || mayLeave(member, coverage) {
		return compliance.ReasonNone, err
	}
	plan, err := k.Plan(ctx, w.Custodian, r.Denom)
	if errors.Is(err, reserve.ErrPlanUnknown) {
		return compliance.ReasonMemberUncovered, nil
	}
	if err != nil || r.Plan == plan.Number {
		return compliance.ReasonNone, err
	}
	share, err := k.share(ctx, w.Address, plan)
	if err != nil {
		return compliance.ReasonNone, err
	}
	if !plan.Take(&share, r.Amount) {
		return compliance.ReasonPlanExceeded, nil
	}
	r.Plan = plan.Number
	return compliance.ReasonNone, k.savePlan(ctx, plan, share)
}

// giveBackShare takes a released redemption off the plan that counted it, if that one still stands.
func (k Keeper) giveBackShare(ctx context.Context, w wallet.Wallet, r *reserve.RedemptionRecord) error {
	if r.Plan == 0 {
		return nil
	}
	number := r.Plan
	r.Plan = 0
	plan, err := k.Plan(ctx, w.Custodian, r.Denom)
	if errors.Is(err, reserve.ErrPlanUnknown) || err == nil && plan.Number != number {
		return nil
	}
	if err != nil {
		return err
	}
	share, err := k.share(ctx, w.Address, plan)
	if err != nil {
		return err
	}
	plan.GiveBack(&share, r.Amount)
	return k.savePlan(ctx, plan, share)
}

func (k Keeper) savePlan(ctx context.Context, plan reserve.ResolutionPlan, share reserve.ResolutionShare) error {
	if err := k.Plans.Set(ctx, reserve.MemberDenomKey(plan.Member, plan.Denom), plan); err != nil {
		return err
	}
	return k.Shares.Set(ctx, reserve.ShareKey(share.Wallet, share.Denom), share)
}

// setPlan sets, replaces or, at 0 percent, withdraws the plan of a member and denom.
func (k Keeper) setPlan(ctx context.Context, m consortium.Member, denom string, percent uint32) (uint64, error) {
	if _, err := k.assetOfClass(ctx, denom, reserve.ASSET_CLASS_EMONEY); err != nil {
		return 0, err
	}
	key := reserve.MemberDenomKey(m.Number, denom)
	if percent == 0 {
		if _, err := k.Plan(ctx, m.Number, denom); err != nil {
			return 0, err
		}
		if err := k.Plans.Remove(ctx, key); err != nil {
			return 0, err
		}
		return 0, emit(ctx, &reserve.EventResolutionPlanSet{Member: m.Id, Denom: denom})
	}
	if !m.Status.WindsDown() {
		return 0, consortium.ErrMemberState.Wrapf("expected member %s to be SUSPENDED or EXITING, it is %s", m.Id, m.Status)
	}
	coverage, err := k.Coverage(ctx, m.Number, denom)
	if err != nil {
		return 0, err
	}
	number, err := k.lastPlan(ctx)
	if err != nil {
		return 0, err
	}
	plan := reserve.ResolutionPlan{
		Member: m.Number, Denom: denom, Number: number + 1, Percent: percent, SetAt: now(ctx), Liability: coverage.Liability,
	}
	if err := k.LastPlan.Set(ctx, plan.Number); err != nil {
		return 0, err
	}
	if err := k.Plans.Set(ctx, key, plan); err != nil {
		return 0, err
	}
	return plan.Number, emit(ctx, &reserve.EventResolutionPlanSet{
		Member: m.Id, Denom: denom, Number: plan.Number, Percent: percent, Liability: plan.Liability,
	})
}

// lastPlan is the number of the last plan, 0 if there was none.
func (k Keeper) lastPlan(ctx context.Context) (uint64, error) {
	number, err := k.LastPlan.Get(ctx)
	if errors.Is(err, collections.ErrNotFound) {
		return 0, nil
	}
	return number, err
}

func (k Keeper) restorePlan(ctx context.Context, p reserve.ResolutionPlan) error {
	if _, err := k.consortium.Member(ctx, p.Member); err != nil {
		return err
	}
	return k.Plans.Set(ctx, reserve.MemberDenomKey(p.Member, p.Denom), p)
}

func (k Keeper) restoreShare(ctx context.Context, s reserve.ResolutionShare) error {
	return k.Shares.Set(ctx, reserve.ShareKey(s.Wallet, s.Denom), s)
}

func (k Keeper) restoreResolution(ctx context.Context, g reserve.GenesisState) error {
	if err := each(ctx, g.ResolutionPlans, k.restorePlan); err != nil {
		return err
	}
	if err := each(ctx, g.ResolutionShares, k.restoreShare); err != nil || g.LastPlan == 0 {
		return err
	}
	return k.LastPlan.Set(ctx, g.LastPlan)
}

func (k Keeper) exportResolution(ctx context.Context, g *reserve.GenesisState) (err error) {
	same := func(_ context.Context, p reserve.ResolutionPlan) (reserve.ResolutionPlan, error) { return p, nil }
	if g.ResolutionPlans, err = all(ctx, k.Plans, same); err != nil {
		return err
	}
	sameShare := func(_ context.Context, s reserve.ResolutionShare) (reserve.ResolutionShare, error) { return s, nil }
	if g.ResolutionShares, err = all(ctx, k.Shares, sameShare); err != nil {
		return err
	}
	g.LastPlan, err = k.lastPlan(ctx)
	return err
}
