// SPDX-License-Identifier: Apache-2.0

// Package clock tells how far a node's wall clock is off: at start from the kernel and the node's own last block, and
// while it runs from the votes of every block. It is about this machine alone: nothing of it enters the state.
package clock

import (
	"slices"
	"time"
)

const (
	// Warn is the offset from which a clock is worth a look, in both directions.
	Warn = 250 * time.Millisecond

	// Alarm is the offset from which a person should act: legal deadlines are near it, and a clock seldom stops there.
	Alarm = time.Second

	// refuseShare is the share of the tolerance for block times beyond which a node does not start: with a third used
	// up, what is left covers a validator that is off the other way as far again.
	refuseShare = 3

	// window is how many samples an offset is the median of: a few seconds of blocks.
	window = 32

	// fewest is how many samples are judged.
	fewest = 8

	// heldStep is what the engine adds to the time of the block voted for when the clock of the voter is behind it.
	heldStep = time.Millisecond
)

// Refuse is the offset beyond which a node with that tolerance for block times does not start.
func Refuse(tolerance time.Duration) time.Duration { return tolerance / refuseShare }

// Level says how bad an offset is.
type Level string

const (
	// Fine is an offset below Warn.
	Fine Level = "fine"
	// Off is one from Warn on.
	Off Level = "off"
	// Alarming is one from Alarm on.
	Alarming Level = "alarm"
)

// LevelOf judges an offset.
func LevelOf(offset time.Duration) Level {
	switch offset = offset.Abs(); {
	case offset >= Alarm:
		return Alarming
	case offset >= Warn:
		return Off
	default:
		return Fine
	}
}

// Offset is how far a clock is ahead of the others'; it is negative for a clock that is behind.
type Offset struct {
	// By is the smoothed offset.
	By time.Duration
	// AtLeast says that the clock is behind by By or more: its votes bear the earliest time allowed, which hides the rest.
	AtLeast bool
}

// Level judges the offset. One that is only known to be more is off, however small what is known.
func (o Offset) Level() Level {
	if level := LevelOf(o.By); level != Fine || !o.AtLeast {
		return level
	}
	return Off
}

// samples are the last measurements of one clock.
type samples struct {
	last []time.Duration
}

func (s *samples) add(d time.Duration) {
	s.last = append(s.last, d)
	if len(s.last) > window {
		s.last = s.last[1:]
	}
}

// median is the middle of the last samples, and whether there are enough to judge.
func (s *samples) median(least int) (time.Duration, bool) {
	if len(s.last) == 0 || len(s.last) < least {
		return 0, false
	}
	sorted := slices.Sorted(slices.Values(s.last))
	return sorted[len(sorted)/2], true
}

// IsHeld says whether a vote's time is the earliest that the engine allows for a block of that time: the voter's own
// clock shows less.
func IsHeld(vote, block time.Time) bool { return vote.Equal(block.Add(heldStep)) }
