// SPDX-License-Identifier: Apache-2.0

package keeper

import (
	"context"
	"errors"

	"github.com/cosmos/gogoproto/proto"

	"cosmossdk.io/collections"
	"cosmossdk.io/core/comet"
	errorsmod "cosmossdk.io/errors"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/taelnet/tael/x/consortium"
)

// report is what consensus says about a key: misbehaviour of a kind, or a missed block.
type report struct {
	address sdk.ConsAddress
	kind    comet.MisbehaviorType // Unknown for a missed block
	height  int64
}

// BeginBlock acts upon what consensus reports: misbehaviour first, then the blocks that were missed. No report can
// fail the block: each works on a state of its own, and one that breaks off is set aside with an event. A block in which
// everybody signed reads and writes nothing. It writes validators and what they missed, which no admission of a
// transaction reads.
func (k Keeper) BeginBlock(ctx sdk.Context) {
	info := ctx.CometInfo()
	if info == nil {
		return
	}
	if evidence := info.GetEvidence(); evidence != nil {
		for i := range evidence.Len() {
			item := evidence.Get(i)
			r := report{address: item.Validator().Address(), kind: item.Type(), height: item.Height()}
			try(ctx, r, k.punish)
		}
	}
	if commit := info.GetLastCommit(); commit != nil {
		votes := commit.Votes()
		for i := range votes.Len() {
			// A vote for nil is a vote: its validator was there.
			if vote := votes.Get(i); vote.GetBlockIDFlag() == comet.BlockIDFlagAbsent {
				try(ctx, report{address: vote.Validator().Address(), height: ctx.BlockHeight() - 1}, k.miss)
			}
		}
	}
}

// try lets a report have its effect whole or not at all.
func try(ctx sdk.Context, r report, act func(context.Context, report) error) {
	cached, write := ctx.CacheContext()
	err := guarded(cached, r, act)
	if err == nil {
		write()
		return
	}
	aside := &consortium.EventConsensusReportSetAside{Reported: r.address.String(), Kind: int32(r.kind), Height: r.height}
	if !errors.Is(err, errBroken) {
		aside.Codespace, aside.Code, _ = errorsmod.ABCIInfo(err, false)
	}
	// An event that cannot be emitted must not fail the block either.
	if err := emit(ctx, aside); err != nil {
		ctx.Logger().Error("a report of consensus was set aside", "address", r.address.String(), "kind", r.kind, "height", r.height)
	}
}

var errBroken = errors.New("the work on a report broke off")

func guarded(ctx context.Context, r report, act func(context.Context, report) error) (err error) {
	defer func() {
		if recover() != nil {
			err = errBroken
		}
	}()
	return act(ctx, r)
}

// punish takes the validator behind a key out for good. The minimum and the share of power that may change do not hold
// it, but the last ACTIVE validator stays: it only raises an alarm. Who is punished already is not told of again.
func (k Keeper) punish(ctx context.Context, r report) error {
	v, err := k.behind(ctx, r.address)
	if err != nil {
		return err
	}
	if v.Punished {
		return nil
	}
	m, err := k.Member(ctx, v.Member)
	if err != nil {
		return err
	}
	figures, err := k.setFigures(ctx)
	if err != nil {
		return err
	}
	if v.Active() && figures.Active <= 1 {
		return emit(ctx, &consortium.EventLastValidatorMisbehaved{
			Member: m.Id, ConsensusAddress: v.ConsensusAddress().String(), Reported: r.address.String(), Kind: int32(r.kind), Height: r.height,
		})
	}
	if err := k.retire(ctx, v.Punish()); err != nil {
		return err
	}
	return emit(ctx, &consortium.EventValidatorPunished{
		Member: m.Id, ConsensusAddress: v.ConsensusAddress().String(), Reported: r.address.String(),
		Kind: int32(r.kind), Height: r.height, Power: v.Power,
	})
}

// miss records a missed block of the validator behind a key and jails it for too many. Last commits name validators
// that left up to two blocks ago; they miss nothing any more.
func (k Keeper) miss(ctx context.Context, r report) error {
	v, err := k.behind(ctx, r.address)
	if errors.Is(err, consortium.ErrValidatorUnknown) || err == nil && !v.Active() {
		return nil
	}
	if err != nil {
		return err
	}
	policy, err := k.ValidatorPolicy(ctx)
	if err != nil {
		return err
	}

	addr := v.ConsensusAddress()
	l, err := k.set.liveness.Get(ctx, addr)
	if err != nil && !errors.Is(err, collections.ErrNotFound) {
		return err
	}
	l = l.Miss(r.height, policy.Window)
	l.ConsensusAddress = addr
	if l.Count >= policy.MaxMissed {
		return k.missedTooMany(ctx, v, l, policy)
	}
	l.Kept = false
	return k.set.liveness.Set(ctx, addr, l)
}

// missedTooMany jails a validator, or keeps it and raises one alarm if too few others are ACTIVE.
func (k Keeper) missedTooMany(ctx context.Context, v consortium.Validator, l consortium.Liveness, policy consortium.ValidatorPolicy) error {
	m, err := k.Member(ctx, v.Member)
	if err != nil {
		return err
	}
	figures, err := k.setFigures(ctx)
	if err != nil {
		return err
	}
	addr := v.ConsensusAddress()
	if figures.MayLose(policy) == nil {
		v = v.Jail(sdk.UnwrapSDKContext(ctx).BlockTime(), policy.JailTerm)
		if err := k.set.liveness.Remove(ctx, addr); err != nil {
			return err
		}
		if err := k.setValidator(ctx, v); err != nil {
			return err
		}
		return emit(ctx, &consortium.EventValidatorJailed{
			Member: m.Id, ConsensusAddress: addr.String(), Missed: l.Count, Window: policy.Window, JailedUntil: v.JailedUntil,
		})
	}

	var alarm []proto.Message
	if !l.Kept {
		alarm = append(alarm, &consortium.EventValidatorKept{
			Member: m.Id, ConsensusAddress: addr.String(), Missed: l.Count, Window: policy.Window,
			Active: figures.Active, MinActive: policy.MinActive,
		})
	}
	l.Kept = true
	if err := k.set.liveness.Set(ctx, addr, l); err != nil {
		return err
	}
	return emit(ctx, alarm...)
}
