// SPDX-License-Identifier: Apache-2.0

package report

import (
	"bufio"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/taelnet/tael/gateway/books"
	"github.com/taelnet/tael/gateway/iso20022"
)

// heapOf is the most heap that f needs beyond what was there. What lies about before it is collected counts too, so that
// the collector is told to come often.
func heapOf(f func()) (most uint64) {
	defer debug.SetGCPercent(debug.SetGCPercent(20))
	runtime.GC()
	before, ended, looked := heap(), make(chan struct{}), make(chan struct{})
	go func() {
		defer close(looked)
		for tick := time.NewTicker(2 * time.Millisecond); ; {
			select {
			case <-ended:
				tick.Stop()
				return
			case <-tick.C:
				if now := heap(); now > before {
					most = max(most, now-before)
				}
			}
		}
	}()
	f()
	close(ended)
	<-looked
	return most
}

func heap() uint64 {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// The promises for large reports: what a report needs does not grow with the number of its records. Reports are written
// and validated.
const (
	records = 100_000
	most    = 32 << 20 // bytes of heap beyond what was there
)

// large opens a file for a report.
func large(t *testing.T) (*os.File, func() iso20022.Summary) {
	t.Helper()
	if testing.Short() {
		t.Skip("it takes half a minute")
	}
	file, err := os.Create(filepath.Join(t.TempDir(), "report.xml"))
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, file.Close()) })
	return file, func() iso20022.Summary {
		_, err := file.Seek(0, io.SeekStart)
		require.NoError(t, err)
		s, err := iso20022.Check(bufio.NewReader(file), iso20022.Options{Now: evening})
		require.NoError(t, err)
		return s
	}
}

// sampleFile writes a pain.001 of n transfers of 0.01 CNY.
func sampleFile(t *testing.T, n int) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "file.xml")
	file, err := os.Create(path)
	require.NoError(t, err)
	var sum iso20022.ControlSum
	for range n {
		require.NoError(t, sum.Add(1, "CNY"))
	}
	x, err := iso20022.NewWriter(file, iso20022.GroupHeader{MessageID: "LARGE", Created: evening, Transfers: uint64(n), ControlSum: sum.String()})
	require.NoError(t, err)
	require.NoError(t, x.Payment(iso20022.Payment{
		ID: "LARGE-1", Method: "TRF", Execution: evening, DebtorAccount: iso20022.Account{Other: "1"}, Debtor: "Payer 1",
	}))
	for i := range n {
		require.NoError(t, x.Transfer(iso20022.Transfer{
			InstructionID: "I-" + strconv.Itoa(i), EndToEndID: "E-" + strconv.Itoa(i), UETR: uetrOf(strconv.Itoa(i)).String(), Amount: 1, Currency: "CNY",
			Creditor: "Payee 1", CreditorAccount: iso20022.Account{Other: "2"},
		}))
	}
	require.NoError(t, x.Close())
	require.NoError(t, file.Close())
	return path
}

func TestStatusReportOfAHundredThousandTransfers(t *testing.T) {
	file, check := large(t)
	original, err := os.Open(sampleFile(t, records))
	require.NoError(t, err)
	defer original.Close()
	outcomes := make([]Outcome, records)
	for i := range outcomes {
		outcomes[i] = Outcome{Answer: paidAnswer, At: evening}
		if i%10 == 0 {
			outcomes[i].Answer = refusedAnswer
		}
	}
	h := validated(t, "LARGE")
	start := time.Now()
	held := heapOf(func() { require.NoError(t, StatusReport(file, h, original, iso20022.Options{Now: evening}, outcomes)) })
	t.Logf("written in %s with at most %d KiB of heap", time.Since(start), held>>10)
	require.Less(t, held, uint64(most))
	s := check()
	require.Equal(t, iso20022.Pain002, s.Message)
	require.Equal(t, records, s.Transfers)
}

func TestStatementOfAHundredThousandEntries(t *testing.T) {
	file, check := large(t)
	l := newLedger(t)
	l.held[holding("ann", "cny")] = records
	j := l.journal("ann", "ben")
	for range records / 2 { // of which each has an entry in both accounts
		l.move(books.KindPay, "ann", "ben", "cny", 1)
	}
	h := validated(t, "LARGE")
	start := time.Now()
	held := heapOf(func() { require.NoError(t, j.Statement(file, h, nil)) })
	t.Logf("written in %s with at most %d KiB of heap", time.Since(start), held>>10)
	require.Less(t, held, uint64(most))
	s := check()
	require.Equal(t, iso20022.Camt053, s.Message)
	require.Equal(t, [2]int{2, records}, [2]int{s.Statements, s.Entries})
	require.Equal(t, map[string]uint64{"CNY": records / 2}, s.Amounts)
	require.Equal(t, map[string]uint64{"CNY": records / 2}, s.Debits)
}
