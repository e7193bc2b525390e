// SPDX-License-Identifier: Apache-2.0

package payfile

import (
	"os"
	"strconv"
	"strings"
	"testing"

	errorsmod "cosmossdk.io/errors"
	"github.com/stretchr/testify/require"
)

// table gives the rows of the first table in a section of README.md.
func table(t *testing.T, section string) [][]string {
	t.Helper()
	readme, err := os.ReadFile("README.md")
	require.NoError(t, err)
	_, rest, found := strings.Cut(string(readme), "\n## "+section+"\n")
	require.True(t, found, section)
	_, rest, found = strings.Cut(rest, "\n|---|---|")
	require.True(t, found, section)
	_, rest, found = strings.Cut(rest, "\n")
	require.True(t, found, section)
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
	return rows
}

func TestReadmeHasEveryReason(t *testing.T) {
	var want [][]string
	for i, row := range reasons {
		require.Equal(t, Reason(i), row.reason)
		want = append(want, []string{strconv.Itoa(i), row.reason.String(), row.meaning})
	}
	require.Equal(t, want, table(t, "Reasons"))
	require.Equal(t, "REASON_999", Reason(999).String())
}

func TestReadmeHasEveryError(t *testing.T) {
	registered := map[string]*errorsmod.Error{
		"ErrDirectory": ErrDirectory, "ErrExposed": ErrExposed, "ErrNotLocal": ErrNotLocal, "ErrKeyMissing": ErrKeyMissing,
		"ErrKey": ErrKey, "ErrOptions": ErrOptions, "ErrNotPlanned": ErrNotPlanned, "ErrWrongDevice": ErrWrongDevice,
		"ErrJournal": ErrJournal, "ErrJournalHeld": ErrJournalHeld, "ErrUnknown": ErrUnknown,
	}
	rows := table(t, "Errors")
	require.Len(t, rows, len(registered))
	for i, row := range rows {
		err := registered[row[1]]
		require.NotNil(t, err, row[1])
		require.Equal(t, Codespace, err.Codespace())
		require.Equal(t, uint32(i+2), err.ABCICode())
		require.Equal(t, []string{strconv.Itoa(i + 2), row[1], err.Error()}, row)
	}
}

func TestReadmeHasEveryVerdict(t *testing.T) {
	var want []string
	for _, v := range Verdicts() {
		want = append(want, string(v))
	}
	var got []string
	for _, row := range table(t, "Verdicts") {
		got = append(got, row[0])
	}
	require.Equal(t, want, got)
}
