// SPDX-License-Identifier: Apache-2.0

package compliance

const (
	secondsPerDay = 86_400
	// minUTCOffset and maxUTCOffset are the offsets in civil use.
	minUTCOffset = -12 * 3_600
	maxUTCOffset = 14 * 3_600
	// maxTerm bounds every term at a year, so that no sum of times can overflow.
	maxTerm = 366 * secondsPerDay
)

// DefaultParams returns the terms a network starts with: the day of China, 72 hours of emergency, 30 days of pause, 24 hours to
// confirm.
func DefaultParams() Params {
	return Params{
		UtcOffsetSeconds: 28_800,
		EmergencyTerm:    72 * 3_600,
		EmergencyPause:   30 * secondsPerDay,
		ConfirmTerm:      24 * 3_600,
	}
}

// Validate returns ErrGenesisInvalid unless the offset is one in civil use and every term is above zero and at most a year.
func (p Params) Validate() error {
	if p.UtcOffsetSeconds < minUTCOffset || p.UtcOffsetSeconds > maxUTCOffset {
		return ErrGenesisInvalid.Wrapf("expected an offset of %d to %d seconds, got %d", minUTCOffset, maxUTCOffset, p.UtcOffsetSeconds)
	}
	terms := [...]struct {
		name    string
		seconds uint64
	}{
		{"emergency_term", p.EmergencyTerm},
		{"emergency_pause", p.EmergencyPause},
		{"confirm_term", p.ConfirmTerm},
	}
	for _, term := range terms {
		if term.seconds == 0 || term.seconds > maxTerm {
			return ErrGenesisInvalid.Wrapf("expected a %s of 1 to %d seconds, got %d", term.name, maxTerm, term.seconds)
		}
	}
	return nil
}

// Day returns the number of the local calendar day in which a time lies, days since 1970-01-01. The day begins at
// 00:00:00 and includes 23:59:59. A time before that day counts as its first.
func (p Params) Day(unix int64) uint32 {
	return p.Periods(unix).Day
}

// Periods returns the calendar periods in which a time lies.
func (p Params) Periods(unix int64) Periods { return PeriodsAt(unix, p.UtcOffsetSeconds) }

// DayStart returns the first second of a local day, unix seconds.
func (p Params) DayStart(day uint32) int64 {
	return int64(day)*secondsPerDay - int64(p.UtcOffsetSeconds)
}

// Follow says whether these parameters may replace others while the chain runs: the offset stays, because calendar days
// that begin at another hour would weigh the same hours twice, or never. Errors: ErrParamsInvalid.
func (p Params) Follow(before Params) error {
	if err := p.Validate(); err != nil {
		return ErrParamsInvalid.Wrap(err.Error())
	}
	if p.UtcOffsetSeconds != before.UtcOffsetSeconds {
		return ErrParamsInvalid.Wrapf("expected utc_offset_seconds to stay %d, got %d", before.UtcOffsetSeconds, p.UtcOffsetSeconds)
	}
	return nil
}
