// SPDX-License-Identifier: Apache-2.0

package iso20022

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"github.com/jacoelho/xsd"
	"github.com/stretchr/testify/require"
)

// day is when the files of testdata are read: the morning of the day that they name.
var day = time.Date(2026, 11, 23, 10, 0, 0, 0, China)

// sharedData is the folder of public sample data beside the repository, or where TAEL_SHARED_DATA says. A clone by
// itself does not have it and skips what needs it; in CI it must be there.
func sharedData(t testing.TB, path ...string) string {
	t.Helper()
	file := filepath.Join(append([]string{sharedFolder()}, path...)...)
	if _, err := os.Stat(file); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatalf("the public sample data must be there in CI: %v", err)
		}
		t.Skipf("no public sample data beside the repository (set TAEL_SHARED_DATA): %v", err)
	}
	return file
}

func sharedFolder() string {
	if folder := os.Getenv("TAEL_SHARED_DATA"); folder != "" {
		return folder
	}
	return filepath.Join("..", "..", "..", "shared", "data")
}

var schemas = map[Message]*xsd.Schema{}

// schema is the official schema of a message, loaded once.
func schema(t testing.TB, m Message) *xsd.Schema {
	t.Helper()
	if s := schemas[m]; s != nil {
		return s
	}
	s, err := xsd.LoadFile(sharedData(t, "iso20022", "xsd", string(m)+".xsd"))
	require.NoError(t, err)
	schemas[m] = s
	return s
}

func readAll(r io.Reader, options Options) (GroupHeader, []Transfer, error) {
	reader := NewReader(r, options)
	header, err := reader.Header()
	if err != nil {
		return header, nil, err
	}
	var all []Transfer
	for {
		t, err := reader.Next()
		if errors.Is(err, io.EOF) {
			return header, all, nil
		}
		if err != nil {
			return header, all, err
		}
		all = append(all, t)
	}
}

func file(t testing.TB, path ...string) []byte {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(append([]string{"testdata"}, path...)...))
	require.NoError(t, err)
	return b
}

// sample writes a sound file of n transfers of 0.01 CNY.
func sample(t testing.TB, w io.Writer, n int) {
	t.Helper()
	var sum ControlSum
	for range n {
		require.NoError(t, sum.Add(1, "CNY"))
	}
	x, err := NewWriter(w, GroupHeader{MessageID: "SAMPLE", Created: day, Transfers: uint64(n), ControlSum: sum.String()})
	require.NoError(t, err)
	require.NoError(t, x.Payment(Payment{
		ID: "SAMPLE-1", Method: "TRF", Execution: day,
		DebtorAccount: Account{IBAN: "DE61012345670000000011"}, DebtorAgent: "ZZZACNB0", Debtor: "Payer One",
	}))
	for i := range n {
		require.NoError(t, x.Transfer(Transfer{
			EndToEndID: "E2E-" + strconv.Itoa(i), Amount: 1, Currency: "CNY", Creditor: "Payee One",
			CreditorAccount: Account{IBAN: "DE33098765430000000101"}, Purpose: "SUPP",
		}, "Invoice "+strconv.Itoa(i)))
	}
	require.NoError(t, x.Close())
}

// sampleInterbank writes a sound pacs.008 of n transfers of 0.01 CNY.
func sampleInterbank(t testing.TB, w io.Writer, n int) {
	t.Helper()
	x, err := NewTransferWriter(w, Pacs008, GroupHeader{
		MessageID: "SAMPLE", Created: day, Transfers: uint64(n), TotalInterbank: Money{uint64(n), "CNY"}, SettlementDate: day,
		SettlementMethod: "CLRG", InstructingAgent: "ZZZACNB0", InstructedAgent: "ZZZBCNB0",
	})
	require.NoError(t, err)
	payer := &Payment{DebtorAccount: Account{IBAN: "DE61012345670000000011"}, DebtorAgent: "ZZZACNB0", Debtor: "Payer One"}
	for i := range n {
		require.NoError(t, x.Transfer(Transfer{
			Payment: payer, EndToEndID: "E2E-" + strconv.Itoa(i), TransactionID: "T-" + strconv.Itoa(i), Amount: 1, Currency: "CNY",
			ChargeBearer: "SLEV", CreditorAgent: "ZZZBCNB0", Creditor: "Payee One",
			CreditorAccount: Account{IBAN: "DE33098765430000000101"}, Purpose: "SUPP", SettlementDate: day,
			InstructingAgent: "ZZZACNB0", InstructedAgent: "ZZZBCNB0",
		}, "Invoice "+strconv.Itoa(i)))
	}
	require.NoError(t, x.Close())
}

func sampleBytes(t testing.TB, n int) []byte {
	t.Helper()
	var b bytes.Buffer
	sample(t, &b, n)
	return b.Bytes()
}
