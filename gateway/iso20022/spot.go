// SPDX-License-Identifier: Apache-2.0

package iso20022

import (
	"strconv"
	"strings"
	"time"
)

// spot is where the engine stands when it calls a hook.
type spot struct {
	options  *Options
	message  Message
	path     string // of the element, below the message element
	line     int    // of its start tag
	text     string // the value, as written; take only
	currency string // the value's Ccy; take only
	form     []byte // of an element whose form is kept; close only
}

// date is the value as the first instant of a day, in the zone of the options if it names none.
func (at *spot) date() time.Time {
	day, _ := parseDate(strings.TrimSpace(at.text), at.options.Zone)
	return day
}

// dateTime is the value as an instant, in the zone of the options if it names none.
func (at *spot) dateTime() time.Time {
	moment, _ := parseDateTime(strings.TrimSpace(at.text), at.options.Zone)
	return moment
}

// count is the value as a number of at most 15 digits.
func (at *spot) count() (uint64, *fault) {
	n, err := strconv.ParseUint(at.text, 10, 64)
	if err != nil {
		return 0, faultf(CodeValue, "expected a number; found %s", quote([]byte(at.text), 20))
	}
	return n, nil
}

// notLater refuses what is to be done after now: the chain knows no orders for the future, and keeping a message until
// its day is the sender's own task.
func (at *spot) notLater(then time.Time, layout string) *fault {
	if now := at.options.Now; then.After(now) {
		return faultf(CodeExecutionDate, "expected a date not after %s; found %s",
			now.In(then.Location()).Format(layout), then.Format(layout))
	}
	return nil
}

// room refuses one record more than the file may have; before counts those that came already, what names them.
func (at *spot) room(before int, what string) *fault {
	if before >= at.options.Limits.Transfers {
		return faultf(CodeTransfers, "expected at most %d %s; found one more", at.options.Limits.Transfers, what)
	}
	return nil
}

// into is a hook that keeps the value as it was written.
func into[D any](field func(*D) *string) hook[D] {
	return hook[D]{take: func(d *D, at *spot) *fault {
		*field(d) = at.text
		return nil
	}}
}
