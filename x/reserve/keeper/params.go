// SPDX-License-Identifier: Apache-2.0

package keeper

import (
	"context"

	"github.com/taelnet/tael/x/reserve"
)

// SetParams replaces the parameters of the room by decision of the consortium.
func (s msgServer) SetParams(ctx context.Context, msg *reserve.MsgSetParams) (*reserve.MsgSetParamsResponse, error) {
	if err := s.consortium.RequireAuthority(ctx, msg.Authority); err != nil {
		return nil, err
	}
	params, err := s.setParams(ctx, msg.Params)
	if err != nil {
		return nil, err
	}
	facts, err := s.judgeAll(ctx)
	if err != nil {
		return nil, err
	}
	return &reserve.MsgSetParamsResponse{}, emit(ctx, append([]fact{&reserve.EventParamsSet{Params: params}}, facts...)...)
}

// judgeAll stops or resumes minting of every member by the new percentages and ages. Reserves are few: one per member and
// e-money denom.
func (k Keeper) judgeAll(ctx context.Context) ([]fact, error) {
	it, err := k.Reserves.Iterate(ctx, nil)
	if err != nil {
		return nil, err
	}
	all, err := it.Values()
	if err != nil {
		return nil, err
	}
	var facts []fact
	for _, r := range all {
		more, err := k.judge(ctx, r.Member, r.Denom)
		if err != nil {
			return nil, err
		}
		facts = append(facts, more...)
	}
	return facts, nil
}

func (k Keeper) setParams(ctx context.Context, p reserve.Params) (reserve.Params, error) {
	before, err := k.Params.Get(ctx)
	if err != nil {
		return before, err
	}
	if err := p.Follow(before); err != nil {
		return before, err
	}
	return p, k.Params.Set(ctx, p)
}
