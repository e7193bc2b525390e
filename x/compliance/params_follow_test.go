// SPDX-License-Identifier: Apache-2.0

package compliance_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/taelnet/tael/x/compliance"
)

func TestTheOffsetOfADayStays(t *testing.T) {
	before := compliance.DefaultParams()
	terms := before
	terms.ConfirmTerm = 3_600
	require.NoError(t, terms.Follow(before))

	moved := before
	moved.UtcOffsetSeconds = 0
	require.ErrorIs(t, moved.Follow(before), compliance.ErrParamsInvalid)
	require.ErrorContains(t, moved.Follow(before), "expected utc_offset_seconds to stay 28800, got 0")

	none := before
	none.EmergencyTerm = 0
	require.ErrorIs(t, none.Follow(before), compliance.ErrParamsInvalid)
}
