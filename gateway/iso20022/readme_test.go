// SPDX-License-Identifier: Apache-2.0

package iso20022

import (
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// table gives the rows under a heading row of README.md.
func table(t *testing.T, heading string) [][]string {
	t.Helper()
	readme, err := os.ReadFile("README.md")
	require.NoError(t, err)
	_, rest, found := strings.Cut(string(readme), heading+"\n")
	require.True(t, found, "README.md has no table %s", heading)
	var rows [][]string
	for line := range strings.Lines(rest) {
		if !strings.HasPrefix(line, "|") {
			break
		}
		cells := strings.Split(strings.Trim(strings.TrimSpace(line), "|"), "|")
		for i := range cells {
			cells[i] = strings.TrimSpace(cells[i])
		}
		rows = append(rows, cells)
	}
	return rows[1:]
}

func TestReadmeHasEveryCode(t *testing.T) {
	var want [][]string
	for i, code := range Codes() {
		require.Equal(t, Code(i+1), code, "codes have no gaps and no second meaning")
		want = append(want, []string{strconv.Itoa(int(code)), code.Rule(), code.Meaning()})
	}
	require.Equal(t, want, table(t, "| code | name | meaning |"))
	require.Equal(t, "code-0", Code(0).Rule())
	require.Equal(t, "unknown code", Code(999).Meaning())
}

func TestReadmeHasEverySample(t *testing.T) {
	rows := table(t, "| sample | outcome | code | name | found |")
	require.Len(t, rows, len(samples))
	for _, row := range rows {
		want, ok := samples[row[0]]
		require.True(t, ok, row[0])
		require.Equal(t, []string{"refused", strconv.Itoa(int(want.code)), want.code.Rule()}, row[1:4])
		if want.code == CodeVersion {
			require.Contains(t, want.detail, "found "+row[4])
		}
	}
}

func TestReadmeHasEveryMessage(t *testing.T) {
	var have []string
	for _, row := range table(t, "| message | what it is | read by | written by |") {
		have = append(have, row[0])
	}
	var want []string
	for _, m := range Messages() {
		want = append(want, string(m))
	}
	require.ElementsMatch(t, want, have)
}
