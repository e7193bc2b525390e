// SPDX-License-Identifier: Apache-2.0

package bench

import (
	"bytes"
	"encoding/xml"
	"errors"
	"flag"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

var rewrite = flag.Bool("rewrite", false, "write the golden files anew")

// golden compares with a file of testdata.
func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *rewrite {
		require.NoError(t, os.WriteFile(file, got, 0o600))
	}
	want, err := os.ReadFile(file)
	require.NoError(t, err)
	require.Equal(t, string(want), string(got))
}

func TestChart(t *testing.T) {
	r := sound()
	r.finish()
	var svg bytes.Buffer
	require.NoError(t, r.Chart(&svg))
	golden(t, "chart.svg", svg.Bytes())
	wellFormed(t, svg.Bytes())
}

func TestChartOfNothingIsAChart(t *testing.T) {
	var svg bytes.Buffer
	require.NoError(t, (&Report{}).Chart(&svg))
	wellFormed(t, svg.Bytes())
}

func wellFormed(t *testing.T, document []byte) {
	t.Helper()
	decoder := xml.NewDecoder(bytes.NewReader(document))
	for {
		_, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			return
		}
		require.NoError(t, err)
	}
}

func TestTable(t *testing.T) {
	r := sound()
	r.Failures = []string{"tael-batch-p256, 4 nodes: port taken"}
	r.finish()
	var text bytes.Buffer
	r.Print(&text)
	golden(t, "table.txt", text.Bytes())
}

func TestReportIsReadAsItWasSaved(t *testing.T) {
	r := sound()
	r.finish()
	folder := filepath.Join(t.TempDir(), "report")
	require.NoError(t, r.keep(folder))
	read, err := ReadReport(filepath.Join(folder, "bench.json"))
	require.NoError(t, err)
	require.Equal(t, r, read)
	require.FileExists(t, filepath.Join(folder, "bench.svg"))
}

func TestThousands(t *testing.T) {
	for value, want := range map[float64]string{0: "0", 999: "999", 1_000: "1,000", 1_234_567.4: "1,234,567"} {
		require.Equal(t, want, thousands(value))
	}
}
