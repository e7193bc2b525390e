// SPDX-License-Identifier: Apache-2.0

package reserve

import (
	"context"

	sdk "github.com/cosmos/cosmos-sdk/types"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"

	"github.com/taelnet/tael/x/compliance"
	"github.com/taelnet/tael/x/consortium"
	"github.com/taelnet/tael/x/netting"
	"github.com/taelnet/tael/x/wallet"
)

// ConsortiumKeeper says who is who and who may act.
type ConsortiumKeeper interface {
	Member(ctx context.Context, number uint32) (consortium.Member, error)
	Members(ctx context.Context) ([]consortium.Member, error)
	MemberByID(ctx context.Context, id string) (consortium.Member, error)
	RequireAuthority(ctx context.Context, addr string) error
	RequireDuty(ctx context.Context, addr string, duty consortium.Duty, roles ...consortium.Role) (consortium.Member, error)
	RequireSuccessor(ctx context.Context, id string, by consortium.Member) (consortium.Member, error)
	Succession(ctx context.Context, member uint32) (consortium.Succession, error)
	CountValidators(ctx context.Context, member uint32) (int, error)
	Leave(ctx context.Context, member uint32) error
}

// WalletKeeper says who holds, where a wallet was asked to go, and whether its custodian gave notice.
type WalletKeeper interface {
	Wallet(ctx context.Context, addr []byte) (wallet.Wallet, error)
	Suspense(ctx context.Context, custodian uint32, denom string) (sdk.AccAddress, error)
	CustodyMove(ctx context.Context, addr []byte) (wallet.CustodyMove, error)
	ChangeCustodian(ctx context.Context, addr []byte, to uint32) error
	Succeed(ctx context.Context, addr []byte, from, to consortium.Member) error
	CountWallets(ctx context.Context, custodian uint32, limit int) (int, error)
	Dormant(ctx context.Context, addr []byte) (dormant bool, since int64, err error)
}

// ComplianceKeeper says whether value may move, weighs what did, and keeps the cases that people must look at.
type ComplianceKeeper interface {
	Authorize(ctx context.Context, m compliance.Movement) (compliance.Decision, error)
	Weigh(ctx context.Context, d compliance.Decision) error
	RestrictionOn(ctx context.Context, addr []byte, denom string) (compliance.Effect, error)
	LastMoved(ctx context.Context, addr []byte) (int64, error)
	OpenCase(ctx context.Context, c compliance.Case) (uint64, error)
	CountOpenCases(ctx context.Context, member uint32, limit int) (int, error)
}

// NettingKeeper knows currencies, positions and what members' customers paid each other.
type NettingKeeper interface {
	Currency(ctx context.Context, denom string) (c netting.Currency, settling bool, err error)
	FundsOutAllowed(ctx context.Context, member uint32, denom string, amount uint64) (compliance.Reason, error)
	FundsMoved(ctx context.Context, member uint32, denom string, forced bool) error
	LifetimeTotals(ctx context.Context, code string, member uint32) (out, in uint64, err error)
	Position(ctx context.Context, code string, member uint32) (netting.Position, error)
	CustodyFree(ctx context.Context, member uint32, denom string) (uint64, error)
	AddCurrency(ctx context.Context, c netting.Currency) error
}

// BankKeeper mints and burns in the module account, knows the supply and names denoms for people.
type BankKeeper interface {
	MintCoins(ctx context.Context, moduleName string, amounts sdk.Coins) error
	BurnCoins(ctx context.Context, moduleName string, amounts sdk.Coins) error
	GetSupply(ctx context.Context, denom string) sdk.Coin
	SetDenomMetaData(ctx context.Context, metadata banktypes.Metadata)
}

// LedgerKeeper reads and moves balances without creating accounts.
type LedgerKeeper interface {
	Balance(ctx context.Context, addr []byte, denom string) (uint64, error)
	Move(ctx context.Context, from, to []byte, denom string, amount uint64) error
}
