// SPDX-License-Identifier: Apache-2.0

package iso20022

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func written() (GroupHeader, []Payment, []Transfer) {
	header := GroupHeader{MessageID: "W-1", Created: day, Transfers: 3, ControlSum: "1003.24", InitiatingParty: "Payer <One> & others"}
	first := Payment{
		ID: "W-1-1", Method: "TRF", Transfers: "2", ControlSum: "3.24", Execution: time.Date(2026, 11, 23, 0, 0, 0, 0, China),
		Debtor: "Payer One", DebtorAccount: Account{IBAN: "DE61012345670000000011"}, DebtorAgent: "ZZZACNB0",
	}
	second := Payment{
		ID: "W-1-2", Method: "TRA", Execution: first.Execution, DebtorAccount: Account{Other: "6200000000000001"}, Index: 1,
	}
	return header, []Payment{first, second}, []Transfer{
		{
			InstructionID: "I-1", EndToEndID: "E-1", UETR: "6a1f0f7e-92c4-4f7b-8d0a-1c2b3d4e5f60", Amount: 1_23, Currency: "CNY",
			Creditor: "Payee\tOne", CreditorAccount: Account{IBAN: "DE33098765430000000101"}, CreditorAgent: "ZZZBCNB0", Purpose: "SUPP",
		},
		{EndToEndID: "E-2", Index: 1, Amount: 2_01, Currency: "HKD", CreditorAccount: Account{Other: "x"}},
		{EndToEndID: "E-3", Index: 2, Amount: 1000, Currency: "JPY", Creditor: "Payee Three"},
	}
}

func write(w io.Writer, h GroupHeader, payments []Payment, transfers []Transfer) error {
	x, err := NewWriter(w, h)
	if err != nil {
		return err
	}
	err = errors.Join(err, x.Payment(payments[0]), x.Transfer(transfers[0], "Invoice <1>", "and 2"), x.Transfer(transfers[1]))
	return errors.Join(err, x.Payment(payments[1]), x.Transfer(transfers[2]), x.Close())
}

func TestWhatIsWrittenIsReadBack(t *testing.T) {
	header, payments, transfers := written()
	var b bytes.Buffer
	require.NoError(t, write(&b, header, payments, transfers))
	gotHeader, got, err := readAll(bytes.NewReader(b.Bytes()), Options{Now: day})
	require.NoError(t, err)
	require.True(t, gotHeader.Created.Equal(header.Created))
	gotHeader.Created = header.Created
	require.Equal(t, header, gotHeader)
	require.Len(t, got, len(transfers))
	for i, want := range transfers {
		want.Payment, want.Line, want.Remittance = got[i].Payment, got[i].Line, got[i].Remittance
		require.Equal(t, want, got[i])
	}
	require.Contains(t, string(got[0].Remittance), "Invoice <1>")
	for i, want := range payments {
		have := *got[2*i].Payment
		require.True(t, have.Execution.Equal(want.Execution))
		have.Execution = want.Execution
		require.Equal(t, want, have)
	}
}

func TestWhatIsWrittenHoldsTheSchema(t *testing.T) {
	s := schema(t, Pain001)
	header, payments, transfers := written()
	var b bytes.Buffer
	require.NoError(t, write(&b, header, payments, transfers))
	require.NoError(t, s.Validate(bytes.NewReader(b.Bytes())))
	require.NoError(t, s.Validate(bytes.NewReader(sampleBytes(t, 100))))
}

func TestWriterRefuses(t *testing.T) {
	tests := map[string]struct {
		spoil func(*GroupHeader, []Payment, []Transfer)
		code  Code
	}{
		"a message id of 36 characters": {func(h *GroupHeader, _ []Payment, _ []Transfer) { h.MessageID = strings.Repeat("x", 36) }, CodeValue},
		"a wrong count":                 {func(h *GroupHeader, _ []Payment, _ []Transfer) { h.Transfers = 4 }, CodeGroupCount},
		"a wrong sum":                   {func(h *GroupHeader, _ []Payment, _ []Transfer) { h.ControlSum = "1003.25" }, CodeGroupSum},
		"a wrong count of a payment":    {func(_ *GroupHeader, p []Payment, _ []Transfer) { p[0].Transfers = "1" }, CodePaymentCount},
		"a wrong sum of a payment":      {func(_ *GroupHeader, p []Payment, _ []Transfer) { p[0].ControlSum = "3.23" }, CodePaymentSum},
		"an unknown method":             {func(_ *GroupHeader, p []Payment, _ []Transfer) { p[0].Method = "XXX" }, CodeValue},
		"a wrong IBAN":                  {func(_ *GroupHeader, p []Payment, _ []Transfer) { p[0].DebtorAccount.IBAN = "DE62012345670000000011" }, CodeIBAN},
		"no debtor's account":           {func(_ *GroupHeader, p []Payment, _ []Transfer) { p[0].DebtorAccount = Account{} }, CodeValue},
		"an upper-case UETR":            {func(_ *GroupHeader, _ []Payment, t []Transfer) { t[0].UETR = strings.ToUpper(t[0].UETR) }, CodeUETR},
		"an amount of zero":             {func(_ *GroupHeader, _ []Payment, t []Transfer) { t[0].Amount = 0 }, CodeAmount},
		"an unknown currency":           {func(_ *GroupHeader, _ []Payment, t []Transfer) { t[0].Currency = "QQQ" }, CodeCurrency},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			header, payments, transfers := written()
			tc.spoil(&header, payments, transfers)
			require.ErrorIs(t, write(io.Discard, header, payments, transfers), tc.code)
		})
	}
}

func TestWriterWantsItsOrder(t *testing.T) {
	header, payments, transfers := written()
	x, err := NewWriter(io.Discard, header)
	require.NoError(t, err)
	require.ErrorContains(t, x.Transfer(transfers[0]), "expected Payment before Transfer")
	x, err = NewWriter(io.Discard, header)
	require.NoError(t, err)
	require.ErrorContains(t, x.Close(), "expected at least one Payment")
	x, err = NewWriter(io.Discard, header)
	require.NoError(t, err)
	require.NoError(t, x.Payment(payments[0]))
	require.ErrorContains(t, x.Payment(payments[1]), "expected at least one Transfer")
}
