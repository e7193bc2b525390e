// SPDX-License-Identifier: Apache-2.0

package reserve

// Verdict is what a statement about an attempt did.
type Verdict struct {
	// Recorded: the statement was kept with the redemption.
	Recorded bool
	// Contradicted: it opposes what another member stated or what was decided.
	Contradicted bool
	// Decided: it completed a fact and the status changed to CONFIRMED or REJECTED.
	Decided bool
}

// executed says on which side an outcome stands: REJECTED and ABSENT both mean that the money did not leave, and count
// together.
func (o Outcome) executed() bool { return o == OUTCOME_EXECUTED }

// Attest weighs what a member states about an attempt. While the attempt is open each member speaks once, and the side
// that the rail's rule establishes first decides. What opposes a decided attempt changes nothing and is reported.
// Errors: ErrAttemptUnknown, ErrAbsentTooEarly, ErrAlreadyAttested.
func (r *RedemptionRecord) Attest(rail RailRecord, custodian, member, attempt uint32, outcome Outcome, now int64) (Verdict, error) {
	if attempt == 0 || attempt > r.Attempt {
		return Verdict{}, ErrAttemptUnknown.Wrapf("expected 1 to %d, got %d", r.Attempt, attempt)
	}
	if attempt < r.Attempt {
		// Only an attempt that did not execute is followed by another; its statements are not kept.
		return Verdict{Contradicted: outcome.executed()}, nil
	}
	if outcome == OUTCOME_ABSENT && now < r.Deadline {
		return Verdict{}, ErrAbsentTooEarly.Wrapf("expected from %d on, block time %d", r.Deadline, now)
	}
	if r.Status != REDEMPTION_STATUS_IN_FLIGHT && outcome.executed() != (r.Status == REDEMPTION_STATUS_CONFIRMED) {
		return Verdict{Contradicted: true}, nil
	}

	v := Verdict{Recorded: true}
	for _, a := range r.Attestations {
		if a.Member == member {
			return Verdict{}, ErrAlreadyAttested.Wrapf("attempt %d: expected each member once, got member %d again", attempt, member)
		}
		v.Contradicted = v.Contradicted || a.Outcome.executed() != outcome.executed()
	}
	r.Attestations = append(r.Attestations, &OutcomeAttestationRecord{Member: member, Outcome: outcome, At: now})
	if r.Status == REDEMPTION_STATUS_IN_FLIGHT && rail.Establishes(r.side(outcome.executed()), custodian) {
		v.Decided = true
		r.decide(outcome.executed(), now)
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
