// SPDX-License-Identifier: Apache-2.0

package payment_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/taelnet/tael/x/payment"
)

// Were retention cut below the longest valid_ahead there ever was, an instruction of that time could be paid again.
func TestNewClocksRememberTheLongestValidAhead(t *testing.T) {
	ten := payment.Params{ValidAhead: 10, Retention: 40, RefundWindow: 20}
	one, err := payment.Params{ValidAhead: 1, Retention: 30, RefundWindow: 20}.Follow(ten)
	require.NoError(t, err)
	require.Equal(t, payment.Params{ValidAhead: 1, Retention: 30, RefundWindow: 20, LongestValidAhead: 10}, one)

	_, err = payment.Params{ValidAhead: 1, Retention: 29, RefundWindow: 20}.Follow(one)
	require.ErrorIs(t, err, payment.ErrParamsInvalid)
	require.ErrorContains(t, err, "expected retention of at least 10 + 20 seconds, got 29")

	_, err = payment.Params{ValidAhead: 1, Retention: 30, RefundWindow: 20, LongestValidAhead: 1}.Follow(one)
	require.ErrorIs(t, err, payment.ErrParamsInvalid, "nobody makes the chain forget")

	more, err := payment.Params{ValidAhead: 15, Retention: 35, RefundWindow: 20}.Follow(one)
	require.NoError(t, err)
	require.Equal(t, uint64(15), more.LongestValidAhead)
}
