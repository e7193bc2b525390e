// SPDX-License-Identifier: Apache-2.0

package iso20022

import (
	"bytes"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// validCredits are the hand-written files of credit transfers that are read, with what Check must find in them.
var validCredits = map[Message]map[string]struct {
	payments, transfers int
	amounts             map[string]uint64
}{
	Pain001: {
		"base.xml":                {1, 2, map[string]uint64{"CNY": 150_75}},
		"one-transfer.xml":        {1, 1, map[string]uint64{"CNY": 1}},
		"several-debtors.xml":     {3, 6, map[string]uint64{"CNY": 10_651_26}},
		"other-accounts.xml":      {1, 4, map[string]uint64{"CNY": 1_010_00, "JPY": 1000, "KWD": 2345}},
		"prefix-and-comments.xml": {1, 1, map[string]uint64{"CNY": 12_00}},
		"every-part.xml":          {2, 3, map[string]uint64{"CNY": 3_000_30}},
	},
	Pacs008: {
		"base.xml":           {0, 2, map[string]uint64{"CNY": 150_75}},
		"every-part.xml":     {0, 2, map[string]uint64{"CNY": 2_000_20}},
		"two-currencies.xml": {0, 3, map[string]uint64{"HKD": 198_00, "JPY": 1000, "KWD": 2345}},
	},
	Pacs009: {
		"base.xml":         {0, 2, map[string]uint64{"CNY": 1_500_000_75}},
		"every-part.xml":   {0, 1, map[string]uint64{"CNY": 1_000_10}},
		"one-transfer.xml": {0, 1, map[string]uint64{"HKD": 1_00}},
	},
}

func TestValidFiles(t *testing.T) {
	for m, files := range validCredits {
		require.Len(t, files, len(names(t, "valid", m)))
		for name, want := range files {
			t.Run(string(m)+"/"+name, func(t *testing.T) {
				content := file(t, "valid", string(m), name)
				summary, err := Check(bytes.NewReader(content), Options{File: name, Now: day})
				require.NoError(t, err)
				require.Equal(t, m, summary.Message)
				require.Equal(t, want.payments, summary.Payments)
				require.Equal(t, want.transfers, summary.Transfers)
				require.Equal(t, want.amounts, summary.Amounts)
				require.Equal(t, int64(len(content)), summary.Bytes)
				header, all, err := readAll(bytes.NewReader(content), Options{Now: day})
				require.NoError(t, err)
				require.Equal(t, summary.Header, header)
				require.Equal(t, summary.MessageID, header.MessageID)
				require.Len(t, all, want.transfers)
				for i, transfer := range all {
					require.Equal(t, i, transfer.Index)
				}
			})
		}
	}
}

// TestSchemaAgreesOnValidFiles holds for every message that is read, and that each has its files.
func TestSchemaAgreesOnValidFiles(t *testing.T) {
	for _, m := range Messages() {
		all := names(t, "valid", m)
		require.GreaterOrEqual(t, len(all), 3, m)
		s := schema(t, m)
		for _, name := range all {
			require.NoError(t, s.Validate(bytes.NewReader(file(t, "valid", string(m), name))), "%s/%s", m, name)
		}
	}
}

func TestEveryPartIsRead(t *testing.T) {
	header, all, err := readAll(bytes.NewReader(file(t, "valid", string(Pain001), "every-part.xml")), Options{Now: day})
	require.NoError(t, err)
	require.Equal(t, "EVERY-PART-OF-THIRTY-FIVE-CHARS-001", header.MessageID)
	require.True(t, header.Created.Equal(time.Date(2026, 11, 23, 9, 0, 0, 123_000_000, China)))
	require.Equal(t, uint64(3), header.Transfers)
	require.Equal(t, "3000.30", header.ControlSum)
	require.Equal(t, "Payer One", header.InitiatingParty)

	first := all[0]
	require.NotEmpty(t, first.Remittance)
	first.Remittance = nil
	execution := first.Payment.Execution
	require.True(t, execution.Equal(time.Date(2026, 11, 23, 0, 0, 0, 0, China)))
	payment := *first.Payment
	payment.Execution = time.Time{}
	require.Equal(t, Payment{
		ID: "EVERY-1", Method: "TRF", Transfers: "2", ControlSum: "2000.20", Debtor: "Payer One",
		DebtorAccount: Account{IBAN: "DE61012345670000000011"}, DebtorAgent: "ZZZACNB0",
	}, payment)
	require.Equal(t, Transfer{
		Payment: first.Payment, Line: first.Line, InstructionID: "EVERY-I-1", EndToEndID: "EVERY-E-1",
		UETR: "6a1f0f7e-92c4-4f7b-8d0a-1c2b3d4e5f60", Amount: 1000_10, Currency: "CNY", Creditor: "Payee One",
		CreditorAccount: Account{IBAN: "DE33098765430000000101"}, CreditorAgent: "ZZZBCNB0ABC", Purpose: "SUPP",
	}, first)

	require.Empty(t, all[1].Purpose, "a proprietary purpose is not a code")
	require.Same(t, first.Payment, all[1].Payment)
	require.Equal(t, 1, all[2].Payment.Index)
	require.Nil(t, all[2].Remittance)
}

func TestAccountsWithoutIBAN(t *testing.T) {
	_, all, err := readAll(bytes.NewReader(file(t, "valid", string(Pain001), "other-accounts.xml")), Options{Now: day})
	require.NoError(t, err)
	require.Equal(t, Account{Other: "6200000000000001"}, all[0].Payment.DebtorAccount)
	require.Empty(t, all[0].Payment.DebtorAgent)
	require.Equal(t, Account{Other: "6200000000000002"}, all[0].CreditorAccount)
	require.Equal(t, Account{}, all[3].CreditorAccount)
	require.True(t, all[0].Payment.Execution.Equal(time.Date(2026, 11, 23, 9, 30, 0, 0, China)))
}

func TestRemittanceFormIgnoresHowItIsWritten(t *testing.T) {
	form := func(remittance string) []byte {
		content := bytes.Replace(file(t, "valid", string(Pain001), "base.xml"), []byte("<Ustrd>Invoice 1</Ustrd>"), []byte(remittance), 1)
		_, all, err := readAll(bytes.NewReader(content), Options{Now: day})
		require.NoError(t, err)
		return all[0].Remittance
	}
	plain := form("<Ustrd>Invoice 1</Ustrd>")
	require.Equal(t, "\x01\x00\x06RmtInf\x01\x00\x05Ustrd\x03\x00\x00\x00\x09Invoice 1\x04\x04", string(plain))
	for name, same := range map[string]string{
		"a character reference": "<Ustrd>Invoice&#x20;1</Ustrd>",
		"a CDATA section":       "<Ustrd><![CDATA[Invoice]]> 1</Ustrd>",
		"a prefix":              `<p:Ustrd xmlns:p="urn:iso:std:iso:20022:tech:xsd:pain.001.001.09">Invoice 1</p:Ustrd>`,
		"a comment":             "<!-- x --><Ustrd>Invoice 1</Ustrd>",
	} {
		require.Equal(t, plain, form(same), name)
	}
	for name, other := range map[string]string{
		"two texts":   "<Ustrd>Invoice </Ustrd><Ustrd>1</Ustrd>",
		"white space": "<Ustrd>Invoice 1 </Ustrd>",
		"structured":  "<Strd><AddtlRmtInf>Invoice 1</AddtlRmtInf></Strd>",
		"CNY":         `<Strd><RfrdDocAmt><RmtdAmt Ccy="CNY">1</RmtdAmt></RfrdDocAmt></Strd>`,
	} {
		require.NotEqual(t, plain, form(other), name)
	}
	require.NotEqual(t,
		form(`<Strd><RfrdDocAmt><RmtdAmt Ccy="CNY">1</RmtdAmt></RfrdDocAmt></Strd>`),
		form(`<Strd><RfrdDocAmt><RmtdAmt Ccy="HKD">1</RmtdAmt></RfrdDocAmt></Strd>`))
}
