// SPDX-License-Identifier: Apache-2.0

package netting

import (
	"regexp"
	"slices"
)

var (
	codePattern   = regexp.MustCompile(`^[A-Z]{3}$`)
	denomPattern  = regexp.MustCompile(`^[a-z][a-z0-9]{0,15}$`)
	memberPattern = regexp.MustCompile(`^[a-z][a-z0-9-]{1,31}$`)
)

// MaxInterval bounds the distance of cut-offs: a year of 366 days, in seconds.
const MaxInterval uint64 = 366 * 24 * 3600

// ValidateCode reports ErrMessageInvalid unless code is three capital letters (ISO 4217).
func ValidateCode(code string) error {
	if !codePattern.MatchString(code) {
		return ErrMessageInvalid.Wrapf("expected a currency of three capital letters, got %q", code)
	}
	return nil
}

func validateDenom(denom string) error {
	if !denomPattern.MatchString(denom) {
		return ErrMessageInvalid.Wrapf("expected a denom of 1 to 16 lower-case letters and digits, got %q", denom)
	}
	return nil
}

func validateMemberID(id string) error {
	if !memberPattern.MatchString(id) {
		return ErrMessageInvalid.Wrapf("expected a member id of 2 to 32 lower-case letters, digits and hyphens, got %q", id)
	}
	return nil
}

// Validate reports ErrGenesisInvalid unless names, schedule and cycle numbers fit together.
func (c Currency) Validate() error {
	for _, err := range []error{ValidateCode(c.Code), validateDenom(c.EmoneyDenom), validateDenom(c.SettlingDenom)} {
		if err != nil {
			return ErrGenesisInvalid.Wrapf("currency %q: %s", c.Code, err)
		}
	}
	if c.EmoneyDenom == c.SettlingDenom {
		return ErrGenesisInvalid.Wrapf("currency %s: expected two denoms, got %s twice", c.Code, c.EmoneyDenom)
	}
	if c.CycleInterval > MaxInterval {
		return ErrGenesisInvalid.Wrapf("currency %s: expected a cycle interval up to %d s, got %d", c.Code, MaxInterval, c.CycleInterval)
	}
	if c.NextCutOff < 0 || c.OpenedAt < 0 {
		return ErrGenesisInvalid.Wrapf("currency %s: expected times from 1970 on, got cut-off %d, opened %d", c.Code, c.NextCutOff, c.OpenedAt)
	}
	if c.OpenCycle < 1 || c.StatedCycle >= c.OpenCycle || c.SettledCycle > c.StatedCycle {
		return ErrGenesisInvalid.Wrapf("currency %s: expected settled <= stated < open cycle, got %d, %d, %d",
			c.Code, c.SettledCycle, c.StatedCycle, c.OpenCycle)
	}
	if err := validatePolicy(c.Inflow, c.InflowPercent, c.AlarmPercents, c.SettlementDay); err != nil {
		return ErrGenesisInvalid.Wrapf("currency %s: %s", c.Code, err)
	}
	dated := c.SettlementDay != nil && !c.Empty()
	if dated != (c.ValueDate != 0) || (dated && !ValidDate(c.ValueDate)) {
		return ErrGenesisInvalid.Wrapf("currency %s: expected a value date with a settlement day and an obligation, got %d", c.Code, c.ValueDate)
	}
	return nil
}

// Equal says that two currencies say the same.
func (c Currency) Equal(other Currency) bool { return c.String() == other.String() }

// Empty says that the open cycle has no obligation yet.
func (c Currency) Empty() bool { return c.OpenedAt == 0 }

// Waiting is the number of cycles that are CLOSED and not SETTLED.
func (c Currency) Waiting() uint64 { return c.OpenCycle - 1 - c.SettledCycle }

// CutOffFrom is the first scheduled cut-off not before now, in unix seconds; 0 if the currency has no schedule.
// An empty cycle's cut-offs pass without a trace, so it is computed and not counted up.
func (c Currency) CutOffFrom(now int64) int64 {
	if c.SettlementDay != nil {
		cutOff, _ := c.SettlementDay.CutOffFrom(now)
		return cutOff
	}
	if c.CycleInterval == 0 {
		return 0
	}
	if now <= c.NextCutOff {
		return c.NextCutOff
	}
	step := int64(c.CycleInterval)
	behind := now - c.NextCutOff
	return c.NextCutOff + (behind+step-1)/step*step
}

func (c Currency) scheduled() bool { return c.SettlementDay != nil || c.CycleInterval > 0 }

// Day is the settlement day, yyyymmdd, on which an obligation at block time now counts; without a settlement day the
// UTC date.
func (c Currency) Day(now int64) uint32 {
	if c.SettlementDay == nil {
		return utcDate(now)
	}
	if !c.Empty() {
		return c.ValueDate
	}
	_, date := c.SettlementDay.CutOffFrom(now)
	return date
}

// Due says that the open cycle closes at the end of a block with time now.
func (c Currency) Due(now int64) bool {
	if c.Empty() {
		return false
	}
	return c.CloseOrdered || (c.scheduled() && now >= c.NextCutOff)
}

// Status is the state of a cycle of this currency.
func (c Currency) Status(cycle uint64) CycleStatus {
	switch {
	case cycle == 0 || cycle > c.OpenCycle:
		return CYCLE_STATUS_UNSPECIFIED
	case cycle == c.OpenCycle:
		return CYCLE_STATUS_OPEN
	case cycle > c.SettledCycle:
		return CYCLE_STATUS_CLOSED
	default:
		return CYCLE_STATUS_SETTLED
	}
}

// TakeObligation opens the cycle with its first obligation at block time now and fixes the cut-off that applies to
// it, and its value date. It reports whether the currency changed.
func (c *Currency) TakeObligation(now int64) bool {
	if !c.Empty() {
		return false
	}
	c.OpenedAt = now
	c.schedule(now)
	return true
}

// schedule fixes the cut-off and the value date of the open cycle.
func (c *Currency) schedule(now int64) {
	c.NextCutOff, c.ValueDate = c.CutOffFrom(now), 0
	if c.SettlementDay != nil {
		c.NextCutOff, c.ValueDate = c.SettlementDay.CutOffFrom(now)
	}
}

// Close closes the open cycle at block time now and opens the next.
func (c *Currency) Close(now int64) {
	c.OpenCycle++
	c.OpenedAt, c.ValueDate = 0, 0
	c.CloseOrdered = false
	c.PassCutOff(now)
}

// PassCutOff moves the schedule to the first cut-off after now.
func (c *Currency) PassCutOff(now int64) {
	if c.scheduled() {
		c.NextCutOff = c.CutOffFrom(now + 1)
	}
}

// Apart reports ErrCurrencyExists if the two currencies share their code or a denom.
func (c Currency) Apart(other Currency) error {
	names := []string{other.Code, other.EmoneyDenom, other.SettlingDenom}
	for _, name := range []string{c.Code, c.EmoneyDenom, c.SettlingDenom} {
		if slices.Contains(names, name) {
			return ErrCurrencyExists.Wrapf("expected a code and denoms of its own, %s is of currency %s", name, other.Code)
		}
	}
	return nil
}
