// SPDX-License-Identifier: Apache-2.0

package iso20022

import (
	"strings"
	"time"
)

// parseDate reads an xs:date with a year of four digits: 2026-11-23, 2026-11-23Z or 2026-11-23+08:00. The result is the
// first instant of the day, in the date's own zone if it names one, else in zone.
func parseDate(text string, zone *time.Location) (time.Time, bool) {
	const day = "2006-01-02"
	if len(text) < len(day) {
		return time.Time{}, false
	}
	in, ok := parseZone(text[len(day):], zone)
	if !ok {
		return time.Time{}, false
	}
	t, err := time.ParseInLocation(day, text[:len(day)], in)
	return t, err == nil && t.Year() > 0
}

// parseDateTime reads an xs:dateTime with a year of four digits, any fraction of a second, and 24:00:00.
func parseDateTime(text string, zone *time.Location) (time.Time, bool) {
	const second = "2006-01-02T15:04:05"
	if len(text) < len(second) {
		return time.Time{}, false
	}
	moment, rest := text[:len(second)], text[len(second):]
	if strings.HasPrefix(rest, ".") {
		end := 1
		for end < len(rest) && rest[end] >= '0' && rest[end] <= '9' {
			end++
		}
		if end == 1 {
			return time.Time{}, false
		}
		if nine := rest[:min(end, 10)]; !strings.HasSuffix(moment, "T24:00:00") || strings.Trim(nine, ".0") != "" {
			moment += nine
		}
		rest = rest[end:]
	}
	in, ok := parseZone(rest, zone)
	if !ok {
		return time.Time{}, false
	}
	var later time.Duration
	if strings.HasSuffix(moment, "T24:00:00") {
		moment, later = moment[:len("2006-01-02")]+"T00:00:00", 24*time.Hour
	}
	t, err := time.ParseInLocation(second, moment, in)
	t = t.Add(later)
	return t, err == nil && t.Year() > 0 && t.Year() <= 9999
}

// parseZone reads the end of a date: nothing, Z, or an offset of at most 14 hours.
func parseZone(text string, zone *time.Location) (*time.Location, bool) {
	switch {
	case text == "":
		return zone, true
	case text == "Z":
		return time.UTC, true
	case len(text) != len("+08:00") || text[3] != ':' || (text[0] != '+' && text[0] != '-'):
		return nil, false
	}
	hours, minutes := text[1:3], text[4:6]
	if !digitsOnly([]byte(hours)) || !digitsOnly([]byte(minutes)) {
		return nil, false
	}
	seconds := (mustInt(hours)*60 + mustInt(minutes)) * 60
	if mustInt(minutes) > 59 || seconds > 14*60*60 {
		return nil, false
	}
	if text[0] == '-' {
		seconds = -seconds
	}
	return time.FixedZone(text, seconds), true
}
