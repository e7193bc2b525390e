// SPDX-License-Identifier: Apache-2.0

package payfile

import (
	"io"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/taelnet/tael/gateway/iso20022"
	"github.com/taelnet/tael/gateway/reason"
)

func TestAnswersInTheWordsOfISO20022(t *testing.T) {
	out := Outcome{Summary: iso20022.Summary{SHA256: [32]byte{1}}, Answers: someAnswers()}
	all := out.statuses()
	require.Len(t, all, 5)
	require.Equal(t, reason.OfResult(someAnswers()[0].Result), all[0].Answer)
	require.Equal(t, someAnswers()[0].Time, all[0].At)
	require.Equal(t, reason.NotSent(uint16(ReasonPayeeUnknown), "PAYEE_UNKNOWN"), all[1].Answer)
	require.Zero(t, all[1].At)
	require.Equal(t, reason.Waiting(), all[2].Answer)
	require.Equal(t, reason.Rejected, all[3].Status)
	require.Equal(t, reason.Rejected, all[4].Status)

	id := out.reportID()
	require.Len(t, id, 21)
	require.Equal(t, id, out.reportID())
	out.Counts.Paid++
	require.NotEqual(t, id, out.reportID(), "another report")
}

func TestReportRefusedIsForRefusedFiles(t *testing.T) {
	require.ErrorIs(t, ReportRefused(io.Discard, PayOptions{}, ReportOptions{}, ErrJournal), ErrJournal)
}
