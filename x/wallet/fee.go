// SPDX-License-Identifier: Apache-2.0

package wallet

import (
	"bytes"
	"encoding/binary"
)

// MaxFeeLegs is the most fee legs of one payment.
const MaxFeeLegs = 3

// feeLegLength is the length of an encoded fee leg: payee and amount.
const feeLegLength = AddressLength + 8

// FeeLeg is a fee that the payer pays with the amount, in the same denom, to a wallet of kind MEMBER.
type FeeLeg struct {
	Payee  [20]byte
	Amount uint64 // minor units, above zero
}

func (l FeeLeg) appendTo(b []byte) []byte {
	return binary.BigEndian.AppendUint64(append(b, l.Payee[:]...), l.Amount)
}

// FeeTotal is the sum of all fee legs in minor units, at most MaxAmount for extras that Validate accepts.
func (e Extras) FeeTotal() uint64 {
	var total uint64
	for _, leg := range e.Fees {
		total += leg.Amount
	}
	return total
}

func parseFees(value []byte) ([]FeeLeg, error) {
	if len(value) == 0 || len(value)%feeLegLength != 0 || len(value) > MaxFeeLegs*feeLegLength {
		return nil, ErrInstructionMalformed.Wrapf("fees: expected 1 to %d legs of %d bytes, got %d bytes", MaxFeeLegs, feeLegLength, len(value))
	}
	legs := make([]FeeLeg, 0, MaxFeeLegs)
	for ; len(value) > 0; value = value[feeLegLength:] {
		legs = append(legs, FeeLeg{
			Payee: [AddressLength]byte(value[:AddressLength]), Amount: binary.BigEndian.Uint64(value[AddressLength:feeLegLength]),
		})
	}
	return legs, nil
}

func validateFees(legs []FeeLeg) error {
	if len(legs) > MaxFeeLegs {
		return ErrInstructionMalformed.Wrapf("fees: expected at most %d legs, got %d", MaxFeeLegs, len(legs))
	}
	var total uint64
	for i, leg := range legs {
		if leg.Amount == 0 || leg.Amount > MaxAmount {
			return ErrInstructionMalformed.Wrapf("fees: expected an amount from 1 to %d minor units, got %d", MaxAmount, leg.Amount)
		}
		if total += leg.Amount; total > MaxAmount {
			return ErrInstructionMalformed.Wrapf("fees: expected a sum of at most %d minor units, got %d", MaxAmount, total)
		}
		if i > 0 && bytes.Compare(legs[i-1].Payee[:], leg.Payee[:]) >= 0 {
			return ErrInstructionMalformed.Wrapf("fees: expected payees ascending and once each, got %x after %x", leg.Payee, legs[i-1].Payee)
		}
	}
	return nil
}
