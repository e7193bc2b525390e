// SPDX-License-Identifier: Apache-2.0

package reserve

import "slices"

const (
	// MaxFigure bounds each figure of a reserve, so that their sums stay within an int64: 2^61 minor units.
	MaxFigure uint64 = 1 << 61
	// MaxBookedDays bounds the days that a reserve keeps apart. Beyond it the two oldest merge to the member's
	// disadvantage: receipts into the earlier day, pay-outs into the later one.
	MaxBookedDays = 64
)

// Running is the running figure: the last attested amount, plus what came in and minus what went out on later days, in
// minor units.
func (r ReserveRecord) Running() int64 { return r.RunningAt(lastDay) }

// RunningAt is the running figure at the end of a booked day, yyyymmdd.
func (r ReserveRecord) RunningAt(date uint32) int64 {
	return int64(r.Anchor.Amount) + int64(until(r.Received, date)) - int64(until(r.Paid, date))
}

// Receive counts what the rail booked in favour of the reserve. What was booked up to the anchor's day is in the
// attested amount already and counts nothing. Error: ErrTotalOverflow, nothing changed.
func (r *ReserveRecord) Receive(date uint32, amount uint64, now int64) error {
	return r.book(&r.Received, date, amount, now, mergeIntoEarlier)
}

// Pay counts what the rail booked against the reserve, or what is to be taken as gone. What was booked up to the
// anchor's day counts nothing. Error: ErrTotalOverflow, nothing changed.
func (r *ReserveRecord) Pay(date uint32, amount uint64, now int64) error {
	return r.book(&r.Paid, date, amount, now, mergeIntoLater)
}

func (r *ReserveRecord) book(days *[]DayAmount, date uint32, amount uint64, now int64, merge func([]DayAmount) []DayAmount) error {
	if r.BeganAt == 0 {
		r.BeganAt = now
	}
	if date <= r.Anchor.BookingDate || amount == 0 {
		return nil
	}
	if booked := until(*days, lastDay); amount > MaxFigure || booked > MaxFigure-amount {
		return ErrTotalOverflow.Wrapf("reserve of member %d in %s: %d booked and %d more exceed %d", r.Member, r.Denom, booked, amount, MaxFigure)
	}
	at, known := slices.BinarySearchFunc(*days, date, func(d DayAmount, date uint32) int { return int(d.BookingDate) - int(date) })
	if known {
		(*days)[at].Amount += amount
		return nil
	}
	*days = slices.Insert(*days, at, DayAmount{BookingDate: date, Amount: amount})
	if len(*days) > MaxBookedDays {
		*days = merge(*days)
	}
	return nil
}

func mergeIntoEarlier(days []DayAmount) []DayAmount {
	days[0].Amount += days[1].Amount
	return slices.Delete(days, 1, 2)
}

func mergeIntoLater(days []DayAmount) []DayAmount {
	days[1].Amount += days[0].Amount
	return slices.Delete(days, 0, 1)
}

// until sums the days up to one of them.
func until(days []DayAmount, date uint32) uint64 {
	var sum uint64
	for _, d := range days {
		if d.BookingDate <= date {
			sum += d.Amount
		}
	}
	return sum
}

func after(days []DayAmount, date uint32) []DayAmount {
	return slices.DeleteFunc(days, func(d DayAmount) bool { return d.BookingDate <= date })
}

// Wait counts a receipt that is a fact and not minted yet. Error: ErrTotalOverflow, nothing changed.
func (r *ReserveRecord) Wait(amount uint64) error { return enter(&r.Waiting, amount) }

// EndWait takes off a receipt that waits no more. Error: ErrInvariantBroken, nothing changed.
func (r *ReserveRecord) EndWait(amount uint64) error { return leave(&r.Waiting, amount) }

// Fly counts a redemption whose attempt was opened. Error: ErrTotalOverflow, nothing changed.
func (r *ReserveRecord) Fly(amount uint64) error { return enter(&r.InFlight, amount) }

// Land takes off a redemption whose attempt a fact has ended. Error: ErrInvariantBroken, nothing changed.
func (r *ReserveRecord) Land(amount uint64) error { return leave(&r.InFlight, amount) }

func enter(figure *uint64, amount uint64) error {
	if amount > MaxFigure || *figure > MaxFigure-amount {
		return ErrTotalOverflow.Wrapf("%d and %d more exceed %d", *figure, amount, MaxFigure)
	}
	*figure += amount
	return nil
}

func leave(figure *uint64, amount uint64) error {
	if amount > *figure {
		return ErrInvariantBroken.Wrapf("expected at least %d, got %d", amount, *figure)
	}
	*figure -= amount
	return nil
}

// Free is what of the running figure belongs to nobody who waits for a mint, in minor units and never below zero.
func (r ReserveRecord) Free() uint64 {
	return uint64(max(0, r.Running()-int64(r.Waiting)))
}

// Stale says whether the last attested statement is older than maxAge seconds (0 for no limit) at a block time. A
// statement is as old as the end of its last booked day; a reserve that nobody has attested yet as its first entry.
func (r ReserveRecord) Stale(now int64, p Params) bool {
	if p.MaxAttestationAge == 0 || r.BeganAt == 0 {
		return false
	}
	since := r.BeganAt
	if r.Anchor.BookingDate != 0 {
		since = DayEnd(r.Anchor.BookingDate, p.UtcOffsetSeconds)
	}
	return now > since && uint64(now-since) > p.MaxAttestationAge
}
