// SPDX-License-Identifier: Apache-2.0

package reason

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

var rewrite = flag.Bool("rewrite", false, "write the tables into README.md")

const tablesHeading = "## Tables\n"

// tables renders all tables as README.md holds them.
func tables() string {
	var b strings.Builder
	b.WriteString("### Refusals\n\n| reason | name | code |\n|---|---|---|\n")
	for _, row := range refusals {
		fmt.Fprintf(&b, "| %d | %s | %s |\n", uint16(row.reason), row.reason, row.code)
	}
	b.WriteString("\n### Transfers not sent\n\nReasons of `client/payfile`.\n\n| reason | name | code |\n|---|---|---|\n")
	for _, row := range notSent {
		fmt.Fprintf(&b, "| %d | %s | %s |\n", row.number, row.name, row.code)
	}
	b.WriteString("\n### Rules of files\n\nCodes of `gateway/iso20022`.\n\n| code | rule | reason |\n|---|---|---|\n")
	for _, row := range files {
		fmt.Fprintf(&b, "| %d | %s | %s |\n", uint16(row.code), row.code.Rule(), row.reason)
	}
	b.WriteString("\n### Errors\n\n| codespace | code | name | reason |\n|---|---|---|---|\n")
	for _, space := range codespaces {
		for _, row := range errorTable[space] {
			fmt.Fprintf(&b, "| %s | %d | `%s` | %s |\n", space, row.code, row.name, row.reason)
		}
	}
	b.WriteString("\n### Codes\n\n| code | what it says |\n|---|---|\n")
	for _, row := range codeTable {
		fmt.Fprintf(&b, "| %s | %s |\n", row.code, row.meaning)
	}
	return b.String()
}

func TestReadmeHoldsTheTables(t *testing.T) {
	readme, err := os.ReadFile("README.md")
	require.NoError(t, err)
	before, after, found := strings.Cut(string(readme), tablesHeading)
	require.True(t, found)
	if *rewrite {
		require.NoError(t, os.WriteFile("README.md", []byte(before+tablesHeading+"\n"+tables()), 0o644))
		return
	}
	require.Equal(t, "\n"+tables(), after, "go test ./gateway/reason -run Readme -rewrite writes them anew")
}
