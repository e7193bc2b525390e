// SPDX-License-Identifier: Apache-2.0

package netting

import (
	"context"

	"github.com/taelnet/tael/x/consortium"
)

// ConsortiumKeeper is what netting asks of the consortium.
type ConsortiumKeeper interface {
	// Member is the member with a number.
	Member(ctx context.Context, number uint32) (consortium.Member, error)
	// MemberByID is the member with an id.
	MemberByID(ctx context.Context, id string) (consortium.Member, error)
	// RequireAuthority fails unless address is the consortium's authority.
	RequireAuthority(ctx context.Context, address string) error
	// RequireDuty is the member, with one of the roles if any are named, at which address holds the duty.
	RequireDuty(ctx context.Context, address string, duty consortium.Duty, roles ...consortium.Role) (consortium.Member, error)
}

// BankKeeper is the raw ledger over bank's balances. Move passes no send restriction and makes no auth account.
type BankKeeper interface {
	// Balance is what an address holds of a denom, in minor units.
	Balance(ctx context.Context, address []byte, denom string) (uint64, error)
	// Move moves an amount; it fails and moves nothing if from holds less.
	Move(ctx context.Context, from, to []byte, denom string, amount uint64) error
}
