// SPDX-License-Identifier: Apache-2.0

package netting

import "cosmossdk.io/collections"

const (
	// ModuleName names the module, its codespace and the clearing account.
	ModuleName = "netting"
	// StoreKey names the module's store.
	StoreKey = ModuleName
)

// Key prefixes of the store, one byte each and never reused. Keys are client API: proofs name them.
var (
	// CurrenciesPrefix holds Currency by denom, once under each of its two denoms.
	CurrenciesPrefix = collections.NewPrefix(1)
	// PositionsPrefix holds Position by (currency code, member).
	PositionsPrefix = collections.NewPrefix(2)
	// PairTotalsPrefix holds PairTotal by (currency code, cycle, owing member, due member).
	PairTotalsPrefix = collections.NewPrefix(3)
	// CyclesPrefix holds Cycle by (currency code, number).
	CyclesPrefix = collections.NewPrefix(4)
	// StatementsPrefix holds Statement by (currency code, cycle, member).
	StatementsPrefix = collections.NewPrefix(5)
	// SettlementsPrefix holds Settlement by (currency code, last cycle).
	SettlementsPrefix = collections.NewPrefix(6)
	// CapProposalsPrefix holds CapProposal by (currency code, member).
	CapProposalsPrefix = collections.NewPrefix(7)
)
