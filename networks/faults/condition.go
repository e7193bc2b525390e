// SPDX-License-Identifier: Apache-2.0

// Package faults runs a Tael network of real processes under load, breaks it by a schedule that a seed fixes, and
// holds every committed block against a sequential model and a list of invariants.
package faults

import (
	"strings"
	"time"
)

// Condition is what happens to the bytes that one node sends to another. The zero value is a good link.
type Condition struct {
	// Delay is added to every byte.
	Delay time.Duration
	// Rate is the most that passes, in bytes per second; 0 is as much as the machine bears.
	Rate int
	// Stalled holds back everything; nothing is lost, and it goes on where it stopped.
	Stalled bool
	// Cut closes the connections of the link and lets none be made.
	Cut bool
}

// Good says that the link is as it should be.
func (c Condition) Good() bool { return c == Condition{} }

// String is the condition in words.
func (c Condition) String() string {
	var words []string
	if c.Delay > 0 {
		words = append(words, "slow by "+c.Delay.String())
	}
	if c.Rate > 0 {
		words = append(words, "narrow")
	}
	if c.Stalled {
		words = append(words, "stalled")
	}
	if c.Cut {
		words = append(words, "cut")
	}
	if len(words) == 0 {
		return "good"
	}
	return strings.Join(words, " and ")
}
