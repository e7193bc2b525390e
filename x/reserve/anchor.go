// SPDX-License-Identifier: Apache-2.0

package reserve

import (
	"bytes"
	"slices"
)

// Anchoring is what a statement about a reserve did.
type Anchoring struct {
	// Anchored: the statement is a fact, by this member or before it.
	Anchored bool
	// Moved: it became a fact by this member and the running figure begins anew from it.
	Moved bool
	// Difference is the stated amount minus the running figure as of the stated day, in minor units; 0 for the first
	// statement of a reserve, which has nothing to differ from.
	Difference int64
}

// Attest weighs what a member states about the reserve. Each member has one statement that is no fact yet; a new one
// takes its place. As many equal ones as the rail's rule asks re-anchor the reserve: the stated amount counts from then
// on, and what was booked up to its day is forgotten. Errors: ErrBookingDateInvalid for a day before the anchor's,
// ErrAlreadyAttested for the same statement again.
func (r *ReserveRecord) Attest(rail RailRecord, s ReserveStatementRecord) (Anchoring, error) {
	if s.BookingDate < r.Anchor.BookingDate {
		return Anchoring{}, ErrBookingDateInvalid.Wrapf("expected a day from %d on, got %d", r.Anchor.BookingDate, s.BookingDate)
	}
	if r.Anchor.states(s) {
		if slices.Contains(r.Anchor.Attestors, s.Member) {
			return Anchoring{}, ErrAlreadyAttested.Wrapf("reserve as of %d: expected each member once, got member %d again", s.BookingDate, s.Member)
		}
		r.Anchor.Attestors = append(r.Anchor.Attestors, s.Member)
		return Anchoring{Anchored: true}, nil
	}
	if err := r.keep(s); err != nil {
		return Anchoring{}, err
	}
	members := r.agreeing(s)
	if !rail.Establishes(members, r.Member) {
		return Anchoring{}, nil
	}
	return r.anchor(s, members), nil
}

func (r *ReserveRecord) keep(s ReserveStatementRecord) error {
	for n, known := range r.Statements {
		if known.Member != s.Member {
			continue
		}
		if known.equal(s) {
			return ErrAlreadyAttested.Wrapf("reserve as of %d: expected each member once, got member %d again", s.BookingDate, s.Member)
		}
		r.Statements[n] = s
		return nil
	}
	r.Statements = append(r.Statements, s)
	return nil
}

func (r ReserveRecord) agreeing(s ReserveStatementRecord) []uint32 {
	var members []uint32
	for _, other := range r.Statements {
		if other.equal(s) {
			members = append(members, other.Member)
		}
	}
	return members
}

func (r *ReserveRecord) anchor(s ReserveStatementRecord, members []uint32) Anchoring {
	did := Anchoring{Anchored: true, Moved: true}
	if r.Anchor.BookingDate != 0 {
		did.Difference = int64(s.Amount) - r.RunningAt(s.BookingDate)
	}
	if r.BeganAt == 0 {
		r.BeganAt = s.At
	}
	r.Anchor = ReserveAnchorRecord{
		Amount: s.Amount, BookingDate: s.BookingDate, Digest: s.Digest, Rail: s.Rail, AttestedAt: s.At, Attestors: members,
	}
	r.Received, r.Paid = after(r.Received, s.BookingDate), after(r.Paid, s.BookingDate)
	r.Statements = slices.DeleteFunc(r.Statements, func(other ReserveStatementRecord) bool {
		return other.BookingDate < s.BookingDate || other.equal(s)
	})
	return did
}

func (s ReserveStatementRecord) equal(other ReserveStatementRecord) bool {
	return s.Rail == other.Rail && s.Amount == other.Amount && s.BookingDate == other.BookingDate && bytes.Equal(s.Digest, other.Digest)
}

func (a ReserveAnchorRecord) states(s ReserveStatementRecord) bool {
	return a.Rail == s.Rail && a.Amount == s.Amount && a.BookingDate == s.BookingDate && bytes.Equal(a.Digest, s.Digest)
}
