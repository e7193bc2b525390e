// SPDX-License-Identifier: Apache-2.0

package compliance_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/taelnet/tael/x/compliance"
)

func TestReasonNumbersAreStable(t *testing.T) {
	expected := map[string]compliance.Reason{
		"PAYER_FROZEN": 1, "PAYER_DEEP_FROZEN": 2, "PAYER_SANCTIONED": 3, "PAYEE_DEEP_FROZEN": 4, "PAYEE_SANCTIONED": 5,
		"PAYER_CLOSED": 6, "PAYEE_CLOSED": 7, "MEMBER_SUSPENDED": 8, "CUSTODIAN_MISMATCH": 9, "MEMBER_EXITING": 10,
		"LIMIT_TX_OUT": 20, "LIMIT_TX_IN": 21, "LIMIT_DAY_OUT": 22, "LIMIT_DAY_IN": 23, "LIMIT_BALANCE": 24,
		"LIMIT_MONTH_OUT": 25, "LIMIT_MONTH_IN": 26, "LIMIT_YEAR_OUT": 27, "LIMIT_YEAR_IN": 28,
		"LIMIT_LIFETIME_OUT": 29, "LIMIT_LIFETIME_IN": 30, "PERSON_OPENING_MISSING": 31, "PERSON_OPENING_WRONG": 32,
		"BALANCE": 40, "LIQUIDITY": 50, "CAP": 51, "OUTBOUND_BLOCKED": 52, "MEMBER_UNCOVERED": 53, "PLAN_EXCEEDED": 54,
		"REFUND_EXCEEDS_ORIGINAL": 60, "ORIGINAL_NOT_PAID": 61, "ORIGINAL_UNKNOWN": 62, "BATCH_REFUSED": 70,
		"PAYER_SUSPENSE": 80, "PAYEE_SUSPENSE": 81,
	}
	require.Len(t, compliance.Reasons(), len(expected))
	last := compliance.ReasonNone
	for _, reason := range compliance.Reasons() {
		require.Equal(t, expected[reason.String()], reason, reason)
		require.Greater(t, reason, last, "reasons ascend")
		require.NotEmpty(t, reason.Meaning())
		require.True(t, reason.Known())
		last = reason
	}
}

func TestReasonNames(t *testing.T) {
	require.Equal(t, "NONE", compliance.ReasonNone.String())
	require.True(t, compliance.ReasonNone.Known())
	require.Empty(t, compliance.ReasonNone.Meaning())
	require.Equal(t, "REASON_65535", compliance.Reason(65535).String())
	require.False(t, compliance.Reason(65535).Known())
}
