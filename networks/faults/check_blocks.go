// SPDX-License-Identifier: Apache-2.0

package faults

import "fmt"

// checkFinality is I6: what a node once showed of a height, no node ever shows otherwise, that node included.
func checkFinality(r Record, found *findings) {
	first := map[int64]Sight{}
	for _, s := range r.Sights {
		before, known := first[s.Height]
		if !known {
			first[s.Height] = s
			continue
		}
		compare := func(what, expected, got string) {
			if expected != got && expected != "" && got != "" {
				found.add("I6", s.Height, expected, got, "%s by %s, shown first by %s", what, s.Node, before.Node)
			}
		}
		compare("block hash", before.Block, s.Block)
		compare("state before it", before.StateBefore, s.StateBefore)
		compare("results before it", before.ResultsBefore, s.ResultsBefore)
	}
}

// checkAgreement is I9: what each node computed itself is what all others did and what the validators signed in the next
// header. Evidence of a validator that signed twice is none of the faults of a run.
func checkAgreement(r Record, found *findings) {
	first, next := map[int64]Sight{}, map[int64]Sight{}
	for _, s := range r.Sights {
		next[s.Height-1] = s
	}
	for _, s := range r.Sights {
		if s.Evidence {
			found.add("I9", s.Height, "no evidence", "evidence in a block", "a validator signed twice")
		}
		before, known := first[s.Height]
		if !known {
			first[s.Height], before = s, s
		}
		pairs := []struct{ what, expected, got string }{
			{"state as " + before.Node + " computed it", before.State, s.State},
			{"results as " + before.Node + " computed them", before.Results, s.Results},
		}
		if header, signed := next[s.Height]; signed {
			pairs = append(pairs,
				struct{ what, expected, got string }{"state in the next header", header.StateBefore, s.State},
				struct{ what, expected, got string }{"results in the next header", header.ResultsBefore, s.Results})
		}
		for _, p := range pairs {
			if p.expected != p.got && p.expected != "" && p.got != "" {
				found.add("I9", s.Height, p.expected, p.got, "%s and what %s computed", p.what, s.Node)
			}
		}
	}
	gaps(r, found)
}

// gaps: blocks that are to be checked are there, all of them.
func gaps(r Record, found *findings) {
	for i, b := range r.Blocks {
		if b.Height != int64(i)+1 {
			found.add("I9", b.Height, fmt.Sprint(i+1), fmt.Sprint(b.Height), "the next block of the record")
			return
		}
	}
}
