// SPDX-License-Identifier: Apache-2.0

package keeper

import (
	"context"

	abci "github.com/cometbft/cometbft/abci/types"

	"github.com/taelnet/tael/x/consortium"
)

// InitGenesis stores a genesis and returns the validator set, ascending by consensus address.
func (k Keeper) InitGenesis(ctx context.Context, g consortium.Genesis) ([]abci.ValidatorUpdate, error) {
	if err := g.Validate(); err != nil {
		return nil, err
	}
	for _, m := range g.Members {
		if err := k.addMember(ctx, m); err != nil {
			return nil, err
		}
	}
	if err := k.eip155ID.Set(ctx, g.Eip155Id); err != nil {
		return nil, err
	}
	if err := k.dataZone.Set(ctx, g.DataZone); err != nil {
		return nil, err
	}
	if err := k.initGovernance(ctx, g); err != nil {
		return nil, err
	}
	return k.initValidators(ctx, g)
}

func (k Keeper) initValidators(ctx context.Context, g consortium.Genesis) ([]abci.ValidatorUpdate, error) {
	for _, role := range g.ValidatorRoles {
		if err := k.validatorRoles.Set(ctx, uint16(role)); err != nil { //nolint:gosec // Validate holds roles to known numbers
			return nil, err
		}
	}
	for _, v := range g.Validators {
		if err := k.validators.Set(ctx, v.ConsensusAddress(), v); err != nil {
			return nil, err
		}
	}

	validators, err := k.Validators(ctx)
	if err != nil {
		return nil, err
	}
	updates := make([]abci.ValidatorUpdate, 0, len(validators))
	for _, v := range validators {
		updates = append(updates, v.Update())
	}
	return updates, nil
}

// ExportGenesis returns the whole state in its canonical order: members by number, duties by address and duty,
// validators by consensus address, proposals by number, votes by proposal and member.
func (k Keeper) ExportGenesis(ctx context.Context) (*consortium.Genesis, error) {
	g := new(consortium.Genesis)
	var err error
	if g.Members, err = k.membersWithDuties(ctx); err != nil {
		return nil, err
	}
	if g.Validators, err = k.Validators(ctx); err != nil {
		return nil, err
	}
	roles, err := k.roles(ctx)
	if err != nil {
		return nil, err
	}
	g.ValidatorRoles = roles.Roles()

	if g.Eip155Id, err = k.EIP155ID(ctx); err != nil {
		return nil, err
	}
	if g.DataZone, err = k.dataZone.Get(ctx); err != nil {
		return nil, err
	}
	return g, k.exportGovernance(ctx, g)
}

func (k Keeper) membersWithDuties(ctx context.Context) ([]consortium.Member, error) {
	members, err := k.Members(ctx)
	if err != nil {
		return nil, err
	}
	for i := range members {
		if members[i].Duties, err = k.Duties(ctx, members[i].Number); err != nil {
			return nil, err
		}
	}
	return members, nil
}
