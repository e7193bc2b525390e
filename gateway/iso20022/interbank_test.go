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

func TestEveryPartOfPacs008IsRead(t *testing.T) {
	settled := time.Date(2026, 11, 23, 0, 0, 0, 0, China)
	header, all, err := readAll(bytes.NewReader(file(t, "valid", string(Pacs008), "every-part.xml")), Options{Now: day})
	require.NoError(t, err)
	require.True(t, header.Created.Equal(time.Date(2026, 11, 23, 9, 0, 0, 123_000_000, China)))
	require.True(t, header.SettlementDate.Equal(settled))
	header.Created, header.SettlementDate = time.Time{}, time.Time{}
	require.Equal(t, GroupHeader{
		MessageID: "EVERY-PART-OF-THIRTY-FIVE-CHARS-008", Transfers: 2, ControlSum: "2000.20", InstructingAgent: "ZZZACNB0",
		InstructedAgent: "ZZZBCNB0", SettlementMethod: "CLRG", TotalInterbank: Money{2000_20, "CNY"},
	}, header)

	first := all[0]
	require.NotEmpty(t, first.Remittance)
	require.True(t, first.SettlementDate.Equal(settled.AddDate(0, 0, -3)), "the transfer's own day")
	require.True(t, first.Payment.Execution.Equal(first.SettlementDate))
	payment := *first.Payment
	first.Remittance, first.SettlementDate, payment.Execution = nil, time.Time{}, time.Time{}
	require.Equal(t, Payment{
		Debtor: "Payer 1", DebtorAccount: Account{IBAN: "DE61012345670000000011"}, DebtorAgent: "ZZZACNB0",
	}, payment)
	require.Equal(t, Transfer{
		Payment: first.Payment, Line: first.Line, InstructionID: "EVERY-I-1", EndToEndID: "EVERY-E-1", TransactionID: "EVERY-T-1",
		UETR: "6a1f0f7e-92c4-4f7b-8d0a-1c2b3d4e5f60", Amount: 1000_10, Currency: "CNY", ChargeBearer: "SHAR",
		InstructingAgent: "ZZZDCNB0", InstructedAgent: "ZZZECNB0", Creditor: "Payee 1",
		CreditorAccount: Account{IBAN: "DE33098765430000000101"}, CreditorAgent: "ZZZBCNB0ABC", Purpose: "SUPP",
	}, first)

	second := all[1]
	require.NotSame(t, first.Payment, second.Payment)
	require.Equal(t, 1, second.Payment.Index)
	require.True(t, second.Payment.Execution.Equal(settled), "the group's day")
	require.Equal(t, "ZZZACNB0", second.InstructingAgent, "the group's agent")
	require.Equal(t, "Payer 2", second.Payment.Debtor)
	require.Nil(t, second.Remittance)
}

func TestInstitutionsStandWhereAgentsDo(t *testing.T) {
	_, all, err := readAll(bytes.NewReader(file(t, "valid", string(Pacs009), "every-part.xml")), Options{Now: day})
	require.NoError(t, err)
	got := all[0]
	require.NotEmpty(t, got.Remittance)
	payment := *got.Payment
	payment.Execution, got.Remittance, got.SettlementDate = time.Time{}, nil, time.Time{}
	require.Equal(t, Payment{DebtorAccount: Account{IBAN: "DE61012345670000000011"}, DebtorAgent: "ZZZACNB0"}, payment)
	require.Equal(t, Transfer{
		Payment: got.Payment, Line: got.Line, InstructionID: "EVERY-I-1", EndToEndID: "EVERY-E-1", TransactionID: "EVERY-T-1",
		UETR: "6a1f0f7e-92c4-4f7b-8d0a-1c2b3d4e5f60", Amount: 1000_10, Currency: "CNY",
		InstructingAgent: "ZZZDCNB0", InstructedAgent: "ZZZECNB0",
		CreditorAccount: Account{IBAN: "DE33098765430000000101"}, CreditorAgent: "ZZZBCNB0ABC", Purpose: "CASH",
	}, got)
}

func TestMessageIsKnownAfterTheHeader(t *testing.T) {
	r := NewReader(bytes.NewReader(file(t, "valid", string(Pacs009), "base.xml")), Options{Now: day})
	require.Empty(t, r.Message())
	_, err := r.Header()
	require.NoError(t, err)
	require.Equal(t, Pacs009, r.Message())
}

func TestOnlyWhatTheOptionsAllowIsRead(t *testing.T) {
	content := file(t, "valid", string(Pacs008), "base.xml")
	tests := map[string]struct {
		allowed []Message
		detail  string
	}{
		"other messages":               {[]Message{Pacs009, Pain001}, "expected pain.001.001.09, pacs.009.001.08; found pacs.008.001.08"},
		"what the reader cannot read":  {[]Message{"pain.008.001.08"}, "expected no message at all; found pacs.008.001.08"},
		"nothing":                      {[]Message{}, "expected no message at all; found pacs.008.001.08"},
		"this message":                 {[]Message{Pacs008}, ""},
		"whatever the reader can read": {nil, ""},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			_, err := NewReader(bytes.NewReader(content), Options{Now: day, Messages: tc.allowed}).Header()
			_, checked := Check(bytes.NewReader(content), Options{Now: day, Messages: tc.allowed})
			if tc.detail == "" {
				require.NoError(t, err)
				require.NoError(t, checked)
				return
			}
			require.ErrorIs(t, err, CodeVersion)
			require.ErrorContains(t, err, tc.detail)
			require.Equal(t, err, checked)
		})
	}
}

func TestLimitsBetweenBanks(t *testing.T) {
	var b bytes.Buffer
	sampleInterbank(t, &b, 3)
	tests := map[string]struct {
		at, over Limits
		code     Code
	}{
		"bytes":     {Limits{Bytes: int64(b.Len())}, Limits{Bytes: int64(b.Len()) - 1}, CodeTooLarge},
		"depth":     {Limits{Depth: 6}, Limits{Depth: 5}, CodeDepth},
		"elements":  {Limits{Elements: 27}, Limits{Elements: 26}, CodeElements},
		"transfers": {Limits{Transfers: 3}, Limits{Transfers: 2}, CodeTransfers},
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

func writtenBetweenBanks(m Message) (GroupHeader, Transfer) {
	header := GroupHeader{
		MessageID: "B-1", Created: day, Transfers: 1, ControlSum: "1.23", TotalInterbank: Money{1_23, "CNY"},
		SettlementDate: day, SettlementMethod: "CLRG", InstructingAgent: "ZZZACNB0", InstructedAgent: "ZZZBCNB0",
	}
	transfer := Transfer{
		Payment:    &Payment{DebtorAccount: Account{Other: "1"}, DebtorAgent: "ZZZACNB0"},
		EndToEndID: "E-1", Amount: 1_23, Currency: "CNY", SettlementDate: day, CreditorAgent: "ZZZBCNB0",
	}
	if m == Pacs008 {
		transfer.ChargeBearer, transfer.Creditor, transfer.Payment.Debtor = "SLEV", "Payee 1", "Payer 1"
	}
	return header, transfer
}

func TestTransferWriterRefuses(t *testing.T) {
	tests := map[string]struct {
		message Message
		spoil   func(*GroupHeader, *Transfer)
		want    string
	}{
		"another message":               {Pain001, func(*GroupHeader, *Transfer) {}, "expected pacs.008.001.08 or pacs.009.001.08"},
		"a message id of 36 characters": {Pacs008, func(h *GroupHeader, _ *Transfer) { h.MessageID = strings.Repeat("x", 36) }, "value (code 21)"},
		"no settlement method":          {Pacs008, func(h *GroupHeader, _ *Transfer) { h.SettlementMethod = "" }, "value (code 21)"},
		"a wrong count":                 {Pacs008, func(h *GroupHeader, _ *Transfer) { h.Transfers = 2 }, "group-count (code 29): expected 2 as declared; found 1"},
		"a wrong sum":                   {Pacs009, func(h *GroupHeader, _ *Transfer) { h.ControlSum = "1.22" }, "group-sum (code 30)"},
		"a wrong total":                 {Pacs008, func(h *GroupHeader, _ *Transfer) { h.TotalInterbank.Amount = 1_24 }, "group-total (code 34)"},
		"a total of another currency":   {Pacs008, func(h *GroupHeader, _ *Transfer) { h.TotalInterbank.Currency = "HKD" }, "group-total (code 34)"},
		"an unknown currency":           {Pacs008, func(h *GroupHeader, t *Transfer) { h.TotalInterbank, t.Currency = Money{}, "QQQ" }, "currency (code 23)"},
		"an amount of zero":             {Pacs008, func(_ *GroupHeader, t *Transfer) { t.Amount = 0 }, "amount (code 22)"},
		"a wrong IBAN":                  {Pacs008, func(_ *GroupHeader, t *Transfer) { t.CreditorAccount.IBAN = "DE62012345670000000011" }, "iban (code 24)"},
		"an upper-case UETR":            {Pacs009, func(_ *GroupHeader, t *Transfer) { t.UETR = "6A1F0F7E-92C4-4F7B-8D0A-1C2B3D4E5F60" }, "uetr (code 26)"},
		"a wrong BIC":                   {Pacs009, func(_ *GroupHeader, t *Transfer) { t.CreditorAgent = "ZZZ" }, "bic (code 25)"},
		"no charge bearer":              {Pacs008, func(_ *GroupHeader, t *Transfer) { t.ChargeBearer = "" }, "value (code 21)"},
		"no payment":                    {Pacs008, func(_ *GroupHeader, t *Transfer) { t.Payment = nil }, "expected a transfer with its Payment"},
		"a name in a pacs.009":          {Pacs009, func(_ *GroupHeader, t *Transfer) { t.Creditor = "Payee 1" }, "expected no names"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			header, transfer := writtenBetweenBanks(tc.message)
			tc.spoil(&header, &transfer)
			x, err := NewTransferWriter(io.Discard, tc.message, header)
			if err == nil {
				err = x.Transfer(transfer)
			}
			if err == nil {
				err = x.Close()
			}
			require.ErrorContains(t, err, tc.want)
		})
	}
}

func TestTransferWriterWritesWhatTheSchemaAllows(t *testing.T) {
	for _, m := range []Message{Pacs008, Pacs009} {
		header, transfer := writtenBetweenBanks(m)
		var b bytes.Buffer
		x, err := NewTransferWriter(&b, m, header)
		require.NoError(t, err)
		require.NoError(t, x.Transfer(transfer, "Invoice <1>", "and 2"))
		require.NoError(t, x.Close())
		require.NoError(t, schema(t, m).Validate(bytes.NewReader(b.Bytes())), "%s", b.Bytes())
		rewritten(t, m, b.Bytes(), Options{Now: day})
		_, all, err := readAll(&b, Options{Now: day})
		require.NoError(t, err)
		require.Contains(t, string(all[0].Remittance), "Invoice <1>")
	}
}

// TestWriterWritesNothingWithoutATransfer holds that a message that the schema does not allow does not end well.
func TestWriterWritesNothingWithoutATransfer(t *testing.T) {
	header, _ := writtenBetweenBanks(Pacs008)
	header.Transfers, header.ControlSum, header.TotalInterbank = 0, "", Money{}
	x, err := NewTransferWriter(io.Discard, Pacs008, header)
	require.NoError(t, err)
	require.ErrorIs(t, x.Close(), CodeElementMissing)
}
