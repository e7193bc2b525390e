// SPDX-License-Identifier: Apache-2.0

package consortium

import "slices"

// statusMoves says from where a status may be reached: all that ever happens to a member.
//
//	ACTIVE -> SUSPENDED | EXITING
//	SUSPENDED -> ACTIVE | EXITING
//	EXITING -> ACTIVE | SUSPENDED | LEFT
//
// Nothing leads out of LEFT.
var statusMoves = map[MemberStatus][]MemberStatus{
	MEMBER_STATUS_ACTIVE:    {MEMBER_STATUS_SUSPENDED, MEMBER_STATUS_EXITING},
	MEMBER_STATUS_SUSPENDED: {MEMBER_STATUS_ACTIVE, MEMBER_STATUS_EXITING},
	MEMBER_STATUS_EXITING:   {MEMBER_STATUS_ACTIVE, MEMBER_STATUS_SUSPENDED},
	MEMBER_STATUS_LEFT:      {MEMBER_STATUS_EXITING},
}

// Name is the status without its prefix, for people.
func (s MemberStatus) Name() string {
	const prefix = "MEMBER_STATUS_"
	if text := s.String(); len(text) > len(prefix) && text[:len(prefix)] == prefix {
		return text[len(prefix):]
	}
	return s.String()
}

// Stored says whether a member can have the status.
func (s MemberStatus) Stored() bool { return s >= MEMBER_STATUS_ACTIVE && s <= MEMBER_STATUS_LEFT }

// MayTake says whether a member may move from this status to another.
func (s MemberStatus) MayTake(to MemberStatus) bool { return slices.Contains(statusMoves[to], s) }

// WindsDown says whether the member's customers are to move away: SUSPENDED or EXITING. Such a member owes nothing new.
func (s MemberStatus) WindsDown() bool {
	return s == MEMBER_STATUS_SUSPENDED || s == MEMBER_STATUS_EXITING
}

// Suspend stops the member's new business; it returns ErrMemberState unless the member is ACTIVE or EXITING.
func (m Member) Suspend() (Member, error) { return m.take(MEMBER_STATUS_SUSPENDED) }

// Reinstate lets the member take part in full again; it returns ErrMemberState unless the member is SUSPENDED or EXITING.
func (m Member) Reinstate() (Member, error) { return m.take(MEMBER_STATUS_ACTIVE) }

// BeginExit sets the member on its way out; it returns ErrMemberState unless the member is ACTIVE or SUSPENDED.
func (m Member) BeginExit() (Member, error) { return m.take(MEMBER_STATUS_EXITING) }

// Leave ends the membership; it returns ErrMemberState unless the member is EXITING.
func (m Member) Leave() (Member, error) { return m.take(MEMBER_STATUS_LEFT) }

func (m Member) take(to MemberStatus) (Member, error) {
	if !m.Status.MayTake(to) {
		return m, ErrMemberState.Wrapf("expected member %s to be %s, it is %s", m.Id, oneOf(statusMoves[to]), m.Status)
	}
	m.Status = to
	return m, nil
}

func oneOf(statuses []MemberStatus) string {
	text := ""
	for i, s := range statuses {
		if i > 0 {
			text += " or "
		}
		text += s.Name()
	}
	return text
}

// KeepsCustomers says whether one of the member's roles keeps customers' money: BANK, WALLET_OPERATOR or CENTRAL_BANK.
func (m Member) KeepsCustomers() bool {
	return m.HasRole(ROLE_BANK) || m.HasRole(ROLE_WALLET_OPERATOR) || m.HasRole(ROLE_CENTRAL_BANK)
}
