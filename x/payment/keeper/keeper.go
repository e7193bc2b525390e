// SPDX-License-Identifier: Apache-2.0

// Package keeper executes payments: it reads the record of a UETR, asks wallet, compliance, netting and the ledger, and
// writes what they allow.
package keeper

import (
	"cosmossdk.io/collections"
	corestore "cosmossdk.io/core/store"

	"github.com/cosmos/cosmos-sdk/codec"

	"github.com/taelnet/tael/x/payment"
)

// Keeper of the room. Its collections are the whole state: records of payments in a store of their own, and the list by
// which they expire.
type Keeper struct {
	consortium payment.ConsortiumKeeper
	wallets    payment.WalletKeeper
	compliance payment.ComplianceKeeper
	netting    payment.NettingKeeper
	bank       payment.BankKeeper

	// Schema is the store "payment".
	Schema collections.Schema
	// Params holds the clocks.
	Params collections.Item[payment.Params]
	// Expiries names, by block time and height, the records that a block wrote or changed.
	Expiries collections.Map[collections.Pair[uint64, uint64], []byte]
	// Pruned is how many keys of the oldest entry of Expiries are dealt with; absent if none.
	Pruned collections.Item[uint64]

	// UETRSchema is the store "uetr".
	UETRSchema collections.Schema
	// Records holds one record per remembered payment.
	Records collections.Map[payment.Key, payment.Record]

	// uetrs is the store of Records, for the path of a payment (book).
	uetrs corestore.KVStoreService
	// transient collects the keys of the records which this block writes or changes.
	transient corestore.TransientStoreService
}

// NewKeeper returns the keeper over the stores "payment" (ss), "uetr" (uetrSS) and "transient_payment" (transient). bank
// is the raw ledger over bank's balances.
func NewKeeper(
	cdc codec.BinaryCodec,
	ss, uetrSS corestore.KVStoreService,
	transient corestore.TransientStoreService,
	consortium payment.ConsortiumKeeper,
	wallets payment.WalletKeeper,
	compliance payment.ComplianceKeeper,
	netting payment.NettingKeeper,
	bank payment.BankKeeper,
) Keeper {
	sb := collections.NewSchemaBuilder(ss)
	k := Keeper{
		consortium: consortium, wallets: wallets, compliance: compliance, netting: netting, bank: bank,
		Params: collections.NewItem(sb, payment.ParamsPrefix, "params", codec.CollValue[payment.Params](cdc)),
		Expiries: collections.NewMap(sb, payment.ExpiriesPrefix, "expiries",
			collections.NamedPairKeyCodec("time", collections.Uint64Key, "height", collections.Uint64Key), collections.BytesValue),
		Pruned:    collections.NewItem(sb, payment.PrunedPrefix, "pruned", collections.Uint64Value),
		uetrs:     uetrSS,
		transient: transient,
	}
	uetrSchema := collections.NewSchemaBuilder(uetrSS)
	k.Records = collections.NewMap(uetrSchema, payment.RecordsPrefix, "records", payment.KeyCodec, payment.RecordCodec)

	var err error
	if k.Schema, err = sb.Build(); err != nil {
		panic(err)
	}
	if k.UETRSchema, err = uetrSchema.Build(); err != nil {
		panic(err)
	}
	return k
}
