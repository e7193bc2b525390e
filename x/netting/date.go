// SPDX-License-Identifier: Apache-2.0

package netting

// Dates are yyyymmdd of the proleptic Gregorian calendar, days are counted from 1970-01-01. Both directions go by eras
// of 400 years that begin on 1 March, so that a leap day is the last day of its year.
const (
	eraDays     = 146_097
	epochOfEras = 719_468 // days from 0000-03-01 to 1970-01-01
)

// dateOf is the date of a day.
func dateOf(day int64) uint32 {
	shifted := day + epochOfEras
	era := floorDiv(shifted, eraDays)
	dayOfEra := shifted - era*eraDays
	yearOfEra := (dayOfEra - dayOfEra/1460 + dayOfEra/36_524 - dayOfEra/146_096) / 365
	dayOfYear := dayOfEra - (365*yearOfEra + yearOfEra/4 - yearOfEra/100)
	shiftedMonth := (5*dayOfYear + 2) / 153
	month := shiftedMonth + 3
	year := yearOfEra + era*400
	if month > 12 {
		month, year = month-12, year+1
	}
	return uint32(year*10_000 + month*100 + dayOfYear - (153*shiftedMonth+2)/5 + 1)
}

// dayOf is the day of a date; a date that the calendar does not have becomes a day with another date.
func dayOf(date uint32) int64 {
	year, month, day := int64(date/10_000), int64(date/100%100), int64(date%100)
	if month <= 2 {
		month, year = month+12, year-1
	}
	era := floorDiv(year, 400)
	yearOfEra := year - era*400
	dayOfYear := (153*(month-3)+2)/5 + day - 1
	return era*eraDays + yearOfEra*365 + yearOfEra/4 - yearOfEra/100 + dayOfYear - epochOfEras
}

// ValidDate says that the calendar has a date yyyymmdd, from 1970 to 9999.
func ValidDate(date uint32) bool {
	return date >= 1970_01_01 && date <= 9999_12_31 && date%100 <= 31 && date/100%100 <= 12 && dateOf(dayOf(date)) == date
}

// utcDate is the date at a time in unix seconds.
func utcDate(unix int64) uint32 { return dateOf(floorDiv(unix, daySeconds)) }

func floorDiv(a, b int64) int64 {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}

func floorMod(a, b int64) int64 { return a - floorDiv(a, b)*b }
