// SPDX-License-Identifier: Apache-2.0

package safety_test

import (
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/taelnet/tael/networks/safety"
)

// The README has a line for every row, in order.
func TestReadmeTableIsTheRows(t *testing.T) {
	raw, err := os.ReadFile("README.md")
	require.NoError(t, err)
	var listed []string
	for _, line := range strings.Split(string(raw), "\n") {
		if cells := strings.Split(line, "|"); len(cells) == 9 && len(strings.TrimSpace(cells[1])) == 3 && !strings.HasPrefix(line, "|---") {
			listed = append(listed, line)
		}
	}
	var want []string
	for _, row := range safety.Rows() {
		want = append(want, readmeLine(row))
	}
	require.Equal(t, want, listed)
}

func readmeLine(row safety.Row) string {
	roles := "all"
	if len(row.Roles) > 0 {
		names := make([]string, len(row.Roles))
		for i, role := range row.Roles {
			names[i] = string(role)
		}
		roles = strings.Join(names, ", ")
	}
	return "| " + strings.Join([]string{row.ID, row.File, "`" + row.Key + "`", roles, row.Demand, string(row.Grade), row.Why}, " | ") + " |"
}
