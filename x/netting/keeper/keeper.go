// SPDX-License-Identifier: Apache-2.0

// Package keeper holds the state of the netting module and its clock.
package keeper

import (
	"cosmossdk.io/collections"
	corestore "cosmossdk.io/core/store"

	"github.com/cosmos/cosmos-sdk/codec"

	"github.com/taelnet/tael/x/netting"
)

// Keeper is the module's state. Its exported methods are what payment and reserve call.
type Keeper struct {
	consortium netting.ConsortiumKeeper
	bank       netting.BankKeeper

	// Schema lists every collection of the store.
	Schema collections.Schema
	// Currencies holds each currency twice, under its e-money and its settling denom, so that a payment finds it by
	// one read whichever denom it moves.
	Currencies collections.Map[string, netting.Currency]
	// Positions holds what a member owes and is due, by (currency, member).
	Positions collections.Map[collections.Pair[string, uint16], netting.Position]
	// PairTotals holds what one member owes another, by (currency, cycle, owing, due).
	PairTotals collections.Map[pairKey, netting.PairTotal]
	// Cycles holds the closed cycles, by (currency, number).
	Cycles collections.Map[collections.Pair[string, uint64], netting.Cycle]
	// Statements holds the statements of closed cycles, by (currency, cycle, member).
	Statements collections.Map[collections.Triple[string, uint64, uint16], netting.Statement]
	// Settlements holds the settlements made, by (currency, last cycle settled).
	Settlements collections.Map[collections.Pair[string, uint64], netting.Settlement]
	// CapProposals holds the raises of caps on offer, by (currency, member).
	CapProposals collections.Map[collections.Pair[string, uint16], netting.CapProposal]
}

// pairKey names a pair total: currency, cycle, owing member, due member.
type pairKey = collections.Quad[string, uint64, uint16, uint16]

// NewKeeper makes the keeper. bank is the raw ledger: it moves settlement money without auth accounts.
func NewKeeper(cdc codec.BinaryCodec, ss corestore.KVStoreService, consortium netting.ConsortiumKeeper, bank netting.BankKeeper) Keeper {
	sb := collections.NewSchemaBuilder(ss)
	byNumber := collections.PairKeyCodec(collections.StringKey, collections.Uint64Key)
	k := Keeper{
		consortium: consortium,
		bank:       bank,
		Currencies: collections.NewMap(sb, netting.CurrenciesPrefix, "currencies",
			collections.StringKey, codec.CollValue[netting.Currency](cdc)),
		Positions: collections.NewMap(sb, netting.PositionsPrefix, "positions",
			collections.PairKeyCodec(collections.StringKey, collections.Uint16Key), netting.PositionRecord{}),
		PairTotals: collections.NewMap(sb, netting.PairTotalsPrefix, "pair_totals",
			collections.QuadKeyCodec(collections.StringKey, collections.Uint64Key, collections.Uint16Key, collections.Uint16Key),
			netting.PairRecord{}),
		Cycles: collections.NewMap(sb, netting.CyclesPrefix, "cycles", byNumber, codec.CollValue[netting.Cycle](cdc)),
		Statements: collections.NewMap(sb, netting.StatementsPrefix, "statements",
			collections.TripleKeyCodec(collections.StringKey, collections.Uint64Key, collections.Uint16Key),
			codec.CollValue[netting.Statement](cdc)),
		Settlements: collections.NewMap(sb, netting.SettlementsPrefix, "settlements", byNumber, codec.CollValue[netting.Settlement](cdc)),
		CapProposals: collections.NewMap(sb, netting.CapProposalsPrefix, "cap_proposals",
			collections.PairKeyCodec(collections.StringKey, collections.Uint16Key), codec.CollValue[netting.CapProposal](cdc)),
	}
	schema, err := sb.Build()
	if err != nil {
		panic(err)
	}
	k.Schema = schema
	return k
}
