// SPDX-License-Identifier: Apache-2.0

package books

import (
	"os"
	"regexp"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestReadmeListsEveryKind(t *testing.T) {
	readme, err := os.ReadFile("README.md")
	require.NoError(t, err)
	var listed, defined [][2]string
	for _, row := range regexp.MustCompile(`(?m)^\| (\d+) \| ([A-Z_]+) \|`).FindAllStringSubmatch(string(readme), -1) {
		listed = append(listed, [2]string{row[1], row[2]})
	}
	for _, k := range Kinds() {
		defined = append(defined, [2]string{strconv.Itoa(int(k)), k.String()})
	}
	require.Equal(t, defined, listed)
	require.Equal(t, "KIND_0", Kind(0).String())
	require.Equal(t, "KIND_99", Kind(99).String())
}
