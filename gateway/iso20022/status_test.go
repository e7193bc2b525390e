// SPDX-License-Identifier: Apache-2.0

package iso20022

import (
	"bytes"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestEveryPartOfPacs002IsRead(t *testing.T) {
	header, all, err := readStatuses(bytes.NewReader(file(t, "valid", string(Pacs002), "every-part.xml")), Options{Now: day})
	require.NoError(t, err)
	require.True(t, header.Created.Equal(time.Date(2026, 11, 23, 9, 0, 0, 123_000_000, China)))
	header.Created = time.Time{}
	require.Equal(t, StatusHeader{
		MessageID: "EVERY-PART-OF-THIRTY-FIVE-CHARS-002", InstructingAgent: "ZZZBCNB0", InstructedAgent: "ZZZACNB0",
		OriginalMessageID: "B-1", OriginalMessage: "pacs.008.001.08", GroupStatus: "PART", GroupReason: "AC01",
		OriginalTransfers: "3", OriginalSum: "2000.20",
	}, header)
	require.Len(t, all, 3)

	first := all[0]
	require.True(t, first.AcceptedAt.Equal(time.Date(2026, 11, 23, 1, 0, 0, 500_000_000, time.UTC)))
	require.True(t, first.EffectiveSettlementDate.Equal(time.Date(2026, 11, 23, 9, 0, 1, 0, China)))
	first.AcceptedAt, first.EffectiveSettlementDate = time.Time{}, time.Time{}
	require.Equal(t, Status{
		Line: first.Line, ID: "A-1", Code: "ACSC", Reason: "AC04", ReasonText: "First text",
		Original: Original{
			MessageID: "B-2", Message: "pacs.009.001.08", InstructionID: "I-1", EndToEndID: "E-1", TransactionID: "T-1",
			UETR: "6a1f0f7e-92c4-4f7b-8d0a-1c2b3d4e5f60",
		},
		InstructingAgent: "ZZZDCNB0", InstructedAgent: "ZZZECNB0",
	}, first)
	require.Equal(t, Status{
		Index: 1, Line: all[1].Line, Code: "RJCT",
		Original:         Original{MessageID: "B-1", Message: "pacs.008.001.08", EndToEndID: "E-2"},
		InstructingAgent: "ZZZBCNB0", InstructedAgent: "ZZZACNB0",
	}, all[1], "the group's message and agents; a proprietary reason is not a code")
	require.Equal(t, "A-3", all[2].ID)
	require.Empty(t, all[2].Code, "a status may say nothing but its own number")
	require.Empty(t, all[2].Original.EndToEndID, "nothing of the status before")
}

func TestEveryPartOfPain002IsRead(t *testing.T) {
	header, all, err := readStatuses(bytes.NewReader(file(t, "valid", string(Pain002), "every-part.xml")), Options{Now: day})
	require.NoError(t, err)
	header.Created = time.Time{}
	require.Equal(t, StatusHeader{
		MessageID: "EVERY-PART-OF-THIRTY-FIVE-CHARS-002", OriginalMessageID: "F-1", OriginalMessage: "pain.001.001.09",
		GroupStatus: "PART", GroupReason: "AC01", OriginalTransfers: "3", OriginalSum: "2000.20",
	}, header)
	require.Len(t, all, 3, "a PmtInf without a status is none")

	group := Original{MessageID: "F-1", Message: "pain.001.001.09", PaymentID: "P-1"}
	require.Equal(t, Status{
		Line: all[0].Line, Original: group, OfPayment: true, Code: "PART", Reason: "AM04", ReasonText: "Not enough",
	}, all[0], "the PmtInf is answered before its transfers")

	second := all[1]
	require.True(t, second.AcceptedAt.Equal(time.Date(2026, 11, 23, 1, 0, 0, 500_000_000, time.UTC)))
	second.AcceptedAt = time.Time{}
	first := group
	first.InstructionID, first.EndToEndID, first.UETR = "I-1", "E-1", "6a1f0f7e-92c4-4f7b-8d0a-1c2b3d4e5f60"
	require.Equal(t, Status{
		Index: 1, Line: second.Line, ID: "A-1", Original: first, Code: "ACSC", Reason: "AC04", ReasonText: "First text",
	}, second)
	require.Equal(t, "E-2", all[2].Original.EndToEndID)
	require.Empty(t, all[2].Reason)
}

func TestWholePaymentsAreAnswered(t *testing.T) {
	content := file(t, "valid", string(Pain002), "whole-payments.xml")
	_, all, err := readStatuses(bytes.NewReader(content), Options{Now: day})
	require.NoError(t, err)
	require.Len(t, all, 3)
	for i, want := range []struct {
		payment, code string
		whole         bool
	}{{"P-1", "RJCT", true}, {"P-2", "ACSC", true}, {"P-3", "PDNG", false}} {
		require.Equal(t, i, all[i].Index)
		require.Equal(t, want.payment, all[i].Original.PaymentID)
		require.Equal(t, want.code, all[i].Code)
		require.Equal(t, want.whole, all[i].OfPayment)
	}
	require.Equal(t, "AM04", all[0].Reason)
	require.Empty(t, all[1].Reason, "not that of the PmtInf before")
}

// TestLimitOfStatuses holds for answers to transfers, to a PmtInf, and for PmtInf without an answer.
func TestLimitOfStatuses(t *testing.T) {
	header, _ := writtenStatus(Pain002)
	in := func(payment string) Status { return Status{Original: Original{PaymentID: payment}, Code: "ACSC"} }
	whole := in("P-2")
	whole.OfPayment = true
	var transfers, payments, between bytes.Buffer
	require.NoError(t, writeStatus(&transfers, Pain002, header, []Status{in("P-1"), in("P-1"), in("P-2")}))
	require.NoError(t, writeStatus(&payments, Pain002, header, []Status{in("P-1"), in("P-1"), whole}))
	sampleStatus(t, &between, 3)
	unanswered := bytes.ReplaceAll(file(t, "valid", string(Pain002), "whole-payments.xml"), []byte("<PmtInfSts>ACSC</PmtInfSts>"), nil)
	tests := map[string]struct {
		content []byte
		want    string
	}{
		"answers to transfers":     {transfers.Bytes(), "expected at most 2 statuses"},
		"an answer to a PmtInf":    {payments.Bytes(), "expected at most 2 statuses"},
		"answers between banks":    {between.Bytes(), "expected at most 2 statuses"},
		"PmtInf without an answer": {unanswered, "expected at most 2 payments"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			_, err := Check(bytes.NewReader(tc.content), Options{Now: day, Limits: Limits{Transfers: 3}})
			require.NoError(t, err, "at the limit")
			_, err = Check(bytes.NewReader(tc.content), Options{Now: day, Limits: Limits{Transfers: 2}})
			require.ErrorIs(t, err, CodeTransfers, "one over the limit")
			require.ErrorContains(t, err, tc.want)
		})
	}
}

func TestCheckCountsAnswers(t *testing.T) {
	tests := map[string]struct {
		message             Message
		file                string
		payments, transfers int
	}{
		"between banks":                 {Pacs002, "base.xml", 0, 2},
		"a whole message between banks": {Pacs002, "whole-message.xml", 0, 0},
		"without an original group":     {Pacs002, "without-group.xml", 0, 1},
		"of a customer's file":          {Pain002, "base.xml", 1, 2},
		"of a whole file":               {Pain002, "whole-file.xml", 0, 0},
		"of whole payments":             {Pain002, "whole-payments.xml", 3, 3},
		"a PmtInf and its transfers":    {Pain002, "every-part.xml", 2, 3},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			content := file(t, "valid", string(tc.message), tc.file)
			summary, err := Check(bytes.NewReader(content), Options{Now: day})
			require.NoError(t, err)
			require.Equal(t, tc.message, summary.Message)
			require.NotEmpty(t, summary.MessageID)
			require.Equal(t, tc.payments, summary.Payments)
			require.Equal(t, tc.transfers, summary.Transfers)
			require.Empty(t, summary.Amounts)
			r := NewStatusReader(bytes.NewReader(content), Options{Now: day})
			for {
				if _, err = r.Next(); err != nil {
					break
				}
			}
			require.NoError(t, summary.Verify(r))
		})
	}
}

// TestTheWholeMessagesStatusIsInTheHeader reads answers that have no statuses of transfers.
func TestTheWholeMessagesStatusIsInTheHeader(t *testing.T) {
	for m, name := range map[Message]string{Pacs002: "whole-message.xml", Pain002: "whole-file.xml"} {
		header, all, err := readStatuses(bytes.NewReader(file(t, "valid", string(m), name)), Options{Now: day})
		require.NoError(t, err)
		require.Equal(t, "RJCT", header.GroupStatus)
		require.Equal(t, "FF01", header.GroupReason)
		require.Empty(t, all)
	}
	r := NewStatusReader(bytes.NewReader(file(t, "valid", string(Pacs002), "without-group.xml")), Options{Now: day})
	header, err := r.Header()
	require.NoError(t, err)
	require.Empty(t, header.OriginalMessageID)
	require.Equal(t, Pacs002, r.Message())
	s, err := r.Next()
	require.NoError(t, err)
	require.Equal(t, Original{MessageID: "B-4", Message: "pacs.008.001.08", UETR: "3d2b7c64-1a5e-4c9d-8f70-5e6f70819203"}, s.Original)
}

// TestHeaderOfABrokenAnswer holds that a status after the header does not change it, and that errors stay.
func TestHeaderOfABrokenAnswer(t *testing.T) {
	r := NewStatusReader(bytes.NewReader(file(t, "broken", string(Pacs002), "second-group.xml")), Options{Now: day})
	header, err := r.Header()
	require.NoError(t, err, "the first group was complete")
	require.Empty(t, header.GroupStatus)
	_, first := r.Next()
	require.ErrorIs(t, first, CodeUnsupported)
	_, again := r.Next()
	require.Same(t, first, again)

	r = NewStatusReader(bytes.NewReader(file(t, "broken", string(Pain002), "group-missing.xml")), Options{Now: day})
	_, err = r.Header()
	require.ErrorIs(t, err, CodeElementMissing)
	_, err = NewStatusReader(bytes.NewReader(file(t, "valid", string(Pacs008), "base.xml")), Options{Now: day}).Header()
	require.ErrorContains(t, err, "expected pacs.002.001.10, pain.002.001.10; found pacs.008.001.08")
}
