// SPDX-License-Identifier: Apache-2.0

// Package keeper keeps limits, usage and restriction orders, and answers whether money may move.
package keeper

import (
	"cosmossdk.io/collections"
	corestore "cosmossdk.io/core/store"

	"github.com/cosmos/cosmos-sdk/codec"

	"github.com/taelnet/tael/x/compliance"
)

// Keeper holds the state of the room; its collections are the schema.
type Keeper struct {
	cdc        codec.BinaryCodec
	store      corestore.KVStoreService
	consortium compliance.ConsortiumKeeper
	wallets    compliance.WalletKeeper
	bank       compliance.BankKeeper

	// Schema lists every collection of the store.
	Schema collections.Schema

	Params       collections.Item[compliance.Params]
	Limits       collections.Map[collections.Pair[uint32, uint16], []byte]
	LimitVersion collections.Item[uint64]
	Usages       collections.Map[[]byte, []byte]
	Orders       collections.Map[collections.Pair[[]byte, uint64], compliance.Order]
	OrderWallets collections.Map[uint64, []byte]
	OrderID      collections.Item[uint64]
	Lives        collections.Map[[]byte, []byte]
	Pauses       collections.Map[collections.Pair[[]byte, uint32], int64]
	Cases        collections.Map[uint64, compliance.Case]
	CaseMembers  collections.Map[collections.Pair[uint32, uint64], uint32]
	CaseID       collections.Item[uint64]
	OpenCases    collections.KeySet[collections.Pair[uint32, uint64]]
	PersonUsages collections.Map[[]byte, []byte]
}

// NewKeeper returns a keeper over the room's store.
func NewKeeper(
	cdc codec.BinaryCodec, ss corestore.KVStoreService,
	consortium compliance.ConsortiumKeeper, wallets compliance.WalletKeeper, bank compliance.BankKeeper,
) Keeper {
	sb := collections.NewSchemaBuilder(ss)
	byWalletAndOrder := collections.PairKeyCodec(collections.BytesKey, collections.Uint64Key)
	byWalletAndMember := collections.PairKeyCodec(collections.BytesKey, collections.Uint32Key)
	k := Keeper{
		cdc: cdc, store: ss, consortium: consortium, wallets: wallets, bank: bank,

		Params:       collections.NewItem(sb, compliance.ParamsPrefix, "params", codec.CollValue[compliance.Params](cdc)),
		Limits:       collections.NewMap(sb, compliance.LimitsPrefix, "limits", collections.PairKeyCodec(collections.Uint32Key, collections.Uint16Key), collections.BytesValue),
		LimitVersion: collections.NewItem(sb, compliance.LimitVersionPrefix, "limit_version", collections.Uint64Value),
		Usages:       collections.NewMap(sb, compliance.UsagePrefix, "usages", collections.BytesKey, collections.BytesValue),
		Orders:       collections.NewMap(sb, compliance.OrdersPrefix, "orders", byWalletAndOrder, codec.CollValue[compliance.Order](cdc)),
		OrderWallets: collections.NewMap(sb, compliance.OrderWalletPrefix, "order_wallets", collections.Uint64Key, collections.BytesValue),
		OrderID:      collections.NewItem(sb, compliance.OrderIDPrefix, "order_id", collections.Uint64Value),
		Lives:        collections.NewMap(sb, compliance.LivePrefix, "lives", collections.BytesKey, collections.BytesValue),
		Pauses:       collections.NewMap(sb, compliance.PausesPrefix, "pauses", byWalletAndMember, collections.Int64Value),
		Cases:        collections.NewMap(sb, compliance.CasesPrefix, "cases", collections.Uint64Key, codec.CollValue[compliance.Case](cdc)),
		CaseMembers:  collections.NewMap(sb, compliance.CaseMemberPrefix, "case_members", collections.PairKeyCodec(collections.Uint32Key, collections.Uint64Key), collections.Uint32Value),
		OpenCases:    collections.NewKeySet(sb, compliance.OpenCasesPrefix, "open_cases", collections.PairKeyCodec(collections.Uint32Key, collections.Uint64Key)),
		CaseID:       collections.NewItem(sb, compliance.CaseIDPrefix, "case_id", collections.Uint64Value),
		PersonUsages: collections.NewMap(sb, compliance.PersonUsagePrefix, "person_usages", collections.BytesKey, collections.BytesValue),
	}
	schema, err := sb.Build()
	if err != nil {
		// Two collections share a prefix: the program is wrong before any state exists.
		panic(err)
	}
	k.Schema = schema
	return k
}
