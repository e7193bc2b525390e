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
//	{ window (1) | measure (1) | strength (1) | channel (1) | scope (1) | exclude own (1) | denom, zero-padded (16) |
//	  from (8) | until (8) | amount (8) }
//
// They are kept encoded because they are tested for every payment.
type Rows []byte

const (
	rowDenom  = 6
	rowFrom   = rowDenom + DenomLength
	rowUntil  = rowFrom + 8
	rowAmount = rowUntil + 8
	rowLength = rowAmount + 8
)

// row is one of Rows.
type row []byte

// NewRows encodes rows of one tier and kind.
func NewRows(limits []Limit) Rows {
	rows := make(Rows, 0, len(limits)*rowLength)
	for i := range limits {
		l := &limits[i]
		denom, own := padDenom(l.Denom), byte(0)
		if l.ExcludeOwn {
			own = 1
		}
		rows = append(rows, byte(l.Window), byte(l.Measure), byte(l.Strength), byte(l.Channel), byte(l.Scope), own)
		rows = append(rows, denom[:]...)
		rows = binary.BigEndian.AppendUint64(rows, uint64(l.From))
		rows = binary.BigEndian.AppendUint64(rows, uint64(l.Until))
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
		limits = append(limits, row(r[:rowLength]).limit(tier, kind))
	}
	return limits
}

// Counted are the usage records that the rows of a wallet weigh: its own, and those of its person at its custodian and over
// all, which may be left empty where no row of a person applies.
type Counted struct {
	Wallet, AtMember, Overall Usage
}

// of returns the record that a scope weighs.
func (c *Counted) of(scope Scope) Usage {
	switch scope {
	case SCOPE_PERSON_AT_MEMBER:
		return c.AtMember
	case SCOPE_PERSON:
		return c.Overall
	default:
		return c.Wallet
	}
}

// Persons says which scopes of a person the rows weigh a flow in, now.
func (r Rows) Persons(f *Flow, now int64) (atMember, overall bool) {
	denom := padDenom(f.Denom)
	for ; len(r) >= rowLength; r = r[rowLength:] {
		row := row(r[:rowLength])
		if row.scope() > SCOPE_WALLET && row.weighs(f, &denom, now) {
			atMember = atMember || row.scope() == SCOPE_PERSON_AT_MEMBER
			overall = overall || row.scope() == SCOPE_PERSON
		}
	}
	return atMember, overall
}

// Test returns what the first row says that the flow would break, on top of what was counted before, else ReasonNone. A
// flow that reaches exactly the amount of a row passes.
func (r Rows) Test(f *Flow, now int64, today Periods, counted *Counted) Reason {
	denom := padDenom(f.Denom)
	for ; len(r) >= rowLength; r = r[rowLength:] {
		row := row(r[:rowLength])
		if !row.weighs(f, &denom, now) {
			continue
		}
		limit := row.amount()
		if f.Amount > limit || row.used(&denom, today, counted) > limit-f.Amount {
			return row.reason()
		}
	}
	return ReasonNone
}

// Holding returns the greatest amount of the flow's denom that may be held after it, and false if no row says so.
func (r Rows) Holding(f *Flow, now int64) (uint64, bool) {
	denom, held := padDenom(f.Denom), *f
	held.Measure = MEASURE_BALANCE
	greatest, found := uint64(math.MaxUint64), false
	for ; len(r) >= rowLength; r = r[rowLength:] {
		if row := row(r[:rowLength]); row.weighs(&held, &denom, now) {
			greatest, found = min(greatest, row.amount()), true
		}
	}
	return greatest, found
}

// weighs says whether the row is of the flow's denom and measure, is in force, and weighs movements of such a strength,
// channel and owner.
func (r row) weighs(f *Flow, denom *paddedDenom, now int64) bool {
	return bytes.Equal(r[rowDenom:rowFrom], denom[:]) && Measure(r[1]) == f.Measure &&
		r.covers(f.Strength.Stated(), f.Channel, f.Own) && r.inForce(now)
}

// covers says whether movements of this strength, channel and owner are weighed. How strongly the payer was authenticated
// says nothing of what the payee may receive and hold: those rows weigh every strength.
func (r row) covers(strength Strength, channel wallet.Channel, own bool) bool {
	return (Measure(r[1]) != MEASURE_OUT || strength <= Strength(r[2])) && (r[3] == 0 || wallet.Channel(r[3]) == channel) && (r[5] == 0 || !own)
}

func (r row) inForce(now int64) bool {
	from, until := int64(binary.BigEndian.Uint64(r[rowFrom:])), int64(binary.BigEndian.Uint64(r[rowUntil:]))
	return now >= from && (until == 0 || now < until)
}

// used adds up what the row weighs already; a sum beyond 2^64-1 counts as 2^64-1.
func (r row) used(denom *paddedDenom, today Periods, counted *Counted) uint64 {
	window := r.window()
	if window == WINDOW_TX {
		return 0
	}
	u := counted.of(r.scope())
	live, at := u.live(today), int(window-WINDOW_DAY)
	if at < live {
		return 0
	}
	var sum uint64
	for e := u.entries(); len(e) >= usageEntry; e = e[usageEntry:] {
		w := way(e[usageWay])
		if w.measure() != Measure(r[1]) || !bytes.Equal(e[:DenomLength], denom[:]) || !r.covers(w.strength(), w.channel(), w.own()) {
			continue
		}
		more := binary.BigEndian.Uint64(e[usageSums+at*8:])
		if more > math.MaxUint64-sum {
			return math.MaxUint64
		}
		sum += more
	}
	return sum
}

// reason returns what the row says when it is broken.
func (r row) reason() Reason {
	if Measure(r[1]) == MEASURE_BALANCE {
		return ReasonLimitBalance
	}
	return limitReasons[r.window()][Measure(r[1])-MEASURE_OUT]
}

// limitReasons are the reasons of OUT and IN by window.
var limitReasons = [...][2]Reason{
	WINDOW_TX:       {ReasonLimitTxOut, ReasonLimitTxIn},
	WINDOW_DAY:      {ReasonLimitDayOut, ReasonLimitDayIn},
	WINDOW_MONTH:    {ReasonLimitMonthOut, ReasonLimitMonthIn},
	WINDOW_YEAR:     {ReasonLimitYearOut, ReasonLimitYearIn},
	WINDOW_LIFETIME: {ReasonLimitLifetimeOut, ReasonLimitLifetimeIn},
}

func (r row) window() Window { return Window(r[0]) }

func (r row) scope() Scope { return Scope(r[4]).stated() }

func (r row) amount() uint64 { return binary.BigEndian.Uint64(r[rowAmount:]) }

func (r row) limit(tier uint32, kind wallet.WalletKind) Limit {
	return Limit{
		Tier: tier, Kind: kind, Window: r.window(), Measure: Measure(r[1]), Strength: Strength(r[2]), Channel: wallet.Channel(r[3]),
		Scope: Scope(r[4]), ExcludeOwn: r[5] != 0, Denom: unpadDenom(r[rowDenom:rowFrom]),
		From: int64(binary.BigEndian.Uint64(r[rowFrom:])), Until: int64(binary.BigEndian.Uint64(r[rowUntil:])), Amount: r.amount(),
	}
}
