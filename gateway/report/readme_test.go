// SPDX-License-Identifier: Apache-2.0

package report

import (
	"os"
	"regexp"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestReadmeListsEveryCode(t *testing.T) {
	readme, err := os.ReadFile("README.md")
	require.NoError(t, err)
	name := func(f familyCode) string {
		if f == (familyCode{}) {
			return ""
		}
		return f.family + "/" + f.subFamily
	}
	var listed, defined [][3]string
	for _, row := range regexp.MustCompile(`(?m)^\| ([A-Z_]+) \| ([A-Z/]*) ?\| ([A-Z/]*) ?\|$`).FindAllStringSubmatch(string(readme), -1) {
		listed = append(listed, [3]string{row[1], row[2], row[3]})
	}
	for _, row := range codeTable {
		defined = append(defined, [3]string{row.kind.String(), name(row.debit), name(row.credit)})
	}
	require.Equal(t, defined, listed)
}
