// SPDX-License-Identifier: Apache-2.0

package compliance

// Periods are the calendar periods in which a moment lies: half-open, at a fixed offset from UTC, by block time. Equal
// numbers are the same period.
type Periods struct {
	// Day counts local days since 1970-01-01.
	Day uint32
	// Month counts months since the year 0: year x 12 + month - 1.
	Month uint32
	// Year is the calendar year.
	Year uint32
}

const (
	// daysPerEra are the days of 400 years of the Gregorian calendar, after which it repeats.
	daysPerEra = 146_097
	// daysToEpoch are the days from 0000-03-01 to 1970-01-01.
	daysToEpoch = 719_468
)

// PeriodsAt returns the periods of a moment at an offset. A moment before 1970-01-01 counts as that day.
func PeriodsAt(unix int64, offset int32) Periods {
	local := unix + int64(offset)
	if local < 0 {
		return PeriodsOf(0)
	}
	return PeriodsOf(uint32(local / secondsPerDay))
}

// PeriodsOf returns the periods of a local day, days since 1970-01-01. It counts years from March, so that the leap day
// is the last of a year and the months have a regular length.
func PeriodsOf(day uint32) Periods {
	n := uint64(day) + daysToEpoch
	era, ofEra := n/daysPerEra, n%daysPerEra
	yearOfEra := (ofEra - ofEra/1_460 + ofEra/36_524 - ofEra/146_096) / 365
	ofYear := ofEra - (365*yearOfEra + yearOfEra/4 - yearOfEra/100)
	month, year := (5*ofYear+2)/153+2, era*400+yearOfEra // March is 2, February 13
	if month >= 12 {
		month, year = month-12, year+1
	}
	return Periods{Day: day, Month: uint32(year*12 + month), Year: uint32(year)}
}

// Same says whether two moments lie in the same period of a window. LIFETIME is one period; a window that is no period
// has none in common.
func (p Periods) Same(q Periods, window Window) bool {
	switch window {
	case WINDOW_DAY:
		return p.Day == q.Day
	case WINDOW_MONTH:
		return p.Month == q.Month
	case WINDOW_YEAR:
		return p.Year == q.Year
	default:
		return window == WINDOW_LIFETIME
	}
}
