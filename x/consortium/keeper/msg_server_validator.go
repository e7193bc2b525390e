// SPDX-License-Identifier: Apache-2.0

package keeper

import (
	"context"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/taelnet/tael/x/consortium"
)

// AddValidator lets a member run one more validator.
func (s msgServer) AddValidator(ctx context.Context, msg *consortium.MsgAddValidator) (*consortium.MsgAddValidatorResponse, error) {
	if err := s.k.RequireAuthority(ctx, msg.Authority); err != nil {
		return nil, err
	}
	m, err := s.k.MemberByID(ctx, msg.Member)
	if err != nil {
		return nil, err
	}
	v := msg.Validator(m.Number)
	if err := s.k.addValidator(ctx, m, v, msg.Proof); err != nil {
		return nil, err
	}
	return &consortium.MsgAddValidatorResponse{}, emit(ctx, &consortium.EventValidatorAdded{
		Member: m.Id, ConsensusAddress: v.ConsensusAddress().String(), Moniker: v.Moniker, Power: v.Power,
	})
}

// RemoveValidator takes a validator out for good.
func (s msgServer) RemoveValidator(ctx context.Context, msg *consortium.MsgRemoveValidator) (*consortium.MsgRemoveValidatorResponse, error) {
	v, m, err := s.removable(ctx, msg)
	if err != nil {
		return nil, err
	}
	if err := s.k.removeValidator(ctx, v); err != nil {
		return nil, err
	}
	return &consortium.MsgRemoveValidatorResponse{}, emit(ctx, &consortium.EventValidatorRemoved{
		Member: m.Id, ConsensusAddress: v.ConsensusAddress().String(), Power: v.Power,
	})
}

// removable finds the validator if the signer is the authority or decides for the validator's member.
func (s msgServer) removable(ctx context.Context, msg *consortium.MsgRemoveValidator) (consortium.Validator, consortium.Member, error) {
	signer, err := consortium.ParseAddress(msg.Signer)
	if err != nil {
		return consortium.Validator{}, consortium.Member{}, err
	}
	authority, err := s.k.IsAuthority(ctx, signer)
	if err != nil {
		return consortium.Validator{}, consortium.Member{}, err
	}
	if !authority {
		return s.own(ctx, msg.Signer, consortium.DUTY_GOVERNANCE, msg.Validator)
	}
	v, err := s.k.validator(ctx, msg.Validator)
	if err != nil {
		return v, consortium.Member{}, err
	}
	m, err := s.k.Member(ctx, v.Member)
	return v, m, err
}

// own finds the validator if the signer holds the duty at the validator's member.
func (s msgServer) own(
	ctx context.Context, signer string, duty consortium.Duty, validator string,
) (consortium.Validator, consortium.Member, error) {
	m, err := s.k.RequireDuty(ctx, signer, duty)
	if err != nil {
		return consortium.Validator{}, m, err
	}
	v, err := s.k.validator(ctx, validator)
	if err != nil {
		return v, m, err
	}
	if v.Member != m.Number {
		return v, m, consortium.ErrUnauthorized.Wrapf("expected a holder of %s at member number %d, %s serves %s", duty, v.Member, signer, m.Id)
	}
	return v, m, nil
}

// SetValidatorPower changes a validator's voting power.
func (s msgServer) SetValidatorPower(
	ctx context.Context, msg *consortium.MsgSetValidatorPower,
) (*consortium.MsgSetValidatorPowerResponse, error) {
	if err := s.k.RequireAuthority(ctx, msg.Authority); err != nil {
		return nil, err
	}
	v, err := s.k.validator(ctx, msg.Validator)
	if err != nil {
		return nil, err
	}
	m, err := s.k.Member(ctx, v.Member)
	if err != nil {
		return nil, err
	}
	if err := s.k.setPower(ctx, v, msg.Power); err != nil {
		return nil, err
	}
	return &consortium.MsgSetValidatorPowerResponse{}, emit(ctx, &consortium.EventValidatorPowerChanged{
		Member: m.Id, ConsensusAddress: v.ConsensusAddress().String(), Before: v.Power, Power: msg.Power,
	})
}

// RotateValidatorKey replaces the consensus key of a validator.
func (s msgServer) RotateValidatorKey(
	ctx context.Context, msg *consortium.MsgRotateValidatorKey,
) (*consortium.MsgRotateValidatorKeyResponse, error) {
	v, m, err := s.own(ctx, msg.Operator, consortium.DUTY_OPERATIONS, msg.Validator)
	if err != nil {
		return nil, err
	}
	rotated, err := s.k.rotate(ctx, v, msg.PubKey, msg.Proof)
	if err != nil {
		return nil, err
	}
	return &consortium.MsgRotateValidatorKeyResponse{}, emit(ctx, &consortium.EventValidatorRotated{
		Member: m.Id, Before: v.ConsensusAddress().String(), ConsensusAddress: rotated.ConsensusAddress().String(), Power: v.Power,
	})
}

// UnjailValidator lets a jailed validator vote again. Its misses start anew.
func (s msgServer) UnjailValidator(
	ctx context.Context, msg *consortium.MsgUnjailValidator,
) (*consortium.MsgUnjailValidatorResponse, error) {
	v, m, err := s.own(ctx, msg.Operator, consortium.DUTY_OPERATIONS, msg.Validator)
	if err != nil {
		return nil, err
	}
	if v, err = v.Unjail(sdk.UnwrapSDKContext(ctx).BlockTime()); err != nil {
		return nil, err
	}
	if err := s.k.setValidator(ctx, v); err != nil {
		return nil, err
	}
	return &consortium.MsgUnjailValidatorResponse{}, emit(ctx, &consortium.EventValidatorUnjailed{
		Member: m.Id, ConsensusAddress: v.ConsensusAddress().String(), Power: v.Power,
	})
}

// SetValidatorPolicy changes what is asked of the validator set.
func (s msgServer) SetValidatorPolicy(
	ctx context.Context, msg *consortium.MsgSetValidatorPolicy,
) (*consortium.MsgSetValidatorPolicyResponse, error) {
	if err := s.k.RequireAuthority(ctx, msg.Authority); err != nil {
		return nil, err
	}
	if err := s.k.setValidatorPolicy(ctx, msg.Policy); err != nil {
		return nil, err
	}
	return &consortium.MsgSetValidatorPolicyResponse{}, emit(ctx, &consortium.EventValidatorPolicyChanged{Policy: &msg.Policy})
}
