// SPDX-License-Identifier: Apache-2.0

package reserve

// DigestLength is the length of a salted digest in messages (creditor, ground), in bytes.
const DigestLength = 32

// StatusAt is where the redemption stands at a block time (unix seconds): an open attempt is UNKNOWN from its deadline
// on, by reading alone.
func (r RedemptionRecord) StatusAt(now int64) RedemptionStatus {
	if r.Status == REDEMPTION_STATUS_IN_FLIGHT && now >= r.Deadline {
		return REDEMPTION_STATUS_UNKNOWN
	}
	return r.Status
}

// Open reports whether the redemption's money is in escrow.
func (r RedemptionRecord) Open() bool {
	switch r.Status {
	case REDEMPTION_STATUS_REQUESTED, REDEMPTION_STATUS_IN_FLIGHT, REDEMPTION_STATUS_REJECTED:
		return true
	default:
		return false
	}
}

// unlocked holds the attempt lock: only REQUESTED and REJECTED take a new attempt or a release.
// Errors: ErrAttemptLocked, ErrRedemptionEnded.
func (r RedemptionRecord) unlocked(now int64) error {
	switch status := r.StatusAt(now); status {
	case REDEMPTION_STATUS_REQUESTED, REDEMPTION_STATUS_REJECTED:
		return nil
	case REDEMPTION_STATUS_IN_FLIGHT, REDEMPTION_STATUS_UNKNOWN:
		return ErrAttemptLocked.Wrapf("attempt %d is %s: expected a fact that ends it first", r.Attempt, status.Name())
	default:
		return ErrRedemptionEnded.Wrapf("expected REQUESTED or REJECTED, got %s", status.Name())
	}
}

// OpenAttempt locks the redemption for its next attempt, by the custodian whose money pays it, until a fact ends it. The
// deadline lies after now and at most maxTerm seconds ahead. Errors: ErrAttemptLocked, ErrRedemptionEnded,
// ErrDeadlineInvalid.
func (r *RedemptionRecord) OpenAttempt(custodian uint32, reference string, deadline, now int64, maxTerm uint64) error {
	if err := r.unlocked(now); err != nil {
		return err
	}
	if deadline <= now || uint64(deadline-now) > maxTerm {
		return ErrDeadlineInvalid.Wrapf("expected after %d and at most %d s ahead, got %d", now, maxTerm, deadline)
	}
	r.Status = REDEMPTION_STATUS_IN_FLIGHT
	r.Attempt++
	r.Custodians = append(r.Custodians, custodian)
	r.Deadline = deadline
	r.RailReference = reference
	r.Attestations = nil
	r.ChangedAt = now
	return nil
}

// Release ends the redemption in favour of its owner. Errors: ErrAttemptLocked, ErrRedemptionEnded.
func (r *RedemptionRecord) Release(now int64) error {
	if err := r.unlocked(now); err != nil {
		return err
	}
	r.Status = REDEMPTION_STATUS_RELEASED
	r.ChangedAt = now
	return nil
}

// CustodianOf is the member that opened an attempt and answers for it; otherwise for an attempt of which none is on
// record.
func (r RedemptionRecord) CustodianOf(attempt, otherwise uint32) uint32 {
	if attempt == 0 || uint64(attempt) > uint64(len(r.Custodians)) {
		return otherwise
	}
	return r.Custodians[attempt-1]
}

// Executed reports whether it is a fact that the last attempt paid out.
func (r RedemptionRecord) Executed() bool {
	return r.Status == REDEMPTION_STATUS_CONFIRMED || r.Status == REDEMPTION_STATUS_RETURNED
}

// Return marks that the rail gave the pay-out back, once and at most what it paid. Error: ErrReturnInvalid.
func (r *RedemptionRecord) Return(amount uint64, now int64) error {
	if err := r.returnable(amount); err != nil {
		return err
	}
	r.Status = REDEMPTION_STATUS_RETURNED
	r.ReturnedAmount = amount
	r.ChangedAt = now
	return nil
}

func (r RedemptionRecord) returnable(amount uint64) error {
	if r.Status != REDEMPTION_STATUS_CONFIRMED {
		return ErrReturnInvalid.Wrapf("expected a redemption that is CONFIRMED, got %s", r.Status.Name())
	}
	if amount > r.Amount {
		return ErrReturnInvalid.Wrapf("expected at most the %d that were paid out, got %d", r.Amount, amount)
	}
	return nil
}

// Returnable checks that a receipt on a rail's account of this member can be the return of the redemption. Error:
// ErrReturnInvalid.
func (r RedemptionRecord) Returnable(rail RailRecord, member uint32, amount uint64) error {
	if r.Denom != rail.Denom {
		return ErrReturnInvalid.Wrapf("expected a rail that carries %s, got %s", r.Denom, rail.Denom)
	}
	if paid := r.CustodianOf(r.Attempt, member); paid != member {
		return ErrReturnInvalid.Wrapf("expected an account of member %d, which paid out, got one of %d", paid, member)
	}
	return r.returnable(amount)
}

// Name is the status without its prefix, for people.
func (s RedemptionStatus) Name() string { return trimPrefix(s.String(), "REDEMPTION_STATUS_") }

func trimPrefix(s, prefix string) string {
	if len(s) > len(prefix) && s[:len(prefix)] == prefix {
		return s[len(prefix):]
	}
	return s
}
