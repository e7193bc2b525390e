// SPDX-License-Identifier: Apache-2.0

package faults

import (
	"github.com/taelnet/tael/x/netting"
	"github.com/taelnet/tael/x/payment"
)

// Record is everything that was written down of one seed, for the checkers that look at all of it.
type Record struct {
	Town   *Town
	Blocks []Block
	// Sights are what nodes showed, in the order seen; nothing is ever taken back from it.
	Sights []Sight
	// Told are the answers that backends were given, in the order given.
	Told []Told
	// Cycles are the closed cycles as the chain tells them at the end.
	Cycles []*netting.QueryCycleResponse
}

// Sight is what one node showed of one height.
type Sight struct {
	Node   string `json:"node"`
	Height int64  `json:"height"`
	// Block is the block's hash; StateBefore and ResultsBefore are in its header, for the block before it.
	Block         string `json:"block"`
	StateBefore   string `json:"state_before"`
	ResultsBefore string `json:"results_before"`
	// State and Results are what the node itself computed for this block.
	State    string `json:"state"`
	Results  string `json:"results"`
	Evidence bool   `json:"evidence"`
}

// Told is an answer that a backend was given: final, as the client said.
type Told struct {
	Order  Order
	Result payment.Result
	Height int64
}

// Check runs every checker that reads the record alone.
func (r Record) Check() []Violation {
	var found findings
	for _, check := range []func(Record, *findings){
		checkCycles, checkOnce, checkFinality, checkFreezes, checkLimits, checkAgreement, checkTold,
	} {
		check(r, &found)
	}
	return found
}
