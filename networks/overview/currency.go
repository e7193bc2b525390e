// SPDX-License-Identifier: Apache-2.0

package overview

import (
	"math"
	"math/bits"
	"time"

	"github.com/taelnet/tael/x/netting"
)

// DefaultAlarmPercents are the shares of min(cover, cap) at which a position is an alarm if its currency names none.
var DefaultAlarmPercents = []uint32{50, 75, 90}

// Currency is one currency with its cycles and positions. Amounts are minor units.
type Currency struct {
	// Code is the ISO 4217 code.
	Code string `json:"code"`
	// Exponent is the number of decimal places of the minor unit.
	Exponent uint32 `json:"exponent"`
	// NextCutOff is when the open cycle closes by its schedule; zero if it closes by order only.
	NextCutOff time.Time `json:"next_cut_off,omitzero"`
	// Flagged says that the last work on a cycle failed and waits for the next attempt.
	Flagged bool `json:"flagged"`
	// SettledCycle is the last SETTLED cycle, 0 before the first.
	SettledCycle uint64 `json:"settled_cycle,string"`
	// Open takes obligations now.
	Open Cycle `json:"open"`
	// Waiting are CLOSED cycles, the oldest first and at most MaxWaiting.
	Waiting []Cycle `json:"waiting"`
	// WaitingCount is the number of CLOSED cycles.
	WaitingCount uint64 `json:"waiting_count,string"`
	// AlarmPercents are ascending.
	AlarmPercents []uint32 `json:"alarm_percents"`
	// Positions are ascending by member number.
	Positions []Position `json:"positions"`
}

// MaxWaiting bounds the CLOSED cycles shown of a currency.
const MaxWaiting = 8

// Cycle is a cycle that is not SETTLED. Amounts are minor units.
type Cycle struct {
	Number uint64 `json:"number,string"`
	// Status is OPEN or CLOSED.
	Status string `json:"status"`
	// ValueDate is the business day it belongs to as yyyymmdd; 0 while it is open without a settlement day or empty.
	ValueDate   uint32    `json:"value_date,omitempty"`
	OpenedAt    time.Time `json:"opened_at,omitzero"`
	ClosedAt    time.Time `json:"closed_at,omitzero"`
	Obligations uint64    `json:"obligations,string"`
	// Gross is the sum of all obligations, Net what would move, Saved the difference.
	Gross uint64 `json:"gross,string"`
	Net   uint64 `json:"net,string"`
	Saved uint64 `json:"saved,string"`
}

// Position is what a member owes the others, and how much it may. Amounts are minor units.
type Position struct {
	Member string `json:"member"`
	Owed   uint64 `json:"owed,string"`
	Due    uint64 `json:"due,string"`
	// Position is what counts against the limit, before reservations; below zero if the member is due more.
	Position int64  `json:"position,string"`
	Reserved uint64 `json:"reserved,string"`
	// Earmark is the part of the settlement balance that covers nothing here; Cover is the rest.
	Earmark uint64 `json:"earmark,string"`
	Cover   uint64 `json:"cover,string"`
	Cap     uint64 `json:"cap,string"`
	// Available is what the member may still owe.
	Available uint64 `json:"available,string"`
	// Blocked says that nothing is accepted that raises the position (OUTBOUND_BLOCKED).
	Blocked bool `json:"outbound_blocked"`
	// Used is position and reservations, at least 0; Limit is min(cover, cap).
	Used  uint64 `json:"used,string"`
	Limit uint64 `json:"limit,string"`
	// Percent is Used of Limit, rounded down; MaxPercent if something is used of nothing.
	Percent uint32 `json:"percent"`
}

// MaxPercent is the largest share that is told apart.
const MaxPercent = 999

func newPosition(v netting.PositionView) Position {
	p := Position{
		Member: v.Member, Owed: v.Owed, Due: v.Due, Position: v.Position, Reserved: v.Reserved, Earmark: v.Earmark, Cover: v.Cover, Cap: v.Cap,
		Available: v.Available, Blocked: v.OutboundBlocked, Used: v.Reserved, Limit: min(v.Cover, v.Cap),
	}
	if v.Position > 0 {
		var carry uint64
		if p.Used, carry = bits.Add64(v.Reserved, uint64(v.Position), 0); carry > 0 {
			p.Used = math.MaxUint64
		}
	}
	p.Percent = percent(p.Used, p.Limit)
	return p
}

// percent is the share of used in limit, rounded down and at most MaxPercent.
func percent(used, limit uint64) uint32 {
	if used == 0 {
		return 0
	}
	high, low := bits.Mul64(used, 100)
	if high >= limit {
		return MaxPercent
	}
	share, _ := bits.Div64(high, low, limit)
	return uint32(min(share, MaxPercent))
}

// Level is the highest alarm percent that the position has reached, 0 if none.
func (c Currency) Level(p Position) uint32 {
	level := uint32(0)
	for _, at := range c.AlarmPercents {
		if p.Used > 0 && p.Percent >= at {
			level = max(level, at)
		}
	}
	return level
}

func newCycle(v netting.CycleView) Cycle {
	return Cycle{
		Number: v.Number, Status: word(v.Status.String(), "CYCLE_STATUS_"), ValueDate: v.ValueDate, OpenedAt: moment(v.OpenedAt), ClosedAt: moment(v.ClosedAt),
		Obligations: v.Obligations, Gross: v.Gross, Net: v.Net, Saved: v.Saved,
	}
}

// moment is a block time in unix seconds, zero if it has not come.
func moment(unix int64) time.Time {
	if unix == 0 {
		return time.Time{}
	}
	return time.Unix(unix, 0).UTC()
}
