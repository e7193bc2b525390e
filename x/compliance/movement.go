// SPDX-License-Identifier: Apache-2.0

package compliance

import (
	"bytes"
	"context"

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
)

var movementKindNames = [...]string{"", "PAY", "GIVE_BACK", "ISSUE", "REDEEM", "RELEASE", "FUNDS", "SETTLE", "BURN"}

// MovementKinds returns every kind, ascending by number.
func MovementKinds() []MovementKind {
	return []MovementKind{
		MovementPay, MovementGiveBack, MovementIssue, MovementRedeem,
		MovementRelease, MovementFunds, MovementSettle, MovementBurn,
	}
}

// Valid says whether the kind is one of those above.
func (k MovementKind) Valid() bool { return k >= MovementPay && k <= MovementBurn }

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
	return k != MovementRelease && k != MovementSettle && k != MovementBurn
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
	// Strength is how the payer was authenticated. As long as ONE is the only strength that rows may name, it
	// changes no decision: a second factor must not lift a limit that no row with two factors restates.
	Strength Strength
	// OriginalAt is the block time at which the original was paid (GIVE_BACK) or the escrow filled (RELEASE), unix
	// seconds; it decides whether the counters of the current day still weigh the original.
	OriginalAt int64
}

// Validate checks what needs no state: a known kind, a denom, an amount above zero, and the wallets that the kind cannot
// be without. It returns ErrMovementInvalid.
func (m *Movement) Validate() error {
	switch {
	case !m.Kind.Valid():
		return ErrMovementInvalid.Wrapf("expected a kind from 1 to 8, got %d", m.Kind)
	case m.Amount == 0:
		return ErrMovementInvalid.Wrap("expected an amount above zero, got 0")
	case len(m.Denom) == 0 || len(m.Denom) > DenomLength:
		return ErrMovementInvalid.Wrapf("expected a denom of 1 to %d bytes, got %d", DenomLength, len(m.Denom))
	case m.Payer == nil && (m.Kind == MovementPay || m.Kind == MovementGiveBack || m.Kind == MovementRedeem):
		return ErrMovementInvalid.Wrapf("expected a payer's wallet for %s, got none", m.Kind)
	case m.Payee == nil && (m.Kind == MovementPay || m.Kind == MovementGiveBack):
		return ErrMovementInvalid.Wrapf("expected a payee's wallet for %s, got none", m.Kind)
	case m.Payer != nil && len(m.Payer.Address) != AddressLength:
		return ErrMovementInvalid.Wrapf("expected a payer's address of %d bytes, got %d", AddressLength, len(m.Payer.Address))
	case m.Payee != nil && len(m.Payee.Address) != AddressLength:
		return ErrMovementInvalid.Wrapf("expected a payee's address of %d bytes, got %d", AddressLength, len(m.Payee.Address))
	}
	return nil
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
