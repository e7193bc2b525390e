// SPDX-License-Identifier: Apache-2.0

// Package keeper stores the reserve's nouns, asks them and the rooms below, and alone mints and burns.
package keeper

import (
	"cosmossdk.io/collections"
	corestore "cosmossdk.io/core/store"

	"github.com/cosmos/cosmos-sdk/codec"
	sdk "github.com/cosmos/cosmos-sdk/types"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"

	"github.com/taelnet/tael/x/reserve"
)

// Keeper is the reserve's state and what it asks of others.
type Keeper struct {
	Schema       collections.Schema
	Params       collections.Item[reserve.Params]
	Assets       collections.Map[[]byte, reserve.AssetRecord]
	Rails        collections.Map[[]byte, reserve.RailRecord]
	Issuances    collections.Map[[]byte, reserve.IssuanceRecord]
	Redemptions  collections.Map[[]byte, reserve.RedemptionRecord]
	Acts         collections.Map[[]byte, reserve.ActRecord]
	Supplies     collections.Map[[]byte, reserve.Totals]
	MemberTotals collections.Map[[]byte, reserve.Totals]
	Reserves     collections.Map[[]byte, reserve.ReserveRecord]
	Waiting      collections.Map[[]byte, []byte]
	Retries      collections.KeySet[[]byte]
	NextWaiting  collections.Sequence
	OpenAttempts collections.Map[[]byte, uint32]
	Plans        collections.Map[[]byte, reserve.ResolutionPlan]
	Shares       collections.Map[[]byte, reserve.ResolutionShare]
	LastPlan     collections.Item[uint64]

	consortium reserve.ConsortiumKeeper
	wallets    reserve.WalletKeeper
	compliance reserve.ComplianceKeeper
	netting    reserve.NettingKeeper
	bank       reserve.BankKeeper
	ledger     reserve.LedgerKeeper
	account    sdk.AccAddress
}

// NewKeeper declares the schema. bank mints and burns in the module account; ledger moves between raw balances.
func NewKeeper(
	cdc codec.BinaryCodec,
	ss corestore.KVStoreService,
	consortium reserve.ConsortiumKeeper,
	wallets reserve.WalletKeeper,
	compliance reserve.ComplianceKeeper,
	netting reserve.NettingKeeper,
	bank reserve.BankKeeper,
	ledger reserve.LedgerKeeper,
) Keeper {
	sb := collections.NewSchemaBuilder(ss)
	k := Keeper{
		Params:       collections.NewItem(sb, reserve.ParamsPrefix, "params", codec.CollValue[reserve.Params](cdc)),
		Assets:       collections.NewMap(sb, reserve.AssetsPrefix, "assets", collections.BytesKey, codec.CollValue[reserve.AssetRecord](cdc)),
		Rails:        collections.NewMap(sb, reserve.RailsPrefix, "rails", collections.BytesKey, codec.CollValue[reserve.RailRecord](cdc)),
		Issuances:    collections.NewMap(sb, reserve.IssuancesPrefix, "issuances", collections.BytesKey, codec.CollValue[reserve.IssuanceRecord](cdc)),
		Redemptions:  collections.NewMap(sb, reserve.RedemptionsPrefix, "redemptions", collections.BytesKey, codec.CollValue[reserve.RedemptionRecord](cdc)),
		Acts:         collections.NewMap(sb, reserve.ActsPrefix, "acts", collections.BytesKey, codec.CollValue[reserve.ActRecord](cdc)),
		Supplies:     collections.NewMap(sb, reserve.SuppliesPrefix, "supplies", collections.BytesKey, codec.CollValue[reserve.Totals](cdc)),
		MemberTotals: collections.NewMap(sb, reserve.MemberTotalsPrefix, "member_totals", collections.BytesKey, codec.CollValue[reserve.Totals](cdc)),
		Reserves:     collections.NewMap(sb, reserve.ReservesPrefix, "reserves", collections.BytesKey, codec.CollValue[reserve.ReserveRecord](cdc)),
		Waiting:      collections.NewMap(sb, reserve.WaitingPrefix, "waiting", collections.BytesKey, collections.BytesValue),
		Retries:      collections.NewKeySet(sb, reserve.RetriesPrefix, "retries", collections.BytesKey),
		NextWaiting:  collections.NewSequence(sb, reserve.NextWaitingPrefix, "next_waiting"),
		OpenAttempts: collections.NewMap(sb, reserve.OpenAttemptsPrefix, "open_attempts", collections.BytesKey, collections.Uint32Value),
		Plans:        collections.NewMap(sb, reserve.PlansPrefix, "plans", collections.BytesKey, codec.CollValue[reserve.ResolutionPlan](cdc)),
		Shares:       collections.NewMap(sb, reserve.SharesPrefix, "shares", collections.BytesKey, codec.CollValue[reserve.ResolutionShare](cdc)),
		LastPlan:     collections.NewItem(sb, reserve.LastPlanPrefix, "last_plan", collections.Uint64Value),
		consortium:   consortium,
		wallets:      wallets,
		compliance:   compliance,
		netting:      netting,
		bank:         bank,
		ledger:       ledger,
		account:      authtypes.NewModuleAddress(reserve.ModuleName),
	}
	schema, err := sb.Build()
	if err != nil {
		panic(err)
	}
	k.Schema = schema
	return k
}
