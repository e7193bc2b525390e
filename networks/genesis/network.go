// SPDX-License-Identifier: Apache-2.0

// Package genesis describes a Tael network and renders the description as the genesis every node starts from: one
// JSON document per module. It also derives the public development keys of local networks.
package genesis

import (
	"time"

	cryptotypes "github.com/cosmos/cosmos-sdk/crypto/types"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/taelnet/tael/x/compliance"
	"github.com/taelnet/tael/x/consortium"
	"github.com/taelnet/tael/x/netting"
	"github.com/taelnet/tael/x/reserve"
	"github.com/taelnet/tael/x/wallet"
)

// Network is everything that is decided about a network before its first block. Members are named by their ids.
type Network struct {
	// ChainID is tael-<n>, tael-sandbox-<n> or tael-local-<n>.
	ChainID string
	// EIP155ID is the chain's number in typed data; no other chain id may have it.
	EIP155ID uint64
	// DataZone names the data-residency zone in which all nodes stand.
	DataZone string
	// Time is the block time before the first block.
	Time time.Time

	// Members are the institutions with their duties.
	Members []consortium.Member
	// ValidatorRoles are the roles whose members may validate.
	ValidatorRoles []consortium.Role
	// Validators are the consensus keys with their power.
	Validators []consortium.Validator
	// Quotas say how much gas each institution may ask for.
	Quotas consortium.QuotaPolicy
	// Authority decides for the consortium until proposals exist.
	Authority Authority

	// Currencies are what members owe each other in.
	Currencies []Currency
	// Rails are where money comes in and goes out.
	Rails []reserve.Rail
	// Wallets are open before the first block.
	Wallets []Wallet
	// SettlementBalances are what the settlement accounts hold before the first block.
	SettlementBalances []SettlementBalance
	// Limits are the rows of the limit table.
	Limits []compliance.Limit
}

// Authority is an m-of-n multisig of officers with the duty GOVERNANCE.
type Authority struct {
	// Threshold is m, how many must sign.
	Threshold int
	// Seats are the n keys, in the order of the multisig.
	Seats []cryptotypes.PubKey
}

// Currency is an e-money denom, the central-bank money that settles it, and its clock.
type Currency struct {
	// Code is the ISO 4217 code.
	Code string
	// EMoney is the denom of customers' claims on their custodians.
	EMoney string
	// Central is the denom of central-bank money.
	Central string
	// Exponent is the number of decimals of both.
	Exponent uint32
	// Issuer is the member with the role CENTRAL_BANK that issues Central.
	Issuer string
	// CycleInterval is the distance of scheduled cut-offs, in whole seconds; zero closes cycles by order only.
	CycleInterval time.Duration
	// SettlementDay is the calendar of cut-offs, which then take the place of CycleInterval; nil is none.
	SettlementDay *netting.SettlementDay
	// Caps bound what members may owe.
	Caps []Cap
}

// Cap is the largest position of a member, in minor units.
type Cap struct {
	Member string
	Amount uint64
}

// Wallet is a wallet that is open from the start.
type Wallet struct {
	// Address is the wallet's address.
	Address sdk.AccAddress
	// Custodian is the member that owes its e-money.
	Custodian string
	// Kind is what it is for; Tier how well its owner is known.
	Kind wallet.WalletKind
	Tier uint32
	// Currency is the denom of a SUSPENSE wallet, empty otherwise.
	Currency string
	// OwnerKey says that a transaction key stands behind the address.
	OwnerKey bool
	// Devices are bound from the start.
	Devices []wallet.Device
	// Balances are what it holds; each counts as issued.
	Balances []Balance
}

// Balance is an amount in minor units of a denom.
type Balance struct {
	Denom  string
	Amount uint64
}

// SettlementBalance is what a member's settlement account holds.
type SettlementBalance struct {
	Member string
	Balance
}
