// SPDX-License-Identifier: Apache-2.0

package reserve

import "cosmossdk.io/collections"

const (
	// ModuleName names the module, its error codespace and its minting and burning account.
	ModuleName = "reserve"
	// StoreKey names the module's store; it is client API, since proofs name it.
	StoreKey = ModuleName
	// ModuleNumber names the module in packed results of payments.
	ModuleNumber = 6
)

// Prefixes of the store, one byte each, never reused. Keys behind them have a fixed width, integers big-endian.
var (
	// ParamsPrefix holds Params.
	ParamsPrefix = collections.NewPrefix(1)
	// AssetsPrefix holds AssetRecord by denom (16, zero-padded).
	AssetsPrefix = collections.NewPrefix(2)
	// RailsPrefix holds RailRecord by slug (32, zero-padded).
	RailsPrefix = collections.NewPrefix(3)
	// IssuancesPrefix holds IssuanceRecord by ReceiptKey (32).
	IssuancesPrefix = collections.NewPrefix(4)
	// RedemptionsPrefix holds RedemptionRecord by wallet (20) and UETR (16).
	RedemptionsPrefix = collections.NewPrefix(5)
	// ActsPrefix holds ActRecord by central bank (uint16) and UETR (16).
	ActsPrefix = collections.NewPrefix(6)
	// SuppliesPrefix holds Totals by denom (16, zero-padded).
	SuppliesPrefix = collections.NewPrefix(7)
	// MemberTotalsPrefix holds Totals by member (uint16) and denom (16, zero-padded).
	MemberTotalsPrefix = collections.NewPrefix(8)
	// ReservesPrefix holds ReserveRecord by member (uint16) and denom (16, zero-padded).
	ReservesPrefix = collections.NewPrefix(9)
	// WaitingPrefix holds the keys of receipts that wait to be minted (32), by member (uint16), denom (16), rail (32) and
	// number (uint64).
	WaitingPrefix = collections.NewPrefix(10)
	// RetriesPrefix holds nothing, by the time at which a failed mint is tried again (uint64) and the receipt's key (32).
	RetriesPrefix = collections.NewPrefix(11)
	// NextWaitingPrefix holds the number of the next waiting receipt.
	NextWaitingPrefix = collections.NewPrefix(12)
	// OpenAttemptsPrefix holds how many redemptions of a wallet (20) have an open attempt.
	OpenAttemptsPrefix = collections.NewPrefix(13)
	// PlansPrefix holds ResolutionPlan by member (uint16) and denom (16, zero-padded).
	PlansPrefix = collections.NewPrefix(14)
	// SharesPrefix holds ResolutionShare by wallet (20) and denom (16, zero-padded).
	SharesPrefix = collections.NewPrefix(15)
	// LastPlanPrefix holds the number of the last plan.
	LastPlanPrefix = collections.NewPrefix(16)
)
