// SPDX-License-Identifier: Apache-2.0

package cmd

import (
	"testing"

	"github.com/spf13/cobra"
	"github.com/stretchr/testify/require"

	"github.com/taelnet/tael/x/consortium"
)

// An application that cannot be assembled is an error of the start command; any other panic stays one.
func TestAFailureToAssembleIsSaidPlainly(t *testing.T) {
	err := plainly(func(*cobra.Command, []string) error {
		panic(startFailure{consortium.ErrMatrixIncomplete.Wrap("missing [/tael.payment.v1.MsgPay]")})
	})(nil, nil)
	require.ErrorIs(t, err, consortium.ErrMatrixIncomplete)
	require.ErrorContains(t, err, "the node does not start: ")

	require.Panics(t, func() { _ = plainly(func(*cobra.Command, []string) error { panic("something else") })(nil, nil) })
}
