// SPDX-License-Identifier: Apache-2.0

package payment

import (
	"context"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/taelnet/tael/x/compliance"
	"github.com/taelnet/tael/x/consortium"
	"github.com/taelnet/tael/x/netting"
	"github.com/taelnet/tael/x/wallet"
)

// ConsortiumKeeper is what this room asks of the consortium.
type ConsortiumKeeper interface {
	// Member returns a member by its number.
	Member(ctx context.Context, number uint32) (consortium.Member, error)
	// RequireAuthority returns an error unless the address is the consortium's authority.
	RequireAuthority(ctx context.Context, addr string) error
}

// WalletKeeper is what this room asks of the wallets.
type WalletKeeper interface {
	// Wallet returns a wallet by its raw address, also a closed one, or wallet.ErrWalletUnknown.
	Wallet(ctx context.Context, addr []byte) (wallet.Wallet, error)
	// AuthenticateAll verifies the device signatures of instructions together and says of each how strong they are, in
	// order.
	AuthenticateAll(ctx context.Context, instructions []*wallet.SignedInstruction) []wallet.Authentication
	// Suspense returns the address of a custodian's SUSPENSE wallet of a denom, or wallet.ErrSuspenseMissing.
	Suspense(ctx context.Context, custodian uint32, denom string) (sdk.AccAddress, error)
}

// ComplianceKeeper is what this room asks of compliance.
type ComplianceKeeper interface {
	// Authorize says whether a movement may happen; it writes nothing.
	Authorize(ctx context.Context, movement compliance.Movement) (compliance.Decision, error)
	// Weigh writes the usage records of an allowed decision.
	Weigh(ctx context.Context, decision compliance.Decision) error
	// OpenCase opens a case for a member's officers and returns its id.
	OpenCase(ctx context.Context, c compliance.Case) (uint64, error)
}

// NettingKeeper is what this room asks of netting.
type NettingKeeper interface {
	// Currency returns the currency of a denom and whether the denom is its settling one, or netting.ErrCurrencyUnknown.
	Currency(ctx context.Context, denom string) (currency netting.Currency, settling bool, err error)
	// Test says whether the debtor's cover and cap bear an obligation; it writes nothing.
	Test(ctx context.Context, obligation netting.Obligation) (compliance.Reason, error)
	// Record books an obligation that passed the test and returns the cycle that takes it.
	Record(ctx context.Context, obligation netting.Obligation) (cycle uint64, err error)
}

// BankKeeper is the raw ledger over bank's balances.
type BankKeeper interface {
	// Balance returns what an address holds of a denom, in minor units.
	Balance(ctx context.Context, addr []byte, denom string) (uint64, error)
	// Move moves an amount; it fails and moves nothing if from holds less.
	Move(ctx context.Context, from, to []byte, denom string, amount uint64) error
}
