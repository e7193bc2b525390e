// SPDX-License-Identifier: Apache-2.0

package compliance_test

import (
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"

	gogoproto "github.com/cosmos/gogoproto/proto"
	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/reflect/protoreflect"

	errorsmod "cosmossdk.io/errors"

	"github.com/taelnet/tael/x/compliance"
)

// table returns the rows of the README's table with the given header, without header and rule.
func table(t *testing.T, header string) [][]string {
	t.Helper()
	readme, err := os.ReadFile("README.md")
	require.NoError(t, err)
	_, rest, found := strings.Cut(string(readme), "\n"+header+"\n")
	require.True(t, found, "README.md has a table %q", header)
	var rows [][]string
	for i, line := range strings.Split(rest, "\n") {
		if !strings.HasPrefix(line, "|") {
			break
		}
		if i == 0 {
			continue // the rule below the header
		}
		cells := strings.Split(strings.Trim(line, "|"), "|")
		for j := range cells {
			cells[j] = strings.TrimSpace(cells[j])
		}
		rows = append(rows, cells)
	}
	return rows
}

func TestReadmeListsEveryError(t *testing.T) {
	source, err := os.ReadFile("errors.go")
	require.NoError(t, err)
	var registered [][]string
	for _, m := range regexp.MustCompile(`(Err\w+)\s+= errorsmod\.Register\(ModuleName, (\d+), "`).FindAllStringSubmatch(string(source), -1) {
		registered = append(registered, []string{m[2], m[1]})
	}
	rows := table(t, "| code | name | meaning |")
	require.Len(t, rows, len(registered))
	for i, row := range rows {
		require.Equal(t, registered[i], row[:2])
		require.NotEmpty(t, row[2])
		require.Equal(t, fmt.Sprint(i+2), row[0], "codes run from 2 without a gap")
	}
	unknown := errorsmod.ABCIError(compliance.ModuleName, uint32(len(registered)+2), "none")
	require.ErrorContains(t, unknown, "unknown", "the registry has no code beyond the table")
	for i := range registered {
		require.NotContains(t, errorsmod.ABCIError(compliance.ModuleName, uint32(i+2), "some").Error(), "unknown error")
	}
}

func TestReadmeListsEveryEvent(t *testing.T) {
	files, err := gogoproto.MergedRegistry()
	require.NoError(t, err)
	file, err := files.FindFileByPath("tael/compliance/v1/events.proto")
	require.NoError(t, err)
	var defined []string
	for i := range file.Messages().Len() {
		defined = append(defined, string(file.Messages().Get(i).Name()))
	}
	var listed []string
	for _, row := range table(t, "| event | when |") {
		require.NotEmpty(t, row[1])
		listed = append(listed, row[0])
	}
	require.Equal(t, defined, listed)
}

func TestReadmeListsEveryReason(t *testing.T) {
	var defined [][]string
	for _, reason := range compliance.Reasons() {
		defined = append(defined, []string{fmt.Sprint(uint16(reason)), reason.String(), reason.Meaning()})
	}
	require.Equal(t, defined, table(t, "| reason | name | meaning |"))
}

// methods returns the names of a service's methods.
func methods(t *testing.T, service string) []string {
	t.Helper()
	files, err := gogoproto.MergedRegistry()
	require.NoError(t, err)
	found, err := files.FindDescriptorByName(protoreflect.FullName("tael.compliance.v1." + service))
	require.NoError(t, err)
	all := found.(protoreflect.ServiceDescriptor).Methods()
	var names []string
	for i := range all.Len() {
		names = append(names, string(all.Get(i).Name()))
	}
	return names
}

func TestReadmeListsEveryMessageAndQuery(t *testing.T) {
	for service, header := range map[string]string{
		"Msg": "| message | signer | what it does | errors beside bad input |", "Query": "| query | answers |",
	} {
		var listed []string
		for _, row := range table(t, header) {
			name, _, _ := strings.Cut(row[0], " ")
			listed = append(listed, name)
		}
		require.ElementsMatch(t, methods(t, service), listed)
	}
}

func TestReadmeListsEveryParameter(t *testing.T) {
	files, err := gogoproto.MergedRegistry()
	require.NoError(t, err)
	found, err := files.FindDescriptorByName("tael.compliance.v1.Params")
	require.NoError(t, err)
	fields := found.(protoreflect.MessageDescriptor).Fields()
	rows := table(t, "| parameter | default | meaning |")
	require.Len(t, rows, fields.Len())
	for i, row := range rows {
		require.Equal(t, string(fields.Get(i).Name()), row[0])
	}
}
