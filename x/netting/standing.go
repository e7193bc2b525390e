// SPDX-License-Identifier: Apache-2.0

package netting

import (
	"math/bits"

	"github.com/taelnet/tael/x/compliance"
)

// Standing is a position under the rules of its currency, its balance being what the settlement account holds. All
// amounts are minor units.
type Standing struct {
	Position
	// Share is the percentage of what is due that counts (Currency.UsableShare).
	Share uint32
}

// UsableDue is what counts of what the member is due, rounded down.
func (s Standing) UsableDue() uint64 {
	due, share := s.Due(), uint64(s.Share)
	return due/100*share + due%100*share/100
}

// Figure is owed - usable due: the position.
func (s Standing) Figure() int64 { return int64(s.Owed()) - int64(s.UsableDue()) }

// Used is position + reserved, at least 0.
func (s Standing) Used() uint64 { return excess(s.Owed()+s.Reserved, s.UsableDue()) }

// Cover is the settlement balance less the earmark.
func (s Standing) Cover() uint64 { return excess(s.Balance, s.Earmark) }

// Limit is min(cover, cap): the most that may be used.
func (s Standing) Limit() uint64 { return min(s.Cover(), s.Cap) }

// fits says that position + reserved + amount <= limit.
func (s Standing) fits(amount, limit uint64) bool {
	return s.Owed()+s.Reserved+amount <= min(limit, MaxFigure)+s.UsableDue()
}

// Sound says that position + reserved <= min(cover, cap) and that the CLOSED cycles can be paid from cover. A member
// whose position is not sound is OUTBOUND_BLOCKED until it is.
func (s Standing) Sound() bool {
	return s.fits(0, s.Limit()) && s.ClosedOwed <= s.ClosedDue+min(s.Cover(), MaxFigure)
}

// Accept says whether the member may owe amount more, and why not. A block is judged on read: it holds only while the
// position is not sound.
func (s Standing) Accept(amount uint64) compliance.Reason {
	switch {
	case s.OutboundBlocked && !s.Sound():
		return compliance.ReasonOutboundBlocked
	case !s.fits(amount, s.Cover()):
		return compliance.ReasonLiquidity
	case !s.fits(amount, s.Cap):
		return compliance.ReasonCap
	default:
		return compliance.ReasonNone
	}
}

// Available is what the member may still owe.
func (s Standing) Available() uint64 {
	if s.OutboundBlocked && !s.Sound() {
		return 0
	}
	return excess(min(s.Limit(), MaxFigure)+s.UsableDue(), s.Owed()+s.Reserved)
}

// Free is how much of the settlement balance may leave: what neither the position, nor the CLOSED cycles, nor the
// earmark need; 0 if the position is not sound.
func (s Standing) Free() uint64 {
	if !s.Sound() {
		return 0
	}
	return excess(s.Cover(), max(s.Used(), excess(s.ClosedOwed, s.ClosedDue)))
}

// PercentUsed is Used * 100 / Limit, rounded down and at most 999; 999 if something is used of nothing.
func (s Standing) PercentUsed() uint32 {
	used, limit := s.Used(), s.Limit()
	if used == 0 {
		return 0
	}
	high, low := bits.Mul64(used, 100)
	if high >= limit {
		return 999
	}
	percent, _ := bits.Div64(high, low, limit)
	return uint32(min(percent, 999))
}

// Alarm is the highest of the alarms that the use of the position reaches, 0 if it reaches none.
func (s Standing) Alarm(alarms []uint32) uint32 {
	used, limit := s.Used(), s.Limit()
	if used == 0 {
		return 0
	}
	reached := uint32(0)
	for _, percent := range alarms {
		usedHigh, usedLow := bits.Mul64(used, 100)
		high, low := bits.Mul64(limit, uint64(percent))
		if usedHigh < high || (usedHigh == high && usedLow < low) {
			break
		}
		reached = percent
	}
	return reached
}

// Passed are the alarms between two that stood, one before and one after the other, in the order in which they were
// passed.
func Passed(alarms []uint32, before, after uint32) []uint32 {
	var passed []uint32
	for _, percent := range alarms {
		if percent > min(before, after) && percent <= max(before, after) {
			passed = append(passed, percent)
		}
	}
	return passed
}

// Turn begins the figures of a settlement day, yyyymmdd, at block time now, unless they have begun. The balance must be
// what the settlement account held before any change that is about to be noted.
func (s *Standing) Turn(day uint32, now int64) {
	if s.Day == day {
		return
	}
	s.Day, s.DayOpening, s.DaySent, s.DayReceived, s.Peak, s.PeakAt = day, s.Balance, 0, 0, 0, 0
	s.Mark(now)
}

// Mark notes the use of the position at block time now if it is the largest of the day.
func (s *Standing) Mark(now int64) {
	if used := s.Used(); used > s.Peak {
		s.Peak, s.PeakAt = used, now
	}
}

// Keep notes what the settlement account holds now. An earmark larger than that shrinks to it; Keep reports whether it
// did.
func (s *Standing) Keep(balance uint64) (shrunk bool) {
	s.Balance = balance
	if s.Earmark <= balance {
		return false
	}
	s.Earmark = balance
	return true
}

// SetEarmark sets the part of the balance that covers nothing. ErrCoverMissing, and nothing changes, if a larger one
// exceeds the balance or leaves the position not sound.
func (s *Standing) SetEarmark(amount uint64) error {
	raised := *s
	raised.Earmark = amount
	if amount > s.Earmark && (amount > s.Balance || !raised.Sound()) {
		return ErrCoverMissing.Wrapf("expected an earmark up to %d, got %d", s.Earmark+s.Free(), amount)
	}
	s.Earmark = amount
	return nil
}
