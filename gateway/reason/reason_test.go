// SPDX-License-Identifier: Apache-2.0

package reason

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/taelnet/tael/gateway/iso20022"
	"github.com/taelnet/tael/x/compliance"
	"github.com/taelnet/tael/x/payment"
)

func TestEveryRefusalHasOneRow(t *testing.T) {
	var listed []compliance.Reason
	for _, row := range refusals {
		listed = append(listed, row.reason)
		require.NotEmpty(t, row.code.Meaning(), row.reason)
	}
	require.Equal(t, compliance.Reasons(), listed)
}

func TestEveryRuleOfFilesHasOneRow(t *testing.T) {
	var listed []iso20022.Code
	for _, row := range files {
		listed = append(listed, row.code)
		require.NotEmpty(t, row.reason.Meaning(), row.code)
	}
	require.Equal(t, iso20022.Codes(), listed)
}

func TestEveryCodeIsUsed(t *testing.T) {
	used := map[Code]bool{MS03: true} // what a newer chain says
	for _, row := range refusals {
		used[row.code] = true
	}
	for _, row := range files {
		used[row.reason] = true
	}
	for _, row := range notSent {
		used[row.code] = true
	}
	for _, rows := range errorTable {
		for _, row := range rows {
			used[row.reason] = true
		}
	}
	previous := Code("")
	for _, code := range Codes() {
		require.True(t, used[code], code)
		require.Regexp(t, `^[A-Z0-9]{4}$`, string(code))
		require.Less(t, previous, code)
		previous = code
	}
	require.Len(t, Codes(), len(used))
}

func TestAnswers(t *testing.T) {
	tests := map[string]struct {
		got, want Answer
	}{
		"paid between custodians":    {OfResult(payment.Result{Status: payment.ResultPaid, Settlement: payment.SETTLEMENT_NET, Cycle: 7}), Answer{Status: "ACCC"}},
		"paid inside one custodian":  {OfResult(payment.Result{Status: payment.ResultPaid, Settlement: payment.SETTLEMENT_INTRA}), Answer{Status: "ACSC"}},
		"paid in central-bank money": {OfResult(payment.Result{Status: payment.ResultPaid, Settlement: payment.SETTLEMENT_DIRECT}), Answer{Status: "ACSC"}},
		"paid before":                {OfResult(payment.Result{Status: payment.ResultPaid, Settlement: payment.SETTLEMENT_NET, Replay: true}), Answer{Status: "ACCC"}},
		"refused for cover":          {OfResult(payment.Result{Status: payment.ResultRefused, Code: uint16(compliance.ReasonLiquidity)}), Answer{"RJCT", "AM04", "50 LIQUIDITY"}},
		"refused for the cap":        {OfResult(payment.Result{Status: payment.ResultRefused, Code: uint16(compliance.ReasonCap)}), Answer{"RJCT", "AM02", "51 CAP"}},
		"an error of payment":        {OfResult(payment.Result{Status: payment.ResultError, Module: 4, Code: 2}), Answer{"RJCT", "DU03", "payment/2 ErrUetrConflict"}},
		"an error of no module":      {OfResult(payment.Result{Status: payment.ResultError, Code: 5}), Answer{"RJCT", "MS03", "/5 "}},
		"a reason not known here":    {Refused(60000), Answer{"RJCT", "MS03", "60000 REASON_60000"}},
		"a transaction that failed":  {Failed("ante", 14), Answer{"RJCT", "AB06", "ante/14 ErrTimedOut"}},
		"a file that is refused":     {RefusedFile(iso20022.CodeGroupSum), Answer{"RJCT", "AM16", "iso20022/30 group-sum"}},
		"a transfer not sent":        {NotSent(3, "PAYEE_UNKNOWN"), Answer{"RJCT", "AC03", "payfile/3 PAYEE_UNKNOWN"}},
		"no result":                  {OfResult(payment.Result{}), Answer{Status: "PDNG"}},
		"waiting":                    {Waiting(), Answer{Status: "PDNG"}},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) { require.Equal(t, tc.want, tc.got) })
	}
}

func TestNoneHasNoCode(t *testing.T) {
	_, ok := OfRefusal(compliance.ReasonNone)
	require.False(t, ok)
	_, ok = OfNotSent(0)
	require.False(t, ok)
	_, ok = OfFile(0)
	require.False(t, ok)
	_, ok = OfError("payment", 1)
	require.False(t, ok)
	_, ok = OfError("elsewhere", 2)
	require.False(t, ok)
}
