// SPDX-License-Identifier: Apache-2.0

package netting

// MaxProposalTerm is the longest time a raise of a cap is on offer, in seconds: 30 days.
const MaxProposalTerm int64 = 30 * daySeconds

// ceiling is the cap, or the raise of it that holds from the next block on.
func (p Position) ceiling() uint64 { return max(p.Cap, p.RaisedCap) }

// RaiseCap sets a higher cap at a height; it holds from the next block on. It reports ErrCapInvalid above MaxFigure and
// ErrCapNotRaised unless it lies above the cap and a raise of this block.
func (s *Standing) RaiseCap(limit uint64, height int64) error {
	if err := validateCap(limit); err != nil {
		return err
	}
	if limit <= s.ceiling() {
		return ErrCapNotRaised.Wrapf("expected a cap above %d, got %d", s.ceiling(), limit)
	}
	s.RaisedCap, s.RaisedHeight = limit, height
	return nil
}

// CutCap lowers the cap at once, and with it a raise of this block. It reports ErrCapNotLowered unless the cap lies
// below both, and ErrCapBelowPosition if position + reserved exceeds it.
func (s *Standing) CutCap(limit uint64) error {
	if limit >= s.ceiling() {
		return ErrCapNotLowered.Wrapf("expected a cap below %d, got %d", s.ceiling(), limit)
	}
	if !s.fits(0, limit) {
		return ErrCapBelowPosition.Wrapf("expected a cap of at least %d, got %d", s.Used(), limit)
	}
	if limit > s.Cap {
		s.RaisedCap = limit
		return nil
	}
	s.Cap, s.RaisedCap, s.RaisedHeight = limit, 0, 0
	return nil
}

// At is the position as it stands at a height: a raise set in an earlier block has become the cap.
func (p Position) At(height int64) Position {
	if p.RaisedHeight != 0 && height > p.RaisedHeight {
		p.Cap, p.RaisedCap, p.RaisedHeight = p.RaisedCap, 0, 0
	}
	return p
}

// Expired says that the offer may not be accepted any more at block time now.
func (p CapProposal) Expired(now int64) bool { return now >= p.ExpiresAt }

// CheckTerm reports ErrProposalTerm unless the offer, made at block time now, ends after it and at most MaxProposalTerm
// later.
func (p CapProposal) CheckTerm(now int64) error {
	if p.Expired(now) || p.ExpiresAt > now+MaxProposalTerm {
		return ErrProposalTerm.Wrapf("expected an end between %d and %d, got %d", now+1, now+MaxProposalTerm, p.ExpiresAt)
	}
	return nil
}

// Validate reports ErrGenesisInvalid unless members, cap and end are in range.
func (p CapProposal) Validate() error {
	if !validMember(p.Member) || !validMember(p.ProposedBy) || p.Cap == 0 || p.Cap > MaxFigure || p.ExpiresAt < 1 {
		return ErrGenesisInvalid.Wrapf("cap proposal to member %d by member %d: cap %d until %d", p.Member, p.ProposedBy, p.Cap, p.ExpiresAt)
	}
	return nil
}
