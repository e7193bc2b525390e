// SPDX-License-Identifier: Apache-2.0

package books

import (
	"context"

	"github.com/taelnet/tael/x/netting"
	"github.com/taelnet/tael/x/reserve"
)

// State is what the books ask the chain's state, because no message and no result says it. All but Custodian are facts
// that never change once they are there, so that it does not matter how far the node is ahead of the books.
type State interface {
	// Member is the number of the member with an id.
	Member(ctx context.Context, id string) (uint32, error)
	// Custodian is the number of the member that keeps a wallet as of the end of a block; of the present if the node does
	// not keep that state any more.
	Custodian(ctx context.Context, height int64, wallet Account) (uint32, error)
	// Suspense is a member's SUSPENSE wallet of a denom.
	Suspense(ctx context.Context, member uint32, denom string) (Account, error)
	// SettlingDenom is the denom that settles the currency of an e-money denom.
	SettlingDenom(ctx context.Context, emoney string) (string, error)
	// Settlement is the settlement that settled a cycle, which is SETTLED.
	Settlement(ctx context.Context, currency string, cycle uint64) (Settlement, error)
	// Issuance is a receipt that somebody has stated.
	Issuance(ctx context.Context, receipt reserve.ReceiptKey) (reserve.Issuance, error)
}

// Settlement is what settled a cycle and those before it, and the cycle's business day.
type Settlement struct {
	netting.SettlementView
	// ValueDate is the business day of the cycle that was asked for, as yyyymmdd.
	ValueDate uint32
}
