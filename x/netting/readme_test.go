// SPDX-License-Identifier: Apache-2.0

package netting_test

import (
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/cosmos/gogoproto/proto"
	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/reflect/protoreflect"

	errorsmod "cosmossdk.io/errors"

	"github.com/taelnet/tael/x/netting"
)

// readmeRows are the cells of the README's table rows whose first cell matches.
func readmeRows(t *testing.T, first string, columns int) [][]string {
	t.Helper()
	readme, err := os.ReadFile("README.md")
	require.NoError(t, err)

	match := regexp.MustCompile("^(" + first + ")$")
	var found [][]string
	for line := range strings.Lines(string(readme)) {
		cells := strings.Split(strings.Trim(strings.TrimSpace(line), "|"), "|")
		for i := range cells {
			cells[i] = strings.Trim(strings.TrimSpace(cells[i]), "`")
		}
		if strings.HasPrefix(line, "|") && match.MatchString(cells[0]) {
			require.Len(t, cells, columns, line)
			require.NotEmpty(t, cells[columns-1], line)
			found = append(found, cells)
		}
	}
	return found
}

func TestErrorTableIsTheRegistry(t *testing.T) {
	source, err := os.ReadFile("errors.go")
	require.NoError(t, err)
	registered := map[string]string{}
	for _, m := range regexp.MustCompile(`(Err\w+) = errorsmod\.Register\w*\(ModuleName, (\d+), `).FindAllStringSubmatch(string(source), -1) {
		require.NotContains(t, registered, m[2], "a code is used once")
		registered[m[2]] = m[1]
	}

	documented := map[string]string{}
	for _, cells := range readmeRows(t, `\d+`, 3) {
		require.NotContains(t, documented, cells[0], "a code has one row")
		documented[cells[0]] = cells[1]
	}
	require.Equal(t, registered, documented)

	// Codes run from 2 without a gap, and the registry holds no other.
	for code := uint32(2); code < 64; code++ {
		_, expected := registered[strconv.FormatUint(uint64(code), 10)]
		require.Equal(t, int(code) < 2+len(registered), expected)
		known := !strings.HasSuffix(errorsmod.ABCIError(netting.ModuleName, code, "log").Error(), ": unknown")
		require.Equal(t, expected, known, "code %d", code)
	}
}

func TestEventTableIsTheProtoPackage(t *testing.T) {
	files, err := proto.MergedRegistry()
	require.NoError(t, err)
	file, err := files.FindFileByPath("tael/netting/v1/events.proto")
	require.NoError(t, err)
	var defined []string
	for i := range file.Messages().Len() {
		defined = append(defined, string(file.Messages().Get(i).Name()))
	}

	var documented []string
	for _, cells := range readmeRows(t, `Event\w+`, 2) {
		documented = append(documented, cells[0])
	}
	require.ElementsMatch(t, defined, documented)
}

// The tables of messages and queries have a row for each rpc.
func TestServiceTablesAreTheProtoPackage(t *testing.T) {
	files, err := proto.MergedRegistry()
	require.NoError(t, err)
	for _, service := range []struct{ path, name, prefix string }{
		{"tael/netting/v1/tx.proto", "Msg", "Msg"}, {"tael/netting/v1/query.proto", "Query", ""},
	} {
		file, err := files.FindFileByPath(service.path)
		require.NoError(t, err)
		methods := file.Services().ByName(protoreflect.Name(service.name)).Methods()
		var names []string
		for i := range methods.Len() {
			names = append(names, service.prefix+string(methods.Get(i).Name()))
		}
		var documented []string
		for _, cells := range readmeRows(t, strings.Join(names, "|"), 3) {
			documented = append(documented, cells[0])
		}
		require.ElementsMatch(t, names, documented)
	}
}
