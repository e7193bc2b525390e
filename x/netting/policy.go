// SPDX-License-Identifier: Apache-2.0

package netting

// MaxAlarms bounds the alarms of a currency.
const MaxAlarms = 8

var defaultAlarms = []uint32{50, 75, 90}

// UsableShare is the percentage of what a member is due, in cycles not SETTLED, that counts against what it owes:
// 100 under ALL, 0 under SETTLED_ONLY.
func (c Currency) UsableShare() uint32 {
	switch c.Inflow {
	case INFLOW_SETTLED_ONLY:
		return 0
	case INFLOW_PERCENT:
		return c.InflowPercent
	default:
		return 100
	}
}

// Alarms are the shares of min(cover, cap), in percent and ascending, at which the use of a position raises an alarm.
func (c Currency) Alarms() []uint32 {
	if len(c.AlarmPercents) == 0 {
		return defaultAlarms
	}
	return c.AlarmPercents
}

// validatePolicy reports ErrPolicyInvalid unless inflow rule, alarms and calendar are in range.
func validatePolicy(inflow Inflow, percent uint32, alarms []uint32, day *SettlementDay) error {
	if _, known := Inflow_name[int32(inflow)]; !known {
		return ErrPolicyInvalid.Wrapf("expected an inflow rule, got %d", inflow)
	}
	if inflow == INFLOW_PERCENT && (percent < 1 || percent > 100) {
		return ErrPolicyInvalid.Wrapf("expected an inflow percentage of 1..100, got %d", percent)
	}
	if inflow != INFLOW_PERCENT && percent != 0 {
		return ErrPolicyInvalid.Wrapf("expected no inflow percentage with %s, got %d", inflow, percent)
	}
	if len(alarms) > MaxAlarms || !ascending(alarms) || !within(alarms, 1, 100) {
		return ErrPolicyInvalid.Wrapf("expected up to %d ascending alarms of 1..100 percent, got %v", MaxAlarms, alarms)
	}
	if day == nil {
		return nil
	}
	return day.Validate()
}

// SetPolicy gives the currency its rules at block time now. An open cycle with obligations that is not due yet gets the
// cut-off and value date of the new calendar; one that is due closes as it would have.
func (c *Currency) SetPolicy(inflow Inflow, percent uint32, alarms []uint32, day *SettlementDay, now int64) error {
	if err := validatePolicy(inflow, percent, alarms, day); err != nil {
		return err
	}
	due := c.Due(now)
	c.Inflow, c.InflowPercent, c.AlarmPercents, c.SettlementDay = inflow, percent, alarms, day
	if !c.Empty() && !due {
		c.schedule(now)
	}
	return nil
}
