// SPDX-License-Identifier: Apache-2.0

package books

import (
	"fmt"
	"time"

	"github.com/taelnet/tael/x/wallet"
)

// Account is the address of an account of the ledger: a wallet, an escrow, a settlement account or the clearing account.
// The zero Account is the outside: what is issued comes from there and what is burnt goes there.
type Account = [20]byte

// EndOfBlock is Entry.Tx of what the block itself did after its transactions.
const EndOfBlock = -1

// Entry is one side of a movement of balances. Every movement has two, a debit and then a credit, except that nothing is
// written for the outside. Amounts are minor units of the denom.
type Entry struct {
	// Account is whose balance changed (data class: pseudonym).
	Account Account
	Denom   string
	// Credit says that the balance grew.
	Credit bool
	Amount uint64
	// Balance is what the account holds in the denom after the entry.
	Balance uint64

	// Height, Tx and Ordinal name the entry for ever: the block, the transaction's place in it from 0 or EndOfBlock, and
	// the entry's place in the transaction from 0.
	Height  int64
	Tx      int
	Ordinal int
	// Time is the block's time.
	Time time.Time
	// ValueDate is the business day from which the money counts, as yyyymmdd: of a settlement that of its last cycle; 0 for
	// every other kind, which counts from Time.
	ValueDate uint32

	Kind Kind
	// UETR is the payment's, the redemption's or the central bank's; zero where the movement has none.
	UETR wallet.UETR
	// Counterparty is the other side; zero is the outside (data class: pseudonym).
	Counterparty Account
	// Cycle takes the obligation of a payment between custodians; of a settlement it is the last cycle settled.
	Cycle uint64
	// Reference is what the movement follows: of a refund the original's UETR, of a receipt its rail, account, booking
	// date and entry reference, of a redemption its rail, of a settlement the cycles. Empty where there is nothing.
	Reference string
}

// ID is the entry's name for ever, at most 35 characters: height, transaction and ordinal with dashes between, and "end"
// for the transaction of what the block itself did.
func (e Entry) ID() string {
	if e.Tx == EndOfBlock {
		return fmt.Sprintf("%d-end-%d", e.Height, e.Ordinal)
	}
	return fmt.Sprintf("%d-%d-%d", e.Height, e.Tx, e.Ordinal)
}
