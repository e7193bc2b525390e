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

// returnMessages are both versions, which say the same.
var returnMessages = []Message{Pacs004v09, Pacs004v10}

func TestEveryPartOfPacs004IsRead(t *testing.T) {
	settled := time.Date(2026, 11, 23, 0, 0, 0, 0, China)
	for _, m := range returnMessages {
		header, all, err := readBack(bytes.NewReader(file(t, "valid", string(m), "every-part.xml")), Options{Now: day})
		require.NoError(t, err)
		require.True(t, header.Created.Equal(time.Date(2026, 11, 23, 9, 0, 0, 123_000_000, China)))
		require.True(t, header.SettlementDate.Equal(settled))
		header.Created, header.SettlementDate = time.Time{}, time.Time{}
		require.Equal(t, ReturnHeader{
			MessageID: "EVERY-PART-OF-THIRTY-FIVE-CHARS-004", Transfers: 3, ControlSum: "2000.30", Total: Money{2000_30, "CNY"},
			SettlementMethod: "CLRG", InstructingAgent: "ZZZBCNB0", InstructedAgent: "ZZZACNB0",
			OriginalMessageID: "B-1", OriginalMessage: "pacs.008.001.08",
		}, header)
		require.Len(t, all, 3)

		first := all[0]
		require.True(t, first.SettlementDate.Equal(settled.AddDate(0, 0, -3)), "the return's own day")
		first.SettlementDate = time.Time{}
		require.Equal(t, Return{
			Line: first.Line, ID: "EVERY-X-1", Returned: Money{1000_10, "CNY"}, Settled: Money{1000_10, "CNY"}, Reason: "AC04",
			Original: Original{
				MessageID: "B-2", Message: "pacs.009.001.08", InstructionID: "EVERY-I-1", EndToEndID: "EVERY-E-1",
				TransactionID: "EVERY-T-1", UETR: "6a1f0f7e-92c4-4f7b-8d0a-1c2b3d4e5f60",
			},
			InstructingAgent: "ZZZDCNB0", InstructedAgent: "ZZZECNB0",
		}, first)

		second := all[1]
		require.True(t, second.SettlementDate.Equal(settled), "the group's day")
		second.SettlementDate = time.Time{}
		require.Equal(t, Return{
			Index: 1, Line: second.Line, Returned: Money{1000_10, "CNY"}, Reason: "FOCR",
			Original: Original{
				MessageID: "B-1", Message: "pacs.008.001.08", UETR: "0f8c2a51-3b6d-4e8f-9a1b-2c3d4e5f6071",
			},
			InstructingAgent: "ZZZBCNB0", InstructedAgent: "ZZZACNB0",
		}, second, "what the group says holds, its reason too")
		require.Empty(t, all[2].Reason, "a proprietary reason is not a code, nor is it the group's")
	}
}

// TestAGroupOfItsOwnHasNoReason holds that the header's reason is not told of a transfer of another message.
func TestAGroupOfItsOwnHasNoReason(t *testing.T) {
	content := file(t, "valid", string(Pacs004v10), "every-part.xml")
	header := bytes.Index(content, []byte("</OrgnlGrpInf>"))
	from, to := header+bytes.Index(content[header:], []byte("<RtrRsnInf>")), bytes.Index(content, []byte("<OrgnlTxRef>"))
	_, all, err := readBack(bytes.NewReader(append(bytes.Clone(content[:from]), content[to:]...)), Options{Now: day})
	require.NoError(t, err)
	require.Equal(t, "B-2", all[0].Original.MessageID)
	require.Empty(t, all[0].Reason)
	require.Equal(t, "FOCR", all[1].Reason)
}

func TestCheckSumsReturns(t *testing.T) {
	tests := map[string]struct {
		transfers int
		amounts   map[string]uint64
	}{
		"base.xml":           {2, map[string]uint64{"CNY": 150_75}},
		"every-part.xml":     {3, map[string]uint64{"CNY": 2_000_30}},
		"two-currencies.xml": {3, map[string]uint64{"HKD": 198_00, "JPY": 1000, "KWD": 2345}},
	}
	for _, m := range returnMessages {
		require.Len(t, tests, len(names(t, "valid", m)))
		for name, want := range tests {
			content := file(t, "valid", string(m), name)
			summary, err := Check(bytes.NewReader(content), Options{Now: day})
			require.NoError(t, err)
			require.Equal(t, m, summary.Message)
			require.NotEmpty(t, summary.MessageID)
			require.Equal(t, want.transfers, summary.Transfers)
			require.Equal(t, want.amounts, summary.Amounts)
			r := NewReturnReader(bytes.NewReader(content), Options{Now: day})
			for i := range want.transfers {
				back, err := r.Next()
				require.NoError(t, err)
				require.Equal(t, i, back.Index)
			}
			_, err = r.Next()
			require.ErrorIs(t, err, io.EOF)
			require.NoError(t, summary.Verify(r))
		}
	}
}

func TestSumOfReturnsBeyond64Bits(t *testing.T) {
	var b bytes.Buffer
	x, err := NewReturnWriter(&b, Pacs004v10, ReturnHeader{MessageID: "R-1", Created: day, Transfers: 20, SettlementMethod: "CLRG"})
	require.NoError(t, err)
	for range 20 {
		require.NoError(t, x.Return(Return{Returned: Money{999_999_999_999_999_999, "JPY"}}))
	}
	require.NoError(t, x.Close())
	_, err = Check(&b, Options{Now: day})
	require.ErrorIs(t, err, CodeAmount)
	require.ErrorContains(t, err, "below 2^64")
}

func TestLimitsOfReturns(t *testing.T) {
	var b bytes.Buffer
	sampleReturns(t, &b, 3)
	tests := map[string]struct {
		at, over Limits
		code     Code
	}{
		"bytes":    {Limits{Bytes: int64(b.Len())}, Limits{Bytes: int64(b.Len()) - 1}, CodeTooLarge},
		"depth":    {Limits{Depth: 6}, Limits{Depth: 5}, CodeDepth},
		"elements": {Limits{Elements: 15}, Limits{Elements: 14}, CodeElements},
		"returns":  {Limits{Transfers: 3}, Limits{Transfers: 2}, CodeTransfers},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			_, err := Check(bytes.NewReader(b.Bytes()), Options{Now: day, Limits: tc.at})
			require.NoError(t, err, "at the limit")
			_, err = Check(bytes.NewReader(b.Bytes()), Options{Now: day, Limits: tc.over})
			require.ErrorIs(t, err, tc.code, "one over the limit")
		})
	}
}

func TestHeaderOfReturns(t *testing.T) {
	r := NewReturnReader(bytes.NewReader(file(t, "valid", string(Pacs004v09), "two-currencies.xml")), Options{Now: day})
	header, err := r.Header()
	require.NoError(t, err)
	require.Equal(t, Pacs004v09, r.Message())
	require.Empty(t, header.OriginalMessageID)
	require.Zero(t, header.Total)
	back, err := r.Next()
	require.NoError(t, err)
	require.Equal(t, "B-1", back.Original.MessageID)

	r = NewReturnReader(bytes.NewReader(file(t, "broken", string(Pacs004v10), "settlement-method.xml")), Options{Now: day})
	_, first := r.Header()
	require.ErrorIs(t, first, CodeValue)
	_, again := r.Next()
	require.Same(t, first, again)
}

// writtenReturns has whatever is written, and holds.
func writtenReturns() (ReturnHeader, []Return) {
	today := time.Date(2026, 11, 23, 0, 0, 0, 0, China)
	header := ReturnHeader{
		MessageID: "R-1", Created: day, Transfers: 3, ControlSum: "4.56", Total: Money{4_56, "CNY"}, SettlementDate: today,
		SettlementMethod: "CLRG", InstructingAgent: "ZZZBCNB0", InstructedAgent: "ZZZACNB0",
		OriginalMessageID: "B-1", OriginalMessage: string(Pacs008),
	}
	return header, []Return{
		{
			ID: "X-1", Returned: Money{1_23, "CNY"}, Settled: Money{2_00, "CNY"}, Reason: "AC04", SettlementDate: today,
			Original: Original{
				MessageID: "B-1", Message: string(Pacs008), InstructionID: "I-1", EndToEndID: "E-1", TransactionID: "T-1",
				UETR: "6a1f0f7e-92c4-4f7b-8d0a-1c2b3d4e5f60",
			},
			InstructingAgent: "ZZZBCNB0", InstructedAgent: "ZZZACNB0",
		},
		{
			Returned: Money{3_00, "CNY"}, SettlementDate: today.AddDate(0, 0, -1), Original: Original{MessageID: "B-2", Message: string(Pacs009)},
			InstructingAgent: "ZZZCCNB0", InstructedAgent: "ZZZACNB0",
		},
		{Returned: Money{33, "CNY"}},
	}
}

func writeBack(w io.Writer, m Message, header ReturnHeader, all []Return) error {
	x, err := NewReturnWriter(w, m, header)
	if err != nil {
		return err
	}
	for _, back := range all {
		if err := x.Return(back); err != nil {
			return err
		}
	}
	return x.Close()
}

func TestReturnWriterWritesWhatTheSchemaAllows(t *testing.T) {
	for _, m := range returnMessages {
		header, all := writtenReturns()
		var b bytes.Buffer
		require.NoError(t, writeBack(&b, m, header, all))
		require.NoError(t, schema(t, m).Validate(bytes.NewReader(b.Bytes())), "%s", b.Bytes())
		rewritten(t, m, b.Bytes(), Options{Now: day})

		gotHeader, got, err := readBack(bytes.NewReader(b.Bytes()), Options{Now: day})
		require.NoError(t, err)
		require.True(t, gotHeader.Created.Equal(header.Created))
		require.True(t, gotHeader.SettlementDate.Equal(header.SettlementDate))
		gotHeader.Created, gotHeader.SettlementDate = header.Created, header.SettlementDate
		require.Equal(t, header, gotHeader)
		all[2].SettlementDate, all[2].InstructingAgent, all[2].InstructedAgent = header.SettlementDate, "ZZZBCNB0", "ZZZACNB0"
		all[2].Original = Original{MessageID: "B-1", Message: string(Pacs008)}
		for i, want := range all {
			require.True(t, want.SettlementDate.Equal(got[i].SettlementDate))
			want.Index, want.Line, want.SettlementDate = i, got[i].Line, got[i].SettlementDate
			require.Equal(t, want, got[i])
		}
		require.Equal(t, 1, strings.Count(b.String(), "<OrgnlMsgId>B-1<"), "the group is named once")
	}
}

func TestReturnWriterRefuses(t *testing.T) {
	tests := map[string]struct {
		message Message
		spoil   func(*ReturnHeader, []Return)
		want    string
	}{
		"another message":               {Pacs008, func(*ReturnHeader, []Return) {}, "expected pacs.004.001.09 or pacs.004.001.10"},
		"a message id of 36 characters": {Pacs004v09, func(h *ReturnHeader, _ []Return) { h.MessageID = strings.Repeat("x", 36) }, "value (code 21)"},
		"no settlement method":          {Pacs004v10, func(h *ReturnHeader, _ []Return) { h.SettlementMethod = "" }, "SttlmMtd: value (code 21)"},
		"half an original group":        {Pacs004v10, func(h *ReturnHeader, _ []Return) { h.OriginalMessageID = "" }, "OrgnlGrpInf/OrgnlMsgId: value (code 21)"},
		"a wrong count":                 {Pacs004v09, func(h *ReturnHeader, _ []Return) { h.Transfers = 2 }, "GrpHdr/NbOfTxs: group-count (code 29): expected 2 as declared; found 3"},
		"a wrong sum":                   {Pacs004v10, func(h *ReturnHeader, _ []Return) { h.ControlSum = "4.57" }, "GrpHdr/CtrlSum: group-sum (code 30): expected 4.57 as declared; found 4.56"},
		"a wrong total":                 {Pacs004v10, func(h *ReturnHeader, _ []Return) { h.Total.Amount = 4_55 }, "GrpHdr/TtlRtrdIntrBkSttlmAmt: group-total (code 34): expected 4.55 as declared; found 4.56"},
		"a total of another currency":   {Pacs004v10, func(h *ReturnHeader, _ []Return) { h.Total.Currency = "HKD" }, "TxInf/RtrdIntrBkSttlmAmt: group-total (code 34): expected HKD"},
		"an amount of zero":             {Pacs004v09, func(_ *ReturnHeader, r []Return) { r[0].Returned.Amount = 0 }, "amount (code 22)"},
		"an unknown currency":           {Pacs004v09, func(h *ReturnHeader, r []Return) { h.Total, r[0].Returned.Currency = Money{}, "QQQ" }, "currency (code 23)"},
		"a settled amount of zero":      {Pacs004v10, func(_ *ReturnHeader, r []Return) { r[0].Settled.Amount = 0 }, "amount (code 22)"},
		"a reason of five characters":   {Pacs004v10, func(_ *ReturnHeader, r []Return) { r[0].Reason = "AC044" }, "RtrRsnInf/Rsn/Cd: value (code 21)"},
		"an upper-case UETR":            {Pacs004v09, func(_ *ReturnHeader, r []Return) { r[0].Original.UETR = strings.ToUpper(r[0].Original.UETR) }, "uetr (code 26)"},
		"a wrong BIC":                   {Pacs004v09, func(_ *ReturnHeader, r []Return) { r[1].InstructingAgent = "ZZZ" }, "bic (code 25)"},
		"half a group of a return":      {Pacs004v10, func(_ *ReturnHeader, r []Return) { r[1].Original.Message = "" }, "OrgnlGrpInf/OrgnlMsgNmId: value (code 21)"},
		"a PmtInf":                      {Pacs004v10, func(_ *ReturnHeader, r []Return) { r[0].Original.PaymentID = "P-1" }, "expected no PmtInf in a pacs.004.001.10"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			header, all := writtenReturns()
			tc.spoil(&header, all)
			require.ErrorContains(t, writeBack(io.Discard, tc.message, header, all), tc.want)
		})
	}
}

func TestReturnWriterErrorsStay(t *testing.T) {
	header, all := writtenReturns()
	x, err := NewReturnWriter(io.Discard, Pacs004v10, header)
	require.NoError(t, err)
	first := x.Return(Return{})
	require.Error(t, first)
	require.Same(t, first, x.Return(all[0]))
	require.Same(t, first, x.Close())
}
