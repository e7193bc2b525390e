// SPDX-License-Identifier: Apache-2.0

package compliance

import (
	"slices"

	"github.com/taelnet/tael/x/consortium"
	"github.com/taelnet/tael/x/wallet"
)

// NewEmergency returns an EMERGENCY order of a member, effective now; it lapses by itself after the emergency term.
func NewEmergency(id uint64, denom string, effect Effect, ground []byte, member uint32, now int64, p Params) Order {
	return Order{
		Id: id, Denom: denom, Effect: effect, Lane: LANE_EMERGENCY, Status: ORDER_STATUS_LIVE,
		Member: member, Ground: ground, ProposedAt: now, EffectiveAt: now, ExpiresAt: now + int64(p.EmergencyTerm),
	}
}

// NewProposal returns an order of the lane CONFIRMED that waits for a second member. It returns ErrOrderTerm if its own
// term (0 for none) is over already.
func NewProposal(id uint64, denom string, effect Effect, ground []byte, member uint32, expiresAt, now int64, p Params) (Order, error) {
	if expiresAt != 0 && expiresAt <= now {
		return Order{}, ErrOrderTerm.Wrapf("expected an expiry after block time %d, got %d", now, expiresAt)
	}
	return Order{
		Id: id, Denom: denom, Effect: effect, Lane: LANE_CONFIRMED, Status: ORDER_STATUS_PROPOSED,
		Member: member, Ground: ground, ProposedAt: now, ExpiresAt: expiresAt, ConfirmBy: now + int64(p.ConfirmTerm),
	}, nil
}

// StatusAt judges the order by block time: a live order lapses at its term, a proposal expires unconfirmed.
func (o Order) StatusAt(now int64) OrderStatus {
	switch {
	case o.Status == ORDER_STATUS_LIVE && o.ExpiresAt != 0 && now >= o.ExpiresAt:
		return ORDER_STATUS_LAPSED
	case o.Status == ORDER_STATUS_PROPOSED && (now >= o.ConfirmBy || o.ExpiresAt != 0 && now >= o.ExpiresAt):
		return ORDER_STATUS_EXPIRED
	default:
		return o.Status
	}
}

// Confirm returns the order in effect. It returns ErrOrderStatus unless the order is a proposal, ErrOrderTerm if the
// proposal or its own term is over, and ErrSecondMember if the proposer itself confirms.
func (o Order) Confirm(member uint32, now int64) (Order, error) {
	switch status := o.StatusAt(now); {
	case status == ORDER_STATUS_EXPIRED:
		return Order{}, ErrOrderTerm.Wrapf("expected order %d confirmed before %d, got block time %d", o.Id, o.confirmEnd(), now)
	case status != ORDER_STATUS_PROPOSED:
		return Order{}, ErrOrderStatus.Wrapf("expected order %d PROPOSED, got %s", o.Id, status)
	case member == o.Member:
		return Order{}, ErrSecondMember.Wrapf("expected another member than %d, which proposed order %d", member, o.Id)
	}
	o.Status, o.Confirmer, o.EffectiveAt = ORDER_STATUS_LIVE, member, now
	return o, nil
}

// Withdraw returns an EMERGENCY order lifted by the member that placed it. It returns ErrOrderLane for another lane,
// ErrOfficerNotEntitled for another member and ErrOrderStatus unless the order is live.
func (o Order) Withdraw(member uint32, now int64) (Order, error) {
	if o.Lane != LANE_EMERGENCY {
		return Order{}, ErrOrderLane.Wrapf("expected order %d of lane EMERGENCY, got %s", o.Id, o.Lane)
	}
	if member != o.Member {
		return Order{}, ErrOfficerNotEntitled.Wrapf("expected an officer of member %d, which placed order %d, got member %d", o.Member, o.Id, member)
	}
	if err := o.requireLive(now); err != nil {
		return Order{}, err
	}
	return o.lifted(member, now), nil
}

// ProposeLift returns the order with a proposal to lift it, which takes the place of one that was not confirmed in time.
// It returns ErrOrderStatus unless the order is live and ErrLiftProposed while an earlier proposal can be confirmed.
func (o Order) ProposeLift(member uint32, ground []byte, now int64, p Params) (Order, error) {
	if err := o.requireLive(now); err != nil {
		return Order{}, err
	}
	if o.Lift != nil && now < o.LiftConfirmBy(p) {
		return Order{}, ErrLiftProposed.Wrapf("expected no open proposal, got one of member %d to be confirmed before %d", o.Lift.Member, o.LiftConfirmBy(p))
	}
	o.Lift = &LiftProposal{Member: member, Ground: ground, ProposedAt: now}
	return o, nil
}

// ConfirmLift returns the order lifted. It returns ErrOrderStatus unless the order is live, ErrLiftNotProposed without
// a proposal, ErrOrderTerm if the proposal was not confirmed in time, and ErrSecondMember if its proposer confirms.
func (o Order) ConfirmLift(member uint32, now int64, p Params) (Order, error) {
	if err := o.requireLive(now); err != nil {
		return Order{}, err
	}
	switch {
	case o.Lift == nil:
		return Order{}, ErrLiftNotProposed.Wrapf("expected a proposal to lift order %d, got none", o.Id)
	case now >= o.LiftConfirmBy(p):
		return Order{}, ErrOrderTerm.Wrapf("expected the lift of order %d confirmed before %d, got block time %d", o.Id, o.LiftConfirmBy(p), now)
	case member == o.Lift.Member:
		return Order{}, ErrSecondMember.Wrapf("expected another member than %d, which proposed to lift order %d", member, o.Id)
	}
	return o.lifted(member, now), nil
}

// LiftConfirmBy returns the first block time at which the proposal to lift can no longer be confirmed, 0 without one.
func (o Order) LiftConfirmBy(p Params) int64 {
	if o.Lift == nil {
		return 0
	}
	return o.Lift.ProposedAt + int64(p.ConfirmTerm)
}

func (o Order) requireLive(now int64) error {
	if status := o.StatusAt(now); status != ORDER_STATUS_LIVE {
		return ErrOrderStatus.Wrapf("expected order %d LIVE, got %s", o.Id, status)
	}
	return nil
}

func (o Order) lifted(member uint32, now int64) Order {
	o.Status, o.LiftedBy, o.LiftedAt = ORDER_STATUS_LIFTED, member, now
	return o
}

// confirmEnd is the earlier of the two terms of a proposal.
func (o Order) confirmEnd() int64 {
	if o.ExpiresAt != 0 {
		return min(o.ConfirmBy, o.ExpiresAt)
	}
	return o.ConfirmBy
}

// Entitled says whether a member's officer may act on a wallet by itself: a regulator on any, a custodian on its own.
func Entitled(m consortium.Member, w wallet.Wallet) bool {
	return slices.Contains(m.Roles, consortium.ROLE_REGULATOR) || m.Number == w.Custodian
}
