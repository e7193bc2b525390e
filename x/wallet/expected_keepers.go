// SPDX-License-Identifier: Apache-2.0

package wallet

import (
	"context"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/taelnet/tael/x/consortium"
)

// ConsortiumKeeper says who members are and what an address may do for them.
type ConsortiumKeeper interface {
	Member(ctx context.Context, number uint32) (consortium.Member, error)
	MemberByID(ctx context.Context, id string) (consortium.Member, error)
	Actor(ctx context.Context, addr []byte) (consortium.Actor, bool, error)
	RequireDuty(ctx context.Context, addr string, duty consortium.Duty, roles ...consortium.Role) (consortium.Member, error)
	EIP155ID(ctx context.Context) (uint64, error)
	IsAuthority(ctx context.Context, addr []byte) (bool, error)
	Succession(ctx context.Context, member uint32) (consortium.Succession, error)
	// RequireAuthority returns an error unless the address is the consortium's authority.
	RequireAuthority(ctx context.Context, addr string) error
}

// AccountKeeper keeps the transaction keys of owners.
type AccountKeeper interface {
	GetAccount(ctx context.Context, addr sdk.AccAddress) sdk.AccountI
	NewAccountWithAddress(ctx context.Context, addr sdk.AccAddress) sdk.AccountI
	SetAccount(ctx context.Context, account sdk.AccountI)
}

// BankKeeper says whether anything is left at an address.
type BankKeeper interface {
	Empty(ctx context.Context, addr []byte) (bool, error)
}
