// SPDX-License-Identifier: Apache-2.0

package netting

import (
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"slices"
)

// statementTag separates statement digests from every other digest.
const statementTag = "tael/statement/v1"

// Line is what passed between a member and one counterparty in one cycle, in minor units.
type Line struct {
	// Counterparty is the other member's number.
	Counterparty uint32
	// Owed is what the member owed it, OwedCount in how many obligations.
	Owed, OwedCount uint64
	// Due is what it owed the member, DueCount in how many obligations.
	Due, DueCount uint64
}

// MemberStatement is the lines of one member's statement, by counterparty.
type MemberStatement struct {
	// Member is the member's number.
	Member uint32
	// Lines has one entry per counterparty, ascending.
	Lines []Line
}

// Totals are the sums of the lines in minor units. Pair totals that Nets accepts cannot overflow them.
func (s MemberStatement) Totals() (owed, due uint64) {
	for _, line := range s.Lines {
		owed, due = owed+line.Owed, due+line.Due
	}
	return owed, due
}

// MemberLines are the statements of all members that appear in the pair totals of one cycle, by member number.
func MemberLines(pairs []PairTotal) []MemberStatement {
	type entry struct {
		member uint32
		line   Line
	}
	entries := make([]entry, 0, 2*len(pairs))
	for _, pair := range pairs {
		entries = append(entries,
			entry{pair.From, Line{Counterparty: pair.To, Owed: pair.Amount, OwedCount: pair.Count}},
			entry{pair.To, Line{Counterparty: pair.From, Due: pair.Amount, DueCount: pair.Count}})
	}
	slices.SortFunc(entries, func(a, b entry) int {
		return cmp.Or(cmp.Compare(a.member, b.member), cmp.Compare(a.line.Counterparty, b.line.Counterparty))
	})
	var statements []MemberStatement
	for _, e := range entries {
		if n := len(statements); n == 0 || statements[n-1].Member != e.member {
			statements = append(statements, MemberStatement{Member: e.member})
		}
		statement := &statements[len(statements)-1]
		statement.add(e.line)
	}
	return statements
}

// add merges a line into the last one if both name the same counterparty.
func (s *MemberStatement) add(line Line) {
	n := len(s.Lines)
	if n == 0 || s.Lines[n-1].Counterparty != line.Counterparty {
		s.Lines = append(s.Lines, line)
		return
	}
	last := &s.Lines[n-1]
	last.Owed, last.OwedCount = last.Owed+line.Owed, last.OwedCount+line.OwedCount
	last.Due, last.DueCount = last.Due+line.Due, last.DueCount+line.DueCount
}

// Seal fills in the digest of a statement closed at closedAt with these lines: SHA-256 over
// "tael/statement/v1" || currency (3) || cycle (8) || member (2) || closed at (8) || owed (8) || due (8) ||
// number of lines (4) || for each line by counterparty: counterparty (2), owed (8), owed count (8), due (8),
// due count (8), all big-endian.
func (s *Statement) Seal(closedAt int64, lines []Line) {
	buf := make([]byte, 0, len(statementTag)+41+34*len(lines))
	buf = append(buf, statementTag...)
	buf = append(buf, s.Currency...)
	buf = binary.BigEndian.AppendUint64(buf, s.Cycle)
	buf = binary.BigEndian.AppendUint16(buf, uint16(s.Member))
	buf = binary.BigEndian.AppendUint64(buf, uint64(closedAt))
	buf = binary.BigEndian.AppendUint64(buf, s.Owed)
	buf = binary.BigEndian.AppendUint64(buf, s.Due)
	buf = binary.BigEndian.AppendUint32(buf, uint32(len(lines)))
	for _, line := range lines {
		buf = binary.BigEndian.AppendUint16(buf, uint16(line.Counterparty))
		for _, figure := range [...]uint64{line.Owed, line.OwedCount, line.Due, line.DueCount} {
			buf = binary.BigEndian.AppendUint64(buf, figure)
		}
	}
	sum := sha256.Sum256(buf)
	s.Digest = sum[:]
}
