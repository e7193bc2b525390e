// SPDX-License-Identifier: Apache-2.0

package consortium

import "bytes"

const (
	// GroundLength is the length of a salted digest of reasons, in bytes.
	GroundLength = 32
	// maxSuspensionOrderTerm is the longest that an order may wait: 30 days, in seconds.
	maxSuspensionOrderTerm = 30 * 86_400
)

// DefaultMemberPolicy are the figures of a network that sets none: an order waits 24 hours.
func DefaultMemberPolicy() MemberPolicy { return MemberPolicy{SuspensionOrderTerm: 86_400} }

// Validate checks the figures; it returns ErrGenesisInvalid.
func (p MemberPolicy) Validate() error {
	if p.SuspensionOrderTerm == 0 || p.SuspensionOrderTerm > maxSuspensionOrderTerm {
		return ErrGenesisInvalid.Wrapf("expected a suspension_order_term of 1 to %d seconds, got %d", maxSuspensionOrderTerm, p.SuspensionOrderTerm)
	}
	return nil
}

// ExpiredAt says whether the order counts no more at a block time (unix seconds).
func (o SuspensionOrder) ExpiredAt(now int64) bool { return now >= o.ExpiresAt }

// Confirm says whether an officer (bech32) may confirm the order at a block time: it still counts, and the officer is not
// the one who gave it, whatever duties that one holds. Errors: ErrOrderUnknown, ErrFourEyes.
func (o SuspensionOrder) Confirm(officer string, now int64) error {
	if o.ExpiredAt(now) {
		return ErrOrderUnknown.Wrapf("the order expired at %d, block time is %d", o.ExpiresAt, now)
	}
	first, err := ParseAddress(o.Officer)
	if err != nil {
		return err
	}
	second, err := ParseAddress(officer)
	if err != nil {
		return err
	}
	if bytes.Equal(first, second) {
		return ErrFourEyes.Wrapf("expected another officer than %s, who gave the order", o.Officer)
	}
	return nil
}

// Validate checks the order on its own. Errors: ErrGenesisInvalid, ErrMemberInvalid, ErrAddressInvalid.
func (o SuspensionOrder) Validate() error {
	if _, err := Number(o.Member); err != nil {
		return err
	}
	if _, err := Number(o.Regulator); err != nil {
		return err
	}
	if _, err := ParseAddress(o.Officer); err != nil {
		return err
	}
	if o.Member == o.Regulator || len(o.Ground) != GroundLength || o.OrderedAt < 0 || o.ExpiresAt <= o.OrderedAt {
		return ErrGenesisInvalid.Wrapf("order of %d against %d: expected another member, a ground of %d bytes and an expiry after %d, got %d bytes and %d",
			o.Regulator, o.Member, GroundLength, o.OrderedAt, len(o.Ground), o.ExpiresAt)
	}
	return nil
}

// Accepted says whether the successor agreed.
func (s Succession) Accepted() bool { return s.AcceptedAt != 0 }

// Validate checks the succession on its own. Errors: ErrGenesisInvalid, ErrMemberInvalid.
func (s Succession) Validate() error {
	if _, err := Number(s.Member); err != nil {
		return err
	}
	if _, err := Number(s.Successor); err != nil {
		return err
	}
	if s.Member == s.Successor || s.NamedAt < 0 || s.Accepted() && s.AcceptedAt < s.NamedAt {
		return ErrGenesisInvalid.Wrapf("succession of %d: expected another member, accepted after %d or not, got %d at %d",
			s.Member, s.NamedAt, s.Successor, s.AcceptedAt)
	}
	return nil
}

// MaySucceed says whether this member may take the customers of another: it is another one, ACTIVE, and keeps customers.
// It returns ErrSuccessorInvalid.
func (m Member) MaySucceed(of Member) error {
	switch {
	case m.Number == of.Number:
		return ErrSuccessorInvalid.Wrapf("expected another member than %s", of.Id)
	case m.Status != MEMBER_STATUS_ACTIVE:
		return ErrSuccessorInvalid.Wrapf("expected member %s to be ACTIVE, it is %s", m.Id, m.Status.Name())
	case !m.KeepsCustomers():
		return ErrSuccessorInvalid.Wrapf("expected a role BANK, WALLET_OPERATOR or CENTRAL_BANK of member %s, it has %v", m.Id, m.Roles)
	}
	return nil
}

// CheckDepartures checks policy and procedures against the members.
func (g Genesis) CheckDepartures() error {
	if g.MemberPolicy != nil {
		if err := g.MemberPolicy.Validate(); err != nil {
			return err
		}
	}
	if g.MemberProcedures == nil {
		return nil
	}
	type pair struct{ member, regulator uint32 }
	orders := make(map[pair]bool)
	for _, o := range g.MemberProcedures.SuspensionOrders {
		if err := o.Validate(); err != nil {
			return err
		}
		_, known := g.member(o.Member)
		by, ordered := g.member(o.Regulator)
		if !known || !ordered || !by.HasRole(ROLE_REGULATOR) || orders[pair{o.Member, o.Regulator}] {
			return ErrGenesisInvalid.Wrapf("expected one order of a regulator against a member, got %d against %d", o.Regulator, o.Member)
		}
		orders[pair{o.Member, o.Regulator}] = true
	}
	successions := make(map[uint32]bool)
	for _, s := range g.MemberProcedures.Successions {
		if err := s.Validate(); err != nil {
			return err
		}
		m, known := g.member(s.Member)
		_, follows := g.member(s.Successor)
		if !known || !follows || m.Status == MEMBER_STATUS_ACTIVE || successions[s.Member] {
			return ErrGenesisInvalid.Wrapf("expected one succession of a member that is not ACTIVE by a member, got %d of %d", s.Successor, s.Member)
		}
		successions[s.Member] = true
	}
	return g.checkHeirs()
}

// checkHeirs holds that whoever follows the successors of members that left comes to one that has not, so that nobody
// who asks for an heir walks for ever.
func (g Genesis) checkHeirs() error {
	heirs := make(map[uint32]uint32)
	for _, s := range g.MemberProcedures.Successions {
		if m, _ := g.member(s.Member); m.Status == MEMBER_STATUS_LEFT {
			heirs[s.Member] = s.Successor
		}
	}
	for _, s := range g.MemberProcedures.Successions {
		at := s.Member
		for range len(heirs) + 1 {
			next, left := heirs[at]
			if !left {
				break
			}
			if at = next; at == s.Member {
				return ErrGenesisInvalid.Wrapf("expected successors that lead to a member that has not left, member %d leads to itself", s.Member)
			}
		}
	}
	return nil
}
