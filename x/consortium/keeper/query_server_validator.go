// SPDX-License-Identifier: Apache-2.0

package keeper

import (
	"context"
	"errors"

	"cosmossdk.io/collections"

	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/taelnet/tael/x/consortium"
)

// Validators returns a page of validators and the power of all.
func (s queryServer) Validators(ctx context.Context, req *consortium.QueryValidatorsRequest) (*consortium.QueryValidatorsResponse, error) {
	entry := func(key []byte, v consortium.Validator) (consortium.ValidatorEntry, error) {
		m, err := s.k.Member(ctx, v.Member)
		return consortium.ValidatorEntry{
			Member: m.Id, Moniker: v.Moniker, ConsensusAddress: sdk.ConsAddress(key).String(), PubKey: v.PubKey, Power: v.Power,
			Status: v.Status, JailedUntil: v.JailedUntil, Punished: v.Punished,
		}, err
	}
	source := s.k.set.present
	if req.GetRemoved() {
		source = s.k.set.removed
	}
	entries, next, err := query.CollectionPaginate(ctx, source, page(req.GetPagination()), entry)
	if err != nil {
		return nil, err
	}
	figures, err := s.k.setFigures(ctx)
	if err != nil {
		return nil, err
	}
	return &consortium.QueryValidatorsResponse{Validators: entries, TotalPower: figures.ActivePower, Pagination: next}, nil
}

// ValidatorPolicy returns what is asked of the validator set, and how much power may still change.
func (s queryServer) ValidatorPolicy(ctx context.Context, _ *consortium.QueryValidatorPolicyRequest) (*consortium.QueryValidatorPolicyResponse, error) {
	policy, figures, err := s.k.policyAndFigures(ctx)
	if err != nil {
		return nil, err
	}
	changes, _, _, err := s.k.powerChanges(ctx)
	if err != nil {
		return nil, err
	}
	changedAt, err := s.k.set.changedAt.Get(ctx)
	if err != nil {
		return nil, err
	}
	share := consortium.NewPowerShare(changes, figures.ActivePower)
	return &consortium.QueryValidatorPolicyResponse{
		Policy: policy, Active: figures.Active, Jailed: figures.Jailed, TotalPower: figures.ActivePower,
		BasePower: share.Base, ChangedPower: share.Changed, Room: share.Room(policy), ChangedAt: changedAt,
	}, nil
}

// Liveness returns how many of the last blocks each validator missed. The commit of the present block is known in the
// next one only, so they are counted up to the block before.
func (s queryServer) Liveness(ctx context.Context, _ *consortium.QueryLivenessRequest) (*consortium.QueryLivenessResponse, error) {
	policy, err := s.k.ValidatorPolicy(ctx)
	if err != nil {
		return nil, err
	}
	validators, err := s.k.Validators(ctx)
	if err != nil {
		return nil, err
	}
	resp := &consortium.QueryLivenessResponse{Window: policy.Window, MaxMissed: policy.MaxMissed}
	for _, v := range validators {
		entry, err := s.livenessEntry(ctx, v, policy.Window)
		if err != nil {
			return nil, err
		}
		resp.Validators = append(resp.Validators, entry)
	}
	return resp, nil
}

func (s queryServer) livenessEntry(ctx context.Context, v consortium.Validator, window uint32) (consortium.LivenessEntry, error) {
	addr := v.ConsensusAddress()
	m, err := s.k.Member(ctx, v.Member)
	if err != nil {
		return consortium.LivenessEntry{}, err
	}
	l, err := s.k.set.liveness.Get(ctx, addr)
	if err != nil && !errors.Is(err, collections.ErrNotFound) {
		return consortium.LivenessEntry{}, err
	}
	missed, last := l.MissedAt(sdk.UnwrapSDKContext(ctx).BlockHeight()-1, window)
	return consortium.LivenessEntry{
		Member: m.Id, Moniker: v.Moniker, ConsensusAddress: addr.String(), Status: v.Status, Missed: missed, LastMissed: last, Kept: l.Kept,
	}, nil
}
