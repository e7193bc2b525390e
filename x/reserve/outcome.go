// SPDX-License-Identifier: Apache-2.0

package reserve

import "slices"

// Verdict is what a statement about an attempt did.
type Verdict struct {
	// Recorded: the statement was kept with the attempt it is about.
	Recorded bool
	// Against: the statement was kept apart, against what had been decided of the attempt.
	Against bool
	// Contradicted: it opposes what another member stated or what was decided.
	Contradicted bool
	// Decided: it completed a fact and the status changed to CONFIRMED or REJECTED.
	Decided bool
	// Contested: it completed a fact against what had been decided; the status stays.
	Contested bool
	// BookedOn is the latest day on which the members that contested say the rail booked a pay-out, yyyymmdd; 0 if none.
	BookedOn uint32
}

// executed says on which side an outcome stands: REJECTED and ABSENT both mean that the money did not leave, and count
// together.
func (o Outcome) executed() bool { return o == OUTCOME_EXECUTED }

// Attest weighs what a member states about an attempt. While the attempt is open each member speaks once, and the side
// that the rail's rule establishes first decides. What opposes a decided attempt is kept apart, changes no status, and is
// reported once it is a fact by the same rule. Errors: ErrAttemptUnknown, ErrAbsentTooEarly, ErrAlreadyAttested.
func (r *RedemptionRecord) Attest(rail RailRecord, custodian uint32, s OutcomeAttestationRecord) (Verdict, error) {
	if s.Attempt == 0 || s.Attempt > r.Attempt {
		return Verdict{}, ErrAttemptUnknown.Wrapf("expected 1 to %d, got %d", r.Attempt, s.Attempt)
	}
	custodian = r.CustodianOf(s.Attempt, custodian)
	if s.Attempt < r.Attempt {
		// Only an attempt that did not execute is followed by another; its statements are not kept.
		if !s.Outcome.executed() {
			return Verdict{}, nil
		}
		return r.contest(rail, custodian, s)
	}
	if s.Outcome == OUTCOME_ABSENT && s.At < r.Deadline {
		return Verdict{}, ErrAbsentTooEarly.Wrapf("expected from %d on, block time %d", r.Deadline, s.At)
	}
	if r.Status != REDEMPTION_STATUS_IN_FLIGHT && s.Outcome.executed() != r.Executed() {
		return r.contest(rail, custodian, s)
	}

	v := Verdict{Recorded: true}
	for _, a := range r.Attestations {
		if a.Member == s.Member {
			return Verdict{}, spokeTwice(s)
		}
		v.Contradicted = v.Contradicted || a.Outcome.executed() != s.Outcome.executed()
	}
	r.Attestations = append(r.Attestations, &s)
	if r.Status == REDEMPTION_STATUS_IN_FLIGHT && rail.Establishes(r.side(s.Outcome.executed()), custodian) {
		v.Decided = true
		r.decide(s.Outcome.executed(), s.At)
	}
	return v, nil
}

func spokeTwice(s OutcomeAttestationRecord) error {
	return ErrAlreadyAttested.Wrapf("attempt %d: expected each member once, got member %d again", s.Attempt, s.Member)
}

// contest keeps a statement against a decided attempt. Once as many say so as make a fact the attempt is contested, and
// nothing more is kept against it.
func (r *RedemptionRecord) contest(rail RailRecord, custodian uint32, s OutcomeAttestationRecord) (Verdict, error) {
	if slices.Contains(r.ContestedAttempts, s.Attempt) {
		return Verdict{Contradicted: true}, nil
	}
	members, booked := []uint32{s.Member}, s.BookingDate
	for _, a := range r.Contradictions {
		if a.Attempt != s.Attempt {
			continue
		}
		if a.Member == s.Member {
			return Verdict{}, spokeTwice(s)
		}
		members, booked = append(members, a.Member), max(booked, a.BookingDate)
	}
	v := Verdict{Against: true, Contradicted: true, Contested: rail.Establishes(members, custodian), BookedOn: booked}
	r.Contradictions = append(r.Contradictions, &s)
	if v.Contested {
		r.ContestedAttempts = append(r.ContestedAttempts, s.Attempt)
		r.Contradictions = slices.DeleteFunc(r.Contradictions, func(a *OutcomeAttestationRecord) bool { return a.Attempt == s.Attempt })
	}
	return v, nil
}

func (r *RedemptionRecord) decide(executed bool, now int64) {
	r.Status = REDEMPTION_STATUS_REJECTED
	if executed {
		r.Status = REDEMPTION_STATUS_CONFIRMED
	}
	r.ChangedAt = now
}

// PaidOn is the day on which the rail booked the pay-out, yyyymmdd: the latest that was stated, or otherwise if nobody
// stated one.
func (r RedemptionRecord) PaidOn(otherwise uint32) uint32 {
	var day uint32
	for _, a := range r.Attestations {
		if a.Outcome.executed() {
			day = max(day, a.BookingDate)
		}
	}
	if day == 0 {
		return otherwise
	}
	return day
}

// side returns the members that stated the attempt executed, or that it did not.
func (r RedemptionRecord) side(executed bool) []uint32 {
	var members []uint32
	for _, a := range r.Attestations {
		if a.Outcome.executed() == executed {
			members = append(members, a.Member)
		}
	}
	return members
}
