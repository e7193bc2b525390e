// SPDX-License-Identifier: Apache-2.0

package iso20022

import (
	"bytes"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// writtenStatus has whatever is written, and holds.
func writtenStatus(m Message) (StatusHeader, []Status) {
	header := StatusHeader{
		MessageID: "S-1", Created: day, OriginalMessageID: "B-1", OriginalMessage: string(Pacs008), GroupStatus: "PART",
		GroupReason: "NARR", OriginalTransfers: "3", OriginalSum: "4.56",
	}
	answers := []Status{
		{
			ID: "A-1", Code: "ACSC", AcceptedAt: day,
			Original: Original{InstructionID: "I-1", EndToEndID: "E-1", UETR: "6a1f0f7e-92c4-4f7b-8d0a-1c2b3d4e5f60"},
		},
		{Original: Original{EndToEndID: "E-2"}, Code: "RJCT", Reason: "AC04", ReasonText: "Account <closed>"},
		{Original: Original{EndToEndID: "E-3"}, Code: "RJCT", ReasonText: "Only a text"},
		{Original: Original{EndToEndID: "E-4"}, Code: "PDNG", Reason: "NARR"},
	}
	if m == Pacs002 {
		header.InstructingAgent, header.InstructedAgent = "ZZZACNB0", "ZZZBCNB0"
		answers[0].Original.TransactionID = "T-1"
		answers[0].EffectiveSettlementDate = time.Date(2026, 11, 23, 0, 0, 0, 0, China)
		answers[1].EffectiveSettlementDate = day
		answers[1].Original.MessageID, answers[1].Original.Message = "B-2", string(Pacs009)
		answers[2].InstructingAgent, answers[2].InstructedAgent = "ZZZCCNB0", "ZZZBCNB0"
		return header, answers
	}
	header.OriginalMessage = string(Pain001)
	for i, payment := range []string{"P-1", "P-1", "P-2", "P-3"} {
		answers[i].Original.PaymentID = payment
	}
	whole := func(payment, code string) Status {
		return Status{Original: Original{PaymentID: payment}, OfPayment: true, Code: code, Reason: "AM04", ReasonText: "Whole"}
	}
	return header, []Status{
		answers[0], answers[1], whole("P-2", "PART"), answers[2], answers[3], whole("P-4", "RJCT"), whole("P-4", "RJCT"),
	}
}

func writeStatus(w io.Writer, m Message, header StatusHeader, all []Status) error {
	x, err := NewStatusWriter(w, m, header)
	if err != nil {
		return err
	}
	for _, s := range all {
		if err := x.Status(s); err != nil {
			return err
		}
	}
	return x.Close()
}

func TestStatusWriterWritesWhatTheSchemaAllows(t *testing.T) {
	for _, m := range []Message{Pacs002, Pain002} {
		header, all := writtenStatus(m)
		var b bytes.Buffer
		require.NoError(t, writeStatus(&b, m, header, all))
		require.NoError(t, schema(t, m).Validate(bytes.NewReader(b.Bytes())), "%s", b.Bytes())
		rewritten(t, m, b.Bytes(), Options{Now: day})

		gotHeader, got, err := readStatuses(bytes.NewReader(b.Bytes()), Options{Now: day})
		require.NoError(t, err)
		require.True(t, gotHeader.Created.Equal(day))
		gotHeader.Created = day
		require.Equal(t, header, gotHeader)
		require.Len(t, got, len(all))
		for i, want := range all {
			want.Index, want.Line = i, got[i].Line
			if want.Original.MessageID == "" {
				want.Original.MessageID, want.Original.Message = header.OriginalMessageID, header.OriginalMessage
			}
			if want.InstructingAgent == "" {
				want.InstructingAgent, want.InstructedAgent = header.InstructingAgent, header.InstructedAgent
			}
			require.True(t, want.AcceptedAt.Equal(got[i].AcceptedAt))
			require.True(t, want.EffectiveSettlementDate.Equal(got[i].EffectiveSettlementDate))
			want.AcceptedAt, want.EffectiveSettlementDate = got[i].AcceptedAt, got[i].EffectiveSettlementDate
			require.Equal(t, want, got[i])
		}
		require.Equal(t, m == Pacs002, strings.Contains(b.String(), "<FctvIntrBkSttlmDt><Dt>2026-11-23</Dt>"), "a day stays one")
	}
}

// TestStatusesOfOnePaymentStandTogether counts the PmtInf that seven statuses of four payments make.
func TestStatusesOfOnePaymentStandTogether(t *testing.T) {
	header, all := writtenStatus(Pain002)
	var b bytes.Buffer
	require.NoError(t, writeStatus(&b, Pain002, header, all))
	require.Equal(t, 5, strings.Count(b.String(), "<OrgnlPmtInfAndSts>"), "two answers to one PmtInf need two")
	summary, err := Check(&b, Options{Now: day})
	require.NoError(t, err)
	require.Equal(t, 5, summary.Payments)
	require.Equal(t, 7, summary.Transfers)
}

func TestStatusWriterWritesTheLeast(t *testing.T) {
	tests := map[string]struct {
		message Message
		header  StatusHeader
		all     []Status
		want    string
	}{
		"a pacs.002 of one status without a group": {
			Pacs002,
			StatusHeader{MessageID: "S-1", Created: day},
			[]Status{{Original: Original{UETR: "6a1f0f7e-92c4-4f7b-8d0a-1c2b3d4e5f60"}, Code: "ACSC"}},
			"<TxInfAndSts><OrgnlUETR>6a1f0f7e-92c4-4f7b-8d0a-1c2b3d4e5f60</OrgnlUETR><TxSts>ACSC</TxSts></TxInfAndSts>",
		},
		"a pain.002 that refuses a whole file": {
			Pain002,
			StatusHeader{MessageID: "S-1", Created: day, OriginalMessageID: "F-1", OriginalMessage: string(Pain001), GroupStatus: "RJCT"},
			nil, "<OrgnlMsgNmId>pain.001.001.09</OrgnlMsgNmId><GrpSts>RJCT</GrpSts></OrgnlGrpInfAndSts>",
		},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			var b bytes.Buffer
			require.NoError(t, writeStatus(&b, tc.message, tc.header, tc.all))
			require.NoError(t, schema(t, tc.message).Validate(bytes.NewReader(b.Bytes())))
			require.Contains(t, b.String(), tc.want)
			header, all, err := readStatuses(&b, Options{Now: day})
			require.NoError(t, err)
			require.Len(t, all, len(tc.all))
			require.Equal(t, tc.header.GroupStatus, header.GroupStatus)
		})
	}
}

func TestStatusWriterRefuses(t *testing.T) {
	tests := map[string]struct {
		message Message
		spoil   func(*StatusHeader, []Status)
		want    string
	}{
		"another message":                   {Pain001, func(*StatusHeader, []Status) {}, "expected pacs.002.001.10 or pain.002.001.10"},
		"a message id of 36 characters":     {Pacs002, func(h *StatusHeader, _ []Status) { h.MessageID = strings.Repeat("x", 36) }, "value (code 21)"},
		"half an original group":            {Pacs002, func(h *StatusHeader, _ []Status) { h.OriginalMessageID = "" }, "OrgnlGrpInfAndSts/OrgnlMsgId: value (code 21)"},
		"a pain.002 about nothing":          {Pain002, func(h *StatusHeader, _ []Status) { h.OriginalMessage = "" }, "OrgnlGrpInfAndSts/OrgnlMsgNmId: value (code 21)"},
		"a count that is none":              {Pacs002, func(h *StatusHeader, _ []Status) { h.OriginalTransfers = "three" }, "OrgnlNbOfTxs: value (code 21)"},
		"agents of a pain.002":              {Pain002, func(h *StatusHeader, _ []Status) { h.InstructedAgent = "ZZZBCNB0" }, "expected no agents"},
		"a wrong BIC":                       {Pacs002, func(h *StatusHeader, _ []Status) { h.InstructedAgent = "ZZZ" }, "bic (code 25)"},
		"a status of five characters":       {Pacs002, func(_ *StatusHeader, s []Status) { s[0].Code = "ACSCC" }, "TxInfAndSts/TxSts: value (code 21)"},
		"a reason of five characters":       {Pacs002, func(_ *StatusHeader, s []Status) { s[1].Reason = "AC044" }, "StsRsnInf/Rsn/Cd: value (code 21)"},
		"a text of 106 characters":          {Pain002, func(_ *StatusHeader, s []Status) { s[1].ReasonText = strings.Repeat("x", 106) }, "StsRsnInf/AddtlInf: value (code 21)"},
		"an upper-case UETR":                {Pain002, func(_ *StatusHeader, s []Status) { s[0].Original.UETR = strings.ToUpper(s[0].Original.UETR) }, "uetr (code 26)"},
		"half a group of a status":          {Pacs002, func(_ *StatusHeader, s []Status) { s[1].Original.Message = "" }, "OrgnlGrpInf/OrgnlMsgNmId: value (code 21)"},
		"a PmtInf in a pacs.002":            {Pacs002, func(_ *StatusHeader, s []Status) { s[0].Original.PaymentID = "P-1" }, "expected no PmtInf"},
		"an answer to one in a pacs.002":    {Pacs002, func(_ *StatusHeader, s []Status) { s[0].OfPayment = true }, "expected no PmtInf"},
		"no PmtInf in a pain.002":           {Pain002, func(_ *StatusHeader, s []Status) { s[0].Original.PaymentID = "" }, "OrgnlPmtInfId: value (code 21)"},
		"another message in a pain.002":     {Pain002, func(_ *StatusHeader, s []Status) { s[0].Original.MessageID = "F-2" }, "expected the original message of the header"},
		"a transaction id in a pain.002":    {Pain002, func(_ *StatusHeader, s []Status) { s[0].Original.TransactionID = "T-1" }, "expected no TransactionID"},
		"a settlement date in a pain.002":   {Pain002, func(_ *StatusHeader, s []Status) { s[0].EffectiveSettlementDate = day }, "expected no TransactionID"},
		"a status of a PmtInf that is none": {Pain002, func(_ *StatusHeader, s []Status) { s[2].Code = "" }, "PmtInfSts: value (code 21)"},
		"a transfer in that of a PmtInf":    {Pain002, func(_ *StatusHeader, s []Status) { s[2].Original.EndToEndID = "E-1" }, "expected a status of a PmtInf with only"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			header, all := writtenStatus(tc.message)
			tc.spoil(&header, all)
			require.ErrorContains(t, writeStatus(io.Discard, tc.message, header, all), tc.want)
		})
	}
}

func TestStatusWriterErrorsStay(t *testing.T) {
	x, err := NewStatusWriter(io.Discard, Pacs002, StatusHeader{MessageID: "S-1", Created: day})
	require.NoError(t, err)
	first := x.Status(Status{OfPayment: true})
	require.Error(t, first)
	require.Same(t, first, x.Status(Status{Code: "ACSC"}))
	require.Same(t, first, x.Close())
}
