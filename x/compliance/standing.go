// SPDX-License-Identifier: Apache-2.0

package compliance

import "github.com/taelnet/tael/x/consortium"

// NewObligation says why a member in this status may not owe anything new, or ReasonNone: SUSPENDED and EXITING members
// may not, and one that LEFT owes nothing for ever.
func NewObligation(status consortium.MemberStatus) Reason {
	switch status {
	case consortium.MEMBER_STATUS_ACTIVE:
		return ReasonNone
	case consortium.MEMBER_STATUS_EXITING, consortium.MEMBER_STATUS_LEFT:
		return ReasonMemberExiting
	default:
		return ReasonMemberSuspended
	}
}
