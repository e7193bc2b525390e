// SPDX-License-Identifier: Apache-2.0

package reserve

import "time"

// lastDay is later than every booking date.
const lastDay = 9999_12_31

// LocalDate is the day of a block time (unix seconds) in the calendar of an offset, as yyyymmdd.
func LocalDate(unix int64, offset int32) uint32 {
	year, month, day := time.Unix(unix+int64(offset), 0).UTC().Date()
	return uint32(year)*10_000 + uint32(month)*100 + uint32(day)
}

// DayEnd is the unix second at which a day (yyyymmdd) of that calendar is over.
func DayEnd(date uint32, offset int32) int64 {
	year, month, day := int(date/10_000), time.Month(date/100%100), int(date%100)
	return time.Date(year, month, day+1, 0, 0, 0, 0, time.UTC).Unix() - int64(offset)
}
