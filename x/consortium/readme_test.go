// SPDX-License-Identifier: Apache-2.0

package consortium_test

import (
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/cosmos/gogoproto/proto"
	"github.com/stretchr/testify/require"

	errorsmod "cosmossdk.io/errors"

	"github.com/taelnet/tael/x/consortium"
)

// rows returns the cells of the README's table rows whose first cell matches.
func rows(t *testing.T, first string) [][]string {
	t.Helper()
	readme, err := os.ReadFile("README.md")
	require.NoError(t, err)

	match := regexp.MustCompile("^" + first + "$")
	var found [][]string
	for line := range strings.Lines(string(readme)) {
		cells := strings.Split(strings.Trim(strings.TrimSpace(line), "|"), "|")
		for i := range cells {
			cells[i] = strings.Trim(strings.TrimSpace(cells[i]), "`")
		}
		if strings.HasPrefix(line, "|") && match.MatchString(cells[0]) {
			found = append(found, cells)
		}
	}
	return found
}

func TestErrorTableIsTheRegistry(t *testing.T) {
	source, err := os.ReadFile("errors.go")
	require.NoError(t, err)
	registered := make(map[string]string)
	for _, m := range regexp.MustCompile(`(Err\w+) = errorsmod\.Register\(ModuleName, (\d+), "`).FindAllStringSubmatch(string(source), -1) {
		registered[m[2]] = m[1]
	}

	documented := make(map[string]string)
	for _, cells := range rows(t, `\d+`) {
		require.Len(t, cells, 3)
		require.NotEmpty(t, cells[2])
		require.NotContains(t, documented, cells[0], "a code has one row")
		documented[cells[0]] = cells[1]
	}
	require.Equal(t, registered, documented)

	// The registry holds no other.
	for code := uint32(2); code < 64; code++ {
		wrapped := errorsmod.ABCIError(consortium.ModuleName, code, "log")
		_, expected := registered[strconv.FormatUint(uint64(code), 10)]
		require.Equal(t, expected, !strings.HasSuffix(wrapped.Error(), ": unknown"), "code %d: %s", code, wrapped)
	}
}

func TestEventTableIsTheProtoPackage(t *testing.T) {
	var defined []string
	files, err := proto.MergedRegistry()
	require.NoError(t, err)
	file, err := files.FindFileByPath("tael/consortium/v1/events.proto")
	require.NoError(t, err)
	for i := range file.Messages().Len() {
		defined = append(defined, string(file.Messages().Get(i).Name()))
	}

	var documented []string
	for _, cells := range rows(t, `Event\w+`) {
		require.Len(t, cells, 2)
		require.NotEmpty(t, cells[1])
		documented = append(documented, cells[0])
	}
	require.ElementsMatch(t, defined, documented)
}
