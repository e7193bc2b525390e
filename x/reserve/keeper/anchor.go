// SPDX-License-Identifier: Apache-2.0

package keeper

import (
	"context"

	"github.com/taelnet/tael/x/compliance"
	"github.com/taelnet/tael/x/consortium"
	"github.com/taelnet/tael/x/reserve"
)

// dayOver leads back to the last local day that is over. The calendar has a fixed offset, so every day is as long. While
// a day lasts, what moves on the chain later on that day would seem to be in its statement, and cover twice.
const dayOver = -86_400

// attestReserve records what a member states of a reserve, and begins the running figure anew once it is a fact.
func (k Keeper) attestReserve(ctx context.Context, attestor, member consortium.Member, msg *reserve.MsgAttestReserve) (*reserve.MsgAttestReserveResponse, error) {
	rail, err := k.Rail(ctx, msg.Rail)
	if err != nil {
		return nil, err
	}
	if !rail.Attests(attestor.Number) {
		return nil, reserve.ErrNotAttestor.Wrapf("rail %s: expected one of its %d attestors, got %s", rail.Id, len(rail.Attestors), attestor.Id)
	}
	if !rail.Serves(member.Number) {
		return nil, reserve.ErrAccountUnknown.Wrapf("rail %s: expected an account of %s, got none", rail.Id, member.Id)
	}
	if err := k.requireBooked(ctx, msg.BookingDate, dayOver); err != nil {
		return nil, err
	}
	var did reserve.Anchoring
	err = k.changeReserve(ctx, member.Number, rail.Denom, func(r *reserve.ReserveRecord) error {
		did, err = r.Attest(rail, reserve.ReserveStatementRecord{
			Member: attestor.Number, Rail: rail.Id, Amount: msg.Amount, BookingDate: msg.BookingDate, Digest: msg.Digest, At: now(ctx),
		})
		return err
	})
	if err != nil {
		return nil, err
	}

	facts := []fact{&reserve.EventReserveAttested{
		Member: member.Id, Denom: rail.Denom, Attestor: attestor.Id, BookingDate: msg.BookingDate, Amount: msg.Amount,
	}}
	if did.Moved {
		more, err := k.anchored(ctx, member, rail.Denom, msg, did)
		if err != nil {
			return nil, err
		}
		facts = append(facts, more...)
	}
	return &reserve.MsgAttestReserveResponse{Anchored: did.Anchored, Difference: did.Difference}, emit(ctx, facts...)
}

// anchored judges the coverage by the new figure and opens a case if it is not what was expected.
func (k Keeper) anchored(ctx context.Context, member consortium.Member, denom string, msg *reserve.MsgAttestReserve, did reserve.Anchoring) ([]fact, error) {
	facts := []fact{&reserve.EventReserveAnchored{
		Member: member.Id, Denom: denom, BookingDate: msg.BookingDate, Amount: msg.Amount, Difference: did.Difference, Digest: msg.Digest,
	}}
	judged, err := k.judge(ctx, member.Number, denom)
	if err != nil {
		return nil, err
	}
	if did.Difference != 0 {
		missing := did.Difference
		if missing < 0 {
			missing = -missing
		}
		if _, err := k.compliance.OpenCase(ctx, compliance.Case{
			Kind: compliance.CASE_KIND_RESERVE_DIFFERENCE, Member: member.Number, Denom: denom, Amount: uint64(missing), Reference: msg.Digest,
		}); err != nil {
			return nil, err
		}
	}
	return append(facts, judged...), nil
}
