// SPDX-License-Identifier: Apache-2.0

package iso20022

import (
	"bytes"
	"errors"
	"io"
	"runtime"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/stretchr/testify/require"
)

func TestLimits(t *testing.T) {
	content := sampleBytes(t, 3)
	tests := map[string]struct {
		at, over Limits
		code     Code
	}{
		"bytes":     {Limits{Bytes: int64(len(content))}, Limits{Bytes: int64(len(content)) - 1}, CodeTooLarge},
		"depth":     {Limits{Depth: 7}, Limits{Depth: 6}, CodeDepth},
		"elements":  {Limits{Elements: 15}, Limits{Elements: 14}, CodeElements},
		"transfers": {Limits{Transfers: 3}, Limits{Transfers: 2}, CodeTransfers},
		"token":     {Limits{Token: 64}, Limits{Token: 63}, CodeToken},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			_, err := Check(bytes.NewReader(content), Options{Now: day, Limits: tc.at})
			require.NoError(t, err, "at the limit")
			_, err = Check(bytes.NewReader(content), Options{Now: day, Limits: tc.over})
			require.ErrorIs(t, err, tc.code, "one over the limit")
		})
	}
}

func TestManyElementsOfEveryKindEndEarly(t *testing.T) {
	const many = 100_000
	head := `<Document xmlns="` + Pain001.namespace() + `"><CstmrCdtTrfInitn>`
	tests := map[string]struct {
		content string
		code    Code
	}{
		"nested":           {strings.Repeat("<a>", many), CodeVersion},
		"nested inside":    {head + strings.Repeat("<GrpHdr>", many), CodeUnknownElement},
		"repeated":         {head + strings.Repeat("<GrpHdr/>", many), CodeElementMissing},
		"text":             {head + strings.Repeat("a", many), CodeText},
		"white space":      {head + strings.Repeat(" ", many), CodeToken},
		"one long name":    {"<" + strings.Repeat("a", many), CodeToken},
		"long attribute":   {`<Document xmlns="` + strings.Repeat("a", many), CodeToken},
		"pieces of a text": {head + "<GrpHdr><MsgId>" + strings.Repeat("<![CDATA[a]]>", many), CodeToken},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			_, err := Check(strings.NewReader(tc.content), Options{Now: day})
			require.ErrorIs(t, err, tc.code)
			require.Less(t, len(err.Error()), 2000, "an error does not grow with the file")
		})
	}
}

func TestChunksDoNotMatter(t *testing.T) {
	for name, content := range map[string][]byte{
		"valid":       file(t, "valid", string(Pain001), "prefix-and-comments.xml"),
		"not UTF-8":   file(t, "broken", string(Pain001), "encoding-bytes.xml"),
		"truncated":   file(t, "broken", string(Pain001), "truncated.xml"),
		"half a rune": []byte("<Document>\xe4\xb8"),
	} {
		t.Run(name, func(t *testing.T) {
			whole, wholeErr := Check(bytes.NewReader(content), Options{Now: day})
			single, singleErr := Check(iotest.OneByteReader(bytes.NewReader(content)), Options{Now: day})
			require.Equal(t, whole, single)
			require.Equal(t, wholeErr, singleErr)
		})
	}
}

func TestReadErrorIsWrapped(t *testing.T) {
	failure := errors.New("the disk is gone")
	content := sampleBytes(t, 1)
	_, err := Check(io.MultiReader(bytes.NewReader(content[:400]), iotest.ErrReader(failure)), Options{Now: day})
	require.ErrorIs(t, err, CodeRead)
	require.ErrorIs(t, err, failure)
}

func TestErrorsStay(t *testing.T) {
	r := NewReader(bytes.NewReader(file(t, "broken", string(Pain001), "group-sum.xml")), Options{Now: day})
	for range 2 {
		_, err := r.Next()
		require.NoError(t, err, "the sum is only known at the end")
	}
	_, first := r.Next()
	require.ErrorIs(t, first, CodeGroupSum)
	_, again := r.Next()
	require.Same(t, first, again)
	_, err := r.Header()
	require.NoError(t, err, "the header was complete")
}

func TestHeaderOfABrokenFile(t *testing.T) {
	r := NewReader(bytes.NewReader(file(t, "broken", string(Pain001), "duplicate-element.xml")), Options{Now: day})
	_, err := r.Header()
	require.ErrorIs(t, err, CodeDuplicateElement)
	_, again := r.Next()
	require.Same(t, err, again)
}

func TestVerify(t *testing.T) {
	content := sampleBytes(t, 2)
	summary, err := Check(bytes.NewReader(content), Options{Now: day})
	require.NoError(t, err)
	second := func(content []byte) error {
		r := NewReader(bytes.NewReader(content), Options{File: "a.xml", Now: day})
		for {
			if _, err := r.Next(); err != nil {
				require.ErrorIs(t, err, io.EOF)
				return summary.Verify(r)
			}
		}
	}
	require.NoError(t, second(content))
	changed := bytes.Replace(content, []byte("Payee One"), []byte("Payee Two"), 1)
	require.ErrorIs(t, second(changed), CodeChanged)
}

func TestExecutionDateTurnsAtMidnightOfTheZone(t *testing.T) {
	content := bytes.Replace(file(t, "valid", string(Pain001), "base.xml"), []byte("<Dt>2026-11-23"), []byte("<Dt>2026-11-24"), 1)
	midnight := time.Date(2026, 11, 24, 0, 0, 0, 0, China)
	_, err := Check(bytes.NewReader(content), Options{Now: midnight.Add(-time.Second)})
	require.ErrorIs(t, err, CodeExecutionDate)
	_, err = Check(bytes.NewReader(content), Options{Now: midnight})
	require.NoError(t, err)
	_, err = Check(bytes.NewReader(content), Options{Now: midnight, Zone: time.UTC})
	require.ErrorIs(t, err, CodeExecutionDate, "in UTC it is still the day before")
}

// TestMemoryDoesNotGrowWithTheFile reads 100,000 records of each kind from a stream that is written while it is read.
func TestMemoryDoesNotGrowWithTheFile(t *testing.T) {
	tests := map[string]struct {
		sample func(testing.TB, io.Writer, int)
		reader func(io.Reader) func() error
	}{
		"pain.001": {sample, nextTransfer},
		"pacs.008": {sampleInterbank, nextTransfer},
		"camt.053": {sampleStatement, nextEntry},
		"pacs.002": {sampleStatus, nextStatus},
		"pacs.004": {sampleReturns, nextReturn},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) { memoryDoesNotGrow(t, tc.sample, tc.reader) })
	}
}

// nextTransfer reads one transfer after the other.
func nextTransfer(r io.Reader) func() error {
	reader := NewReader(r, Options{Now: day})
	return func() error {
		_, err := reader.Next()
		return err
	}
}

func memoryDoesNotGrow(t *testing.T, sample func(testing.TB, io.Writer, int), reader func(io.Reader) func() error) {
	const records, few, mostGrowth = 100_000, 1_000, 1 << 20
	pipe, w := io.Pipe()
	go func() {
		defer w.Close()
		sample(t, w, records)
	}()
	next := reader(pipe)
	var early, late uint64
	for i := range records {
		require.NoError(t, next())
		switch i {
		case few:
			early = heap()
		case records - 1:
			late = heap()
		}
	}
	require.ErrorIs(t, next(), io.EOF)
	require.Less(t, late, early+mostGrowth, "bytes of heap after %d and after %d records", few, records)
	t.Logf("heap after %d records: %d KiB, after %d: %d KiB", few, early>>10, records, late>>10)
}

func heap() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// heapWatch hands bytes on and looks at the heap at every hundredth piece.
type heapWatch struct {
	r            io.Reader
	pieces       int
	before, most uint64
}

func (h *heapWatch) Read(p []byte) (int, error) {
	if h.pieces++; h.pieces%100 == 0 {
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		if m.HeapAlloc > h.before {
			h.most = max(h.most, m.HeapAlloc-h.before)
		}
	}
	return h.r.Read(p)
}
