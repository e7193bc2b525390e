// SPDX-License-Identifier: Apache-2.0

package overview

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"github.com/taelnet/tael/networks/clock"
)

const (
	// MaxLag is how many blocks a node may be behind the furthest one before that is an alarm. Nodes are asked one
	// after the other while blocks go on, so one or two mean nothing.
	MaxLag = 10
	// MaxBlockAge is how old the last block may be before the network counts as standing: a hundred block intervals.
	MaxBlockAge = 10 * time.Second
)

// Severity says how soon a person should look.
type Severity string

const (
	// Critical stops something now.
	Critical Severity = "CRITICAL"
	// Warning stops something later if nobody acts.
	Warning Severity = "WARNING"
)

// Kind is what is not as it should be.
type Kind string

// The kinds of alarms. They are stable: programs read them.
const (
	// NetworkStands: the last block is older than MaxBlockAge by this machine's clock.
	NetworkStands Kind = "NETWORK_STANDS"
	// NodeDown: a node does not answer, or is of another network.
	NodeDown Kind = "NODE_DOWN"
	// NodeLags: a node is more than MaxLag blocks behind or still catches up.
	NodeLags Kind = "NODE_LAGS"
	// ValidatorAbsent: a validator's vote was not in the last commit.
	ValidatorAbsent Kind = "VALIDATOR_ABSENT"
	// ClockOff: a validator's clock is clock.Alarm or more from the others', or behind by more than its votes show.
	ClockOff Kind = "CLOCK_OFF"
	// MemberSuspended: a member takes no new obligation.
	MemberSuspended Kind = "MEMBER_SUSPENDED"
	// OutboundBlocked: nothing is accepted that raises a member's position.
	OutboundBlocked Kind = "OUTBOUND_BLOCKED"
	// PositionHigh: a position has reached an alarm percent of min(cover, cap).
	PositionHigh Kind = "POSITION_HIGH"
	// CycleFlagged: work on a cycle failed and waits for the next attempt.
	CycleFlagged Kind = "CYCLE_FLAGGED"
	// CycleShort: a CLOSED cycle waits because a debtor lacks settlement money.
	CycleShort Kind = "CYCLE_SHORT"
	// MintingStopped: receipts of a member wait because its money is not covered, or its last statement is too old.
	MintingStopped Kind = "MINTING_STOPPED"
	// CasesOpen: a member has cases to resolve.
	CasesOpen Kind = "CASES_OPEN"
)

// Alarm is something that a person should look at.
type Alarm struct {
	Severity Severity `json:"severity"`
	Kind     Kind     `json:"kind"`
	// Subject is what it is about: a node, a member, a currency.
	Subject string `json:"subject"`
	// Text says what was expected and what is.
	Text string `json:"text"`
}

// judge finds what is not as it should be, critical things first.
func (o Overview) judge() []Alarm {
	alarms := []Alarm{}
	if age := o.SeenAt.Sub(o.BlockTime); age > MaxBlockAge {
		alarms = append(alarms, Alarm{
			Critical, NetworkStands, o.ChainID,
			fmt.Sprintf("the last block is %s old", Age(age)),
		})
	}
	for _, c := range o.Currencies {
		alarms = append(alarms, c.judge()...)
	}
	alarms = append(alarms, o.judgeNodes()...)
	for _, v := range o.Consensus.Validators {
		if o.Consensus.SignedHeight > 0 && !v.Signed {
			alarms = append(alarms, Alarm{
				Warning, ValidatorAbsent, v.Moniker,
				fmt.Sprintf("no vote for block %d; power %d of %d", o.Consensus.SignedHeight, v.Power, o.Consensus.TotalPower),
			})
		}
	}
	for _, v := range o.Consensus.Validators {
		if text, off := v.clock(); off {
			alarms = append(alarms, Alarm{Warning, ClockOff, v.Moniker, text})
		}
	}
	for _, s := range o.MintingStops {
		alarms = append(alarms, Alarm{Critical, MintingStopped, s.Member, fmt.Sprintf("receipts in %s wait: %s", s.Denom, s.Cause)})
	}
	for _, c := range o.OpenCases {
		alarms = append(alarms, Alarm{Warning, CasesOpen, c.Member, fmt.Sprintf("%d open case(s), the oldest is %d", c.Count, c.Oldest)})
	}
	for _, m := range o.Members {
		if m.Status != active {
			alarms = append(alarms, Alarm{Warning, MemberSuspended, m.ID, "status " + m.Status})
		}
	}
	slices.SortStableFunc(alarms, func(a, b Alarm) int { return cmp.Compare(a.Severity, b.Severity) }) // C before W
	return alarms
}

const active = "ACTIVE"

// clock says how far a validator's clock is off, if that is an alarm. It is of one vote; the nodes' logs and metrics
// have it smoothed.
func (v Validator) clock() (string, bool) {
	ahead := v.ClockAhead.Round(time.Millisecond)
	switch {
	case v.ClockBehind:
		return fmt.Sprintf("its clock is behind by %s or more: its vote bears the earliest time allowed", ahead.Abs()), true
	case clock.LevelOf(v.ClockAhead) != clock.Alarming:
		return "", false
	case v.ClockAhead < 0:
		return fmt.Sprintf("its clock is %s behind", ahead.Abs()), true
	default:
		return fmt.Sprintf("its clock is %s ahead", ahead), true
	}
}

func (o Overview) judgeNodes() []Alarm {
	var alarms []Alarm
	for _, n := range o.Nodes {
		switch {
		case !n.Up:
			alarms = append(alarms, Alarm{Warning, NodeDown, n.Label(), n.Problem})
		case n.Lag > MaxLag:
			alarms = append(alarms, Alarm{Warning, NodeLags, n.Label(), fmt.Sprintf("%d blocks behind, at %d", n.Lag, n.Height)})
		case n.CatchingUp:
			alarms = append(alarms, Alarm{Warning, NodeLags, n.Label(), fmt.Sprintf("still fetches blocks, at %d", n.Height)})
		}
	}
	return alarms
}

func (c Currency) judge() []Alarm {
	var alarms []Alarm
	switch {
	case c.Flagged:
		alarms = append(alarms, Alarm{Critical, CycleFlagged, c.Code, "work on a cycle failed and waits for the next attempt"})
	case c.WaitingCount > 0:
		alarms = append(alarms, Alarm{
			Critical, CycleShort, c.Code,
			fmt.Sprintf("%d closed cycle(s) from %d on wait for a debtor's settlement money", c.WaitingCount, c.SettledCycle+1),
		})
	}
	for _, p := range c.Positions {
		level := c.Level(p)
		switch {
		case p.Blocked:
			alarms = append(alarms, Alarm{Critical, OutboundBlocked, p.Member, fmt.Sprintf("%s: nothing is accepted that raises its position", c.Code)})
		case level > 0:
			alarms = append(alarms, Alarm{Warning, PositionHigh, p.Member, fmt.Sprintf("%d %% of %s used, past %d %%", p.Percent, c.Money(p.Limit), level)})
		}
	}
	return alarms
}
