// SPDX-License-Identifier: Apache-2.0

package clock

import (
	"time"

	"cosmossdk.io/log/v2"
)

// repeatEvery is how often an alarm that lasts is logged.
const repeatEvery = time.Minute

// thisNode names the node's own clock among the subjects of alarms.
const thisNode = "this node"

// alarms logs offsets from Alarm on at once and then every minute while they last, and their end.
type alarms struct {
	logger    log.Logger
	tolerance time.Duration
	since     map[string]time.Time
}

func newAlarms(logger log.Logger, tolerance time.Duration) alarms {
	return alarms{logger: logger, tolerance: tolerance, since: map[string]time.Time{}}
}

func (a alarms) own(o Offset, now time.Time) {
	showOwn(o)
	a.judge(thisNode, o, now, "the clock of this machine is off", "stops_following_behind", a.tolerance.String())
}

func (a alarms) validators(all map[string]Offset, now time.Time) {
	showValidators(all)
	for address, o := range all {
		a.judge(address, o, now, "a validator's clock is off", "validator", address)
	}
	for subject := range a.since {
		if _, known := all[subject]; !known && subject != thisNode {
			delete(a.since, subject)
		}
	}
}

func (a alarms) judge(subject string, o Offset, now time.Time, text string, more ...any) {
	last, alarmed := a.since[subject]
	if o.Level() != Alarming {
		if alarmed {
			delete(a.since, subject)
			a.logger.Error("a clock is in step again", "of", subject, "ahead_by", o.By.Round(time.Millisecond).String())
		}
		return
	}
	if alarmed && now.Sub(last).Abs() < repeatEvery {
		return
	}
	a.since[subject] = now
	a.logger.Error(text, append([]any{"ahead_by", o.By.Round(time.Millisecond).String(), "at_least", o.AtLeast}, more...)...)
}
