// SPDX-License-Identifier: Apache-2.0

package reason_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/taelnet/tael/client/payfile"
	"github.com/taelnet/tael/gateway/reason"
)

func TestEveryReasonOfPayfileHasOneRow(t *testing.T) {
	rows := 0
	for _, r := range payfile.Reasons() {
		code, ok := reason.OfNotSent(uint16(r))
		require.Equal(t, r != payfile.ReasonNone, ok, r)
		if ok {
			rows++
			require.NotEmpty(t, code.Meaning())
			require.Equal(t, r.String(), reason.NotSentName(uint16(r)))
		}
	}
	require.Equal(t, rows, reason.NotSentRows(), "no row beyond the reasons")
}
