// SPDX-License-Identifier: Apache-2.0

package payfile

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/taelnet/tael/x/compliance"
	"github.com/taelnet/tael/x/payment"
)

var aboutFile = subject{file: [32]byte{1, 2, 3}, transfers: 5, chainID: localChainID}

// someAnswers are four of five.
func someAnswers() []Answer {
	at := time.Unix(1_795_000_000, 123).UTC()
	return []Answer{
		{State: AnswerFinal, Result: payment.Result{Status: payment.ResultPaid, Settlement: payment.SETTLEMENT_NET, Cycle: 7}, Height: 12, Time: at},
		{State: AnswerNotSent, Reason: ReasonPayeeUnknown},
		{},
		{State: AnswerFinal, Result: payment.Result{Status: payment.ResultRefused, Code: uint16(compliance.ReasonBalance)}, Height: 13, Time: at},
		{State: AnswerFinal, Result: payment.Result{Status: payment.ResultError, Module: 4, Code: 2}, Height: 13, Time: at},
	}
}

func writtenJournal(t testing.TB) (path string, sizes []int64) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "file.xml.journal")
	j, answers, err := openJournal(path, aboutFile)
	require.NoError(t, err)
	require.Equal(t, make([]Answer, 5), answers)
	size := func() {
		info, err := os.Stat(path)
		require.NoError(t, err)
		sizes = append(sizes, info.Size())
	}
	size()
	for i, a := range someAnswers() {
		if a.State != AnswerOpen {
			j.add(i, a)
			require.NoError(t, j.sync())
			size()
		}
	}
	require.NoError(t, j.close())
	return path, sizes
}

func TestJournalKeepsAnswers(t *testing.T) {
	path, _ := writtenJournal(t)
	info, err := os.Stat(path)
	require.NoError(t, err)
	require.Equal(t, os.FileMode(0o600), info.Mode())
	for range 2 {
		j, answers, err := openJournal(path, aboutFile)
		require.NoError(t, err)
		require.Equal(t, someAnswers(), answers)
		require.NoError(t, j.close())
	}
	require.Equal(t, "PAID NET, NOT_SENT PAYEE_UNKNOWN, OPEN, REFUSED BALANCE, ERROR payment/2", func() (text string) {
		for i, a := range someAnswers() {
			if i > 0 {
				text += ", "
			}
			text += a.String()
		}
		return text
	}())
}

// Wherever a write was cut off, and whatever one byte was spoilt, what lies before is kept, and the journal goes on.
func TestTornTailIsCutOff(t *testing.T) {
	path, sizes := writtenJournal(t)
	whole, err := os.ReadFile(path)
	require.NoError(t, err)
	check := func(raw []byte, sound int64) {
		require.NoError(t, os.WriteFile(path, raw, 0o600))
		j, answers, err := openJournal(path, aboutFile)
		require.NoError(t, err)
		kept, counts := 0, Counts{Transfers: 5}
		for i, a := range answers {
			counts.add(a)
			if a.State != AnswerOpen {
				require.Equal(t, someAnswers()[i], a)
				kept++
			}
		}
		for records, size := range sizes {
			if size <= sound {
				require.GreaterOrEqual(t, kept, records)
			}
		}
		require.Equal(t, kept, counts.Done())
		j.add(2, Answer{State: AnswerNotSent, Reason: ReasonPayerUnknown})
		require.NoError(t, j.sync())
		require.NoError(t, j.close())
		j, again, err := openJournal(path, aboutFile)
		require.NoError(t, err)
		require.NoError(t, j.close())
		answers[2] = Answer{State: AnswerNotSent, Reason: ReasonPayerUnknown}
		require.Equal(t, answers, again)
	}
	for cut := range int64(len(whole)) {
		check(whole[:cut], cut)
	}
	for at := sizes[0]; at < int64(len(whole)); at++ {
		spoilt := bytes.Clone(whole)
		spoilt[at] ^= 0x40
		check(spoilt, at)
	}
	check(append(bytes.Clone(whole), make([]byte, 100)...), int64(len(whole)))
}

func TestJournalRefuses(t *testing.T) {
	path, sizes := writtenJournal(t)
	whole, err := os.ReadFile(path)
	require.NoError(t, err)
	tests := map[string]struct {
		raw   []byte
		about subject
	}{
		"another file's":                 {whole, subject{[32]byte{9}, 5, localChainID}},
		"another chain's":                {whole, subject{aboutFile.file, 5, "tael-local-2"}},
		"a chain of a longer name":       {whole, subject{aboutFile.file, 5, "tael-local-1000000"}},
		"a file that is no journal":      {[]byte("<Document>"), aboutFile},
		"a longer one that is none":      {bytes.Repeat([]byte("x"), 1000), aboutFile},
		"a transfer beyond the file":     {appendFrame(bytes.Clone(whole), encodeAnswer(5, Answer{State: AnswerNotSent})), aboutFile},
		"a record of a later release":    {appendFrame(bytes.Clone(whole), []byte{7, 0, 0, 0, 0}), aboutFile},
		"a result that cannot have been": {appendFrame(bytes.Clone(whole), make([]byte, finalBytes)), aboutFile},
		"an answer that is none":         {appendFrame(bytes.Clone(whole), encodeAnswer(1, Answer{State: AnswerFinal})), aboutFile},
		"a spoilt head":                  {append([]byte{whole[0] ^ 1}, whole[1:sizes[0]]...), aboutFile},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			require.NoError(t, os.WriteFile(path, tc.raw, 0o600))
			_, _, err := openJournal(path, tc.about)
			require.ErrorIs(t, err, ErrJournal)
			left, err := os.ReadFile(path)
			require.NoError(t, err)
			require.Equal(t, tc.raw, left, "nothing is written over")
		})
	}
}

func TestJournalIsHeldByOneRun(t *testing.T) {
	path, _ := writtenJournal(t)
	j, _, err := openJournal(path, aboutFile)
	require.NoError(t, err)
	_, _, err = openJournal(path, aboutFile)
	require.ErrorIs(t, err, ErrJournalHeld)
	require.NoError(t, j.close())
	j, _, err = openJournal(path, aboutFile)
	require.NoError(t, err)
	require.NoError(t, j.close())
}

func FuzzReadJournal(f *testing.F) {
	path, sizes := writtenJournal(f)
	whole, err := os.ReadFile(path)
	require.NoError(f, err)
	f.Add(whole[sizes[0]:])
	f.Add(whole[sizes[0] : len(whole)-3])
	f.Fuzz(func(t *testing.T, raw []byte) {
		answers, sound, err := readAnswers(raw, 5)
		if err != nil {
			return
		}
		require.LessOrEqual(t, sound, len(raw))
		again, length, err := readAnswers(raw[:sound], 5)
		require.NoError(t, err)
		require.Equal(t, sound, length)
		require.Equal(t, answers, again)
	})
}
