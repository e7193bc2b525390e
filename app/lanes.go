// SPDX-License-Identifier: Apache-2.0

package app

import (
	"context"

	"cosmossdk.io/collections"
	corestore "cosmossdk.io/core/store"

	"github.com/cosmos/cosmos-sdk/codec"
	sdk "github.com/cosmos/cosmos-sdk/types"
	authkeeper "github.com/cosmos/cosmos-sdk/x/auth/keeper"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"
)

// lanes is x/auth as admission uses it. A transaction steps its account's sequence; x/auth would write the account's
// entry in the index by number again each time, which never changes. Only the account's own record is written here, by
// the same key and codec.
type lanes struct {
	authkeeper.AccountKeeper
	records collections.Map[sdk.AccAddress, sdk.AccountI]
}

func newLanes(accounts authkeeper.AccountKeeper, store corestore.KVStoreService, cdc codec.BinaryCodec) lanes {
	records := collections.NewMap(collections.NewSchemaBuilder(store), authtypes.AddressStoreKeyPrefix, "accounts",
		sdk.AccAddressKey, codec.CollInterfaceValue[sdk.AccountI](cdc))
	return lanes{AccountKeeper: accounts, records: records}
}

// StepAccount writes an account that exists: its sequence, and its key when that is shown for the first time.
func (l lanes) StepAccount(ctx context.Context, account sdk.AccountI) error {
	return l.records.Set(ctx, account.GetAddress(), account)
}
