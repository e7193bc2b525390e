// SPDX-License-Identifier: Apache-2.0

package payfile

import (
	"context"

	"github.com/taelnet/tael/gateway/iso20022"
	"github.com/taelnet/tael/x/compliance"
	"github.com/taelnet/tael/x/wallet"
)

// View is what the chain says of a file's parties. ChainView asks a network.
type View interface {
	// Party is how a wallet stands in a denom; device is the one that would sign, nil for who is only paid.
	Party(ctx context.Context, address [wallet.AddressLength]byte, denom string, device *[wallet.AddressLength]byte) (Party, error)
	// Payment is what the chain remembers of a payer's UETR.
	Payment(ctx context.Context, payer [wallet.AddressLength]byte, uetr wallet.UETR) (Remembered, error)
}

// Party is how one wallet stands now.
type Party struct {
	// Known says that the wallet exists, Closed that it is used no more.
	Known, Closed bool
	// Effect is the strictest order on it.
	Effect compliance.Effect
	// Device says that the device's signatures count.
	Device bool
	// Held is its balance in minor units.
	Held uint64
	// Out and In are what limits leave it to pay and to receive.
	Out, In Bound
}

// Bound is what the limit row that binds leaves a wallet. The zero Bound is none.
type Bound struct {
	// Set says that a row binds, Once that it weighs each payment by itself.
	Set, Once bool
	// Left is the greatest amount that passes now, in minor units.
	Left uint64
	// OpeningDue says that a payment needs the opening of a person's commitment, which no file carries.
	OpeningDue bool
}

// leaves says whether an amount passes after others of so much together.
func (b Bound) leaves(amount, before uint64) bool {
	if b.Once {
		before = 0
	}
	return !b.Set || before <= b.Left && amount <= b.Left-before
}

// Remembered is a payment that the chain has decided.
type Remembered struct {
	Known bool
	// Paid is false if it was refused.
	Paid bool
	// Digest is the first 16 bytes of its content's.
	Digest [16]byte
}

// Expected is what would become of one transfer.
type Expected struct {
	Verdict Verdict
	// Detail says why, empty where Verdict says all. Accounts in it are masked.
	Detail string
}

// PayerTotal is what one payer would send.
type PayerTotal struct {
	// Wallet is the payer's address. Data class: pseudonym.
	Wallet [wallet.AddressLength]byte
	Denom  string
	// Transfers would be sent, of Sum minor units together, by one who holds Held.
	Transfers int
	Sum, Held uint64
}

// Short says that the payer does not hold what the file asks of it. What it receives by the file itself may mend that.
func (p PayerTotal) Short() bool { return p.Sum > p.Held }

// Forecast is what paying a file would do.
type Forecast struct {
	// Summary is what the file is.
	Summary iso20022.Summary
	// Expected are by the transfers' places in the file.
	Expected []Expected
	// Payers are those of transfers that would be sent, in the order in which the file names them first.
	Payers []PayerTotal
}

// Count is how many transfers have a verdict.
func (f Forecast) Count(v Verdict) int {
	n := 0
	for _, e := range f.Expected {
		if e.Verdict == v {
			n++
		}
	}
	return n
}
