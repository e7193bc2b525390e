// SPDX-License-Identifier: Apache-2.0

package compliance

import (
	"context"

	"github.com/taelnet/tael/x/consortium"
	"github.com/taelnet/tael/x/wallet"
)

// ConsortiumKeeper is what this room asks of the consortium.
type ConsortiumKeeper interface {
	// Member returns a member by its number.
	Member(ctx context.Context, number uint32) (consortium.Member, error)
	// MemberByID returns a member by its id.
	MemberByID(ctx context.Context, id string) (consortium.Member, error)
	// RequireDuty returns the member at which the address holds the duty, or an error if it holds it nowhere.
	RequireDuty(ctx context.Context, addr string, duty consortium.Duty, roles ...consortium.Role) (consortium.Member, error)
	// RequireAuthority returns an error unless the address is the consortium's authority.
	RequireAuthority(ctx context.Context, addr string) error
}

// WalletKeeper is what this room asks of the wallets.
type WalletKeeper interface {
	// Wallet returns a wallet by its raw address, also a closed one.
	Wallet(ctx context.Context, addr []byte) (wallet.Wallet, error)
}

// BankKeeper is what this room asks of the book of balances.
type BankKeeper interface {
	// Balance returns what an address holds of a denom, in minor units.
	Balance(ctx context.Context, addr []byte, denom string) (uint64, error)
}
