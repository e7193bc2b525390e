// SPDX-License-Identifier: Apache-2.0

package netting

import "slices"

const (
	daySeconds = 24 * 3600
	// MaxCutOffs bounds the cut-offs of a day.
	MaxCutOffs = 48
	// MaxHolidays bounds the holidays of a calendar, and with them the search for the next business day.
	MaxHolidays = 64
	// maxSearch days after any day there is a business day: each holiday closes at most one of the weekly open days.
	maxSearch   = 7 * (MaxHolidays + 1)
	minOffset   = -12 * 3600
	maxOffset   = 14 * 3600
	maxWeekdays = 6
)

// CutOffFrom is the first cut-off not before now, in unix seconds, and the local date of its day, which is the value
// date of what it closes. The calendar must be valid.
func (d *SettlementDay) CutOffFrom(now int64) (cutOff int64, date uint32) {
	local := now + int64(d.UtcOffsetSeconds)
	day := floorDiv(local, daySeconds)
	if d.Open(day) {
		second := uint32(local - day*daySeconds)
		if at, _ := slices.BinarySearch(d.CutOffs, second); at < len(d.CutOffs) {
			return d.unix(day, d.CutOffs[at]), dateOf(day)
		}
	}
	for range maxSearch {
		day++
		if d.Open(day) {
			break
		}
	}
	return d.unix(day, d.CutOffs[0]), dateOf(day)
}

// Open says that a local day, counted from 1970-01-01, is a business day.
func (d *SettlementDay) Open(day int64) bool {
	// 1970-01-01 was a Thursday, the fourth day of the week.
	weekday := uint32(floorMod(day+3, 7)) + 1
	if slices.Contains(d.ClosedWeekdays, weekday) {
		return false
	}
	_, holiday := slices.BinarySearch(d.Holidays, dateOf(day))
	return !holiday
}

func (d *SettlementDay) unix(day int64, second uint32) int64 {
	return day*daySeconds + int64(second) - int64(d.UtcOffsetSeconds)
}

// Validate reports ErrPolicyInvalid unless offset, cut-offs, holidays and weekdays are in range and ascending.
func (d *SettlementDay) Validate() error {
	switch {
	case d.UtcOffsetSeconds < minOffset || d.UtcOffsetSeconds > maxOffset:
		return ErrPolicyInvalid.Wrapf("expected a UTC offset of %d..%d s, got %d", minOffset, maxOffset, d.UtcOffsetSeconds)
	case len(d.CutOffs) < 1 || len(d.CutOffs) > MaxCutOffs:
		return ErrPolicyInvalid.Wrapf("expected 1..%d cut-offs, got %d", MaxCutOffs, len(d.CutOffs))
	case len(d.Holidays) > MaxHolidays:
		return ErrPolicyInvalid.Wrapf("expected up to %d holidays, got %d", MaxHolidays, len(d.Holidays))
	case len(d.ClosedWeekdays) > maxWeekdays:
		return ErrPolicyInvalid.Wrapf("expected up to %d closed days of the week, got %d", maxWeekdays, len(d.ClosedWeekdays))
	case !ascending(d.CutOffs) || d.CutOffs[len(d.CutOffs)-1] >= daySeconds:
		return ErrPolicyInvalid.Wrapf("expected ascending cut-offs below %d s, got %v", daySeconds, d.CutOffs)
	case !ascending(d.Holidays) || !validDates(d.Holidays):
		return ErrPolicyInvalid.Wrapf("expected ascending dates as yyyymmdd, got %v", d.Holidays)
	case !ascending(d.ClosedWeekdays) || !within(d.ClosedWeekdays, 1, 7):
		return ErrPolicyInvalid.Wrapf("expected ascending days of the week 1..7, got %v", d.ClosedWeekdays)
	}
	return nil
}

func validDates(dates []uint32) bool {
	return !slices.ContainsFunc(dates, func(date uint32) bool { return !ValidDate(date) })
}

func ascending(list []uint32) bool {
	for i := 1; i < len(list); i++ {
		if list[i] <= list[i-1] {
			return false
		}
	}
	return true
}

func within(list []uint32, low, high uint32) bool {
	return !slices.ContainsFunc(list, func(n uint32) bool { return n < low || n > high })
}
