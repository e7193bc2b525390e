// SPDX-License-Identifier: Apache-2.0

package keeper

import (
	"context"

	abci "github.com/cometbft/cometbft/abci/types"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/taelnet/tael/x/consortium"
)

// InitGenesis stores a genesis and returns the validator set, ascending by consensus address.
func (k Keeper) InitGenesis(ctx context.Context, g consortium.Genesis) ([]abci.ValidatorUpdate, error) {
	if err := g.Validate(); err != nil {
		return nil, err
	}
	// The authority comes first: naming a duty holder compares it with the authority.
	if err := k.initAuthority(ctx, g); err != nil {
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
	if err := k.initQuotas(ctx, g); err != nil {
		return nil, err
	}
	return k.initValidators(ctx, g)
}

func (k Keeper) initAuthority(ctx context.Context, g consortium.Genesis) error {
	authority, err := consortium.ParseAddress(g.Authority)
	if err != nil {
		return err
	}
	if err := k.authority.Set(ctx, authority); err != nil {
		return err
	}
	k.ensureAccount(ctx, authority)

	if err := k.threshold.Set(ctx, g.AuthorityThreshold); err != nil {
		return err
	}
	for i, text := range g.GovernanceAddresses {
		addr, err := consortium.ParseAddress(text)
		if err != nil {
			return err
		}
		if err := k.seats.Set(ctx, uint16(i), addr); err != nil { //nolint:gosec // Validate holds the seats to MaxSeats
			return err
		}
	}
	return nil
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
// validators by consensus address.
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

	authority, err := k.Authority(ctx)
	if err != nil {
		return nil, err
	}
	g.Authority = authority.String()
	if g.AuthorityThreshold, err = k.threshold.Get(ctx); err != nil {
		return nil, err
	}
	seats, err := k.seatAddresses(ctx)
	if err != nil {
		return nil, err
	}
	g.GovernanceAddresses = texts(seats)

	if g.Eip155Id, err = k.EIP155ID(ctx); err != nil {
		return nil, err
	}
	if g.DataZone, err = k.dataZone.Get(ctx); err != nil {
		return nil, err
	}
	return g, k.exportQuotas(ctx, g)
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

func texts(addrs []sdk.AccAddress) []string {
	out := make([]string, 0, len(addrs))
	for _, a := range addrs {
		out = append(out, a.String())
	}
	return out
}
