// SPDX-License-Identifier: Apache-2.0

package netting_test

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/taelnet/tael/x/netting"
)

const east8 = 8 * 3600

// workday is a calendar at UTC+8: 10:00, 14:00 and 17:00, Monday to Friday, closed on New Year's Day.
func workday() *netting.SettlementDay {
	return &netting.SettlementDay{
		UtcOffsetSeconds: east8, CutOffs: []uint32{36_000, 50_400, 61_200},
		Holidays: []uint32{2027_01_01}, ClosedWeekdays: []uint32{6, 7},
	}
}

func at(offset int, year int, month time.Month, day, hour, minute, second int) int64 {
	return time.Date(year, month, day, hour, minute, second, 0, time.FixedZone("", offset)).Unix()
}

func TestCutOffsOfSettlementDays(t *testing.T) {
	midnight := &netting.SettlementDay{UtcOffsetSeconds: east8, CutOffs: []uint32{0}}
	leap := &netting.SettlementDay{CutOffs: []uint32{0, 86_399}, Holidays: []uint32{2028_02_28}}
	tests := map[string]struct {
		day  *netting.SettlementDay
		now  int64
		want int64
		date uint32
	}{
		"before the first it is the first":         {workday(), at(east8, 2026, 11, 23, 0, 0, 0), at(east8, 2026, 11, 23, 10, 0, 0), 2026_11_23},
		"at a cut-off it is that one":              {workday(), at(east8, 2026, 11, 23, 10, 0, 0), at(east8, 2026, 11, 23, 10, 0, 0), 2026_11_23},
		"a second later it is the next":            {workday(), at(east8, 2026, 11, 23, 10, 0, 1), at(east8, 2026, 11, 23, 14, 0, 0), 2026_11_23},
		"the last of the day ends it":              {workday(), at(east8, 2026, 11, 23, 17, 0, 1), at(east8, 2026, 11, 24, 10, 0, 0), 2026_11_24},
		"after Friday's last it is Monday":         {workday(), at(east8, 2026, 11, 27, 17, 0, 1), at(east8, 2026, 11, 30, 10, 0, 0), 2026_11_30},
		"on Saturday it is Monday":                 {workday(), at(east8, 2026, 11, 28, 9, 0, 0), at(east8, 2026, 11, 30, 10, 0, 0), 2026_11_30},
		"a holiday before a weekend is passed":     {workday(), at(east8, 2026, 12, 31, 17, 0, 1), at(east8, 2027, 1, 4, 10, 0, 0), 2027_01_04},
		"the day is local and not that of UTC":     {workday(), at(0, 2026, 11, 23, 17, 0, 0), at(east8, 2026, 11, 24, 10, 0, 0), 2026_11_24},
		"at midnight of the offset":                {midnight, at(east8, 2026, 11, 23, 0, 0, 0), at(east8, 2026, 11, 23, 0, 0, 0), 2026_11_23},
		"a second before midnight":                 {midnight, at(east8, 2026, 11, 22, 23, 59, 59), at(east8, 2026, 11, 23, 0, 0, 0), 2026_11_23},
		"a second after midnight":                  {midnight, at(east8, 2026, 11, 23, 0, 0, 1), at(east8, 2026, 11, 24, 0, 0, 0), 2026_11_24},
		"the leap day is a day":                    {leap, at(0, 2028, 2, 27, 23, 59, 59), at(0, 2028, 2, 27, 23, 59, 59), 2028_02_27},
		"a holiday before the leap day is passed":  {leap, at(0, 2028, 2, 28, 12, 0, 0), at(0, 2028, 2, 29, 0, 0, 0), 2028_02_29},
		"after the leap day it is March":           {leap, at(0, 2028, 2, 29, 23, 59, 59) + 1, at(0, 2028, 3, 1, 0, 0, 0), 2028_03_01},
		"there is none before 1970 either":         {midnight, at(east8, 1969, 12, 31, 12, 0, 0), at(east8, 1970, 1, 1, 0, 0, 0), 1970_01_01},
		"the year that is no leap year is passed":  {&netting.SettlementDay{CutOffs: []uint32{1}}, at(0, 2100, 2, 28, 0, 0, 2), at(0, 2100, 3, 1, 0, 0, 1), 2100_03_01},
		"many that passed empty leave no trace":    {workday(), at(east8, 2027, 6, 7, 15, 0, 0), at(east8, 2027, 6, 7, 17, 0, 0), 2027_06_07},
		"the last second of the year has its date": {leap, at(0, 2028, 12, 31, 23, 59, 59), at(0, 2028, 12, 31, 23, 59, 59), 2028_12_31},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			require.NoError(t, tc.day.Validate())
			cutOff, date := tc.day.CutOffFrom(tc.now)
			require.Equal(t, time.Unix(tc.want, 0).UTC(), time.Unix(cutOff, 0).UTC())
			require.Equal(t, tc.date, date)
		})
	}
}

// model walks from day to day with the library's calendar.
func model(d *netting.SettlementDay, now int64) (int64, uint32) {
	zone := time.FixedZone("", int(d.UtcOffsetSeconds))
	local := time.Unix(now, 0).In(zone)
	for day := time.Date(local.Year(), local.Month(), local.Day(), 0, 0, 0, 0, zone); ; day = day.AddDate(0, 0, 1) {
		date := uint32(day.Year()*10000 + int(day.Month())*100 + day.Day())
		weekday := uint32((day.Weekday()+6)%7) + 1
		if slices.Contains(d.Holidays, date) || slices.Contains(d.ClosedWeekdays, weekday) {
			continue
		}
		for _, second := range d.CutOffs {
			if cutOff := day.Unix() + int64(second); cutOff >= now {
				return cutOff, date
			}
		}
	}
}

func ascendingOf(t *rapid.T, from, to uint32, least, most int, name string) []uint32 {
	list := rapid.SliceOfNDistinct(rapid.Uint32Range(from, to), least, most, rapid.ID[uint32]).Draw(t, name)
	slices.Sort(list)
	return list
}

func TestCalendarIsThatOfTheLibrary(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		now := rapid.OneOf(
			rapid.Int64Range(0, 4_102_444_800),                               // to 2100
			rapid.Int64Range(1_835_222_400-3*86_400, 1_835_222_400+86_400*3), // about 29 February 2028
			rapid.Int64Range(1_798_761_600-3*86_400, 1_798_761_600+86_400*3), // about the end of 2026
		).Draw(t, "now")
		d := &netting.SettlementDay{
			UtcOffsetSeconds: rapid.Int32Range(-43_200, 50_400).Draw(t, "offset"),
			CutOffs:          ascendingOf(t, 0, 86_399, 1, 48, "cut-offs"),
			ClosedWeekdays:   ascendingOf(t, 1, 7, 0, 6, "weekdays"),
		}
		near := time.Unix(now, 0).UTC()
		for _, ahead := range ascendingOf(t, 0, 90, 0, 64, "holidays") {
			day := near.AddDate(0, 0, int(ahead)-2)
			if day.Year() < 1970 {
				continue
			}
			d.Holidays = append(d.Holidays, uint32(day.Year()*10000+int(day.Month())*100+day.Day()))
		}
		require.NoError(t, d.Validate())
		// At a cut-off and a second around it, too.
		for _, moment := range []int64{now, now/86_400*86_400 + int64(d.CutOffs[0]) - int64(d.UtcOffsetSeconds)} {
			for _, shift := range []int64{-1, 0, 1} {
				cutOff, date := d.CutOffFrom(moment + shift)
				wantCutOff, wantDate := model(d, moment+shift)
				require.Equal(t, wantCutOff, cutOff)
				require.Equal(t, wantDate, date)
			}
		}
	})
}

// With every holiday on the only open day of the week the next business day is still found.
func TestHolidaysInARow(t *testing.T) {
	d := &netting.SettlementDay{CutOffs: []uint32{0}, ClosedWeekdays: []uint32{2, 3, 4, 5, 6, 7}}
	monday := time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC)
	for week := range netting.MaxHolidays {
		day := monday.AddDate(0, 0, 7*week)
		d.Holidays = append(d.Holidays, uint32(day.Year()*10000+int(day.Month())*100+day.Day()))
	}
	require.NoError(t, d.Validate())
	cutOff, _ := d.CutOffFrom(monday.Unix())
	require.Equal(t, monday.AddDate(0, 0, 7*netting.MaxHolidays).Unix(), cutOff)
}

func TestSettlementDayIsValidated(t *testing.T) {
	require.NoError(t, workday().Validate())
	broken := map[string]func(*netting.SettlementDay){
		"an offset beyond the west":   func(d *netting.SettlementDay) { d.UtcOffsetSeconds = -43_201 },
		"an offset beyond the east":   func(d *netting.SettlementDay) { d.UtcOffsetSeconds = 50_401 },
		"no cut-off":                  func(d *netting.SettlementDay) { d.CutOffs = nil },
		"a cut-off on the next day":   func(d *netting.SettlementDay) { d.CutOffs = []uint32{86_400} },
		"a cut-off twice":             func(d *netting.SettlementDay) { d.CutOffs = []uint32{5, 5} },
		"cut-offs out of order":       func(d *netting.SettlementDay) { d.CutOffs = []uint32{6, 5} },
		"forty-nine cut-offs":         func(d *netting.SettlementDay) { d.CutOffs = make([]uint32, 49) },
		"holidays out of order":       func(d *netting.SettlementDay) { d.Holidays = []uint32{2027_01_02, 2027_01_01} },
		"a holiday no year has":       func(d *netting.SettlementDay) { d.Holidays = []uint32{2027_02_29} },
		"a holiday in month thirteen": func(d *netting.SettlementDay) { d.Holidays = []uint32{2027_13_01} },
		"a holiday in month zero":     func(d *netting.SettlementDay) { d.Holidays = []uint32{2027_00_10} },
		"a holiday on day zero":       func(d *netting.SettlementDay) { d.Holidays = []uint32{2027_01_00} },
		"a holiday on day 32":         func(d *netting.SettlementDay) { d.Holidays = []uint32{2027_01_32} },
		"a holiday before 1970":       func(d *netting.SettlementDay) { d.Holidays = []uint32{1969_12_31} },
		"a holiday of any number":     func(d *netting.SettlementDay) { d.Holidays = []uint32{1<<32 - 1} },
		"sixty-five holidays":         func(d *netting.SettlementDay) { d.Holidays = make([]uint32, 65) },
		"a week without a day":        func(d *netting.SettlementDay) { d.ClosedWeekdays = []uint32{1, 2, 3, 4, 5, 6, 7} },
		"a day zero of the week":      func(d *netting.SettlementDay) { d.ClosedWeekdays = []uint32{0} },
		"an eighth day of the week":   func(d *netting.SettlementDay) { d.ClosedWeekdays = []uint32{8} },
		"weekdays out of order":       func(d *netting.SettlementDay) { d.ClosedWeekdays = []uint32{7, 6} },
	}
	for name, change := range broken {
		t.Run(name, func(t *testing.T) {
			d := workday()
			change(d)
			require.ErrorIs(t, d.Validate(), netting.ErrPolicyInvalid)
		})
	}
}

func TestValidDates(t *testing.T) {
	for day := time.Date(1970, 1, 1, 0, 0, 0, 0, time.UTC); day.Year() < 2110; day = day.AddDate(0, 0, 1) {
		date := uint32(day.Year()*10000 + int(day.Month())*100 + day.Day())
		require.True(t, netting.ValidDate(date), date)
	}
	for _, date := range []uint32{0, 1969_12_31, 2026_02_29, 2100_02_29, 2026_04_31, 2026_00_01, 2026_01_00, 10000_01_01} {
		require.False(t, netting.ValidDate(date), date)
	}
}
