// SPDX-License-Identifier: Apache-2.0

// Package keeper keeps wallets and their devices.
package keeper

import (
	"cosmossdk.io/collections"
	corestore "cosmossdk.io/core/store"

	"github.com/cosmos/cosmos-sdk/codec"

	"github.com/taelnet/tael/x/wallet"
)

// Keeper holds the state of the wallet room; its collections are the schema.
type Keeper struct {
	Schema          collections.Schema
	Params          collections.Item[wallet.Params]
	Wallets         collections.Map[[]byte, wallet.Wallet] // by address
	Devices         collections.Map[[]byte, wallet.Device] // by wallet address || device id
	SuspenseWallets collections.Map[[]byte, []byte]        // address by custodian || denom

	CustodyMoves   collections.Map[[]byte, wallet.CustodyMove] // by wallet address
	CustodyMembers collections.KeySet[[]byte]                  // member || wallet address

	CustodianWallets collections.KeySet[[]byte] // custodian || address, of what is open and not SUSPENSE

	consortium wallet.ConsortiumKeeper
	accounts   wallet.AccountKeeper
	bank       wallet.BankKeeper
	verifier   wallet.Verifier
}

// NewKeeper makes the keeper over its own store. The verifier is the node's choice: it changes what signatures cost, never
// what they are worth.
func NewKeeper(
	cdc codec.BinaryCodec, ss corestore.KVStoreService,
	consortium wallet.ConsortiumKeeper, accounts wallet.AccountKeeper, bank wallet.BankKeeper,
	verifier wallet.Verifier,
) Keeper {
	sb := collections.NewSchemaBuilder(ss)
	k := Keeper{
		Params:           collections.NewItem(sb, wallet.ParamsPrefix, "params", codec.CollValue[wallet.Params](cdc)),
		Wallets:          collections.NewMap(sb, wallet.WalletsPrefix, "wallets", collections.BytesKey, codec.CollValue[wallet.Wallet](cdc)),
		Devices:          collections.NewMap(sb, wallet.DevicesPrefix, "devices", collections.BytesKey, codec.CollValue[wallet.Device](cdc)),
		SuspenseWallets:  collections.NewMap(sb, wallet.SuspensePrefix, "suspense", collections.BytesKey, collections.BytesValue),
		CustodyMoves:     collections.NewMap(sb, wallet.CustodyMovesPrefix, "custody_moves", collections.BytesKey, codec.CollValue[wallet.CustodyMove](cdc)),
		CustodyMembers:   collections.NewKeySet(sb, wallet.CustodyMembersPrefix, "custody_members", collections.BytesKey),
		CustodianWallets: collections.NewKeySet(sb, wallet.CustodianWalletsPrefix, "custodian_wallets", collections.BytesKey),
		consortium:       consortium,
		accounts:         accounts,
		bank:             bank,
		verifier:         verifier,
	}
	schema, err := sb.Build()
	if err != nil {
		panic(err)
	}
	k.Schema = schema
	return k
}
