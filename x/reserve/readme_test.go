// SPDX-License-Identifier: Apache-2.0

package reserve_test

import (
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/cosmos/gogoproto/proto"

	errorsmod "cosmossdk.io/errors"

	"github.com/taelnet/tael/x/reserve"
)

// TestReadmeTellsEveryError compares the table of errors with the registry: code, name and sentence.
func TestReadmeTellsEveryError(t *testing.T) {
	source, err := os.ReadFile("errors.go")
	require.NoError(t, err)
	named := map[string]string{}
	for _, m := range regexp.MustCompile(`(Err\w+) = errorsmod\.Register\w*\(ModuleName, (\d+), `).FindAllStringSubmatch(string(source), -1) {
		named[m[2]] = m[1]
	}
	registered := map[string][]string{}
	for code := uint32(1); code < 1_000; code++ {
		sentence := strings.TrimPrefix(errorsmod.ABCIError(reserve.ModuleName, code, "").Error(), ": ")
		if sentence != "unknown" {
			number := strconv.FormatUint(uint64(code), 10)
			registered[number] = []string{named[number], sentence}
		}
	}

	told := map[string][]string{}
	for _, cells := range rows(t, "code | name | meaning") {
		require.NotContains(t, told, cells[0], "a code has one row")
		told[cells[0]] = cells[1:]
	}
	require.Equal(t, registered, told)
	require.Len(t, registered, len(named))
}

// TestReadmeTellsEveryEvent compares the table of events with the messages of the proto package.
func TestReadmeTellsEveryEvent(t *testing.T) {
	var told []string
	for _, cells := range rows(t, "event | when") {
		told = append(told, cells[0])
	}
	file, err := proto.HybridResolver.FindFileByPath("tael/reserve/v1/events.proto")
	require.NoError(t, err)
	require.Equal(t, protoreflect.FullName("tael.reserve.v1"), file.Package())
	var defined []string
	for i := range file.Messages().Len() {
		if name := string(file.Messages().Get(i).Name()); strings.HasPrefix(name, "Event") {
			defined = append(defined, name)
		}
	}
	slices.Sort(defined)
	slices.Sort(told)
	require.Equal(t, defined, told)
}

// TestReadmeTellsEveryMessageAndQuery compares the tables of messages and queries with the services.
func TestReadmeTellsEveryMessageAndQuery(t *testing.T) {
	for header, file := range map[string]string{
		"message | by | what it does": "tael/reserve/v1/tx.proto", "query | REST | answers": "tael/reserve/v1/query.proto",
	} {
		var told, served []string
		for _, cells := range rows(t, header) {
			told = append(told, cells[0])
		}
		descriptor, err := proto.HybridResolver.FindFileByPath(file)
		require.NoError(t, err)
		methods := descriptor.Services().Get(0).Methods()
		for n := range methods.Len() {
			served = append(served, string(methods.Get(n).Name()))
		}
		require.ElementsMatch(t, served, told)
	}
}

// TestReadmeTellsEveryParam compares the table of parameters with the fields of Params and their defaults.
func TestReadmeTellsEveryParam(t *testing.T) {
	told := map[string]string{}
	for _, cells := range rows(t, "name | default | meaning") {
		told[cells[0]] = strings.ReplaceAll(strings.TrimSuffix(cells[1], " s"), ",", "")
	}
	p := reserve.DefaultParams()
	require.Equal(t, map[string]string{
		"max_attempt_term": strconv.FormatUint(p.MaxAttemptTerm, 10), "coverage_percents": "none",
		"max_attestation_age": strconv.FormatUint(p.MaxAttestationAge, 10), "attested_term": strconv.FormatUint(p.AttestedTerm, 10),
		"utc_offset_seconds": strconv.Itoa(int(p.UtcOffsetSeconds)),
	}, told)
	require.Empty(t, p.CoveragePercents)
	descriptor, err := proto.HybridResolver.FindFileByPath("tael/reserve/v1/genesis.proto")
	require.NoError(t, err)
	require.Equal(t, descriptor.Messages().ByName("Params").Fields().Len(), len(told))
}

// rows reads the cells of the table below a header of README.md.
func rows(t *testing.T, header string) [][]string {
	t.Helper()
	text, err := os.ReadFile("README.md")
	require.NoError(t, err)
	_, table, found := strings.Cut(string(text), "| "+header+" |\n")
	require.True(t, found, "no table %q", header)
	var out [][]string
	for _, line := range strings.Split(table, "\n")[1:] {
		if !strings.HasPrefix(line, "|") {
			break
		}
		cells := strings.Split(strings.Trim(line, "|"), "|")
		for i := range cells {
			cells[i] = strings.Trim(strings.TrimSpace(cells[i]), "`")
		}
		out = append(out, cells)
	}
	return out
}
