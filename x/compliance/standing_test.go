// SPDX-License-Identifier: Apache-2.0

package compliance_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/taelnet/tael/x/compliance"
	"github.com/taelnet/tael/x/consortium"
)

func TestWhoMayOweAnythingNew(t *testing.T) {
	for status, reason := range map[consortium.MemberStatus]compliance.Reason{
		consortium.MEMBER_STATUS_ACTIVE:      compliance.ReasonNone,
		consortium.MEMBER_STATUS_SUSPENDED:   compliance.ReasonMemberSuspended,
		consortium.MEMBER_STATUS_EXITING:     compliance.ReasonMemberExiting,
		consortium.MEMBER_STATUS_LEFT:        compliance.ReasonMemberExiting,
		consortium.MEMBER_STATUS_UNSPECIFIED: compliance.ReasonMemberSuspended,
		9:                                    compliance.ReasonMemberSuspended,
	} {
		require.Equal(t, reason, compliance.NewObligation(status), status)
	}
}
