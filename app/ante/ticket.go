// SPDX-License-Identifier: Apache-2.0

package ante

import (
	"context"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/taelnet/tael/x/consortium"
)

// Ticket is what admission found out about a transaction and the pool needs to know.
type Ticket struct {
	// Sender is the signer's address (20 bytes) and Sequence its place among the sender's transactions.
	Sender   string
	Sequence uint64
	// Institution is the member that the transaction is charged to, 0 for the consortium's authority.
	Institution uint32
	// Lane is the place in a block.
	Lane consortium.Lane
	// Bytes is the size of the signed transaction.
	Bytes int
}

// Pool is what admission asks of the transactions that wait in this node. It is asked in CheckTx alone, and told in
// FinalizeBlock; what it answers never touches the state of the chain.
type Pool interface {
	// Admit says whether there is room for the transaction: ErrPoolFilling, ErrPoolShare or ErrPoolTaken if not.
	Admit(Ticket) error
	// Keep tells that a transaction is still valid after a block.
	Keep(Ticket)
	// Forget tells that a block held the transaction and it failed admission there.
	Forget(Ticket)
}

type ticketKey struct{}

func withTicket(ctx sdk.Context, t Ticket) sdk.Context { return ctx.WithValue(ticketKey{}, t) }

// TicketOf is the ticket that admission left in the context of a transaction in CheckTx; false elsewhere.
func TicketOf(ctx context.Context) (Ticket, bool) {
	t, ok := ctx.Value(ticketKey{}).(Ticket)
	return t, ok
}
