// SPDX-License-Identifier: Apache-2.0

package wallet_test

import (
	"os"
	"regexp"
	"sort"
	"strings"
	"testing"

	"github.com/cosmos/gogoproto/proto"
	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/reflect/protoreflect"

	errorsmod "cosmossdk.io/errors"

	"github.com/taelnet/tael/x/wallet"
)

// TestReadmeNamesEveryError compares the README's table with the errors registered and with their names in the source.
func TestReadmeNamesEveryError(t *testing.T) {
	source, err := os.ReadFile("errors.go")
	require.NoError(t, err)
	var registered [][]string
	for _, m := range regexp.MustCompile(`(?m)^\t(Err\w+)\s+= errorsmod\.Register\(ModuleName, (\d+), "([^"]+)"\)`).FindAllStringSubmatch(string(source), -1) {
		registered = append(registered, []string{m[2], m[1], m[3]})
	}
	var known int
	for code := range uint32(1000) {
		if !strings.HasSuffix(errorsmod.ABCIError(wallet.ModuleName, code, "x").Error(), ": unknown") {
			known++
		}
	}
	require.Len(t, registered, known)
	require.Equal(t, registered, table(t, "code", "name", "meaning"))
}

// TestReadmeNamesEveryEvent compares the README's table with the Event messages of the proto package.
func TestReadmeNamesEveryEvent(t *testing.T) {
	descriptor, err := proto.HybridResolver.FindFileByPath("tael/wallet/v1/events.proto")
	require.NoError(t, err)
	var declared []string
	for i := range descriptor.Messages().Len() {
		name := string(descriptor.Messages().Get(i).Name())
		require.True(t, strings.HasPrefix(name, "Event"), name)
		declared = append(declared, name)
	}
	var named []string
	for _, row := range table(t, "event", "when") {
		named = append(named, row[0])
	}
	sort.Strings(declared)
	sort.Strings(named)
	require.Equal(t, declared, named)
	_, err = proto.HybridResolver.FindDescriptorByName(protoreflect.FullName("tael.wallet.v1.EventWalletOpened"))
	require.NoError(t, err)
}

// table reads the rows of the README's table with these column heads.
func table(t *testing.T, heads ...string) [][]string {
	t.Helper()
	readme, err := os.ReadFile("README.md")
	require.NoError(t, err)
	_, after, found := strings.Cut(string(readme), "| "+strings.Join(heads, " | ")+" |\n")
	require.True(t, found, "README.md has no table %v", heads)
	var rows [][]string
	for _, line := range strings.Split(after, "\n")[1:] {
		if !strings.HasPrefix(line, "|") {
			break
		}
		cells := strings.Split(strings.Trim(line, "| "), "|")
		for i := range cells {
			cells[i] = strings.Trim(cells[i], " `")
		}
		rows = append(rows, cells)
	}
	return rows
}
