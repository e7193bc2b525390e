// SPDX-License-Identifier: Apache-2.0

package keeper

import (
	"context"

	"github.com/taelnet/tael/x/consortium"
)

// Validators returns all validators by consensus address.
func (k Keeper) Validators(ctx context.Context) ([]consortium.Validator, error) {
	it, err := k.validators.Iterate(ctx, nil)
	if err != nil {
		return nil, err
	}
	return it.Values()
}

// roles returns the roles whose members may run a validator.
func (k Keeper) roles(ctx context.Context) (consortium.RoleSet, error) {
	it, err := k.validatorRoles.Iterate(ctx, nil)
	if err != nil {
		return 0, err
	}
	keys, err := it.Keys()
	if err != nil {
		return 0, err
	}
	roles := make([]consortium.Role, 0, len(keys))
	for _, key := range keys {
		roles = append(roles, consortium.Role(key))
	}
	return consortium.NewRoleSet(roles)
}
