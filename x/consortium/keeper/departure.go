// SPDX-License-Identifier: Apache-2.0

package keeper

import (
	"context"
	"errors"

	"cosmossdk.io/collections"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/taelnet/tael/x/consortium"
)

// Suspend stops a member's new business because it could not pay at the end of a settlement day. Its succession stays.
// A member that is SUSPENDED already stays so, with no event. Errors: ErrMemberUnknown, ErrMemberState for one that LEFT.
func (k Keeper) Suspend(ctx context.Context, number uint32) error {
	m, err := k.Member(ctx, number)
	if err != nil || m.Status == consortium.MEMBER_STATUS_SUSPENDED {
		return err
	}
	return k.suspend(ctx, m, &consortium.EventMemberSuspended{Member: m.Id, Defaulted: true})
}

// suspend is the one way to SUSPENDED, whoever decided it. Orders that wait have come true.
func (k Keeper) suspend(ctx context.Context, m consortium.Member, fact *consortium.EventMemberSuspended) error {
	m, err := m.Suspend()
	if err != nil {
		return err
	}
	if err := k.setStatus(ctx, m); err != nil {
		return err
	}
	if err := k.dropOrders(ctx, m); err != nil {
		return err
	}
	return emit(ctx, fact)
}

// dropOrders forgets the orders against a member: at most one of each regulator.
func (k Keeper) dropOrders(ctx context.Context, m consortium.Member) error {
	number, err := consortium.Number(m.Number)
	if err != nil {
		return err
	}
	return k.suspensionOrders.Clear(ctx, collections.NewPrefixedPairRange[uint16, uint16](number))
}

// Succession says who takes a member's customers, or was asked to; it returns ErrSuccessionUnknown if nobody was.
func (k Keeper) Succession(ctx context.Context, member uint32) (consortium.Succession, error) {
	number, err := consortium.Number(member)
	if err != nil {
		return consortium.Succession{}, err
	}
	s, err := k.successions.Get(ctx, number)
	if errors.Is(err, collections.ErrNotFound) {
		return s, consortium.ErrSuccessionUnknown.Wrapf("expected a successor of member %d, none is named", member)
	}
	return s, err
}

// RequireSuccessor returns the member whose customers another may take now: it is SUSPENDED or EXITING, and by is its
// successor and has accepted. Errors: ErrMemberUnknown, ErrMemberState, ErrSuccessionUnknown.
func (k Keeper) RequireSuccessor(ctx context.Context, id string, by consortium.Member) (consortium.Member, error) {
	m, err := k.MemberByID(ctx, id)
	if err != nil {
		return m, err
	}
	if !m.Status.WindsDown() {
		return m, consortium.ErrMemberState.Wrapf("expected member %s to be SUSPENDED or EXITING, it is %s", m.Id, m.Status)
	}
	s, err := k.Succession(ctx, m.Number)
	if err != nil {
		return m, err
	}
	if s.Successor != by.Number || !s.Accepted() {
		return m, consortium.ErrSuccessionUnknown.Wrapf("expected member %s to have accepted the customers of %s, asked is member %d, accepted at %d",
			by.Id, m.Id, s.Successor, s.AcceptedAt)
	}
	return m, nil
}

// nameSuccessor asks a member to take another's customers, in place of whoever was asked before.
func (k Keeper) nameSuccessor(ctx context.Context, m consortium.Member, successor string) error {
	by, err := k.MemberByID(ctx, successor)
	if err != nil {
		return err
	}
	if err := by.MaySucceed(m); err != nil {
		return err
	}
	number, err := consortium.Number(m.Number)
	if err != nil {
		return err
	}
	s := consortium.Succession{Member: m.Number, Successor: by.Number, NamedAt: blockTime(ctx)}
	if err := k.successions.Set(ctx, number, s); err != nil {
		return err
	}
	return emit(ctx, &consortium.EventSuccessorNamed{Member: m.Id, Successor: by.Id})
}

// CountValidators counts the validators of a member that vote or may vote again.
func (k Keeper) CountValidators(ctx context.Context, member uint32) (int, error) {
	own, err := k.ValidatorsOf(ctx, member)
	return len(own), err
}

// Leave ends a membership: every duty is withdrawn, and number, id, LEI and BIC stay taken. The caller has made sure that
// nothing of value is open. Errors: ErrMemberUnknown, ErrMemberState unless EXITING, ErrMemberValidates,
// ErrAuthoritySeat.
func (k Keeper) Leave(ctx context.Context, member uint32) error {
	m, err := k.Member(ctx, member)
	if err != nil {
		return err
	}
	if m, err = m.Leave(); err != nil {
		return err
	}
	validators, err := k.CountValidators(ctx, member)
	if err != nil {
		return err
	}
	if validators != 0 {
		return consortium.ErrMemberValidates.Wrapf("expected no validator of member %s, got %d", m.Id, validators)
	}
	number, err := consortium.Number(member)
	if err != nil {
		return err
	}
	holders, err := k.holders(ctx, number)
	if err != nil {
		return err
	}
	// Events come last, when nothing can fail any more.
	for _, h := range holders {
		for _, duty := range h.Actor.Duties.Duties() {
			if err := k.withdraw(ctx, m, duty, h.Address); err != nil {
				return err
			}
		}
	}
	if err := k.setStatus(ctx, m); err != nil {
		return err
	}
	if err := k.dropOrders(ctx, m); err != nil {
		return err
	}
	return k.tellLeft(ctx, m, holders)
}

func (k Keeper) tellLeft(ctx context.Context, m consortium.Member, holders []consortium.Holder) error {
	if err := emit(ctx, &consortium.EventMemberLeft{Member: m.Id, Number: m.Number}); err != nil {
		return err
	}
	for _, h := range holders {
		for _, duty := range h.Actor.Duties.Duties() {
			if duty == consortium.DUTY_SUBMITTER {
				if err := emit(ctx, &consortium.EventSubmitterRemoved{Member: m.Id, Address: h.Address.String()}); err != nil {
					return err
				}
				continue
			}
			if err := emit(ctx, &consortium.EventDutyWithdrawn{Member: m.Id, Duty: duty, Address: h.Address.String()}); err != nil {
				return err
			}
		}
	}
	return nil
}

// blockTime is the block time in unix seconds, as records of members keep times.
func blockTime(ctx context.Context) int64 { return sdk.UnwrapSDKContext(ctx).BlockTime().Unix() }
