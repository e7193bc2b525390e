// SPDX-License-Identifier: Apache-2.0

package compliance

import (
	"bytes"
	"encoding/binary"
	"math"

	"github.com/taelnet/tael/x/wallet"
)

// Rows are the limits of one tier and kind in their stored form, in the order of the table:
//
//	{ window (1) | measure (1) | strength (1) | denom, zero-padded (16) | amount (8) }
//
// They are kept encoded because they are tested for every payment.
type Rows []byte

const rowLength = 3 + DenomLength + 8

// NewRows encodes rows of one tier and kind.
func NewRows(limits []Limit) Rows {
	rows := make(Rows, 0, len(limits)*rowLength)
	for _, l := range limits {
		denom := padDenom(l.Denom)
		rows = append(rows, byte(l.Window), byte(l.Measure), byte(l.Strength))
		rows = append(rows, denom[:]...)
		rows = binary.BigEndian.AppendUint64(rows, l.Amount)
	}
	return rows
}

// Validate returns ErrRecordCorrupt unless the record has whole rows.
func (r Rows) Validate() error {
	if len(r) == 0 || len(r)%rowLength != 0 {
		return ErrRecordCorrupt.Wrapf("expected limit rows of n x %d bytes, got %d", rowLength, len(r))
	}
	return nil
}

// Limits decodes the rows of a tier and kind.
func (r Rows) Limits(tier uint32, kind wallet.WalletKind) []Limit {
	limits := make([]Limit, 0, len(r)/rowLength)
	for ; len(r) >= rowLength; r = r[rowLength:] {
		limits = append(limits, Limit{
			Tier: tier, Kind: kind,
			Window: Window(r[0]), Measure: Measure(r[1]), Strength: Strength(r[2]),
			Denom:  unpadDenom(r[3 : 3+DenomLength]),
			Amount: binary.BigEndian.Uint64(r[3+DenomLength:]),
		})
	}
	return limits
}

// Out tests an amount that leaves after others of the day.
func (r Rows) Out(denom string, amount, today uint64) Reason {
	return r.flow(MEASURE_OUT, denom, amount, today, ReasonLimitTxOut, ReasonLimitDayOut)
}

// In tests an amount that enters after others of the day.
func (r Rows) In(denom string, amount, today uint64) Reason {
	return r.flow(MEASURE_IN, denom, amount, today, ReasonLimitTxIn, ReasonLimitDayIn)
}

// Holding returns the greatest amount of a denom that may be held, and false if no row says so.
func (r Rows) Holding(denom string) (uint64, bool) {
	padded := padDenom(denom)
	greatest, found := uint64(math.MaxUint64), false
	for ; len(r) >= rowLength; r = r[rowLength:] {
		if Window(r[0]) == WINDOW_BALANCE && bytes.Equal(r[3:3+DenomLength], padded[:]) {
			greatest, found = min(greatest, binary.BigEndian.Uint64(r[3+DenomLength:])), true
		}
	}
	return greatest, found
}

// flow tests the rows of one measure. A movement that reaches exactly the amount of a row passes.
func (r Rows) flow(measure Measure, denom string, amount, today uint64, overTx, overDay Reason) Reason {
	padded := padDenom(denom)
	for ; len(r) >= rowLength; r = r[rowLength:] {
		if Measure(r[1]) != measure || !bytes.Equal(r[3:3+DenomLength], padded[:]) {
			continue
		}
		limit := binary.BigEndian.Uint64(r[3+DenomLength:])
		switch Window(r[0]) {
		case WINDOW_TX:
			if amount > limit {
				return overTx
			}
		case WINDOW_DAY:
			if amount > limit || today > limit-amount {
				return overDay
			}
		}
	}
	return ReasonNone
}
