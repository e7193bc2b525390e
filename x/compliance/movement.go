// SPDX-License-Identifier: Apache-2.0

package compliance

import (
	"bytes"
	"context"
	"math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/taelnet/tael/x/wallet"
)

// MovementKind says what a movement of money is for; restrictions and limits depend on it.
type MovementKind uint8

const (
	// MovementPay is a payment from one wallet to another. It weighs OUT of the payer and IN of the payee.
	MovementPay MovementKind = 1
	// MovementGiveBack returns a payment, whole or in part; Payer is the original payee, Payee the original payer.
	MovementGiveBack MovementKind = 2
	// MovementIssue credits new money to a wallet. It weighs IN.
	MovementIssue MovementKind = 3
	// MovementRedeem takes money of a wallet into escrow on its way out of the chain. It weighs OUT.
	MovementRedeem MovementKind = 4
	// MovementRelease returns money from an escrow to its own owner, the Payee; nothing ever stops it.
	MovementRelease MovementKind = 5
	// MovementFunds moves money between a settlement account and its member's treasury wallet.
	MovementFunds MovementKind = 6
	// MovementSettle moves money between settlement accounts and the clearing account; it records a fact.
	MovementSettle MovementKind = 7
	// MovementBurn takes redeemed or corrected money out of supply; it records a fact.
	MovementBurn MovementKind = 8
	// MovementSweep takes the money of a dormant wallet, the Payer, to the SUSPENSE wallet of its custodian, the Payee.
	MovementSweep MovementKind = 9
	// MovementCustody moves settlement money that goes along with a wallet to its new custodian; nothing stops it.
	MovementCustody MovementKind = 10
)

var movementKindNames = [...]string{"", "PAY", "GIVE_BACK", "ISSUE", "REDEEM", "RELEASE", "FUNDS", "SETTLE", "BURN", "SWEEP", "CUSTODY"}

// MovementKinds returns every kind, ascending by number.
func MovementKinds() []MovementKind {
	return []MovementKind{
		MovementPay, MovementGiveBack, MovementIssue, MovementRedeem,
		MovementRelease, MovementFunds, MovementSettle, MovementBurn, MovementSweep, MovementCustody,
	}
}

// Valid says whether the kind is one of those above.
func (k MovementKind) Valid() bool { return k >= MovementPay && k <= MovementCustody }

// String returns the name of the kind, "UNSPECIFIED" for any other number.
func (k MovementKind) String() string {
	if !k.Valid() {
		return "UNSPECIFIED"
	}
	return movementKindNames[k]
}

// Stoppable says whether restrictions, closing and limits may refuse the kind. Recording a fact and money going back
// from escrow to its own owner are never stopped.
func (k MovementKind) Stoppable() bool {
	return k != MovementRelease && k != MovementSettle && k != MovementBurn && k != MovementCustody
}

// Movement is money about to move, as payment, netting or reserve ask about it.
type Movement struct {
	// Kind says what the movement is for.
	Kind MovementKind
	// Module is the name of the module that moves.
	Module string
	// From and To are the addresses whose balances change, 20 bytes each; an escrow stands for itself here.
	From, To []byte
	// Payer and Payee are the wallets of the owners on both sides, also behind an escrow; nil is not a wallet.
	Payer, Payee *wallet.Wallet
	// Denom is the asset that moves.
	Denom string
	// Amount is in minor units and above zero.
	Amount uint64
	// Strength is how the payer was authenticated; UNSPECIFIED reads as ONE.
	Strength Strength
	// Channel is how the payment was begun; UNSPECIFIED is weighed by rows of every channel alone.
	Channel wallet.Channel
	// Fees are paid together with the amount and weigh OUT of the payer like it.
	Fees []Fee
	// Person opens the payer's commitment to its person's tag of this year; nil if it was not given.
	Person *wallet.PersonOpening
	// OwnSalt opens the payee's commitment under the same tag, which proves that both wallets are one person's.
	OwnSalt *[32]byte
	// Suspense says that the money goes to the SUSPENSE wallet of a custodian because its owner's wallet is closed or
	// dormant; the Payee is then that SUSPENSE wallet.
	Suspense bool
	// OriginalAt is the block time at which the original was paid (GIVE_BACK) or the escrow filled (RELEASE), unix
	// seconds; it decides whether the counters of the current day still weigh the original.
	OriginalAt int64
	// OriginalStrength is how the original was authenticated; UNSPECIFIED reads as ONE.
	OriginalStrength Strength
	// OriginalChannel is how the original was begun.
	OriginalChannel wallet.Channel
	// OriginalOwn says whether the original went to another wallet of the same person.
	OriginalOwn bool
}

// Fee is a leg of a payment that goes to a member.
type Fee struct {
	// Payee is the wallet that the fee is paid to, of kind MEMBER.
	Payee *wallet.Wallet
	// Amount is in minor units and above zero.
	Amount uint64
}

// Validate checks what needs no state: a known kind, a denom, an amount above zero, and the wallets that the kind cannot
// be without. It returns ErrMovementInvalid.
func (m *Movement) Validate() error {
	switch {
	case !m.Kind.Valid():
		return ErrMovementInvalid.Wrapf("expected a kind from 1 to 10, got %d", m.Kind)
	case m.Amount == 0:
		return ErrMovementInvalid.Wrap("expected an amount above zero, got 0")
	case len(m.Denom) == 0 || len(m.Denom) > DenomLength:
		return ErrMovementInvalid.Wrapf("expected a denom of 1 to %d bytes, got %d", DenomLength, len(m.Denom))
	case m.Payer == nil && m.Kind.hasPayer():
		return ErrMovementInvalid.Wrapf("expected a payer's wallet for %s, got none", m.Kind)
	case m.Payee == nil && m.Kind.hasPayee():
		return ErrMovementInvalid.Wrapf("expected a payee's wallet for %s, got none", m.Kind)
	case m.Payer != nil && len(m.Payer.Address) != AddressLength:
		return ErrMovementInvalid.Wrapf("expected a payer's address of %d bytes, got %d", AddressLength, len(m.Payer.Address))
	case m.Payee != nil && len(m.Payee.Address) != AddressLength:
		return ErrMovementInvalid.Wrapf("expected a payee's address of %d bytes, got %d", AddressLength, len(m.Payee.Address))
	case m.Kind == MovementSweep && m.Payee.Kind != wallet.WALLET_KIND_SUSPENSE:
		return ErrMovementInvalid.Wrapf("expected a SUSPENSE wallet to sweep to, got one of %s", m.Payee.Kind)
	case m.OwnSalt != nil && m.Person == nil:
		return ErrMovementInvalid.Wrap("expected the payer's opening with that of the payee, got none")
	case len(m.Fees) > 0:
		return m.validateFees()
	}
	return nil
}

func (k MovementKind) hasPayer() bool {
	return k == MovementPay || k == MovementGiveBack || k == MovementRedeem || k == MovementSweep
}

func (k MovementKind) hasPayee() bool {
	return k == MovementPay || k == MovementGiveBack || k == MovementSweep
}

// validateFees: a fee is a leg of a payment to a member's own wallet.
func (m *Movement) validateFees() error {
	if m.Kind != MovementPay {
		return ErrMovementInvalid.Wrapf("expected fees with PAY alone, got %s", m.Kind)
	}
	rest := math.MaxUint64 - m.Amount
	for _, fee := range m.Fees {
		switch {
		case fee.Payee == nil || fee.Payee.Kind != wallet.WALLET_KIND_MEMBER || len(fee.Payee.Address) != AddressLength:
			return ErrMovementInvalid.Wrap("expected fees to wallets of kind MEMBER, got another payee")
		case fee.Amount == 0 || fee.Amount > rest:
			return ErrMovementInvalid.Wrapf("expected fees above zero and a sum below 2^64, got a fee of %d", fee.Amount)
		}
		rest -= fee.Amount
	}
	return nil
}

// Total returns what leaves the payer: the amount and the fees.
func (m *Movement) Total() uint64 {
	total := m.Amount
	for _, fee := range m.Fees {
		total += fee.Amount
	}
	return total
}

// Own says whether money stays with one person: a payment of a wallet to itself, one to a wallet under the same tag, and a
// redemption, which goes to the owner's own account at a bank, for which its custodian answers. A release undoes a
// redemption.
func (m *Movement) Own() bool {
	switch m.Kind {
	case MovementRedeem, MovementRelease:
		return true
	case MovementGiveBack:
		return m.OriginalOwn || m.toItself()
	default:
		return m.OwnSalt != nil || m.toItself()
	}
}

func (m *Movement) toItself() bool {
	return m.Payer != nil && m.Payee != nil && bytes.Equal(m.Payer.Address, m.Payee.Address)
}

// Covers says whether a transfer of bank is exactly this movement.
func (m *Movement) Covers(from, to []byte, amt sdk.Coins) bool {
	return len(amt) == 1 && amt[0].Denom == m.Denom && amt[0].Amount.IsUint64() && amt[0].Amount.Uint64() == m.Amount &&
		m.Amount != 0 && bytes.Equal(from, m.From) && bytes.Equal(to, m.To)
}

type movementKey struct{}

// WithMovement puts a movement into the context of one call of bank, whose send restriction passes that transfer alone.
func WithMovement(ctx context.Context, m Movement) context.Context {
	// An sdk.Context is found again by type; wrapping it would hide the value from its own copies.
	if sdkCtx, ok := ctx.(sdk.Context); ok {
		return sdkCtx.WithValue(movementKey{}, m)
	}
	return context.WithValue(ctx, movementKey{}, m)
}

// MovementFrom returns the movement that WithMovement put into the context.
func MovementFrom(ctx context.Context) (Movement, bool) {
	m, ok := ctx.Value(movementKey{}).(Movement)
	return m, ok
}
