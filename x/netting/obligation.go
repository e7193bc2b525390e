// SPDX-License-Identifier: Apache-2.0

package netting

// MaxObligation is the largest amount of one obligation in minor units.
const MaxObligation uint64 = 1_000_000_000_000_000

// Obligation is what one member owes another because its customer paid the other's customer.
type Obligation struct {
	// Denom is the e-money denom that was paid.
	Denom string
	// From is the number of the member that owes: the payer's custodian.
	From uint32
	// To is the number of the member that is due: the payee's custodian.
	To uint32
	// Amount is in minor units.
	Amount uint64
}

// Validate reports ErrObligationInvalid unless two different members and an amount in 1..MaxObligation are named.
func (o Obligation) Validate() error {
	if !validMember(o.From) || !validMember(o.To) {
		return ErrObligationInvalid.Wrapf("expected member numbers 1..%d, got %d and %d", MaxMember, o.From, o.To)
	}
	if o.From == o.To {
		return ErrObligationInvalid.Wrapf("expected two members, got member %d twice", o.From)
	}
	if o.Amount == 0 || o.Amount > MaxObligation {
		return ErrObligationInvalid.Wrapf("expected an amount of 1..%d, got %d", MaxObligation, o.Amount)
	}
	return nil
}
