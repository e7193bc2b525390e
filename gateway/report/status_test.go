// SPDX-License-Identifier: Apache-2.0

package report

import (
	"fmt"
	"os"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/taelnet/tael/gateway/iso20022"
	"github.com/taelnet/tael/gateway/reason"
	"github.com/taelnet/tael/x/compliance"
)

func outcomes(answers ...reason.Answer) []Outcome {
	all := make([]Outcome, len(answers))
	for i, a := range answers {
		all[i].Answer = a
	}
	return all
}

// Files that customers and banks send.
const (
	customerFile  = "pain.001.001.09/several-debtors.xml"
	interbankFile = "pacs.008.001.08/base.xml"
)

var (
	paidAnswer    = reason.Answer{Status: reason.Completed}
	settledAnswer = reason.Answer{Status: reason.Settled}
	refusedAnswer = reason.Refused(compliance.ReasonBalance)
)

func TestGroupStatus(t *testing.T) {
	tests := map[string]struct {
		outcomes []Outcome
		want     reason.Status
	}{
		"all paid":                 {outcomes(paidAnswer, settledAnswer), GroupSettled},
		"all rejected":             {outcomes(refusedAnswer, refusedAnswer), GroupRejected},
		"some rejected":            {outcomes(refusedAnswer, paidAnswer), GroupPart},
		"some rejected, some open": {outcomes(refusedAnswer, reason.Waiting()), GroupPart},
		"some open":                {outcomes(paidAnswer, reason.Waiting()), GroupAccepted},
		"all open":                 {outcomes(reason.Waiting()), GroupAccepted},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) { require.Equal(t, tc.want, GroupStatus(tc.outcomes)) })
	}
}

// open reads one of the valid files of gateway/iso20022.
func open(t *testing.T, path string) (*iso20022.Reader, iso20022.GroupHeader) {
	t.Helper()
	file, err := os.Open("../iso20022/testdata/valid/" + path)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, file.Close()) })
	reader := iso20022.NewReader(file, iso20022.Options{Now: evening.AddDate(10, 0, 0)})
	group, err := reader.Header()
	require.NoError(t, err)
	return reader, group
}

func TestStatusesAnswerEachTransferByItsIDs(t *testing.T) {
	for _, path := range []string{customerFile, interbankFile} {
		t.Run(path, func(t *testing.T) {
			reader, group := open(t, path)
			var transfers []iso20022.Transfer
			for range group.Transfers {
				transfer, err := reader.Next()
				require.NoError(t, err)
				transfers = append(transfers, transfer)
			}
			require.Greater(t, len(transfers), 1)

			reader, group = open(t, path)
			all := make([]Outcome, len(transfers))
			for i := range all {
				all[i] = Outcome{Answer: refusedAnswer, At: evening.UTC()}
			}
			out := &recorder{}
			require.NoError(t, header("S").statuses(out, reader, group, all))
			require.Len(t, out.statuses, len(transfers))
			for i, s := range out.statuses {
				require.Equal(t, iso20022.Status{
					ID: fmt.Sprintf("S-%d", i+1), Original: iso20022.Original{
						PaymentID: transfers[i].Payment.ID, InstructionID: transfers[i].InstructionID,
						EndToEndID: transfers[i].EndToEndID, TransactionID: transfers[i].TransactionID, UETR: transfers[i].UETR,
					},
					Code: "RJCT", Reason: "AM04", ReasonText: "40 BALANCE", AcceptedAt: s.AcceptedAt,
				}, s)
				require.Equal(t, evening.Format(time.RFC3339), s.AcceptedAt.Format(time.RFC3339))
			}
		})
	}
}

func TestOutcomesMustFitTheFile(t *testing.T) {
	for _, count := range []int{0, 1, 1000} {
		reader, group := open(t, customerFile)
		if uint64(count) == group.Transfers {
			continue
		}
		require.ErrorIs(t, header("S").statuses(&recorder{}, reader, group, make([]Outcome, count)), ErrOutcomes)
	}
}

func TestStatusHeader(t *testing.T) {
	group := iso20022.GroupHeader{MessageID: "M1", Transfers: 3, ControlSum: "9.00", InstructingAgent: "BANKCNBJ", InstructedAgent: "BANKHKHH"}
	require.Equal(t, iso20022.StatusHeader{
		MessageID: "S", Created: evening, InstructingAgent: "BANKHKHH", InstructedAgent: "BANKCNBJ",
		OriginalMessageID: "M1", OriginalMessage: "pacs.008.001.08", GroupStatus: "PART", OriginalTransfers: "3", OriginalSum: "9.00",
	}, header("S").statusHeader(iso20022.Pacs008, group, GroupPart))
	unknown := header("S").statusHeader("", iso20022.GroupHeader{}, GroupRejected)
	require.Equal(t, [2]string{notProvided, notProvided}, [2]string{unknown.OriginalMessageID, unknown.OriginalMessage})
	require.Equal(t, iso20022.Pain002, answerTo(iso20022.Pain001))
	require.Equal(t, iso20022.Pacs002, answerTo(iso20022.Pacs009))
}
